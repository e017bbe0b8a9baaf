/** What a day holds beside the one small thing. Capacity sets the dose. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './day.ts'
import { Capacity } from './record.ts'
import { greetingOf, isEnough, itemsOf } from './today.ts'

const wednesday = '2026-11-25'
const noon = { day: wednesday, hour: 12, capacity: 'normal', habits: 0 } as const

describe('beside the one small thing', () => {
  test('an ordinary day has a check-in, a question and a thank you', () =>
    expect(itemsOf(noon)).toEqual(['checkin', 'question', 'appreciation']))

  test('a habit is there when there is one, and not when there is none', () => {
    expect(itemsOf({ ...noon, habits: 1 })).toContain('habit')
    expect(itemsOf({ ...noon, habits: 0 })).not.toContain('habit')
  })

  test.each([
    [0, 'gratitude'],
    [10, 'gratitude'],
    [11, undefined],
    [16, undefined],
    [17, 'highlow'],
    [23, 'highlow'],
  ])('on a Wednesday at %i the timely thing is %s', (hour, item) =>
    expect(itemsOf({ ...noon, hour }).slice(3)).toEqual(item ? [item] : []),
  )

  test('evenings take turns: high and low from Monday on every second day, bids between', () => {
    const evenings = Array.from(
      { length: 7 },
      (_, i) => itemsOf({ ...noon, day: addDays('2026-11-23', i), hour: 20 })[3],
    )
    expect(evenings).toEqual(['highlow', 'bids', 'highlow', 'bids', 'highlow', 'bids', 'highlow'])
  })

  test('a hectic day has the thread of three, whatever the hour and the habits', () => {
    for (const hour of [0, 8, 12, 20])
      expect(itemsOf({ ...noon, hour, habits: 9, capacity: 'hectic' })).toEqual([
        'message',
        'warm',
        'appreciation',
      ])
  })

  test('a day of recovery asks for nothing', () => {
    for (const hour of [0, 8, 12, 20])
      expect(itemsOf({ ...noon, hour, habits: 9, capacity: 'recovery' })).toEqual([])
  })

  test('is never more than four, never the same twice, and the same when asked again', () => {
    const view = fc.record({
      day: fc.nat(800).map((days) => addDays(wednesday, days)),
      hour: fc.nat(23),
      capacity: fc.constantFrom(...Capacity.options),
      habits: fc.nat(12),
    })
    fc.assert(
      fc.property(view, (one) => {
        const items = itemsOf(Object.freeze(one))
        expect(items.length).toBeLessThanOrEqual(4)
        expect(new Set(items).size).toBe(items.length)
        expect(itemsOf(one)).toEqual(items)
      }),
    )
  })
})

describe('it is enough', () => {
  test.each([
    [true, 0],
    [false, 2],
    [false, 3],
    [true, 4],
  ])('with the small thing %s and %i others', (small, items) => expect(isEnough({ small, items })).toBe(true))

  test.each([
    [false, 0],
    [false, 1],
  ])('but not with the small thing %s and %i other', (small, items) =>
    expect(isEnough({ small, items })).toBe(false),
  )
})

test.each([
  [0, 'night'],
  [4, 'night'],
  [5, 'morning'],
  [10, 'morning'],
  [11, 'day'],
  [16, 'day'],
  [17, 'evening'],
  [23, 'evening'],
])('at %i it says good %s', (hour, greeting) => expect(greetingOf(hour)).toBe(greeting))
