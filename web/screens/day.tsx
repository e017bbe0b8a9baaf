/**
 * The day: its high and its low, or a short story of it, and how it felt. Private unless shared; two people on one phone
 * can tell it by turns; earlier days make a diary. A day has one page, which can be changed until the day is over.
 */
import './day.css'
import { useSignal } from '@preact/signals'
import { latestOf } from '../../core/diary.ts'
import type { SpaceId } from '../../core/record.ts'
import { useRecords } from '../live.ts'
import { Heading } from '../parts/heading.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { Visibility } from '../parts/visibility.tsx'
import { useWriter } from '../parts/writer.ts'
import { back } from '../router.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/day.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Diary } from './day/diary.tsx'
import { fieldsToKeep, isEmpty, Pages, usePage } from './day/page.tsx'
import { othersToPass, Swapping, useSwap } from './day/swap.tsx'
import { type ToldRec, toldOf } from './day/told.tsx'

const t = words('day', en)
const s = words('shell', shell)

export default function DayScreen() {
  const day = useTend().today.value
  const swap = useSwap()
  const diary = useSignal(false)
  if (swap.value?.day === day) return <Swapping swap={swap} />
  if (diary.value)
    return (
      <Diary
        onLeave={() => {
          diary.value = false
        }}
      />
    )
  return (
    <Today
      onPass={(second) => {
        swap.value = { day, second, step: 'second' }
        scrollTo({ top: 0 })
      }}
      onDiary={() => {
        diary.value = true
      }}
    />
  )
}

/** Waits for what was told earlier today, so that the page never changes under the hand that writes. */
function Today(from: { onPass: (second: SpaceId) => void; onDiary: () => void }) {
  const day = useTend().today.value
  const { me } = useHere()
  const { isMine } = useWriter()
  const records = useRecords(['highlow'], { from: day, until: day })
  if (!records.value) return <div class="screen whole" />
  const before = latestOf(records.value.map((rec) => toldOf(rec, { isMine, own: me.space })))
  return <Tell {...from} before={before} />
}

function Tell(from: {
  readonly before: ToldRec | undefined
  readonly onPass: (second: SpaceId) => void
  readonly onDiary: () => void
}) {
  const { before, onPass, onDiary } = from
  const tend = useTend()
  const { me, people } = useHere()
  const day = tend.today.value
  const page = usePage(`${me.space}.day.${day}`, before)
  const shared = useSignal(before?.shared ?? false)
  const empty = isEmpty(page)
  const keep = async () => {
    await tend.keep('highlow', { day, ...fieldsToKeep(page, before) }, { shared: shared.value })
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
      <p class="lead">{t(before ? 'edit' : 'lead')}</p>
      <Visibility
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
      </div>
    </div>
  )
}
