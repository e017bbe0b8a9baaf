/**
 * The two letters of a pairing that name spaces and prove keys, as bytes (the protocol, section 6, m3 and m4).
 *
 *     places   purpose u8 | count u8 | each   space 16 | last entry 32 | person u8 | given
 *     given    0 u16, or its size u16 | carries 16 | owner 16 | size u16, about | slot secret 32
 *              | count u16, then each   epoch u32 | entry 32 | key 32
 *     proofs   count u8 | each   signing key 32 | agreement key 32 | proof 64
 *
 * Both may come from somebody who does not mean well, so what does not fit to the byte is no letter.
 */
import {
  decode,
  encode,
  type Field,
  flag,
  hex,
  layout,
  listOf,
  raw,
  sized,
  u8,
  u16,
  u32,
  where,
  within,
} from '../wire/layout.ts'
import { type Hex, limits } from '../wire/message.ts'

/** A space that the other device will be in. */
export type Place = {
  readonly space: Hex
  /** Hash of the last entry of its log: the proof is made for what comes after it. */
  readonly head: Hex
  readonly person: number
  /** What a device of one's own may read at once. Nobody else is given any of it. */
  readonly given: Given | undefined
}
export type Given = {
  /** The space of the store whose records travel on this line. */
  readonly carries: Hex
  readonly owner: Hex
  readonly about: Uint8Array
  readonly slotSecret: Uint8Array
  readonly epochs: readonly { readonly epoch: number; readonly entry: Hex; readonly key: Uint8Array }[]
}
export type Proof = { readonly key: Hex; readonly agreement: Hex; readonly proof: Uint8Array }

const space = hex(limits.spaceIdBytes)
const hash = hex(limits.hashBytes)
const key = hex(limits.keyBytes)
const some = within(u8, { min: 1, max: 8 })

const given = layout<Given>({
  carries: space,
  owner: space,
  about: where(sized(u16), (bytes) => bytes.length <= 64),
  slotSecret: raw(32),
  epochs: listOf(
    within(u16, { min: 0, max: limits.entriesMax }),
    layout({ epoch: within(u32, { min: 1 }), entry: hash, key: raw(32) }),
  ),
})

/** Bytes behind their size, and no bytes for nothing. */
const maybe = <Value>(field: Field<Value>): Field<{ readonly value: Value | undefined }> => ({
  read: (from) => {
    const bytes = sized(u16).read(from)
    if (bytes === undefined) return undefined
    if (bytes.length === 0) return { value: undefined }
    const value = decode(field, bytes)
    return value === undefined ? undefined : { value }
  },
  write: (to, { value }) =>
    sized(u16).write(to, value === undefined ? new Uint8Array() : encode(field, value)),
})

const place = layout({ space, head: hash, person: u8, given: maybe(given) })
const places = layout({ isDevice: flag, places: listOf(some, place) })
const proofs = listOf(some, layout<Proof>({ key, agreement: key, proof: raw(limits.signatureBytes) }))

export function encodePlaces(named: readonly Place[], how: { readonly isDevice: boolean }): Uint8Array {
  const rows = named.map((one) => ({ ...one, given: { value: one.given } }))
  return encode(places, { ...how, places: rows })
}

/** Somebody else is named one space and given nothing of it; a device of one's own is given something of each. */
export function decodePlaces(
  bytes: Uint8Array,
): { readonly isDevice: boolean; readonly places: readonly Place[] } | undefined {
  const read = decode(places, bytes)
  if (!read) return undefined
  const { isDevice } = read
  const rows = read.places.map((one) => ({ ...one, given: one.given.value }))
  const fits = isDevice ? rows.every((one) => one.given) : rows.length === 1 && !rows[0]?.given
  return fits ? { isDevice, places: rows } : undefined
}

export const encodeProofs = (given: readonly Proof[]): Uint8Array => encode(proofs, given)
export const decodeProofs = (bytes: Uint8Array): readonly Proof[] | undefined => decode(proofs, bytes)
