/**
 * What a packet is sealed with, what is bound to it, and what its writer signs. The bytes of the packet itself are
 * `wire`'s, because the server reads its header too; padding is `sync/parcel.ts`'s.
 *
 * The surprise is the slot: its name is a hash under a key that the server lacks. So the server can put the new
 * packet of a record in the place of the old one, and cannot tell which record it is, nor that two devices wrote to
 * the same one.
 */
import { concatBytes } from '@noble/ciphers/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as hash } from '@noble/hashes/sha2.js'
import { derived, exactly, labelled, number } from './derive.ts'
import { labels } from './seal.ts'

const spaceBytes = 16
const recordIdBytes = 16
const tagBytes = 8
const slotBytes = 12
const keyBytes = 32
const hashBytes = 32
const headerBytes = 32

/** The epoch is in the info although its key is new each time: a key given twice by mistake still seals apart. */
export function packetKey(about: {
  readonly epochKey: Uint8Array
  readonly space: Uint8Array
  readonly epoch: number
}): Uint8Array {
  const info = labelled(labels.packetKey, exactly(about.space, spaceBytes), number(about.epoch, 4))
  return derived(exactly(about.epochKey, keyBytes), keyBytes, info)
}

export function slotKey(about: { readonly slotSecret: Uint8Array; readonly space: Uint8Array }): Uint8Array {
  const info = labelled(labels.slotKey, exactly(about.space, spaceBytes))
  return derived(exactly(about.slotSecret, keyBytes), keyBytes, info)
}

/**
 * Cut to 96 bits: among the million slots of a very long life two meet with a chance of 2^-57, and every packet is
 * shorter for it. The tag is inside, so a device can only ever name slots of its own.
 */
export function slotName(about: {
  readonly slotKey: Uint8Array
  readonly recordId: Uint8Array
  readonly tag: Uint8Array
}): Uint8Array {
  const named = concatBytes(exactly(about.recordId, recordIdBytes), exactly(about.tag, tagBytes))
  return hmac(hash, exactly(about.slotKey, keyBytes), named).slice(0, slotBytes)
}

/**
 * What a parcel is sealed under. The hash of the epoch's entry stands for the whole log up to it: two people who were
 * shown different logs cannot read each other, instead of being deceived.
 */
export function parcelHeader(about: {
  readonly space: Uint8Array
  readonly header: Uint8Array
  readonly epochEntry: Uint8Array
}): Uint8Array {
  const { space, header, epochEntry } = about
  return labelled(
    labels.parcel,
    exactly(space, spaceBytes),
    exactly(header, headerBytes),
    exactly(epochEntry, hashBytes),
  )
}

/** What the writer signs: this change, in this packet and no other, and how many slots they had then. */
export function changeToSign(about: {
  readonly space: Uint8Array
  readonly header: Uint8Array
  readonly alive: number
  readonly change: Uint8Array
}): Uint8Array {
  const { space, header, alive, change } = about
  return labelled(
    labels.change,
    exactly(space, spaceBytes),
    exactly(header, headerBytes),
    number(alive, 4),
    hash(change),
  )
}
