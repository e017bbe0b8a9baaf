/** A packet's header comes back as it was, and no bytes pass for a packet that are none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PacketHeader } from './message.ts'
import { encodeHeader, headerPart, isPacket, isPacketSize, packetHeaderOf, parcelPart } from './packet.ts'

const header: PacketHeader = {
  epoch: 3,
  tag: '0a'.repeat(8),
  counter: 70_000_000_000,
  slot: '0b'.repeat(12),
}
const malformed = { ok: false, why: 'malformed' }
const packet = (parcelBytes = 512) => {
  const bytes = new Uint8Array(32 + parcelBytes).fill(0x99)
  bytes.set(encodeHeader(header))
  return bytes
}

const headers: fc.Arbitrary<PacketHeader> = fc.record({
  epoch: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  tag: hexOf(8),
  counter: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
  slot: hexOf(12),
})

describe('A header', () => {
  test('comes back as it was, from 32 bytes', () =>
    fc.assert(
      fc.property(headers, (one) => {
        const bytes = encodeHeader(one)
        expect(bytes.length).toBe(32)
        expect(packetHeaderOf(bytes)).toEqual({ ok: true, header: one })
      }),
    ))

  test('begins with epoch 1 and counter 1', () => {
    const first = { ...header, epoch: 1, counter: 1 }
    expect(packetHeaderOf(encodeHeader(first))).toEqual({ ok: true, header: first })
  })

  test('is read from a whole packet as well, and from the middle of a larger memory', () => {
    const larger = new Uint8Array(1000).fill(255)
    larger.set(packet(), 10)
    expect(packetHeaderOf(larger.subarray(10, 10 + 544))).toEqual({ ok: true, header })
  })

  test('is none when cut short', () => {
    for (let length = 0; length < 32; length++)
      expect(packetHeaderOf(encodeHeader(header).subarray(0, length))).toEqual(malformed)
  })

  test('of a later version asks for a newer app, whatever follows', () => {
    for (const bytes of [Uint8Array.of(2), packet().with(0, 2), packet().with(0, 255)])
      expect(packetHeaderOf(bytes)).toEqual({ ok: false, why: 'too-new' })
  })

  test.each([
    ['version 0', packet().with(0, 0)],
    ['another kind', packet().with(1, 1)],
    ['epoch 0', packet().with(5, 0)],
    ['counter 0', packet().fill(0, 14, 20)],
  ])('is none with %s', (_, bytes) => expect(packetHeaderOf(bytes)).toEqual(malformed))

  test.each([
    ['epoch 0', { epoch: 0 }],
    ['an epoch too great', { epoch: 2 ** 32 }],
    ['counter 0', { counter: 0 }],
    ['a counter too great', { counter: 2 ** 48 }],
    ['a short tag', { tag: '0a' }],
    ['a long slot', { slot: '0b'.repeat(13) }],
  ])('cannot be written with %s', (_, wrong) => expect(() => encodeHeader({ ...header, ...wrong })).toThrow())

  test('has one encoding: whatever is read is written again', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 28, maxLength: 40 }), (noise) => {
        noise.set([1, 0])
        const read = packetHeaderOf(noise)
        if (read.ok) expect(encodeHeader(read.header)).toEqual(noise.subarray(0, 32))
        else expect(read).toEqual(malformed)
      }),
    ))
})

describe('A packet', () => {
  const sizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144]

  test('has a parcel of one of ten sizes', () => {
    for (const parcelBytes of sizes) {
      expect(isPacketSize(32 + parcelBytes)).toBe(true)
      expect(isPacket(packet(parcelBytes))).toBe(true)
      for (const wrong of [parcelBytes - 1, parcelBytes + 1, parcelBytes * 1.5]) {
        expect(isPacketSize(32 + wrong)).toBe(false)
        expect(isPacket(packet(wrong))).toBe(false)
      }
    }
    for (const wrong of [-32, 0, 1, 16, 32, 256, 524_288]) expect(isPacketSize(32 + wrong)).toBe(false)
  })

  test('has a header that can be read', () => {
    expect(isPacket(packet().with(0, 0))).toBe(false)
    expect(isPacket(packet().with(0, 2))).toBe(false)
    expect(isPacket(packet().with(1, 1))).toBe(false)
    expect(isPacket(new Uint8Array())).toBe(false)
  })

  test('is its header and its parcel', () => {
    expect(headerPart(packet())).toEqual(encodeHeader(header))
    expect(parcelPart(packet())).toEqual(new Uint8Array(512).fill(0x99))
  })
})

function hexOf(sizeBytes: number) {
  return fc
    .uint8Array({ minLength: sizeBytes, maxLength: sizeBytes })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
}
