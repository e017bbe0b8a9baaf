/**
 * The day: its high and its low, or a short story of it, and how it felt. Private unless shared; two people on one phone
 * can tell it by turns; earlier days make a diary. A day has one page, which can be changed until the day is over. One
 * that was begun and not kept waits, and is kept for its own day.
 */
import './day.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Day } from '../../core/day.ts'
import { latestOf } from '../../core/diary.ts'
import type { SpaceId } from '../../core/record.ts'
import { useRecords } from '../live.ts'
import { momentOf } from '../parts/dayfield.tsx'
import { Heading } from '../parts/heading.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { BegunOn, LetGo, pageKey, usePageDay } from '../parts/unfinished.tsx'
import { useShared, Visibility } from '../parts/visibility.tsx'
import { useWriter } from '../parts/writer.ts'
import { back } from '../router.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/day.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Diary } from './day/diary.tsx'
import { bringOver, fieldsToKeep, isEmpty, Pages, usePage } from './day/page.tsx'
import { othersToPass, Swapping, secondKey, useSwap } from './day/swap.tsx'
import { type ToldRec, toldOf } from './day/told.tsx'

const t = words('day', en)
const s = words('shell', shell)

export default function DayScreen() {
  const { own } = useHere()
  const swap = useSwap()
  const diary = useSignal(false)
  const { day, onward } = usePageDay(
    [pageKey(own, 'highlow'), secondKey(own)],
    ['high', 'low', 'story', 'feelings'],
  )
  if (swap.value) return <Swapping swap={swap} />
  if (diary.value)
    return (
      <Diary
        onLeave={() => {
          diary.value = false
          // A day that was taken back there may be the one that was open here.
          onward()
        }}
      />
    )
  return (
    <OfDay
      key={day}
      day={day}
      onLetGo={onward}
      onPass={(second) => {
        swap.value = { day, second, step: 'second' }
        onward()
      }}
      onDiary={() => {
        diary.value = true
      }}
    />
  )
}

type Shown = {
  readonly day: Day
  readonly onLetGo: () => void
  readonly onPass: (second: SpaceId) => void
  readonly onDiary: () => void
}

/** Waits for what was told of that day, so that the page never changes under the hand that writes. */
function OfDay(shown: Shown) {
  const { day } = shown
  const { own } = useHere()
  const { isMine } = useWriter()
  const records = useRecords(['highlow'], { from: day, until: day })
  if (!records.value) return <div class="screen whole" />
  const before = latestOf(records.value.map((rec) => toldOf(rec, { isMine, own })))
  return <Tell {...shown} before={before} />
}

function Tell({ day, before, onLetGo, onPass, onDiary }: Shown & { readonly before: ToldRec | undefined }) {
  const tend = useTend()
  const { people, own } = useHere()
  const isToday = day === tend.today.value
  const key = `${pageKey(own, 'highlow')}.${day}`
  const page = usePage(key, before)
  useEffect(() => bringOver(`${secondKey(own)}.${day}`, page), [key])
  const begins = useShared('highlow')
  const shared = useSignal(before?.shared ?? begins.value)
  const empty = isEmpty(page)
  const keep = async () => {
    const where = { shared: shared.value, at: momentOf(day, tend.today.value) }
    await tend.keep('highlow', { day, ...fieldsToKeep(page, before) }, where)
    page.drop()
  }
  const finish = async () => {
    if (empty) return
    await keep()
    announce(t('kept'))
    back()
  }
  return (
    <div class="screen whole">
      <Top to="/a/today" x />
      <Heading>{t('title')}</Heading>
      <BegunOn day={day} />
      {isToday && <p class="lead">{t(before ? 'edit' : 'lead')}</p>}
      <Visibility
        kind="highlow"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      {before && !before.shared && shared.value && <p class="hint">{t('alsoShared')}</p>}
      <Pages page={page} feelings />
      <button type="button" class="link" onClick={onDiary}>
        {t('diary')}
      </button>
      <div class="foot stuck">
        <p class="hint" hidden={!empty}>
          {t('none')}
        </p>
        <button type="button" class="button" aria-disabled={empty} onClick={finish}>
          {s('keep')}
        </button>
        {/* Only what is shared is read by both, and sharing is chosen above, never by this button. */}
        {!empty &&
          shared.value &&
          othersToPass(people).map((person) => (
            <button
              key={person.space}
              type="button"
              class="quiet"
              onClick={async () => {
                await keep()
                onPass(person.space)
              }}
            >
              {t('pass', { name: person.name ?? s('someone') })}
            </button>
          ))}
        <LetGo day={day} drop={page.drop} onLetGo={onLetGo} />
      </div>
    </div>
  )
}
