/**
 * How two devices that share an invitation come to share a space: six letters in a mailbox, and six digits in between
 * that the people compare. (The cryptography is `crypto/pairing.ts`'s, the steps are section 6 of the protocol.)
 *
 * `advance()` looks at a pairing and at what lies in the mailbox, and says what is to be done next. What surprises: it
 * keeps nothing in mind. A pairing is plain data that lies in the vault, so a page that is closed between two letters,
 * or a phone that waits a day for the other, goes on where it was.
 */

import { createAgreementKeys, createDeviceKeys, type DeviceKeys, type KeyPair, sign } from '../crypto/keys.ts'
import { encodeHello, meetingOf, openMail, pair, promiseOf, sealMail } from '../crypto/pairing.ts'
import type { RandomBytes } from '../crypto/seal.ts'
import { toHex } from '../wire/bytes.ts'
import { joinProof } from '../wire/entry.ts'
import { type Hex, limits } from '../wire/message.ts'
import { decodePlaces, decodeProofs, encodePlaces, encodeProofs, type Place, type Proof } from './letters.ts'
import type { Over } from './line.ts'

export type Meeting = {
  readonly side: 'inviting' | 'joining'
  /** Those who come to share, or one person's devices. The inviting side says it in its letter. */
  readonly purpose: 'person' | 'device'
  readonly owner: Hex
  readonly about: string
  /** A space that is there already; without it, a new one is made. */
  readonly into?: Hex
  readonly secret: Uint8Array
  readonly untilMs: number
  /** Made for this pairing, and thrown away after it. */
  readonly own: KeyPair
  readonly hello: Uint8Array
  /** What lies in the mailbox, by index, also what we put there ourselves. */
  readonly letters: readonly (Uint8Array | undefined)[]
  readonly said: boolean
  /** Under which everything from the fourth letter on is sealed. There from the moment there are digits. */
  readonly agreed?: { readonly key: Uint8Array; readonly digits: string }
  /** Ours for the spaces that the other side named, in their order. */
  readonly keys?: readonly DeviceKeys[]
}

export type Advanced =
  | { readonly next: 'wait'; readonly meeting: Meeting }
  /** Keep the meeting first, then post the letter: after a crash the very same one is posted again. */
  | { readonly next: 'post'; readonly meeting: Meeting; readonly index: number }
  /** Our person has said yes: say which spaces the other device will be in (`told`). */
  | { readonly next: 'name'; readonly meeting: Meeting }
  /** The other has proven its keys: put it into the log of each space, then go on with `admitted`. */
  | {
      readonly next: 'admit'
      readonly meeting: Meeting
      readonly places: readonly Place[]
      readonly proofs: readonly Proof[]
    }
  /** Everything is written, and only the last letter may still be on its way. */
  | {
      readonly next: 'told'
      readonly meeting: Meeting
      readonly places: readonly Place[]
      readonly asked: boolean
    }
  /** We are in, with these keys. */
  | {
      readonly next: 'enter'
      readonly asked: boolean
      readonly meeting: Meeting
      readonly places: readonly Place[]
      readonly keys: readonly DeviceKeys[]
    }
  | { readonly next: 'over'; readonly why: Over }

/** The letters by what they are. */
const promise = 0
const answer = 1
const shown = 2
const named = 3
const proven = 4
const done = 5

export async function createMeeting(about: {
  readonly side: Meeting['side']
  readonly purpose: Meeting['purpose']
  readonly owner: Hex
  readonly about: string
  readonly into?: Hex
  readonly secret: Uint8Array
  readonly nowMs: number
  readonly randomBytes: RandomBytes
}): Promise<Meeting> {
  const { nowMs, randomBytes, ...meeting } = about
  const own = await createAgreementKeys()
  return {
    ...meeting,
    untilMs: nowMs + limits.mailLifetimeSMax * 1000,
    own,
    hello: encodeHello({ agreement: own.publicKey, randomBytes }),
    letters: [],
    said: false,
  }
}

/** The person's yes to the digits. */
export const agreeTo = (meeting: Meeting): Meeting => ({ ...meeting, said: true })

/** A letter from the mailbox. Ours comes back to us too; another in the place of ours means that somebody was faster. */
export function receive(
  meeting: Meeting,
  { index, bytes }: { readonly index: number; readonly bytes: Uint8Array },
) {
  const known = meeting.letters[index]
  if (known) return toHex(known) === toHex(bytes) ? meeting : undefined
  return withLetter(meeting, index, bytes)
}

/** Looks where a pairing stands. Chance is only asked for when a letter is to be written. */
export async function advance(meeting: Meeting, randomBytes: RandomBytes): Promise<Advanced> {
  const wait = { next: 'wait', meeting } as const
  const write = (index: number, plain: Uint8Array, changed: Meeting = meeting): Advanced => ({
    next: 'post',
    index,
    meeting: withLetter(changed, index, sealed(changed, { index, plain, randomBytes })),
  })
  const { side, letters, said } = meeting

  if (side === 'inviting') {
    if (!letters[promise]) return write(promise, promiseOf(meeting.hello))
    if (!letters[answer]) return wait
    if (!letters[shown]) return opened(meeting, answer) ? write(shown, meeting.hello) : over('unreadable')
  } else {
    if (!letters[promise]) return wait
    if (!letters[answer]) return opened(meeting, promise) ? write(answer, meeting.hello) : over('unreadable')
    if (!letters[shown]) return wait
  }
  if (!meeting.agreed) return agreed(meeting)
  if (!said) return wait
  return side === 'inviting' ? invited(meeting, wait) : joined(meeting, { wait, write })
}

