/**
 * What a device's keys can do for Noor and Sam and not for Kit, here and in a browser that lacks the curves; and that
 * both find the same signatures true, whatever somebody makes up.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isSignedBy, signWith } from './curves.ts'
import { agree, createAgreementKeys, createDeviceKeys, deviceKeysOf, keptHalf, sign, verify } from './keys.ts'
import frozen from './vectors/keys-1.json' with { type: 'json' }

const message = utf8ToBytes('Sam brought me tea before I asked.')
const [noor, sam, kit] = [await createDeviceKeys(), await createDeviceKeys(), await createDeviceKeys()]

describe('A signing key', () => {
  test('signs for Noor, and Sam sees that it was her', async () => {
    const signature = await sign(noor.signing, message)
    expect(signature).toHaveLength(64)
    expect(await verify({ publicKey: noor.signing.publicKey, signature, message })).toBe(true)
  })

  test('of Kit does not sign for Noor, and hers signs nothing else than she did', async () => {
    const publicKey = noor.signing.publicKey
    const byKit = await sign(kit.signing, message)
    expect(await verify({ publicKey, signature: byKit, message })).toBe(false)
    const signature = await sign(noor.signing, message)
    expect(await verify({ publicKey, signature, message: utf8ToBytes('Sam did not.') })).toBe(false)
  })

  test('shows the flip of any bit of signature and key', async () => {
    const publicKey = noor.signing.publicKey
    const signature = await sign(noor.signing, message)
    for (let bit = 0; bit < 512; bit += 7)
      expect(await verify({ publicKey, signature: flipped(signature, bit), message })).toBe(false)
    for (let bit = 0; bit < 256; bit += 7)
      expect(await verify({ publicKey: flipped(publicKey, bit), signature, message })).toBe(false)
  })

  test('is answered for, whatever bytes are said to be a key and a signature', () =>
    fc.assert(
      fc.asyncProperty(bytes(70), bytes(40), async (signature, publicKey) => {
        expect(await verify({ publicKey, signature, message })).toBe(false)
      }),
      { numRuns: 50 },
    ))
})

describe('An agreement key', () => {
  test('gives Noor and Sam one secret, and Kit another', async () => {
    const byNoor = await agree(noor.agreement, sam.agreement.publicKey)
    expect(byNoor).toEqual({ ok: true, secret: expect.any(Uint8Array) })
    expect(await agree(sam.agreement, noor.agreement.publicKey)).toEqual(byNoor)
    expect(await agree(kit.agreement, noor.agreement.publicKey)).not.toEqual(byNoor)
  })

  test('agrees with no key that would give everybody the same, hidden or bare', async () => {
    const seed = new Uint8Array(32).fill(7)
    for (const key of agreesWithAll)
      for (const privateHalf of [await keptHalf('X25519', seed), { kept: 'bare', seed } as const])
        expect(await agree({ privateHalf }, hexToBytes(key))).toEqual({ ok: false, why: 'bad-key' })
  })

  test('has 32 bytes; any other length is a bug', async () =>
    expect(agree(noor.agreement, new Uint8Array(31))).rejects.toThrow())
})

describe('A private half', () => {
  test('can be read by nobody', async () => {
    for (const { privateHalf } of [noor.signing, noor.agreement, await createAgreementKeys()]) {
      if (privateHalf.kept !== 'hidden') throw new Error('Node has both curves')
      expect(privateHalf.key.extractable).toBe(false)
      for (const format of ['pkcs8', 'jwk', 'raw'] as const)
        await expect(crypto.subtle.exportKey(format, privateHalf.key)).rejects.toThrow()
    }
  })

  test('made from a seed cannot be read either', async () => {
    const { signing } = await deviceKeysOf(seeds(1))
    expect(signing.privateHalf).toMatchObject({ kept: 'hidden', key: { extractable: false } })
  })

  test('can be kept and handed on, as IndexedDB does it', async () => {
    const kept = structuredClone(noor)
    const signature = await sign(kept.signing, message)
    expect(await verify({ publicKey: noor.signing.publicKey, signature, message })).toBe(true)
    expect(await agree(kept.agreement, sam.agreement.publicKey)).toEqual(
      await agree(sam.agreement, noor.agreement.publicKey),
    )
  })

  test('is another one every time', async () => {
    const all = await Promise.all([createDeviceKeys(), createDeviceKeys()])
    const publicKeys = all.flatMap(({ signing, agreement }) => [signing.publicKey, agreement.publicKey])
    expect(new Set(publicKeys.map(String)).size).toBe(4)
  })
})

describe('In a browser without these curves', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.resetModules()
  })

  test('keys are bare and say so, and do the same', async () => {
    const there = await withoutCurves()
    const theirs = await there.createDeviceKeys()
    expect(theirs.signing.privateHalf.kept).toBe('bare')
    expect(theirs.agreement.privateHalf.kept).toBe('bare')
    expect(structuredClone(theirs)).toEqual(theirs)

    const signature = await there.sign(theirs.signing, message)
    const { publicKey } = theirs.signing
    expect(await there.verify({ publicKey, signature, message })).toBe(true)
    expect(await there.verify({ publicKey, signature, message: publicKey })).toBe(false)
    vi.restoreAllMocks()
    expect(await verify({ publicKey, signature, message })).toBe(true)
    expect(await agree(noor.agreement, theirs.agreement.publicKey)).toEqual(
      await there.agree(theirs.agreement, noor.agreement.publicKey),
    )
  })

  test('the same seeds are the same keys', async () => {
    const there = await withoutCurves()
    const bare = await there.deviceKeysOf(seeds(2))
    expect(bare.signing.privateHalf).toEqual({ kept: 'bare', seed: seeds(2).signing })
    vi.restoreAllMocks()
    const hidden = await deviceKeysOf(seeds(2))
    expect(hidden.signing.publicKey).toEqual(bare.signing.publicKey)
    expect(await sign(hidden.signing, message)).toEqual(await there.sign(bare.signing, message))
  })

  test('one curve can be there and the other not', async () => {
    const there = await withoutCurves('Ed25519')
    const { signing, agreement } = await there.createDeviceKeys()
    expect([signing.privateHalf.kept, agreement.privateHalf.kept]).toEqual(['bare', 'hidden'])
  })

  async function withoutCurves(...missing: string[]) {
    const importKey = crypto.subtle.importKey.bind(crypto.subtle) as (...all: unknown[]) => Promise<CryptoKey>
    vi.spyOn(crypto.subtle, 'importKey').mockImplementation(async (...all: unknown[]) => {
      const isMissing = missing.length === 0 || missing.includes(all[2] as string)
      if (isMissing) throw new DOMException('Unrecognized name.', 'NotSupportedError')
      return importKey(...all)
    })
    vi.resetModules()
    return import('./keys.ts')
  }
})

describe('Everybody finds the same signatures true', () => {
  const seed = new Uint8Array(32).fill(9)
  const publicKey = ed25519.getPublicKey(seed)

  test('the points of small order are all known, with every sign', async () => {
    const d = ed25519.Point.CURVE().d
    const p = ed25519.Point.Fp.ORDER
    for (const point of ED25519_TORSION_SUBGROUP) {
      const signature = concatBytes(hexToBytes(point), new Uint8Array(32))
      expect(await verify({ publicKey, signature, message })).toBe(false)
      // The two y that are not 0, 1 or −1 are where `keys.ts` says they are.
      const { y } = ed25519.Point.fromHex(point)
      const isRoot = (d * y ** 4n + 2n * y ** 2n - 1n) % p === 0n
      expect(isRoot).toBe(![0n, 1n, p - 1n].includes(y))
    }
  })

  test('a key of small order signs nothing, though it would sign everything by the library’s default', async () => {
    for (const point of ED25519_TORSION_SUBGROUP) {
      const weak = hexToBytes(point)
      const signature = concatBytes(hexToBytes(ED25519_TORSION_SUBGROUP[0]!), new Uint8Array(32))
      expect(ed25519.verify(signature, message, weak)).toBe(true)
      expect(isSignedBy(weak, signature, message)).toBe(false)
      expect(await verify({ publicKey: weak, signature, message })).toBe(false)
    }
  })

  test('a number that is written in another way is refused', async () => {
    const signature = signWith(seed, message)
    const s = toNumber(signature.subarray(32)) + ed25519.Point.Fn.ORDER
    const again = concatBytes(signature.subarray(0, 32), toBytes(s))
    expect(await verify({ publicKey, signature: again, message })).toBe(false)
    expect(isSignedBy(publicKey, again, message)).toBe(false)

    // The point with y = 4 written as 4 + p, which still fits into 255 bits.
    const y = toBytes(4n + ed25519.Point.Fp.ORDER)
    expect(await verify({ publicKey: y, signature, message })).toBe(false)
    expect(isSignedBy(y, signature, message)).toBe(false)
  })

  test('a key with a point of order eight added splits nobody: the library alone would', async () => {
    const split: boolean[] = []
    for (let nonce = 1n; nonce <= 12n; nonce++) {
      const { mixed, signature } = signedWithMixedKey(nonce)
      const [here, there] = [
        await verify({ publicKey: mixed, signature, message }),
        isSignedBy(mixed, signature, message),
      ]
      expect(there).toBe(here)
      split.push(ed25519.verify(signature, message, mixed, { zip215: false }) !== here)
    }
    expect(split).toContain(true)
  })

  test('and so in every single bit, by both ways', () =>
    fc.assert(
      fc.asyncProperty(bytes(40), fc.nat(511), async (anything, bit) => {
        const signature = signWith(seed, anything)
        expect(isSignedBy(publicKey, signature, anything)).toBe(true)
        expect(await verify({ publicKey, signature, message: anything })).toBe(true)
        const changed = flipped(signature, bit)
        expect(await verify({ publicKey, signature: changed, message: anything })).toBe(false)
        // Bits that are no valid signature to begin with never reach this one.
        expect(isSignedBy(publicKey, changed, anything)).toBe(false)
      }),
      { numRuns: 25 },
    ))

  /** By the rules, but with A + T for the key, where 8·T is nothing. */
  function signedWithMixedKey(r: bigint) {
    const { Point } = ed25519
    const { Fn } = Point
    const a = toNumber(sha512(seed).subarray(0, 31)) % Fn.ORDER
    const mixed = Point.BASE.multiply(a).add(Point.fromHex(ED25519_TORSION_SUBGROUP[1]!)).toBytes()
    const R = Point.BASE.multiply(r).toBytes()
    const k = Fn.create(toNumber(sha512(concatBytes(R, mixed, message))))
    return { mixed, signature: concatBytes(R, toBytes(Fn.create(r + k * a))) }
  }
})

