/** Bytes become text and come back; and text that is no bytes is a bug of ours. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, ofHex, ofLabel, toHex } from './bytes.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)

describe('Bytes as text', () => {
  test('are what everybody else writes too', () => {
    expect(toHex(everyByte)).toBe(Buffer.from(everyByte).toString('hex'))
    expect(toHex(new Uint8Array())).toBe('')
  })

  test('come back', () => {
    expect(ofHex(toHex(everyByte))).toEqual(everyByte)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(ofHex(toHex(bytes))).toEqual(bytes)
      }),
    )
  })

  test.each(['0', 'abc', 'AB', 'g0', '0x', ' 00', '00 ', '00\n', '-1'])('%j is none', (text) =>
    expect(() => ofHex(text)).toThrow(),
  )
})

test('Parts stand behind one another, in memory of their own', () => {
  const first = Uint8Array.of(1, 2)
  const all = concat(first, new Uint8Array(), Uint8Array.of(3))
  expect(all).toEqual(Uint8Array.of(1, 2, 3))
  first.fill(9)
  expect(all[0]).toBe(1)
  expect(concat()).toEqual(new Uint8Array())
})

test('A label is its ASCII', () =>
  expect(ofLabel('tend/v1/space')).toEqual(new Uint8Array(Buffer.from('tend/v1/space', 'ascii'))))
