/**
 * Inviting somebody on another phone: what will happen in three lines, then the invitation itself, to be scanned, sent
 * or typed. It holds nothing about anybody, works once and for a day, and does nothing if nobody answers it.
 */
import './people.css'
import './pairing.css'
import { useSignal } from '@preact/signals'
import type { Between } from '../between.ts'
import { Heading } from '../parts/heading.tsx'
import { atStep, Joining, NoLines } from '../parts/joining.tsx'
import { Top } from '../parts/top.tsx'
import { useBetween } from '../parts/usebetween.ts'
import { useHere } from '../tend.ts'
import en from '../words/en/pair.json'
import { words } from '../words.ts'
import { Invitation } from './invite/invitation.tsx'

const t = words('pair', en)

const home = '/a/you/bond'

export default function Invite() {
  const between = useBetween()
  if (between === 'none') return <NoLines to={home} />
  return between ? <Inviting between={between} /> : <div class="screen whole" />
}

function Inviting({ between }: { between: Between }) {
  const here = useHere()
  const { me, bond } = here
  const making = useSignal(false)
  const pairing = between.pairing.value
  const line = between.lineOf(bond)
  const isOpen = line && !line.closed && !line.left
  const make = async () => {
    if (making.value || !bond) return
    making.value = true
    try {
      await between.begin()
      await between.lines.invite({
        owner: me.space,
        about: bond.rec.id,
        ...(isOpen && { into: line.space }),
      })
    } finally {
      making.value = false
    }
  }
  const waiting = atStep(pairing, 'waiting')
  if (waiting?.side === 'inviting') return <Invitation {...waiting} onBack={() => between.lines.dismiss()} />
  if (pairing && !waiting) return <Joining between={between} pairing={pairing} onAgain={() => {}} />
  const isOnPhone = here.others.some(({ space }) => space !== undefined)
  return (
    <div class="screen whole">
      <Top to={home} />
      <Heading>
        {isOpen ? t('inviteMore') : bond?.name ? t('invite', { name: bond.name }) : t('inviteUnnamed')}
      </Heading>
      <ul class="points">
        <li>{t('how.give')}</li>
        <li>{t('how.compare')}</li>
        <li>{t(isOpen ? 'how.more' : 'how.after')}</li>
      </ul>
      {isOnPhone && <p class="note">{t('how.phone')}</p>}
      <p class="hint">{t('unanswered')}</p>
      <div class="foot stuck">
        <button type="button" class="button" aria-disabled={making.value} onClick={make}>
          {t(making.value ? 'making' : 'make')}
        </button>
      </div>
    </div>
  )
}
