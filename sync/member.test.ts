/**
 * Somebody who is in the space, holds its keys, and does not mean well: Sam with a changed app, at times with the server
 * on his side. He can spoil what is his. He cannot write in Noor's name, undo what is hers, let anybody in, keep her from
 * leaving, or break her phone. (Safety brief, 6.4.)
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../wire/bytes.ts'
import { counting, type Roster } from '../wire/control.ts'
import { decodeEntry } from '../wire/entry.ts'
import type { Hex } from '../wire/message.ts'
import { createChance } from './craft.fixture.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { type Body, leaving, newEpoch, writeEntry } from './membership.ts'
import { sealPacket, slotOf } from './packet.ts'
import {
  couple,
  createPhone,
  evening,
  letIn,
  type Phone,
  type Rec,
  type World,
  write,
} from './world.fixture.ts'

/** Noor has told Sam two things, and Sam takes his app apart. */
async function before() {
  const { world, noor, sam } = await couple({ seed: 21 })
  const hers = await write(noor, { kind: 'done', f: { note: 'You listened.' } })
  await write(noor, { kind: 'landmark', f: { text: 'The lake' } })
  const his = await write(sam, { kind: 'done', f: { note: 'So did you.' } })
  await world.time.pass(5_000)
  return { world, noor, sam, hers, his, inside: await insideOf(world, sam) }
}

async function insideOf(
  world: World,
  phone: Phone,
): Promise<{ readonly keyring: Keyring; readonly roster: Roster }> {
  const { vault, space } = phone
  const keyring = await openKeyring({ vault, craft: world.craft, randomBytes: world.chance.bytes }, space)
  const roster = phone.line?.state().roster
  if (!keyring || !roster) throw new Error('there is nothing inside')
  phone.switchOff()
  return { keyring, roster }
}

let counter = 100

/** Seals whatever it is given, as nobody's app would, and lays it on the server. */
async function slip(
  { world, noor, inside }: Pick<Awaited<ReturnType<typeof before>>, 'world' | 'noor' | 'inside'>,
  what: {
    readonly change: Uint8Array | object
    readonly as?: Partial<{ tag: Hex; counter: number; alive: number; id: Hex }>
  },
): Promise<void> {
  const { keyring, roster } = inside
  const { tag = keyring.tag, alive = 1, id = '0b'.repeat(16) } = what.as ?? {}
  const { craft, server, chance } = world
  const epoch = roster.epoch?.number ?? 0
  const keys = keyring.epochs().get(epoch)
  const slotKey = keyring.slotKey()
  if (!keys || !slotKey) throw new Error('he is not in')
  const slot = slotOf({ craft, slotKey, recordId: id, tag })
  const change =
    what.change instanceof Uint8Array ? what.change : new TextEncoder().encode(JSON.stringify(what.change))
  const header = { epoch, tag, counter: what.as?.counter ?? ++counter, slot }
  const letter = { craft, space: keyring.space, header, signing: keyring.keys.signing, alive, change }
  const sealed = await sealPacket({ ...letter, ...keys, randomBytes: chance.bytes })
  if (!sealed.ok) throw new Error(sealed.why)
  const space = server.copyOf(keyring.space)
  const sequence = space.sequence + 1
  const box = { sequence, bytes: sealed.packet, tag, slot: `${slot}${sequence}` }
  server.setBack(keyring.space, { ...space, sequence, boxes: [...space.boxes, box] })
  await world.time.pass(60_000)
  expect(noor.line?.state().cursor).toBe(sequence)
}

/** Sam puts an entry, on a server that takes whatever he gives. */
async function put(
  { world, inside }: Pick<Awaited<ReturnType<typeof before>>, 'world' | 'inside'>,
  body: Body,
) {
  const { keyring, roster } = inside
  const { craft, server } = world
  const entry = await writeEntry({ craft, keys: keyring.keys, roster, body })
  const space = server.copyOf(keyring.space)
  server.setBack(keyring.space, { ...space, entries: [...space.entries, entry] })
  await world.time.pass(60_000)
}

