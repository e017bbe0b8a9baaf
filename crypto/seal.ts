/**
 * One envelope for whatever leaves a device: `seal()` closes it, `open()` opens it or says why it does not.
 *
 *     envelope   0 version 1 | 1 nonce 24 | 25 commitment 32 | 57 ciphertext | tag 16
 *
 * The surprise is the commitment. A Poly1305 tag says that nobody changed the envelope; it does not say that only
 * one key opens it. [Note: One key only]
 * The header is not inside. It lies openly beside the envelope, or both ends know it, and an envelope opens only
 * under the header it was sealed with: nobody can move it to another space, epoch or record.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { concatBytes, equalBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'

/**
 * [Note: One label, one purpose] What we derive from a key, hash or sign, we do under a label of its own, so that no
 * two uses of a key can ever meet. Every label stands here or, where the server must know it too, in
 * `wire/message.ts`; each is used in one place, and a test counts both tables together. None begins another, because
 * bytes follow it. The version is that of the envelope: what version 2 derives, version 1 cannot.
 */
export const labels = {
  answer: 'tend/v1/answer',
  backup: 'tend/v1/backup',
  change: 'tend/v1/change',
  commit: 'tend/v1/commit',
  epoch: 'tend/v1/epoch',
  grant: 'tend/v1/grant',
  mail: 'tend/v1/mail',
  meetId: 'tend/v1/meet-id',
  meetKey: 'tend/v1/meet-key',
  packetKey: 'tend/v1/packet-key',
  pairCommit: 'tend/v1/pair-commit',
  pairDigits: 'tend/v1/pair-digits',
  pairKey: 'tend/v1/pair-key',
  pairTranscript: 'tend/v1/pair-transcript',
  parcel: 'tend/v1/parcel',
  slotKey: 'tend/v1/slot-key',
  wordsAgree: 'tend/v1/words-agree',
  wordsNonce: 'tend/v1/words-nonce',
  wordsSign: 'tend/v1/words-sign',
  wrap: 'tend/v1/wrap',
} as const

/** Chance comes as an argument, because this room is pure. In the app it is `crypto.getRandomValues` and no other. */
export type RandomBytes = (sizeBytes: number) => Uint8Array

/**
 * `tampered` also means another key or another header. They are not told apart: whoever tries keys shall learn
 * nothing from the answer, and for a person it is the same news. `too-new` asks for a newer app.
 */
export type Unopened = 'tampered' | 'too-new' | 'too-short'

export type Opened =
  | { readonly ok: true; readonly plain: Uint8Array }
  | { readonly ok: false; readonly why: Unopened }

const version = 1
const keyBytes = 32
/** 192 bits may be drawn at random for ever: after 2^72 envelopes under one key a repeat is still less likely than 2^-48. */
const nonceBytes = 24
const commitmentBytes = 32
const tagBytes = 16

const nonceAt = 1
const commitmentAt = nonceAt + nonceBytes
const ciphertextAt = commitmentAt + commitmentBytes

/** How much longer an envelope is than what it holds. */
export const envelopeBytes = ciphertextAt + tagBytes

/**
 * There is no argument for a nonce, on purpose: giving one twice is the mistake that breaks this cipher, and with
 * an honest source of chance nobody can make it. It is drawn here, once for each envelope.
 */
export function seal(letter: {
  readonly key: Uint8Array
  readonly header: Uint8Array
  readonly plain: Uint8Array
  readonly randomBytes: RandomBytes
}): Uint8Array {
  const nonce = letter.randomBytes(nonceBytes)
  const bound = lengthPrefixed(letter.header)
  const ciphertext = xchacha20poly1305(letter.key, nonce, bound).encrypt(letter.plain)
  return concatBytes(Uint8Array.of(version), nonce, commitment(letter.key, bound), ciphertext)
}

/** Answers for any bytes at all. It throws only for a key that is none, which is a bug of ours. */
export function open(letter: {
  readonly key: Uint8Array
  readonly header: Uint8Array
  readonly sealed: Uint8Array
}): Opened {
  const { key, sealed } = letter
  // The library throws too, but only after the commitment, where a wrong key would pass for somebody's tampering.
  if (key.length !== keyBytes) throw new Error(`a key has ${keyBytes} bytes`)

  // The version goes first: all else that is said here is true of version 1 alone, its shortest length too.
  const [sealedVersion] = sealed
  if (sealedVersion === undefined) return { ok: false, why: 'too-short' }
  if (sealedVersion > version) return { ok: false, why: 'too-new' }
  // There was never a version 0.
  if (sealedVersion < version) return { ok: false, why: 'tampered' }
  if (sealed.length < envelopeBytes) return { ok: false, why: 'too-short' }

  const bound = lengthPrefixed(letter.header)
  const committed = sealed.subarray(commitmentAt, ciphertextAt)
  if (!equalBytes(committed, commitment(key, bound))) return { ok: false, why: 'tampered' }

  const cipher = xchacha20poly1305(key, sealed.subarray(nonceAt, commitmentAt), bound)
  try {
    return { ok: true, plain: cipher.decrypt(sealed.subarray(ciphertextAt)) }
  } catch {
    // Key, nonce and lengths are right by now, so the library has one reason left to throw: the tag.
    return { ok: false, why: 'tampered' }
  }
}

/**
 * [Note: One key only] With XChaCha20-Poly1305, as with AES-GCM, one can make an envelope that opens under two keys
 * to two different texts ("invisible salamanders", Dodis et al. 2018), or one that tells which of many keys somebody
 * holds ("partitioning oracles", Len et al. 2021). A hash of key and header beside the ciphertext ends both, because
 * two keys with one hash would be a collision of SHA-256. It is compared in constant time, and before anything is
 * decrypted.
 *
 * It is the same for all envelopes under one key and header. A server learns nothing from that if the header names
 * whatever decides the key, such as space and epoch, because the header lies open anyway.
 */
function commitment(key: Uint8Array, bound: Uint8Array): Uint8Array {
  // HKDF may go without a salt (RFC 5869, 3.1): our keys are uniform already, and a salt would have to travel too.
  return hkdf(sha256, key, undefined, concatBytes(utf8ToBytes(labels.commit), bound), commitmentBytes)
}

/**
 * The length goes first, in four bytes, so that what is bound reads in one way only, whatever stands before it or
 * will one day stand behind it. It also ends the label: no header begins with the rest of a longer one.
 */
function lengthPrefixed(header: Uint8Array): Uint8Array {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, header.length)
  return concatBytes(length, header)
}
