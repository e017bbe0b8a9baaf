/**
 * Secrets at rest. Epoch keys, slot secrets and whatever else must stay bytes lie in IndexedDB under one key of the
 * device, which nobody can read: AES-256-GCM, held by WebCrypto.
 *
 *     wrapped   0 version 1 | 1 nonce 12 | 13 ciphertext | tag 16
 *
 * The surprise is that it is not the envelope of `seal.ts`. That one needs the key as bytes, and the point here is
 * that there are none. Nor does it need to commit to the key: a device has one, and nobody hands it another.
 */
import { concatBytes } from '@noble/ciphers/utils.js'
import { labelled } from './derive.ts'
import { labels, type RandomBytes } from './seal.ts'

/** `tampered` also means another key, or another place than the one it was wrapped for. */
export type Unwrapped =
  | { readonly ok: true; readonly plain: Uint8Array }
  | { readonly ok: false; readonly why: 'tampered' | 'too-new' }

const version = 1
/** 96 bits at random are enough: NIST SP 800-38D, 8.3, allows 2^32 under one key, and this is one phone. */
const nonceBytes = 12
const ciphertextAt = 1 + nonceBytes

export function createWrappingKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** `place` says what it is the secret of. Whoever can write to the disk cannot put one secret where another was. */
export async function wrap(secret: {
  readonly key: CryptoKey
  readonly place: Uint8Array
  readonly plain: Uint8Array
  readonly randomBytes: RandomBytes
}): Promise<Uint8Array> {
  const { key, place, plain, randomBytes } = secret
  const nonce = randomBytes(nonceBytes)
  const ciphertext = await crypto.subtle.encrypt(paramsOf(nonce, place), key, plain.slice())
  return concatBytes(Uint8Array.of(version), nonce, new Uint8Array(ciphertext))
}

export async function unwrap(secret: {
  readonly key: CryptoKey
  readonly place: Uint8Array
  readonly wrapped: Uint8Array
}): Promise<Unwrapped> {
  const { key, place, wrapped } = secret
  if (wrapped.length > 0 && wrapped[0]! > version) return { ok: false, why: 'too-new' }
  if (wrapped.length < ciphertextAt || wrapped[0] !== version) return { ok: false, why: 'tampered' }
  try {
    const params = paramsOf(wrapped.subarray(1, ciphertextAt), place)
    const plain = await crypto.subtle.decrypt(params, key, wrapped.slice(ciphertextAt))
    return { ok: true, plain: new Uint8Array(plain) }
  } catch {
    // Whatever is wrong with it, it is not what we wrapped.
    return { ok: false, why: 'tampered' }
  }
}

function paramsOf(nonce: Uint8Array, place: Uint8Array) {
  return { name: 'AES-GCM', iv: nonce.slice(), additionalData: labelled(labels.wrap, place).slice() }
}
