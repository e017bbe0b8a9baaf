/**
 * One history of a few people and their phones, drawn from a seed: they write, change, take back, let in, leave and end
 * phones, while the network breaks, clocks are wrong and phones are switched off between any two steps. Then all is well
 * again for a while, and what must be true after any history is looked at.
 */
import { counting, type Roster } from '../wire/control.ts'
import { decodeEntry } from '../wire/entry.ts'
import type { Hex } from '../wire/message.ts'
import type { Chance } from './craft.fixture.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { openPacket } from './packet.ts'
import {
  begin,
  createPhone,
  createWorld,
  dayMs,
  fair,
  hourMs,
  letIn,
  type Phone,
  type Rec,
  rewrite,
  takeBack,
  type World,
  type WorldCraft,
  write,
} from './world.fixture.ts'

export type History = {
  readonly world: World
  /** What goes wrong in this one. Not everything goes wrong at once, or nobody would ever get anywhere. */
  readonly plan: Plan
}
type Plan = {
  readonly people: number
  readonly phonesEach: number
  readonly steps: number
  /** People leave and phones are ended. */
  readonly ends: boolean
  /** The server loses packets. What was told by those who are gone then cannot come back, so they do not go. */
  readonly loses: boolean
}
const names = ['Noor', 'Sam', 'Kit', 'Alex']
const minuteMs = 60_000
const tenYearsMs = 3_652 * dayMs

export async function live(
  seed: number,
  about: {
    readonly craft?: WorldCraft
    readonly server?: Parameters<typeof createWorld>[0]['server']
    /** Whatever the seed says, the server loses nothing. */
    readonly keepsAll?: boolean
    /** Hears everything that crosses the network. */
    readonly overheard?: (world: World) => World['overheard']
  } = {},
): Promise<History> {
  const { overheard, keepsAll, ...rest } = about
  const world = createWorld({ seed, ...rest })
  world.overheard = overheard?.(world)
  const { chance, time } = world
  const loses = chance.chance(0.15) && !keepsAll
  const plan: Plan = {
    people: chance.pick([2, 2, 2, 3, 4]),
    phonesEach: chance.pick([1, 2, 3]),
    steps: 15 + chance.below(30),
    ends: !loses && chance.chance(0.5),
    loses,
  }
  world.weather = {
    breaks: chance.pick([0, 0.02, 0.1]),
    fails: chance.pick([0, 0.1, 0.4]),
    refuses: chance.pick([0, 0.05]),
    latencyMs: chance.pick([5, 200, 5_000]),
    ...(chance.chance(0.6) && { life: { least: 5, most: chance.pick([60, 400]) } }),
  }
  const first = createPhone(world, { name: 'Noor' })
  await begin(world, first)
  for (let step = 0; step < plan.steps; step++) {
    await act({ world, plan })
    // Somebody switches them on again.
    for (const phone of world.phones) if (phone.life.isOver && chance.chance(0.5)) phone.switchOn()
    await time.pass(chance.pick([0, 10, 1_000, 10_000, 60_000]))
    if (chance.chance(0.02)) await longPause(world)
  }
  return { world, plan }
}

/** Nobody looks at a phone for a month. */
async function longPause({ phones, time }: World): Promise<void> {
  for (const phone of phones) phone.switchOff()
  await time.pass(31 * dayMs)
}

/** Something that somebody does, or that happens to them. */
async function act({ world, plan }: History): Promise<void> {
  const { chance, phones, server } = world
  const phone = chance.pick(phones)
  const records = await phone.all()
  const rec = records.length > 0 ? chance.pick(records) : undefined
  if (plan.loses && chance.chance(0.1))
    copies.set(server, [...(copies.get(server) ?? []), server.copyOf(phone.space)])
  const what = chance.below(100)
  if (what < 40) await write(phone, { kind: chance.pick(kinds), f: fieldsOf(world) })
  else if (what < 52) {
    if (rec && mayWrite(rec, phone)) await rewrite(phone, rec.id, fieldsOf(world))
  } else if (what < 58) {
    if (rec && mayWrite(rec, phone)) await takeBack(phone, rec.id)
  } else if (what < 64) phone.setOnline(!phone.isOnline)
  else if (what < 68) phone.switchOff()
  else if (what < 71) phone.tell({ on: 'hushed', quiet: chance.chance(0.3) })
  else if (what < 74) phone.clockOffMs = chance.pick([0, hourMs, -hourMs, tenYearsMs, -tenYearsMs])
  else if (what < 76) phone.tell({ on: 'wake' })
  else if (what < 77) server.hangUpOnAll()
  else if (what < 88) await join({ world, plan }, phone)
  else if (what < 92) answer(phone, chance)
  else if (what < 94 && plan.loses) restore(world, phone)
  else if (what < 97 && plan.ends) end(phone, chance)
}

