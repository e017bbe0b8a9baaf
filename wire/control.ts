/**
 * Who is in a space. The control log is a chain of signed entries; followed from the first, it gives a roster, the same
 * for everybody who has seen the same log. (Entries as bytes: `entry.ts`. The rules in words: `docs/protocol.md`, 3.)
 *
 * What surprises: the server follows these rules too, but nobody relies on that. A device follows the log itself, and
 * a server that takes an entry which is against the rules has a log that no device goes on with.
 */
import { concat, ofHex, ofLabel, toHex } from './bytes.ts'
import { type Check, decodeEntry, type Entry } from './entry.ts'
import { type Hex, labels, limits } from './message.ts'

/** An argument, because this room has no cryptography. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export type Device = {
  readonly key: Hex
  readonly agreement: Hex
  readonly tag: Hex
  readonly person: number
  /** It exists on paper only. */
  readonly root: boolean
  /** Index of the entry since which it counts. */
  readonly since: number
  /** Set when it has ended: packets with a higher counter never count. */
  readonly last?: number
}

/** Who is in a space, as the log up to `head` says. Plain data, so it can be kept and compared. */
export type Roster = {
  readonly space: Hex
  readonly head: Hex
  readonly entries: number
  /** In the order in which they came to count. Those that have ended stay, so an index means one device for ever. */
  readonly devices: readonly Device[]
  /** How many people were ever in: their numbers are all below. */
  readonly people: number
  /** The numbers of those who have left, in the order in which they did. */
  readonly left: readonly number[]
  readonly open?: Question
  readonly epoch?: {
    readonly number: number
    readonly commitment: Hex
    readonly hash: Hex
    /** Index of its entry. */
    readonly entry: number
  }
  /** A new epoch must be there before anything is written. Never in a closed space. */
  readonly due: boolean
  /** Nobody is left to share with. Nothing follows. */
  readonly closed: boolean
}

/** Somebody was asked in, and not everybody has said yes. */
export type Question = {
  /** Hash of the *add* that asked. */
  readonly add: Hex
  readonly device: Omit<Device, 'since' | 'last'>
  readonly by: number
  readonly approved: readonly number[]
}

export type Followed =
  | { readonly ok: true; readonly roster: Roster }
  | { readonly ok: false; readonly why: 'refused' }

/** The roster after one more entry. Signatures are not looked at here: every `Check` was found true before. */
export function follow(step: {
  readonly roster: Roster | undefined
  readonly entry: Entry
  /** The same entry as it came. */
  readonly bytes: Uint8Array
  readonly sha256: Sha256
}): Followed {
  const { roster, entry, bytes, sha256 } = step
  const hash = hashOf(bytes, sha256)
  const next = roster
    ? after({ roster, entry, hash, sha256 })
    : beginning(entry, { space: spaceOf(bytes, sha256), sha256 })
  return next
    ? { ok: true, roster: { ...next, head: hash, entries: next.entries + 1 } }
    : { ok: false, why: 'refused' }
}

export type FollowedAll =
  | { readonly ok: true; readonly roster: Roster | undefined }
  /** `at` is the place in `entries` of the first that is not believed; `roster` is what those before it say. */
  | (Unbelieved & { readonly at: number; readonly roster: Roster | undefined })

/**
 * Reads, follows and checks entries as they came. `verify` is strict Ed25519. It takes by far the longest, so it is not
 * asked about an entry that is refused anyway.
 */
export async function followAll(log: {
  readonly roster: Roster | undefined
  readonly entries: readonly Uint8Array[]
  readonly sha256: Sha256
  readonly verify: (check: Check) => boolean | Promise<boolean>
}): Promise<FollowedAll> {
  const { entries, sha256, verify } = log
  // The roster before each entry, and at last the one after them all.
  const rosters = [log.roster]
  const truths: Promise<boolean>[] = []
  let unread: Unbelieved | undefined
  for (const bytes of entries) {
    const step = oneMore(rosters.at(-1), bytes, sha256)
    if (!step.ok) {
      unread = step
      break
    }
    rosters.push(step.roster)
    truths.push(areTrue(step.checks, verify))
  }
  const untrue = (await Promise.all(truths)).indexOf(false)
  if (untrue >= 0) return { ok: false, why: 'refused', at: untrue, roster: rosters[untrue] }
  const roster = rosters.at(-1)
  return unread ? { ...unread, at: truths.length, roster } : { ok: true, roster }
}

