/**
 * Bytes ⇄ lower-case hexadecimal text, and bytes behind one another.
 *
 * Keys, hashes and names travel as bytes and are text everywhere else: only text can be compared with `===` and be
 * the key of a map. This is the one place where they change.
 */
import type { Hex } from './message.ts'

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): Hex {
  let hex = ''
  for (const byte of bytes) hex += pairs[byte]
  return hex
}

/** Throws for what is not hexadecimal text in lower case: all such text was made here, so it would be a bug of ours. */
export function ofHex(hex: Hex): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new Error('this is not hexadecimal text')
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  )
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sizeBytes, part) => sizeBytes + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Labels are ASCII, so this needs no encoder, which the language itself does not have. */
export function ofLabel(label: string): Uint8Array {
  return Uint8Array.from(label, (letter) => letter.charCodeAt(0))
}
