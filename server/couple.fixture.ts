/**
 * Noor and Sam as a server meets them: keys, a log, packets that look like noise. And Kit, who is in no space of theirs.
 * The keys are Node's own and real, so what the server believes here it would believe of a phone.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { helloProof } from '../wire/codec.ts'
import { counting, follow, type Roster, tagOf } from '../wire/control.ts'
import { decodeEntry, type Entry, encodeEntry, joinProof, signedPart } from '../wire/entry.ts'
import { type FromDevice, type Hex, limits } from '../wire/message.ts'
import { encodeHeader } from '../wire/packet.ts'
import { noHead } from './boxes.ts'
import { sha256 } from './signature.ts'

export type Device = {
  readonly key: Hex
  readonly tag: Hex
  readonly agreement: Hex
  readonly sign: (message: Uint8Array) => Uint8Array
}

export function createDevice(): Device {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const key = Buffer.from(x, 'base64url').toString('hex')
  return {
    key,
    tag: tagOf(key, sha256),
    agreement: randomHex(limits.keyBytes),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  }
}

/** A log as its people write it. Each verb gives the entry it has written, to be sent or not. */
export type Log = ReturnType<typeof beginLog>

export function beginLog(author: Device) {
  return continueLog(author, [])
}

/** From entries that others wrote, as somebody would go on who knows only those. */
export function continueLog(author: Device, known: readonly Uint8Array[]) {
  const entries: Uint8Array[] = []
  let roster: Roster | undefined
  const now = () => {
    if (!roster) throw new Error('the log has not begun')
    return roster
  }
  const head = () => roster?.head ?? noHead

  const write = (by: Device, body: object) => {
    const entry = { before: head(), author: by.key, ...body } as Entry
    const bytes = encodeEntry(entry, by.sign(signedPart(entry)))
    const followed = follow({ roster, entry, bytes, sha256 })
    if (!followed.ok) throw new Error('nobody would follow this')
    roster = followed.roster
    entries.push(bytes)
    return bytes
  }
  for (const bytes of known) {
    const followed = follow({ roster, entry: entryOf(bytes), bytes, sha256 })
    if (followed.ok) roster = followed.roster
    entries.push(bytes)
  }
  const lastOf = (lasts: Readonly<Record<Hex, number>>, key: Hex) => lasts[key] ?? 0

  if (known.length === 0) {
    const nonce = randomHex(limits.genesisNonceBytes)
    write(author, { type: 'genesis', nonce, agreement: author.agreement, root: false })
  }
  return {
    entries,
    head,
    roster: now,
    space: now().space,

    add(by: Device, device: Device, person: number) {
      const joining = { before: head(), person, key: device.key, agreement: device.agreement, root: false }
      const proof = device.sign(joinProof(joining))
      return write(by, { type: 'add', ...joining, proof })
    },
    approve: (by: Device) => write(by, { type: 'approve', add: now().open?.add }),
    decline: (by: Device) => write(by, { type: 'decline', add: now().open?.add }),
    epoch(by: Device) {
      const grants = counting(now()).map(({ tag }) => ({ tag, sealed: randomBytes(limits.grantBytes) }))
      const epoch = (now().epoch?.number ?? 0) + 1
      return write(by, { type: 'epoch', epoch, commitment: randomHex(limits.hashBytes), grants })
    },
    revoke: (by: Device, { key }: Device, last = 0) => write(by, { type: 'revoke', key, last }),
    leave(by: Device, lasts: Readonly<Record<Hex, number>> = {}) {
      const { person } = now().devices.find(({ key }) => key === by.key) ?? { person: -1 }
      const own = counting(now()).filter((device) => device.person === person)
      return write(by, { type: 'leave', devices: own.map(({ key }) => ({ key, last: lastOf(lasts, key) })) })
    },
  }
}

/** A log in which both are and may write. */
export function logOfTwo(noor: Device, sam: Device): Log {
  const log = beginLog(noor)
  log.add(noor, sam, 1)
  log.epoch(noor)
  return log
}

/** What a device signs as somebody else, or after somebody else, is refused: so each part can be said wrongly. */
export function helloOf(
  device: Device,
  about: { readonly space: Hex; readonly nonce: Uint8Array },
): Extract<FromDevice, { say: 'hello' }> {
  const said = { space: about.space, key: device.key, version: 1 }
  return { say: 'hello', ...said, signature: device.sign(helloProof({ ...said, nonce: about.nonce })) }
}

/** Sealed, as far as a server can see. */
export function packetOf(
  device: Device,
  about: {
    readonly counter: number
    readonly epoch?: number
    /** A number for a slot. Each packet has its own unless it says. */
    readonly slot?: number
    readonly parcelBytes?: number
    /** What the parcel is filled with, so that it can be found again. */
    readonly mark?: string
  },
): Uint8Array {
  const { counter, epoch = 1, slot = counter, parcelBytes = limits.parcelBytesMin, mark } = about
  const header = encodeHeader({ epoch, tag: device.tag, counter, slot: slotOf(slot) })
  const parcel = mark ? Buffer.alloc(parcelBytes, mark) : randomBytes(parcelBytes)
  return new Uint8Array(Buffer.concat([header, parcel]))
}

export const slotOf = (slot: number): Hex => slot.toString(16).padStart(2 * limits.slotBytes, '0')

export function randomHex(sizeBytes: number): Hex {
  return randomBytes(sizeBytes).toString('hex')
}

/** Reads an entry that must be one. */
export function entryOf(bytes: Uint8Array): Entry {
  const decoded = decodeEntry(bytes)
  if (!decoded.ok) throw new Error('this is no entry')
  return decoded.entry
}
