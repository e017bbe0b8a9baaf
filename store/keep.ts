/**
 * What every store must agree on, so that the same records give the same answers wherever they lie: which records can
 * be kept at all, on which day each counts, whose clocks it bears, and how errors are told.
 */
import { type Clock, clockDevice, isClock } from '../core/clock.ts'
import { type Day, isDay, localDay, weekOf } from '../core/day.ts'
import type { Rec, SpaceId } from '../core/record.ts'
import type { Query, Touched, Trouble } from './store.ts'
import { troubles } from './store.ts'

const factSizeBytesMax = 64 * 1024
// Years 1 to 9999: outside of them a day is not ten characters. A wild clock must not fail a batch.
const atMin = -62_135_596_800_000
const atMax = 253_402_300_799_999

/**
 * The records as they will be kept, or `refused` when one is not a record. What its fields mean is for `core` to check.
 * They go through JSON, as on a disk: what JSON cannot say is not kept, and nobody can change it from outside later.
 */
export function copiesOf(records: readonly Rec[]): readonly Rec[] {
  if (!records.every(isRecord)) throw trouble('refused')
  try {
    return records.map(copyOf)
  } catch {
    // A circle or a BigInt. JSON's own message would quote the names of fields.
    throw trouble('refused')
  }
}

/** With its parts in the order of `merge`, so that two of the same are the same text. */
const copyOf = ({ id, space, kind, v, at, by, h, f, c, x }: Rec): Rec => ({
  ...{ id, space, kind, v, at, by, h },
  f: JSON.parse(JSON.stringify(f)) as Rec['f'],
  ...(c === undefined ? {} : { c: { ...c } }),
  ...(x === undefined ? {} : { x }),
})

const isRecord = (rec: Rec): boolean =>
  [rec.id, rec.space, rec.kind].every((text) => typeof text === 'string' && text !== '') &&
  [rec.v, rec.at, rec.by].every(Number.isSafeInteger) &&
  [rec.h, rec.x ?? rec.h, ...Object.values(rec.c ?? {})].every(isClock) &&
  typeof rec.f === 'object' &&
  rec.f !== null &&
  !Array.isArray(rec.f)

/** A record lies where it was first kept; visibility is the space, so none may move to another. */
export function assertStay(copies: readonly Rec[], known: readonly Rec[]): void {
  const spaceById = new Map(known.map((rec) => [rec.id, rec.space]))
  for (const { id, space } of copies) {
    if ((spaceById.get(id) ?? space) !== space) throw trouble('refused')
    spaceById.set(id, space)
  }
}

/** Both in the normal form of `merge`. */
export const isSame = (one: Rec, other: Rec): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The order of every list. */
export const newestFirst = (one: Rec, other: Rec): number => other.at - one.at || (other.id < one.id ? -1 : 1)

export function assertFact(value: string): void {
  if (new TextEncoder().encode(value).length > factSizeBytesMax) throw trouble('refused')
}

/** The local day the person gave it; without one, the day in Greenwich. */
export const dayOf = (rec: Rec): Day =>
  isDay(rec.f.day) ? rec.f.day : localDay(Math.min(Math.max(rec.at, atMin), atMax), 0)

/**
 * The day on which each record counts and the Monday before it. Thousands of records lie on few days, so what was worked
 * out is remembered as long as there is work.
 */
export function createCalendar(): (rec: Rec) => { readonly day: Day; readonly week: Day } {
  const datesByDay = new Map<unknown, { readonly day: Day; readonly week: Day }>()
  return (rec) => {
    const known = datesByDay.get(rec.f.day)
    if (known) return known
    const day = dayOf(rec)
    const dates = { day, week: weekOf(day) }
    if (day === rec.f.day) datesByDay.set(day, dates)
    return dates
  }
}

type Seen = { readonly space: SpaceId; readonly device: string; readonly clock: Clock }

/** The greatest clock of each device in each space. */
export function greatestClocks(records: readonly Rec[]): readonly Seen[] {
  const greatest = new Map<string, Seen>()
  for (const { space, h, c, x } of records) {
    for (const clock of [h, ...Object.values(c ?? {}), ...(x === undefined ? [] : [x])]) {
      const device = clockDevice(clock)
      const key = device + space
      if (clock > (greatest.get(key)?.clock ?? '')) greatest.set(key, { space, device, clock })
    }
  }
  return [...greatest.values()]
}

export const limitOf = (query: Query): number => Math.min(Math.max(Math.floor(query.limit ?? 50), 1), 500)

export const trouble = (why: Trouble): Error => new Error(why)

/** Any error as one word. */
export function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : ''
  return troubles.find((why) => why === message) ?? 'failed'
}

/** Those who want to hear of commits. */
export function createWatchers() {
  const all = new Set<(touched: Touched) => void>()
  return {
    watch: (changed: (touched: Touched) => void) => {
      // A function of our own, so that watching twice with the same callback is two watches.
      const told = (touched: Touched) => changed(touched)
      all.add(told)
      return () => void all.delete(told)
    },
    tell: (spaces: Iterable<SpaceId>, kinds: Iterable<string>) => {
      const touched = { spaces: [...new Set(spaces)], kinds: [...new Set(kinds)] }
      if (touched.spaces.length > 0) for (const told of all) told(touched)
    },
    clear: () => all.clear(),
  }
}