const kinds = ['done', 'landmark', 'moonbeam']
const fieldsOf = ({ chance }: World): Rec['f'] => ({
  // No kind has an aura. A newer app may.
  [chance.pick([
    'note',
    'text',
    'aura',
  ])]: `canary ${chance.below(1e9)} ${'x'.repeat(chance.pick([1, 1, 1, 700]))}`,
})

const mayWrite = (rec: Rec, { person }: Phone): boolean => rec.by === person || rec.kind === 'landmark'

async function join({ world, plan }: History, by: Phone): Promise<void> {
  const { chance, phones } = world
  const roster = by.line?.state().roster
  if (!roster) return
  const own = phones.filter(({ person }) => person === by.person).length
  const as = own < plan.phonesEach && chance.chance(0.5) ? 'own' : 'new'
  const person = as === 'own' ? by.person : roster.people
  if (as === 'new' && (person >= plan.people || roster.open)) return
  const phone = createPhone(world, { name: `${names[person]}'s ${phones.length}` })
  await letIn(world, { by, phone, as })
}

function answer(phone: Phone, chance: Chance): void {
  const open = phone.line?.state().roster?.open
  if (open)
    phone.tell({ on: 'wished', wish: { wish: chance.chance(0.9) ? 'approve' : 'decline', add: open.add } })
}

function end(phone: Phone, chance: Chance): void {
  const roster = phone.line?.state().roster
  if (chance.chance(0.4)) {
    phone.tell({
      on: 'wished',
      wish: { wish: 'leave', first: chance.pick(['nothing', 'send']), said: false },
    })
    return
  }
  const own = roster ? counting(roster).filter(({ person }) => person === phone.person) : []
  if (own.length > 1) phone.tell({ on: 'wished', wish: { wish: 'revoke', key: chance.pick(own).key } })
}

/**
 * The server is restored from a copy. The log stays: of a log that two people have seen differently there is no way back.
 * And no sequence is given twice: whoever restores a server lets it count on from far beyond the copy.
 */
function restore({ server, chance }: World, { space }: Phone): void {
  const now = server.copyOf(space)
  const { boxes, counters } = chance.pick(copies.get(server) ?? [now])
  server.setBack(space, { ...now, boxes, counters })
}
const copies = new WeakMap<World['server'], ReturnType<World['server']['copyOf']>[]>()

/** All is well: everybody is there, nothing breaks, and there is time. */
export async function heal({ world }: History): Promise<void> {
  const { phones, server, time } = world
  world.weather = fair
  const space = phones[0]?.space ?? ''
  const inIt = async () => {
    const { roster } = await server.copyOf(space)
    return phones.filter(({ key }) => roster?.devices.some((device) => device.key === key))
  }
  // Most faults would be gone after a new start, so there is not always one.
  const anew = world.chance.chance(0.5)
  for (const phone of phones) {
    if (anew) phone.switchOff()
    phone.life.steps = Number.POSITIVE_INFINITY
    phone.isOnline = true
  }
  await time.pass(minuteMs)
  for (const phone of phones) phone.switchOn()
  await time.pass(1)
  for (const phone of phones) phone.tell({ on: 'hushed', quiet: false })
  await time.pass(2 * minuteMs)
  // Whoever was not let in goes on asking for ever.
  const members = await inIt()
  for (const phone of phones) if (!members.includes(phone)) phone.switchOff()
  for (const phone of phones) phone.tell({ on: 'wake' })
  await time.pass(10 * minuteMs)
}

/** What is not as it must be, in words. */
export async function faults({ world, plan }: History): Promise<readonly string[]> {
  const { phones, server } = world
  const space = phones[0]?.space ?? ''
  const { roster, boxes, entries } = await server.copyOf(space)
  if (!roster) return []
  const found: string[] = []
  const say = (phone: Phone, what: string) => found.push(`${phone.name}: ${what}`)
  const members = phones.filter(({ key }) => counting(roster).some((device) => device.key === key))
  const rings = new Map<Phone, Keyring>()
  for (const phone of phones) {
    const ring = await openKeyring(
      { vault: phone.vault, craft: world.craft, randomBytes: world.chance.bytes },
      space,
    )
    if (ring) rings.set(phone, ring)
  }
  for (const phone of members) await lookAt(phone, { roster, say })
  for (const [phone, ring] of rings) {
    if (hasKeyOfLater(ring, entries)) say(phone, 'holds a key of an epoch it was not granted')
  }
  if (boxes.some(({ bytes }) => latin.decode(bytes).includes('canary'))) found.push('the server can read')
  const told = await toldOn({ world, roster, rings: members.flatMap((phone) => rings.get(phone) ?? []) })
  for (const phone of members) {
    const ring = rings.get(phone)
    const all = new Map((await phone.all()).map((rec) => [rec.id, rec]))
    for (const { epoch, rec, tag } of told) {
      const here = all.get(rec.id)
      if (!ring?.epochs().has(epoch)) continue
      if (!here || !holds(here, rec)) say(phone, `lacks ${rec.id} of ${tag}`)
    }
    for (const rec of all.values())
      if (rec.x !== undefined && Object.keys(rec.f).length > 0) say(phone, 'still has it')
  }
  if (roster.closed) return found
  const full = members.filter((phone) => rings.get(phone)?.epochs().size === roster.epoch?.number)
  const [one, ...others] = await Promise.all(full.map(async (phone) => JSON.stringify(await phone.all())))
  if (others.some((other) => other !== one)) found.push(`${full.map(({ name }) => name)} have not the same`)
  for (const { rec, tag } of told) {
    const isCounting = counting(roster).some((device) => device.tag === tag)
    const here = full[0] && (await full[0].store.get(rec.id))
    if (isCounting && here?.x !== undefined && rec.x === undefined)
      found.push(`taken back and still there: ${rec.id}`)
  }
  if (full[0]) found.push(...(await newcomer({ world, plan }, full[0])))
  return found
}

