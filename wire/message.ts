/**
 * What crosses the line, and how much of it: the one page of agreement between a device and a server.
 *
 * Surprising on purpose: nothing in this file can name a person or a kind of record. What a packet holds is sealed
 * before it comes here, and keys cross the line only as public halves or sealed to whom they are for.
 * [Note: Blind server] The bytes are `codec.ts`'s; `docs/protocol.md` tells it all in words.
 */

const KiB = 1024
const MiB = 1024 * KiB
const hourS = 3600

/** Bytes as lower-case hexadecimal text, so that keys and hashes can be compared and be names in a map. */
export type Hex = string

/**
 * What both ends hash and sign. As in `crypto/seal.ts`: each label has one purpose, none begins another, and a test
 * counts. They stand here because the server must know them too.
 */
export const labels = {
  control: 'tend/v1/control',
  device: 'tend/v1/device',
  entry: 'tend/v1/entry',
  hello: 'tend/v1/hello',
  join: 'tend/v1/join',
  space: 'tend/v1/space',
} as const

/** Both ends refuse what is larger, so that neither can be made to hold more than it agreed to. */
export const limits = {
  /** A space is named by the first half of a hash: 128 bits, which nobody can guess. */
  spaceIdBytes: 16,
  keyBytes: 32,
  hashBytes: 32,
  signatureBytes: 64,
  tagBytes: 8,
  slotBytes: 12,
  nonceBytes: 32,

  frameBytesMax: 1 * MiB,

  packetHeaderBytes: 32,
  /** Parcels come in the powers of two between these, so a length says little about what is inside. */
  parcelBytesMin: 512,
  parcelBytesMax: 256 * KiB,

  /** One push is one transaction, so this is also how long a server may be kept from others. */
  packetsPerPushMax: 64,
  pushBytesMax: 512 * KiB,

  /** A page takes about three seconds on slow 4G: long enough to be worth the round trip, short enough to lose. */
  pageBytesMax: 512 * KiB,

  /** The longest entry is an epoch with a grant for every device. */
  entryBytesMax: 8 * KiB,
  entriesPerFrameMax: 64,
  /** A log that long was made by nobody who means well: an epoch a month for thirty years is 360. */
  entriesMax: 4096,
  /** Numbers are never given again, so these are all the people a space will ever have. */
  peopleMax: 16,
  /** At one time, the paper ones included. */
  devicesMax: 32,
  /** Those that have ended included. A device keeps a set of devices as the bits of a number, which has 53. */
  devicesEverMax: 48,
  /** Of one person, so that in a space of two nobody can use up the other's places. */
  devicesEverOfOneMax: 24,
  genesisNonceBytes: 16,
  /** HPKE: an encapsulated key of 32, two keys of 32, a tag of 16. */
  grantBytes: 112,

  /** Ten years of two people were measured at 54.5 MB (75,000 records); this is room for more than thirty. */
  spaceBytesMax: 200 * MiB,

  meetingIdBytes: 16,
  mailsMax: 6,
  mailBytesMax: 48 * KiB,
  mailLifetimeSMax: 24 * hourS,
} as const

/** One sealed packet as a server keeps it. `sequence` orders delivery inside a space; it never decides a merge. */
export type Box = { readonly sequence: number; readonly bytes: Uint8Array }

/** Boxes in order. `more` says that the next page, asked for after the last sequence of this one, is not empty. */
export type Page = { readonly boxes: readonly Box[]; readonly more: boolean }

/** What a device says. */
export type FromDevice =
  | {
      readonly say: 'hello'
      readonly version: number
      readonly space: Hex
      readonly key: Hex
      readonly signature: Uint8Array
    }
  | { readonly say: 'ask-control'; readonly after: number }
  | { readonly say: 'put-control'; readonly head: Hex; readonly entries: readonly Uint8Array[] }
  | { readonly say: 'subscribe'; readonly after: number }
  | { readonly say: 'more'; readonly after: number }
  | { readonly say: 'push'; readonly batch: number; readonly packets: readonly Uint8Array[] }
  | { readonly say: 'ask-mail'; readonly meeting: Hex; readonly from: number }
  | {
      readonly say: 'post-mail'
      readonly meeting: Hex
      readonly index: number
      readonly lifetimeS: number
      readonly bytes: Uint8Array
    }
  | { readonly say: 'forget' }

/** What a server says. */
export type FromServer =
  | {
      readonly say: 'challenge'
      readonly nonce: Uint8Array
      readonly oldest: number
      readonly newest: number
    }
  | { readonly say: 'welcome'; readonly entries: number; readonly sequence: number; readonly counter: number }
  | {
      readonly say: 'control'
      readonly first: number
      readonly more: boolean
      readonly entries: readonly Uint8Array[]
    }
  | { readonly say: 'put'; readonly entries: number }
  | { readonly say: 'boxes'; readonly page: Page }
  | { readonly say: 'ack'; readonly batch: number; readonly sequences: readonly number[] }
  | { readonly say: 'mail'; readonly meeting: Hex; readonly index: number; readonly bytes: Uint8Array }
  | { readonly say: 'error'; readonly why: Refusal; readonly waitMs: number; readonly batch: number }

/** In the order of their codes, from 1. What each asks of a device stands in the protocol, section 5. */
export const refusals = [
  'malformed',
  'refused',
  'stale',
  'slow-down',
  'full',
  'taken',
  'gone',
  'trouble',
  'too-new',
] as const
export type Refusal = (typeof refusals)[number]

/** What opens a packet, readable by the server. */
export type PacketHeader = {
  readonly epoch: number
  readonly tag: Hex
  readonly counter: number
  readonly slot: Hex
}
