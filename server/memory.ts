/**
 * What is kept, in a Map: for tests, demos, and a server that should forget when it stops.
 * A real keeper, not a mock. It copies at the door, as a disk would.
 */
import { writeFileSync } from 'node:fs'
import { type Box, type Hex, limits } from '../wire/message.ts'
import {
  type Appended,
  type Boxes,
  boxesPerPageMax,
  cutPage,
  goneMark,
  hourOf,
  keeping,
  type LogPut,
  type Mail,
  noHead,
  type Push,
} from './boxes.ts'

type Kept = Box & { readonly place: string }
type Member = { counts: boolean; counter: number }
type Space = {
  head: Hex
  readonly log: Uint8Array[]
  members: Map<Hex, Member>
  sequence: number
  usedBytes: number
  boxes: Kept[]
  closedHour?: number
}
type Meeting = { readonly endsMs: number; readonly mails: Mail[] }

export function createMemoryBoxes({ spaceBytesMax = limits.spaceBytesMax as number } = {}): Boxes {
  const spaces = new Map<Hex, Space>()
  const goneSince = new Map<string, number>()
  const meetings = new Map<Hex, Meeting>()

  return {
    ...mailIn(meetings),
    ...endsIn({ spaces, goneSince, meetings }),

    async find({ space: id, key }) {
      const space = spaces.get(id)
      const member = space?.members.get(key)
      if (!space || !member) return { is: goneSince.has(markText(id, key)) ? 'gone' : 'none' }
      if (!member.counts) return { is: 'ended' }
      return { is: 'in', entries: space.log.length, sequence: space.sequence, counter: member.counter }
    },

    async log({ space, after, most }) {
      return (spaces.get(space)?.log ?? []).slice(after, after + most).map((bytes) => bytes.slice())
    },

    async putLog(put) {
      const space = spaces.get(put.space) ?? emptySpace()
      const hasWrittenMore = put.ends.some(({ key, last }) => (space.members.get(key)?.counter ?? 0) > last)
      if (space.head !== put.head || hasWrittenMore) return { ok: false, why: 'stale' }
      spaces.set(put.space, withLog(space, put))
      return { ok: true, entries: space.log.length }
    },

    async append(pushes) {
      return pushes.map((push) => appended(spaces.get(push.space), { push, spaceBytesMax }))
    },

    async page(id, after) {
      const boxes = (spaces.get(id)?.boxes ?? []).filter(({ sequence }) => sequence > after)
      const copies = boxes.slice(0, boxesPerPageMax + 1)
      return cutPage(copies.map(({ sequence, bytes }) => ({ sequence, bytes: bytes.slice() })))
    },

    // What a Map has deleted is gone.
    async tidy() {},
    async sweep() {},

    async backup(file) {
      // Nobody reads it back. It is there so that what makes backups can be tried without a disk.
      writeFileSync(file, JSON.stringify({ spaces: spaces.size }))
    },

    async close() {
      spaces.clear()
      meetings.clear()
      goneSince.clear()
    },
  }
}

function mailIn(meetings: Map<Hex, Meeting>): Pick<Boxes, 'postMail' | 'mail'> {
  return {
    async postMail({ meeting: id, index, bytes, nowMs, lifetimeMs }) {
      const meeting = meetings.get(id) ?? { endsMs: nowMs + lifetimeMs, mails: [] }
      if (meeting.endsMs <= nowMs || meeting.mails.length !== index) return 'taken'
      meeting.mails.push({ index, bytes: bytes.slice() })
      meetings.set(id, meeting)
      return 'posted'
    },

    async mail({ meeting: id, from, nowMs }) {
      const meeting = meetings.get(id)
      if (!meeting || meeting.endsMs <= nowMs) return []
      return meeting.mails.slice(from).map(({ index, bytes }) => ({ index, bytes: bytes.slice() }))
    },
  }
}

function endsIn(kept: {
  readonly spaces: Map<Hex, Space>
  readonly goneSince: Map<string, number>
  readonly meetings: Map<Hex, Meeting>
}): Pick<Boxes, 'forget' | 'purge'> {
  const { spaces, goneSince, meetings } = kept
  const end = (id: Hex, nowMs: number) => {
    for (const key of spaces.get(id)?.members.keys() ?? []) goneSince.set(markText(id, key), hourOf(nowMs))
    spaces.delete(id)
  }

  return {
    async forget(id, nowMs) {
      end(id, nowMs)
    },

    async purge(nowMs) {
      for (const [id, { endsMs }] of meetings) if (endsMs <= nowMs) meetings.delete(id)
      for (const [mark, hour] of goneSince)
        if (hour + keeping.goneHours <= hourOf(nowMs)) goneSince.delete(mark)
      const gone: Hex[] = []
      for (const [id, space] of spaces) {
        const hours = space.closedHour === undefined ? 0 : hourOf(nowMs) - space.closedHour
        if (hours >= keeping.closedPacketsHours) space.boxes = []
        if (hours < keeping.closedLogHours) continue
        end(id, nowMs)
        gone.push(id)
      }
      return gone
    },
  }
}

const markText = (space: Hex, key: Hex) => Buffer.from(goneMark({ space, key })).toString('hex')

const emptySpace = (): Space => ({
  head: noHead,
  log: [],
  members: new Map(),
  sequence: 0,
  usedBytes: 0,
  boxes: [],
})

function withLog(space: Space, { entries, members, closedMs }: LogPut): Space {
  const counterOf = (key: Hex) => space.members.get(key)?.counter ?? 0
  space.members = new Map(members.map(({ key, counts }) => [key, { counts, counter: counterOf(key) }]))
  for (const { hash, bytes } of entries) {
    space.log.push(bytes.slice())
    space.head = hash
  }
  if (closedMs !== undefined) space.closedHour = hourOf(closedMs)
  return space
}

function appended(
  space: Space | undefined,
  about: { readonly push: Push; readonly spaceBytesMax: number },
): Appended {
  const { head, key, tag, packets } = about.push
  const member = space?.members.get(key)
  if (!space || !member?.counts || space.head !== head) return { ok: false, why: 'stale' }

  let { sequence, usedBytes } = space
  let { counter } = member
  const kept = new Map(space.boxes.map((box) => [box.place, box]))
  const sequences = packets.map((packet) => {
    if (packet.counter <= counter) return 0
    counter = packet.counter
    const place = tag + packet.slot
    usedBytes += packet.bytes.length - (kept.get(place)?.bytes.length ?? 0)
    // Deleted first, so that what is in order of writing is in order of sequence as well.
    kept.delete(place)
    kept.set(place, { place, sequence: ++sequence, bytes: packet.bytes.slice() })
    return sequence
  })
  // What makes a full space no fuller is taken, or nobody could take anything back there.
  if (usedBytes > Math.max(about.spaceBytesMax, space.usedBytes)) return { ok: false, why: 'full' }
  member.counter = counter
  Object.assign(space, { sequence, usedBytes, boxes: [...kept.values()] })
  return { ok: true, sequences }
}
