/**
 * Noor invites, Sam joins. Kit stands between them, with the invitation or without it, and changes whatever Kit likes:
 * the two see other digits, or nothing at all.
 */
import { randomBytes as nodeRandomBytes } from 'node:crypto'
import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js'
import { describe, expect, test } from 'vitest'
import { createAgreementKeys, deviceKeysOf, type KeyPair } from './keys.ts'
import {
  decodeHello,
  encodeHello,
  helloBytes,
  meetingOf,
  openMail,
  pair,
  promiseOf,
  type Spoken,
  sealMail,
} from './pairing.ts'
import frozen from './vectors/pairing-1.json' with { type: 'json' }

const randomBytes = (sizeBytes: number) => new Uint8Array(nodeRandomBytes(sizeBytes))
const secret = randomBytes(16)
const [noor, sam, kit] = await Promise.all([
  createAgreementKeys(),
  createAgreementKeys(),
  createAgreementKeys(),
])
const [noors, sams, kits] = [helloOf(noor), helloOf(sam), helloOf(kit)]
const spoken: Spoken = { m0: promiseOf(noors), m1: sams, m2: noors }

describe('Two who share an invitation', () => {
  test('come to the same key and the same six digits', async () => {
    const byNoor = await pair({ side: 'inviting', secret, own: noor, spoken })
    const bySam = await pair({ side: 'joining', secret, own: sam, spoken })
    if (!byNoor.ok || !bySam.ok) throw new Error('they did not meet')
    expect(byNoor.digits).toMatch(/^\d{6}$/)
    expect(bySam.digits).toBe(byNoor.digits)
    expect(bySam.key).toEqual(byNoor.key)
  })

  test('come to others the next time', async () => {
    const [once, again] = [await digitsAndKey({ secret }), await digitsAndKey({ secret: randomBytes(16) })]
    expect(once).not.toEqual(again)
  })

  test('do not meet Kit, who has no invitation: another place, another key, other digits', async () => {
    const guessed = randomBytes(16)
    expect(meetingOf(guessed).id).not.toEqual(meetingOf(secret).id)
    expect(meetingOf(guessed).key).not.toEqual(meetingOf(secret).key)
    expect(await digitsAndKey({ secret: guessed })).not.toEqual(await digitsAndKey({ secret }))
  })
})

describe('Kit between the two, with the invitation', () => {
  test('gives each of them other digits', async () => {
    // To Noor, Kit is Sam; to Sam, Kit is Noor.
    const toNoor = { ...spoken, m1: kits }
    const toSam = { m0: promiseOf(kits), m1: sams, m2: kits }
    const byNoor = await pair({ side: 'inviting', secret, own: noor, spoken: toNoor })
    const bySam = await pair({ side: 'joining', secret, own: sam, spoken: toSam })
    if (!byNoor.ok || !bySam.ok) throw new Error('Kit would be seen before')
    expect(byNoor.digits).not.toBe(bySam.digits)
    expect(byNoor.key).not.toEqual(bySam.key)
  })

  test('cannot show anything else than was promised, so cannot look for digits that fit', async () => {
    for (const m2 of [kits, flipped(noors, 0), flipped(noors, 8 * 32), flipped(noors, 8 * helloBytes - 1)])
      expect(await pair({ side: 'joining', secret, own: sam, spoken: { ...spoken, m2 } })).toEqual({
        ok: false,
        why: 'broken-promise',
      })
  })

  test('changes the digits by any bit of any letter, even of a nonce', async () => {
    const usual = await digitsAndKey({ secret })
    for (const bit of [0, 8 * 32, 8 * helloBytes - 1]) {
      const m1 = flipped(sams, bit)
      const other = await pair({ side: 'inviting', secret, own: noor, spoken: { ...spoken, m1 } })
      expect(other.ok && other.digits + bytesToHex(other.key)).not.toBe(usual)
    }
  })

  test('cannot bring a key that agrees with everybody', async () => {
    const weak = helloOf({ ...kit, publicKey: new Uint8Array(32) })
    const badKey = { ok: false, why: 'bad-key' }
    const toSam = { m0: promiseOf(weak), m1: sams, m2: weak }
    expect(await pair({ side: 'joining', secret, own: sam, spoken: toSam })).toEqual(badKey)
    expect(await pair({ side: 'inviting', secret, own: noor, spoken: { ...spoken, m1: weak } })).toEqual(
      badKey,
    )
  })

  test('cannot send half a letter', async () => {
    for (const part of [noors.subarray(1), new Uint8Array(), Uint8Array.of(...noors, 0)]) {
      expect(decodeHello(part)).toBeUndefined()
      for (const wrong of [{ m1: part }, { m2: part }])
        expect(await pair({ side: 'joining', secret, own: sam, spoken: { ...spoken, ...wrong } })).toEqual({
          ok: false,
          why: 'malformed',
        })
    }
    expect(
      await pair({ side: 'joining', secret, own: sam, spoken: { ...spoken, m0: new Uint8Array(3) } }),
    ).toEqual({ ok: false, why: 'broken-promise' })
  })
})

describe('A letter in the mailbox', () => {
  const { id: meetingId, key } = meetingOf(secret)
  const plain = Uint8Array.of(1, 2, 3)
  const sealed = sealMail({ key, meetingId, index: 1, plain, randomBytes })

  test('opens for who has the invitation', () =>
    expect(openMail({ key, meetingId, index: 1, sealed })).toEqual({ ok: true, plain }))

  test('does not open in another place, in another meeting, or for a server', () => {
    const tampered = { ok: false, why: 'tampered' }
    const other = meetingOf(randomBytes(16))
    expect(openMail({ key, meetingId, index: 0, sealed })).toEqual(tampered)
    expect(openMail({ key, meetingId: other.id, index: 1, sealed })).toEqual(tampered)
    expect(openMail({ key: other.key, meetingId, index: 1, sealed })).toEqual(tampered)
  })
})

describe('The frozen pairings of version 1', () => {
  for (const { about, invitingSeed, joiningSeed, digits, ...hex } of frozen.pairings) {
    const letters = { m0: hexToBytes(hex.m0), m1: hexToBytes(hex.m1), m2: hexToBytes(hex.m2) }
    const invitation = hexToBytes(hex.secret)

    test(`${about}: the same meeting today`, () => {
      const { id, key } = meetingOf(invitation)
      expect(bytesToHex(id)).toBe(hex.meetingId)
      expect(bytesToHex(key)).toBe(hex.meetingKey)
      expect(bytesToHex(promiseOf(letters.m2))).toBe(hex.m0)
    })

    for (const [side, seed] of [
      ['inviting', invitingSeed],
      ['joining', joiningSeed],
    ] as const)
      test(`${about}: the same key and digits today, ${side}`, async () => {
        const agreement = hexToBytes(seed)
        const { agreement: own } = await deviceKeysOf({ signing: agreement, agreement })
        const paired = await pair({ side, secret: invitation, own, spoken: letters })
        expect(paired).toMatchObject({ ok: true, digits, key: hexToBytes(hex.key) })
      })
  }
})

async function digitsAndKey(about: { secret: Uint8Array }): Promise<string> {
  const paired = await pair({ side: 'inviting', own: noor, spoken, ...about })
  if (!paired.ok) throw new Error(paired.why)
  return paired.digits + bytesToHex(paired.key)
}

function helloOf({ publicKey }: KeyPair): Uint8Array {
  return encodeHello({ agreement: publicKey, randomBytes })
}

function flipped(from: Uint8Array, bit: number): Uint8Array {
  const changed = from.slice()
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return changed
}
