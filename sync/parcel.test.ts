/**
 * What Noor writes travels to Sam as a parcel. A server that sees every parcel of a lifetime sees ten lengths and
 * noise; an outsider, and Sam in another space, see nothing at all.
 */
import { randomBytes as nodeRandomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seal } from '../crypto/seal.ts'
import { limits } from '../wire/message.ts'
import { openParcel, sealParcel } from './parcel.ts'
import frozen from './vectors/parcel-1.json' with { type: 'json' }

const randomBytes = (sizeBytes: number) => new Uint8Array(nodeRandomBytes(sizeBytes))

const key = randomBytes(32)
const header = new TextEncoder().encode('the space of Noor and Sam')
const noorsChange = new TextEncoder().encode('{"kind":"appreciation","words":"You listened."}')

const KiB = 1024
const lengths = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256].map((size) => size * KiB)
/** The envelope takes 73 bytes and the end mark one. */
const changeBytesMax = 256 * KiB - 74

describe('A parcel', () => {
  test('that Noor seals, Sam opens', () =>
    expect(openParcel({ key, header, parcel: parcelOf(noorsChange) })).toEqual({
      ok: true,
      change: noorsChange,
    }))

  test('does not open for an outsider, nor in another space', () => {
    const parcel = parcelOf(noorsChange)
    const outsider = randomBytes(32)
    const elsewhere = new TextEncoder().encode('the space of Noor and Kim')
    expect(openParcel({ key: outsider, header, parcel })).toEqual({ ok: false, why: 'tampered' })
    expect(openParcel({ key, header: elsewhere, parcel })).toEqual({ ok: false, why: 'tampered' })
  })

  test('gives back any change, even one that ends like padding', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1500 }), endings(), (start, ending) => {
        const change = Uint8Array.of(...start, ...ending)
        expect(openParcel({ key, header, parcel: parcelOf(change) })).toEqual({ ok: true, change })
      }),
      { numRuns: 300 },
    ))

  test('has one of ten lengths, whatever is in it', () => {
    const seen = new Set<number>()
    fc.assert(
      // Evenly over the orders of magnitude, or nearly every change would be a large one.
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        seen.add(parcelOf(new Uint8Array(Math.floor(changeBytesMax ** share))).length)
      }),
      { numRuns: 300 },
    )
    expect([...seen].filter((length) => !lengths.includes(length))).toEqual([])
  })

  test('is as short as it can be: a change that fits to the byte, and one byte more', () => {
    for (const [place, length] of lengths.entries()) {
      const fitting = length - 74
      expect(parcelOf(new Uint8Array(fitting)).length).toBe(length)
      if (lengths[place + 1]) expect(parcelOf(new Uint8Array(fitting + 1)).length).toBe(lengths[place + 1])
    }
    expect(parcelOf(new Uint8Array(0)).length).toBe(512)
  })

  test('at its largest still comes back whole', () => {
    const change = randomBytes(changeBytesMax)
    const opened = openParcel({ key, header, parcel: parcelOf(change) })
    expect(opened.ok && Buffer.from(opened.change).equals(change)).toBe(true)
  })

  test('is not made of a change that is too large', () =>
    expect(sealParcel({ key, header, change: new Uint8Array(changeBytesMax + 1), randomBytes })).toEqual({
      ok: false,
      why: 'too-large',
    }))

  test('of any length is one that every server keeps', () => {
    for (const length of lengths) {
      expect(length).toBeGreaterThanOrEqual(limits.parcelBytesMin)
      expect(length).toBeLessThanOrEqual(limits.parcelBytesMax)
    }
  })

  test('shows the flip of any bit', () => {
    const parcel = parcelOf(noorsChange)
    for (let bit = 0; bit < parcel.length * 8; bit++) {
      const changed = parcel.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(openParcel({ key, header, parcel: changed }).ok).toBe(false)
    }
  })
})

describe('What was sealed with the right key by a broken app', () => {
  const malformed = { ok: false, why: 'malformed' }
  const sealedAs = (plain: Uint8Array) => seal({ key, header, plain, randomBytes })
  const padded = (change: number[], sizeBytes: number) => {
    const plain = new Uint8Array(sizeBytes)
    plain.set(change)
    return plain
  }

  test('is no parcel without an end mark', () => {
    expect(openParcel({ key, header, parcel: sealedAs(new Uint8Array(512 - 73)) })).toEqual(malformed)
    expect(openParcel({ key, header, parcel: sealedAs(padded([1, 2, 3], 512 - 73)) })).toEqual(malformed)
    expect(openParcel({ key, header, parcel: sealedAs(new Uint8Array(0)) })).toEqual(malformed)
  })

  test('is no parcel with something behind the end mark', () =>
    expect(openParcel({ key, header, parcel: sealedAs(padded([1, 0x80, 0, 4], 512 - 73)) })).toEqual(
      malformed,
    ))

  test('is no parcel at another length, or at one longer than it need be', () => {
    for (const sizeBytes of [3, 500 - 73, 513 - 73, 1024 - 73, 512 * KiB - 73])
      expect(openParcel({ key, header, parcel: sealedAs(padded([1, 0x80], sizeBytes)) })).toEqual(malformed)
    const beyond = new Uint8Array(512 * KiB - 73).fill(1)
    beyond[beyond.length - 1] = 0x80
    expect(openParcel({ key, header, parcel: sealedAs(beyond) })).toEqual(malformed)
  })
})

describe('The frozen parcel of version 1', () => {
  const given = { key: ofHex(frozen.key), header: ofHex(frozen.header) }
  const change = ofHex(frozen.change)
  const parcel = ofHex(frozen.parcel)

  test('is made the same to the bit', () =>
    expect(sealParcel({ ...given, change, randomBytes: () => ofHex(frozen.nonce) })).toEqual({
      ok: true,
      parcel,
    }))
  test('still opens', () => expect(openParcel({ ...given, parcel })).toEqual({ ok: true, change }))
})

function parcelOf(change: Uint8Array): Uint8Array {
  const sealed = sealParcel({ key, header, change, randomBytes })
  if (!sealed.ok) throw new Error(sealed.why)
  return sealed.parcel
}

function endings() {
  return fc.constantFrom([], [0], [0x80], [0x80, 0], [0x80, 0, 0, 0], [0, 0x80], [0x80, 0x80])
}

function ofHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}