async function lookAt(
  phone: Phone,
  { roster, say }: { readonly roster: Roster; readonly say: (phone: Phone, what: string) => void },
): Promise<void> {
  const { line } = phone
  if (!line) return void say(phone, 'is not on')
  const state = line.state()
  const standing = await line.standing()
  if (state.roster?.head !== roster.head) say(phone, 'has another log')
  if (standing.trouble) say(phone, `is in trouble: ${standing.trouble}`)
  if (standing.aside > 0) say(phone, `has ${standing.aside} aside`)
  if (state.wishes.length > 0) say(phone, `still wants ${state.wishes[0]?.wish}`)
  if (roster.closed ? state.finished !== 'closed' : !state.call) say(phone, 'has not come to an end')
  if (!roster.closed && standing.unsent > 0) say(phone, `has ${standing.unsent} unsent`)
  if (!roster.closed && standing.syncedMs === undefined) say(phone, 'was never in step')
}

/** A device is granted epochs while it counts. What another device of its person gave it is older than all of those. */
function hasKeyOfLater(ring: Keyring, entries: readonly Uint8Array[]): boolean {
  const granted = entries.flatMap((bytes) => {
    const decoded = decodeEntry(bytes)
    if (!decoded.ok || decoded.entry.type !== 'epoch') return []
    return decoded.entry.grants.some(({ tag }) => tag === ring.tag) ? [decoded.entry.epoch] : []
  })
  return [...ring.epochs().keys()].some((epoch) => !granted.includes(epoch) && epoch > Math.min(...granted))
}

/** Everything that lies on the server, read with all the keys there are. */
async function toldOn(about: {
  readonly world: World
  readonly roster: Roster
  readonly rings: readonly Keyring[]
}) {
  const { world, roster, rings } = about
  const all: { readonly epoch: number; readonly rec: Rec; readonly tag: Hex }[] = []
  const { boxes } = await world.server.copyOf(roster.space)
  for (const { bytes } of boxes) {
    const keyOf = (epoch: number) =>
      rings
        .find((ring) => ring.epochs().has(epoch))
        ?.epochs()
        .get(epoch)
    const opened = await openPacket({ craft: world.craft, roster, packet: bytes, keyOf })
    if (!opened.ok) continue
    const { header, change } = opened
    all.push({
      epoch: header.epoch,
      tag: header.tag,
      rec: JSON.parse(new TextDecoder().decode(change)) as Rec,
    })
  }
  return all
}

/** Whether everything that one version says is in the other, or is written over in it. */
function holds(whole: Rec, part: Rec): boolean {
  if (whole.x !== undefined) return true
  const clockOf = (rec: Rec, field: string) => rec.c?.[field] ?? rec.h
  return (
    part.x === undefined &&
    Object.keys(part.f).every((field) => clockOf(whole, field) >= clockOf(part, field))
  )
}

/** A phone that comes now gets everything from the server, and then has the same as all the others. */
async function newcomer({ world }: History, by: Phone): Promise<readonly string[]> {
  const room = counting(by.line?.state().roster as Roster).length < 30
  if (!room) return []
  const phone = createPhone(world, { name: 'the new one' })
  await letIn(world, { by, phone, as: 'own' })
  await world.time.pass(10 * 60_000)
  const found: string[] = []
  const standing = await phone.line?.standing()
  if (standing?.trouble || standing?.aside)
    found.push(`the new one: ${standing.trouble}, ${standing.aside} aside`)
  const [theirs, ours] = [await phone.all(), await by.all()]
  if (JSON.stringify(theirs) !== JSON.stringify(ours))
    found.push(`the new one has ${theirs.length} where ${by.name} has ${ours.length}, or not the same`)
  return found
}

const latin = new TextDecoder('latin1')
