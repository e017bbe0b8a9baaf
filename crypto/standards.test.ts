/**
 * The two primitives under `seal.ts`, held against examples nobody here wrote: those printed in the standards, and
 * Wycheproof, which collects the mistakes that others made. A new version of the library has to pass here first.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import standards from './vectors/standards.json' with { type: 'json' }

for (const { from, key, nonce, aad, plain, ciphertext, tag } of standards.xchacha20poly1305)
  test(`XChaCha20-Poly1305 is that of ${from}`, () => {
    const cipher = () => xchacha20poly1305(hexToBytes(key), hexToBytes(nonce), hexToBytes(aad))
    expect(bytesToHex(cipher().encrypt(hexToBytes(plain)))).toBe(ciphertext + tag)
    expect(bytesToHex(cipher().decrypt(hexToBytes(ciphertext + tag)))).toBe(plain)
  })

for (const { from, ikm, salt, info, okm } of standards.hkdfSha256)
  test(`HKDF-SHA-256 is that of ${from}`, () =>
    expect(derived({ ikm, salt, info, size: okm.length / 2 })).toBe(okm))

// Lent beside the project and not part of it: Apache-2.0, hundreds of kilobytes, and newer ones come every month.
const wycheproof = join(import.meta.dirname, '../../shared/vectors/wycheproof')
const absent = !existsSync(wycheproof)

describe.skipIf(absent)(`Wycheproof${absent ? ` (skipped: no ${wycheproof})` : ''}`, () => {
  test('XChaCha20-Poly1305 seals what is valid and opens nothing that is not', () => {
    const cases = casesOf<AeadCase>('xchacha20_poly1305_test.json')
    // A file that came empty would agree with everything.
    expect(cases.length).toBeGreaterThanOrEqual(315)
    expect(cases.filter((one) => agrees(one) === false).map(({ tcId }) => tcId)).toEqual([])
  })

  test('HKDF-SHA-256 derives what is valid and refuses what is not', () => {
    const cases = casesOf<HkdfCase>('hkdf_sha256_test.json')
    expect(cases.length).toBeGreaterThanOrEqual(86)
    const wrong = cases.filter((one) =>
      one.result === 'valid' ? derived(one) !== one.okm : attempt(() => derived(one)) !== undefined,
    )
    expect(wrong.map(({ tcId }) => tcId)).toEqual([])
  })
})

type Case = { tcId: number; result: 'valid' | 'invalid' }
type AeadCase = Case & { key: string; iv: string; aad: string; msg: string; ct: string; tag: string }
type HkdfCase = Case & { ikm: string; salt: string; info: string; size: number; okm: string }

function casesOf<C extends Case>(file: string): C[] {
  const { testGroups } = JSON.parse(readFileSync(join(wycheproof, file), 'utf8'))
  return testGroups.flatMap((group: { tests: C[] }) => group.tests)
}

function agrees({ key, iv, aad, msg, ct, tag, result }: AeadCase): boolean {
  const cipher = () => xchacha20poly1305(hexToBytes(key), hexToBytes(iv), hexToBytes(aad))
  const opened = attempt(() => bytesToHex(cipher().decrypt(hexToBytes(ct + tag))))
  if (result === 'invalid') return opened === undefined
  return opened === msg && bytesToHex(cipher().encrypt(hexToBytes(msg))) === ct + tag
}

function derived({ ikm, salt, info, size }: Omit<HkdfCase, 'okm' | 'tcId' | 'result'>): string {
  return bytesToHex(hkdf(sha256, hexToBytes(ikm), hexToBytes(salt), hexToBytes(info), size))
}

/** The library refuses by throwing. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}
