/**
 * Noor seals a copy under five words and opens it on another phone. Kit finds it, and gets as far as what lies openly.
 * The slow key is made a few times here, at the least cost that is allowed.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Cost, lookAtCopy, openCopy, sealCopy, suggestPassphrase } from './backup.ts'

const least: Cost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 }
const passphrase = 'goat lantern river shoe quiet'
const text = ['{"format":"tend-export",', '"records":[]}']
const randomBytes = (sizeBytes: number) => crypto.getRandomValues(new Uint8Array(sizeBytes))

let file: Uint8Array
const shares: number[] = []
beforeAll(async () => {
  file = await sealed()
})

describe('A sealed copy', () => {
  test('opens for Noor as it was, and each end says how far its key is', async () => {
    const opening: number[] = []
    const opened = await openCopy({ file, passphrase, progress: (share) => opening.push(share) })
    expect(opened).toEqual({ ok: true, text: text.join('') })
    for (const heard of [shares, opening]) {
      expect(heard.at(-1)).toBe(1)
      expect(heard).toEqual(heard.toSorted((one, other) => one - other))
    }
  })

  test('does not open for Kit, who has another passphrase', async () =>
    expect(await openCopy({ file, passphrase: `${passphrase}s` })).toEqual({ ok: false, why: 'passphrase' }))

  test('of one part, changed in one bit, looks to Noor as if her passphrase were wrong', async () => {
    const changed = file.slice()
    changed[file.length - 5]! ^= 1
    expect(await openCopy({ file: changed, passphrase })).toEqual({ ok: false, why: 'passphrase' })
  })

  test('costs what we usually ask, unless less is asked for', async () => {
    const { value } = await sealCopy({ text, passphrase, randomBytes, cost: least }).next()
    expect(new DataView((value as Uint8Array).buffer).getUint32(24)).toBe(least.memoryKiB)
    const asking = sealCopy({ text, passphrase: '', randomBytes, cost: { ...least, passes: 1 } })
    await expect(asking.next()).rejects.toThrow('refuse')
  })
})

describe('Before a passphrase is asked for', () => {
  test('a whole file has nothing wrong with it', async () => expect(await lookAtCopy(file)).toBeUndefined())

  test('one that was cut is known', async () => {
    for (const length of [7, 20, 36, 38, file.length - 1])
      expect(await lookAtCopy(file.subarray(0, length))).toBe('cut')
  })

  test('one that asks for 4 GiB, or for no work at all, is refused at once', async () => {
    const begun = performance.now()
    expect(await lookAtCopy(asking(24, 4 * 1024 * 1024))).toBe('cost')
    expect(await lookAtCopy(asking(24, 8))).toBe('cost')
    expect(await lookAtCopy(asking(28, 0))).toBe('cost')
    expect(performance.now() - begun).toBeLessThan(100)
  })

  test('one of a later version is known, and so is one that is none of ours', async () => {
    const later = file.slice()
    later[7] = 2
    expect(await lookAtCopy(later)).toBe('too-new')
    expect(await lookAtCopy(new TextEncoder().encode('{"format":"tend-export"}'))).toBe('not-a-backup')
  })

  test('a changed length leads nowhere', async () => {
    const changed = file.slice()
    changed[36] = 0xff
    expect(await lookAtCopy(changed)).toBe('damaged')
  })
})

describe('A suggestion', () => {
  test('is six plain words, and another each time', async () => {
    const [one, other] = [await suggestPassphrase(randomBytes), await suggestPassphrase(randomBytes)]
    for (const words of [one, other]) expect(words).toMatch(/^(?:[a-z]{3,8} ){5}[a-z]{3,8}$/)
    expect(one).not.toBe(other)
  })

  test('is made of chance alone: every bit of the first 66 changes it, and no other does', async () => {
    const all = await suggestPassphrase(() => new Uint8Array(16))
    for (let bit = 0; bit < 128; bit++) {
      const changed = await suggestPassphrase(() => {
        const bytes = new Uint8Array(16)
        bytes[bit >> 3] = 0x80 >> (bit & 7)
        return bytes
      })
      expect(changed !== all, `bit ${bit}`).toBe(bit < 66)
    }
  })
})

async function sealed(): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  const progress = (share: number) => shares.push(share)
  for await (const piece of sealCopy({ text, passphrase, randomBytes, progress, cost: least }))
    pieces.push(piece)
  return new Uint8Array(pieces.flatMap((piece) => [...piece]))
}

function asking(at: number, number: number): Uint8Array {
  const changed = file.slice()
  new DataView(changed.buffer).setUint32(at, number)
  return changed
}
