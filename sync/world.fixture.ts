/**
 * A small world for tests: time that passes when told, a network that breaks, phones that are switched off between any two
 * steps and wake up with what lies on their disks, and one server. The lines in it are the real ones. Everything that
 * could come out differently is drawn from one seed, so a failure can be lived through again.
 */
import type { DeviceKeys } from '../crypto/keys.ts'
import { createMemoryStore } from '../store/memory.ts'
import type { RecordId, Store } from '../store/store.ts'
import { toHex } from '../wire/bytes.ts'
import { decodeFromServer, encodeFromServer } from '../wire/codec.ts'
import { joinProof } from '../wire/entry.ts'
import type { FromDevice, FromServer, Hex, Refusal } from '../wire/message.ts'
import { type Chance, createChance, createFastCraft } from './craft.fixture.ts'
import type { Craft } from './craft.ts'
import { holdSpace, type Marks } from './keyring.ts'
import { beginLog } from './membership.ts'
import { createModelServer, type ModelServer } from './server.fixture.ts'
import { type Dial, type Doors, type Line, openLine } from './transport.ts'
import { createMemoryVault, type Vault } from './vault.ts'

export type Rec = NonNullable<Awaited<ReturnType<Store['get']>>>
export type World = {
  readonly seed: number
  readonly chance: Chance
  readonly time: ReturnType<typeof createTime>
  readonly craft: Craft
  readonly server: ModelServer
  readonly phones: Phone[]
  weather: Weather
  /** Hears everything that crosses the network. */
  overheard: undefined | ((frame: { readonly of: string; readonly bytes: Uint8Array }) => void)
  /** A server that does not mean well: what it says to a phone instead of what the one here would say. */
  lies:
    | undefined
    | ((said: { readonly to: Phone; readonly frame: FromServer }) => readonly (FromServer | Uint8Array)[])
}
export type Phone = {
  readonly name: string
  /** What lies on its disk, whether it is on or off. */
  readonly vault: Vault
  readonly store: Store
  readonly disk: object
  /** Its own, so that what one line draws is not missed by another. */
  readonly chance: Chance
  clockOffMs: number
  isOnline: boolean
  line: Line | undefined
  space: Hex
  carries: Hex
  person: number
  key: Hex
  life: Life
  readonly connections: Set<() => void>
  clockMs: number
  readonly nowMs: () => number
  readonly switchOn: () => void
  readonly switchOff: () => void
  readonly setOnline: (isOnline: boolean) => void
  readonly tell: (event: Parameters<Line['tell']>[0]) => void
  readonly all: () => Promise<readonly Rec[]>
}

/** 25 November 2026, a Wednesday, 20:00 in Greenwich. */
export const evening = Date.UTC(2026, 10, 25, 20)
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** How bad the network is, each as a share: of frames at which a connection ends, of calls that fail, of refusals. */
export type Weather = {
  readonly breaks: number
  readonly fails: number
  readonly refuses: number
  readonly latencyMs: number
  /** How many steps a phone lives at least and at most before it is switched off. Never without. */
  readonly life?: { readonly least: number; readonly most: number }
}
export const fair: Weather = { breaks: 0, fails: 0, refuses: 0, latencyMs: 40 }

/** `isSlow`: its promises are kept elsewhere, and a world has to wait for them. */
export type WorldCraft = { readonly it: Craft; readonly isSlow: boolean }

export function createWorld(about: {
  readonly seed: number
  /** The fast one, unless said otherwise. */
  readonly craft?: WorldCraft | undefined
  readonly boxesPerPage?: number
  /** The one beside this file, unless said otherwise. */
  readonly server?: ((time: World['time']) => ModelServer) | undefined
}): World {
  const chance = createChance(about.seed)
  const time = createTime()
  const { it, isSlow } = about.craft ?? { it: createFastCraft(chance.bytes), isSlow: false }
  const craft = isSlow ? counted(it, time) : it
  const modelled = () =>
    createModelServer({
      boxesPerPage: about.boxesPerPage ?? 4,
      refusal: (frame) => refusalOf(world, frame),
    })
  const server = about.server?.(time) ?? modelled()
  const world: World = {
    ...{ seed: about.seed, chance, time, craft, server },
    ...{ phones: [], weather: fair, overheard: undefined, lies: undefined },
  }
  return world
}