type Unbelieved = { readonly ok: false; readonly why: 'malformed' | 'too-new' | 'refused' }

function oneMore(
  roster: Roster | undefined,
  bytes: Uint8Array,
  sha256: Sha256,
): { readonly ok: true; readonly roster: Roster; readonly checks: readonly Check[] } | Unbelieved {
  const decoded = decodeEntry(bytes)
  if (!decoded.ok) return decoded
  const followed = follow({ roster, entry: decoded.entry, bytes, sha256 })
  return followed.ok ? { ...followed, checks: decoded.checks } : followed
}

async function areTrue(
  checks: readonly Check[],
  verify: (check: Check) => boolean | Promise<boolean>,
): Promise<boolean> {
  return (await Promise.all(checks.map(verify))).every((isTrue) => isTrue)
}

/** Devices that count now, in order of tag: the order of grants in an *epoch* and of devices in a *leave*. */
export function counting(roster: Roster): readonly Device[] {
  return roster.devices.filter(isCounting).toSorted((one, other) => (one.tag < other.tag ? -1 : 1))
}

/** Whether the device with this signing key counts now. */
export function isIn(roster: Roster, key: Hex): boolean {
  return roster.devices.some((device) => device.key === key && isCounting(device))
}

/** The numbers of the people who are in now. Each of them has a device that counts. */
export function peopleIn(roster: Roster): readonly number[] {
  const everybody = Array.from({ length: roster.people }, (_, person) => person)
  return everybody.filter((person) => !roster.left.includes(person))
}

export function hashOf(entry: Uint8Array, sha256: Sha256): Hex {
  return toHex(sha256(concat(ofLabel(labels.entry), entry)))
}

export function spaceOf(genesis: Uint8Array, sha256: Sha256): Hex {
  return toHex(sha256(concat(ofLabel(labels.space), genesis)).subarray(0, limits.spaceIdBytes))
}

export function tagOf(key: Hex, sha256: Sha256): Hex {
  return toHex(sha256(concat(ofLabel(labels.device), ofHex(key))).subarray(0, limits.tagBytes))
}

// The rules. Each answers with the roster as the entry leaves it, or with nothing where the entry is refused; `follow`
// then moves `head` and `entries` on.

function beginning(
  entry: Entry,
  about: { readonly space: Hex; readonly sha256: Sha256 },
): Roster | undefined {
  if (entry.type !== 'genesis' || entry.before !== nothingBefore) return undefined
  const { author: key, agreement, root } = entry
  const device = { key, agreement, tag: tagOf(key, about.sha256), person: 0, root, since: 0 }
  return {
    space: about.space,
    head: nothingBefore,
    entries: 0,
    devices: [device],
    people: 1,
    left: [],
    due: true,
    closed: false,
  }
}

/** One more entry and what it is judged by. `author` is a device that counts. */
type Step<Type extends Entry['type']> = {
  readonly roster: Roster
  readonly author: Device
  readonly entry: Extract<Entry, { type: Type }>
  readonly hash: Hex
  readonly sha256: Sha256
}

function after(step: Omit<Step<Entry['type']>, 'author'>): Roster | undefined {
  const { roster, entry } = step
  const author = roster.devices.find((device) => device.key === entry.author && isCounting(device))
  if (!author || roster.closed || entry.before !== roster.head) return undefined
  if (roster.entries >= limits.entriesMax && !isAlwaysTaken(roster, entry)) return undefined
  switch (entry.type) {
    case 'genesis':
      return undefined
    case 'add':
      return added({ ...step, author, entry })
    case 'approve':
      return approved({ ...step, author, entry })
    case 'decline':
      return roster.open?.add === entry.add ? withoutQuestion(roster) : undefined
    case 'revoke':
      return revoked({ ...step, author, entry })
    case 'leave':
      return left({ ...step, author, entry })
    case 'epoch':
      return renewed({ ...step, author, entry })
  }
}

/** [Note: A full log] Somebody who fills the log up must not lock others in: these can still come, and not for ever. */
function isAlwaysTaken(roster: Roster, entry: Entry): boolean {
  return entry.type === 'revoke' || entry.type === 'leave' || (entry.type === 'epoch' && roster.due)
}

