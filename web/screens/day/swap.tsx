/**
 * Two people on one phone, by turns: one has told and shared the day, the veil comes down, the other tells theirs, and
 * then both are read. Where it stands is remembered, so that a reload in the middle finds the veil again, and a midnight
 * in the middle changes nothing: it goes on about the day with which it began.
 *
 * What the second writes is theirs, in the space they share; their own pages stay closed (see [Note: One phone, two
 * hands] in question/together.tsx). What they write and do not keep waits on their own page of that day.
 */
import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Day } from '../../../core/day.ts'
import { daysTold } from '../../../core/diary.ts'
import type { SpaceId } from '../../../core/record.ts'
import { dayText } from '../../days.ts'
import { type Draft, useDraft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { Avatar } from '../../parts/avatar.tsx'
import { momentOf } from '../../parts/dayfield.tsx'
import { Handover, useLending } from '../../parts/handover.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Top } from '../../parts/top.tsx'
import { useWriter } from '../../parts/writer.ts'
import { back } from '../../router.ts'
import { type Neighbour, useHere, useTend } from '../../tend.ts'
import en from '../../words/en/day.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { fieldsToKeep, isEmpty, type Page, Pages, usePage } from './page.tsx'
import { TheDay, toldOf } from './told.tsx'

const t = words('day', en)
const s = words('shell', shell)

export type Swap = {
  readonly day: Day
  readonly second: SpaceId
  /** `return`: the second has stopped, and the phone goes back. */
  readonly step: 'second' | 'read' | 'return'
}

/** The swap that is going on, if there is one. Nobody is still reading what was left open on an earlier day. */
export function useSwap(): Draft<Swap | null> {
  const { own } = useHere()
  const { today } = useTend()
  const swap = useDraft<Swap | null>(`${own}.day.swap`, null)
  useMemo(() => {
    const last = swap.peek()
    if (last?.step === 'read' && last.day !== today.peek()) swap.value = null
  }, [swap])
  return swap
}

/** Where the second's drafts lie, each under its day. They are the second's own. */
export const secondKey = (second: SpaceId): string => `${second}.day.swap`

/** Whom the phone can be passed to: those who live on it and share with the person who is here. */
export const othersToPass = (people: readonly Neighbour[]): readonly Neighbour[] =>
  people.filter((person) => person.together)

export function Swapping({ swap }: { swap: Draft<Swap | null> }) {
  const here = useHere()
  const { isMine } = useWriter()
  const isUnveiled = useSignal(false)
  useLending(swap.value !== null)
  const now = swap.value
  const today = useTend().today.value
  const day = now?.day ?? today
  const records = useRecords(['highlow'], { from: day, until: day })
  const over = () => {
    swap.value = null
  }
  if (!now || !records.value) return <div class="screen whole" />
  const second = here.people.find((person) => person.space === now.second && person.together)
  // Somebody who has left this phone meanwhile cannot tell their day on it.
  if (!second || now.step === 'return') return <Handover to={here.me} onHere={over} />
  const shared = records.value
    .map((rec) => toldOf(rec, { isMine, own: here.own }))
    .filter((one) => one.shared)
  const told = shared.some((one) => !one.mine)
  if (!isUnveiled.value && now.step === 'second')
    return (
      <Handover
        to={second}
        onStop={() => {
          swap.value = { ...now, step: 'return' }
        }}
        onHere={() => {
          isUnveiled.value = true
          // Who has told and shared the day before need not tell it again.
          if (told) swap.value = { ...now, step: 'read' }
        }}
      />
    )
  if (now.step === 'read')
    return (
      <div class="screen whole">
        <Top />
        <Heading>{t('both')}</Heading>
        <OfWhichDay day={day} />
        <p class="lead">{t('bothText')}</p>
        {daysTold(shared)[0]?.told.map((one) => (
          <TheDay key={one.rec.id} told={one} many atTheTable />
        ))}
        <div class="foot stuck">
          <button
            type="button"
            class="button ink"
            onClick={() => {
              over()
              back()
            }}
          >
            {s('done')}
          </button>
        </div>
      </div>
    )
  return (
    <Second
      second={second}
      day={day}
      onRead={() => {
        swap.value = { ...now, step: 'read' }
      }}
    />
  )
}

function Second({ second, day, onRead }: { second: Neighbour; day: Day; onRead: () => void }) {
  const tend = useTend()
  const { me } = useHere()
  const page: Page = usePage(`${secondKey(second.own)}.${day}`)
  const empty = isEmpty(page)
  const keep = async () => {
    if (empty) return
    const where = { shared: true, as: second.space, at: momentOf(day, tend.today.value) }
    await tend.keep('highlow', { day, ...fieldsToKeep(page) }, where)
    page.drop()
    onRead()
  }
  return (
    <div class="screen whole turnpage">
      <Top />
      <p class="who">
        <Avatar {...second} />
        {t('turn', { name: second.name ?? s('someone') })}
      </p>
      <Heading>{t('title')}</Heading>
      <OfWhichDay day={day} />
      <p class="hint kicker">
        <span>
          <Icon name="people" size={16} />
          {t('turnShared', { name: me.name ?? s('someone') })}
        </span>
      </p>
      <Pages page={page} feelings={false} />
      <div class="foot stuck">
        <p class="hint" hidden={!empty}>
          {t('none')}
        </p>
        <button type="button" class="button ink" aria-disabled={empty} onClick={keep}>
          {t('keepAndRead')}
        </button>
        <button type="button" class="quiet" onClick={onRead}>
          {t('onlyRead')}
        </button>
      </div>
    </div>
  )
}

function OfWhichDay({ day }: { day: Day }) {
  const today = useTend().today.value
  return day === today ? null : <p class="lead">{t('turnDay', { day: dayText(day, today) })}</p>
}
