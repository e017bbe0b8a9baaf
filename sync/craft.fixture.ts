/**
 * A craft for tests that live through many histories: it keeps the promises of the real one (who lacks the key cannot
 * read, what was changed is seen, what is not the owner's is no signature) with a hash and a book of keys that only this
 * file can open. Sizes are the same to the byte.
 */
import { sha256 } from '../crypto/derive.ts'
import type { DeviceKeys, KeyPair } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/seal.ts'
import { concat, ofLabel, toHex } from '../wire/bytes.ts'
import { limits } from '../wire/message.ts'
import { type Craft, craft } from './craft.ts'
import { openParcel, sealParcel } from './parcel.ts'

/** Chance that is the same each time. (sfc32, by Chris Doty-Humphrey, in the public domain.) */
export function createChance(seed: number) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, seed | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i++) next()
  return {
    next,
    below: (most: number) => Math.floor(next() * most),
    chance: (share: number) => next() < share,
    pick: <One>(all: readonly One[]): One => all[Math.floor(next() * all.length)] as One,
    bytes: ((sizeBytes) => {
      const bytes = new Uint8Array(sizeBytes)
      for (let at = 0; at < sizeBytes; at += 4) {
        const word = Math.floor(next() * 2 ** 32)
        for (let i = 0; i < 4 && at + i < sizeBytes; i++) bytes[at + i] = (word >>> (8 * i)) & 0xff
      }
      return bytes
    }) as RandomBytes,
  }
}
export type Chance = ReturnType<typeof createChance>

export function createFastCraft(randomBytes: RandomBytes): Craft {
  const seeds = new Map<string, Uint8Array>()
  const of = (label: string, ...parts: readonly Uint8Array[]) => sha256(concat(bytesOf(label), ...parts))
  const pair = (what: string): KeyPair => {
    const seed = randomBytes(32)
    const publicKey = of(what, seed)
    seeds.set(toHex(publicKey), seed)
    return { publicKey, privateHalf: { kept: 'bare', seed } }
  }
  const seedOf = (publicKey: Uint8Array) => seeds.get(toHex(publicKey))
  const secretOf = ({ privateHalf }: Pick<KeyPair, 'privateHalf'>) => {
    if (privateHalf.kept === 'hidden') throw new Error('not of this craft')
    return privateHalf.seed
  }
  const signature = (seed: Uint8Array, message: Uint8Array) => {
    const first = of('sign', seed, message)
    return concat(first, first)
  }
  const isSame = (one: Uint8Array, other: Uint8Array) =>
    one.length === other.length && one.every((byte, at) => byte === other[at])

  return {
    ...craft,
    createDeviceKeys: async (): Promise<DeviceKeys> => ({
      signing: pair('signing'),
      agreement: pair('agreement'),
    }),
    sign: async (keys, message) => signature(secretOf(keys), message),
    verify: async ({ publicKey, signature: claimed, message }) => {
      const seed = seedOf(publicKey)
      return seed !== undefined && isSame(claimed, signature(seed, message))
    },
    sealGrant: async ({ to, space, epoch, epochKey, slotSecret }) => {
      const seed = seedOf(to)
      if (!seed) return new Uint8Array(limits.grantBytes)
      // No chance here: two lines on one phone must not take it from each other.
      const enc = of('enc', to, epochKey)
      const key = of('grant', seed, enc, space, Uint8Array.of(epoch))
      const body = xor(key, concat(epochKey, slotSecret))
      return concat(enc, body, of('tag', key, body).subarray(0, 16))
    },
    openGrant: async ({ own, space, epoch, commitment, sealed }) => {
      const enc = sealed.subarray(0, 32)
      const body = sealed.subarray(32, 96)
      const key = of('grant', secretOf(own), enc, space, Uint8Array.of(epoch))
      if (!isSame(sealed.subarray(96), of('tag', key, body).subarray(0, 16)))
        return { ok: false, why: 'tampered' }
      const plain = xor(key, body)
      const epochKey = plain.slice(0, 32)
      if (!isSame(commitment, craft.epochCommitment({ space, epoch, epochKey })))
        return { ok: false, why: 'uncommitted' }
      return { ok: true, epochKey, slotSecret: plain.slice(32) }
    },
    sealParcel: ({ key, header, change, randomBytes: draw }) => {
      const sized = sealParcelSize(change.length)
      if (sized === undefined) return { ok: false, why: 'too-large' }
      const plain = new Uint8Array(sized - envelope)
      plain.set(change)
      plain[change.length] = 0x80
      const nonce = draw(24)
      const body = xor(of('parcel', key, nonce), plain)
      return {
        ok: true,
        parcel: concat(Uint8Array.of(1), nonce, of('mac', key, header, nonce, body), body, padding),
      }
    },
    openParcel: ({ key, header, parcel }) => {
      const nonce = parcel.subarray(1, 25)
      const body = parcel.subarray(57, parcel.length - 16)
      if (parcel[0] !== 1 || !isSame(parcel.subarray(25, 57), of('mac', key, header, nonce, body)))
        return { ok: false, why: 'tampered' }
      const plain = xor(of('parcel', key, nonce), body)
      const end = plain.findLastIndex((byte) => byte !== 0)
      if (plain[end] !== 0x80) return { ok: false, why: 'malformed' }
      return { ok: true, change: plain.slice(0, end) }
    },
    createWrappingKey: async () =>
      ({ type: 'secret', extractable: false, of: 'tests' }) as unknown as CryptoKey,
    wrap: async ({ place, plain }) => xor(of('wrap', place), plain),
    unwrap: async ({ place, wrapped }) => ({ ok: true, plain: xor(of('wrap', place), wrapped) }),
  }
}

/** Everything lies open: whatever two histories say to a server, they say it in plain words. */
export function createOpenCraft(randomBytes: RandomBytes): Craft {
  return {
    ...createFastCraft(randomBytes),
    sealParcel: ({ change }) => {
      const sized = sealParcelSize(change.length)
      if (sized === undefined) return { ok: false, why: 'too-large' }
      const parcel = new Uint8Array(sized)
      parcel.set(change)
      parcel[change.length] = 0x80
      return { ok: true, parcel }
    },
    openParcel: ({ parcel }) => ({
      ok: true,
      change: parcel.slice(
        0,
        parcel.findLastIndex((byte) => byte !== 0),
      ),
    }),
  }
}

/** The real parcels with the fast signatures, and so on: what is under test is not what takes the time. */
export const realParcels = { sealParcel, openParcel }

const labelBytes = new Map<string, Uint8Array>()
function bytesOf(label: string): Uint8Array {
  const bytes = labelBytes.get(label) ?? ofLabel(label)
  labelBytes.set(label, bytes)
  return bytes
}

const envelope = 73
const padding = new Uint8Array(16)

function sealParcelSize(changeBytes: number): number | undefined {
  let sizeBytes: number = limits.parcelBytesMin
  while (sizeBytes < envelope + changeBytes + 1) sizeBytes *= 2
  return sizeBytes > limits.parcelBytesMax ? undefined : sizeBytes
}

/** A stream of 32 bytes over and over. It hides words from a search, and that is what it is for. */
function xor(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) out[at] = (bytes[at] as number) ^ (key[at & 31] as number)
  return out
}
