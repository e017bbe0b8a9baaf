/**
 * A small habit that forgives: it has a cue and a deed, and days on which it happened. A day on which it did not happen
 * is not a fact of any kind, so there is nothing to break and nothing to lose. Two at a time are enough for anybody.
 */
import { addDays, type Day } from './day.ts'
import type { Fields, RecordId } from './record.ts'

/** More than two new habits at once tend to end as none. */
const habitsMax = 2
/** What is looked back on: four weeks, today included. */
export const lookBackDays = 28

export type Marks = {
  /** Four weeks, oldest first, today last. */
  readonly row: readonly { readonly day: Day; readonly done: boolean }[]
  /** Days in the row on which it happened. */
  readonly times: number
  readonly today: boolean
  readonly yesterday: boolean
}

type Mark = Pick<Fields<'mark'>, 'habit' | 'day'>
type Resting = Pick<Fields<'habit'>, 'paused' | 'ended'>

/** What the marks of a habit look like from a day. Two marks of one day, from two phones, are one. */
export function marksOf(habit: RecordId, marks: readonly Mark[], day: Day): Marks {
  const done = new Set(marks.filter((mark) => mark.habit === habit).map((mark) => mark.day))
  const row = Array.from({ length: lookBackDays }, (_, i) => addDays(day, i + 1 - lookBackDays)).map(
    (one) => ({
      day: one,
      done: done.has(one),
    }),
  )
  return {
    row,
    times: row.filter((one) => one.done).length,
    today: done.has(day),
    yesterday: done.has(addDays(day, -1)),
  }
}

export const isActive = (habit: Resting): boolean => !habit.paused && !habit.ended

/** Whether another one may begin, or come back from a pause, without one of the others resting first. */
export const hasRoom = (habits: readonly Resting[]): boolean => habits.filter(isActive).length < habitsMax

/** Whether both halves say more than the words they open with ("When …", "I will …"). */
export const isWhole = (
  habit: { readonly when: string; readonly then: string },
  openings: readonly string[],
): boolean =>
  [habit.when, habit.then].every(
    (half) => half.trim() !== '' && !openings.some((one) => one.trim() === half.trim()),
  )
