/**
 * Each piece of a layout reads what it writes and nothing else. What both ends would refuse, an encoder throws for and
 * a decoder answers nothing to.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decode,
  encode,
  type Field,
  flag,
  hex,
  layout,
  listOf,
  raw,
  sized,
  u8,
  u16,
  u32,
  u48,
  where,
  within,
  word,
} from './layout.ts'

const bytes = (...all: number[]) => Uint8Array.of(...all)

describe('Numbers', () => {
  test.each([
    ['8', u8, 1],
    ['16', u16, 2],
    ['32', u32, 4],
    ['48', u48, 6],
  ] as const)('of %s bits are written big-endian, as everybody writes them', (_, field, sizeBytes) => {
    const greatest = 2 ** (8 * sizeBytes) - 1
    for (const number of [0, 1, 0x80, 0xff, Math.floor(greatest / 3), greatest - 1, greatest]) {
      const written = Buffer.alloc(sizeBytes)
      written.writeUIntBE(number, 0, sizeBytes)
      expect(encode(field, number)).toEqual(new Uint8Array(written))
      expect(decode(field, written)).toBe(number)
    }
    for (const wrong of [-1, 0.5, greatest + 1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => encode(field, wrong)).toThrow()
    expect(decode(field, new Uint8Array(sizeBytes - 1))).toBeUndefined()
    expect(decode(field, new Uint8Array(sizeBytes + 1))).toBeUndefined()
  })

  test('of 48 bits are exact', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (number) => {
        expect(decode(u48, encode(u48, number))).toBe(number)
      }),
    ))

  test('may have a least and a greatest', () => {
    const field = within(u8, { min: 3, max: 5 })
    for (const number of [3, 4, 5]) expect(decode(field, encode(field, number))).toBe(number)
    for (const number of [0, 2, 6, 255]) {
      expect(() => encode(field, number)).toThrow()
      expect(decode(field, bytes(number))).toBeUndefined()
    }
    expect(decode(within(u8, { min: 1 }), bytes(255))).toBe(255)
  })
})

test('Yes is 1, no is 0, and nothing else is either', () => {
  expect(encode(flag, true)).toEqual(bytes(1))
  expect(encode(flag, false)).toEqual(bytes(0))
  expect(decode(flag, bytes(1))).toBe(true)
  expect(decode(flag, bytes(0))).toBe(false)
  for (const wrong of [bytes(2), bytes(255), bytes()]) expect(decode(flag, wrong)).toBeUndefined()
})

test('A word is its place in the list, from 1', () => {
  const field = word(['tea', 'snow'])
  expect(encode(field, 'tea')).toEqual(bytes(1))
  expect(encode(field, 'snow')).toEqual(bytes(2))
  expect(decode(field, bytes(1))).toBe('tea')
  expect(decode(field, bytes(2))).toBe('snow')
  for (const wrong of [bytes(0), bytes(3), bytes()]) expect(decode(field, wrong)).toBeUndefined()
  expect(() => encode(field as Field<string>, 'rain')).toThrow()
})

describe('Bytes', () => {
  test('are exactly so many', () => {
    expect(encode(raw(2), bytes(7, 8))).toEqual(bytes(7, 8))
    expect(decode(raw(2), bytes(7, 8))).toEqual(bytes(7, 8))
    for (const wrong of [bytes(), bytes(7), bytes(7, 8, 9)]) {
      expect(() => encode(raw(2), wrong)).toThrow()
      expect(decode(raw(2), wrong)).toBeUndefined()
    }
  })

  test('are read into memory of their own', () => {
    const frame = bytes(7, 8, 9)
    const read = decode(layout({ first: raw(1), rest: raw(2) }), frame)!
    frame.fill(0)
    expect(read).toEqual({ first: bytes(7), rest: bytes(8, 9) })
    expect(read.rest.buffer.byteLength).toBe(2)
  })

  test('are text on our side', () => {
    expect(encode(hex(2), '0a0b')).toEqual(bytes(10, 11))
    expect(decode(hex(2), bytes(10, 11))).toBe('0a0b')
    expect(decode(hex(2), bytes(10))).toBeUndefined()
    for (const wrong of ['0a', '0a0b0c', '0A0B', 'tea!']) expect(() => encode(hex(2), wrong)).toThrow()
  })

  test('stand behind their length, which may have bounds', () => {
    const field = sized(within(u8, { min: 1, max: 3 }))
    expect(encode(field, bytes(7, 8))).toEqual(bytes(2, 7, 8))
    expect(decode(field, bytes(2, 7, 8))).toEqual(bytes(7, 8))
    for (const wrong of [bytes(), bytes(0), bytes(2, 7), bytes(1, 7, 8), bytes(4, 7, 8, 9, 10)])
      expect(decode(field, wrong)).toBeUndefined()
    for (const wrong of [bytes(), bytes(7, 8, 9, 10)]) expect(() => encode(field, wrong)).toThrow()
    expect(decode(sized(u8), bytes(0))).toEqual(bytes())
  })
})

describe('A list', () => {
  const field = listOf(within(u8, { min: 0, max: 2 }), u16)

  test('stands behind its number', () => {
    expect(encode(field, [1, 258])).toEqual(bytes(2, 0, 1, 1, 2))
    expect(decode(field, bytes(2, 0, 1, 1, 2))).toEqual([1, 258])
    expect(decode(field, bytes(0))).toEqual([])
  })

  test('is none if anything is missing or too much', () => {
    for (const wrong of [
      bytes(),
      bytes(1),
      bytes(1, 0),
      bytes(2, 0, 1),
      bytes(1, 0, 1, 0),
      bytes(3, 0, 1, 0, 1, 0, 1),
    ])
      expect(decode(field, wrong)).toBeUndefined()
    expect(() => encode(field, [1, 2, 3])).toThrow()
    expect(() => encode(field, [-1])).toThrow()
  })

  test('is read no further than it goes, whatever number it claims', () => {
    let asked = 0
    const counted: Field<number> = { ...u8, read: (from) => (asked++, u8.read(from)) }
    expect(decode(listOf(u32, counted), bytes(255, 255, 255, 255, 7, 7))).toBeUndefined()
    expect(asked).toBe(3)
  })
})

describe('A row', () => {
  const field = layout<{ first: number; second: boolean }>({ first: u16, second: flag })

  test('lies in the order in which it is written down, whatever order it is given in', () => {
    expect(encode(field, { second: true, first: 258 })).toEqual(bytes(1, 2, 1))
    expect(decode(field, bytes(1, 2, 0))).toEqual({ first: 258, second: false })
  })

  test('is none if anything is missing, wrong or too much', () => {
    for (const wrong of [bytes(), bytes(1, 2), bytes(1, 2, 2), bytes(1, 2, 1, 0)])
      expect(decode(field, wrong)).toBeUndefined()
  })

  test('may be empty', () => {
    expect(encode(layout({}), {})).toEqual(bytes())
    expect(decode(layout({}), bytes())).toEqual({})
    expect(decode(layout({}), bytes(0))).toBeUndefined()
  })

  test('may have a rule, at both ends', () => {
    const rising = where(
      layout<{ one: number; other: number }>({ one: u8, other: u8 }),
      ({ one, other }) => one < other,
    )
    expect(decode(rising, bytes(1, 2))).toEqual({ one: 1, other: 2 })
    expect(encode(rising, { one: 1, other: 2 })).toEqual(bytes(1, 2))
    expect(decode(rising, bytes(2, 1))).toBeUndefined()
    expect(decode(rising, bytes(2))).toBeUndefined()
    expect(() => encode(rising, { one: 2, other: 1 })).toThrow()
  })
})
