/**
 * A list of small actions for a day: which ones were ticked in this round, and whether that is enough. A round begins
 * with its first tick and closes by itself when its time is over. What was not ticked is nowhere written down, so no
 * list can tell what somebody left out.
 */
import { addDays, type Day, daysBetween } from './day.ts'
import type { Fields } from './record.ts'

export const lists = ['next-24-hours', 'daily-four', 'first-micro-habit', 'minimum-thread'] as const
export type ListId = (typeof lists)[number]

/** Days a round stays open. Begun in the evening, 24 hours reach into the next day; lists of a day end with the day. */
const daysOpen: Record<ListId, number> = {
  'next-24-hours': 2,
  'daily-four': 1,
  'first-micro-habit': 2,
  'minimum-thread': 1,
}

type Tick = Pick<Fields<'step'>, 'list' | 'step' | 'started' | 'day'>

export type Round = {
  /** `fresh`: nothing ticked. `over`: the last round closed by itself, and this is a fresh one. */
  readonly state: 'fresh' | 'open' | 'enough' | 'all' | 'over'
  /** The day the round began: today for one that is about to begin. */
  readonly started: Day
  /** The last day on which it is open. */
  readonly until: Day
  readonly done: ReadonlySet<string>
}

/** Days for which a round that closed is still spoken of. */
const rememberedDays = 3

export function roundOf(
  list: { readonly id: ListId; readonly steps: readonly string[] },
  ticks: readonly Tick[],
  day: Day,
): Round {
  const those = ticks.filter(
    (tick) =>
      tick.list === list.id && tick.started !== undefined && tick.started <= day && isStep(list, tick.step),
  )
  const started = those.reduce<Day>(
    (last, tick) => (tick.started && tick.started > last ? tick.started : last),
    '',
  )
  const untilOf = (from: Day) => addDays(from, daysOpen[list.id] - 1)
  const fresh = { started: day, until: untilOf(day), done: new Set<string>() }
  if (started === '') return { state: 'fresh', ...fresh }
  const done = new Set(those.flatMap((tick) => (tick.started === started && tick.step ? [tick.step] : [])))
  const whole = done.size === list.steps.length
  const since = daysBetween(started, day)
  if (since >= daysOpen[list.id])
    return { state: whole || since > daysOpen[list.id] + rememberedDays ? 'fresh' : 'over', ...fresh }
  return {
    state: whole ? 'all' : isEnoughOf(done.size, list.steps.length) ? 'enough' : 'open',
    started,
    until: untilOf(started),
    done,
  }
}

/** Half of it is enough. */
const isEnoughOf = (done: number, of: number): boolean => done * 2 >= of

const isStep = (list: { readonly steps: readonly string[] }, step: string | undefined): boolean =>
  step !== undefined && list.steps.includes(step)

/** The first day whose ticks can matter to a round of today. */
export const roundsSince = (day: Day): Day => addDays(day, -7)

/** The step of each list in which something of oneself is told. It is paced first (requirements, G09). */
const sharing: Partial<Record<ListId, string>> = {
  'next-24-hours': 'one-true-thing',
  'daily-four': 'share',
  'first-micro-habit': 'say',
}

export const isSharing = (list: ListId, step: string): boolean => sharing[list] === step

export type Pace = { readonly moment?: boolean | undefined; readonly size?: boolean | undefined }

/** Twice yes: go on. Any no: something smaller. Until then: ask. */
export const paceOf = ({ moment, size }: Pace): 'ask' | 'go' | 'smaller' =>
  moment === false || size === false ? 'smaller' : moment && size ? 'go' : 'ask'
