/**
 * The spaces somebody is connected to: who is in them by their log, and who listens. Nothing here outlives the last
 * connection; what must, lies in the boxes.
 *
 * What surprises: the log in memory is never the judge. It is good enough to refuse by, and whatever is accepted is
 * held against the head of the log in the boxes once more, in the transaction that keeps it.
 */
import { encodeFromServer } from '../wire/codec.ts'
import { counting, followAll, hashOf, isIn, peopleIn, type Roster, spaceOf } from '../wire/control.ts'
import type { Box, Hex, Refusal } from '../wire/message.ts'
import { type Boxes, type Member, noHead } from './boxes.ts'
import { isSigned, sha256 } from './signature.ts'

/** What a connection wants to hear of its space. */
export type Listener = {
  readonly key: Hex
  readonly news: (news: News) => void
  /** The log is longer. */
  readonly logged: (frame: Uint8Array) => void
  /** This device is not in it any more, or nobody is. */
  readonly over: (why: Refusal) => void
}

/** Something new is there, behind `after` and up to `upTo`. */
export type News = {
  readonly after: number
  readonly upTo: number
  /** The whole of it, without what the listener sent itself. Not set where it is too much for one frame. */
  readonly frame?: () => Uint8Array | undefined
}

export type Space = {
  readonly id: Hex
  roster: Roster
  /** The newest sequence that is known here. */
  newest: number
  readonly listeners: Set<Listener>
}

/** What one push brought. */
export type Brought = { readonly from: Listener; readonly boxes: readonly Box[] }

export type Logged =
  | { readonly ok: true; readonly roster: Roster }
  | { readonly ok: false; readonly why: 'refused' | 'stale' }

/** More than this is read from the boxes by everybody in their own time, and not held in memory for all of them. */
const newsBytesMax = 128 * 1024

export type Spaces = {
  readonly boxes: Boxes
  readonly nowMs: () => number
  readonly open: Map<Hex, { readonly space: Space; readonly ready: Promise<void> }>
}

export function createSpaces(about: { readonly boxes: Boxes; readonly nowMs: () => number }): Spaces {
  return { ...about, open: new Map() }
}

/** For a device that the boxes say is in. Nothing, where it has ended meanwhile. */
export async function enterSpace(spaces: Spaces, id: Hex, listener: Listener) {
  const { space, ready } = opened(spaces, id)
  // At once, so that nobody closes it meanwhile, and nothing that comes meanwhile is missed.
  space.listeners.add(listener)
  try {
    await ready
    // Asked again, because it may have become more while the log was read.
    const found = await spaces.boxes.find({ space: id, key: listener.key })
    if (found.is === 'in') {
      space.newest = Math.max(space.newest, found.sequence)
      return { space, counter: found.counter }
    }
    leaveSpace(spaces, space, listener)
    return undefined
  } catch (error) {
    leaveSpace(spaces, space, listener)
    throw error
  }
}

export function leaveSpace({ open }: Spaces, space: Space, listener: Listener): void {
  space.listeners.delete(listener)
  if (space.listeners.size === 0 && open.get(space.id)?.space === space) open.delete(space.id)
}

function opened(spaces: Spaces, id: Hex) {
  const found = spaces.open.get(id)
  if (found) return found
  const space: Space = { id, roster: unread(id), newest: 0, listeners: new Set() }
  const made = { space, ready: readOn(spaces, space) }
  spaces.open.set(id, made)
  return made
}

/** Reads on in a log. It was checked entry by entry when it came, so nobody's signature is looked at again. */
export async function readOn({ boxes }: Spaces, space: Space): Promise<void> {
  const before = space.roster.entries === 0 ? undefined : space.roster
  const asked = { space: space.id, after: space.roster.entries, most: Number.MAX_SAFE_INTEGER }
  const entries = await boxes.log(asked)
  const followed = await followAll({ roster: before, entries, sha256, verify: () => true })
  if (!followed.ok) throw new Error('a log in the boxes cannot be followed')
  if (followed.roster && followed.roster.entries > space.roster.entries) space.roster = followed.roster
}

