/** What Noor wrote becomes shorter and comes back. A few bytes that unfold without end are stopped on the way. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { concatBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deflated, inflated } from './deflate.ts'

const goats = 'The goat ate the goat’s hat. 🐐 '.repeat(5000)

describe('Deflated text', () => {
  test('is shorter, and another hand reads it', async () => {
    const bytes = await all(deflated([goats.slice(0, 999), goats.slice(999)]))
    expect(bytes.length).toBeLessThan(goats.length / 50)
    expect(inflateRawSync(bytes).toString()).toBe(goats)
  })

  test('by another hand is read, wherever its pieces end', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.nat(), async (text, somewhere) => {
        const bytes = deflateRawSync(text)
        const cut = somewhere % (bytes.length + 1)
        const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)]
        expect(await inflated(pieces, 10_000)).toEqual({ ok: true, text })
      }),
      { numRuns: 50 },
    ))

  test('that was cut, or goes on after its end, is damaged', async () => {
    const bytes = deflateRawSync(goats)
    for (const broken of [bytes.subarray(0, -1), bytes.subarray(1), concatBytes(bytes, Uint8Array.of(0))])
      expect(await inflated([broken], 1_000_000)).toEqual({ ok: false, why: 'damaged' })
  })

  test('is stopped when it unfolds to more than was agreed', async () => {
    const bomb = deflateRawSync(Buffer.alloc(20_000_000))
    expect(bomb.length).toBeLessThan(20_000)
    expect(await inflated([bomb], 1_000_000)).toEqual({ ok: false, why: 'too-large' })
    expect(await inflated([deflateRawSync('goat')], 4)).toEqual({ ok: true, text: 'goat' })
    expect(await inflated([deflateRawSync('goat')], 3)).toEqual({ ok: false, why: 'too-large' })
  })
})

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return concatBytes(...held)
}
