/**
 * Small habits, at most two at a time: a cue, a deed, and one tap on a day it happened. A day it did not happen leaves
 * no trace anywhere. Another screen may leave a cue in the draft; then this one opens where it is written.
 */
import './habit.css'
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { addDays } from '../../core/day.ts'
import { hasRoom, isActive, lookBackDays } from '../../core/habit.ts'
import { fieldsOf, type Rec } from '../../core/record.ts'
import { useDraft } from '../draft.ts'
import { useRecords } from '../live.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/habit.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Card, type HabitRec, sentenceOf } from './habit/card.tsx'
import { type Habit, Maker, type WholeHabit } from './habit/maker.tsx'

const t = words('habit', en)
const s = words('shell', shell)

export default function Habits() {
  const tend = useTend()
  const { own } = useHere()
  const day = tend.today.value
  const records = useRecords(['habit'], { mineOnly: true, limit: 200 })
  const marks = useRecords(['mark'], { mineOnly: true, from: addDays(day, 1 - lookBackDays), limit: 500 })
  const draft = useDraft<Habit>(`${own}.habit`, {})
  const view = useSignal<'list' | 'make' | HabitRec>(draft.value.practice ? 'make' : 'list')
  /** What waits until one of the others rests. */
  const waiting = useSignal<(() => Promise<void>) | undefined>(undefined)
  if (!records.value || !marks.value) return <Frame />

  const habits = records.value.map((rec) => ({ rec, ...fieldsOf('habit', rec) })).filter((one) => !one.ended)
  const active = habits.filter(isActive).reverse()
  const toList = () => {
    view.value = 'list'
  }
  const whenThereIsRoom = async (begin: () => Promise<void>) => {
    if (hasRoom(habits)) await begin()
    else waiting.value = begin
  }
  const make = (habit: WholeHabit) =>
    whenThereIsRoom(async () => {
      await tend.keep('habit', { ...habit, since: day })
      draft.value = {}
      toList()
      announce(t('begun'))
    })
  const resume = (rec: Rec) =>
    whenThereIsRoom(async () => {
      await tend.change('habit', rec, { paused: false })
      announce(t('welcome'))
    })
  const leave = () => {
    // What came from a practice can come again; what somebody began to write themselves stays.
    if (draft.value.practice) draft.value = {}
    toList()
  }
  if (typeof view.value === 'object') return <Editing habit={view.value} onDone={toList} />
  const makes = view.value === 'make' || habits.length === 0
  return (
    <Frame>
      {makes ? (
        <Maker draft={draft} onKeep={make} onLeave={habits.length > 0 ? leave : undefined} />
      ) : (
        <List
          active={active}
          resting={habits.filter((habit) => habit.paused)}
          marks={marks.value}
          onResume={resume}
          onView={(next) => {
            view.value = next
          }}
        />
      )}
      <Room active={active} waiting={waiting} />
    </Frame>
  )
}

function List(from: {
  readonly active: readonly HabitRec[]
  readonly resting: readonly HabitRec[]
  readonly marks: readonly Rec[]
  readonly onResume: (rec: Rec) => void
  readonly onView: (view: 'make' | HabitRec) => void
}) {
  const { active, marks, onView } = from
  const day = useTend().today.value
  const isMarked = (habit: HabitRec) =>
    marks.some((mark) => mark.f['habit'] === habit.rec.id && mark.f['day'] === day)
  const first = active.find((habit) => !isMarked(habit))
  return (
    <>
      <Heading>{t('title')}</Heading>
      <p class="lead">{t(active.length > 0 ? 'lead' : 'allRest')}</p>
      {active.map((habit) => (
        <Card
          key={habit.rec.id}
          habit={habit}
          marks={marks}
          first={habit === first}
          onEdit={() => onView(habit)}
        />
      ))}
      <Resting habits={from.resting} onResume={from.onResume} />
      <div class="foot">
        <button type="button" class={active.length === 0 ? 'button' : 'quiet'} onClick={() => onView('make')}>
          <Icon name="plus" size={20} />
          {t(active.length === 0 ? 'make' : 'another')}
        </button>
      </div>
    </>
  )
}

const Frame = ({ children }: { children?: ComponentChildren }) => (
  <div class="screen whole">
    <Top to="/a/today" x />
    {children}
  </div>
)

function Editing({ habit, onDone }: { habit: HabitRec; onDone: () => void }) {
  const tend = useTend()
  const { own } = useHere()
  const { when = '', then = '' } = habit
  const draft = useDraft<Habit>(`${own}.habit.edit.${habit.rec.h}`, { when, then })
  const keep = async ({ when, then }: WholeHabit) => {
    await tend.change('habit', habit.rec, { when, then })
    draft.drop()
    announce(t('kept'))
    onDone()
  }
  return (
    <Frame>
      <Maker edits draft={draft} onKeep={keep} onLeave={onDone} />
    </Frame>
  )
}

function Resting({ habits, onResume }: { habits: readonly HabitRec[]; onResume: (rec: Rec) => void }) {
  if (habits.length === 0) return null
  return (
    <section class="stack tight">
      <h2>{t('resting')}</h2>
      <ul class="rows">
        {habits.map((habit) => (
          <li key={habit.rec.id} class="row">
            <span class="rested">
              {sentenceOf(habit)}
              <button type="button" class="link" onClick={() => onResume(habit.rec)}>
                {t('resume')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Two at a time: which one rests while another begins. */
function Room(from: {
  readonly active: readonly HabitRec[]
  readonly waiting: Signal<(() => Promise<void>) | undefined>
}) {
  const tend = useTend()
  const { active, waiting } = from
  const close = () => {
    waiting.value = undefined
  }
  const rest = async (rec: Rec) => {
    const begin = waiting.value
    close()
    await tend.change('habit', rec, { paused: true })
    await begin?.()
  }
  return (
    <Sheet open={waiting.value !== undefined} onClose={close} label={t('twoTitle')}>
      <h2>{t('twoTitle')}</h2>
      <p class="lead">{t('twoText')}</p>
      <ul class="stack">
        {active.map((habit) => (
          <li key={habit.rec.id} class="card">
            <p>{sentenceOf(habit)}</p>
            <button type="button" class="button soft" onClick={() => rest(habit.rec)}>
              {t('rest')}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={close}>
        {s('notNow')}
      </button>
    </Sheet>
  )
}
