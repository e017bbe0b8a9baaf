/**
 * Errands about packets: what others told is opened, joined and counted, and what waits here is sealed and told. Each is
 * done in the order in which a device may be switched off between any two steps.
 *
 *     told to us   joined, then put aside what cannot be, then the cursor
 *     told by us   counted, then used          the confirmed counter, then marked as told
 *
 * What surprises: whatever is done twice because of that does no harm. The other order would lose something.
 */
import type { Outcome, Unsent } from '../store/exchange.ts'
import type { Roster } from '../wire/control.ts'
import { type Box, limits } from '../wire/message.ts'
import { isPacketSize, packetHeaderOf } from '../wire/packet.ts'
import type { Desk } from './desk.ts'
import { epochsIn } from './membership.ts'
import { type KeyOf, openPacket, packetBytes, type ReadPacket, sealPacket, slotOf } from './packet.ts'
import type { Effect, Head, Kept, LineEvent, Told } from './state.ts'

type Of<Do extends Effect['do']> = Extract<Effect, { do: Do }>
type Came<On extends LineEvent['on']> = Extract<LineEvent, { on: On }>
type Heads = Kept['heads']

export async function readPage(
  desk: Desk,
  { call, roster, boxes, cursor }: Of<'read'>,
): Promise<Came<'read'>> {
  const { heads: before, again } = desk.keyring.place()
  const fresh = again ? boxes : boxes.filter(({ bytes }) => !isReplay(bytes, before))
  const heads = await readBoxes(desk, { roster, boxes: fresh })
  await desk.keyring.moveTo({ cursor, heads })
  return { on: 'read', call, cursor, heads }
}

/** Tries what could not be read once more: there may be a new key, or a newer app. */
export async function readAside(desk: Desk, roster: Roster): Promise<void> {
  const { store, keyring } = desk
  for (let after = 0; ; ) {
    const some = await store.aside(keyring.marks().carries, { limit: 100, after })
    if (some.length === 0) return
    after = some.at(-1)?.sequence ?? after
    const boxes = some.filter(({ bytes }) => bytes.length > limits.packetHeaderBytes)
    const heads = await readBoxes(desk, { roster, boxes })
    await keyring.moveTo({ heads })
  }
}

/** How many slots of each device were met, by its tag. */
export async function countMet({ store, keyring, asides }: Desk, roster: Roster): Promise<Came<'compared'>> {
  if (keyring.place().again) await keyring.moveTo({ again: false })
  const told = await store.met(keyring.marks().carries)
  const met = roster.devices.map(({ tag }, at) => [tag, (told.get(at) ?? 0) + asides.slotsOf(at)])
  return { on: 'compared', met: Object.fromEntries(met) }
}

export async function gather(desk: Desk, { call, roster }: Of<'gather'>): Promise<Came<'gathered'>> {
  const { store, keyring } = desk
  const { carries } = keyring.marks()
  const epoch = roster.epoch?.number ?? 0
  const own = roster.devices.findIndex(({ key }) => key === keyring.key)
  const waiting = fitting(await store.unsent(carries, limits.packetsPerPushMax))
  const alive = (await store.met(carries)).get(own) ?? 0
  const { packets, told } = await sealAll(desk, { epoch, waiting, alive })
  return {
    on: 'gathered',
    call,
    epoch,
    packets,
    told,
    used: keyring.counter().used,
    isEmpty: waiting.length === 0,
  }
}

export async function markTold(
  { store, keyring }: Desk,
  { told, acked, cursor }: Of<'mark'>,
): Promise<Came<'marked'>> {
  // In this order: what is marked as told must have been told below a counter that we would miss, were it lost.
  await keyring.count({ acked: Math.max(acked, keyring.counter().acked) })
  await store.sent(keyring.marks().carries, told)
  if (cursor !== keyring.place().cursor) await keyring.moveTo({ cursor })
  return { on: 'marked', acked: keyring.counter().acked, cursor }
}

export async function countOn({ keyring }: Desk, counter: number): Promise<Came<'counted'>> {
  await keyring.count({ used: counter, acked: counter })
  return { on: 'counted', ...keyring.counter() }
}

export async function resend({ store, keyring }: Desk, acked: number): Promise<Came<'counted'>> {
  await store.resend(keyring.marks().carries)
  await keyring.count({ acked })
  return { on: 'counted', ...keyring.counter() }
}

export async function rewind({ keyring }: Desk): Promise<Came<'rewound'>> {
  await keyring.moveTo({ cursor: 0, again: true })
  return { on: 'rewound' }
}

