/**
 * Ed25519 and X25519 in JavaScript, for browsers whose WebCrypto lacks them. `keys.ts` fetches this file when it must;
 * in the others it costs nothing.
 *
 * The surprise is that strict is not strict enough. With `zip215: false` the library still multiplies the equation by
 * eight, while WebCrypto compares it as it is. Whoever adds a point of order eight to a key can make signatures that
 * only one of the two accepts, and then two people would disagree about who is in their space. So both are asked: the
 * library, and the plain equation.
 */
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'

const { Point } = ed25519

export function signingKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed)
}

export function agreementKeyOf(seed: Uint8Array): Uint8Array {
  return x25519.getPublicKey(seed)
}

/** Chance made inside, as WebCrypto would make it: a key is the one thing that is drawn where it is kept. */
export function drawSeed(): Uint8Array {
  return ed25519.utils.randomSecretKey()
}

export function signWith(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed)
}

/** The library's default would accept encodings that WebCrypto refuses, so it is never left to the default. */
export function isSignedBy(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  return (
    ed25519.verify(signature, message, publicKey, { zip215: false }) &&
    fitsAsItIs(publicKey, signature, message)
  )
}

/** Throws for a result of all zeros, and for nothing else. */
export function agreeWith(seed: Uint8Array, theirs: Uint8Array): Uint8Array {
  return x25519.getSharedSecret(seed, theirs)
}

/**
 * RFC 8032, 5.1.7, without the cofactor: S·B − k·A is encoded as R is. The other check went before, so everything
 * here decodes, and S is below the order. Nothing is secret, so the time it takes may show.
 */
function fitsAsItIs(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  const r = signature.subarray(0, 32)
  const k = sha512.create().update(r).update(publicKey).update(message).digest()
  const kA = Point.fromBytes(publicKey).multiplyUnsafe(Point.Fn.create(littleEndian(k)))
  const expected = Point.BASE.multiplyUnsafe(littleEndian(signature.subarray(32)))
    .subtract(kA)
    .toBytes()
  return expected.every((byte, at) => byte === r[at])
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}
