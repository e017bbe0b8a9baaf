/**
 * A server for tests: keeps to the protocol, in memory, and answers at once. It was written from the protocol and not from
 * `server/`, so the two are two hands. It trusts signatures, as every device checks them anyway; what a test wants it to
 * do wrong, the test does to what it holds or says.
 */
import { sha256 } from '../crypto/derive.ts'
import { decodeFromDevice, encodeFromServer } from '../wire/codec.ts'
import { type Device, follow, isIn, type Roster, spaceOf, tagOf } from '../wire/control.ts'
import { decodeEntry, type Entry } from '../wire/entry.ts'
import {
  type Box,
  type FromDevice,
  type FromServer,
  type Hex,
  limits,
  type Refusal,
} from '../wire/message.ts'
import { packetHeaderOf } from '../wire/packet.ts'

export type Kept = Box & { readonly tag: Hex; readonly slot: Hex }
export type ModelSpace = {
  roster: Roster | undefined
  entries: readonly Uint8Array[]
  boxes: readonly Kept[]
  sequence: number
  counters: ReadonlyMap<Hex, number>
}
type Peer = {
  readonly say: (frame: FromServer) => void
  readonly close: () => void
  is: 'nobody' | 'stranger' | 'in'
  space: Hex
  key: Hex
  /** After which it is sent more, and whether without being asked. */
  sent: number
  isLive: boolean
}
export type ServerLine = { readonly hear: (bytes: Uint8Array) => void; readonly gone: () => void }
export type ModelServer = ReturnType<typeof createModelServer>
type Said<Say extends FromDevice['say']> = Extract<FromDevice, { say: Say }>

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a test's server is read as one table of answers.
export function createModelServer(about: {
  readonly boxesPerPage: number
  /** Where a test has it refuse what it could do. */
  readonly refusal?: (frame: FromDevice) => { readonly why: Refusal; readonly waitMs: number } | undefined
}) {
  const spaces = new Map<Hex, ModelSpace>()
  const peers = new Set<Peer>()
  const of = (id: Hex): ModelSpace => {
    const found = spaces.get(id) ?? {
      roster: undefined,
      entries: [],
      boxes: [],
      sequence: 0,
      counters: new Map(),
    }
    spaces.set(id, found)
    return found
  }

  const refuse = (peer: Peer, why: Refusal, { batch = 0, waitMs = 0 } = {}) =>
    peer.say({ say: 'error', why, waitMs, batch })

  const others = (peer: Peer) =>
    [...peers].filter((other) => other !== peer && other.is === 'in' && other.space === peer.space)

  const hello = (peer: Peer, { space: id, key }: Said<'hello'>) => {
    const space = spaces.get(id)
    peer.space = id
    peer.key = key
    const { roster } = space ?? {}
    const isKnown = roster && [...roster.devices, roster.open?.device].some((device) => device?.key === key)
    if (!space || !roster || !isKnown) {
      peer.is = 'stranger'
      return peer.say({ say: 'welcome', entries: 0, sequence: 0, counter: 0 })
    }
    if (!isIn(roster, key)) return refuse(peer, 'refused')
    peer.is = 'in'
    const counter = space.counters.get(key) ?? 0
    return peer.say({ say: 'welcome', entries: space.entries.length, sequence: space.sequence, counter })
  }

  const putControl = (peer: Peer, { head, entries }: Said<'put-control'>) => {
    const space = of(peer.space)
    if (peer.is === 'stranger' && space.roster) return refuse(peer, 'refused')
    if (head !== (space.roster?.head ?? noHead)) return refuse(peer, 'stale')
    let { roster } = space
    for (const bytes of entries) {
      const decoded = decodeEntry(bytes)
      if (!roster && spaceOf(bytes, sha256) !== peer.space) return refuse(peer, 'refused')
      if (decoded.ok && isTooLow(decoded.entry, { space, roster })) return refuse(peer, 'stale')
      const followed = decoded.ok && follow({ roster, entry: decoded.entry, bytes, sha256 })
      if (!followed || !followed.ok) return refuse(peer, 'refused')
      roster = followed.roster
    }
    const first = space.entries.length
    space.roster = roster
    space.entries = [...space.entries, ...entries]
    if (roster && isIn(roster, peer.key)) peer.is = 'in'
    for (const other of others(peer)) {
      other.say({ say: 'control', first, more: false, entries })
      if (roster && isIn(roster, other.key)) continue
      other.is = 'nobody'
      refuse(other, 'refused')
    }
    peer.say({ say: 'put', entries: space.entries.length })
    if (roster && !isIn(roster, peer.key)) peer.is = 'nobody'
  }

  const page = (peer: Peer) => {
    const { boxes, sequence } = of(peer.space)
    const left = boxes.filter((box) => box.sequence > peer.sent)
    const some = left.slice(0, about.boxesPerPage)
    const more = left.length > some.length
    peer.say({ say: 'boxes', page: { boxes: some.map(boxOf), more } })
    peer.sent = more ? (some.at(-1)?.sequence ?? peer.sent) : Math.max(peer.sent, sequence)
    peer.isLive = !more
  }

  const push = (peer: Peer, { batch, packets }: Said<'push'>) => {
    const space = of(peer.space)
    const { roster } = space
    const tag = tagOf(peer.key, sha256)
    if (!roster || roster.due || roster.closed) return refuse(peer, 'stale', { batch })
    const headers = packets.map((bytes) => packetHeaderOf(bytes))
    if (headers.some((read) => !read.ok || read.header.tag !== tag)) return refuse(peer, 'refused', { batch })
    if (headers.some((read) => read.ok && read.header.epoch !== roster.epoch?.number))
      return refuse(peer, 'stale', { batch })
    const added: Kept[] = []
    const sequences = packets.map((bytes, at) => {
      const read = headers[at]
      if (!read?.ok || read.header.counter <= (space.counters.get(peer.key) ?? 0)) return 0
      space.counters = new Map([...space.counters, [peer.key, read.header.counter]])
      const { slot } = read.header
      const box = { sequence: ++space.sequence, bytes, tag, slot }
      space.boxes = [...space.boxes.filter((kept) => kept.slot !== slot || kept.tag !== tag), box]
      added.push(box)
      return box.sequence
    })
    for (const other of others(peer)) {
      if (!other.isLive || added.length === 0) continue
      other.say({ say: 'boxes', page: { boxes: added.map(boxOf), more: false } })
      other.sent = space.sequence
    }
    return peer.say({ say: 'ack', batch, sequences })
  }

  const member = (peer: Peer, frame: FromDevice) => {
    switch (frame.say) {
      case 'ask-control': {
        const { entries } = of(peer.space)
        const some = entries.slice(frame.after, frame.after + entriesPerPage)
        const more = some.length > 0 && frame.after + some.length < entries.length
        return peer.say({ say: 'control', first: frame.after, more, entries: some })
      }
      case 'put-control':
        return putControl(peer, frame)
      case 'subscribe':
      case 'more':
        peer.sent = frame.after > of(peer.space).sequence ? 0 : frame.after
        return page(peer)
      case 'push':
        return push(peer, frame)
      default:
        return refuse(peer, 'malformed')
    }
  }

  return {
    spaces,
    /** A server that was set back to what it was. */
    copyOf: (id: Hex): ModelSpace => ({ ...of(id) }),
    setBack: (id: Hex, copy: ModelSpace) => {
      spaces.set(id, { ...copy })
      for (const peer of peers) peer.close()
      peers.clear()
    },
    hangUpOnAll() {
      for (const peer of peers) peer.close()
      peers.clear()
    },

    connect(hears: {
      readonly heard: (bytes: Uint8Array) => void
      readonly lost: () => void
      readonly nonce: Uint8Array
    }): ServerLine {
      const peer: Peer = {
        say: (frame) => hears.heard(encodeFromServer(frame)),
        close: hears.lost,
        ...{ is: 'nobody', space: '', key: '', sent: 0, isLive: false },
      }
      peers.add(peer)
      peer.say({ say: 'challenge', nonce: hears.nonce, oldest: 1, newest: 1 })
      return {
        gone: () => void peers.delete(peer),
        hear: (bytes) => {
          const decoded = decodeFromDevice(bytes)
          if (!peers.has(peer)) return
          if (!decoded.ok) throw new Error('a device says what no server understands')
          const { frame } = decoded
          const refused = about.refusal?.(frame)
          const batch = frame.say === 'push' ? frame.batch : 0
          if (refused) refuse(peer, refused.why, { batch, waitMs: refused.waitMs })
          else if (frame.say === 'hello') hello(peer, frame)
          else if (peer.is === 'in') member(peer, frame)
          else if (peer.is === 'stranger' && frame.say === 'put-control') putControl(peer, frame)
          else refuse(peer, 'refused', { batch })
        },
      }
    },
  }
}

const noHead = '00'.repeat(limits.hashBytes)
/** Few, so that even short logs come in pages. */
const entriesPerPage = 3

const boxOf = ({ sequence, bytes }: Kept): Box => ({ sequence, bytes })

/** Whoever ends a device names the last that it told. If it has told more meanwhile, they have to look again. */
function isTooLow(
  entry: Entry,
  { space, roster }: { readonly space: ModelSpace; readonly roster: Roster | undefined },
): boolean {
  const ends = entry.type === 'leave' ? entry.devices : entry.type === 'revoke' ? [entry] : []
  const known = (key: Hex) => roster?.devices.find((device: Device) => device.key === key)
  return ends.some(({ key, last }) => known(key) !== undefined && last < (space.counters.get(key) ?? 0))
}
