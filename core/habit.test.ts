import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day } from './day.ts'
import { hasRoom, isActive, isWhole, lookBackDays, marksOf } from './habit.ts'

const kettle = 'noors-kettle'
const on = (...days: Day[]) => days.map((day) => ({ habit: kettle, day }))

describe('What Noor sees of a habit', () => {
  const marks = on('2026-11-25', '2026-11-24', '2026-11-02')

  test('the days it happened, over four weeks', () => {
    const seen = marksOf(kettle, marks, '2026-11-25')
    expect(seen.row).toHaveLength(28)
    expect(seen.row.filter((one) => one.done).map((one) => one.day)).toEqual([
      '2026-11-02',
      '2026-11-24',
      '2026-11-25',
    ])
    expect(seen).toMatchObject({ times: 3, today: true, yesterday: true })
  })

  test('the row begins four weeks ago and ends today', () => {
    const { row } = marksOf(kettle, marks, '2026-11-25')
    expect([row[0]?.day, row.at(-1)?.day]).toEqual(['2026-10-29', '2026-11-25'])
  })

  test('not the marks of another habit', () =>
    expect(marksOf('sams-walk', marks, '2026-11-25')).toMatchObject({ times: 0, today: false }))

  test('not a day that has not come', () =>
    expect(marksOf(kettle, on('2026-11-26'), '2026-11-25').times).toBe(0))

  test('a day marked on two phones counts once', () =>
    expect(marksOf(kettle, [...marks, ...marks], '2026-11-25').times).toBe(3))

  test('a day with nothing looks like any other day with nothing', () => {
    const { row } = marksOf(kettle, [], '2026-11-25')
    expect(new Set(row.map(({ done }) => done))).toEqual(new Set([false]))
  })
})

describe('Laws of forgiving', () => {
  const day = fc.integer({ min: 0, max: 800 }).map((n) => addDays('2025-01-01', n))
  const days = fc.array(day, { maxLength: 60 })

  test('a day on which nothing happened removes nothing: what was there yesterday is there today', () => {
    fc.assert(
      fc.property(days, day, (marked, today) => {
        const tomorrow = addDays(today, 1)
        const before = marksOf(kettle, on(...marked.filter((one) => one !== tomorrow)), today)
        const after = marksOf(kettle, on(...marked.filter((one) => one !== tomorrow)), tomorrow)
        expect(after.row.slice(0, -1)).toEqual(before.row.slice(1))
        expect(after.row.at(-1)).toEqual({ day: tomorrow, done: false })
      }),
    )
  })

  test('a mark adds one day and changes no other', () => {
    fc.assert(
      fc.property(days, day, (marked, today) => {
        const before = marksOf(kettle, on(...marked), today)
        const after = marksOf(kettle, on(...marked, today), today)
        expect(after.row.slice(0, -1)).toEqual(before.row.slice(0, -1))
        expect(after.times - before.times).toBe(before.today ? 0 : 1)
      }),
    )
  })

  test('a pause changes no count: what is shown depends on the marks and the day alone', () => {
    fc.assert(
      fc.property(days, day, fc.shuffledSubarray(['paused', 'ended']), (marked, today, flags) => {
        const habit = Object.fromEntries([['id', kettle], ...flags.map((flag) => [flag, true])]) as {
          id: string
        }
        expect(marksOf(habit.id, on(...marked), today)).toEqual(marksOf(kettle, on(...marked), today))
      }),
    )
  })

  test('there are always four weeks, and never more times than days', () => {
    fc.assert(
      fc.property(days, day, (marked, today) => {
        const { row, times } = marksOf(kettle, on(...marked), today)
        expect(row).toHaveLength(lookBackDays)
        expect(times).toBeLessThanOrEqual(lookBackDays)
      }),
    )
  })
})

describe('Two at a time', () => {
  test('a second one may begin', () => expect(hasRoom([{}])).toBe(true))
  test('a third one asks which of them rests', () => expect(hasRoom([{}, {}])).toBe(false))
  test('one that rests or has ended takes no room', () =>
    expect(hasRoom([{}, { paused: true }, { ended: true }])).toBe(true))
  test('a habit that came back is active', () => expect(isActive({ paused: false })).toBe(true))
  test('a habit that ended is not', () => expect(isActive({ ended: true })).toBe(false))
})

describe('A habit needs both halves', () => {
  const openings = ['When', 'I will']
  test('when the kettle boils, I will ask one thing', () =>
    expect(isWhole({ when: 'When the kettle boils', then: 'I will ask one thing' }, openings)).toBe(true))
  test('not with only the words they open with', () =>
    expect(isWhole({ when: 'When ', then: 'I will ask one thing' }, openings)).toBe(false))
  test('not with an empty half', () =>
    expect(isWhole({ when: 'When we meet', then: '  ' }, openings)).toBe(false))
})