/** The letter that names the spaces, after our person's yes. */
export function naming(meeting: Meeting, places: readonly Place[], randomBytes: RandomBytes): Meeting {
  const plain = encodePlaces(places, { isDevice: meeting.purpose === 'device' })
  return withLetter(meeting, named, sealed(meeting, { index: named, plain, randomBytes }))
}

/** The last letter: everything is in the logs. `asked`: others in the space have to say yes first. */
export function finishing(
  meeting: Meeting,
  { asked, randomBytes }: { readonly asked: boolean; readonly randomBytes: RandomBytes },
): Meeting {
  const plain = Uint8Array.of(asked ? 1 : 0)
  return withLetter(meeting, done, sealed(meeting, { index: done, plain, randomBytes }))
}

/** The last letter that we wrote ourselves: after a restart nobody knows whether it was posted. */
export function lastWritten(
  meeting: Meeting,
): { readonly index: number; readonly bytes: Uint8Array } | undefined {
  const ours = meeting.side === 'inviting' ? [done, named, shown, promise] : [proven, answer]
  const index = ours.find((at) => meeting.letters[at])
  return index === undefined ? undefined : { index, bytes: meeting.letters[index] as Uint8Array }
}

export const letterToName = named
export const letterToFinish = done

async function agreed(meeting: Meeting): Promise<Advanced> {
  const [m0, m1, m2] = [opened(meeting, promise), opened(meeting, answer), opened(meeting, shown)]
  if (!m0 || !m1 || !m2) return over('unreadable')
  const paired = await pair({ ...meeting, spoken: { m0, m1, m2 } })
  if (!paired.ok) return over('unreadable')
  const { key, digits } = paired
  return { next: 'wait', meeting: { ...meeting, agreed: { key, digits } } }
}

function invited(meeting: Meeting, wait: Advanced): Advanced {
  const { letters } = meeting
  if (!letters[named]) return { next: 'name', meeting }
  if (!letters[proven]) return wait
  const places = placesIn(meeting)
  const plain = opened(meeting, proven)
  const proofs = plain && decodeProofs(plain)
  if (!places || !proofs || proofs.length !== places.length) return over('unreadable')
  if (!letters[done]) return { next: 'admit', meeting, places, proofs }
  return { next: 'told', meeting, places, asked: opened(meeting, done)?.[0] === 1 }
}

async function joined(
  meeting: Meeting,
  {
    wait,
    write,
  }: {
    readonly wait: Advanced
    readonly write: (index: number, plain: Uint8Array, changed: Meeting) => Advanced
  },
): Promise<Advanced> {
  const { letters, keys } = meeting
  if (!letters[named]) return wait
  const places = placesIn(meeting)
  if (!places) return over('unreadable')
  if (!letters[proven] || !keys) {
    const made = await Promise.all(places.map(() => createDeviceKeys()))
    const proofs = await Promise.all(places.map((place, i) => proofFor(place, made[i] as DeviceKeys)))
    return write(proven, encodeProofs(proofs), { ...meeting, keys: made })
  }
  if (!letters[done]) return wait
  const last = opened(meeting, done)
  if (last?.length !== 1) return over('unreadable')
  return { next: 'enter', meeting, places, keys, asked: last[0] === 1 }
}

async function proofFor(place: Place, keys: DeviceKeys): Promise<Proof> {
  const key = toHex(keys.signing.publicKey)
  const agreement = toHex(keys.agreement.publicKey)
  const { head, person } = place
  const proof = await sign(keys.signing, joinProof({ before: head, person, key, agreement, root: false }))
  return { key, agreement, proof }
}

/** Only what our person is here for: nobody becomes a device of somebody else by answering their invitation. */
function placesIn(meeting: Meeting): readonly Place[] | undefined {
  const plain = opened(meeting, named)
  const read = plain && decodePlaces(plain)
  return read?.isDevice === (meeting.purpose === 'device') ? read.places : undefined
}

/** Letters up to the digits are under the invitation, the others under what came of them. */
function opened(meeting: Meeting, index: number): Uint8Array | undefined {
  const { id, key } = meetingOf(meeting.secret)
  const letter = meeting.letters[index]
  const under = index < named ? key : meeting.agreed?.key
  if (!letter || !under) return undefined
  const result = openMail({ key: under, meetingId: id, index, sealed: letter })
  return result.ok ? result.plain : undefined
}

function sealed(
  meeting: Meeting,
  letter: { readonly index: number; readonly plain: Uint8Array; readonly randomBytes: RandomBytes },
): Uint8Array {
  const { id, key } = meetingOf(meeting.secret)
  const under = letter.index < named ? key : meeting.agreed?.key
  if (!under) throw new Error('a letter before there was anything to seal it with')
  return sealMail({ ...letter, key: under, meetingId: id })
}

function withLetter(meeting: Meeting, index: number, bytes: Uint8Array): Meeting {
  const letters = [...meeting.letters]
  letters[index] = bytes
  return { ...meeting, letters }
}

const over = (why: Over): Advanced => ({ next: 'over', why })

export const meetingId = (meeting: Meeting): Hex => toHex(meetingOf(meeting.secret).id)
