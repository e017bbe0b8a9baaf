import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filledAt } from './span.ts'

const tea = { sinceMs: 1_000_000, minutes: 5, steps: 20 }

test('at the beginning nothing is filled, and the first petal is a quarter of a minute away', () => {
  expect(filledAt(tea, tea.sinceMs)).toEqual({ full: 0, minutesLeft: 5, nextMs: 15_000 })
})
test('half-way it is half full', () => {
  expect(filledAt(tea, tea.sinceMs + 150_000)).toMatchObject({ full: 10, minutesLeft: 3 })
})
test('when it is over it stays full and asks for nothing more', () => {
  expect(filledAt(tea, tea.sinceMs + 9_000_000)).toEqual({ full: 20, minutesLeft: 0, nextMs: undefined })
})
test('a clock that was set back does not make it longer than it was', () => {
  expect(filledAt(tea, tea.sinceMs - 60_000)).toMatchObject({ full: 0, minutesLeft: 5 })
})
test('a later moment is never emptier, and waiting as told always fills one more', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 180 }),
      fc.nat(10_800_000),
      fc.nat(60_000),
      (minutes, afterMs, moreMs) => {
        const span = { sinceMs: 0, minutes, steps: 20 }
        const now = filledAt(span, afterMs)
        expect(filledAt(span, afterMs + moreMs).full).toBeGreaterThanOrEqual(now.full)
        if (now.nextMs !== undefined)
          expect(filledAt(span, afterMs + now.nextMs).full).toBeGreaterThan(now.full)
      },
    ),
  ))
