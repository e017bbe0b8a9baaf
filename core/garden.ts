/**
 * How it goes, from one's own entries and nothing else: moments by week, closeness as it was felt, and what seemed to
 * help. It describes; it predicts nothing, compares nobody, and a week of nothing is a nought like any number.
 */
import { addDays, type Day, daysBetween, weekOf } from './day.ts'
import type { Fields } from './record.ts'

export const spans = { month: 4, season: 13, year: 52 } as const
export type Span = keyof typeof spans

export type Week = { readonly week: Day; readonly count: number }

/** The Monday of the first week of a span that ends with the week of `today`. */
export const firstWeek = (span: Span, today: Day): Day => addDays(weekOf(today), -7 * (spans[span] - 1))

/** Every week of the span, oldest first, with noughts where nothing was kept. Whose it was does not matter. */
export function weeksOf(
  counts: readonly { readonly week: Day; readonly count: number }[],
  { span, today }: { readonly span: Span; readonly today: Day },
): readonly Week[] {
  const first = firstWeek(span, today)
  const countByWeek = new Map<Day, number>()
  for (const { week, count } of counts) countByWeek.set(week, (countByWeek.get(week) ?? 0) + count)
  return Array.from({ length: spans[span] }, (_, i) => {
    const week = addDays(first, 7 * i)
    return { week, count: countByWeek.get(week) ?? 0 }
  })
}

/** How many plants fit into the bed. */
const plantsMax = 26

/** One plant a week, and one a fortnight where the weeks would stand too close. */
export function plantsOf(weeks: readonly Week[]): readonly Week[] {
  if (weeks.length <= plantsMax) return weeks
  const plants: Week[] = []
  // Counted from the newest week, so that a fortnight without a partner is the oldest one.
  for (let end = weeks.length; end > 0; end -= 2) {
    const pair = weeks.slice(Math.max(0, end - 2), end)
    const first = pair[0]
    if (first) plants.unshift({ week: first.week, count: momentsIn(pair) })
  }
  return plants
}

export const momentsIn = (weeks: readonly Week[]): number => weeks.reduce((sum, { count }) => sum + count, 0)

export type Season = 'spring' | 'summer' | 'autumn' | 'winter'

/** The quarter of the year by its months, and which week of it this is. As in the meadow, the month alone decides. */
export function seasonOf(day: Day): { readonly season: Season; readonly week: number } {
  const month = Number(day.slice(5, 7))
  const year = Number(day.slice(0, 4))
  const index = Math.floor((month % 12) / 3)
  const opens = [
    `${month === 12 ? year : year - 1}-12-01`,
    `${year}-03-01`,
    `${year}-06-01`,
    `${year}-09-01`,
  ][index]
  const season = (['winter', 'spring', 'summer', 'autumn'] as const)[index] ?? 'winter'
  return { season, week: 1 + Math.floor(daysBetween(weekOf(opens ?? day), day) / 7) }
}

export type Closeness = {
  readonly week: Day
  /** 1 far … 7 close, and nothing for a week without a check-in. */
  readonly mean: number | undefined
  readonly entries: number
}

/** Fewer than these say nothing about weeks. */
const closenessLeast = { entries: 5, weeks: 3 } as const

/** The mean of one's own check-ins in each week of the span; undefined while there are too few to draw. */
export function closenessByWeek(
  checkins: readonly Pick<Fields<'checkin'>, 'day' | 'closeness'>[],
  { span, today }: { readonly span: Span; readonly today: Day },
): readonly Closeness[] | undefined {
  const felt = new Map<Day, number[]>()
  for (const { day, closeness } of checkins) {
    if (day === undefined || closeness === undefined) continue
    const week = weekOf(day)
    felt.set(week, [...(felt.get(week) ?? []), closeness])
  }
  const weeks = weeksOf([], { span, today }).map(({ week }): Closeness => {
    const all = felt.get(week) ?? []
    return {
      week,
      entries: all.length,
      mean: all.length ? all.reduce((sum, one) => sum + one, 0) / all.length : undefined,
    }
  })
  const entries = weeks.reduce((sum, week) => sum + week.entries, 0)
  const enough =
    entries >= closenessLeast.entries &&
    weeks.filter((week) => week.entries > 0).length >= closenessLeast.weeks
  return enough ? weeks : undefined
}

/** A mean in a word, because nobody feels a 4.3. */
export const closenessWord = (mean: number): 'far' | 'fartish' | 'between' | 'closeish' | 'close' =>
  mean < 2 ? 'far' : mean < 3.5 ? 'fartish' : mean <= 4.5 ? 'between' : mean <= 6 ? 'closeish' : 'close'

export type Helped = {
  readonly practice: string
  readonly title: string
  /** How often it was done and said how it felt. */
  readonly times: number
  readonly closer: number
}

/** Fewer times than this are chance. More are no proof either, which is why the heading says "seemed". */
const helpedLeast = 3
const helpedMost = 6

/** What was done at least three times and felt closer at least once, the most often closer first. */
export function helped(dones: readonly Fields<'done'>[]): readonly Helped[] {
  const all = new Map<string, Helped>()
  for (const { practice, title, felt } of dones) {
    if (!practice || !felt) continue
    const known = all.get(practice) ?? { practice, title: title ?? '', times: 0, closer: 0 }
    all.set(practice, {
      ...known,
      title: known.title || (title ?? ''),
      times: known.times + 1,
      closer: known.closer + (felt === 'closer' ? 1 : 0),
    })
  }
  return [...all.values()]
    .filter(({ times, closer }) => times >= helpedLeast && closer > 0)
    .sort(
      (one, other) =>
        other.closer / other.times - one.closer / one.times ||
        other.times - one.times ||
        (one.practice < other.practice ? -1 : 1),
    )
    .slice(0, helpedMost)
}
