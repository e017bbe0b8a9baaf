/**
 * An invitation: sixteen bytes of chance that two people share, as text that survives a telephone, a scrap of paper
 * and a chat.
 *
 *     text   26 characters of Crockford's base 32 | 2 to find slips, in seven groups of four
 *
 * The surprise is what the two at the end can do. They are the check symbols of a Reed–Solomon code over 32 symbols,
 * so not one wrong character and not two, wherever they are, can pass for another invitation; and any two that were
 * swapped are two wrong ones.
 */
import { exactly } from './derive.ts'
import type { RandomBytes } from './seal.ts'

/** `incomplete`: characters are missing. `mistyped`: there are enough, and some are wrong. */
export type ReadInvitation =
  | { readonly ok: true; readonly secret: Uint8Array }
  | { readonly ok: false; readonly why: 'incomplete' | 'mistyped' }

/** Without I, L, O and U: three look like digits, and the fourth makes words nobody wants to be sent. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const secretBytes = 16
const textLength = 28
const checkLength = 2
const groupLength = 4

export function createInvitation(randomBytes: RandomBytes): Uint8Array {
  return randomBytes(secretBytes)
}

export function invitationText(secret: Uint8Array): string {
  const symbols = [...toSymbols(exactly(secret, secretBytes)), 0, 0]
  const check = remainder(symbols)
  symbols.splice(-checkLength, checkLength, check >> 5, check & 31)
  const text = symbols.map((symbol) => alphabet[symbol]).join('')
  return text.match(new RegExp(`.{${groupLength}}`, 'g'))!.join('-')
}

/**
 * Takes it as people bring it: in small letters, with other dashes or none, over two lines, O for 0, I or L for 1, or
 * the whole link. What stands before the last # or / is the way to the app, and nothing of ours.
 */
export function readInvitation(text: string): ReadInvitation {
  const written = text
    .slice(1 + Math.max(text.lastIndexOf('#'), text.lastIndexOf('/')))
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{Cf}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (written.length < textLength) return { ok: false, why: 'incomplete' }
  const symbols = [...written].map((letter) => alphabet.indexOf(letter))
  if (symbols.length !== textLength || symbols.includes(-1) || remainder(symbols) !== 0)
    return { ok: false, why: 'mistyped' }
  const secret = fromSymbols(symbols.slice(0, -checkLength))
  return secret ? { ok: true, secret } : { ok: false, why: 'mistyped' }
}

/**
 * What is left of the symbols modulo (x − α)(x − α²) over GF(32), where α = 2 and α⁵ = α² + 1. Up to 31 symbols long,
 * such a code tells any two errors; ours is 28. The rest is two symbols in one number, as in Bech32 (BIP-173).
 */
function remainder(symbols: readonly number[]): number {
  let rest = 0
  for (const symbol of symbols) {
    const top = rest >> 5
    rest = ((rest & 31) << 5) | symbol
    for (const [bit, row] of generator.entries()) if ((top >> bit) & 1) rest ^= row
  }
  return rest
}

/** x² = 6x + 8 in this field; each row is 2ⁿ times (6, 8). */
const generator = [0b00110_01000, 0b01100_10000, 0b11000_00101, 0b10101_01010, 0b01111_10100]

function toSymbols(bytes: Uint8Array): number[] {
  const symbols: number[] = []
  let [held, bits] = [0, 0]
  // Sixteen bytes are 25 symbols and three bits; two zeros make them the last one.
  for (const byte of [...bytes, 0]) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) symbols.push((held >> (bits - 5)) & 31)
    held &= (1 << bits) - 1
  }
  return symbols.slice(0, textLength - checkLength)
}

/** Undefined if the two bits over are not zero: one invitation has one text. */
function fromSymbols(symbols: readonly number[]): Uint8Array | undefined {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const symbol of symbols) {
    held = (held << 5) | symbol
    for (bits += 5; bits >= 8; bits -= 8) bytes.push((held >> (bits - 8)) & 255)
    held &= (1 << bits) - 1
  }
  return held === 0 ? Uint8Array.from(bytes) : undefined
}
