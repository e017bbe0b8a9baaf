/** Noor and Sam answer the same question apart. What Noor promised, only her answer keeps. */
import { hexToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, commitToAnswer, keepsPromise } from './answer.ts'
import frozen from './vectors/answer-1.json' with { type: 'json' }

const noors: Answer = {
  space: new Uint8Array(16).fill(0xc0),
  question: 'couple-light-3',
  round: '1',
  person: 0,
  salt: new Uint8Array(32).fill(7),
  answer: 'The goat',
}
const promise = commitToAnswer(noors)

/** One thing of it is another. */
const others: Record<string, Answer> = {
  answer: { ...noors, answer: 'The goats' },
  'letter case': { ...noors, answer: 'the goat' },
  'person, who copied it': { ...noors, person: 1 },
  round: { ...noors, round: '2' },
  question: { ...noors, question: 'couple-light-4' },
  space: { ...noors, space: new Uint8Array(16) },
  salt: { ...noors, salt: new Uint8Array(32) },
}

describe('A promise', () => {
  test('is kept by the answer it was given for', () => expect(keepsPromise(promise, noors)).toBe(true))

  for (const [what, other] of Object.entries(others))
    test(`is not kept by another ${what}`, () => expect(keepsPromise(promise, other)).toBe(false))

  test('is kept by one answer only, however its texts are cut', () =>
    fc.assert(
      fc.property(text(), text(), text(), (question, round, answer) => {
        const said = { ...noors, question, round, answer }
        const given = commitToAnswer(said)
        expect(keepsPromise(given, said)).toBe(true)
        expect(keepsPromise(given, { ...said, answer: `${answer}.` })).toBe(false)
        // The end of one text at the beginning of the next would be the same letters in the same order.
        if (question)
          expect(
            keepsPromise(given, { ...said, question: question.slice(0, -1), round: question.at(-1) + round }),
          ).toBe(false)
      }),
    ))

  test('says nothing: with another salt the same answer is another promise', () =>
    expect(commitToAnswer({ ...noors, salt: new Uint8Array(32).fill(8) })).not.toEqual(promise))

  test('is not kept by an opening that is none', () => {
    expect(keepsPromise(promise, { ...noors, salt: new Uint8Array(31) })).toBe(false)
    expect(keepsPromise(promise, { ...noors, answer: '\ud800' })).toBe(false)
    expect(keepsPromise(new Uint8Array(), noors)).toBe(false)
  })

  test('is not given for half a letter, which two texts could share', () =>
    expect(() => commitToAnswer({ ...noors, answer: 'goat \ud83d' })).toThrow())
})

describe('The frozen promises of version 1', () => {
  for (const { about, space, salt, commitment, ...rest } of frozen.answers)
    test(`${about}: the same today`, () =>
      expect(commitToAnswer({ ...rest, space: hexToBytes(space), salt: hexToBytes(salt) })).toEqual(
        hexToBytes(commitment),
      ))
})

function text() {
  // Digits and letters only, so that cutting never halves one.
  return fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 5 })
}
