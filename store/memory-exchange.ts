/**
 * What waits to be told to others, and what others told, in memory: the slow, clear twin of `sqlite-exchange.ts`. Nothing
 * is counted in advance here, so that the contract which both run compares two ways of counting.
 */
import type { RecordId, SpaceId } from '../core/record.ts'
import { admitted, changeOf, readChanges } from './change.ts'
import type { Aside, Exchange, Outcome, Received, Speaker, Unsent } from './exchange.ts'
import { assertSpeaker, hasTold, type Line, waitsAnew, withTold } from './join.ts'
import type { Kept, Shelf } from './memory.ts'

export function createExchange(shelf: Shelf, answer: <T>(work: () => T) => Promise<T>) {
  const { lineBySpace } = shelf
  const asides = createAsides()
  const telling = createTelling(shelf)
  const hearing = createHearing(shelf)

  const calls: Exchange = {
    share: (space, as) => answer(() => telling.share(space, as)),
    unshare: (space) => answer(() => telling.unshare(space)),
    unsent: (space, limit) => answer(() => telling.unsent(space, limit)),
    unsentCount: (space) => answer(() => telling.waiting(space).length),
    sent: (space, told) => answer(() => telling.sent(space, told)),
    resend: (space) => answer(() => telling.resend(space)),
    receive: (space, received) => answer(() => hearing.receive(space, received)),
    met: (space) => answer(() => hearing.met(space)),
    putAside: (space, packets) => answer(() => asides.put(space, packets)),
    aside: (space, which) => answer(() => asides.list(space, which)),
    asideCount: (space) => answer(() => asides.count(space)),
    clearAside: (space, sequences) => answer(() => asides.clear(space, sequences)),
  }

  const forget = (spaces: readonly SpaceId[]) => {
    for (const space of spaces) {
      lineBySpace.delete(space)
      asides.forget(space)
    }
  }

  return { calls, forget }
}

const allOf = ({ keptById }: Shelf, space: SpaceId): readonly Kept[] =>
  [...keptById.values()].filter(({ rec }) => rec.space === space)

function createTelling(shelf: Shelf) {
  const { keptById, lineBySpace } = shelf
  const write = (kept: Kept) => keptById.set(kept.rec.id, kept)

  /** Lets those wait, the oldest first. */
  const mark = (space: SpaceId, { all, line }: { readonly all: readonly Kept[]; readonly line: Line }) => {
    let { serial } = line
    for (const kept of all.toSorted(oldestFirst)) write({ ...kept, unsent: ++serial })
    lineBySpace.set(space, { ...line, serial })
  }

  const share = (space: SpaceId, as: Speaker) => {
    assertSpeaker(as)
    const line = lineBySpace.get(space)
    if (line?.person === as.person && line.device === as.device) return
    const all = allOf(shelf, space).filter((kept) => waitsAnew(kept, as) && !hasTold(kept.told, as.device))
    mark(space, { all, line: { ...as, serial: line?.serial ?? 0 } })
  }

  const unshare = (space: SpaceId) => {
    lineBySpace.delete(space)
    for (const kept of allOf(shelf, space)) write({ ...kept, unsent: undefined })
  }

  const resend = (space: SpaceId) => {
    const line = lineBySpace.get(space)
    if (!line) return
    mark(space, { all: allOf(shelf, space).filter((kept) => waitsAnew(kept, line)), line })
    for (const kept of allOf(shelf, space))
      if (hasTold(kept.told, line.device)) write({ ...kept, told: kept.told - 2 ** line.device })
  }

  const waiting = (space: SpaceId) => allOf(shelf, space).filter(({ unsent }) => unsent !== undefined)

  const unsent = (space: SpaceId, limit: number): readonly Unsent[] => {
    const line = lineBySpace.get(space)
    if (!line) return []
    return waiting(space)
      .sort((one, other) => (one.unsent ?? 0) - (other.unsent ?? 0))
      .slice(0, limit)
      .map(({ rec, told, unsent }) => ({
        id: rec.id,
        change: changeOf(rec),
        state: String(unsent),
        before: hasTold(told, line.device),
      }))
  }

  const sent = (space: SpaceId, told: readonly { readonly id: RecordId; readonly state: string }[]) => {
    const line = lineBySpace.get(space)
    for (const { id, state } of told) {
      const kept = keptById.get(id)
      if (!line || kept?.rec.space !== space) continue
      const left = String(kept.unsent) === state ? undefined : kept.unsent
      write({ ...kept, told: withTold(kept.told, line.device), unsent: left })
    }
  }

  return { share, unshare, resend, waiting, unsent, sent }
}

function createHearing(shelf: Shelf) {
  const receive = (space: SpaceId, received: readonly Received[]): readonly Outcome[] => {
    for (const from of received) assertSpeaker(from)
    const recById = new Map([...shelf.keptById].map(([id, { rec }]) => [id, rec]))
    const { copies, outcomes } = admitted(readChanges(space, received), recById)
    shelf.join(copies)
    return outcomes
  }

  const met = (space: SpaceId): ReadonlyMap<number, number> => {
    const devices = Array.from({ length: 48 }, (_, device) => device)
    const all = allOf(shelf, space)
    const counts = devices.map(
      (device) => [device, all.filter(({ told }) => hasTold(told, device)).length] as const,
    )
    return new Map(counts.filter(([, count]) => count > 0))
  }

  return { receive, met }
}

function createAsides() {
  const asidesBySpace = new Map<SpaceId, Map<number, Aside>>()
  const of = (space: SpaceId) => asidesBySpace.get(space) ?? new Map<number, Aside>()
  return {
    put: (space: SpaceId, packets: readonly Aside[]) => {
      const here = of(space)
      for (const packet of packets) here.set(packet.sequence, { ...packet, bytes: packet.bytes.slice() })
      asidesBySpace.set(space, here)
    },
    list: (space: SpaceId, { limit, after = -1 }: { readonly limit: number; readonly after?: number }) =>
      [...of(space).values()]
        .filter(({ sequence }) => sequence > after)
        .sort((one, other) => one.sequence - other.sequence)
        .slice(0, limit),
    count: (space: SpaceId) => of(space).size,
    clear: (space: SpaceId, sequences: readonly number[]) => {
      for (const sequence of sequences) of(space).delete(sequence)
    },
    forget: (space: SpaceId) => asidesBySpace.delete(space),
  }
}

const oldestFirst = (one: Kept, other: Kept): number =>
  one.rec.at - other.rec.at || (one.rec.id < other.rec.id ? -1 : 1)
