/**
 * Who signed what, by Node's own cryptography. The server holds no key: it can check a signature and make none.
 *
 * What surprises: a key or a first half that is one of the few points of small order is refused before it is looked
 * at, and so is one that is written in a second way. With such a key a signature fits many messages. The OpenSSL of
 * this Node refuses most of them by itself, as the tests say; older ones do not, and everybody must judge alike.
 */
import { createPublicKey, hash, verify } from 'node:crypto'
import type { Check } from '../wire/entry.ts'
import { limits } from '../wire/message.ts'

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

/** Strict Ed25519 (RFC 8032): answers for any bytes at all. */
export function isSigned({ key, message, signature }: Check): boolean {
  const bytes = Buffer.from(key, 'hex')
  if (bytes.length !== limits.keyBytes || signature.length !== limits.signatureBytes) return false
  if (isWeak(bytes) || isWeak(signature.subarray(0, limits.keyBytes))) return false
  try {
    const publicKey = createPublicKey({
      key: Buffer.concat([derPrefix, bytes]),
      format: 'der',
      type: 'spki',
    })
    return verify(null, message, publicKey, signature)
  } catch {
    // Some keys are on no curve, and some Nodes say so by throwing.
    return false
  }
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in DER. */
const derPrefix = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0)

/** The heights of the eight points of small order, little-endian, without the bit that says left or right. */
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isWeak(point: Uint8Array): boolean {
  const height = Buffer.from(point)
  height[31]! &= 0x7f
  return smallOrder.has(height.toString('hex')) || isAbovePrime(height)
}

/** From 2^255 − 19 on, a height has been given a second name. */
function isAbovePrime(height: Uint8Array): boolean {
  return height[31] === 0x7f && height[0]! >= 0xed && height.subarray(1, 31).every((byte) => byte === 0xff)
}
