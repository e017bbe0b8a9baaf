/**
 * The judgement about a push and the cut of a page, as plain functions. The quota is proven here and not
 * in the contract: filling 200 MB on a disk would say no more and take seconds.
 */
import { expect, test } from 'vitest'
import { limits } from '../wire/message.ts'
import { cutPage, refusal } from './boxes.ts'

const box = new Uint8Array(100)

test('a space takes boxes until it is full to the byte, and none after that', () => {
  expect(refusal([box], limits.spaceBytesMax - box.length)).toBeUndefined()
  expect(refusal([box], limits.spaceBytesMax - box.length + 1)).toBe('full')
})

test('a full space still lets an empty push through', () => {
  expect(refusal([], limits.spaceBytesMax)).toBeUndefined()
})

test('cutting a page stops reading as soon as the page is full', () => {
  let read = 0
  function* endless() {
    for (;;) yield { sequence: ++read, bytes: box }
  }
  expect(cutPage(endless(), 3).boxes).toHaveLength(3)
  expect(read).toBe(4)
})
