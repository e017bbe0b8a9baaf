/**
 * A bond: who is in it and since when, what is shared and what is not, how it is kept, and every way out. It is the place
 * where somebody may be invited, and nothing on the way here asks for it.
 */
import './people.css'
import './bond.css'
import { fieldsOf } from '../../core/record.ts'
import type { Standing } from '../../sync/line.ts'
import type { Between } from '../between.ts'
import { dateText } from '../days.ts'
import { useLive } from '../live.ts'
import { Avatar, type Face } from '../parts/avatar.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { useBetween } from '../parts/usebetween.ts'
import { otherName } from '../parts/writer.ts'
import { type Here, useHere } from '../tend.ts'
import en from '../words/en/bond.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Bonds } from './bond/bonds.tsx'
import { Devices } from './bond/devices.tsx'
import { Keeping } from './bond/keeping.tsx'
import { Question } from './bond/question.tsx'
import { StopSharing } from './bond/stop.tsx'

const t = words('bond', en)
const s = words('shell', shell)

export default function BondScreen() {
  const here = useHere()
  const found = useBetween()
  const between = found === 'none' ? undefined : found
  const line = between?.lineOf(here.bond)
  const open = line && !line.closed && !line.left ? line : undefined
  // With nobody else in it, it is not joined yet.
  const isAsked = open !== undefined && !open.people.some((person) => person !== open.person)
  const name = here.bond?.name
  return (
    <div class="screen whole bond">
      <Top to="/a/you" />
      <Heading>{name ? t('title', { name }) : t('titleUnnamed')}</Heading>
      {between && open?.open && <Question between={between} line={open} asking={open.open} />}
      {isAsked ? (
        <p class="note">{t('asking')}</p>
      ) : (
        <>
          <Who here={here} line={open} />
          <Ways here={here} open={open !== undefined} />
        </>
      )}
      <Mine here={here} />
      {between && open && !isAsked && (
        <>
          <Keeping between={between} line={open} />
          <Devices between={between} line={open} />
        </>
      )}
      {between && open && (
        <div class="stack tight">
          <StopSharing between={between} line={open} name={otherName(here)} />
        </div>
      )}
      {!open && (here.bond?.before?.length ?? 0) > 0 && <Past />}
      <Bonds here={here} shares={open !== undefined} />
    </div>
  )
}

/** I come first, as on every list of people. Since when somebody is in it, each says for themselves. */
function Who({ here, line }: { here: Here; line: Standing | undefined }) {
  const { me, bond, others } = here
  const mine = useLive(
    async (store) => {
      if (!line) return undefined
      const members = await store.list({ spaces: [line.space], kinds: ['member'], limit: 100 })
      const rec = members.find((one) => one.by === line.person)
      return rec && fieldsOf('member', rec).since
    },
    { spaces: line ? [line.space] : [], kinds: ['member'] },
  )
  if (others.length === 0)
    return (
      <section class="stack tight">
        <p class="lead">{t('nobody')}</p>
      </section>
    )
  const rows: readonly (Face & { readonly key: string; readonly text: string; readonly hint: string })[] = [
    {
      key: 'me',
      name: me.name,
      flower: me.flower,
      text: t('you'),
      hint: sinceText(mine.value) ?? t('onPhone'),
    },
    ...others.map(({ slot, name, flower, since, space }) => {
      const called = (others.length === 1 ? bond?.name : undefined) ?? name
      return {
        key: String(slot),
        name: called,
        flower: flower ?? 'heather',
        text: called || t('someone'),
        hint: sinceText(since) ?? t(space === undefined ? 'elsewhere' : 'onPhone'),
      }
    }),
  ]
  return (
    <section class="stack tight">
      <h2 class="away">{t('who')}</h2>
      <ul class="rows">
        {rows.map(({ key, text, hint, ...face }) => (
          <li key={key} class="row">
            <Avatar {...face} />
            <span>
              <b>{text}</b>
              <small>{hint}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const sinceText = (day: string | undefined) =>
  day === undefined ? undefined : t('since', { day: dateText(day) })

/** The ways to share with somebody. They stand here and nowhere else. */
function Ways({ here, open }: { here: Here; open: boolean }) {
  const { bond } = here
  const invite = open ? t('inviteMore') : bond?.name ? t('invite', { name: bond.name }) : t('inviteUnnamed')
  return (
    <div class="stack tight">
      <a class={open ? 'quiet' : 'button soft'} href="/a/you/invite">
        <Icon name="people" size={20} />
        {invite}
      </a>
      {!open && (
        <a class="quiet" href="/a/join">
          {t('join')}
        </a>
      )}
    </div>
  )
}

function Mine({ here }: { here: Here }) {
  const name = here.bond?.name ?? s('someone')
  return (
    <section class="stack">
      <h2>{t('mine')}</h2>
      <ul class="points">
        <li>{t('mine.own')}</li>
        <li>{t('mine.shared')}</li>
        <li>{t('mine.never')}</li>
        <li>{t('mine.settings', { name })}</li>
      </ul>
      <div>
        <a class="link" href="/a/you/sharing">
          {t('toSharing')}
        </a>
      </div>
    </section>
  )
}

const Past = () => (
  <div class="note">
    <p>{t('past')}</p>
    <a class="link" href="/a/story">
      {t('pastLink')}
    </a>
  </div>
)

export type WithLine = { readonly between: Between; readonly line: Standing }
