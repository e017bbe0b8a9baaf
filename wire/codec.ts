/**
 * Bytes ⇄ message, for both ends. Today there is one message: a page of boxes, as a server hands it to a device.
 *
 *     page   0 version 1 | 1 more, 0 or 1 | 2 count u16 | 4 that many boxes, and nothing after them
 *     box    0 sequence u48 | 6 size u32 | 10 bytes
 *
 * Numbers are big-endian. A page has one encoding only: what `decodePage` accepts, `encodePage` writes again, byte
 * for byte. That is why even a harmless oddity, such as boxes out of order, is refused.
 */
import { type Box, limits, type Page } from './message.ts'

/** `too-new` asks for a newer app. The other two are a broken or a hostile sender, and there is nothing to save. */
export type DecodedPage =
  | { readonly ok: true; readonly page: Page }
  | { readonly ok: false; readonly why: 'too-new' | 'too-large' | 'malformed' }

const version = 1
const pageHeaderBytes = 4
const boxHeaderBytes = 10

/** 48 bits outlast any space, and unlike 64 they are exact in a JavaScript number. */
const sequenceMax = 2 ** 48 - 1

/** As many of the smallest boxes as a page may hold: 7,281, so the count's 16 bits have room to spare. */
const boxesPerPageMax = Math.floor(limits.pageBytesMax / limits.boxBytesMin)
/** No page of this version is longer. The smallest boxes have the most headers, so they make the longest page. */
const encodedBytesMax = pageHeaderBytes + boxesPerPageMax * boxHeaderBytes + limits.pageBytesMax

/** Throws for a page that the other end would refuse: whoever made it broke a limit that both agreed to. */
export function encodePage({ boxes, more }: Page): Uint8Array {
  const size = boxes.reduce((sum, { bytes }) => sum + boxHeaderBytes + bytes.length, pageHeaderBytes)
  const encoded = new Uint8Array(size)
  const view = new DataView(encoded.buffer)
  view.setUint8(0, version)
  view.setUint8(1, more ? 1 : 0)
  view.setUint16(2, boxes.length)

  let before = nothing
  let at = pageHeaderBytes
  // A count that does not fit its 16 bits needs no check of its own: the limit on the page is met long before.
  for (const { sequence, bytes } of boxes) {
    const told = { sequence, sizeBytes: bytes.length }
    if (!mayFollow(before, told)) throw new Error('a page that no device would accept')
    before = after(before, told)
    setUint48(view, at, sequence)
    view.setUint32(at + 6, bytes.length)
    encoded.set(bytes, at + boxHeaderBytes)
    at += boxHeaderBytes + bytes.length
  }
  return encoded
}

/**
 * Answers for any bytes at all, and never throws. No number in the bytes is believed before it was held against the
 * limits and against what is really there, so nobody can make us allocate more than they sent.
 */
export function decodePage(bytes: Uint8Array): DecodedPage {
  // The version goes first, because a later one may have other limits.
  if (bytes.length > 0 && bytes[0]! > version) return { ok: false, why: 'too-new' }
  if (bytes.length > encodedBytesMax) return { ok: false, why: 'too-large' }
  if (bytes.length < pageHeaderBytes || bytes[0] !== version || bytes[1]! > 1) return malformed

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const boxes: Box[] = []
  let before = nothing
  let at = pageHeaderBytes
  // The count is there so that a page cut short between two boxes does not pass for a whole one.
  for (let left = view.getUint16(2); left > 0; left--) {
    if (bytes.length - at < boxHeaderBytes) return malformed
    const told = { sequence: getUint48(view, at), sizeBytes: view.getUint32(at + 6) }
    at += boxHeaderBytes
    if (told.sizeBytes > bytes.length - at || !mayFollow(before, told)) return malformed
    before = after(before, told)
    // A copy, so that one box kept does not keep its whole page, and does not change with the page's memory.
    boxes.push({ sequence: told.sequence, bytes: bytes.slice(at, at + told.sizeBytes) })
    at += told.sizeBytes
  }
  return at === bytes.length ? { ok: true, page: { boxes, more: bytes[1] === 1 } } : malformed
}

/** One word for every fault: a sender that keeps to this file makes none of them, and others need no advice. */
const malformed = { ok: false, why: 'malformed' } as const

/** What came before a box in its page: the last sequence, and the sizes of all boxes together. */
type Before = { readonly sequence: number; readonly sizeBytes: number }
/** A space numbers its boxes from 1. */
const nothing: Before = { sequence: 0, sizeBytes: 0 }

/** The one judgement about a box in a page, so that neither end sends what the other would refuse. */
function mayFollow(before: Before, box: { readonly sequence: number; readonly sizeBytes: number }): boolean {
  return (
    Number.isInteger(box.sequence) &&
    box.sequence > before.sequence &&
    box.sequence <= sequenceMax &&
    box.sizeBytes >= limits.boxBytesMin &&
    box.sizeBytes <= limits.boxBytesMax &&
    before.sizeBytes + box.sizeBytes <= limits.pageBytesMax
  )
}

function after(before: Before, box: { readonly sequence: number; readonly sizeBytes: number }): Before {
  return { sequence: box.sequence, sizeBytes: before.sizeBytes + box.sizeBytes }
}

/** `DataView` has 32 and 64 bits only, and 64 only as a bigint, which would then be everywhere. */
function setUint48(view: DataView, at: number, value: number): void {
  view.setUint16(at, Math.floor(value / 2 ** 32))
  // Takes the low 32 bits by itself.
  view.setUint32(at + 2, value)
}

function getUint48(view: DataView, at: number): number {
  return view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2)
}
