/**
 * How two phones meet that share an invitation and nothing else, and how the people make sure that it is theirs that
 * met. The letters cross a server, in a mailbox that the invitation names.
 *
 *     m0   A → B   a promise of a
 *     m1   B → A   b
 *     m2   A → B   a = agreement key 32 | nonce 16
 *
 * The surprise is the promise. Six digits can be guessed by trying, were it not that A is bound before B has spoken,
 * and B speaks before A is seen. So whoever stands between has one guess in a million, not as many as they like, and a
 * wrong one is seen by two people. `invitation.ts` has the invitation as text.
 */
import { concatBytes, equalBytes } from '@noble/ciphers/utils.js'
import { derived, exactly, labelled, number, sha256 } from './derive.ts'
import { agree, type KeyPair } from './keys.ts'
import { labels, type Opened, open, type RandomBytes, seal } from './seal.ts'

/** The first word of each of the two: a key that is made for this pairing and thrown away after it. */
export type Hello = { readonly agreement: Uint8Array; readonly nonce: Uint8Array }

export type Meeting = { readonly id: Uint8Array; readonly key: Uint8Array }

/** The letters as they were before they were sealed. Whoever changed one gets other digits. */
export type Spoken = { readonly m0: Uint8Array; readonly m1: Uint8Array; readonly m2: Uint8Array }

/**
 * `malformed`: no hello. `broken-promise`: what A showed is not what A promised. `bad-key`: nobody can agree with this
 * key. None of them happens between two apps that keep to this file.
 */
export type Paired =
  | { readonly ok: true; readonly key: Uint8Array; readonly digits: string }
  | { readonly ok: false; readonly why: 'malformed' | 'broken-promise' | 'bad-key' }

const secretBytes = 16
const keyBytes = 32
const nonceBytes = 16
const meetingIdBytes = 16
export const helloBytes = keyBytes + nonceBytes

/** Where to meet, and what to seal the first letters with. The server knows the place and cannot find the key. */
export function meetingOf(secret: Uint8Array): Meeting {
  exactly(secret, secretBytes)
  return {
    id: derived(secret, meetingIdBytes, labelled(labels.meetId)),
    key: derived(secret, keyBytes, labelled(labels.meetKey)),
  }
}

/** The nonce makes it new even where a key would not be: a promise once seen says nothing about another. */
export function encodeHello(hello: {
  readonly agreement: Uint8Array
  readonly randomBytes: RandomBytes
}): Uint8Array {
  return concatBytes(exactly(hello.agreement, keyBytes), hello.randomBytes(nonceBytes))
}

/** Undefined for bytes of another length; any others are a hello, true or not. */
export function decodeHello(bytes: Uint8Array): Hello | undefined {
  if (bytes.length !== helloBytes) return undefined
  return { agreement: bytes.slice(0, keyBytes), nonce: bytes.slice(keyBytes) }
}

/** m0 of a. */
export function promiseOf(hello: Uint8Array): Uint8Array {
  return sha256(labelled(labels.pairCommit, exactly(hello, helloBytes)))
}

/**
 * Both sides come to the same, or to other digits. Nothing but the digits may be used before both people have said
 * that they are the same.
 */
export async function pair(about: {
  readonly side: 'inviting' | 'joining'
  readonly secret: Uint8Array
  /** Made for this pairing, and thrown away after it. */
  readonly own: KeyPair
  readonly spoken: Spoken
}): Promise<Paired> {
  const { side, secret, own, spoken } = about
  const { m0, m1, m2 } = spoken
  const [a, b] = [decodeHello(m2), decodeHello(m1)]
  if (!a || !b) return { ok: false, why: 'malformed' }
  if (!equalBytes(m0, promiseOf(m2))) return { ok: false, why: 'broken-promise' }
  const transcript = sha256(labelled(labels.pairTranscript, m0, m1, m2))

  const theirs = side === 'inviting' ? b : a
  const agreed = await agree(own, theirs.agreement)
  if (!agreed.ok) return agreed
  // With the invitation inside, even who can break X25519 one day must have seen that too.
  const both = concatBytes(agreed.secret, exactly(secret, secretBytes))
  return {
    ok: true,
    key: derived(both, keyBytes, labelled(labels.pairKey, transcript)),
    digits: digitsOf(derived(both, 8, labelled(labels.pairDigits, transcript))),
  }
}

/** A letter into the mailbox, under the meeting key or the pairing key. It opens in its own place and in no other. */
export function sealMail(letter: {
  readonly key: Uint8Array
  readonly meetingId: Uint8Array
  readonly index: number
  readonly plain: Uint8Array
  readonly randomBytes: RandomBytes
}): Uint8Array {
  const { key, plain, randomBytes } = letter
  return seal({ key, header: mailHeader(letter), plain, randomBytes })
}

export function openMail(letter: {
  readonly key: Uint8Array
  readonly meetingId: Uint8Array
  readonly index: number
  readonly sealed: Uint8Array
}): Opened {
  const { key, sealed } = letter
  return open({ key, header: mailHeader(letter), sealed })
}

function mailHeader({ meetingId, index }: { readonly meetingId: Uint8Array; readonly index: number }) {
  return labelled(labels.mail, exactly(meetingId, meetingIdBytes), number(index, 1))
}

/** 2^64 is so much more than a million that no digits are likelier than others by more than 2^-44. */
function digitsOf(bytes: Uint8Array): string {
  const drawn = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return String(drawn % 1_000_000n).padStart(6, '0')
}
