/**
 * What a day holds beside the one small thing, and when it is enough. Capacity sets the dose: a hectic day shows the
 * thread of three, a day of recovery shows a single kind thing and asks for nothing.
 */
import { type Day, weekday } from './day.ts'
import type { Capacity, Kind } from './record.ts'

/** What counts as a moment. */
export const momentKinds = [
  'done',
  'checkin',
  'answer',
  'appreciation',
  'gratitude',
  'mark',
  'bid',
  'highlow',
  'landmark',
  'step',
] as const satisfies readonly Kind[]

export type Item =
  | 'checkin'
  | 'question'
  | 'appreciation'
  | 'gratitude'
  | 'highlow'
  | 'bids'
  | 'habit'
  | 'message'
  | 'warm'

export type DayView = {
  readonly day: Day
  /** 0 to 23, on the wall where the person is. */
  readonly hour: number
  readonly capacity: Capacity
  /** Habits that are neither paused nor ended. */
  readonly habits: number
}

/** What is offered beside the one small thing, in order. Never more than four. */
export function itemsOf({ day, hour, capacity, habits }: DayView): readonly Item[] {
  if (capacity === 'recovery') return []
  // The thread for a hectic day: a short message, a warm gesture, a thank you. Nothing else is asked.
  if (capacity === 'hectic') return ['message', 'warm', 'appreciation']
  const timely: Item = hour < 11 ? 'gratitude' : weekday(day) % 2 === 0 ? 'highlow' : 'bids'
  const items: Item[] = ['checkin', 'question', 'appreciation']
  if (habits > 0) items.push('habit')
  if (hour >= 17 || hour < 11) items.push(timely)
  return items.slice(0, 4)
}

/** Whether to say that it is enough: the small thing is done, or two other things are. */
export const isEnough = (done: { readonly small: boolean; readonly items: number }): boolean =>
  done.small || done.items >= 2

export type Greeting = 'night' | 'morning' | 'day' | 'evening'

export const greetingOf = (hour: number): Greeting =>
  hour < 5 ? 'night' : hour < 11 ? 'morning' : hour < 17 ? 'day' : 'evening'