/** More entries for a log. `before` is the roster they follow; none makes the space. */
export async function putLog(
  spaces: Spaces,
  put: {
    readonly id: Hex
    readonly before: Roster | undefined
    readonly entries: readonly Uint8Array[]
    readonly by?: Listener
  },
): Promise<Logged> {
  const { id, before, entries, by } = put
  // Before any signature is looked at, which costs more than all else.
  if (!before && (!entries[0] || spaceOf(entries[0], sha256) !== id)) return { ok: false, why: 'refused' }
  const followed = await followAll({ roster: before, entries, sha256, verify: isSigned })
  if (!followed.ok || !followed.roster) return { ok: false, why: 'refused' }

  const { roster } = followed
  const kept = await spaces.boxes.putLog({
    space: id,
    head: before?.head ?? noHead,
    entries: entries.map((bytes) => ({ hash: hashOf(bytes, sha256), bytes })),
    members: membersOf(roster),
    ends: endsOf(roster, before),
    ...(roster.closed && { closedMs: spaces.nowMs() }),
  })
  if (!kept.ok) return kept
  const space = spaces.open.get(id)?.space
  if (space) tellLog(space, { roster, entries, by })
  return { ok: true, roster }
}

/** Everybody hears of what others brought, in the order of sequence, and before any of it is acknowledged. */
export function tellNews({ open }: Spaces, id: Hex, brought: readonly Brought[]): void {
  const space = open.get(id)?.space
  const all = brought.flatMap(({ boxes }) => boxes)
  const first = all[0]
  const last = all.at(-1)
  if (!space || !first || !last) return
  space.newest = Math.max(space.newest, last.sequence)
  const where = { after: first.sequence - 1, upTo: last.sequence }
  const isMuch = all.reduce((sum, { bytes }) => sum + bytes.length, 0) > newsBytesMax
  const whole = once(() => frameOf(all))
  for (const listener of space.listeners) {
    const isAuthor = brought.some(({ from }) => from === listener)
    const others = () => frameOf(brought.flatMap(({ from, boxes }) => (from === listener ? [] : boxes)))
    listener.news(isMuch ? where : { ...where, frame: isAuthor ? others : whole })
  }
}

/** Everybody in it is told that it is gone, whoever asked for it too. */
export async function forgetSpace(spaces: Spaces, id: Hex): Promise<void> {
  await spaces.boxes.forget(id, spaces.nowMs())
  endSpace(spaces, id)
}

/** The space is gone from the boxes. */
export function endSpace({ open }: Spaces, id: Hex): void {
  const space = open.get(id)?.space
  open.delete(id)
  for (const listener of space?.listeners ?? []) listener.over('gone')
}

/** Nobody else is left who could want anything of it. */
export function isAlone({ roster }: Space): boolean {
  return peopleIn(roster).length === 1
}

function tellLog(
  space: Space,
  told: {
    readonly roster: Roster
    readonly entries: readonly Uint8Array[]
    readonly by: Listener | undefined
  },
) {
  const { roster, entries, by } = told
  if (roster.entries > space.roster.entries) space.roster = roster
  const first = roster.entries - entries.length
  const frame = once(() => encodeFromServer({ say: 'control', first, more: false, entries }))
  for (const listener of space.listeners) {
    if (listener === by) continue
    // Who has just been ended hears of it as well: it is their proof that it was not the server.
    listener.logged(frame())
    if (!isIn(space.roster, listener.key)) listener.over('refused')
  }
}

function membersOf(roster: Roster): readonly Member[] {
  const counts = new Set(counting(roster).map(({ key }) => key))
  const named = roster.open ? [...roster.devices, roster.open.device] : roster.devices
  return named.map(({ key }) => ({ key, counts: counts.has(key) }))
}

function endsOf({ devices }: Roster, before: Roster | undefined) {
  const isIn = new Set(before && counting(before).map(({ key }) => key))
  return devices.flatMap(({ key, last }) => (last !== undefined && isIn.has(key) ? [{ key, last }] : []))
}

function frameOf(boxes: readonly Box[]): Uint8Array | undefined {
  return boxes.length === 0 ? undefined : encodeFromServer({ say: 'boxes', page: { boxes, more: false } })
}

/** Stands in until the log is read: the first entry follows nothing at all. */
function unread(space: Hex): Roster {
  return { space, head: noHead, entries: 0, devices: [], people: 0, left: [], due: true, closed: false }
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}
