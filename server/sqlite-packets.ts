/** The packets of `sqlite.ts`: pushes of many in one transaction, slots, and pages. */
import type { DatabaseSync } from 'node:sqlite'
import type { Box, Hex } from '../wire/message.ts'
import { type Appended, type Boxes, boxesPerPageMax, cutPage, type Packet, type Push } from './boxes.ts'
import { atOnce, type Bodies, bytesOf, textOf } from './sqlite-rows.ts'

type SpaceRow = { readonly head: Uint8Array; readonly sequence: number; readonly usedBytes: number }

/** A space and its devices as far as a group of pushes has come. They are read once and written once for a group. */
type Touched = {
  readonly id: Uint8Array
  readonly head: Hex
  sequence: number
  usedBytes: number
  readonly members: Map<Hex, { readonly key: Uint8Array; readonly tag: Uint8Array; counter: number }>
}

export function packetsIn(about: {
  readonly database: DatabaseSync
  readonly bodies: Bodies
  readonly spaceBytesMax: number
}): Pick<Boxes, 'append' | 'page'> {
  const { database, bodies, spaceBytesMax } = about
  const findBoxes = database.prepare(`
    select box.sequence as sequence, body.bytes as bytes from box join body on body.n = box.body
    where box.space = ? and box.sequence > ? order by box.sequence limit ?
  `)
  const { touch, settle } = countersIn(database)
  const keepPacket = packetKeeper(database, bodies)

  const appended = (space: Touched, { key, packets }: Push): Appended => {
    const member = space.members.get(key)
    if (!member) return stale
    const { usedBytes, sequence } = space
    let { counter } = member
    const sequences = packets.map((packet) => {
      if (packet.counter <= counter) return 0
      counter = packet.counter
      space.sequence++
      space.usedBytes += keepPacket({ space, tag: member.tag, packet })
      return space.sequence
    })
    // What makes a full space no fuller is taken, or nobody could take anything back there.
    if (space.usedBytes > Math.max(spaceBytesMax, usedBytes)) {
      Object.assign(space, { usedBytes, sequence })
      return full
    }
    member.counter = counter
    return { ok: true, sequences }
  }

  return {
    async append(pushes) {
      const spaces = new Map<Hex, Touched | undefined>()
      return atOnce(database, () => {
        const answers = pushes.map((push): Appended => {
          const space = touch(spaces, push)
          if (space?.head !== push.head) return stale
          const size = push.packets.reduce((sum, { bytes }) => sum + bytes.length, 0)
          // Only where it could be too much there must be a way back for this push alone.
          if (space.usedBytes + size <= spaceBytesMax) return appended(space, push)
          database.exec('savepoint push')
          const answer = appended(space, push)
          database.exec(answer.ok ? 'release push' : 'rollback to push; release push')
          return answer
        })
        if (answers.some(({ ok }) => ok)) settle(spaces)
        return answers
      })
    },

    async page(space, after) {
      return cutPage(findBoxes.iterate(bytesOf(space), after, boxesPerPageMax + 1) as Iterable<Box>)
    },
  }
}

function countersIn(database: DatabaseSync) {
  const findSpace = database.prepare('select head, sequence, usedBytes from space where id = ?')
  const findCounter = database.prepare(
    'select counter from member where space = ? and key = ? and counts = 1',
  )
  const raiseSpace = database.prepare('update space set sequence = ?, usedBytes = ? where id = ?')
  const raiseCounter = database.prepare('update member set counter = ? where space = ? and key = ?')

  const touchSpace = (space: Hex): Touched | undefined => {
    const id = bytesOf(space)
    const row = findSpace.get(id) as SpaceRow | undefined
    if (!row) return undefined
    const { head, sequence, usedBytes } = row
    return { id, head: textOf(head), sequence, usedBytes, members: new Map() }
  }

  return {
    touch(spaces: Map<Hex, Touched | undefined>, push: Push) {
      if (!spaces.has(push.space)) spaces.set(push.space, touchSpace(push.space))
      const space = spaces.get(push.space)
      if (space && !space.members.has(push.key)) {
        const key = bytesOf(push.key)
        const row = findCounter.get(space.id, key) as { counter: number } | undefined
        if (row) space.members.set(push.key, { key, tag: bytesOf(push.tag), counter: row.counter })
      }
      return space
    },

    settle(spaces: ReadonlyMap<Hex, Touched | undefined>) {
      for (const space of spaces.values()) {
        if (!space) continue
        raiseSpace.run(space.sequence, space.usedBytes, space.id)
        for (const { key, counter } of space.members.values()) raiseCounter.run(counter, space.id, key)
      }
    },
  }
}

/** Gives back by how many bytes the space has grown. Most packets are the first of their slot, so that is tried first. */
function packetKeeper(database: DatabaseSync, bodies: Bodies) {
  const addBox = database.prepare(`
    insert into box (space, sequence, tag, slot, body) values (?, ?, ?, ?, ?)
    on conflict (space, tag, slot) do nothing
  `)
  const freeSlot = database.prepare('delete from box where space = ? and tag = ? and slot = ? returning body')
  return (about: { readonly space: Touched; readonly tag: Uint8Array; readonly packet: Packet }): number => {
    const { space, tag, packet } = about
    const slot = bytesOf(packet.slot)
    const body = bodies.write(packet.bytes)
    const add = () => addBox.run(space.id, space.sequence, tag, slot, body).changes
    if (add() === 1) return packet.bytes.length
    const old = freeSlot.get(space.id, tag, slot) as { body: number }
    add()
    return packet.bytes.length - bodies.wipe(old.body)
  }
}

const stale = { ok: false, why: 'stale' } as const
const full = { ok: false, why: 'full' } as const
