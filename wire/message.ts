/**
 * What crosses the line, and how much of it: the one page of agreement between a device and a server.
 *
 * Today it holds the limits and the shape of a box. The frames of the protocol will be told here too.
 * Surprising on purpose: nothing in this file can name a key, a person or a kind of record. What a box
 * holds is sealed before it comes here. [Note: Blind server]
 */

const KiB = 1024
const MiB = 1024 * KiB

/** One sealed box as a server keeps it. `sequence` orders delivery inside a space; it never decides a merge. */
export type Box = {
  readonly sequence: number
  readonly bytes: Uint8Array
}

/** Boxes in order. `more` says that the next page, asked for after the last sequence of this one, is not empty. */
export type Page = { readonly boxes: readonly Box[]; readonly more: boolean }

/** Both ends refuse what is larger, so that neither can be made to hold more than it agreed to. */
export const limits = {
  /** A space is named by the first half of a hash: 128 bits, which nobody can guess. */
  spaceIdBytes: 16,

  /** A header of 56 bytes and the seal's tag of 16: anything shorter cannot be a box. */
  boxBytesMin: 72,

  /** Far above any one thing a person writes; media will travel apart. */
  boxBytesMax: 64 * KiB,

  /** One push is one transaction, so this is also how long a server may be kept from others. */
  boxesPerPushMax: 64,

  /** A page takes about three seconds on slow 4G: long enough to be worth the round trip, short enough to lose. */
  pageBytesMax: 512 * KiB,

  /** Ten years of two people were measured at 54.5 MB (75,000 records); this is room for more than thirty. */
  spaceBytesMax: 200 * MiB,
} as const
