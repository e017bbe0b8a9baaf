/**
 * Bytes under a label: what this room derives, hashes and signs, all of it spelled in one way. A label, which says
 * what for, then parts in a fixed order; numbers are big-endian.
 *
 * The surprise is that no part has a length before it. It needs none: in every use each part but the last has a fixed
 * length, so there is one way to read the whole. Who adds a part of any length puts its length before it, as
 * `answer.ts` does.
 */
import { concatBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 as hash } from '@noble/hashes/sha2.js'
import type { labels } from './seal.ts'

export type Label = (typeof labels)[keyof typeof labels]

/** HKDF-SHA-256 without a salt, which RFC 5869, 3.1, allows: all we derive from is uniform already. */
export function derived(from: Uint8Array, sizeBytes: number, info: Uint8Array): Uint8Array {
  return hkdf(hash, from, undefined, info, sizeBytes)
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return hash(bytes)
}

export function labelled(label: Label, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(utf8ToBytes(label), ...parts)
}

/** A number in so many bytes, six at most. One that does not fit is a bug, and would be another number. */
export function number(value: number, sizeBytes: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** sizeBytes)
    throw new Error(`no number of ${sizeBytes} bytes`)
  const bytes = new Uint8Array(sizeBytes)
  // By division: the shifts of JavaScript end at 32 bits.
  for (let at = sizeBytes - 1, left = value; at >= 0; at--, left = Math.floor(left / 256))
    bytes[at] = left % 256
  return bytes
}

/** Lengths are part of the format, so a part of another length is a bug of ours that would look like a wrong key. */
export function exactly(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  if (bytes.length !== sizeBytes) throw new Error(`${bytes.length} bytes where ${sizeBytes} belong`)
  return bytes
}
