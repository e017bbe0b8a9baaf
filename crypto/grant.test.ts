/**
 * Noor makes an epoch and grants it to Sam. Kit, who sees every grant there is, has nothing of it; and HPKE is that of
 * the RFC, because another hand opens what we seal and seals what we open.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { hexToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochCommitment, grantBytes, openGrant, sealGrant } from './grant.ts'
import { openByKey, sealToKey } from './hpke.ts'
import { createAgreementKeys, keptHalf } from './keys.ts'
import frozen from './vectors/grant-1.json' with { type: 'json' }

const space = new Uint8Array(16).fill(0xc0)
const epoch = 3
const [epochKey, slotSecret] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const commitment = epochCommitment({ space, epoch, epochKey })
const [sam, kit] = [await createAgreementKeys(), await createAgreementKeys()]
const sealed = await sealGrant({ to: sam.publicKey, space, epoch, epochKey, slotSecret })
const tampered = { ok: false, why: 'tampered' }

describe('A grant', () => {
  test('opens for Sam, whom it is for', async () => {
    expect(sealed).toHaveLength(grantBytes)
    expect(grantBytes).toBe(112)
    const opened = await openGrant({ own: sam, space, epoch, commitment, sealed })
    expect(opened).toEqual({ ok: true, epochKey, slotSecret })
  })

  test('does not open for Kit, nor for Sam in another space or epoch', async () => {
    const elsewhere = new Uint8Array(16).fill(0xd0)
    expect(await openGrant({ own: kit, space, epoch, commitment, sealed })).toEqual(tampered)
    expect(await openGrant({ own: sam, space: elsewhere, epoch, commitment, sealed })).toEqual(tampered)
    expect(await openGrant({ own: sam, space, epoch: 4, commitment, sealed })).toEqual(tampered)
  })

  test('shows the flip of any bit, and whatever was cut or added', async () => {
    const all = await Promise.all(
      // Every fifth: in eight bytes that is each bit of a byte.
      Array.from({ length: (sealed.length * 8) / 5 }, (_, fifth) =>
        openGrant({ own: sam, space, epoch, commitment, sealed: flipped(sealed, 5 * fifth) }),
      ),
    )
    // The highest bit of an X25519 key does not count for the agreement, and does for the key schedule.
    expect(all.filter(({ ok }) => ok)).toEqual([])
    for (const length of [0, 31, 32, 47, 111])
      expect(
        await openGrant({ own: sam, space, epoch, commitment, sealed: sealed.slice(0, length) }),
      ).toEqual(tampered)
    const longer = Uint8Array.of(...sealed, 0)
    expect(await openGrant({ own: sam, space, epoch, commitment, sealed: longer })).toEqual(tampered)
  })

  test('of another key than was promised to all is no grant', async () => {
    const another = new Uint8Array(32).fill(9)
    const forSamAlone = await sealGrant({ to: sam.publicKey, space, epoch, epochKey: another, slotSecret })
    expect(await openGrant({ own: sam, space, epoch, commitment, sealed: forSamAlone })).toEqual({
      ok: false,
      why: 'uncommitted',
    })
  })

  test('given twice is two that share nothing', async () => {
    const again = await sealGrant({ to: sam.publicKey, space, epoch, epochKey, slotSecret })
    expect(again.subarray(0, 32)).not.toEqual(sealed.subarray(0, 32))
    expect(again.subarray(32)).not.toEqual(sealed.subarray(32))
  })

  test('to a key that agrees with nobody is zeros, and keeps nobody from the next epoch', async () => {
    const noKey = new Uint8Array(32)
    const grant = await sealGrant({ to: noKey, space, epoch, epochKey, slotSecret })
    expect(grant).toEqual(new Uint8Array(112))
    for (const own of [kit, { ...kit, publicKey: noKey }])
      expect(await openGrant({ own, space, epoch, commitment, sealed: grant })).toEqual(tampered)
  })

  test('opens by a bare key as by a hidden one', async () => {
    const { agreementKeyOf } = await import('./curves.ts')
    const seed = new Uint8Array(32).fill(5)
    const own = { publicKey: agreementKeyOf(seed), privateHalf: { kept: 'bare', seed } as const }
    const grant = await sealGrant({ to: own.publicKey, space, epoch, epochKey, slotSecret })
    expect(await openGrant({ own, space, epoch, commitment, sealed: grant })).toMatchObject({ ok: true })
  })
})

describe('The commitment to an epoch', () => {
  test('is another for another key, epoch and space', () => {
    const all = [
      commitment,
      epochCommitment({ space, epoch, epochKey: slotSecret }),
      epochCommitment({ space, epoch: 4, epochKey }),
      epochCommitment({ space: new Uint8Array(16), epoch, epochKey }),
    ]
    expect(new Set(all.map(String)).size).toBe(4)
  })
})

describe('HPKE by another hand', () => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })

  test('opens what we seal, and seals what we open', () =>
    fc.assert(
      fc.asyncProperty(bytes(100), bytes(40), bytes(40), async (plain, info, aad) => {
        const seed = new Uint8Array(32).fill(plain.length + 1)
        const theirs = await suite.kem.importKey('raw', seed.slice().buffer, false)
        const { agreementKeyOf } = await import('./curves.ts')
        const own = { publicKey: agreementKeyOf(seed), privateHalf: await keptHalf('X25519', seed) }

        const ephemeral = await createAgreementKeys()
        const ours = (await sealToKey({ ephemeral, to: own.publicKey, info, aad, plain }))!
        const recipientKey = { privateKey: theirs, publicKey: await publicKeyOf(own.publicKey) }
        const recipient = await suite.createRecipientContext({
          recipientKey,
          enc: buffer(ours.subarray(0, 32)),
          info: buffer(info),
        })
        expect(new Uint8Array(await recipient.open(buffer(ours.subarray(32)), buffer(aad)))).toEqual(plain)

        const recipientPublicKey = recipientKey.publicKey
        const sender = await suite.createSenderContext({ recipientPublicKey, info: buffer(info) })
        const ciphertext = new Uint8Array(await sender.seal(buffer(plain), buffer(aad)))
        const byThem = Uint8Array.of(...new Uint8Array(sender.enc), ...ciphertext)
        expect(await openByKey({ own, info, aad, sealed: byThem })).toEqual({ ok: true, plain })
      }),
      { numRuns: 20 },
    ))

  const buffer = (from: Uint8Array) => from.slice().buffer as ArrayBuffer
  const publicKeyOf = (from: Uint8Array) => suite.kem.importKey('raw', buffer(from), true)
})

describe('The frozen grants of version 1', () => {
  for (const { about, agreementSeed, epoch: frozenEpoch, ...hex } of frozen.grants)
    test(`${about}: it still opens`, async () => {
      const { agreementKeyOf } = await import('./curves.ts')
      const seed = hexToBytes(agreementSeed)
      const own = { publicKey: agreementKeyOf(seed), privateHalf: await keptHalf('X25519', seed) }
      const opened = await openGrant({
        own,
        space: hexToBytes(hex.space),
        epoch: frozenEpoch,
        commitment: hexToBytes(hex.commitment),
        sealed: hexToBytes(hex.sealed),
      })
      expect(opened).toEqual({
        ok: true,
        epochKey: hexToBytes(hex.epochKey),
        slotSecret: hexToBytes(hex.slotSecret),
      })
    })
})

function bytes(most: number) {
  return fc.uint8Array({ maxLength: most })
}

function flipped(from: Uint8Array, bit: number): Uint8Array {
  const changed = from.slice()
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return changed
}
