import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldWord } from './find.ts'

test.each([
  ['apologise', 'apologize'],
  ['Practise', 'practice'],
  ['favourite', 'favorite'],
  ['counselling', 'counseling'],
  ['café', 'Cafe'],
  ['don’t', "don't"],
])('%s finds %s', (one, other) => expect(foldWord(one)).toBe(foldWord(other)))

test('words that differ in more than spelling stay apart', () => {
  expect(foldWord('walk')).not.toBe(foldWord('talk'))
  expect(foldWord('hug')).not.toBe(foldWord('hugs'))
})

test('the beginning of a word stays the beginning of it while it is typed with a z', () => {
  expect(foldWord('apologise').startsWith(foldWord('apologiz'))).toBe(true)
})

test('folding twice is folding once', () =>
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-zéÖñ’]{0,12}$/),
      (word) => foldWord(foldWord(word)) === foldWord(word),
    ),
  ))