const kept = async (phone: Phone) => JSON.stringify(await phone.all())
const sams = (phone: Phone, more: Partial<Rec> = {}): Rec => ({
  id: `01a2144b0000${'01'}${'5a'.repeat(9)}`,
  space: phone.carries,
  kind: 'done',
  v: 1,
  at: evening,
  by: 1,
  h: `01a2144c0000${'0'.repeat(4)}${'b'.repeat(16)}`,
  f: { note: 'Mine' },
  ...more,
})
const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('What Sam says with a changed app', () => {
  test('is kept where it is his to say: otherwise what follows would prove nothing', async () => {
    const scene = await before()
    await slip(scene, { change: sams(scene.noor) })
    expect((await scene.noor.all()).map(({ f }) => f.note)).toContain('Mine')
  })

  const words: readonly [string, (phone: Phone, hers: Hex, his: Hex) => Uint8Array | object][] = [
    ['no bytes', () => new Uint8Array()],
    ['no text', () => Uint8Array.of(0xff, 0xfe, 0x00, 0xc3)],
    ['no JSON', () => bytesOf('{"id":')],
    ['a list', () => []],
    ['a number', () => bytesOf('7')],
    ['a thousand levels', () => bytesOf(`${'{"f":'.repeat(1_000)}1${'}'.repeat(1_000)}`)],
    [
      'a name that JavaScript knows',
      (phone) => bytesOf(JSON.stringify(sams(phone)).replace('"note"', '"__proto__"')),
    ],
    ['a kind that JavaScript knows', (phone) => sams(phone, { kind: 'constructor' })],
    [
      'too many fields',
      (phone) => sams(phone, { f: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`f${at}`, 1])) }),
    ],
    ['a list of a million', (phone) => sams(phone, { f: { aura: Array.from({ length: 30_000 }, () => 1) } })],
    ['a number beyond all numbers', (phone) => sams(phone, { at: 2 ** 60 })],
    ['a time that is none', (phone) => sams(phone, { at: 0.5 })],
    ['a clock that is none', (phone) => sams(phone, { h: 'yesterday' })],
    ['a known field of another type', (phone) => sams(phone, { f: { note: { html: '<b>' } } })],
    ['content in what was taken back', (phone) => sams(phone, { x: 'f'.repeat(32) })],
    ['that Noor said it', (phone) => sams(phone, { by: 0, id: `01a2144b000000${'5a'.repeat(9)}` })],
    ['his name on an id of hers', (phone) => sams(phone, { id: `01a2144b000000${'5a'.repeat(9)}` })],
    ['that Noor took it back', (phone, hers) => sams(phone, { id: hers, by: 0, f: {}, x: 'f'.repeat(32) })],
    ['other words for hers', (phone, hers) => sams(phone, { id: hers, by: 0, h: 'f'.repeat(32) })],
    ['something into her own space', (phone) => sams(phone, { space: 'a0'.repeat(16) })],
    ['that what he said was something else', (phone, _, his) => sams(phone, { id: his, kind: 'moonbeam' })],
  ]
  for (const [what, make] of words)
    test(`is put aside when it is ${what}`, async () => {
      const scene = await before()
      const was = await kept(scene.noor)
      await slip(scene, { change: make(scene.noor, scene.hers, scene.his) })
      expect(await kept(scene.noor)).toBe(was)
      expect(await scene.noor.line?.standing()).toMatchObject({ aside: 1, unsent: 0 })
      await write(scene.noor, { kind: 'done', f: { note: 'and on it goes' } })
      await scene.world.time.pass(5_000)
      expect((await scene.noor.line?.standing())?.unsent).toBe(0)
    })

  test('can be anything at all', async () => {
    const scene = await before()
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(bytesOf)),
        async (change) => {
          const was = await kept(scene.noor)
          await slip(scene, { change, as: { id: toHex(createChance(++counter).bytes(16)) } })
          expect(await kept(scene.noor)).toBe(was)
        },
      ),
      { numRuns: 60, seed: 1 },
    )
  })

  test('is not believed when he says that it came from Noor', async () => {
    const scene = await before()
    const was = await kept(scene.noor)
    const noors = scene.inside.roster.devices[0]?.tag ?? ''
    await slip(scene, { change: sams(scene.noor, { by: 0 }), as: { tag: noors, counter: 900 } })
    expect(await kept(scene.noor)).toBe(was)
    expect((await scene.noor.line?.standing())?.aside).toBe(1)
  })

  test('is not heard when it says again, under an old number, what he has said otherwise', async () => {
    const scene = await before()
    const was = await kept(scene.noor)
    await slip(scene, { change: sams(scene.noor), as: { counter: 1 } })
    expect(await kept(scene.noor)).toBe(was)
  })

  test('makes Noor look once more, and no oftener, when he says that he has said more than he has', async () => {
    const scene = await before()
    const asked: number[] = []
    scene.world.overheard = ({ of, bytes }) => {
      if (of === 'Noor' && bytes[0] === 0x04) asked.push(Number(toHex(bytes.subarray(1, 7))))
    }
    for (let time = 0; time < 3; time++)
      await slip(scene, {
        change: sams(scene.noor, { id: toHex(scene.world.chance.bytes(6)) + `01${'5a'.repeat(9)}` }),
        as: { alive: 4_000_000 },
      })
    expect(asked.filter((after) => after === 0).length).toBe(1)
    expect(await scene.noor.line?.standing()).toMatchObject({ trouble: 'withheld', unsent: 0 })
  })
})

