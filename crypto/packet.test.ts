/**
 * Two people in one space come to the same keys and names; somebody in another space, or with another key, comes to
 * others. What is bound and what is signed is told byte for byte by the frozen vectors.
 */
import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { number } from './derive.ts'
import { changeToSign, packetKey, parcelHeader, slotKey, slotName } from './packet.ts'
import frozen from './vectors/packet-1.json' with { type: 'json' }

const [space, elsewhere] = [new Uint8Array(16).fill(0xc0), new Uint8Array(16).fill(0xd0)]
const [epochKey, slotSecret] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const [noorsPhone, samsPhone] = [new Uint8Array(8).fill(0xa), new Uint8Array(8).fill(0xb)]
const [walk, letter] = [new Uint8Array(16).fill(3), new Uint8Array(16).fill(4)]
const [header, epochEntry] = [new Uint8Array(32).fill(5), new Uint8Array(32).fill(6)]

describe('A packet key', () => {
  test('is another in every space, in every epoch and under every epoch key', () => {
    const keys = [
      packetKey({ epochKey, space, epoch: 1 }),
      packetKey({ epochKey, space, epoch: 2 }),
      packetKey({ epochKey, space: elsewhere, epoch: 1 }),
      packetKey({ epochKey: slotSecret, space, epoch: 1 }),
    ]
    expect(new Set(keys.map(bytesToHex)).size).toBe(4)
  })
})

describe('The name of a slot', () => {
  const key = slotKey({ slotSecret, space })

  test('is another for every record and for every device', () => {
    const names = [walk, letter].flatMap((recordId) =>
      [noorsPhone, samsPhone].map((tag) => bytesToHex(slotName({ slotKey: key, recordId, tag }))),
    )
    expect(new Set(names).size).toBe(4)
    expect(names[0]).toHaveLength(24)
  })

  test('cannot be found by a server, which has no key, nor from another space', () => {
    const other = slotKey({ slotSecret, space: elsewhere })
    const about = { recordId: walk, tag: noorsPhone }
    expect(slotName({ slotKey: other, ...about })).not.toEqual(slotName({ slotKey: key, ...about }))
  })
})

describe('What is bound and what is signed', () => {
  const about = { space, header, alive: 3, change: Uint8Array.of(1, 2) }

  test('differs wherever one bit of anything differs', () => {
    const flip = (bytes: Uint8Array) => Uint8Array.of(bytes[0]! ^ 1, ...bytes.subarray(1))
    const signed = [
      about,
      { ...about, space: flip(space) },
      { ...about, header: flip(header) },
      { ...about, alive: 4 },
      { ...about, change: flip(about.change) },
    ].map((each) => bytesToHex(changeToSign(each)))
    const bound = [
      { space, header, epochEntry },
      { space: flip(space), header, epochEntry },
      { space, header: flip(header), epochEntry },
      { space, header, epochEntry: flip(epochEntry) },
    ].map((each) => bytesToHex(parcelHeader(each)))
    expect(new Set([...signed, ...bound]).size).toBe(9)
  })

  test('takes no part of another length, because only lengths tell the parts from each other', () => {
    for (const wrong of [new Uint8Array(15), new Uint8Array(17)]) {
      expect(() => packetKey({ epochKey, space: wrong, epoch: 1 })).toThrow()
      expect(() => slotKey({ slotSecret: wrong, space })).toThrow()
      expect(() => slotName({ slotKey: slotSecret, recordId: wrong, tag: noorsPhone })).toThrow()
      expect(() => slotName({ slotKey: slotSecret, recordId: walk, tag: wrong })).toThrow()
      expect(() => parcelHeader({ space, header: wrong, epochEntry })).toThrow()
      expect(() => changeToSign({ ...about, header: wrong })).toThrow()
    }
  })
})

describe('A number', () => {
  test('is big-endian, in as many bytes as it was given', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (value) => {
        expect(Buffer.from(number(value, 6)).readUIntBE(0, 6)).toBe(value)
      }),
    ))

  test('that does not fit is a bug', () => {
    for (const value of [-1, 256, 1.5, Number.NaN]) expect(() => number(value, 1)).toThrow()
    expect(() => number(2 ** 32, 4)).toThrow()
  })
})

describe('The frozen packets of version 1', () => {
  for (const { about, epoch, alive, ...hex } of frozen.packets) {
    const bytes = (name: keyof typeof hex) => hexToBytes(hex[name])
    const place = { space: bytes('space'), header: bytes('header') }

    test(`${about}: the same keys and names today`, () => {
      const key = slotKey({ slotSecret: bytes('slotSecret'), space: place.space })
      expect(bytesToHex(packetKey({ epochKey: bytes('epochKey'), space: place.space, epoch }))).toBe(
        hex.packetKey,
      )
      expect(bytesToHex(key)).toBe(hex.slotKey)
      expect(bytesToHex(slotName({ slotKey: key, recordId: bytes('recordId'), tag: bytes('tag') }))).toBe(
        hex.slot,
      )
    })

    test(`${about}: the same is bound and signed today`, () => {
      expect(bytesToHex(parcelHeader({ ...place, epochEntry: bytes('epochEntry') }))).toBe(hex.parcelHeader)
      expect(bytesToHex(changeToSign({ ...place, alive, change: bytes('change') }))).toBe(hex.changeToSign)
    })
  }
})
