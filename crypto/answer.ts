/**
 * Answers that open together: a promise that an answer will not change, which says nothing about it.
 *
 * The surprise is the salt. Without it anybody could try "yes" and "no" and see which of them fits, so the promise
 * would be as good as the answer. With 32 bytes of chance there is nothing to try.
 */
import { equalBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import { exactly, labelled, number, sha256 } from './derive.ts'
import { labels } from './seal.ts'

const spaceBytes = 16
export const saltBytes = 32

/** Named so that a promise counts for one person in one round of one question, and cannot be carried to another. */
export type Answer = {
  readonly space: Uint8Array
  readonly question: string
  readonly round: string
  readonly person: number
  readonly salt: Uint8Array
  readonly answer: string
}

/**
 * Texts as they are, not normalised: records keep every letter as it was written. A half of a surrogate pair has no
 * UTF-8 and is a bug here, because two texts that differ in one would have one promise.
 */
export function commitToAnswer(about: Answer): Uint8Array {
  const { space, question, round, person, salt, answer } = about
  const committed = labelled(
    labels.answer,
    exactly(space, spaceBytes),
    ...text(question),
    ...text(round),
    number(person, 1),
    exactly(salt, saltBytes),
    ...text(answer),
  )
  return sha256(committed)
}

/**
 * Whether an opening keeps what was promised. The opening comes from somebody else, so for once half a letter is no bug
 * of ours. In constant time, though by now there is little left to learn.
 */
export function keepsPromise(commitment: Uint8Array, about: Answer): boolean {
  const isOne = about.salt.length === saltBytes && about.answer.isWellFormed()
  return isOne && equalBytes(commitment, commitToAnswer(about))
}

/** With its length before it: otherwise the end of a question could be moved into the round. */
function text(words: string): [Uint8Array, Uint8Array] {
  if (!words.isWellFormed()) throw new Error('half a letter')
  const bytes = utf8ToBytes(words)
  return [number(bytes.length, 4), bytes]
}