describe('What Sam writes into the log against the rules, on a server of his', () => {
  const stranger = {
    key: 'dd'.repeat(32),
    agreement: 'ee'.repeat(32),
    root: false,
    proof: new Uint8Array(64),
  }
  const entries: readonly [string, (scene: Awaited<ReturnType<typeof before>>) => Body | Promise<Body>][] = [
    ['a device in Noor’s name', () => ({ type: 'add', person: 0, ...stranger })],
    ['a person who never proved a key', () => ({ type: 'add', person: 2, ...stranger })],
    ['a person out of order', () => ({ type: 'add', person: 7, ...stranger })],
    [
      'the end of Noor’s phone',
      ({ inside }) => ({ type: 'revoke', key: inside.roster.devices[0]?.key ?? '', last: 0 }),
    ],
    ['that Noor has left', ({ inside: { roster } }) => leaving({ roster, person: 0, lastOf: () => 0 })],
    ['a yes to nobody', () => ({ type: 'approve', add: 'ab'.repeat(32) })],
    [
      'a second beginning',
      () => ({ type: 'genesis', nonce: '07'.repeat(16), agreement: 'ee'.repeat(32), root: false }),
    ],
    [
      'an epoch without Noor',
      async ({ world, inside: { keyring, roster } }) => {
        const { craft, chance } = world
        const epoch = await newEpoch({
          craft,
          roster,
          slotSecret: keyring.slotSecret(),
          randomBytes: chance.bytes,
        })
        return epoch.type === 'epoch'
          ? { ...epoch, grants: epoch.grants.filter(({ tag }) => tag === keyring.tag) }
          : epoch
      },
    ],
  ]
  for (const [what, body] of entries)
    test(`such as ${what}, is not believed`, async () => {
      const scene = await before()
      const was = scene.noor.line?.state().roster
      await put(scene, await body(scene))
      expect(scene.noor.line?.state().roster).toEqual(was)
      expect((await scene.noor.line?.standing())?.trouble).toBe('refused')
    })

  for (const [what, spoil] of [
    ['no key at all', () => new Uint8Array(112)],
    ['another key than he promised to everybody', (sealed: Uint8Array) => sealed],
  ] as const)
    test(`An epoch in which Noor is given ${what} keeps her out for a moment: then she makes one herself`, async () => {
      const scene = await before()
      const { world, noor, inside } = scene
      const { craft, chance } = world
      const { keyring, roster } = inside
      const make = { craft, roster, slotSecret: keyring.slotSecret(), randomBytes: chance.bytes }
      const [epoch, other] = [await newEpoch(make), await newEpoch(make)]
      if (epoch.type !== 'epoch' || other.type !== 'epoch') throw new Error('both are')
      const grants = epoch.grants.map((grant, at) =>
        grant.tag === keyring.tag
          ? grant
          : { ...grant, sealed: spoil(other.grants[at]?.sealed ?? grant.sealed) },
      )
      const { entries } = world.server.copyOf(keyring.space)
      const bytes = await writeEntry({ craft, keys: keyring.keys, roster, body: { ...epoch, grants } })
      const line = world.server.connect({ heard: () => {}, lost: () => {}, nonce: chance.bytes(32) })
      void line
      const { follow } = await import('../wire/control.ts')
      const read = decodeEntry(bytes)
      const followed = read.ok && follow({ roster, entry: read.entry, bytes, sha256: craft.sha256 })
      if (!followed || !followed.ok) throw new Error('it keeps to the rules')
      const space = world.server.copyOf(keyring.space)
      world.server.setBack(keyring.space, { ...space, roster: followed.roster, entries: [...entries, bytes] })
      await world.time.pass(60_000)
      expect(noor.line?.state().roster?.epoch?.number).toBe((epoch.epoch ?? 0) + 1)
      await write(noor, { kind: 'done', f: { note: 'Here I am' } })
      await world.time.pass(5_000)
      expect(await noor.line?.standing()).toMatchObject({ unsent: 0 })
    })
})