function refusalOf(
  { chance, weather }: { readonly chance: Chance; readonly weather: Weather },
  frame: FromDevice,
): { readonly why: Refusal; readonly waitMs: number } | undefined {
  if (weather.refuses === 0 || frame.say === 'hello' || !chance.chance(weather.refuses)) return undefined
  const why = chance.pick<Refusal>([
    'slow-down',
    'slow-down',
    'trouble',
    ...(frame.say === 'push' ? ['full' as const] : []),
  ])
  return { why, waitMs: chance.below(3_000) }
}

/** Tasks in the order of their time. After each one everything that follows from it at once has happened. */
export function createTime() {
  type Task = { readonly atMs: number; readonly order: number; run: (() => void) | undefined }
  const tasks: Task[] = []
  let nowMs = evening
  let order = 0
  let busy = 0
  const isBefore = (one: Task, other: Task) =>
    one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)

  const insert = (task: Task) => {
    let low = 0
    let high = tasks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(task, tasks[middle] as Task)) low = middle + 1
      else high = middle
    }
    tasks.splice(low, 0, task)
  }
  const settled = async () => {
    do await new Promise<void>((resolve) => later(resolve))
    while (busy > 0)
  }

  return {
    nowMs: () => nowMs,
    settled,
    async busyWith<Value>(work: Promise<Value>): Promise<Value> {
      busy += 1
      try {
        return await work
      } finally {
        busy -= 1
      }
    },
    in(ms: number, run: () => void): () => void {
      const task: Task = { atMs: nowMs + Math.max(0, ms), order: order++, run }
      insert(task)
      return () => {
        task.run = undefined
      }
    },
    /** Lets time pass, and no more than that: what is still to come then comes later. */
    async pass(ms: number): Promise<void> {
      const until = nowMs + ms
      await settled()
      for (let next = tasks.at(-1); next && next.atMs <= until; next = tasks.at(-1)) {
        tasks.pop()
        if (!next.run) continue
        nowMs = next.atMs
        next.run()
        await settled()
      }
      nowMs = until
    },
  }
}

const later = (globalThis as unknown as { setImmediate: (run: () => void) => void }).setImmediate

/** Real keys take their time elsewhere; a world waits for them. */
function counted(craft: Craft, time: ReturnType<typeof createTime>): Craft {
  const slow = [
    'createDeviceKeys',
    'sign',
    'verify',
    'sealGrant',
    'openGrant',
    'createWrappingKey',
    'wrap',
    'unwrap',
  ]
  const wrapped = Object.entries(craft).map(([name, work]) => {
    if (!slow.includes(name)) return [name, work]
    return [
      name,
      (...given: never[]) => time.busyWith((work as (...all: never[]) => Promise<unknown>)(...given)),
    ]
  })
  return Object.fromEntries(wrapped) as Craft
}

/** From one switching on to the next switching off. */
type Life = { isOver: boolean; steps: number }

export function createPhone(
  world: World,
  about: {
    readonly name: string
    readonly clockOffMs?: number
    /** Lies there already: another line of the same phone, or a phone of an earlier world. */
    readonly disk?: Pick<Phone, 'vault' | 'store'>
  },
): Phone {
  const { time } = world
  const chance = createChance(
    [...about.name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), world.seed),
  )
  const disk = about.disk ?? { vault: createMemoryVault(), store: createMemoryStore() }
  const { vault, store } = disk
  const phone: Phone = {
    ...{ name: about.name, disk, vault, store, chance, clockOffMs: about.clockOffMs ?? 0 },
    ...{ isOnline: true, line: undefined, space: '', carries: '', person: 0, key: '', clockMs: 0 },
    life: { isOver: true, steps: 0 },
    connections: new Set(),

    nowMs: () => time.nowMs() + phone.clockOffMs,

    switchOff() {
      phone.life.isOver = true
      phone.line = undefined
      for (const lose of [...phone.connections]) lose()
    },

    switchOn() {
      if (!phone.life.isOver) return
      const { life: span } = world.weather
      const life: Life = {
        isOver: false,
        steps: span ? span.least + chance.below(span.most - span.least) : Number.POSITIVE_INFINITY,
      }
      phone.life = life
      void openLine(doorsOf(world, phone, life), phone.space).then((line) => {
        if (!life.isOver) phone.line = line
      })
    },

    setOnline(isOnline: boolean) {
      phone.isOnline = isOnline
      if (!isOnline) for (const lose of [...phone.connections]) lose()
      else void phone.line?.tell({ on: 'wake' }).catch(() => {})
    },

    tell: (event: Parameters<Line['tell']>[0]) => void phone.line?.tell(event).catch(() => {}),
    all: () => store.page({ spaces: [phone.carries], limit: 100_000 }),
  }
  world.phones.push(phone)
  return phone
}

