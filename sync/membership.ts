/**
 * Who is in a space, as this device believes it: reads what a server says the log is, writes entries into it, opens and
 * makes the keys of epochs. The rules of the log are `wire/control.ts`'s, the signatures `crypto`'s; they meet here.
 *
 * What surprises: a log is believed from its first entry on, or not at all, and what is believed is never believed
 * otherwise again. A server that shows another log later is not a correction but a liar.
 */
import type { DeviceKeys } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/seal.ts'
import { ofHex, toHex } from '../wire/bytes.ts'
import { counting, type Device, followAll, hashOf, type Roster, spaceOf } from '../wire/control.ts'
import { type Check, decodeEntry, type Entry, encodeEntry, joinProof, signedPart } from '../wire/entry.ts'
import { type Hex, limits } from '../wire/message.ts'
import type { Craft } from './craft.ts'

/** An entry before it has a place in a log. */
export type Body = Entry extends infer One
  ? One extends Entry
    ? Omit<One, 'before' | 'author'>
    : never
  : never
export type Joining = Omit<Extract<Body, { type: 'add' }>, 'type'> & {
  /** The entry that the proof was made for: the *add* comes right after it, or never. */
  readonly before: Hex
}

/** `roster` is what the entries that are believed say, and `believed` how many they are, also where a later one is not. */
export type Believed = { readonly roster: Roster | undefined; readonly believed: number } & (
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'malformed' | 'too-new' | 'refused' }
)

/** Reads entries on from a roster, or a log from its first entry. Every signature is checked. */
export async function believe(log: {
  readonly craft: Craft
  readonly space: Hex
  readonly roster: Roster | undefined
  readonly entries: readonly Uint8Array[]
}): Promise<Believed> {
  const { craft, space, roster, entries } = log
  const [first] = entries
  if (!first) return { ok: true, roster, believed: 0 }
  // The name of a space is a hash of its first entry, so nobody can show us the log of another one.
  if (!roster && spaceOf(first, craft.sha256) !== space)
    return { ok: false, why: 'refused', roster, believed: 0 }
  const verify = ({ key, message, signature }: Check) =>
    craft.verify({ publicKey: ofHex(key), message, signature })
  const followed = await followAll({ roster, entries, sha256: craft.sha256, verify })
  if (followed.ok) return { ok: true, roster: followed.roster, believed: entries.length }
  return { ok: false, why: followed.why, roster: followed.roster, believed: followed.at }
}

/** What was believed before and has lain on our own disk since. Nobody's signature is asked for again. */
export async function remembered(log: {
  readonly craft: Craft
  readonly entries: readonly Uint8Array[]
}): Promise<Roster | undefined> {
  const { craft, entries } = log
  const followed = await followAll({ roster: undefined, entries, sha256: craft.sha256, verify: () => true })
  return followed.roster
}

/** Signs an entry for the end of the log as it is. */
export async function writeEntry(about: {
  readonly craft: Craft
  readonly keys: DeviceKeys
  readonly roster: Roster | undefined
  readonly body: Body
}): Promise<Uint8Array> {
  const { craft, keys, roster, body } = about
  const entry = {
    before: roster?.head ?? nothingBefore,
    author: toHex(keys.signing.publicKey),
    ...body,
  } as Entry
  return encodeEntry(entry, await craft.sign(keys.signing, signedPart(entry)))
}

/** The first entry of a space, and so its name. `nonce` is chance, except where the words on paper make it. */
export async function beginLog(about: {
  readonly craft: Craft
  readonly keys: DeviceKeys
  readonly nonce: Uint8Array
  readonly root: boolean
}): Promise<{ readonly space: Hex; readonly entry: Uint8Array }> {
  const { craft, keys, nonce, root } = about
  const agreement = toHex(keys.agreement.publicKey)
  const body: Body = { type: 'genesis', nonce: toHex(nonce), agreement, root }
  const entry = await writeEntry({ craft, keys, roster: undefined, body })
  return { space: spaceOf(entry, craft.sha256), entry }
}

/** Whether whoever asks to come in has shown that the key is theirs. */
export function isProven(craft: Craft, joining: Joining): Promise<boolean> {
  const { key, proof: signature } = joining
  return craft.verify({ publicKey: ofHex(key), message: joinProof(joining), signature })
}

