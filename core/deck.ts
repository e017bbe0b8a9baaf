/**
 * Which question next. A question that was seen does not come back within 90 days, one that was passed rests for 30.
 * What is left is shuffled in an order that differs by person and day, and is the same every time it is asked for:
 * the seed is the person's space and the day, and nothing is rolled.
 *
 * When everything of a depth is resting it says so, and offers the one that has rested longest.
 */
import type { Deck, Form } from './content.ts'
import { type Day, daysBetween } from './day.ts'

export type Depth = Deck['depth']
export const depths = ['light', 'middle', 'deep'] as const satisfies readonly Depth[]

/** A question that can be asked: from a deck, or of somebody's own. */
export type Ask = {
  readonly id: string
  readonly text: string
  readonly literal?: string | undefined
  readonly form: Form
  readonly depth: Depth
}

/** What somebody did with a question, in the order in which it was done. An answer counts as seen. */
export type Mark = {
  readonly prompt: string
  readonly seen?: Day | undefined
  readonly passed?: Day | undefined
}

export type Next = {
  /** Every question of this form and depth is resting. */
  readonly all: boolean
  readonly next: Ask | undefined
}

/** Days in which no question comes back, once seen. */
export const seenRestDays = 90
/** Days a passed question rests. A pass means not now, and is never asked about. */
export const passedRestDays = 30

export function nextPrompt(from: {
  readonly prompts: readonly Ask[]
  readonly marks: readonly Mark[]
  readonly day: Day
  readonly form: Form
  readonly depth: Depth
  /** The person's space and the day, as one text. */
  readonly seed: string
}): Next {
  const asks = from.prompts.filter((ask) => ask.form === from.form && ask.depth === from.depth)
  const lastById = lastOf(from.marks)
  const [free] = shuffled(
    asks.filter((ask) => !isResting(lastById.get(ask.id), from.day)),
    from.seed,
  )
  if (free) return { all: false, next: free }
  const [longest] = asks.flatMap((ask) => ({ ask, last: lastById.get(ask.id) })).sort(byRest)
  return { all: true, next: longest?.ask }
}

/** The same questions in an order of this seed's own. */
export function shuffled(asks: readonly Ask[], seed: string): readonly Ask[] {
  return asks
    .map((ask) => ({ ask, place: place(seed, ask.id) }))
    .sort((one, other) => one.place - other.place || (one.ask.id < other.ask.id ? -1 : 1))
    .map(({ ask }) => ask)
}

export const asksOf = (deck: Deck): readonly Ask[] =>
  deck.prompts.map(({ id, text, literal }) => ({ id, text, literal, form: deck.form, depth: deck.depth }))

/** The last thing done with a question: when, whether it was a pass, and its place among all marks. */
type Last = { readonly day: Day; readonly passed: boolean; readonly order: number }

function lastOf(marks: readonly Mark[]): ReadonlyMap<string, Last> {
  const lastById = new Map<string, Last>()
  for (const [order, { prompt, seen, passed }] of marks.entries()) {
    const day = passed !== undefined && passed >= (seen ?? '') ? passed : seen
    if (day === undefined) continue
    const known = lastById.get(prompt)
    // On the same day the later mark counts: one who passed and then answered has answered.
    if (!known || day >= known.day) lastById.set(prompt, { day, passed: day === passed, order })
  }
  return lastById
}

/** A mark of tomorrow, from a phone that has travelled, rests as well. */
const isResting = (last: Last | undefined, day: Day): boolean =>
  last !== undefined && daysBetween(last.day, day) < (last.passed ? passedRestDays : seenRestDays)

function byRest(
  one: { readonly last: Last | undefined },
  other: { readonly last: Last | undefined },
): number {
  const [a, b] = [one.last, other.last]
  if (!a || !b || a.day === b.day) return (a?.order ?? -1) - (b?.order ?? -1)
  return a.day < b.day ? -1 : 1
}

/** 32 bits of a seed and an id (FNV-1a, stirred by the end of MurmurHash3, because ids differ only in their end). */
function place(seed: string, id: string): number {
  let hash = 0x811c9dc5
  for (const letter of `${seed}|${id}`) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