function doorsOf(world: World, phone: Phone, life: Life): Doors {
  const { time, craft } = world
  const { chance } = phone
  /** A step may be the last: before it was done, or after that and before anybody heard of it. */
  const step = (): Promise<void> | undefined => {
    if (!life.isOver && --life.steps > 0) return undefined
    if (!life.isOver) phone.switchOff()
    return new Promise<void>(() => {})
  }
  const mortal = <Door extends object>(door: Door): Door =>
    Object.fromEntries(
      Object.entries(door).map(([name, work]) => [
        name,
        async (...given: readonly unknown[]) => {
          const last = step()
          if (last) await last
          const came = await (work as (...all: readonly unknown[]) => Promise<unknown>)(...given)
          const end = step()
          if (end) await end
          return came
        },
      ]),
    ) as Door

  return {
    craft,
    vault: mortal<Vault>(phone.vault),
    store: {
      ...mortal<Store>(phone.store),
      watch: (changed) => phone.store.watch((touched) => void (life.isOver || changed(touched))),
    },
    dial: (hears) => connected(world, phone, { life, hears }),
    nowMs: phone.nowMs,
    wait: (ms, then) => time.in(ms, () => void (life.isOver || then())),
    jitter: chance.next,
    randomBytes: chance.bytes,
  }
}

/** One connection: in order both ways, late, and at an end at any moment. What was on its way may still arrive. */
function connected(
  world: World,
  phone: Phone,
  about: { readonly life: Life; readonly hears: Parameters<Dial>[0] },
): ReturnType<Dial> {
  const { time, weather, server } = world
  const { chance } = phone
  const { life, hears } = about
  const ends = { isOver: false, upAtMs: 0, downAtMs: 0 }
  let line: ReturnType<ModelServer['connect']> | undefined

  const inOrder = (way: 'upAtMs' | 'downAtMs', run: () => void) => {
    const delayMs = 1 + chance.below(world.weather.latencyMs)
    ends[way] = Math.max(ends[way], time.nowMs() + delayMs)
    time.in(ends[way] - time.nowMs(), run)
  }
  const end = (how: 'lost' | 'closed') => {
    if (ends.isOver) return
    ends.isOver = true
    phone.connections.delete(lose)
    inOrder('upAtMs', () => line?.gone())
    if (how === 'lost') time.in(1 + chance.below(500), () => void (life.isOver || hears.lost()))
  }
  const lose = () => end('lost')
  const mayBreak = () => {
    if (chance.chance(world.weather.breaks)) lose()
  }
  phone.connections.add(lose)

  if (!phone.isOnline || chance.chance(weather.fails)) lose()
  else
    inOrder('upAtMs', () => {
      line = server.connect({
        heard: (bytes) => {
          for (const said of saidTo(world, phone, bytes))
            inOrder('downAtMs', () => {
              if (ends.isOver || life.isOver) return
              world.overheard?.({ of: `to ${phone.name}`, bytes: said })
              hears.heard(said)
              mayBreak()
            })
        },
        lost: lose,
        nonce: chance.bytes(32),
      })
    })
  return {
    send: (bytes) => {
      if (ends.isOver) return
      inOrder('upAtMs', () => {
        world.overheard?.({ of: phone.name, bytes })
        line?.hear(bytes)
      })
      mayBreak()
    },
    close: () => end('closed'),
  }
}

function saidTo({ lies }: World, to: Phone, bytes: Uint8Array): readonly Uint8Array[] {
  if (!lies) return [bytes]
  const decoded = decodeFromServer(bytes)
  if (!decoded.ok) throw new Error('a server says what no device understands')
  const { frame } = decoded
  return lies({ to, frame }).map((said) => (said instanceof Uint8Array ? said : encodeFromServer(said)))
}

/** A phone begins a space. */
export async function begin(world: World, phone: Phone, marks: Partial<Marks> = {}): Promise<Hex> {
  const { craft, chance } = world
  const keys = await craft.createDeviceKeys()
  const { space, entry } = await beginLog({ craft, keys, nonce: chance.bytes(16), root: false })
  await hold(world, phone, { space, keys, marks: { person: 0, ...marks }, entries: [entry] })
  return space
}