/** A device counts up, and packets come in order: what does not count up was here before. */
function isReplay(packet: Uint8Array, heads: Heads): boolean {
  const read = packetHeaderOf(packet)
  return read.ok && read.header.counter <= (heads[read.header.tag]?.counter ?? 0)
}

/** Opens, joins and puts aside. Gives back the heads as they are then. */
async function readBoxes(
  desk: Desk,
  { roster, boxes }: { readonly roster: Roster; readonly boxes: readonly Box[] },
): Promise<Heads> {
  const { craft, store, keyring, asides } = desk
  const keyOf = keyOfEpochs(desk, roster)
  const opened = await Promise.all(
    boxes.map(async (box) => ({ box, read: await openPacket({ craft, roster, packet: box.bytes, keyOf }) })),
  )
  const readable = opened.flatMap(({ box, read }) => (read.ok ? [{ box, ...read }] : []))
  const outcomes = await store.receive(keyring.marks().carries, readable)

  const kept = readable.filter((_, at) => outcomes[at] === 'kept')
  const unkept = readable.flatMap((one, at) => ({ ...one, why: outcomes[at] as Outcome }))
  const unread = opened.flatMap(({ box, read }) => (read.ok ? [] : [{ box, ...read }]))
  await asides.put([...unread, ...unkept.filter(({ why }) => why !== 'kept')])
  await asides.clear(kept.map(({ header }) => header.slot))
  return headsWith(keyring.place().heads, readable)
}

/** Only what was signed moves a head. */
function headsWith(heads: Heads, read: readonly ReadPacket[]): Heads {
  const next: Record<string, Head> = { ...heads }
  for (const { header, alive } of read) {
    const { tag, counter } = header
    if (counter > (next[tag]?.counter ?? 0)) next[tag] = { counter, alive }
  }
  return next
}

function keyOfEpochs({ craft, keyring }: Desk, roster: Roster): KeyOf {
  // Looked for only where a key is missing, which is rare.
  const first = once(() => {
    const own = roster.devices.find(({ key }) => key === keyring.key)
    const granted = epochsIn(keyring.entries(), craft).find(({ at }) => at > (own?.since ?? 0))
    // What another device of ours gave us may be older than we are.
    return Math.min(granted?.epoch ?? Number.POSITIVE_INFINITY, ...keyring.epochs().keys())
  })
  return (epoch) => keyring.epochs().get(epoch) ?? (epoch < first() ? 'earlier' : undefined)
}

function once<Value>(work: () => Value): () => Value {
  let done: { readonly value: Value } | undefined
  return () => {
    done ??= { value: work() }
    return done.value
  }
}

/** As many as one push holds. What is larger than any packet waits for ever, and hinders nobody. */
function fitting(waiting: readonly Unsent[]): readonly Unsent[] {
  let sizeBytes = 0
  return waiting.filter(({ change }) => {
    const bytes = packetBytes(change.length)
    if (!isPacketSize(bytes) || sizeBytes + bytes > limits.pushBytesMax) return false
    sizeBytes += bytes
    return true
  })
}

async function sealAll(
  { craft, keyring, randomBytes }: Desk,
  about: {
    readonly epoch: number
    readonly waiting: readonly Unsent[]
    /** How many slots this device has by now. */
    readonly alive: number
  },
): Promise<{ readonly packets: readonly Uint8Array[]; readonly told: readonly Told[] }> {
  const { epoch, waiting } = about
  const { space, tag, keys } = keyring
  const epochKeys = keyring.epochs().get(epoch)
  const slotKey = keyring.slotKey()
  if (waiting.length === 0 || !epochKeys || !slotKey) return { packets: [], told: [] }

  const first = keyring.counter().used + 1
  await keyring.count({ used: first + waiting.length - 1 })
  let { alive } = about
  const sealing = waiting.map(async ({ id, change, before }, at) => {
    if (!before) alive += 1
    const slot = slotOf({ craft, slotKey, recordId: id, tag })
    const header = { epoch, tag, counter: first + at, slot }
    const given = { craft, space, header, signing: keys.signing, alive, change, randomBytes }
    const sealed = await sealPacket({ ...given, ...epochKeys })
    if (!sealed.ok) throw new Error('it was found to fit')
    return sealed.packet
  })
  const packets = await Promise.all(sealing)
  return { packets, told: waiting.map(({ id, state }, at) => ({ id, state, counter: first + at })) }
}
