/**
 * What every keeper of boxes must do, told through Noor and Sam, who share a space, and an outsider.
 * `memory.test.ts` and `sqlite.test.ts` both run it, so nothing that talks to a keeper needs a mock.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../wire/message.ts'
import type { Boxes } from './boxes.ts'

const noorAndSam = new Uint8Array(limits.spaceIdBytes).fill(1)
const outsiders = new Uint8Array(limits.spaceIdBytes).fill(2)

/** A sealed box looks like noise; only its size and a mark to know it by matter here. */
const sealed = (mark: number, sizeBytes: number = limits.boxBytesMin) => new Uint8Array(sizeBytes).fill(mark)

export function boxesContract(name: string, open: () => Boxes) {
  describe(`Boxes in ${name}`, () => {
    let boxes: Boxes
    beforeEach(() => {
      boxes = open()
    })
    afterEach(() => boxes.close())

    keeping(() => boxes)
    paging(() => boxes)
    refusing(() => boxes)
    forgetting(() => boxes)
  })
}

function keeping(boxes: () => Boxes) {
  test('numbers what it is given, from one, and goes on counting', async () => {
    expect(await boxes().append(noorAndSam, [sealed(10), sealed(11)])).toEqual({
      ok: true,
      sequences: [1, 2],
    })
    expect(await boxes().append(noorAndSam, [sealed(12)])).toEqual({ ok: true, sequences: [3] })
  })

  test('hands back the very bytes, in order', async () => {
    await boxes().append(noorAndSam, [sealed(10), sealed(11, 300)])
    expect(await boxes().page(noorAndSam, 0, 10)).toEqual({
      boxes: [
        { sequence: 1, bytes: sealed(10) },
        { sequence: 2, bytes: sealed(11, 300) },
      ],
      more: false,
    })
  })

  test('keeps what was given even if the giver writes over it', async () => {
    const given = sealed(10)
    await boxes().append(noorAndSam, [given])
    given.fill(99)
    expect((await boxes().page(noorAndSam, 0, 1)).boxes[0]?.bytes).toEqual(sealed(10))
  })

  test('shows an outsider nothing, and counts for each space alone', async () => {
    await boxes().append(noorAndSam, [sealed(10)])
    expect(await boxes().page(outsiders, 0, 10)).toEqual({ boxes: [], more: false })
    expect(await boxes().append(outsiders, [sealed(20)])).toEqual({ ok: true, sequences: [1] })
  })

  test('takes an empty push as nothing to do', async () => {
    expect(await boxes().append(noorAndSam, [])).toEqual({ ok: true, sequences: [] })
  })
}

function paging(boxes: () => Boxes) {
  test('cuts by number, says that there is more, and goes on where it stopped', async () => {
    await boxes().append(noorAndSam, [sealed(10), sealed(11), sealed(12)])
    const first = await boxes().page(noorAndSam, 0, 2)
    const second = await boxes().page(noorAndSam, 2, 2)
    expect([first.boxes.map(({ sequence }) => sequence), first.more]).toEqual([[1, 2], true])
    expect([second.boxes.map(({ sequence }) => sequence), second.more]).toEqual([[3], false])
  })

  test('does not promise more when the page ends exactly at the last box', async () => {
    await boxes().append(noorAndSam, [sealed(10), sealed(11)])
    expect((await boxes().page(noorAndSam, 0, 2)).more).toBe(false)
    expect(await boxes().page(noorAndSam, 2, 2)).toEqual({ boxes: [], more: false })
  })

  test('cuts by size, and never inside a box', async () => {
    const wholePage = limits.pageBytesMax / limits.boxBytesMax
    const large = Array.from({ length: wholePage + 1 }, () => sealed(10, limits.boxBytesMax))
    await boxes().append(noorAndSam, large)
    const page = await boxes().page(noorAndSam, 0, 100)
    expect([page.boxes.length, page.more]).toEqual([wholePage, true])
  })
}

function refusing(boxes: () => Boxes) {
  test('refuses a box that is too large or too small to be one, and keeps nothing of that push', async () => {
    for (const size of [0, limits.boxBytesMin - 1, limits.boxBytesMax + 1]) {
      const push = [sealed(10), sealed(11, size)]
      expect(await boxes().append(noorAndSam, push)).toEqual({ ok: false, why: 'wrong-size' })
    }
    expect(await boxes().page(noorAndSam, 0, 10)).toEqual({ boxes: [], more: false })
  })

  test('refuses a push of too many boxes, and takes the largest allowed', async () => {
    const most = Array.from({ length: limits.boxesPerPushMax }, () => sealed(10))
    expect(await boxes().append(noorAndSam, [...most, sealed(10)])).toEqual({ ok: false, why: 'too-many' })
    expect((await boxes().append(noorAndSam, most)).ok).toBe(true)
  })
}

function forgetting(boxes: () => Boxes) {
  test('forgets a space as if it had never been, and leaves the others alone', async () => {
    await boxes().append(noorAndSam, [sealed(10), sealed(11)])
    await boxes().append(outsiders, [sealed(20)])
    await boxes().forget(noorAndSam)
    expect(await boxes().page(noorAndSam, 0, 10)).toEqual({ boxes: [], more: false })
    expect((await boxes().page(outsiders, 0, 10)).boxes).toHaveLength(1)
    expect(await boxes().append(noorAndSam, [sealed(12)])).toEqual({ ok: true, sequences: [1] })
  })

  test('is not troubled by forgetting what it never knew', async () => {
    await expect(boxes().forget(noorAndSam)).resolves.toBeUndefined()
  })
}
