/**
 * Two people on one phone, by turns: one has told and shared the day, the veil comes down, the other tells theirs, and
 * then both are read. Where it stands is remembered, so that a reload in the middle finds the veil again.
 *
 * What the second writes is theirs, in the space they share; their own pages stay closed (see [Note: One phone, two
 * hands] in question/together.tsx).
 */
import { useSignal } from '@preact/signals'
import type { Day } from '../../../core/day.ts'
import { daysTold } from '../../../core/diary.ts'
import type { SpaceId } from '../../../core/record.ts'
import { type Draft, useDraft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { Avatar } from '../../parts/avatar.tsx'
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

/** The swap of today, if there is one. */
export function useSwap(): Draft<Swap | null> {
  const { me } = useHere()
  return useDraft<Swap | null>(`${me.space}.day.swap`, null)
}

/** Whom the phone can be passed to: those who live on it and share with the person who is here. */
export const othersToPass = (people: readonly Neighbour[]): readonly Neighbour[] =>
  people.filter((person) => person.together)

export function Swapping({ swap }: { swap: Draft<Swap | null> }) {
  const tend = useTend()
  const here = useHere()
  const { isMine } = useWriter()
  const isUnveiled = useSignal(false)
  useLending(swap.value !== null)
  const day = tend.today.value
  const records = useRecords(['highlow'], { from: day, until: day })
  const now = swap.value
  const over = () => {
    swap.value = null
  }
  if (!now || !records.value) return <div class="screen whole" />
  const second = here.people.find((person) => person.space === now.second && person.together)
  // Somebody who has left this phone meanwhile cannot tell their day on it.
  if (!second || now.step === 'return') return <Handover to={here.me} onHere={over} />
  const shared = records.value
    .map((rec) => toldOf(rec, { isMine, own: here.me.space }))
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
      onRead={() => {
        swap.value = { ...now, step: 'read' }
      }}
    />
  )
}

function Second({ second, onRead }: { second: Neighbour; onRead: () => void }) {
  const tend = useTend()
  const { me } = useHere()
  const day = tend.today.value
  const page: Page = usePage(`${second.space}.day.swap.${day}`)
  const empty = isEmpty(page)
  const keep = async () => {
    if (empty) return
    await tend.keep('highlow', { day, ...fieldsToKeep(page) }, { shared: true, as: second.space })
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
