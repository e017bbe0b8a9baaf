/**
 * What people were glad of: noticing when the same thing comes again, and reading old entries on a later day.
 *
 * A repeat is told kindly and never refused: the same cup of tea may be what carried a whole winter.
 */
import { addDays, type Day, daysBetween, isDay } from './day.ts'

/** One entry of the archive. */
export type Glad = { readonly day: Day; readonly items: readonly string[] }

/** Days in which the same thing counts as a repeat. */
export const repeatDays = 14

export type Repeat = {
  /** Its place among the items that were given. */
  readonly item: number
  /** When it was last written. */
  readonly day: Day
}

/** Items that were written in the last 14 days too, whatever their case, their small words or their order. */
export function repeatsOf(items: readonly string[], earlier: readonly Glad[], day: Day): readonly Repeat[] {
  const lastByThing = new Map<string, Day>()
  for (const entry of earlier) {
    const ago = daysBetween(entry.day, day)
    if (ago < 0 || ago > repeatDays) continue
    for (const item of entry.items) {
      const thing = thingOf(item)
      if (thing && entry.day > (lastByThing.get(thing) ?? '')) lastByThing.set(thing, entry.day)
    }
  }
  return items.flatMap((text, item) => {
    const last = lastByThing.get(thingOf(text))
    return last === undefined ? [] : [{ item, day: last }]
  })
}

/** Most things one entry can hold. */
export const itemsMax = 12

/** A text as things, one a line. Lines beyond what an entry can hold stay with the last one: no word is lost. */
export function itemsOf(text: string): readonly string[] {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  return lines.length <= itemsMax
    ? lines
    : [...lines.slice(0, itemsMax - 1), lines.slice(itemsMax - 1).join('\n')]
}

/** The entries that can be read on a later day, oldest first, and the one of a year ago, if there is one. */
export function readingOf<E extends Glad>(
  entries: readonly E[],
  day: Day,
): { readonly pages: readonly E[]; readonly yearAgo: number | undefined } {
  const pages = entries
    .filter((entry) => entry.day < day && entry.items.some((item) => item.trim() !== ''))
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
  const then = aYearBefore(day)
  const near = pages
    .map((entry, page) => ({ page, away: Math.abs(daysBetween(entry.day, then)) }))
    .filter(({ away }) => away <= yearAgoDays)
    .sort((one, other) => one.away - other.away)
  return { pages, yearAgo: near[0]?.page }
}

/** A day or three beside the date is still "a year ago". */
const yearAgoDays = 3

function aYearBefore(day: Day): Day {
  const then = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  // The 29th of February has no year before.
  return isDay(then) ? then : addDays(day, -366)
}

/** Words that say nothing about which thing it was. English; in other languages more is compared, which only misses. */
const smallWords = new Set(
  'a an the my our your their his her its this that these those of for to in on at with and i we am are is was were so very really just some today glad grateful thankful thanks'.split(
    ' ',
  ),
)

/** A text as its words without case, accents, small words and order. Two texts with one thing are the same thing. */
function thingOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = words.filter((word) => !smallWords.has(word))
  return [...new Set(telling.length > 0 ? telling : words)].sort().join(' ')
}