describe('Sam, when he is in it no more,', () => {
  test('is not read, whatever he and the server do', async () => {
    const { world, noor, sam } = await couple({ seed: 22 })
    const kit = createPhone(world, { name: 'Kit' })
    await letIn(world, { by: noor, phone: kit, as: 'new' })
    await world.time.pass(60_000)
    sam.tell({ on: 'wished', wish: { wish: 'approve', add: sam.line?.state().roster?.open?.add ?? '' } })
    await world.time.pass(120_000)
    const inside = await insideOf(world, sam)
    sam.switchOn()
    await world.time.pass(1_000)
    sam.tell({ on: 'wished', wish: { wish: 'leave', first: 'nothing', said: false } })
    await world.time.pass(60_000)
    expect(
      counting(noor.line?.state().roster as Roster)
        .map(({ person }) => person)
        .sort(),
    ).toEqual([0, 2])
    const was = await kept(noor)
    await slip({ world, noor, inside }, { change: sams(noor) })
    expect(await kept(noor)).toBe(was)
    expect((await noor.store.aside(noor.carries, { limit: 9 })).map(({ why }) => why)).toEqual(['ended'])
  })

  test('cannot read what is said then', async () => {
    const { world, noor, sam } = await couple({ seed: 23 })
    const kit = createPhone(world, { name: 'Kit' })
    await letIn(world, { by: noor, phone: kit, as: 'new' })
    await world.time.pass(60_000)
    sam.tell({ on: 'wished', wish: { wish: 'approve', add: sam.line?.state().roster?.open?.add ?? '' } })
    await world.time.pass(120_000)
    sam.tell({ on: 'wished', wish: { wish: 'leave', first: 'nothing', said: false } })
    await world.time.pass(120_000)
    await write(noor, { kind: 'done', f: { note: 'He has gone.' } })
    await world.time.pass(10_000)
    expect((await kit.all()).length).toBe(1)
    const { keyring } = await insideOf(world, sam)
    const { entries } = world.server.copyOf(sam.space)
    const epochs = entries.flatMap((bytes) => {
      const read = decodeEntry(bytes)
      return read.ok && read.entry.type === 'epoch' ? [read.entry] : []
    })
    expect(epochs.at(-1)?.grants.map(({ tag }) => tag)).not.toContain(keyring.tag)
    expect(keyring.epochs().has(epochs.at(-1)?.epoch ?? 0)).toBe(false)
  })
})
