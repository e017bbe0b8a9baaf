/**
 * Change ⇄ packet: what one device tells the others of a record, signed, counted, padded and sealed. (The bytes stand
 * in the protocol, section 4; a padded and sealed change is `parcel.ts`'s.)
 *
 *     packet   header 32 | parcel of   alive u32 | signature 64 | change
 *
 * What surprises: the signature is inside. What a server keeps proves to nobody who wrote what.
 */
import type { KeyPair } from '../crypto/keys.ts'
import { envelopeBytes, type RandomBytes } from '../crypto/seal.ts'
import { concat, ofHex, toHex } from '../wire/bytes.ts'
import type { Device, Roster } from '../wire/control.ts'
import { decode, encode, layout, raw, u32 } from '../wire/layout.ts'
import { type Hex, limits, type PacketHeader } from '../wire/message.ts'
import { encodeHeader, headerPart, isPacketSize, packetHeaderOf, parcelPart } from '../wire/packet.ts'
import type { Craft } from './craft.ts'

export type SealedPacket =
  | { readonly ok: true; readonly packet: Uint8Array }
  | { readonly ok: false; readonly why: 'too-large' }

/**
 * Why a packet was put aside.
 *
 * `malformed` no packet, or sealed by somebody who has the key but does not keep to the format
 * `too-new`   asks for a newer app
 * `unknown`   of a device or an epoch that is not in the log
 * `ended`     of a device that has ended, and counted beyond its end
 * `earlier`   of an epoch before this device came in; it will never be read here
 * `no-key`    of an epoch whose key this device lacks
 * `tampered`  it does not open
 * `forged`    it opens, and the signature is not its device's
 */
export type Unread =
  | 'malformed'
  | 'too-new'
  | 'unknown'
  | 'ended'
  | 'earlier'
  | 'no-key'
  | 'tampered'
  | 'forged'

export type ReadPacket = {
  readonly header: PacketHeader
  /** Its number in the log. */
  readonly device: number
  readonly person: number
  readonly alive: number
  readonly change: Uint8Array
}
export type OpenedPacket =
  | ({ readonly ok: true } & ReadPacket)
  | {
      readonly ok: false
      readonly why: Unread
      /** As it says itself; believed by nobody. */
      readonly header?: PacketHeader
      readonly device?: number
    }

/** Keys of one epoch, or `earlier` for one before this device came in. */
export type KeyOf = (
  epoch: number,
) => { readonly packetKey: Uint8Array; readonly entry: Hex } | 'earlier' | undefined

/** The name of a record's slot on the server. */
export function slotOf(about: {
  readonly craft: Craft
  readonly slotKey: Uint8Array
  readonly recordId: Hex
  readonly tag: Hex
}): Hex {
  const { craft, slotKey, recordId, tag } = about
  return toHex(craft.slotName({ slotKey, recordId: ofHex(recordId), tag: ofHex(tag) }))
}

export async function sealPacket(letter: {
  readonly craft: Craft
  readonly space: Hex
  readonly header: PacketHeader
  readonly packetKey: Uint8Array
  /** Hash of the epoch's entry. */
  readonly entry: Hex
  readonly signing: KeyPair
  readonly alive: number
  readonly change: Uint8Array
  readonly randomBytes: RandomBytes
}): Promise<SealedPacket> {
  const { craft, packetKey, signing, alive, change, randomBytes } = letter
  const space = ofHex(letter.space)
  const header = encodeHeader(letter.header)
  const signature = await craft.sign(signing, craft.changeToSign({ space, header, alive, change }))
  const sealed = craft.sealParcel({
    key: packetKey,
    header: craft.parcelHeader({ space, header, epochEntry: ofHex(letter.entry) }),
    change: concat(encode(before, { alive, signature }), change),
    randomBytes,
  })
  return sealed.ok ? { ok: true, packet: concat(header, sealed.parcel) } : sealed
}

/** Answers for any bytes at all. What the change says is for the store to judge. */
export async function openPacket(letter: {
  readonly craft: Craft
  readonly roster: Roster
  readonly packet: Uint8Array
  readonly keyOf: KeyOf
}): Promise<OpenedPacket> {
  const { craft, roster, packet, keyOf } = letter
  const read = packetHeaderOf(packet)
  if (!read.ok) return read
  const { header } = read
  if (!isPacketSize(packet.length)) return { ok: false, why: 'malformed', header }

  const device = roster.devices.findIndex(({ tag }) => tag === header.tag)
  const writer = roster.devices[device]
  if (!writer) return { ok: false, why: 'unknown', header }
  if (hasEnded(writer, header.counter)) return { ok: false, why: 'ended', header, device }
  if (header.epoch > (roster.epoch?.number ?? 0)) return { ok: false, why: 'unknown', header, device }
  const keys = keyOf(header.epoch)
  if (!keys || keys === 'earlier') return { ok: false, why: keys ?? 'no-key', header, device }

  const space = ofHex(roster.space)
  const bound = craft.parcelHeader({ space, header: headerPart(packet), epochEntry: ofHex(keys.entry) })
  const opened = craft.openParcel({ key: keys.packetKey, header: bound, parcel: parcelPart(packet) })
  if (!opened.ok)
    return { ok: false, why: opened.why === 'too-short' ? 'malformed' : opened.why, header, device }
  const told = decode(before, opened.change.subarray(0, beforeBytes))
  if (!told) return { ok: false, why: 'malformed', header, device }

  const { alive, signature } = told
  const change = opened.change.slice(beforeBytes)
  const message = craft.changeToSign({ space, header: headerPart(packet), alive, change })
  if (!(await craft.verify({ publicKey: ofHex(writer.key), signature, message })))
    return { ok: false, why: 'forged', header, device }
  return { ok: true, header, device, person: writer.person, alive, change }
}

/** How long a packet with a change of this length is, so that a push can be filled without sealing anything. */
export function packetBytes(changeBytes: number): number {
  const least = limits.parcelBytesMin
  const needed = envelopeBytes + beforeBytes + changeBytes + 1
  return limits.packetHeaderBytes + Math.max(least, 2 ** Math.ceil(Math.log2(needed)))
}

const hasEnded = ({ last }: Device, counter: number): boolean => last !== undefined && counter > last

/** What stands before the change. */
const before = layout({ alive: u32, signature: raw(limits.signatureBytes) })
const beforeBytes = 4 + limits.signatureBytes
