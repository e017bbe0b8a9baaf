/**
 * What this device holds for one space: its keys there, what it may read with, the log as far as it is believed, how
 * far it has counted and read, and what its person still wants. All of it lies in the vault, in rows of its own, and
 * each change is on the disk before the promise is kept.
 *
 * What surprises: epoch keys never lie there as they are, nor do keys of ours that the browser cannot hide. They are
 * wrapped under one key of the device that nobody can read, and for the row they lie in, so they cannot be exchanged.
 */
import type { DeviceKeys, KeyPair } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/seal.ts'
import type { SpaceId } from '../store/store.ts'
import { ofHex, ofLabel, toHex } from '../wire/bytes.ts'
import { tagOf } from '../wire/control.ts'
import type { Hex } from '../wire/message.ts'
import type { Craft } from './craft.ts'
import type { Given } from './letters.ts'
import type { Head, Wish } from './state.ts'
import type { Vault } from './vault.ts'

export type Marks = {
  /** The space of the store whose records travel here. */
  readonly carries: SpaceId
  /** Whose line it is, of those who live on this device: their own space. */
  readonly owner: SpaceId
  /** Not looked into here. */
  readonly about: string
  /** My number in it. */
  readonly person: number
  readonly quiet: boolean
  /** Nothing will be sent or fetched ever again. */
  readonly finished?: 'left' | 'closed' | 'ended' | undefined
}

/** `used`: the last counter that may have been on the line. `acked`: the last one that the server has confirmed. */
export type Counter = { readonly used: number; readonly acked: number }

/** How far everything was read. */
export type Place = {
  readonly cursor: number
  /** By tag of device. */
  readonly heads: Readonly<Record<Hex, Head>>
  /** Everything is being read once more, so what was read before is no replay. */
  readonly again: boolean
  readonly syncedMs?: number | undefined
  /** When the present epoch was met here. */
  readonly epochMs?: number | undefined
}

/** What opens and seals in one epoch. */
export type EpochKeys = { readonly epochKey: Uint8Array; readonly packetKey: Uint8Array; readonly entry: Hex }

export type Keyring = {
  readonly space: Hex
  readonly keys: DeviceKeys
  /** The signing key, as the log has it. */
  readonly key: Hex
  readonly tag: Hex
  readonly marks: () => Marks
  readonly mark: (marks: Partial<Marks>) => Promise<void>
  readonly counter: () => Counter
  readonly count: (counter: Partial<Counter>) => Promise<void>
  readonly place: () => Place
  readonly moveTo: (place: Partial<Place>) => Promise<void>
  readonly wishes: () => readonly Wish[]
  readonly wish: (wishes: readonly Wish[]) => Promise<void>
  readonly entries: () => readonly Uint8Array[]
  readonly addEntries: (entries: readonly Uint8Array[]) => Promise<void>
  readonly epochs: () => ReadonlyMap<number, EpochKeys>
  readonly slotSecret: () => Uint8Array | undefined
  readonly slotKey: () => Uint8Array | undefined
  /** The first slot secret stays for ever: whoever makes a later epoch cannot rename our slots. */
  readonly learn: (granted: {
    readonly epoch: number
    readonly entry: Hex
    readonly epochKey: Uint8Array
    readonly slotSecret: Uint8Array
  }) => Promise<void>
  readonly unlearn: (epoch: number) => Promise<void>
  /** For a device of one's own that is let in. */
  readonly given: () => Given | undefined
}

export type Holding = { readonly vault: Vault; readonly craft: Craft; readonly randomBytes: RandomBytes }

const rowOf = (space: Hex, what: string) => `line/${space}/${what}`
const numbered = (what: string, number: number) => `${what}/${String(number).padStart(10, '0')}`
const wrappingRow = 'wrapping'

/** The spaces this device holds something for. */
export async function spacesHeld(vault: Vault): Promise<readonly Hex[]> {
  const keys = await vault.keys('line/')
  return keys.flatMap((key) => /^line\/([0-9a-f]+)\/marks$/.exec(key)?.[1] ?? [])
}

/** Forgets everything of one space. */
export function dropSpace(vault: Vault, space: Hex): Promise<void> {
  return vault.remove(rowOf(space, ''))
}

