/**
 * Noor reads an invitation to Sam over the telephone. Whatever he writes down wrong is found; however he writes it
 * down right, it is read.
 */
import { hexToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInvitation, invitationText, readInvitation } from './invitation.ts'
import frozen from './vectors/invitation-1.json' with { type: 'json' }

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const secret = Uint8Array.from({ length: 16 }, (_, at) => 0x20 + 9 * at)
const text = invitationText(secret)
const plain = text.replaceAll('-', '')
const mistyped = { ok: false, why: 'mistyped' }
const read = { ok: true, secret }

describe('An invitation', () => {
  test('is seven groups of four, without the letters that look like digits', () => {
    expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){6}$/)
    expect(createInvitation((sizeBytes) => secret.slice(0, sizeBytes))).toEqual(secret)
  })

  test('comes back as it was, whatever it is', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (any) => {
        expect(readInvitation(invitationText(any))).toEqual({ ok: true, secret: any })
      }),
    ))

  test('has one text', () => {
    // The last character before the check holds three bits of the secret and two zeros.
    const texts = [...alphabet].flatMap((last) =>
      [...alphabet].flatMap((one) => [...alphabet].map((two) => plain.slice(0, 25) + last + one + two)),
    )
    const found = texts.map(readInvitation).flatMap((each) => (each.ok ? [String(each.secret)] : []))
    expect(found).toHaveLength(8)
    expect(new Set(found).size).toBe(8)
  })
})

describe('A slip is found', () => {
  test('in any one character, each tried with each', () => {
    for (let at = 0; at < plain.length; at++)
      for (const other of alphabet)
        if (other !== plain[at])
          expect(readInvitation(plain.slice(0, at) + other + plain.slice(at + 1))).toEqual(mistyped)
  })

  test('in any two that were exchanged, neighbours or not', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (any) => {
        const letters = [...invitationText(any).replaceAll('-', '')]
        for (let one = 0; one < letters.length; one++)
          for (let other = 0; other < one; other++) {
            if (letters[one] === letters[other]) continue
            const exchanged = letters.with(one, letters[other]!).with(other, letters[one]!)
            expect(readInvitation(exchanged.join(''))).toEqual(mistyped)
          }
      }),
      { numRuns: 10 },
    ))

  test('in any two characters whatever', () =>
    fc.assert(
      fc.property(
        fc.nat(27),
        fc.nat(27),
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 31 }),
        (...two) => {
          const [first, second, by, byToo] = two
          fc.pre(first !== second)
          const letters = [...plain]
          for (const [at, turn] of [
            [first, by],
            [second, byToo],
          ] as const)
            letters[at] = alphabet[alphabet.indexOf(letters[at]!) ^ turn]!
          expect(readInvitation(letters.join(''))).toEqual(mistyped)
        },
      ),
      { numRuns: 500 },
    ))

  test('in a character that is none of ours, and when there are too many', () => {
    for (const stranger of ['U', 'Ä', '5️', '🐐', '+'])
      expect(readInvitation(stranger + plain.slice(1)).ok).toBe(false)
    expect(readInvitation(`${plain}0`)).toEqual(mistyped)
    expect(readInvitation(text + text)).toEqual(mistyped)
  })

  test('when some are missing, which is another thing to say', () => {
    for (let length = 0; length < plain.length; length++)
      expect(readInvitation(plain.slice(0, length))).toEqual({ ok: false, why: 'incomplete' })
  })

  test('in whatever people paste', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (anything) => {
        expect(readInvitation(anything).ok).toBe(false)
      }),
    ))
})

describe('It is read', () => {
  test('in small letters, with other dashes, with none, over two lines', () => {
    for (const written of [
      text.toLowerCase(),
      plain,
      text.replaceAll('-', ' – '),
      text.replaceAll('-', '\u2011'),
      `  ${text.slice(0, 14)}\n${text.slice(14)}\u200b\n`,
      `“${text}”.`,
      plain.replace(/./g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0)),
    ])
      expect(readInvitation(written)).toEqual(read)
  })

  test('with the letters that look like 0 and 1', () => {
    const zerosAndOnes = new Uint8Array(16).fill(0b00001_000)
    const looks = invitationText(zerosAndOnes)
    expect(looks).toContain('0')
    expect(looks).toContain('1')
    for (const one of ['I', 'l', 'L', 'i'])
      for (const zero of ['O', 'o'])
        expect(readInvitation(looks.replaceAll('1', one).replaceAll('0', zero))).toEqual({
          ok: true,
          secret: zerosAndOnes,
        })
  })

  test('out of a whole link', () => {
    for (const link of [
      `https://tend.example/a/join#${text}`,
      `https://tend.example/a/join/${text.toLowerCase()}`,
      `Come: https://tend.example/a/join#${plain} `,
    ])
      expect(readInvitation(link)).toEqual(read)
  })
})

describe('The frozen invitations of version 1', () => {
  for (const { about, secret: hex, text: written } of frozen.invitations)
    test(`${about}: the same text today`, () => {
      expect(invitationText(hexToBytes(hex))).toBe(written)
      expect(readInvitation(written)).toEqual({ ok: true, secret: hexToBytes(hex) })
    })
})
