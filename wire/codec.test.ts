/**
 * What crosses the line arrives as it left, and nothing else arrives at all. Noor's device and the server keep to
 * one set of limits; somebody in between may send whatever bytes they like.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePage, encodePage } from './codec.ts'
import { limits, type Page } from './message.ts'
import frozen from './vectors/page-1.json' with { type: 'json' }

const malformed = { ok: false, why: 'malformed' }
const smallest = new Uint8Array(limits.boxBytesMin).fill(7)
const largest = new Uint8Array(limits.boxBytesMax).fill(9)

const noorsPage: Page = {
  boxes: [
    { sequence: 3, bytes: smallest },
    { sequence: 5, bytes: new Uint8Array(100).fill(8) },
  ],
  more: true,
}

describe('A page', () => {
  test('comes back as it was, whatever boxes it holds', () =>
    fc.assert(
      fc.property(anyPage(), (page) => {
        expect(decodePage(encodePage(page))).toEqual({ ok: true, page })
      }),
    ))

  test('may be empty', () =>
    expect(decodePage(encodePage({ boxes: [], more: false }))).toEqual({
      ok: true,
      page: { boxes: [], more: false },
    }))

  test('may be full of the largest boxes, and may not hold one more', () => {
    const full = Array.from({ length: limits.pageBytesMax / limits.boxBytesMax }, (_, n) => ({
      sequence: n + 1,
      bytes: largest,
    }))
    expect(decodePage(encodePage({ boxes: full, more: true })).ok).toBe(true)
    const over = [...full, { sequence: 100, bytes: smallest }]
    expect(() => encodePage({ boxes: over, more: true })).toThrow()
    expect(decodePage(written(over))).toEqual(malformed)
  })

  test('may be full of the smallest boxes, and may not hold one more', () => {
    const fitting = Math.floor(limits.pageBytesMax / limits.boxBytesMin)
    const numbered = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ sequence: n + 1, bytes: smallest }))
    expect(decodePage(encodePage({ boxes: numbered(fitting), more: false })).ok).toBe(true)
    expect(() => encodePage({ boxes: numbered(fitting + 1), more: false })).toThrow()
    expect(decodePage(written(numbered(fitting + 1)))).toEqual({ ok: false, why: 'too-large' })
  })

  test('gives each box memory of its own', () => {
    const encoded = encodePage(noorsPage)
    const decoded = decodePage(encoded)
    encoded.fill(0)
    expect(decoded).toEqual({ ok: true, page: noorsPage })
    if (decoded.ok) expect(decoded.page.boxes[0]!.bytes.buffer.byteLength).toBe(smallest.length)
  })

  test('is read from the middle of a larger memory as well', () => {
    const encoded = encodePage(noorsPage)
    const larger = new Uint8Array(encoded.length + 20).fill(255)
    larger.set(encoded, 10)
    expect(decodePage(larger.subarray(10, 10 + encoded.length))).toEqual({ ok: true, page: noorsPage })
  })
})

describe('A page is refused', () => {
  test('when a box is one byte too small or too large', () => {
    for (const sizeBytes of [0, limits.boxBytesMin - 1, limits.boxBytesMax + 1]) {
      const boxes = [{ sequence: 1, bytes: new Uint8Array(sizeBytes) }]
      expect(() => encodePage({ boxes, more: false })).toThrow()
      expect(decodePage(written(boxes))).toEqual(malformed)
    }
  })

  test('when its boxes are not in order, or one comes twice, or is numbered 0', () => {
    for (const sequences of [[2, 1], [4, 4], [0]]) {
      const boxes = sequences.map((sequence) => ({ sequence, bytes: smallest }))
      expect(() => encodePage({ boxes, more: false })).toThrow()
      expect(decodePage(written(boxes))).toEqual(malformed)
    }
  })

  test('when a sequence cannot be written in 48 bits', () => {
    for (const sequence of [2 ** 48, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => encodePage({ boxes: [{ sequence, bytes: smallest }], more: false })).toThrow()
    const greatest = { boxes: [{ sequence: 2 ** 48 - 1, bytes: smallest }], more: false }
    expect(decodePage(encodePage(greatest))).toEqual({ ok: true, page: greatest })
  })

  test('wherever it was cut off, between two boxes too', () => {
    const encoded = encodePage(noorsPage)
    for (let length = 0; length < encoded.length; length++)
      expect(decodePage(encoded.subarray(0, length))).toEqual(malformed)
  })

  test('when anything follows it', () =>
    expect(decodePage(Uint8Array.of(...encodePage(noorsPage), 0))).toEqual(malformed))

  test('when "more" is neither yes nor no', () => {
    const encoded = encodePage(noorsPage)
    encoded[1] = 2
    expect(decodePage(encoded)).toEqual(malformed)
  })

  test('as too new when a later version wrote it, whatever else it says and however long it is', () => {
    for (const length of [1, 100, 2 * limits.pageBytesMax])
      expect(decodePage(new Uint8Array(length).fill(2))).toEqual({ ok: false, why: 'too-new' })
  })

  test('as too large before any of it is read', () => {
    const endless = new Uint8Array(2 * limits.pageBytesMax)
    endless[0] = 1
    expect(decodePage(endless)).toEqual({ ok: false, why: 'too-large' })
  })

  test('when it claims boxes or bytes that are not there, and costs nothing then', () => {
    const encoded = encodePage({ boxes: [{ sequence: 1, bytes: smallest }], more: false })
    const view = new DataView(encoded.buffer)
    view.setUint32(10, 0xffffffff)
    expect(decodePage(encoded)).toEqual(malformed)
    view.setUint32(10, smallest.length)
    view.setUint16(2, 0xffff)
    expect(decodePage(encoded)).toEqual(malformed)
  })
})

describe('No bytes throw', () => {
  test('neither noise', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => answersOrRepeats(noise)),
      { numRuns: 2000 },
    ))

  test('nor a page with a few bytes changed, some cut off and some added', () =>
    fc.assert(
      fc.property(
        anyPage(),
        changes(),
        fc.uint8Array({ maxLength: 20 }),
        fc.nat(20),
        (page, wrong, tail, cut) => {
          const encoded = encodePage(page)
          for (const [at, byte] of wrong) encoded[at % encoded.length] = byte
          answersOrRepeats(Uint8Array.of(...encoded.subarray(0, encoded.length - cut), ...tail))
        },
      ),
      { numRuns: 2000 },
    ))
})

describe('The frozen page of version 1', () => {
  const page: Page = {
    boxes: frozen.page.boxes.map(({ sequence, bytes }) => ({ sequence, bytes: ofHex(bytes) })),
    more: frozen.page.more,
  }

  test('is written the same to the bit', () => expect(encodePage(page)).toEqual(ofHex(frozen.encoded)))
  test('is still read', () => expect(decodePage(ofHex(frozen.encoded))).toEqual({ ok: true, page }))
})

/** One page, one encoding: whatever is accepted is what we would have written. */
function answersOrRepeats(bytes: Uint8Array): void {
  const decoded = decodePage(bytes)
  if (decoded.ok) expect(encodePage(decoded.page)).toEqual(bytes)
}

function anyPage(): fc.Arbitrary<Page> {
  const sequence = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2 ** 48 - 1 }))
  const bytes = fc.uint8Array({ minLength: limits.boxBytesMin, maxLength: 300 })
  const boxes = fc
    .uniqueArray(fc.record({ sequence, bytes }), { maxLength: 12, selector: (box) => box.sequence })
    .map((unordered) => unordered.toSorted((one, other) => one.sequence - other.sequence))
  return fc.record({ boxes, more: fc.boolean() })
}

function changes() {
  return fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 })
}

/** The layout written down a second time, without any limit, as somebody hostile would. */
function written(boxes: Page['boxes']): Uint8Array {
  const parts = boxes.map(({ sequence, bytes }) => {
    const part = Buffer.alloc(10 + bytes.length)
    part.writeUIntBE(sequence, 0, 6)
    part.writeUInt32BE(bytes.length, 6)
    part.set(bytes, 10)
    return part
  })
  return new Uint8Array(Buffer.concat([Uint8Array.of(1, 0, boxes.length >> 8, boxes.length & 255), ...parts]))
}

function ofHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}
