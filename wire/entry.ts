/**
 * One entry of the control log: bytes ⇄ entry, and the signatures that must be true for it to be believed.
 *
 *     entry   0 version 1 | 1 type | 2 hash of the entry before | 34 author's key | 66 body | last 64: signature
 *
 * What surprises: nothing here can check a signature. This room has no cryptography, so it says what must be true,
 * and whoever reads an entry has that checked. What an entry may do is for `control.ts` to say.
 */
import { concat, ofLabel } from './bytes.ts'
import {
  decode,
  encode,
  type Field,
  flag,
  hex,
  layout,
  listOf,
  raw,
  u8,
  u16,
  u32,
  u48,
  within,
} from './layout.ts'
import { type Hex, labels, limits } from './message.ts'

/** One entry of the log, read but not yet believed. */
export type Entry = { readonly before: Hex; readonly author: Hex } & (
  | { readonly type: 'genesis'; readonly nonce: Hex; readonly agreement: Hex; readonly root: boolean }
  | {
      readonly type: 'add'
      readonly person: number
      readonly key: Hex
      readonly agreement: Hex
      readonly root: boolean
      readonly proof: Uint8Array
    }
  /** `add` is the hash of the entry that asked. */
  | { readonly type: 'approve'; readonly add: Hex }
  | { readonly type: 'decline'; readonly add: Hex }
  | { readonly type: 'revoke'; readonly key: Hex; readonly last: number }
  | { readonly type: 'leave'; readonly devices: readonly { readonly key: Hex; readonly last: number }[] }
  | {
      readonly type: 'epoch'
      readonly epoch: number
      readonly commitment: Hex
      readonly grants: readonly Grant[]
    }
)
export type EntryType = Entry['type']
/** The keys of an epoch, sealed to one device. */
export type Grant = { readonly tag: Hex; readonly sealed: Uint8Array }

/** A signature that must be true for an entry to be believed. Strict Ed25519: `docs/protocol.md`, section 2. */
export type Check = { readonly key: Hex; readonly message: Uint8Array; readonly signature: Uint8Array }

export type DecodedEntry =
  /** The first check is the author's. */
  | { readonly ok: true; readonly entry: Entry; readonly checks: readonly Check[] }
  | { readonly ok: false; readonly why: 'malformed' | 'too-new' }

const version = 1
const fieldsAt = 2

/** Answers for any bytes at all. `too-new` asks for a newer app: nobody can follow a log past what they cannot read. */
export function decodeEntry(bytes: Uint8Array): DecodedEntry {
  const [found = 0] = bytes
  // The version goes first, because all else that is said here is true of version 1 alone.
  if (found > version) return { ok: false, why: 'too-new' }
  if (found !== version) return malformed

  const type = types[bytes[1]!]
  const signatureAt = bytes.length - limits.signatureBytes
  // No limit is asked for by itself: with 32 devices at most, what can be read is far below 8 KiB.
  const row = type && decode(fieldsOf(type), bytes.subarray(fieldsAt, signatureAt))
  if (!row) return malformed
  const entry = { type, ...row } as Entry
  const author: Check = {
    key: entry.author,
    message: underLabel(bytes.subarray(0, signatureAt)),
    signature: bytes.slice(signatureAt),
  }
  if (entry.type !== 'add') return { ok: true, entry, checks: [author] }
  const joining: Check = { key: entry.key, message: joinProof(entry), signature: entry.proof }
  return { ok: true, entry, checks: [author, joining] }
}

/** Throws, as all encoders do, for what everybody would refuse to read. */
export function encodeEntry(entry: Entry, signature: Uint8Array): Uint8Array {
  return concat(unsigned(entry), encode(raw(limits.signatureBytes), signature))
}

/** What the author of an entry signs. */
export function signedPart(entry: Entry): Uint8Array {
  return underLabel(unsigned(entry))
}

/**
 * What the new key of an *add* signs, so that nobody can add a key which its owner does not hold. The hash of the
 * entry before names the space as well, because every log begins with an entry of its own.
 */
export function joinProof(add: {
  readonly before: Hex
  readonly person: number
  readonly key: Hex
  readonly agreement: Hex
  readonly root: boolean
}): Uint8Array {
  return concat(ofLabel(labels.join), encode(joining, add))
}

const malformed = { ok: false, why: 'malformed' } as const
const key = hex(limits.keyBytes)
const hash = hex(limits.hashBytes)

const joining = layout({ before: hash, person: u8, key, agreement: key, root: flag })

/** The bodies, in the order of their codes. What is bounded here bounds memory; what is allowed, `control.ts` knows. */
const bodies: {
  readonly [Type in EntryType]: {
    readonly [Name in Exclude<keyof Extract<Entry, { type: Type }>, 'type' | 'before' | 'author'>]: Field<
      Extract<Entry, { type: Type }>[Name]
    >
  }
} = {
  genesis: { nonce: hex(limits.genesisNonceBytes), agreement: key, root: flag },
  add: { person: u8, key, agreement: key, root: flag, proof: raw(limits.signatureBytes) },
  approve: { add: hash },
  decline: { add: hash },
  revoke: { key, last: u48 },
  leave: { devices: listOf(within(u8, { min: 1, max: limits.devicesMax }), layout({ key, last: u48 })) },
  epoch: {
    epoch: within(u32, { min: 1 }),
    commitment: hash,
    grants: listOf(
      within(u16, { min: 1, max: limits.devicesMax }),
      layout({ tag: hex(limits.tagBytes), sealed: raw(limits.grantBytes) }),
    ),
  },
}
const types = Object.keys(bodies) as readonly EntryType[]

function fieldsOf(type: EntryType): Field<object> {
  return layout<object>({ before: hash, author: key, ...bodies[type] })
}

function unsigned(entry: Entry): Uint8Array {
  return concat(Uint8Array.of(version, types.indexOf(entry.type)), encode(fieldsOf(entry.type), entry))
}

function underLabel(unsigned: Uint8Array): Uint8Array {
  return concat(ofLabel(labels.control), unsigned)
}