/** Everything a device needs to speak in a space for the first time, in one write. */
export async function holdSpace(
  holding: Holding,
  about: {
    readonly space: Hex
    readonly keys: DeviceKeys
    readonly marks: Omit<Marks, 'quiet' | 'finished'>
    /** The log, where it was begun here. */
    readonly entries?: readonly Uint8Array[]
    /** What another device of one's own lets this one read at once. */
    readonly given?: Pick<Given, 'slotSecret' | 'epochs'> | undefined
  },
): Promise<void> {
  const { space, keys, entries = [], given } = about
  const row = (what: string) => rowOf(space, what)
  const secrets = await openSecrets(holding)
  const rows: Record<string, unknown> = {
    [row('marks')]: { ...about.marks, quiet: false },
    [row('keys')]: {
      signing: await secrets.atRest(row('signing'), keys.signing),
      agreement: await secrets.atRest(row('agreement'), keys.agreement),
    },
  }
  for (const [at, entry] of entries.entries()) rows[row(numbered('entry', at))] = entry
  if (given) rows[row('slot')] = await secrets.wrap(row('slot'), given.slotSecret)
  for (const { epoch, entry, key } of given?.epochs ?? []) {
    const at = row(numbered('epoch', epoch))
    rows[at] = { entry, wrapped: await secrets.wrap(at, key) }
  }
  await holding.vault.set(rows)
}

/** Undefined for a space of which nothing lies here, or what lies here cannot be opened any more. */
export async function openKeyring(holding: Holding, space: Hex): Promise<Keyring | undefined> {
  const { vault, craft } = holding
  const row = (what: string) => rowOf(space, what)
  const rows = await vault.all(row(''))
  const secrets = await openSecrets(holding)
  const read = <Value>(what: string, otherwise: Value) =>
    (rows.get(row(what)) as Value | undefined) ?? otherwise

  const marks = read<Marks | undefined>('marks', undefined)
  const keys = await ownKeys(secrets, { row, resting: read<RestingKeys | undefined>('keys', undefined) })
  if (!marks || !keys) return undefined
  const key = toHex(keys.signing.publicKey)
  const write = (what: string) => (value: unknown) => vault.set({ [row(what)]: value })
  const marked = noted(marks, write('marks'))
  const counted = noted<Counter>(read('counter', { used: 0, acked: 0 }), write('counter'))
  const placed = noted<Place>(read('place', { cursor: 0, heads: {}, again: false }), write('place'))
  let wishes = read<readonly Wish[]>('wishes', [])
  let entries: readonly Uint8Array[] = under(rows, row('entry/')).map(([, entry]) => entry as Uint8Array)
  const granted = await openGranted({ vault, craft, secrets, space, rows })

  return {
    space,
    keys,
    key,
    tag: tagOf(key, craft.sha256),
    marks: marked.now,
    mark: marked.change,
    counter: counted.now,
    count: counted.change,
    place: placed.now,
    moveTo: placed.change,
    wishes: () => wishes,
    async wish(next) {
      await write('wishes')(next)
      wishes = next
    },
    entries: () => entries,
    async addEntries(added) {
      const next = added.map((entry, at) => [row(numbered('entry', entries.length + at)), entry])
      await vault.set(Object.fromEntries(next))
      entries = [...entries, ...added]
    },
    ...granted,
    given() {
      const slotSecret = granted.slotSecret()
      if (!slotSecret) return undefined
      const { carries, owner, about } = marked.now()
      const held = [...granted.epochs()].map(([epoch, { entry, epochKey }]) => ({
        epoch,
        entry,
        key: epochKey,
      }))
      return { carries, owner, about: new TextEncoder().encode(about), slotSecret, epochs: held }
    },
  }
}

/** A value that changes here only once it has changed on the disk. */
function noted<Value extends object>(value: Value, write: (value: Value) => Promise<void>) {
  let now = value
  return {
    now: () => now,
    change: async (changed: Partial<Value>) => {
      const next = { ...now, ...changed }
      await write(next)
      now = next
    },
  }
}