/** As a pairing would do it: the new phone proves its key, and whoever lets it in puts that into the log. */
export async function letIn(
  world: World,
  about: { readonly by: Phone; readonly phone: Phone; readonly as: 'own' | 'new' },
): Promise<boolean> {
  const { by, phone, as } = about
  const roster = by.line?.state().roster
  if (!roster) return false
  const { craft } = world
  const keys = await craft.createDeviceKeys()
  const [key, agreement] = [toHex(keys.signing.publicKey), toHex(keys.agreement.publicKey)]
  const person = as === 'own' ? by.person : roster.people
  const asked = { before: roster.head, person, key, agreement, root: false }
  const proof = await craft.sign(keys.signing, joinProof(asked))
  const given = as === 'own' ? by.line?.given() : undefined
  await hold(world, phone, { space: by.space, keys, marks: { person, carries: by.carries }, given })
  by.tell({ on: 'wished', wish: { wish: 'admit', joining: { ...asked, proof } } })
  return true
}

/** The same phones with the same disks, and the same server, in another world. What happens there is lost here. */
export async function again(world: World, about: { readonly seed: number }): Promise<World> {
  const next = createWorld({ ...about, craft: { it: world.craft, isSlow: false } })
  for (const [id, space] of world.server.spaces) next.server.spaces.set(id, { ...space })
  for (const phone of world.phones) {
    const { name, space, carries, person, key } = phone
    const twin = next.phones.find((other) => other.disk === phone.disk)
    const vault = twin?.vault ?? createMemoryVault()
    if (!twin) await vault.set(Object.fromEntries(await phone.vault.all('')))
    const disk = { vault, store: twin?.store ?? createMemoryStore() }
    Object.assign(createPhone(next, { name, disk }), { space, carries, person, key, disk: phone.disk })
  }
  for (const phone of next.phones) phone.switchOn()
  await next.time.settled()
  return next
}

/** Noor and Sam share a space, and both of their phones are on. */
export async function couple(about: Parameters<typeof createWorld>[0] = { seed: 1 }) {
  const world = createWorld(about)
  const noor = createPhone(world, { name: 'Noor' })
  const sam = createPhone(world, { name: 'Sam' })
  await begin(world, noor)
  await world.time.pass(1_000)
  await letIn(world, { by: noor, phone: sam, as: 'new' })
  await world.time.pass(60_000)
  return { world, noor, sam }
}

async function hold(
  { craft, chance }: World,
  phone: Phone,
  about: {
    readonly space: Hex
    readonly keys: DeviceKeys
    readonly marks: Partial<Marks> & { readonly person: number }
    readonly entries?: readonly Uint8Array[]
    readonly given?: ReturnType<Line['given']>
  },
): Promise<void> {
  const { space, keys, marks, entries = [], given } = about
  phone.space = space
  phone.carries = marks.carries ?? space
  phone.person = marks.person
  phone.key = toHex(keys.signing.publicKey)
  await holdSpace(
    { vault: phone.vault, craft, randomBytes: chance.bytes },
    {
      space,
      keys,
      marks: { carries: phone.carries, owner: space, about: 'bond', ...marks },
      entries,
      given,
    },
  )
  phone.switchOn()
}

// What people do

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** Later than everything this phone has written, and than what it writes over. */
function clockOf(phone: Phone, over?: Rec): string {
  const overMs = over ? Number.parseInt(over.h.slice(0, 12), 16) : 0
  phone.clockMs = Math.max(phone.nowMs(), phone.clockMs + 1, overMs + 1)
  return hex(phone.clockMs, 12) + '0000' + phone.key.slice(0, 16)
}

export async function write(
  phone: Phone,
  about: { readonly kind: string; readonly f: Rec['f']; readonly space?: Hex },
): Promise<RecordId> {
  const { kind, f, space = phone.carries } = about
  const id = hex(phone.nowMs(), 12) + hex(phone.person, 2) + toHex(phone.chance.bytes(9))
  await phone.store.apply([
    { id, space, kind, v: 1, at: phone.nowMs(), by: phone.person, h: clockOf(phone), f },
  ])
  return id
}

export async function rewrite(phone: Phone, id: RecordId, f: Rec['f']): Promise<void> {
  const rec = await phone.store.get(id)
  if (!rec || rec.x !== undefined) return
  const { c: _c, ...bare } = rec
  await phone.store.apply([{ ...bare, h: clockOf(phone, rec), f }])
}

export async function takeBack(phone: Phone, id: RecordId): Promise<void> {
  const rec = await phone.store.get(id)
  if (!rec || rec.x !== undefined) return
  const h = clockOf(phone, rec)
  const { c: _c, ...bare } = rec
  await phone.store.apply([{ ...bare, h, f: {}, x: h }])
}
