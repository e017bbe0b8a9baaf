/**
 * HPKE (RFC 9180), and of it the one corner we need: base mode, one message, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
 * AES-256-GCM. Seals something to a public key.
 *
 * Why not the library: it knows X25519 through WebCrypto alone, and browsers at our floor have none. What is left
 * to do beside our own `agree` is the key schedule below, told in the order and the words of the RFC. The RFC's
 * vectors and that library, as a second hand, keep it honest in the tests.
 */
import { concatBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { number } from './derive.ts'
import { agree, type KeyPair } from './keys.ts'

export type OpenedByKey =
  | { readonly ok: true; readonly plain: Uint8Array }
  | { readonly ok: false; readonly why: 'tampered' }

export const encBytes = 32
export const tagBytes = 16

/** The identifiers of section 7: a KEM, a KDF, an AEAD. */
const kem = concatBytes(utf8ToBytes('KEM'), number(0x0020, 2))
const suite = concatBytes(utf8ToBytes('HPKE'), number(0x0020, 2), number(0x0001, 2), number(0x0002, 2))
const baseMode = 0
const none = new Uint8Array()

/**
 * `enc | ciphertext and tag`. The pair is new for every message: the nonce follows from it, and a second message
 * under one pair would break AES-GCM. Undefined for a key that cannot agree with anybody.
 */
export async function sealToKey(letter: {
  readonly ephemeral: KeyPair
  readonly to: Uint8Array
  readonly info: Uint8Array
  readonly aad: Uint8Array
  readonly plain: Uint8Array
}): Promise<Uint8Array | undefined> {
  const { ephemeral, to, info, aad, plain } = letter
  const agreed = await agree(ephemeral, to)
  if (!agreed.ok) return undefined
  const enc = ephemeral.publicKey
  const { key, params } = await schedule({ dh: agreed.secret, enc, to, info, aad })
  return concatBytes(enc, new Uint8Array(await crypto.subtle.encrypt(params, key, plain.slice())))
}

/** Answers for any bytes at all, and with one word: nobody learns from it how far they got. */
export async function openByKey(letter: {
  readonly own: KeyPair
  readonly info: Uint8Array
  readonly aad: Uint8Array
  readonly sealed: Uint8Array
}): Promise<OpenedByKey> {
  const { own, info, aad, sealed } = letter
  if (sealed.length < encBytes + tagBytes) return tampered
  const enc = sealed.subarray(0, encBytes)
  const agreed = await agree(own, enc)
  if (!agreed.ok) return tampered
  const { key, params } = await schedule({ dh: agreed.secret, enc, to: own.publicKey, info, aad })
  try {
    return {
      ok: true,
      plain: new Uint8Array(await crypto.subtle.decrypt(params, key, sealed.slice(encBytes))),
    }
  } catch {
    // Key, nonce and lengths are right by now, so the tag is the one thing left to be wrong.
    return tampered
  }
}

const tampered = { ok: false, why: 'tampered' } as const

/**
 * Sections 4.1 and 5.1: from the agreement to a secret of the KEM, from that to key and nonce. In base mode there is
 * neither a sender's key nor a shared one, so their places are empty.
 *
 * Both public halves go into the first step. So a grant counts for one receiver, and a sealed thing whose `enc` was
 * spelled in another way, with the bit that X25519 ignores, does not open.
 */
async function schedule(about: {
  readonly dh: Uint8Array
  readonly enc: Uint8Array
  readonly to: Uint8Array
  readonly info: Uint8Array
  readonly aad: Uint8Array
}) {
  const { dh, enc, to, info, aad } = about
  const eaePrk = labeledExtract({ suite: kem, salt: none, label: 'eae_prk', ikm: dh })
  const kemContext = concatBytes(enc, to)
  const sharedSecret = labeledExpand({
    suite: kem,
    prk: eaePrk,
    label: 'shared_secret',
    info: kemContext,
    sizeBytes: 32,
  })

  const context = concatBytes(
    number(baseMode, 1),
    labeledExtract({ suite, salt: none, label: 'psk_id_hash', ikm: none }),
    labeledExtract({ suite, salt: none, label: 'info_hash', ikm: info }),
  )
  const prk = labeledExtract({ suite, salt: sharedSecret, label: 'secret', ikm: none })
  const raw = labeledExpand({ suite, prk, label: 'key', info: context, sizeBytes: 32 })
  const iv = labeledExpand({ suite, prk, label: 'base_nonce', info: context, sizeBytes: 12 })
  const key = await crypto.subtle.importKey('raw', raw.slice(), 'AES-GCM', false, ['encrypt', 'decrypt'])
  // Section 5.2: the first message has number 0, so its nonce is the base nonce as it is.
  return { key, params: { name: 'AES-GCM', iv: iv.slice(), additionalData: aad.slice() } }
}

/** Section 4. The RFC's own labels, under its own version: they cannot meet ours, which begin otherwise. */
function labeledExtract(about: {
  readonly suite: Uint8Array
  readonly salt: Uint8Array
  readonly label: string
  readonly ikm: Uint8Array
}): Uint8Array {
  const { suite, salt, label, ikm } = about
  return extract(sha256, concatBytes(version, suite, utf8ToBytes(label), ikm), salt)
}

function labeledExpand(about: {
  readonly suite: Uint8Array
  readonly prk: Uint8Array
  readonly label: string
  readonly info: Uint8Array
  readonly sizeBytes: number
}): Uint8Array {
  const { suite, prk, label, info, sizeBytes } = about
  const labeledInfo = concatBytes(number(sizeBytes, 2), version, suite, utf8ToBytes(label), info)
  return expand(sha256, prk, labeledInfo, sizeBytes)
}

const version = utf8ToBytes('HPKE-v1')
