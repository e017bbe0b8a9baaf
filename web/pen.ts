/**
 * Writing down: what is kept, changed and taken back becomes a record with the next clock of this device. Nobody can
 * write where they have no business, nor over what somebody else wrote.
 *
 * What surprises: each space has clocks of its own, and what is shared bears a day and no hour. So nothing that somebody
 * keeps for themselves, nor when they were awake, shows in what they share. [Note: No trace of the private]
 */
import type { Signal } from '@preact/signals'
import { type Clock, tick } from '../core/clock.ts'
import { type Day, localDay, noonUtcMs } from '../core/day.ts'
import { clockOf, edit, takeBack } from '../core/merge.ts'
import {
  dailyId,
  type Fields,
  fieldsOf,
  type Kind,
  kinds,
  mayWrite,
  type Rec,
  type RecordId,
  recordId,
  type SpaceId,
} from '../core/record.ts'
import { type Side, slotIn } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'

export type Where = {
  readonly shared?: boolean
  readonly space?: SpaceId
  readonly at?: number
  /** Makes it the only one of its kind under this name: written twice, it is still one. */
  readonly of?: string
  /** Somebody who lives on this phone and shares my bond, when both write on one screen by turns. */
  readonly as?: SpaceId
  /** Another bond of mine than the one that is open. */
  readonly in?: Side
}

export type Pen = ReturnType<typeof createPen>

export function createPen(
  store: Store,
  about: {
    readonly today: Signal<Day>
    /** The person who is here, as far as sharing goes: in the bond that is open, and in all of theirs. */
    readonly side: () => Side | undefined
    readonly sides?: () => readonly Side[]
  },
) {
  let device = ''
  let lastBySpace = new Map<SpaceId, Clock>()

  const stamp = (space: SpaceId, overwritten: readonly Clock[] = []): Clock => {
    const next = tick({ wallMs: Date.now(), device, last: lastBySpace.get(space), overwritten })
    lastBySpace.set(space, next)
    return next
  }

  /** Goes on from the last clocks of this device. Once, before anything is written. */
  async function fill(with_: string): Promise<void> {
    device = with_
    lastBySpace = new Map(await store.lastClocks(device))
  }

  /** Keeps something new. Private unless `shared`. */
  async function keep<K extends Kind>(kind: K, fields: Fields<K>, where: Where = {}): Promise<Rec> {
    const rec = await written(kind, fields, where)
    await store.apply([rec])
    return rec
  }

  /** The record that keeping would keep. */
  async function written<K extends Kind>(kind: K, fields: Fields<K>, where: Where): Promise<Rec> {
    const side =
      where.in ??
      (where.as === undefined ? about.side() : await sideBeside(store, where.as, about.side()?.shared))
    const shared = where.shared ? side?.shared : undefined
    const space = where.space ?? shared ?? side?.person
    if (!space) throw new Error('nobody is here to keep it for')
    const by = shared ? (side?.slot ?? 0) : 0
    const { day: told } = fields as { day?: Day }
    const day = told ?? about.today.value
    const at = shared
      ? await sharedMoment(store, { space: shared, by, day: told ?? dayAt(where.at) ?? day })
      : (where.at ?? Date.now())
    const daily = 'daily' in kinds[kind] || where.of !== undefined
    const { id, known } = daily
      ? await nameFor(store, { space, kind, by, day, of: where.of })
      : { id: recordId({ atMs: at, by, random: crypto.getRandomValues(new Uint8Array(9)) }) }
    // A field that is named and has nothing to say is unsaid where it said something.
    const isSaid = ([field, value]: [string, unknown]) => value !== undefined || field in (known?.f ?? {})
    const f = Object.fromEntries(Object.entries(fields).filter(isSaid))
    return known ? edited(known, f) : { id, space, kind, v: 1, at, by, h: stamp(space), f }
  }

  const edited = (rec: Rec, fields: Readonly<Record<string, unknown>>): Rec => {
    const overwritten = Object.keys(fields).map((field) => clockOf(rec, field))
    return edit(rec, fields, stamp(rec.space, overwritten))
  }

  const mayI = (rec: Rec): boolean => {
    const side = about.side()
    const mine = side ? [side, ...(about.sides?.() ?? [])] : []
    const number = mine.map((one) => slotIn(one, rec.space)).find((slot) => slot !== undefined)
    return number !== undefined && mayWrite(rec, number)
  }

  /** Writes some fields anew. Nothing happens when it is not this person's to write. */
  async function change<K extends Kind>(_kind: K, rec: Rec, fields: Fields<K>): Promise<void> {
    if (mayI(rec)) await store.apply([edited(rec, fields)])
  }

  /** Takes something back for good: its words are gone from every table, here at once. */
  async function erase(rec: Rec): Promise<void> {
    if (mayI(rec)) await store.apply([takeBack(rec, stamp(rec.space, [rec.h]))])
  }

  return { fill, keep, written, edited, change, erase }
}

/** The id of what is the only one of its kind, for a day or for good, and the record by it if there is one already. */
async function nameFor(
  store: Store,
  name: Pick<Rec, 'space' | 'kind' | 'by'> & { readonly day: Day; readonly of: string | undefined },
): Promise<{ readonly id: RecordId; readonly known?: Rec | undefined }> {
  const { space, kind, by, day, of } = name
  const idOf = (called: string) =>
    dailyId({ space, kind, by, day: of === undefined ? day : '1970-01-01', of: called })
  // A take-back is final, so what is written after it on the same day goes by the next name, on every phone alike. So
  // does what is written where somebody else put another thing under this name.
  const isMine = (rec: Rec) =>
    rec.x === undefined && rec.space === space && rec.kind === kind && rec.by === by
  let id = idOf(of ?? '')
  let known = await store.get(id)
  for (let again = 2; known !== undefined && !isMine(known); again++) {
    id = idOf(`${of ?? ''}#${again}`)
    known = await store.get(id)
  }
  return { id, known }
}

/** The side of somebody who sits beside me: only of those with whom I share. */
async function sideBeside(store: Store, person: SpaceId, ours: SpaceId | undefined): Promise<Side> {
  const bonds = await store.list({ spaces: [person], kinds: ['bond'] })
  const bond = bonds.map((rec) => fieldsOf('bond', rec)).find(({ shared }) => shared && shared === ours)
  if (!bond) throw new Error('not together with whom this is for')
  const { shared, slot, before, mine = person } = bond
  return { person: mine, home: person, shared, slot, before }
}

/** The day on the wall at a moment. */
const dayAt = (ms: number | undefined): Day | undefined =>
  ms === undefined ? undefined : localDay(ms, -new Date(ms).getTimezoneOffset())

/** More than anybody shares in a day, and less than a minute. */
const sharedPerDayMax = 50_000

/**
 * When something shared happened, as far as others are told: at noon of its day, in Greenwich, because noon on the wall
 * would tell in which part of the world it was written. What one person shares on one day keeps its order by a
 * millisecond each. [Note: No trace of the private]
 */
async function sharedMoment(
  store: Pick<Store, 'list'>,
  { space, by, day }: { readonly space: SpaceId; readonly by: number; readonly day: Day },
): Promise<number> {
  const noon = noonUtcMs(day)
  const those = await store.list({ spaces: [space], from: day, until: day, limit: 500 })
  const places = those.filter((rec) => rec.by === by).map((rec) => rec.at - noon)
  return noon + 1 + Math.max(-1, ...places.filter((place) => place >= 0 && place < sharedPerDayMax))
}
