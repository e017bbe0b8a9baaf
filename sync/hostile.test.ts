/**
 * A server that does not mean well. It may withhold, repeat, reorder, exchange and make things up; what it cannot do is
 * make Sam's phone keep anything that Noor did not write, forget anything, let anybody in, or break. Once it is honest
 * again everything goes on. (Safety brief, 6.3.)
 */
import { describe, expect, test } from 'vitest'
import { decodeFromServer, encodeFromServer } from '../wire/codec.ts'
import { encodeEntry } from '../wire/entry.ts'
import { type Box, type FromServer, limits } from '../wire/message.ts'
import { encodeHeader, packetHeaderOf } from '../wire/packet.ts'
import { type Chance, createChance } from './craft.fixture.ts'
import { newEpoch, writeEntry } from './membership.ts'
import { begin, couple, createPhone, hourMs, type Phone, type World, write } from './world.fixture.ts'

type Say<S extends FromServer['say']> = Extract<FromServer, { say: S }>
/** What the server says to Sam instead of its honest word. */
type Lie = (frame: FromServer, world: World) => readonly (FromServer | Uint8Array)[]

const { TEND_ATTACKS } = process.env
const dayMs = 24 * hourMs

/** Noor and Sam have written to each other, and Sam's phone sleeps. */
async function before(seed = 3) {
  const { world, noor, sam } = await couple({ seed })
  for (const text of ['one', 'two', 'three']) {
    await write(noor, { kind: 'done', f: { note: text } })
    await write(sam, { kind: 'landmark', f: { text } })
    await world.time.pass(1_000)
  }
  sam.switchOff()
  for (const text of ['four', 'five', 'six', 'seven', 'eight', 'nine']) {
    await write(noor, { kind: 'done', f: { note: text } })
    await world.time.pass(1_000)
  }
  return { world, noor, sam }
}

/** All that Sam's phone believes. */
async function believed(phone: Phone) {
  const rows = await phone.vault.all(`line/${phone.space}/`)
  const kept = [...rows].filter(([key]) => /\/(entry|epoch|keys|slot|marks)/.test(key))
  return JSON.stringify([kept, (await phone.all()).map((rec) => [rec.id, rec.f, rec.x])])
}

/** Sam wakes up to this server, and later to an honest one. */
async function livedWith(lie: Lie, about: { readonly forMs?: number; readonly seed?: number } = {}) {
  const { world, noor, sam } = await before(about.seed)
  const wasBelieved = await believed(sam)
  world.lies = ({ to, frame }) => (to === sam ? lie(frame, world) : [frame])
  sam.switchOn()
  await world.time.pass(about.forMs ?? 5 * 60_000)
  const underLie = {
    believed: await believed(sam),
    standing: await sam.line?.standing(),
    all: await sam.all(),
  }
  world.lies = undefined
  world.server.hangUpOnAll()
  await world.time.pass(30 * 60_000)
  return { world, noor, sam, wasBelieved, underLie }
}

/** Nothing that Sam has is anything but what Noor and he wrote, and after her next word he has all of it. */
async function expectUnharmed({ world, noor, sam, underLie }: Awaited<ReturnType<typeof livedWith>>) {
  await write(noor, { kind: 'done', f: { note: 'and the next' } })
  await world.time.pass(25 * hourMs)
  await write(noor, { kind: 'done', f: { note: 'and one more' } })
  await world.time.pass(5 * 60_000)
  const truth = new Map((await noor.all()).map((rec) => [rec.id, JSON.stringify(rec)]))
  for (const rec of underLie.all) expect(JSON.stringify(rec)).toEqual(truth.get(rec.id))
  expect(await sam.all()).toEqual(await noor.all())
  expect((await sam.line?.standing())?.trouble).toBeUndefined()
  expect(sam.line?.state().roster).toEqual(noor.line?.state().roster)
}

const onBoxes =
  (change: (boxes: readonly Box[], frame: Say<'boxes'>) => readonly (FromServer | Uint8Array)[]): Lie =>
  (frame) =>
    frame.say === 'boxes' ? change(frame.page.boxes, frame) : [frame]
