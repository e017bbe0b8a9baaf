/**
 * What I have agreed to, in one place: with whom I am joined and since when, which kinds of entries begin as shared, and
 * all that was shared so far. Each of it ends with two taps. Only I can see this page.
 */
import './people.css'
import './bond.css'
import { useSignal } from '@preact/signals'
import { fieldsOf } from '../../core/record.ts'
import { slotIn } from '../../core/sharing.ts'
import type { Between } from '../between.ts'
import { dateText } from '../days.ts'
import { useLive } from '../live.ts'
import { Segments } from '../parts/choose.tsx'
import { Heading } from '../parts/heading.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { useBetween } from '../parts/usebetween.ts'
import { type SharedKind, sharedKinds } from '../parts/visibility.tsx'
import { takeBackShared } from '../takeback.ts'
import { type Bond, sideOf, useHere, useTend } from '../tend.ts'
import en from '../words/en/sharing.json'
import { words } from '../words.ts'
import { StopSharing } from './bond/stop.tsx'

const t = words('sharing', en)

export default function Sharing() {
  const { bonds } = useHere()
  const found = useBetween()
  const between = found === 'none' ? undefined : found
  const sharing = bonds.filter((bond) => bond.shared !== undefined || (bond.before ?? []).length > 0)
  return (
    <div class="screen whole bond">
      <Top to="/a/you/bond" />
      <Heading>{t('title')}</Heading>
      <p class="lead">{t(sharing.length > 0 ? 'lead' : 'nothing')}</p>
      {sharing.map((bond) => (
        <OneBond key={bond.rec.id} bond={bond} between={between} />
      ))}
    </div>
  )
}

function OneBond({ bond, between }: { bond: Bond; between: Between | undefined }) {
  const { me } = useHere()
  const found = between?.lineOf(bond)
  const line = found && !found.closed && !found.left ? found : undefined
  const since = useLive(
    async (store) => {
      if (bond.shared === undefined) return undefined
      const members = await store.list({ spaces: [bond.shared], kinds: ['member'], limit: 100 })
      const rec = members.find((one) => one.by === slotIn(sideOf({ me, bond }), one.space))
      return rec && fieldsOf('member', rec).since
    },
    { spaces: bond.shared === undefined ? [] : [bond.shared], kinds: ['member'] },
  ).value
  return (
    <section class="stack">
      <h2>{bond.name ? t('with', { name: bond.name }) : t('withUnnamed')}</h2>
      {line && between && (
        <div class="card">
          <p>{since ? t('joinedSince', { day: dateText(since) }) : t('joined')}</p>
          <StopSharing between={between} line={line} name={bond.name} />
        </div>
      )}
      {bond.shared !== undefined && <Kinds bond={bond} many={(line?.people.length ?? 2) > 2} />}
      <SoFar bond={bond} />
    </section>
  )
}

/** Asked each time, unless somebody says otherwise for a kind. What is chosen here says so while one writes. */
function Kinds({ bond, many }: { bond: Bond; many: boolean }) {
  const tend = useTend()
  const sharing = bond.sharing ?? {}
  const choose = (kind: SharedKind, how: 'me' | 'ask' | 'both') => {
    const { [kind]: _, ...others } = sharing
    const since = tend.today.value
    return tend.change('bond', bond.rec, {
      sharing: how === 'ask' ? others : { ...others, [kind]: { how, since } },
    })
  }
  return (
    <div class="stack">
      <h3>{t('begins')}</h3>
      <ul class="points">
        {(['me', 'ask', 'both'] as const).map((how) => (
          <li key={how}>
            <b>{t(how === 'both' && many ? 'all' : how)}.</b> {t(`begins.${how}`)}
          </li>
        ))}
      </ul>
      <ul class="kinds">
        {sharedKinds.map((kind) => {
          const chosen = sharing[kind]
          return (
            <li key={kind}>
              <p class="line">
                <b>{t(`kind.${kind}`)}</b>
                {chosen && <span class="hint">{t('since', { day: dateText(chosen.since) })}</span>}
              </p>
              <Segments
                legend={t(`kind.${kind}`)}
                options={[
                  { id: 'me', text: t('me') },
                  { id: 'ask', text: t('ask') },
                  { id: 'both', text: t(many ? 'all' : 'both') },
                ]}
                value={chosen?.how ?? 'ask'}
                onChoose={(how) => choose(kind, how)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** How much of mine lies where others read it, and taking all of it back. */
function SoFar({ bond }: { bond: Bond }) {
  const tend = useTend()
  const { me } = useHere()
  const asking = useSignal(false)
  const going = useSignal(false)
  const side = sideOf({ me, bond })
  const spaces = [...(bond.shared ? [bond.shared] : []), ...(bond.before ?? []).map((past) => past.space)]
  const count = useLive(
    async (store) => {
      let n = 0
      let afterId: string | undefined
      for (;;) {
        const page = await store.page({ spaces, limit: 500, ...(afterId && { afterId }) })
        n += page.filter(
          (rec) => rec.x === undefined && isCounted(rec.kind) && rec.by === slotIn(side, rec.space),
        ).length
        afterId = page.at(-1)?.id
        if (page.length < 500) return n
      }
    },
    { spaces },
  ).value
  const close = () => {
    asking.value = false
  }
  const takeBack = async () => {
    if (going.value) return
    going.value = true
    try {
      await takeBackShared(tend, spaces)
      announce(t('backDone'))
    } finally {
      going.value = false
      close()
    }
  }
  if (count === undefined) return null
  return (
    <div class="stack tight">
      <p>{t('soFar', { n: count })}</p>
      {count > 0 && (
        <button
          type="button"
          class="quiet danger"
          onClick={() => {
            asking.value = true
          }}
        >
          {t('backAll')}
        </button>
      )}
      <Sheet open={asking.value} onClose={close} label={t('backAsk')}>
        <h2>{t('backAsk')}</h2>
        <p class="lead">{t('backText')}</p>
        <p class="lead">{t('backLimit')}</p>
        <button type="button" class="button ink" onClick={close}>
          {t('backNo')}
        </button>
        <button type="button" class="quiet danger" aria-disabled={going.value} onClick={takeBack}>
          {t('backYes')}
        </button>
      </Sheet>
    </div>
  )
}

/** Who somebody is and what they have promised are part of being joined, and no entries. */
const isCounted = (kind: string) => kind !== 'member' && kind !== 'commitment'
