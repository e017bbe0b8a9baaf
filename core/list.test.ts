import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './day.ts'
import { isSharing, type ListId, lists, paceOf, roundOf, roundsSince } from './list.ts'

const steps = ['bring-one-back', 'one-true-thing', 'see-their-effort', 'one-limit', 'ask-what-helps']
const five = { id: 'next-24-hours', steps } as const
const today = '2026-11-25'
const ticked = (started: string, ...those: string[]) =>
  those.map((step) => ({ list: 'next-24-hours', step, started, day: started }))

describe("Noor's next 24 hours", () => {
  test('begin fresh, today', () =>
    expect(roundOf(five, [], today)).toEqual({
      state: 'fresh',
      started: today,
      until: '2026-11-26',
      done: new Set(),
    }))

  test('are open after the first tick', () =>
    expect(roundOf(five, ticked(today, 'see-their-effort'), today)).toMatchObject({
      state: 'open',
      started: today,
      done: new Set(['see-their-effort']),
    }))

  test('are enough after three of five', () =>
    expect(roundOf(five, ticked(today, ...steps.slice(0, 3)), today).state).toBe('enough'))

  test('are not yet called enough after two', () =>
    expect(roundOf(five, ticked(today, ...steps.slice(0, 2)), today).state).toBe('open'))

  test('are whole after five', () => expect(roundOf(five, ticked(today, ...steps), today).state).toBe('all'))

  test('reach into tomorrow, and keep the day they began', () =>
    expect(roundOf(five, ticked('2026-11-24', 'one-limit'), today)).toMatchObject({
      state: 'open',
      started: '2026-11-24',
    }))

  test('tell on the second day that they close tonight', () =>
    expect(roundOf(five, ticked('2026-11-24', 'one-limit'), today).until).toBe(today))

  test('close on the day after that, with nothing shown as left out', () =>
    expect(roundOf(five, ticked('2026-11-23', 'one-limit'), today)).toEqual({
      state: 'over',
      started: today,
      until: '2026-11-26',
      done: new Set(),
    }))

  test('are not called over when all of it was done', () =>
    expect(roundOf(five, ticked('2026-11-23', ...steps), today).state).toBe('fresh'))

  test('are not brought up again weeks later', () =>
    expect(roundOf(five, ticked('2026-11-01', 'one-limit'), today).state).toBe('fresh'))

  test('begin again beside an older round', () =>
    expect(
      roundOf(five, [...ticked('2026-11-20', ...steps), ...ticked(today, 'one-limit')], today),
    ).toMatchObject({
      state: 'open',
      done: new Set(['one-limit']),
    }))

  test('a tick from two phones counts once', () =>
    expect(
      roundOf(five, [...ticked(today, 'one-limit'), ...ticked(today, 'one-limit')], today).done.size,
    ).toBe(1))

  test('ticks of another list do not count', () =>
    expect(
      roundOf(five, [{ list: 'daily-four', step: 'one-limit', started: today, day: today }], today).state,
    ).toBe('fresh'))

  test('nor do steps that the list no longer has', () =>
    expect(roundOf(five, ticked(today, 'an-older-step'), today).state).toBe('fresh'))
})

describe('A list of a day', () => {
  const four = { id: 'daily-four', steps: ['reach-out', 'share', 'thank', 'one-moment'] } as const
  const yesterday = [{ list: 'daily-four', step: 'thank', started: '2026-11-24', day: '2026-11-24' }]
  test('ends with the day', () => expect(roundOf(four, yesterday, '2026-11-24').state).toBe('open'))
  test('is fresh the next morning', () =>
    expect(roundOf(four, yesterday, today)).toMatchObject({ state: 'over', done: new Set() }))
})

describe('Laws of a list', () => {
  const id = fc.constantFrom<ListId>(...lists)
  const tick = fc.record({
    list: id,
    step: fc.constantFrom(...steps),
    started: fc.integer({ min: -9, max: 0 }).map((n) => addDays(today, n)),
    day: fc.constant(today),
  })

  test('every round that was begun ends by itself within days, whatever was ticked', () => {
    fc.assert(
      fc.property(id, fc.array(tick), (list, ticks) => {
        expect(roundOf({ id: list, steps }, ticks, addDays(today, 10))).toMatchObject({
          state: 'fresh',
          done: new Set(),
        })
      }),
    )
  })

  test('undoing the only tick gives back a list that was never begun', () => {
    fc.assert(
      fc.property(id, fc.constantFrom(...steps), (list, step) => {
        const with_ = [{ list, step, started: today, day: today }]
        expect(roundOf({ id: list, steps }, with_, today).done).toEqual(new Set([step]))
        expect(roundOf({ id: list, steps }, [], today).state).toBe('fresh')
      }),
    )
  })

  test('the order of ticks does not matter', () => {
    fc.assert(
      fc.property(id, fc.array(tick), (list, ticks) => {
        expect(roundOf({ id: list, steps }, [...ticks].reverse(), today)).toEqual(
          roundOf({ id: list, steps }, ticks, today),
        )
      }),
    )
  })

  test('ticks before the days that are read change nothing that is open', () => {
    fc.assert(
      fc.property(id, fc.array(tick), (list, ticks) => {
        const read = ticks.filter((one) => one.started >= roundsSince(today))
        const { state, done } = roundOf({ id: list, steps }, read, today)
        expect({ state, done }).toEqual(
          (({ state, done }) => ({ state, done }))(roundOf({ id: list, steps }, ticks, today)),
        )
      }),
    )
  })
})

describe('Before something of oneself is told', () => {
  test('the sharing step is paced', () => expect(isSharing('next-24-hours', 'one-true-thing')).toBe(true))
  test('a thank-you is not', () => expect(isSharing('next-24-hours', 'see-their-effort')).toBe(false))
  test('the thread has nothing to pace', () => expect(isSharing('minimum-thread', 'message')).toBe(false))

  test.each([
    [{}, 'ask'],
    [{ moment: true }, 'ask'],
    [{ moment: true, size: true }, 'go'],
    [{ moment: false }, 'smaller'],
    [{ moment: true, size: false }, 'smaller'],
    [{ size: false }, 'smaller'],
  ] as const)('%j → %s', (pace, says) => expect(paceOf(pace)).toBe(says))
})