function added({ roster, author, entry, hash, sha256 }: Step<'add'>): Roster | undefined {
  const { person, key, agreement, root } = entry
  const device = { key, agreement, tag: tagOf(key, sha256), person, root }
  if (!hasRoomFor(roster, device)) return undefined
  if (person === author.person)
    return { ...roster, devices: [...roster.devices, { ...device, since: roster.entries }] }
  if (roster.open || person !== roster.people || person >= limits.peopleMax) return undefined
  return settled({ ...roster, open: { add: hash, device, by: author.person, approved: [] } })
}

/** Whoever is asked in has a place from then on, so that a last yes cannot fail because others were quicker. */
function hasRoomFor(roster: Roster, device: Question['device']): boolean {
  const held: readonly (Question['device'] & { readonly last?: number })[] = roster.open
    ? [...roster.devices, roster.open.device]
    : roster.devices
  const now = held.filter(isCounting)
  const ofPerson = ({ person }: { person: number }) => person === device.person
  return (
    // A key that was here has a tag that was here. A tag is short enough for somebody patient to make two keys of one,
    // and then packets and grants would name both.
    !held.some(({ agreement, tag }) => agreement === device.agreement || tag === device.tag) &&
    now.length < limits.devicesMax &&
    held.length < limits.devicesEverMax &&
    held.filter(ofPerson).length < limits.devicesEverOfOneMax &&
    !(device.root && now.some((other) => other.root && ofPerson(other)))
  )
}

function approved({ roster, author, entry }: Step<'approve'>): Roster | undefined {
  const { open } = roster
  if (open?.add !== entry.add || open.by === author.person || open.approved.includes(author.person))
    return undefined
  return settled({ ...roster, open: { ...open, approved: [...open.approved, author.person] } })
}

/** Who was asked in counts once everybody else has said yes, and that is at once where nobody else is. */
function settled(roster: Roster & { readonly open: Question }): Roster {
  const { device, by, approved } = roster.open
  if (!peopleIn(roster).every((person) => person === by || approved.includes(person))) return roster
  const devices = [...roster.devices, { ...device, since: roster.entries }]
  return { ...withoutQuestion(roster), devices, people: roster.people + 1, due: true }
}

function withoutQuestion(roster: Roster): Roster {
  const { open: _settled, ...rest } = roster
  return rest
}

/** A person's last device is not revoked: who wants that leaves. So everybody who is in can be asked, and can leave. */
function revoked({ roster, author, entry }: Step<'revoke'>): Roster | undefined {
  const own = counting(roster).filter(({ person }) => person === author.person)
  const ended = own.find(({ key }) => key === entry.key)
  if (!ended || own.length === 1 || (ended.root && entry.key !== entry.author)) return undefined
  return { ...roster, devices: withEnds(roster, [entry]), due: true }
}

/** Ends an open question as well: it was asked of other people, and nobody comes in because somebody else went. */
function left({ roster, author, entry }: Step<'leave'>): Roster | undefined {
  const own = counting(roster).filter(({ person }) => person === author.person)
  if (!isSameList(names(entry.devices), names(own))) return undefined
  const gone = [...roster.left, author.person]
  // One who never shared may end a space as well. Where two were, one alone is nobody to share with.
  const closed = roster.people - gone.length < Math.min(2, roster.people)
  const devices = withEnds(roster, entry.devices)
  return { ...withoutQuestion(roster), devices, left: gone, due: !closed, closed }
}

function renewed({ roster, entry, hash }: Step<'epoch'>): Roster | undefined {
  const { epoch: number, commitment, grants } = entry
  if (number !== (roster.epoch?.number ?? 0) + 1) return undefined
  if (!isSameList(tags(grants), tags(counting(roster)))) return undefined
  return { ...roster, epoch: { number, commitment, hash, entry: roster.entries }, due: false }
}

// What the rules are made of

/** No hash: nobody can find an entry with this one. */
const nothingBefore = '0'.repeat(2 * limits.hashBytes)

function isCounting(device: { readonly last?: number }): boolean {
  return device.last === undefined
}

function withEnds(roster: Roster, ends: readonly { readonly key: Hex; readonly last: number }[]) {
  const lastByKey = new Map(ends.map(({ key, last }) => [key, last]))
  return roster.devices.map((device): Device => {
    const last = lastByKey.get(device.key)
    return last === undefined ? device : { ...device, last }
  })
}

function names(devices: readonly { readonly key: Hex }[]): readonly Hex[] {
  return devices.map(({ key }) => key)
}

function tags(named: readonly { readonly tag: Hex }[]): readonly Hex[] {
  return named.map(({ tag }) => tag)
}

function isSameList(one: readonly Hex[], other: readonly Hex[]): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at])
}
