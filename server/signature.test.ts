/** Who signed what. Most cases are nobody's here: Wycheproof's, and the traps that are known for this curve. */
import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import { createDevice } from './couple.fixture.ts'
import { isSigned, sha256 } from './signature.ts'

const message = new Uint8Array(Buffer.from('I am here'))
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

describe('A signature', () => {
  const noor = createDevice()
  const signature = noor.sign(message)

  test('is true for what was signed, by whom', () =>
    expect(isSigned({ key: noor.key, message, signature })).toBe(true))

  test('is not true for anything else', () => {
    expect(isSigned({ key: createDevice().key, message, signature })).toBe(false)
    expect(isSigned({ key: noor.key, message: Uint8Array.of(...message, 0), signature })).toBe(false)
    for (let at = 0; at < 64; at++) {
      const changed = signature.slice()
      changed[at]! ^= 1
      expect(isSigned({ key: noor.key, message, signature: changed })).toBe(false)
    }
  })

  test('of a wrong length is none, and so is a key', () => {
    expect(isSigned({ key: noor.key, message, signature: signature.subarray(1) })).toBe(false)
    expect(isSigned({ key: noor.key.slice(2), message, signature })).toBe(false)
    expect(isSigned({ key: 'ff'.repeat(32), message, signature })).toBe(false)
  })
})

describe('With a weak point', () => {
  const { BASE, ZERO, Fn } = ed25519.Point
  const prime = 2n ** 255n - 19n
  const torsion = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
  const weak = Array.from({ length: 8 }, (_, n) => torsion.multiplyUnsafe(BigInt(n)))
  const littleEndian = (number: bigint) => bytesOf(number.toString(16).padStart(64, '0')).toReversed()
  const numberOf = (bytes: Uint8Array) => BigInt(`0x${hexOf(bytes.toReversed())}`)
  const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

  test('as the key no signature is true, though it fits', () => {
    expect(new Set(weak.map((point) => point.toHex())).size).toBe(8)
    // Any message whose hash is a multiple of eight: the key then drops out of the equation.
    const fits = joined(BASE.multiply(7n).toBytes(), littleEndian(7n))
    for (const point of weak)
      for (let n = 0; n < 16; n++)
        expect(isSigned({ key: point.toHex(), message: Uint8Array.of(n), signature: fits })).toBe(false)
  })

  test('as the first half of a signature neither', () => {
    const secret = 123_456_789n
    const key = BASE.multiply(secret).toHex()
    const first = ZERO.toBytes()
    const challenge = numberOf(hash('sha512', joined(first, bytesOf(key), message), 'buffer')) % Fn.ORDER
    const signature = joined(first, littleEndian((challenge * secret) % Fn.ORDER))
    expect(isSigned({ key, message, signature })).toBe(false)
  })

  test('or with a point in its second spelling neither', () => {
    const fits = joined(BASE.multiply(7n).toBytes(), littleEndian(7n))
    for (let more = 0n; more < 19n; more++) {
      const spelled = littleEndian(prime + more)
      for (const side of [0, 0x80]) {
        spelled[31] = 0x7f | side
        expect(isSigned({ key: hexOf(spelled), message, signature: fits })).toBe(false)
      }
    }
  })
})

const folder = join(import.meta.dirname, '../../shared/vectors/wycheproof')
type Group = {
  readonly publicKey: { readonly pk: string }
  readonly tests: readonly {
    readonly tcId: number
    readonly msg: string
    readonly sig: string
    readonly result: string
  }[]
}

test.skipIf(!existsSync(folder))('Wycheproof finds nothing (skipped without ../shared/vectors)', () => {
  const { testGroups } = JSON.parse(readFileSync(join(folder, 'ed25519_test.json'), 'utf8')) as {
    testGroups: readonly Group[]
  }
  const cases = testGroups.flatMap(({ publicKey, tests }) =>
    tests.map((one) => ({ key: publicKey.pk, ...one })),
  )
  expect(cases.length).toBeGreaterThan(100)
  const wrong = cases.filter(
    ({ key, msg, sig, result }) =>
      isSigned({ key, message: bytesOf(msg), signature: bytesOf(sig) }) !== (result === 'valid'),
  )
  expect(wrong.map(({ tcId }) => tcId)).toEqual([])
})

test('SHA-256 is SHA-256 (FIPS 180-4, "abc")', () =>
  expect(hexOf(sha256(new Uint8Array(Buffer.from('abc'))))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ))
