/** Days on the wall where a person is: they do not move with summer time, travel, leap years or the year's end. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, isDay, localDay, noonUtcMs, weekday, weekOf } from './day.ts'

const hourMs = 3_600_000
const anyDay = fc
  .date({ min: new Date('0001-01-08T00:00:00Z'), max: new Date('9999-12-20T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const steps = fc.integer({ min: -1500, max: 1500 })
const near = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('the local day of a moment', () => {
  test.each([
    // Vienna: 29 March 2026 has 23 hours, 25 October 25.
    ['the night before summer time', '2026-03-28T22:59:00Z', 60, '2026-03-28'],
    ['the first minute of the short day', '2026-03-28T23:00:00Z', 60, '2026-03-29'],
    ['the last minute of the short day', '2026-03-29T21:59:00Z', 120, '2026-03-29'],
    ['the first minute after it', '2026-03-29T22:00:00Z', 120, '2026-03-30'],
    ['the first minute of the long day', '2026-10-24T22:00:00Z', 120, '2026-10-25'],
    ['the last minute of the long day', '2026-10-25T22:59:00Z', 60, '2026-10-25'],
    ['the first minute after it', '2026-10-25T23:00:00Z', 60, '2026-10-26'],
    ['new year on Kiritimati', '2026-12-31T10:00:00Z', 840, '2027-01-01'],
    ['the same moment on Baker Island', '2026-12-31T10:00:00Z', -720, '2026-12-30'],
    ['half hours, in Kathmandu', '2026-11-25T18:15:00Z', 345, '2026-11-26'],
    ['a minute before that', '2026-11-25T18:14:00Z', 345, '2026-11-25'],
    ['a leap day in Greenwich', '2028-02-29T23:59:59.999Z', 0, '2028-02-29'],
    ['before 1970', '1969-12-31T23:30:00Z', 60, '1970-01-01'],
  ])('%s: %s at %i minutes is %s', (_, moment, offset, day) =>
    expect(localDay(Date.parse(moment), offset)).toBe(day),
  )

  test('agrees with the calendar of the platform for every offset from -12 to +14 hours', () => {
    const offsets = Array.from({ length: 53 }, (_, i) => -720 + i * 30)
    const calendars = new Map(
      offsets.map((offset) => {
        const clock = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16)
        const timeZone = `${offset < 0 ? '-' : '+'}${clock}`
        return [offset, new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })]
      }),
    )
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1930-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }),
        fc.constantFrom(...offsets),
        (date, offset) => {
          expect(localDay(date.getTime(), offset)).toBe(calendars.get(offset)!.format(date))
        },
      ),
    )
  })

  test('is the day itself at its noon in Greenwich, for half a day to either side', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -720, max: 719 }), (day, offset) => {
        expect(localDay(noonUtcMs(day), offset)).toBe(day)
      }),
    )
  })

  test.each([
    -8.64e15,
    8.64e15,
    1e18,
    -62_198_755_200_000,
    253_402_387_200_000,
    Number.NaN,
    Number.MAX_VALUE,
  ])('of a wild clock (%d) is no day, and no fault', (ms) => {
    for (const offset of [-720, 0, 840]) expect(isDay(localDay(ms, offset))).toBe(false)
  })
})

describe('days as numbers', () => {
  test('forward and back is where we were, and the distance is what was walked', () => {
    fc.assert(
      fc.property(near, steps, steps, (day, one, other) => {
        expect(addDays(addDays(day, one), other)).toBe(addDays(day, one + other))
        expect(addDays(addDays(day, one), -one)).toBe(day)
        expect(daysBetween(day, addDays(day, one))).toBe(one)
        expect(daysBetween(addDays(day, one), day)).toBe(-one || 0)
      }),
    )
  })

  test('every day is a day, tomorrow is one later, and text sorts as days do', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (day, other) => {
        expect(isDay(day)).toBe(true)
        expect(addDays(day, 1) > day).toBe(true)
        expect(Math.sign(daysBetween(day, other))).toBe(day === other ? 0 : day < other ? 1 : -1)
      }),
    )
  })

  test.each([
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2000-02-28', 1, '2000-02-29'],
    ['2100-02-28', 1, '2100-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2028-02-29', 366, '2029-03-01'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
    ['1970-01-01', -1, '1969-12-31'],
  ])('%s and %i is %s', (day, days, expected) => expect(addDays(day, days)).toBe(expected))

  test('before the first and after the last year there is no day', () => {
    expect(addDays('0000-01-01', -1)).toBe('no such day')
    expect(addDays('9999-12-31', 1)).toBe('no such day')
    expect(addDays('2026-11-25', 1e12)).toBe('no such day')
    expect(addDays('no such day', 1)).toBe('no such day')
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31')
    expect(addDays('0000-01-02', -1)).toBe('0000-01-01')
  })
})

describe('weeks', () => {
  test('begin on the Monday before or on the day, and are seven days', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const monday = weekOf(day)
        expect(new Date(`${monday}T12:00:00Z`).getUTCDay()).toBe(1)
        expect(weekday(monday)).toBe(0)
        expect(daysBetween(monday, day)).toBe(weekday(day))
        expect(weekday(day)).toBe((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7)
        for (let i = 0; i < 7; i++) expect(weekOf(addDays(monday, i))).toBe(monday)
        expect(weekOf(addDays(monday, 7))).toBe(addDays(monday, 7))
      }),
    )
  })

  test.each([
    ['2026-11-25', '2026-11-23'],
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
    ['2028-03-01', '2028-02-28'],
    ['1969-12-31', '1969-12-29'],
  ])('the week of %s begins on %s', (day, monday) => expect(weekOf(day)).toBe(monday))
})

describe('what is a day', () => {
  test.each(['2026-11-25', '2028-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is one', (day) =>
    expect(isDay(day)).toBe(true),
  )
  test.each([
    ...['2027-02-29', '2100-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-11-31', '2026-11-00'],
    ...['2026-1-5', '+275760-09-13', '-000001-01-01', '20261125', '2026-11-25T00:00', ' 2026-11-25', ''],
    ...['2026-11-25\n', '٢٠٢٦-١١-٢٥', 'no such day', 20261125, null, undefined, ['2026-11-25']],
  ])('%j is none', (wrong) => expect(isDay(wrong)).toBe(false))
})

test('noon in Greenwich is twelve hours into the day', () =>
  expect(noonUtcMs('2026-11-25')).toBe(Date.UTC(2026, 10, 25) + 12 * hourMs))
