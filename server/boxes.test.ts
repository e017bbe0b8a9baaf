/** What keepers share, as plain functions. The rest is in the contract. */
import { expect, test } from 'vitest'
import { boxesPerPageMax, cutPage, goneMark } from './boxes.ts'

const bytes = new Uint8Array(544)

test('cutting a page stops reading as soon as the page is full', () => {
  let read = 0
  function* endless() {
    for (;;) yield { sequence: ++read, bytes }
  }
  expect(cutPage(endless()).boxes).toHaveLength(boxesPerPageMax)
  expect(read).toBe(boxesPerPageMax + 1)
})

test('what is left of a space that is gone tells its devices apart, and their spaces', () => {
  const [space, other, key, another] = ['00'.repeat(16), '01'.repeat(16), '02'.repeat(32), '03'.repeat(32)]
  const marks = [goneMark({ space, key }), goneMark({ space: other, key }), goneMark({ space, key: another })]
  expect(new Set(marks.map(String)).size).toBe(3)
  expect(goneMark({ space, key })).toEqual(marks[0])
})
