/**
 * A store in a Map: for tests, for demos, and for private windows where the browser keeps nothing. It is the slow,
 * clear twin of `sqlite.ts`: both run the same contract and give the same answers.
 */
import type { Clock } from '../core/clock.ts'
import { type Day, weekOf } from '../core/day.ts'
import { merge } from '../core/merge.ts'
import type { Rec, RecordId, SpaceId } from '../core/record.ts'
import {
  assertFact,
  assertStay,
  copiesOf,
  createWatchers,
  dayOf,
  greatestClocks,
  isSame,
  limitOf,
  newestFirst,
  trouble,
} from './keep.ts'
import type { Query, Store, WeekCount, WeekQuery } from './store.ts'
import { wordsAsked, wordsOf } from './words.ts'

/** A record with what is derived from it, once. */
type Kept = { readonly rec: Rec; readonly day: Day; readonly words: readonly string[] }

export function createMemoryStore(): Store {
  const keptById = new Map<RecordId, Kept>()
  const factByKey = new Map<string, string>()
  const clocks = createClocks()
  const watchers = createWatchers()
  let gone: 'closed' | 'wiped' | undefined

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

  const apply = (records: readonly Rec[]) => {
    const copies = copiesOf(records)
    const changed = join(keptById, copies)
    clocks.see(copies)
    tell(changed)
  }

  const forget = (spaces: readonly SpaceId[]) => {
    const forgotten = [...keptById.values()].map(({ rec }) => rec).filter((rec) => spaces.includes(rec.space))
    for (const rec of forgotten) keptById.delete(rec.id)
    clocks.forget(spaces)
    tell(forgotten)
  }

  const tell = (changed: readonly Rec[]) =>
    watchers.tell(
      changed.map((rec) => rec.space),
      changed.map((rec) => rec.kind),
    )

  const setFact = (key: string, value: string) => {
    assertFact(value)
    factByKey.set(key, value)
  }

  const end = (how: 'closed' | 'wiped') => {
    gone ??= how
    keptById.clear()
    factByKey.clear()
    watchers.clear()
  }

  /** Answers later, as a store behind a worker does, and not at all once it is gone. */
  const answer = async <T>(work: () => T): Promise<T> => {
    if (gone !== undefined) throw trouble(gone)
    return work()
  }

  return {
    keeping: () => answer(() => 'memory' as const),
    get: (id) => answer(() => keptById.get(id)?.rec),
    getAll: (ids) => answer(() => known(keptById, ids)),
    list: (query) => answer(() => list(query)),
    search: (query) => answer(() => list(query, query.text)),
    countByWeek: (query) => answer(() => countByWeek([...keptById.values()], query)),
    page: (query) => answer(() => page(query)),
    apply: (records) => answer(() => apply(records)),
    fact: (key) => answer(() => factByKey.get(key)),
    setFact: (key, value) => answer(() => setFact(key, value)),
    lastClock: (device) => answer(() => clocks.last(device)),
    forget: (spaces) => answer(() => forget(spaces)),
    wipe: () => answer(() => end('wiped')),
    watch: watchers.watch,
    close: async () => end('closed'),
  }
}

type Page = (query: Parameters<Store['page']>[0]) => readonly Rec[]

const known = (keptById: ReadonlyMap<RecordId, Kept>, ids: readonly RecordId[]): readonly Rec[] =>
  [...new Set(ids)].flatMap((id) => keptById.get(id)?.rec ?? [])

/** Merges records in, and gives back every version that came or went. */
function join(keptById: Map<RecordId, Kept>, copies: readonly Rec[]): readonly Rec[] {
  assertStay(
    copies,
    known(
      keptById,
      copies.map((rec) => rec.id),
    ),
  )
  const changed: Rec[] = []
  for (const copy of copies) {
    const before = keptById.get(copy.id)?.rec
    const rec = merge(before ?? copy, copy)
    if (before !== undefined && isSame(before, rec)) continue
    keptById.set(rec.id, { rec, day: dayOf(rec), words: wordsOf(rec) })
    changed.push(rec, ...(before === undefined ? [] : [before]))
  }
  return changed
}

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
    last: (device: string): Clock | undefined =>
      [...clockByDeviceBySpace.values()]
        .flatMap((clocks) => clocks.get(device) ?? [])
        .sort()
        .at(-1),
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