describe('The curves in JavaScript', () => {
  const sources = globSync('*.ts', { cwd: import.meta.dirname })
    .filter((file) => !/\.(?:test|contract)\.ts$/.test(file))
    .map((file) => ({ file, source: readFileSync(join(import.meta.dirname, file), 'utf8') }))

  test('are in one file, which is fetched only where it is needed', () => {
    const users = sources.filter(({ source }) => source.includes("from '@noble/curves"))
    expect(users.map(({ file }) => file)).toEqual(['curves.ts'])
    expect(sources.filter(({ source }) => source.includes("from './curves.ts'"))).toEqual([])
  })

  test('are never asked about a signature by their default, which is not strict', () => {
    const asked = sources.flatMap(({ source }) => source.match(/\bed25519\w*\.verify\([^)]*\)/g) ?? [])
    expect(asked).toHaveLength(1)
    expect(asked.filter((call) => !call.includes('{ zip215: false }'))).toEqual([])
  })
})

describe('The frozen keys of version 1', () => {
  for (const {
    about,
    signingSeed,
    agreementSeed,
    signingKey,
    agreementKey,
    theirs,
    shared,
    ...rest
  } of frozen.keys)
    test(`${about}: the same today`, async () => {
      const keys = await deviceKeysOf({
        signing: hexToBytes(signingSeed),
        agreement: hexToBytes(agreementSeed),
      })
      expect(keys.signing.publicKey).toEqual(hexToBytes(signingKey))
      expect(keys.agreement.publicKey).toEqual(hexToBytes(agreementKey))
      expect(await sign(keys.signing, hexToBytes(rest.message))).toEqual(hexToBytes(rest.signature))
      expect(await agree(keys.agreement, hexToBytes(theirs))).toEqual({
        ok: true,
        secret: hexToBytes(shared),
      })
    })
})

/** The u of all points of small order on curve and twist, with their other spellings (cr.yp.to/ecdh.html). */
const agreesWithAll = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

function seeds(number: number) {
  return { signing: new Uint8Array(32).fill(number), agreement: new Uint8Array(32).fill(100 + number) }
}

function bytes(most: number) {
  return fc.uint8Array({ maxLength: most })
}

function flipped(from: Uint8Array, bit: number): Uint8Array {
  const changed = from.slice()
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return changed
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function toBytes(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 0xffn))
}
