/**
 * The primitives of this room, held against examples printed in the standards. A new version of a library has to pass
 * here first. Wycheproof, which collects the mistakes that others made, is `wycheproof.test.ts`.
 */
import { describe, expect, test } from 'vitest'
import standards from './vectors/standards.json' with { type: 'json' }
import keys from './vectors/standards-keys.json' with { type: 'json' }
import {
  argon2,
  bip39,
  ed25519Sign,
  ed25519Verify,
  hkdfSha256,
  hmacSha256,
  hpke,
  x25519,
  xchacha,
} from './vectors.contract.ts'

const agrees = async (disagree: Promise<readonly string[]>) => expect(await disagree).toEqual([])
const result = 'valid'

describe('As printed in the standards', () => {
  for (const { from, nonce: iv, plain: msg, ciphertext: ct, ...rest } of standards.xchacha20poly1305)
    test(`XChaCha20-Poly1305: ${from}`, () => agrees(xchacha({ ...rest, iv, msg, ct, result })))

  for (const { from, ...rest } of standards.hkdfSha256)
    test(`HKDF-SHA-256: ${from}`, () => agrees(hkdfSha256({ ...rest, size: rest.okm.length / 2, result })))

  for (const { from, ...rest } of keys.hmacSha256)
    test(`HMAC-SHA-256: ${from}`, () => agrees(hmacSha256({ ...rest, result })))

  for (const { from, ...rest } of keys.ed25519)
    test(`Ed25519: ${from}`, async () => {
      await agrees(ed25519Sign(rest))
      await agrees(ed25519Verify({ ...rest, result }))
    })

  for (const { from, ...rest } of keys.x25519) test(`X25519: ${from}`, () => agrees(x25519(rest)))

  for (const { from, ...rest } of keys.hpke) test(`HPKE: ${from}`, () => agrees(hpke(rest)))

  for (const { from, ...rest } of keys.argon2id) test(`Argon2id: ${from}`, () => agrees(argon2(rest)))

  for (const { from, ...rest } of keys.bip39) test(`BIP-39: ${from}`, () => agrees(bip39(rest)))
})

describe('An example that was changed', () => {
  const [signed, agreed, sealed] = [keys.ed25519[1]!, keys.x25519[0]!, keys.hpke[0]!]

  test('is disagreed with, so a check that checks nothing is seen', async () => {
    expect(await ed25519Verify({ ...signed, msg: '73', result })).toEqual(['here', 'noble'])
    expect(await ed25519Sign({ ...signed, msg: '73' })).toEqual(['here', 'noble'])
    expect(await x25519({ ...agreed, shared: agreed.public })).toEqual(['here', 'noble'])
    expect(await hpke({ ...sealed, info: '' })).toEqual(['seal', 'open'])
    expect(await hmacSha256({ ...keys.hmacSha256[0]!, msg: '', result })).toEqual(['noble'])
    expect(await bip39({ ...keys.bip39[0]!, entropy: keys.bip39[1]!.entropy })).toEqual(['write', 'read'])
  })
})