const page = (boxes: readonly Box[], more = false): FromServer => ({
  say: 'boxes',
  page: {
    boxes: boxes.toSorted((one, other) => one.sequence - other.sequence),
    more: more && boxes.length > 0,
  },
})
const flipped = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, place) => (place === at ? byte ^ 1 : byte))

describe('A server that plays with packets', () => {
  test('gains nothing by telling old ones again', async () => {
    const told: Box[] = []
    const lived = await livedWith(
      onBoxes((boxes, frame) => {
        const old = told.splice(0)
        told.push(...boxes)
        return old.length > 0
          ? [frame, page(old.map((box) => ({ ...box, sequence: box.sequence + 500 })))]
          : [frame]
      }),
    )
    expect(lived.underLie.standing?.aside).toBe(0)
    await expectUnharmed(lived)
  })

  test('gains nothing by telling them twice, or in another order', async () => {
    await expectUnharmed(await livedWith(onBoxes((_, frame) => [frame, frame])))
    const held: FromServer[] = []
    await expectUnharmed(
      await livedWith(
        onBoxes((boxes, { page: { more } }) => {
          held.unshift(...boxes.map((box) => page([box])))
          return more ? [page(boxes.slice(0, 1), more)] : [...held.splice(0), page([])]
        }),
      ),
    )
  })

  test('is seen when it withholds one, or all of somebody from some moment on', async () => {
    const { world, noor, sam } = await before()
    const [withheld] = world.server.copyOf(sam.space).boxes.filter(({ sequence }) => sequence > 6)
    world.lies = ({ to, frame }) => [
      to === sam && frame.say === 'boxes'
        ? page(
            frame.page.boxes.filter(({ sequence }) => sequence !== withheld?.sequence),
            frame.page.more,
          )
        : frame,
    ]
    sam.switchOn()
    await world.time.pass(5 * 60_000)
    expect((await sam.line?.standing())?.trouble).toBe('withheld')
    expect((await sam.all()).length).toBe((await noor.all()).length - 1)
    world.lies = undefined
    world.server.hangUpOnAll()
    await world.time.pass(60_000)
    sam.switchOff()
    sam.switchOn()
    await world.time.pass(60_000)
    expect(await sam.all()).toEqual(await noor.all())
    expect((await sam.line?.standing())?.trouble).toBeUndefined()
  })

  test('is not seen when it withholds the newest of all, because nobody has said yet that it is there', async () => {
    const { world, noor, sam } = await before()
    world.lies = ({ to, frame }) => [to === sam && frame.say === 'boxes' ? page([]) : frame]
    sam.switchOn()
    await world.time.pass(60_000)
    expect((await sam.line?.standing())?.trouble).toBeUndefined()
    expect((await sam.all()).length).toBeLessThan((await noor.all()).length)
  })

  test('cannot exchange what two packets hold, nor change one bit of a header', async () => {
    const exchanged = await livedWith(
      onBoxes((boxes, { page: { more } }) => [
        page(
          boxes.map((box, at) => {
            const other = boxes[(at + 1) % boxes.length] ?? box
            const bytes = box.bytes.slice()
            if (other.bytes.length === bytes.length) bytes.set(other.bytes.subarray(32), 32)
            return { ...box, bytes }
          }),
          more,
        ),
      ]),
    )
    expect(exchanged.underLie.standing?.aside).toBeGreaterThan(0)
    for (let at = 2; at < limits.packetHeaderBytes; at += 3) {
      const lived = await livedWith(
        onBoxes((boxes, { page: { more } }) => [
          page(
            boxes.map((box) => ({ ...box, bytes: flipped(box.bytes, at) })),
            more,
          ),
        ]),
      )
      expect(lived.underLie.believed).toBe(lived.wasBelieved)
    }
  })

  test('cannot bring a packet from another space, or one it made up', async () => {
    const elsewhere = await couple({ seed: 9 })
    await write(elsewhere.noor, { kind: 'done', f: { note: 'For somebody else' } })
    await elsewhere.world.time.pass(1_000)
    const foreign = elsewhere.world.server.copyOf(elsewhere.noor.space).boxes
    const chance = createChance(4)
    for (const made of [
      () => foreign.map((box) => box.bytes),
      ([box]: readonly Box[]) => {
        const read = box && packetHeaderOf(box.bytes)
        if (!read?.ok) return []
        const header = encodeHeader({ ...read.header, counter: 900, slot: 'ab'.repeat(12) })
        return [Uint8Array.of(...header, ...chance.bytes(512))]
      },
    ]) {
      const lived = await livedWith(
        onBoxes((boxes) => [page(made(boxes).map((bytes, at) => ({ sequence: 5_000 + at, bytes })))]),
      )
      expect(lived.underLie.believed).toBe(lived.wasBelieved)
      expect(lived.underLie.standing?.aside).toBeGreaterThan(0)
    }
  })

  test('cannot fill a disk with what nobody can read', async () => {
    const chance = createChance(5)
    let sequence = 1_000
    const rubbish = (): Box => {
      const header = encodeHeader({
        epoch: 1,
        tag: chanceHex(chance, 8),
        counter: 1,
        slot: chanceHex(chance, 12),
      })
      return { sequence: ++sequence, bytes: Uint8Array.of(...header, ...chance.bytes(512)) }
    }
    const { world, sam } = await before()
    world.lies = ({ to, frame }) => {
      if (to !== sam || frame.say !== 'boxes') return [frame]
      return Array.from({ length: 8 }, () => page(Array.from({ length: 100 }, rubbish)))
    }
    sam.switchOn()
    await world.time.pass(60_000)
    expect(await sam.store.asideCount(sam.carries)).toBeLessThanOrEqual(500)
  })
})

