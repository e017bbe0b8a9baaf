/**
 * A store in a Map: for tests, for demos, and for private windows where the browser keeps nothing. It is the slow,
 * clear twin of `sqlite.ts`: both run the same contract and give the same answers.
 */
import type { Clock } from '../core/clock.ts'
import { type Day, weekOf } from '../core/day.ts'
import type { Rec, RecordId, SpaceId } from '../core/record.ts'
import { type Copy, type Held, joinIn, type Line, versionsOf } from './join.ts'
import {
  assertFact,
  assertStay,
  copiesOf,
  createWatchers,
  dayOf,
  greatestClocks,
  limitOf,
  newestFirst,
  trouble,
} from './keep.ts'
import { createExchange } from './memory-exchange.ts'
import type { Query, Store, WeekCount, WeekQuery } from './store.ts'
import { wordsAsked, wordsOf } from './words.ts'

/** A record with what is derived from it, once. */
export type Kept = Held & { readonly day: Day; readonly words: readonly string[] }

export function createMemoryStore(): Store {
  const watchers = createWatchers()
  const kept = createShelf((changed) =>
    watchers.tell(
      changed.map((rec) => rec.space),
      changed.map((rec) => rec.kind),
    ),
  )
  const factByKey = new Map<string, string>()
  let gone: 'closed' | 'wiped' | undefined

  const setFact = (key: string, value: string) => {
    assertFact(value)
    factByKey.set(key, value)
  }

  const end = (how: 'closed' | 'wiped') => {
    gone ??= how
    kept.clear()
    factByKey.clear()
    watchers.clear()
  }

  /** Answers later, as a store behind a worker does, and not at all once it is gone. */
  const answer = async <T>(work: () => T): Promise<T> => {
    if (gone !== undefined) throw trouble(gone)
    return work()
  }

  const exchange = createExchange(kept, answer)
  const forget = (spaces: readonly SpaceId[]) => {
    exchange.forget(spaces)
    kept.forget(spaces)
  }

  return {
    ...exchange.calls,
    keeping: () => answer(() => 'memory' as const),
    get: (id) => answer(() => kept.keptById.get(id)?.rec),
    getAll: (ids) => answer(() => kept.known(ids)),
    list: (query) => answer(() => kept.list(query)),
    search: (query) => answer(() => kept.list(query, query.text)),
    countByWeek: (query) => answer(() => countByWeek([...kept.keptById.values()], query)),
    page: (query) => answer(() => kept.page(query)),
    apply: (records) => answer(() => kept.join(copiesOf(records).map((rec) => ({ rec })))),
    fact: (key) => answer(() => factByKey.get(key)),
    setFact: (key, value) => answer(() => setFact(key, value)),
    lastClocks: (device) => answer(() => kept.lastClocks(device)),
    forget: (spaces) => answer(() => forget(spaces)),
    wipe: () => answer(() => end('wiped')),
    watch: watchers.watch,
    close: async () => end('closed'),
  }
}

export type Shelf = ReturnType<typeof createShelf>

/** The records themselves, and as whom this device speaks of them to others. */
function createShelf(tell: (changed: readonly Rec[]) => void) {
  const keptById = new Map<RecordId, Kept>()
  const lineBySpace = new Map<SpaceId, Line>()
  const clocks = createClocks()

  const known = (ids: readonly RecordId[]): readonly Rec[] =>
    [...new Set(ids)].flatMap((id) => keptById.get(id)?.rec ?? [])

  const list = (query: Query, text?: string): readonly Rec[] => {
    const asked = text === undefined ? undefined : wordsAsked(text)
    return [...keptById.values()]
      .filter((kept) => isAskedFor(kept, query) && (asked === undefined || hasWords(kept, asked)))
      .map(({ rec }) => rec)
      .sort(newestFirst)
      .slice(0, limitOf(query))
  }

  const page: Page = ({ spaces, afterId = '', limit }) =>
    [...keptById.values()]
      .map(({ rec }) => rec)
      .filter((rec) => rec.id > afterId && (spaces?.includes(rec.space) ?? true))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit)

  const join = (copies: readonly Copy[]) => {
    const records = copies.map(({ rec }) => rec)
    assertStay(records, known(records.map((rec) => rec.id)))
    const joined = joinIn(copies, { heldById: keptById, lineBySpace })
    for (const { after } of joined.steps)
      keptById.set(after.rec.id, { ...after, day: dayOf(after.rec), words: wordsOf(after.rec) })
    for (const [space, line] of joined.lineBySpace) lineBySpace.set(space, line)
    clocks.see(records)
    tell(versionsOf(joined.steps))
  }

  const forget = (spaces: readonly SpaceId[]) => {
    const forgotten = [...keptById.values()].map(({ rec }) => rec).filter((rec) => spaces.includes(rec.space))
    for (const rec of forgotten) keptById.delete(rec.id)
    clocks.forget(spaces)
    tell(forgotten)
  }

  const clear = () => keptById.clear()

  return { keptById, lineBySpace, known, list, page, join, forget, clear, lastClocks: clocks.last }
}

type Page = (query: Parameters<Store['page']>[0]) => readonly Rec[]

/** The greatest clock of each device, by space, so that a space can be forgotten. */
function createClocks() {
  const clockByDeviceBySpace = new Map<SpaceId, Map<string, Clock>>()
  return {
    see: (records: readonly Rec[]) => {
      for (const { space, device, clock } of greatestClocks(records)) {
        const clockByDevice = clockByDeviceBySpace.get(space) ?? new Map<string, Clock>()
        if (clock > (clockByDevice.get(device) ?? '')) clockByDevice.set(device, clock)
        clockByDeviceBySpace.set(space, clockByDevice)
      }
    },
    last: (device: string): ReadonlyMap<SpaceId, Clock> => {
      const found = [...clockByDeviceBySpace].map(([space, clocks]) => [space, clocks.get(device)] as const)
      return new Map(found.flatMap(([space, clock]) => (clock === undefined ? [] : [[space, clock]])))
    },
    forget: (spaces: readonly SpaceId[]) => {
      for (const space of spaces) clockByDeviceBySpace.delete(space)
    },
  }
}

function isAskedFor({ rec, day }: Kept, { spaces, kinds, from, until, after }: Query): boolean {
  return (
    rec.x === undefined &&
    spaces.includes(rec.space) &&
    (kinds === undefined || kinds.includes(rec.kind)) &&
    (from === undefined || day >= from) &&
    (until === undefined || day <= until) &&
    (after === undefined || rec.at < after.at || (rec.at === after.at && rec.id < after.id))
  )
}

const hasWords = ({ words }: Kept, asked: readonly string[]): boolean =>
  asked.length > 0 && asked.every((beginning) => words.some((word) => word.startsWith(beginning)))

function countByWeek(all: readonly Kept[], { spaces, kinds, from }: WeekQuery): readonly WeekCount[] {
  const countByKey = new Map<string, WeekCount>()
  for (const { rec, day } of all) {
    const week = weekOf(day)
    if (rec.x !== undefined || !spaces.includes(rec.space) || (from !== undefined && week < weekOf(from)))
      continue
    if (kinds !== undefined && !kinds.includes(rec.kind)) continue
    const key = JSON.stringify([week, rec.kind, rec.space])
    const count = (countByKey.get(key)?.count ?? 0) + 1
    countByKey.set(key, { week, kind: rec.kind, space: rec.space, count })
  }
  return [...countByKey.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count)
}
