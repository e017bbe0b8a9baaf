/**
 * The door to whatever keeps the sealed boxes: what every keeper can do, and what it must refuse.
 *
 * A keeper counts, orders and hands back. It never opens anything: no key reaches this room.
 * [Note: Blind server] Every keeper runs `boxes.contract.ts`.
 */
import { type Box, limits, type Page } from '../wire/message.ts'

/** Why a push was refused. Nothing of a refused push is kept. */
export type Refusal = 'wrong-size' | 'too-many' | 'full'

export type Appended =
  | { readonly ok: true; readonly sequences: readonly number[] }
  | { readonly ok: false; readonly why: Refusal }

/** A name of `limits.spaceIdBytes` bytes. Whoever reads it from the network checks that before asking. */
export type SpaceId = Uint8Array

export type Boxes = {
  /** Keeps all or nothing, for good once it answers, and numbers from 1 without a gap inside the space. */
  append(space: SpaceId, bytes: readonly Uint8Array[]): Promise<Appended>

  /** The boxes after a sequence, oldest first: at most `limit`, at most `limits.pageBytesMax`, never a part of one. */
  page(space: SpaceId, after: number, limit: number): Promise<Page>

  /** Leaves nothing of a space behind, not even that it existed: its next box would be number 1 again. */
  forget(space: SpaceId): Promise<void>

  close(): Promise<void>
}

/** The one judgement about a push, so that every keeper refuses the same. */
export function refusal(bytes: readonly Uint8Array[], usedBytes: number): Refusal | undefined {
  if (bytes.length > limits.boxesPerPushMax) return 'too-many'
  if (bytes.some(({ length }) => length < limits.boxBytesMin || length > limits.boxBytesMax))
    return 'wrong-size'
  if (usedBytes + sizeBytes(bytes) > limits.spaceBytesMax) return 'full'
  return undefined
}

export function sizeBytes(bytes: readonly Uint8Array[]): number {
  return bytes.reduce((sum, { length }) => sum + length, 0)
}

/** Cuts what a keeper found, in order, to one page. It stops reading as soon as the page is full. */
export function cutPage(found: Iterable<Box>, limit: number): Page {
  const boxes: Box[] = []
  let pageBytes = 0
  for (const box of found) {
    pageBytes += box.bytes.length
    if (boxes.length === limit || pageBytes > limits.pageBytesMax) return { boxes, more: true }
    boxes.push(box)
  }
  return { boxes, more: false }
}
