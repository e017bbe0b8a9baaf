import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, weekday } from './day.ts'
import {
  closenessByWeek,
  closenessWord,
  firstWeek,
  helped,
  momentsIn,
  plantsOf,
  seasonOf,
  spans,
  weeksOf,
} from './garden.ts'

const today = '2026-11-25'

describe('weeks', () => {
  test('a week without moments is there, with a nought', () => {
    const weeks = weeksOf(
      [
        { week: '2026-11-23', count: 2 },
        { week: '2026-11-09', count: 5 },
      ],
      { span: 'month', today },
    )
    expect(weeks).toEqual([
      { week: '2026-11-02', count: 0 },
      { week: '2026-11-09', count: 5 },
      { week: '2026-11-16', count: 0 },
      { week: '2026-11-23', count: 2 },
    ])
  })

  test('kinds and people are counted together', () => {
    const weeks = weeksOf(
      [
        { week: '2026-11-23', count: 2 },
        { week: '2026-11-23', count: 3 },
      ],
      { span: 'month', today },
    )
    expect(weeks.at(-1)).toEqual({ week: '2026-11-23', count: 5 })
  })

  test('a year stands by fortnights, and loses no moment', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 60 }), (counts) => {
        const weeks = counts.map((count, i) => ({ week: addDays('2025-01-06', 7 * i), count }))
        const plants = plantsOf(weeks)
        expect(momentsIn(plants)).toBe(momentsIn(weeks))
        if (weeks.length <= 52) expect(plants.length).toBeLessThanOrEqual(26)
      }),
    )
    expect(plantsOf(weeksOf([], { span: 'year', today }))).toHaveLength(26)
    expect(plantsOf(weeksOf([], { span: 'season', today }))).toHaveLength(13)
  })

  test('every span begins on a Monday and ends with this week', () => {
    for (const span of ['month', 'season', 'year'] as const) {
      expect(weekday(firstWeek(span, today))).toBe(0)
      expect(weeksOf([], { span, today })).toHaveLength(spans[span])
      expect(weeksOf([], { span, today }).at(-1)?.week).toBe('2026-11-23')
    }
  })
})

test('seasons begin with their months, and winter spans the turn of the year', () => {
  expect(seasonOf('2026-11-22')).toEqual({ season: 'autumn', week: 12 })
  expect(seasonOf('2026-09-01')).toEqual({ season: 'autumn', week: 1 })
  expect(seasonOf('2026-12-01')).toEqual({ season: 'winter', week: 1 })
  expect(seasonOf('2027-02-28')).toEqual({ season: 'winter', week: 13 })
  expect(seasonOf('2026-03-01').season).toBe('spring')
  expect(seasonOf('2026-08-31').season).toBe('summer')
})

describe('closeness', () => {
  const felt = (...pairs: readonly (readonly [string, number])[]) =>
    pairs.map(([day, closeness]) => ({ day, closeness }))
  const five = felt(
    ['2026-11-03', 4],
    ['2026-11-10', 2],
    ['2026-11-11', 4],
    ['2026-11-24', 6],
    ['2026-11-25', 7],
  )

  test('is the mean of the week, and a week without a check-in has none', () => {
    const weeks = closenessByWeek(five, { span: 'month', today })
    expect(weeks?.map(({ mean }) => mean)).toEqual([4, 3, undefined, 6.5])
    expect(weeks?.map(({ entries }) => entries)).toEqual([1, 2, 0, 2])
  })
  test('is not drawn from four check-ins', () => {
    expect(closenessByWeek(five.slice(1), { span: 'month', today })).toBeUndefined()
  })
  test('is not drawn from two weeks', () => {
    const crowded = felt(
      ['2026-11-16', 4],
      ['2026-11-17', 4],
      ['2026-11-18', 4],
      ['2026-11-24', 6],
      ['2026-11-25', 7],
    )
    expect(closenessByWeek(crowded, { span: 'month', today })).toBeUndefined()
  })
  test('does not count a check-in that left closeness out, or one from before', () => {
    expect(
      closenessByWeek([...five.slice(1), { day: '2026-11-05' }, ...felt(['2025-01-01', 1])], {
        span: 'month',
        today,
      }),
    ).toBeUndefined()
  })
  test('has a word for every mean', () => {
    expect([1, 2, 4, 5, 7].map(closenessWord)).toEqual(['far', 'fartish', 'between', 'closeish', 'close'])
  })
})

describe('what seemed to help', () => {
  const times = (practice: string, ...felts: readonly ('closer' | 'same' | 'further' | undefined)[]) =>
    felts.map((felt) => ({ practice, title: `The ${practice}`, felt }))

  test('is told from three times on, the most often closer first', () => {
    const dones = [
      ...times('walk', 'closer', 'same', 'closer', 'closer'),
      ...times('tea', 'closer', 'closer', 'closer'),
    ]
    expect(helped(dones)).toEqual([
      { practice: 'tea', title: 'The tea', times: 3, closer: 3 },
      { practice: 'walk', title: 'The walk', times: 4, closer: 3 },
    ])
  })
  test('says nothing of what was done twice, or never felt closer, or without a word on how it felt', () => {
    const dones = [
      ...times('tea', 'closer', 'closer'),
      ...times('call', 'same', 'same', 'further'),
      ...times('letter', 'closer', undefined, undefined),
    ]
    expect(helped(dones)).toEqual([])
  })
})
