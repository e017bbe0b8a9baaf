import fc from 'fast-check'
import { expect, test } from 'vitest'
import { note } from './couple.contract.ts'
import { isTelling, wordsAsked, wordsOf } from './words.ts'

test.each([
  ['Thank you, thank YOU!', ['THANK', 'YOU']],
  ['Café, Straße, ﬁn', ['CAFE', 'FIN', 'STRASSE']],
  ['天気予報', ['天気', '報', '気予', '予報'].sort()],
  ['iPhoneを買う', ['IPHONE', 'う', 'を買', '買う'].sort()],
  ['…  🫖 !', []],
  ['x'.repeat(70), ['X'.repeat(6), 'X'.repeat(64)]],
])('%s has the words %j', (text, words) => expect(wordsOf(note(text))).toEqual(words))

test('words come from what people write, also from lists, and from nothing else', () => {
  const f = {
    items: ['one', 2, ['three']],
    title: 'four',
    practice: 'five',
    day: '2026-11-25',
    note: { text: 'six' },
  }
  expect(wordsOf(note('', { f }))).toEqual(['FOUR', 'ONE'])
})

test.each([
  ['thank yo', ['THANK', 'YO']],
  ['天気予', ['天気', '気予']],
  ['天', ['天']],
  ['"*-', []],
])('%s asks for %j', (text, asked) => expect(wordsAsked(text)).toEqual(asked))

test('a very long question is cut short', () => {
  const text = Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' ')
  expect(wordsAsked(text)).toHaveLength(16)
})

test('plain letters are cut the quick way into the words of the thorough one', () => {
  const text = fc.string({ unit: 'binary-ascii', maxLength: 200 })
  fc.assert(
    fc.property(text, (plain) => {
      // One letter from elsewhere, which is no word, makes the whole text go the other way.
      expect(wordsOf(note(plain))).toEqual(wordsOf(note(`${plain}…`)))
    }),
  )
})

test.each([
  ['th', false],
  ['the', true],
  ['天', true],
  ['Я', false],
])('%s alone says enough to ask an index for: %s', (beginning, says) =>
  expect(isTelling(beginning)).toBe(says),
)
