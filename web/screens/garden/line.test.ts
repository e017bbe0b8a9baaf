import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapsOf, lineThrough, runsOf } from './line.ts'

test('a week without a check-in is a gap, not a fall', () => {
  expect(runsOf([[0, 1], [1, 2], undefined, undefined, [4, 3]])).toEqual([
    [
      [0, 1],
      [1, 2],
    ],
    [[4, 3]],
  ])
  expect(runsOf([undefined])).toEqual([])
  expect(
    gapsOf([
      [
        [0, 1],
        [1, 2],
      ],
      [[4, 3]],
    ]),
  ).toEqual([
    [
      [1, 2],
      [4, 3],
    ],
  ])
  expect(gapsOf([[[0, 1]]])).toEqual([])
})

test('the line never leaves the heights of its points', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 140 }), { minLength: 1, maxLength: 30 }), (ys) => {
      const numbers =
        lineThrough(ys.map((y, i) => [i * 10, y] as const))
          .match(/-?[\d.]+/g)
          ?.map(Number) ?? []
      const heights = numbers.filter((_, i) => i % 2 === 1)
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(Math.min(...ys) - 0.1)
      expect(Math.max(...heights)).toBeLessThanOrEqual(Math.max(...ys) + 0.1)
    }),
  )
})