/** A person's *leave*. `lastOf` is the last counter known of a device; later ones will never count. */
export function leaving(about: {
  readonly roster: Roster
  readonly person: number
  readonly lastOf: (device: Device) => number
}): Body {
  const own = counting(about.roster).filter(({ person }) => person === about.person)
  return { type: 'leave', devices: own.map((device) => ({ key: device.key, last: about.lastOf(device) })) }
}

/** A new epoch for everybody who counts. The key is in it for us as well, so nothing has to be kept beside it. */
export async function newEpoch(about: {
  readonly craft: Craft
  readonly roster: Roster
  /** As it has been since the first epoch. */
  readonly slotSecret: Uint8Array | undefined
  readonly randomBytes: RandomBytes
}): Promise<Body> {
  const { craft, roster, randomBytes } = about
  const space = ofHex(roster.space)
  const epoch = (roster.epoch?.number ?? 0) + 1
  const epochKey = randomBytes(limits.keyBytes)
  const slotSecret = about.slotSecret ?? randomBytes(limits.keyBytes)
  const grants = counting(roster).map(async ({ tag, agreement }) => ({
    tag,
    sealed: await craft.sealGrant({ to: ofHex(agreement), space, epoch, epochKey, slotSecret }),
  }))
  const commitment = toHex(craft.epochCommitment({ space, epoch, epochKey }))
  return { type: 'epoch', epoch, commitment, grants: await Promise.all(grants) }
}

export type Granted = {
  readonly epoch: number
  readonly entry: Hex
  readonly epochKey: Uint8Array
  readonly slotSecret: Uint8Array
}

/** What an *epoch* has for this device. Undefined for another entry, one without a grant for us, or a bad one. */
export async function openOwnGrant(about: {
  readonly craft: Craft
  readonly space: Hex
  readonly keys: DeviceKeys
  readonly tag: Hex
  readonly bytes: Uint8Array
}): Promise<Granted | undefined> {
  const { craft, space, keys, tag, bytes } = about
  const decoded = decodeEntry(bytes)
  if (!decoded.ok || decoded.entry.type !== 'epoch') return undefined
  const { epoch, commitment, grants } = decoded.entry
  const grant = grants.find((one) => one.tag === tag)
  if (!grant) return undefined
  const opened = await craft.openGrant({
    own: keys.agreement,
    space: ofHex(space),
    epoch,
    commitment: ofHex(commitment),
    sealed: grant.sealed,
  })
  if (!opened.ok) return undefined
  const { epochKey, slotSecret } = opened
  return { epoch, entry: hashOf(bytes, craft.sha256), epochKey, slotSecret }
}

/** The epochs of a log. */
export function epochsIn(entries: readonly Uint8Array[], craft: Craft) {
  return entries.flatMap((bytes, at) => {
    const decoded = decodeEntry(bytes)
    if (!decoded.ok || decoded.entry.type !== 'epoch') return []
    const { epoch, commitment } = decoded.entry
    return [{ epoch, commitment, at, bytes, entry: hashOf(bytes, craft.sha256) }]
  })
}

/** Whether a key that was told to us by word is the one that everybody was promised. */
export function isCommitted(about: {
  readonly craft: Craft
  readonly space: Hex
  readonly epoch: number
  readonly epochKey: Uint8Array
  readonly commitment: Hex
}): boolean {
  const { craft, space, epoch, epochKey, commitment } = about
  return toHex(craft.epochCommitment({ space: ofHex(space), epoch, epochKey })) === commitment
}

/**
 * Whether we may make the next epoch. Who has no slot secret yet leaves it to who has, so that slots keep their names;
 * if everybody is that new, there are no slots to be named.
 */
export function mayGrant(roster: Roster, holdsSlotSecret: boolean): boolean {
  const { epoch } = roster
  if (holdsSlotSecret || !epoch) return true
  // What exists on paper only makes no epochs.
  return counting(roster).every(({ root, since }) => root || since > epoch.entry)
}

/** No entry has this hash. */
const nothingBefore = '00'.repeat(limits.hashBytes)
