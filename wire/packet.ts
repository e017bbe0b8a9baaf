/**
 * A packet: 32 bytes of header, which the server reads, and a parcel, which it cannot.
 *
 *     packet   0 version 1 | 1 kind, 0 | 2 epoch u32 | 6 tag 8 | 14 counter u48 | 20 slot 12 | 32 parcel
 *
 * What surprises: nothing here says who is meant or what about. The tag names a device by a hash, the slot a record
 * by a code that only people in the space can make, and the parcel has one of ten sizes.
 */
import { concat } from './bytes.ts'
import { decode, encode, hex, layout, u32, u48, within } from './layout.ts'
import { limits, type PacketHeader } from './message.ts'

/** `too-new` asks for a newer app, or a newer server. */
export type DecodedHeader =
  | { readonly ok: true; readonly header: PacketHeader }
  | { readonly ok: false; readonly why: 'malformed' | 'too-new' }

const version = 1
/** The only kind so far: one record of one device. */
const kind = 0
const fieldsAt = 2

/** Epochs and counters begin at 1, so that a 0 can say "none yet" wherever one is told. */
const fields = layout<PacketHeader>({
  epoch: within(u32, { min: 1 }),
  tag: hex(limits.tagBytes),
  counter: within(u48, { min: 1 }),
  slot: hex(limits.slotBytes),
})

/** The bytes before the parcel. The parcel's seal and the signature inside it bind them. */
export function encodeHeader(header: PacketHeader): Uint8Array {
  return concat(Uint8Array.of(version, kind), encode(fields, header))
}

/** Answers for any bytes at all. Of a packet it reads the beginning, so a header alone will do. */
export function packetHeaderOf(packet: Uint8Array): DecodedHeader {
  const [foundVersion = 0, foundKind] = packet
  // The version goes first, because all else that is said here is true of version 1 alone.
  if (foundVersion > version) return { ok: false, why: 'too-new' }
  if (foundVersion !== version || foundKind !== kind) return { ok: false, why: 'malformed' }
  const header = decode(fields, packet.subarray(fieldsAt, limits.packetHeaderBytes))
  return header ? { ok: true, header } : { ok: false, why: 'malformed' }
}

/** Of this version, with a header that can be read and a parcel of one of the ten sizes. */
export function isPacket(bytes: Uint8Array): boolean {
  return isPacketSize(bytes.length) && packetHeaderOf(bytes).ok
}

/** Parcels have the powers of two from 512 B to 256 KiB. */
export function isPacketSize(sizeBytes: number): boolean {
  const parcelBytes = sizeBytes - limits.packetHeaderBytes
  return (
    parcelBytes >= limits.parcelBytesMin &&
    parcelBytes <= limits.parcelBytesMax &&
    // A power of two has a single bit.
    (parcelBytes & (parcelBytes - 1)) === 0
  )
}

/** The header as it came, for what binds it. Like `parcelPart` it is a window on the packet, not a copy. */
export function headerPart(packet: Uint8Array): Uint8Array {
  return packet.subarray(0, limits.packetHeaderBytes)
}

export function parcelPart(packet: Uint8Array): Uint8Array {
  return packet.subarray(limits.packetHeaderBytes)
}
