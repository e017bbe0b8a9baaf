/** Noor wrote twelve words on paper, and reads them from it years later, in whatever hand. */
import { hexToBytes } from '@noble/ciphers/utils.js'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import frozen from './vectors/words-1.json' with { type: 'json' }
import { readWords, rootOf, wordMeantBy, wordsOf } from './words.ts'

const entropy = Uint8Array.from({ length: 16 }, (_, at) => 17 * at)
const words = wordsOf(entropy)
const read = { ok: true, entropy }

describe('Twelve words', () => {
  test('come back as what they were made of, whatever it was', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (any) => {
        expect(wordsOf(any)).toHaveLength(12)
        expect(readWords(wordsOf(any).join(' '))).toEqual({ ok: true, entropy: any })
      }),
      { numRuns: 50 },
    ))

  test('are read in capitals, numbered, over several lines, with commas', () => {
    for (const written of [
      words.join(' ').toUpperCase(),
      words.map((word, place) => `${place + 1}. ${word}`).join('\n'),
      words.map((word, place) => `${place + 1})${word}`).join(' '),
      ` ${words.join(',\t')}. `,
      words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' – '),
    ])
      expect(readWords(written)).toEqual(read)
  })

  test('are read by their first four letters, which no two words share', () => {
    expect(readWords(words.map((word) => word.slice(0, 4)).join(' '))).toEqual(read)
    expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2048)
    expect(wordlist.map(wordMeantBy)).toEqual(wordlist)
    expect(wordlist.map((word) => wordMeantBy(word.slice(0, 4)))).toEqual(wordlist)
  })

  test('of which one is not in the list: it is said which', () => {
    for (const [word, found] of [
      ['goats', 'goats'],
      ['Zoos', 'zoos'],
      ['aba', 'aba'],
      ['naïf', 'naif'],
    ] as const)
      expect(readWords(words.with(4, word).join(' '))).toEqual({
        ok: false,
        why: 'unknown',
        place: 5,
        word: found,
      })
  })

  test('that are too few or too many are counted', () => {
    expect(readWords('')).toEqual({ ok: false, why: 'count', found: 0 })
    expect(readWords(words.slice(1).join(' '))).toEqual({ ok: false, why: 'count', found: 11 })
    expect(readWords([...words, 'zoo'].join(' '))).toEqual({ ok: false, why: 'count', found: 13 })
  })

  test('of which one is another word do not fit, mostly', () => {
    const others = wordlist.filter((_, at) => at % 16 === 0)
    const wrong = others.map((word) => readWords(words.with(0, word).join(' ')))
    const unfit = wrong.filter((each) => !each.ok && each.why === 'unfit')
    // Four bits check the rest, so one in sixteen fits by chance.
    expect(unfit.length).toBeGreaterThan(others.length * 0.8)
    expect(wrong.every((each) => each.ok || each.why === 'unfit')).toBe(true)
  })

  test('are answered for, whatever is written there', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (anything) => {
        expect(readWords(anything).ok).toBe(false)
      }),
    ))
})

describe('The root that is made of them', () => {
  test('is the same every time, and another for other words', async () => {
    const [one, again, other] = [
      await rootOf(entropy),
      await rootOf(entropy),
      await rootOf(new Uint8Array(16)),
    ]
    expect(again.nonce).toEqual(one.nonce)
    expect(again.keys.signing.publicKey).toEqual(one.keys.signing.publicKey)
    expect(other.nonce).not.toEqual(one.nonce)
    expect(other.keys.signing.publicKey).not.toEqual(one.keys.signing.publicKey)
    expect(other.keys.agreement.publicKey).not.toEqual(one.keys.agreement.publicKey)
  })

  for (const { about, words: written, signingKey, agreementKey, nonce, ...hex } of frozen.roots)
    test(`${about}: the frozen one, the same today`, async () => {
      expect(readWords(written)).toEqual({ ok: true, entropy: hexToBytes(hex.entropy) })
      const root = await rootOf(hexToBytes(hex.entropy))
      expect(root.keys.signing.publicKey).toEqual(hexToBytes(signingKey))
      expect(root.keys.agreement.publicKey).toEqual(hexToBytes(agreementKey))
      expect(root.nonce).toEqual(hexToBytes(nonce))
    })
})
