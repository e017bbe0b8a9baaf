/**
 * Change ⇄ parcel: what one device wrote, padded and sealed, and back. A change is only bytes here; this room
 * cannot tell a word from a number.
 *
 * The surprise is the padding. A sealed text is as long as the text, and a length gives away more than one thinks: a
 * bare "yes" from a page of worries. So parcels come in ten lengths, whatever is in them: the powers of two from
 * 512 B to 256 KiB, the envelope included. Padmé would be tighter, but with sixteen or more lengths for each
 * doubling it is too fine for text.
 *
 *     plain   change | 0x80 | zeros
 */
import { envelopeBytes, open, type RandomBytes, seal, type Unopened } from '../crypto/seal.ts'

const parcelBytesMin = 512
const parcelBytesMax = 256 * 1024
/** ISO/IEC 7816-4: the last byte that is not zero ends the change, so the padding needs no length of its own. */
const endOfChange = 0x80

export type SealedParcel =
  | { readonly ok: true; readonly parcel: Uint8Array }
  | { readonly ok: false; readonly why: 'too-large' }

/** `malformed`: sealed by somebody who has the key, but not by `sealParcel`. A member's broken app, not the server. */
export type OpenedParcel =
  | { readonly ok: true; readonly change: Uint8Array }
  | { readonly ok: false; readonly why: Unopened | 'malformed' }

/** `header` is what must not be exchanged unnoticed, the space above all. The same must be known when it is opened. */
export function sealParcel(letter: {
  readonly key: Uint8Array
  readonly header: Uint8Array
  readonly change: Uint8Array
  readonly randomBytes: RandomBytes
}): SealedParcel {
  const { change, ...rest } = letter
  const sizeBytes = parcelBytes(change.length)
  if (sizeBytes > parcelBytesMax) return { ok: false, why: 'too-large' }
  const plain = new Uint8Array(sizeBytes - envelopeBytes)
  plain.set(change)
  plain[change.length] = endOfChange
  return { ok: true, parcel: seal({ ...rest, plain }) }
}

export function openParcel(letter: {
  readonly key: Uint8Array
  readonly header: Uint8Array
  readonly parcel: Uint8Array
}): OpenedParcel {
  const { parcel, ...rest } = letter
  const opened = open({ ...rest, sealed: parcel })
  if (!opened.ok) return opened

  // The search takes longer the longer the padding is. Nobody can use that: only a member gets this far.
  const end = opened.plain.findLastIndex((byte) => byte !== 0)
  const isOurs = opened.plain[end] === endOfChange && parcel.length === parcelBytes(end)
  if (!isOurs || parcel.length > parcelBytesMax) return { ok: false, why: 'malformed' }
  return { ok: true, change: opened.plain.slice(0, end) }
}

/** The smallest of the lengths that holds the change, its end mark and the envelope. */
function parcelBytes(changeBytes: number): number {
  let sizeBytes = parcelBytesMin
  while (sizeBytes < envelopeBytes + changeBytes + 1) sizeBytes *= 2
  return sizeBytes
}