describe('A server that plays with the log', () => {
  test('cannot let itself in', async () => {
    const { world, sam } = await before()
    const { craft } = world
    const keys = await craft.createDeviceKeys()
    const roster = sam.line?.state().roster ?? world.server.copyOf(sam.space).roster
    if (!roster) throw new Error('there is a log')
    const [key, agreement] = [keys.signing.publicKey, keys.agreement.publicKey].map((bytes) =>
      [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    ) as [string, string]
    const noorsKey = roster.devices[0]?.key ?? ''
    const add = { type: 'add', person: 0, key, agreement, root: false, proof: new Uint8Array(64) } as const
    const forged = encodeEntry({ before: roster.head, author: noorsKey, ...add }, new Uint8Array(64))
    const byItself = await writeEntry({ craft, keys, roster, body: add })
    for (const entry of [forged, byItself]) {
      const lived = await livedWith((frame) => {
        if (frame.say === 'welcome') return [{ ...frame, entries: frame.entries + 1 }]
        if (frame.say !== 'control') return [frame]
        return [{ ...frame, more: false, entries: [...frame.entries, entry] }]
      })
      expect(lived.underLie.standing?.trouble).toBe('refused')
      expect(lived.underLie.believed).toBe(lived.wasBelieved)
      await expectUnharmed(lived)
    }
  })

  test('cannot show another log to somebody who has one, nor the log of another space to somebody who has none', async () => {
    const other = await couple({ seed: 11 })
    const { entries } = other.world.server.copyOf(other.noor.space)
    const lived = await livedWith((frame) => {
      if (frame.say === 'welcome') return [{ ...frame, entries: 30 }]
      return frame.say === 'control' ? [{ ...frame, first: 0, more: false, entries }] : [frame]
    })
    expect(lived.underLie.believed).toBe(lived.wasBelieved)

    const { world } = lived
    const kit = createPhone(world, { name: 'Kit' })
    await begin(world, kit)
    const bare = createPhone(world, { name: 'bare' })
    for (const [row, value] of await kit.vault.all(''))
      if (!row.includes('/entry/')) await bare.vault.set({ [row]: value })
    Object.assign(bare, { space: kit.space, carries: kit.carries, key: kit.key })
    world.lies = ({ to, frame }) => {
      if (to !== bare) return [frame]
      if (frame.say === 'welcome') return [{ ...frame, entries: entries.length }]
      return frame.say === 'control' ? [{ say: 'control', first: 0, more: false, entries }] : [frame]
    }
    bare.switchOn()
    await world.time.pass(60_000)
    expect(bare.line?.state().roster).toBeUndefined()
  })

  test('makes two people who were shown different logs unreadable to each other, and that is all', async () => {
    const { world, noor, sam } = await couple({ seed: 5 })
    const { craft, chance } = world
    // Noor's phone, in bad hands, signs two epochs for one place in the log.
    const { keyring, roster } = await insideOf(world, noor)
    const body = await newEpoch({
      craft,
      roster,
      slotSecret: keyring.slotSecret(),
      randomBytes: chance.bytes,
    })
    const forSam = await writeEntry({ craft, keys: keyring.keys, roster, body })
    world.lies = ({ to, frame }) => {
      if (to !== sam) return [frame]
      if (frame.say === 'welcome') return [{ ...frame, entries: roster.entries + 1 }]
      return frame.say === 'control' && frame.first === roster.entries
        ? [{ ...frame, entries: [forSam] }]
        : [frame]
    }
    world.server.hangUpOnAll()
    await world.time.pass(60_000)
    noor.clockOffMs = 31 * dayMs
    await write(noor, { kind: 'done', f: { note: 'To whom?' } })
    await world.time.pass(60_000)
    expect(sam.line?.state().roster?.head).not.toBe(noor.line?.state().roster?.head)
    expect(await sam.all()).toEqual([])
    expect((await sam.line?.standing())?.aside).toBe(1)
  })
})

async function insideOf(world: World, phone: Phone) {
  const { openKeyring } = await import('./keyring.ts')
  const { vault } = phone
  const keyring = await openKeyring(
    { vault, craft: world.craft, randomBytes: world.chance.bytes },
    phone.space,
  )
  const roster = phone.line?.state().roster
  if (!keyring || !roster) throw new Error('there is nothing inside')
  return { keyring, roster }
}

describe('A server that says what makes no sense', () => {
  const words: readonly [string, Lie][] = [
    ['bytes that are no frame', (frame) => (frame.say === 'boxes' ? [createChance(1).bytes(300)] : [frame])],
    [
      'a frame larger than any',
      (frame) => (frame.say === 'boxes' ? [new Uint8Array(limits.frameBytesMax + 1)] : [frame]),
    ],
    ['a second challenge', (frame) => (frame.say === 'welcome' ? [frame, { ...challenge }] : [frame])],
    ['a second welcome', (frame) => (frame.say === 'welcome' ? [frame, frame] : [frame])],
    ['a welcome before the hello', (frame) => (frame.say === 'challenge' ? [welcome] : [frame])],
    ['pages before they are asked for', (frame) => (frame.say === 'challenge' ? [frame, page([])] : [frame])],
    [
      'that something was put',
      (frame) => (frame.say === 'boxes' ? [frame, { say: 'put', entries: 9 }] : [frame]),
    ],
    [
      'that something arrived',
      (frame) => (frame.say === 'boxes' ? [frame, { say: 'ack', batch: 7, sequences: [1] }] : [frame]),
    ],
    [
      'that there are more entries',
      (frame) => (frame.say === 'welcome' ? [{ ...frame, entries: 900 }] : [frame]),
    ],
    [
      'that it knows nothing',
      (frame) => (frame.say === 'welcome' ? [{ ...frame, entries: 0, sequence: 0, counter: 0 }] : [frame]),
    ],
    [
      'that we have counted further than anybody can',
      (frame) => (frame.say === 'welcome' ? [{ ...frame, counter: 2 ** 48 - 1 }] : [frame]),
    ],
    [
      'that its sequence is at the end of all numbers',
      onBoxes((boxes) => [page(boxes.map((box, at) => ({ ...box, sequence: 2 ** 48 - 9 + at })))]),
    ],
    [
      'that it has a later entry than it has',
      (frame) => (frame.say === 'control' ? [{ ...frame, first: frame.first + 3 }] : [frame]),
    ],
    [
      'that we are refused',
      (frame) =>
        frame.say === 'welcome' ? [{ say: 'error', why: 'refused', waitMs: 0, batch: 0 }] : [frame],
    ],
    [
      'that we are always too late',
      (frame) => (frame.say === 'boxes' ? [frame, stale, stale, stale] : [frame]),
    ],
    [
      'to be slow, for fifty days',
      (frame) =>
        frame.say === 'boxes' ? [{ say: 'error', why: 'slow-down', waitMs: 2 ** 32 - 1, batch: 0 }] : [frame],
    ],
    [
      'that it is full',
      (frame) =>
        frame.say === 'boxes' ? [frame, { say: 'error', why: 'full', waitMs: 0, batch: 0 }] : [frame],
    ],
    [
      'mail',
      (frame) =>
        frame.say === 'boxes'
          ? [frame, { say: 'mail', meeting: '0a'.repeat(16), index: 1, bytes: new Uint8Array() }]
          : [frame],
    ],
    ['nothing at all', () => []],
  ]
  const challenge: FromServer = { say: 'challenge', nonce: new Uint8Array(32), oldest: 1, newest: 1 }
  const welcome: FromServer = { say: 'welcome', entries: 3, sequence: 3, counter: 3 }
  const stale: FromServer = { say: 'error', why: 'stale', waitMs: 0, batch: 0 }

  for (const [what, lie] of words)
    test(`such as ${what}`, async () => {
      await expectUnharmed(await livedWith(lie))
    })

  test('such as that the space is gone: nothing here is, and whoever looks asks again', async () => {
    const gone: FromServer = { say: 'error', why: 'gone', waitMs: 0, batch: 0 }
    const lived = await livedWith((frame) => (frame.say === 'welcome' ? [gone] : [frame]))
    expect(lived.underLie.standing?.trouble).toBe('gone')
    expect(lived.underLie.believed).toBe(lived.wasBelieved)
    lived.sam.tell({ on: 'wake' })
    await lived.world.time.pass(60_000)
    await expectUnharmed(lived)
  })

  test('such as that only a newer app may speak with it', async () => {
    const lived = await livedWith((frame) =>
      frame.say === 'challenge' ? [{ ...frame, oldest: 2, newest: 3 }] : [frame],
    )
    expect(lived.underLie.standing?.trouble).toBe('too-new')
    await expectUnharmed(lived)
  })
})

test('Whatever is done to its words, nothing is kept that nobody wrote', { timeout: 600_000 }, async () => {
  const attacks = Number(TEND_ATTACKS ?? 40)
  for (let seed = 1; seed <= attacks; seed++) {
    const chance = createChance(seed * 31)
    const heard: FromServer[] = []
    const lived = await livedWith(
      (frame) => {
        heard.push(frame)
        return chance.chance(0.5) ? [frame] : twisted(frame, { chance, heard })
      },
      { seed: 3, forMs: 10 * 60_000 },
    )
    await expectUnharmed(lived)
  }
})

/** Something is done to a frame: a byte changed, left out, told again, told instead of another, cut into two. */
function twisted(
  frame: FromServer,
  { chance, heard }: { readonly chance: Chance; readonly heard: readonly FromServer[] },
): readonly (FromServer | Uint8Array)[] {
  const bytes = encodeFromServer(frame)
  switch (chance.below(7)) {
    case 0:
      return []
    case 1:
      return [frame, frame]
    case 2:
      return [chance.pick(heard), frame]
    case 3:
      return [chance.pick(heard)]
    case 4:
      return [bytes.slice(0, chance.below(bytes.length))]
    case 5: {
      const changed = flipped(bytes, chance.below(bytes.length))
      return [decodeFromServer(changed).ok ? changed : frame]
    }
    default:
      if (frame.say !== 'boxes' || frame.page.boxes.length === 0) return [frame]
      return [
        page(
          frame.page.boxes.map((box) =>
            chance.chance(0.5) ? { ...box, bytes: flipped(box.bytes, chance.below(box.bytes.length)) } : box,
          ),
          frame.page.more,
        ),
      ]
  }
}

const chanceHex = (chance: Chance, sizeBytes: number) =>
  [...chance.bytes(sizeBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