/** The keys of epochs, and the secret that names slots. */
async function openGranted(about: {
  readonly vault: Vault
  readonly craft: Craft
  readonly secrets: Secrets
  readonly space: Hex
  readonly rows: ReadonlyMap<string, unknown>
}): Promise<Pick<Keyring, 'epochs' | 'slotSecret' | 'slotKey' | 'learn' | 'unlearn'>> {
  const { vault, craft, secrets, space, rows } = about
  const row = (what: string) => rowOf(space, what)
  const name = ofHex(space)
  const epochs = new Map<number, EpochKeys>()
  const hold = (epoch: number, { entry, epochKey }: { readonly entry: Hex; readonly epochKey: Uint8Array }) =>
    epochs.set(epoch, { epochKey, packetKey: craft.packetKey({ epochKey, space: name, epoch }), entry })

  for (const [at, value] of under(rows, row('epoch/'))) {
    const { entry, wrapped } = value as { readonly entry: Hex; readonly wrapped: Uint8Array }
    const epochKey = await secrets.unwrap(at, wrapped)
    if (epochKey) hold(Number(at.slice(row('epoch/').length)), { entry, epochKey })
  }
  const wrappedSlot = rows.get(row('slot')) as Uint8Array | undefined
  let slotSecret = wrappedSlot && (await secrets.unwrap(row('slot'), wrappedSlot))
  let slotKey = slotSecret && craft.slotKey({ slotSecret, space: name })

  return {
    epochs: () => epochs,
    slotSecret: () => slotSecret,
    slotKey: () => slotKey,
    async learn({ epoch, entry, epochKey, slotSecret: told }) {
      const at = row(numbered('epoch', epoch))
      const secret = slotSecret ?? told
      await vault.set({
        [at]: { entry, wrapped: await secrets.wrap(at, epochKey) },
        ...(!slotSecret && { [row('slot')]: await secrets.wrap(row('slot'), secret) }),
      })
      hold(epoch, { entry, epochKey })
      slotSecret = secret
      slotKey ??= craft.slotKey({ slotSecret: secret, space: name })
    },
    async unlearn(epoch) {
      await vault.set({ [row(numbered('epoch', epoch))]: undefined })
      epochs.delete(epoch)
    },
  }
}

/** A pair at rest. What the browser hides lies as it is: IndexedDB keeps such keys without showing them. */
type RestingPair = {
  readonly publicKey: Uint8Array
  readonly privateHalf:
    | { readonly kept: 'hidden'; readonly key: CryptoKey }
    | { readonly kept: 'wrapped'; readonly wrapped: Uint8Array }
}

/** Two lines that are opened at once, on a device that has none yet, must not each make one. */
const wrappingKeys = new WeakMap<Vault, Promise<CryptoKey>>()

async function wrappingKeyOf({ vault, craft }: Holding): Promise<CryptoKey> {
  const found = (await vault.get(wrappingRow)) as CryptoKey | undefined
  if (found) return found
  const made = await craft.createWrappingKey()
  await vault.set({ [wrappingRow]: made })
  return made
}

type RestingKeys = { readonly signing: RestingPair; readonly agreement: RestingPair }

async function ownKeys(
  secrets: Secrets,
  about: { readonly row: (what: string) => string; readonly resting: RestingKeys | undefined },
): Promise<DeviceKeys | undefined> {
  const { row, resting } = about
  const signing = resting && (await secrets.awake(row('signing'), resting.signing))
  const agreement = resting && (await secrets.awake(row('agreement'), resting.agreement))
  return signing && agreement && { signing, agreement }
}

type Secrets = Awaited<ReturnType<typeof openSecrets>>

async function openSecrets(holding: Holding) {
  const { vault, craft, randomBytes } = holding
  const asked = wrappingKeys.get(vault) ?? wrappingKeyOf(holding)
  wrappingKeys.set(vault, asked)
  asked.catch(() => wrappingKeys.delete(vault))
  const wrappingKey = await asked
  const wrap = (row: string, plain: Uint8Array) =>
    craft.wrap({ key: wrappingKey, place: ofLabel(row), plain, randomBytes })
  const unwrap = async (row: string, wrapped: Uint8Array) => {
    const unwrapped = await craft.unwrap({ key: wrappingKey, place: ofLabel(row), wrapped })
    return unwrapped.ok ? unwrapped.plain : undefined
  }
  return {
    wrap,
    unwrap,
    async atRest(row: string, { publicKey, privateHalf }: KeyPair): Promise<RestingPair> {
      if (privateHalf.kept === 'hidden') return { publicKey, privateHalf }
      return { publicKey, privateHalf: { kept: 'wrapped', wrapped: await wrap(row, privateHalf.seed) } }
    },
    async awake(row: string, { publicKey, privateHalf }: RestingPair): Promise<KeyPair | undefined> {
      if (privateHalf.kept === 'hidden') return { publicKey, privateHalf }
      const seed = await unwrap(row, privateHalf.wrapped)
      return seed && { publicKey, privateHalf: { kept: 'bare', seed } }
    },
  }
}

const under = (rows: ReadonlyMap<string, unknown>, prefix: string) =>
  [...rows].filter(([key]) => key.startsWith(prefix))
