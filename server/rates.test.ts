/** How much one may ask for, by a clock that stands where the test puts it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createRates, type Rates } from './rates.ts'

let atMs: number
let rates: Rates
const rest = (ms: number) => {
  atMs += ms
}

beforeEach(() => {
  atMs = Date.UTC(2026, 10, 25)
  rates = createRates({ nowMs: () => atMs, isOff: false })
})

describe("Noor's phone", () => {
  const take = (count: number) => rates.take('packetsOfDevice', 'noor', count)

  test('may send a lot at once, then as much as comes back', () => {
    expect(take(2_000)).toBe(0)
    expect(take(1)).toBe(50)
    rest(50)
    expect([take(1), take(1)]).toEqual([0, 50])
    rest(1_000)
    expect(take(20)).toBe(0)
  })

  test('is told exactly how long to wait, and then is not told so again', () => {
    take(2_000)
    const waitMs = take(64)
    expect(waitMs).toBe(64 * 50)
    rest(waitMs - 1)
    expect(take(64)).toBe(1)
    rest(1)
    expect(take(64)).toBe(0)
  })

  test('pays nothing for what it did not get', () => {
    take(1_990)
    for (let n = 0; n < 100; n++) expect(take(64)).toBeGreaterThan(0)
    expect(take(10)).toBe(0)
  })

  test('does not use up what is for Sam', () => {
    take(2_000)
    expect(rates.take('packetsOfDevice', 'sam', 2_000)).toBe(0)
  })

  test('is not locked out when the clock of the machine is set back', () => {
    take(2_000)
    rest(-86_400_000)
    expect(take(1)).toBe(50)
    rest(50)
    expect(take(1)).toBe(0)
  })

  test('is forgotten once it has everything again, and not before', () => {
    take(2_000)
    rest(99_000)
    rates.forget()
    expect(take(1_990)).toBeGreaterThan(0)
    rest(1_000)
    rates.forget()
    expect(take(2_000)).toBe(0)
  })
})

describe('An address', () => {
  test('has its allowances: connections, spaces, meetings', () => {
    const spend = (allowed: Parameters<Rates['take']>[0], most: number) =>
      Array.from({ length: most + 1 }, () => rates.take(allowed, 'home')).map((waitMs) => waitMs === 0)
    expect(spend('connectionsOfAddress', 20)).toEqual([...Array(20).fill(true), false])
    expect(spend('spacesOfAddress', 20)).toEqual([...Array(20).fill(true), false])
    expect(spend('meetingsOfAddress', 10)).toEqual([...Array(10).fill(true), false])
    rest(100)
    expect(rates.take('connectionsOfAddress', 'home')).toBe(0)
    rest(6 * 60_000)
    expect(rates.take('meetingsOfAddress', 'home')).toBe(0)
  })

  test('is never held as such, and is called something else an hour later', () => {
    const name = rates.nameOf('192.0.2.7')
    expect(name).toMatch(/^[\w+/]{22}$/)
    expect(rates.nameOf('192.0.2.7')).toBe(name)
    expect(rates.nameOf('192.0.2.8')).not.toBe(name)
    rest(3_600_000)
    rates.forget()
    expect(rates.nameOf('192.0.2.7')).not.toBe(name)
  })

  test('is forgotten within the hour, with all it has asked for', () => {
    for (let n = 0; n < 20; n++) rates.take('spacesOfAddress', 'home')
    rest(58 * 60_000)
    rates.forget()
    expect(rates.take('spacesOfAddress', 'home')).toBeGreaterThan(0)
    rest(60_000)
    rates.forget()
    expect(rates.take('spacesOfAddress', 'home')).toBe(0)
  })

  test.each([
    ['2001:db8:1:2::7', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', true],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::9', true],
    ['2001:db8:1:2::7', '2001:db8:1:3::7', false],
    ['2001:db8::7', '2001:db8:0:0:1::', true],
    ['::1', '::2', true],
    ['fe80::1%eth0', 'fe80::1', true],
    ['::ffff:192.0.2.7', '192.0.2.7', true],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.8', false],
    ['192.0.2.7', '192.0.2.70', false],
    ['', 'unix', false],
  ])('of a household is one, and of two are two: %s, %s', (one, other, isSame) => {
    expect(rates.nameOf(one) === rates.nameOf(other)).toBe(isSame)
  })
})

test('where rates are off everybody may have everything', () => {
  const off = createRates({ nowMs: () => atMs, isOff: true })
  expect(off.take('packetsOfDevice', 'noor', 1_000_000)).toBe(0)
})
