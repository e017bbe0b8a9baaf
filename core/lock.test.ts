import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closesAfter, codeFault, plainCode, waitAfter, waitLeft } from './lock.ts'

const minuteMs = 60_000

describe('Sam types a wrong code', () => {
  test('three slips cost nothing, the next ones wait, longer each time', () => {
    expect([0, 1, 2, 3].map(waitAfter)).toEqual([0, 0, 0, 0])
    expect([4, 5, 6, 7].map(waitAfter)).toEqual([5_000, 10_000, 20_000, 40_000])
  })

  test('the wait grows and never passes a quarter of an hour', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (wrong) => {
        expect(waitAfter(wrong + 1)).toBeGreaterThanOrEqual(waitAfter(wrong))
        expect(waitAfter(wrong)).toBeLessThanOrEqual(15 * minuteMs)
      }),
    )
  })

  test('the wait runs out', () => {
    expect(waitLeft({ wrong: 4, atMs: 1000 }, 1000)).toBe(5_000)
    expect(waitLeft({ wrong: 4, atMs: 1000 }, 4000)).toBe(2_000)
    expect(waitLeft({ wrong: 4, atMs: 1000 }, 6000)).toBe(0)
  })

  test('a clock set back by a year does not lock anybody out for a year', () => {
    const yearMs = 365 * 24 * 60 * minuteMs
    expect(waitLeft({ wrong: 5, atMs: yearMs }, 0)).toBe(10_000)
  })
})

describe('a new code', () => {
  test('may be digits or words, and one letter is one letter on every keyboard', () => {
    expect(codeFault('2468', '2468')).toBeUndefined()
    expect(codeFault('kettle on the hill ', 'kettle on the hill')).toBeUndefined()
    expect(plainCode('cafe\u0301')).toBe(plainCode('café'))
  })

  test('cannot be short, nor two different ones', () => {
    expect(codeFault('246', '246')).toBe('short')
    expect(codeFault('  2  ', '  2  ')).toBe('short')
    expect(codeFault('2468', '2469')).toBe('differs')
  })

  test('upper and lower case are not the same', () => {
    expect(codeFault('Kettle', 'kettle')).toBe('differs')
  })
})

describe('the page was out of sight', () => {
  test('closes after the time that was chosen, a minute when nothing was', () => {
    expect(closesAfter(0, 0)).toBe(true)
    expect(closesAfter(5, 5 * minuteMs)).toBe(true)
    expect(closesAfter(undefined, minuteMs)).toBe(true)
  })

  test('stays open before that', () => {
    expect(closesAfter(1, minuteMs - 1)).toBe(false)
    expect(closesAfter(15, 14 * minuteMs)).toBe(false)
    expect(closesAfter(undefined, 0)).toBe(false)
  })
})
