/**
 * The primitives under this room, held against examples nobody here wrote. No test code: each check takes one example
 * and says which of our ways disagree with it, so that a test can run them in Node and a story in a real browser,
 * whose WebCrypto is another.
 *
 * The shapes are those of Wycheproof (github.com/C2SP/wycheproof); `vectors/standards*.json` keep to them.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js'
import { argon2id } from '@noble/hashes/argon2.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { agreementKeyOf, isSignedBy, signingKeyOf, signWith } from './curves.ts'
import { openByKey, sealToKey } from './hpke.ts'
import { agree, keptHalf, type PrivateHalf, sign, verify } from './keys.ts'
import { readWords, wordsOf } from './words.ts'

/** Empty if all agree. */
type Disagree = readonly string[]

type Result = 'valid' | 'invalid' | 'acceptable'
type Aead = { key: string; iv: string; aad: string; msg: string; ct: string; tag: string; result: Result }
type Hkdf = { ikm: string; salt: string; info: string; size: number; okm: string; result: Result }
type Mac = { key: string; msg: string; tag: string; result: Result }
type Signed = { publicKey: string; msg: string; sig: string; result: Result }
type Agreement = { private: string; public: string; shared: string }

export async function xchacha({ key, iv, aad, msg, ct, tag, result }: Aead): Promise<Disagree> {
  const cipher = () => xchacha20poly1305(hexToBytes(key), hexToBytes(iv), hexToBytes(aad))
  const opened = attempt(() => bytesToHex(cipher().decrypt(hexToBytes(ct + tag))))
  if (result === 'invalid') return wrong({ noble: opened === undefined })
  return wrong({ noble: opened === msg && bytesToHex(cipher().encrypt(hexToBytes(msg))) === ct + tag })
}

export async function hkdfSha256({ ikm, salt, info, size, okm, result }: Hkdf): Promise<Disagree> {
  const derive = () => hkdf(sha256, hexToBytes(ikm), hexToBytes(salt), hexToBytes(info), size)
  const derived = attempt(() => bytesToHex(derive()))
  return wrong({ noble: result === 'valid' ? derived === okm : derived === undefined })
}

/** Some tags are cut short, as our slots are. */
export async function hmacSha256({ key, msg, tag, result }: Mac): Promise<Disagree> {
  const made = bytesToHex(hmac(sha256, hexToBytes(key), hexToBytes(msg))).slice(0, tag.length)
  return wrong({ noble: (made === tag) === (result === 'valid') })
}

export async function ed25519Verify({ publicKey, msg, sig, result }: Signed): Promise<Disagree> {
  const claim = { publicKey: hexToBytes(publicKey), signature: hexToBytes(sig), message: hexToBytes(msg) }
  // What does not have the length of a signature never comes to the library.
  const byLibrary =
    claim.signature.length === 64 && isSignedBy(claim.publicKey, claim.signature, claim.message)
  const valid = result === 'valid'
  return wrong({ here: (await verify(claim)) === valid, noble: byLibrary === valid })
}

export async function ed25519Sign(one: Omit<Signed, 'result'> & { seed: string }): Promise<Disagree> {
  const [seed, message] = [hexToBytes(one.seed), hexToBytes(one.msg)]
  const privateHalf = await keptHalf('Ed25519', seed)
  return wrong({
    key: bytesToHex(signingKeyOf(seed)) === one.publicKey,
    here: bytesToHex(await sign({ privateHalf }, message)) === one.sig,
    noble: bytesToHex(signWith(seed, message)) === one.sig,
  })
}

/** A result of zeros is called acceptable there, because the standard leaves it open. Not so by us. */
export async function x25519({ private: seed, public: theirs, shared }: Agreement): Promise<Disagree> {
  const expected = /^0+$/.test(shared) ? 'bad-key' : shared
  const by = async (privateHalf: PrivateHalf) => {
    const agreed = await agree({ privateHalf }, hexToBytes(theirs))
    return (agreed.ok ? bytesToHex(agreed.secret) : agreed.why) === expected
  }
  return wrong({
    here: await by(await keptHalf('X25519', hexToBytes(seed))),
    noble: await by({ kept: 'bare', seed: hexToBytes(seed) }),
  })
}

export async function hpke(one: {
  info: string
  skEm: string
  pkEm: string
  skRm: string
  pkRm: string
  aad: string
  plain: string
  ciphertext: string
}): Promise<Disagree> {
  const pair = async (secret: string) => ({
    publicKey: agreementKeyOf(hexToBytes(secret)),
    privateHalf: await keptHalf('X25519', hexToBytes(secret)),
  })
  const [ephemeral, own] = [await pair(one.skEm), await pair(one.skRm)]
  const [info, aad] = [hexToBytes(one.info), hexToBytes(one.aad)]
  const sealed = await sealToKey({ ephemeral, to: own.publicKey, info, aad, plain: hexToBytes(one.plain) })
  const opened = await openByKey({ own, info, aad, sealed: hexToBytes(one.pkEm + one.ciphertext) })
  return wrong({
    keys: bytesToHex(ephemeral.publicKey) === one.pkEm && bytesToHex(own.publicKey) === one.pkRm,
    seal: sealed !== undefined && bytesToHex(sealed) === one.pkEm + one.ciphertext,
    open: opened.ok && bytesToHex(opened.plain) === one.plain,
  })
}

export async function argon2(one: {
  password: string
  salt: string
  secret: string
  about: string
  memoryKiB: number
  passes: number
  lanes: number
  tag: string
}): Promise<Disagree> {
  const made = argon2id(hexToBytes(one.password), hexToBytes(one.salt), {
    m: one.memoryKiB,
    t: one.passes,
    p: one.lanes,
    key: hexToBytes(one.secret),
    personalization: hexToBytes(one.about),
    dkLen: one.tag.length / 2,
  })
  return wrong({ noble: bytesToHex(made) === one.tag })
}

export async function bip39({ entropy, words }: { entropy: string; words: string }): Promise<Disagree> {
  const read = readWords(words)
  return wrong({
    write: wordsOf(hexToBytes(entropy)).join(' ') === words,
    read: read.ok && bytesToHex(read.entropy) === entropy,
  })
}

/** A file of Wycheproof as it comes: which examples we disagree with, and how many there were. */
export async function wycheproof(
  file: keyof typeof checkByFile,
  content: { testGroups: readonly { publicKey?: { pk: string }; tests: readonly { tcId: number }[] }[] },
): Promise<{ readonly count: number; readonly disagree: readonly string[] }> {
  const disagree: string[] = []
  let count = 0
  for (const { publicKey, tests } of content.testGroups)
    for (const one of tests) {
      // The files are what they say they are; a field that is missing throws.
      const check = checkByFile[file] as (one: unknown) => Promise<Disagree>
      for (const way of await check({ ...one, publicKey: publicKey?.pk })) disagree.push(`${way} ${one.tcId}`)
      count++
    }
  return { count, disagree }
}

export const checkByFile = {
  xchacha20_poly1305_test: xchacha,
  hkdf_sha256_test: hkdfSha256,
  hmac_sha256_test: hmacSha256,
  ed25519_test: ed25519Verify,
  x25519_test: x25519,
}

function wrong(rightByWay: Record<string, boolean>): Disagree {
  return Object.keys(rightByWay).filter((way) => !rightByWay[way])
}

/** The libraries refuse by throwing. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}
