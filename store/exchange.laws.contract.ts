/**
 * The laws of the exchange, for any history: the order in which changes come changes nothing, and what waits on a device
 * is what the others lack. Three devices and a server that keeps of each device and record what came last.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edit, merge, takeBack } from '../core/merge.ts'
import { mayWrite, type Rec } from '../core/record.ts'
import {
  clock,
  evening,
  everything,
  noor,
  noorsPhone,
  note,
  sam,
  samsPhone,
  shared,
} from './couple.contract.ts'
import type { Received, Unsent } from './exchange.ts'
import type { Store } from './store.ts'

const samsTablet = 'e'.repeat(16)
/** In the order of their numbers in the log. */
const devices = [
  { person: noor, tag: noorsPhone },
  { person: sam, tag: samsPhone },
  { person: sam, tag: samsTablet },
] as const

const records = (): readonly Rec[] => [
  note('hers'),
  note('his', { by: sam }),
  note('', { kind: 'landmark', f: { title: 'ours' } }),
]

const read = (change: Uint8Array) => JSON.parse(new TextDecoder().decode(change)) as Rec
const changeOf = (rec: Rec) => new TextEncoder().encode(JSON.stringify(rec))

export function exchangeLaws(open: () => Promise<Store>, { runs }: { readonly runs: number }): void {
  describe('for any history', () => {
    test('the order in which changes come, and how often, changes nothing', async () => {
      const recs = records()
      const aChange = fc.record({
        rec: fc.constantFrom(...recs),
        device: fc.constantFrom(0, 1, 2),
        ms: fc.integer({ min: 0, max: 4 }),
        text: fc.constantFrom('rain', 'snow', ''),
        how: fc.constantFrom('edit', 'edit', 'edit', 'take back', 'earlier', 'broken'),
      })
      const received = ({
        rec,
        device,
        ms,
        text,
        how,
      }: typeof aChange extends fc.Arbitrary<infer T> ? T : never) => {
        const h = clock(evening + ms, devices[device]?.tag)
        const field = rec.kind === 'landmark' ? 'title' : 'note'
        const f = how === 'broken' ? { [field]: 7 } : { [field]: text }
        const at = how === 'earlier' ? rec.at - ms : rec.at
        const change = changeOf(how === 'take back' ? takeBack(rec, h) : { ...rec, h, f, at })
        return { person: devices[device]?.person ?? 0, device, change } satisfies Received
      }
      const shuffled = fc.array(aChange.map(received), { minLength: 1, maxLength: 12 }).chain((all) =>
        fc.record({
          all: fc.constant(all),
          again: fc.shuffledSubarray(all, { minLength: all.length }),
          size: fc.integer({ min: 1, max: 5 }),
        }),
      )
      await fc.assert(
        fc.asyncProperty(shuffled, async ({ all, again, size }) => {
          const [one, other] = [await open(), await open()]
          const outcomes = await one.receive(shared, all)
          for (let i = 0; i < again.length; i += size) await other.receive(shared, again.slice(i, i + size))
          expect(await other.receive(shared, all)).toEqual(outcomes)
          expect(await everything(other)).toEqual(await everything(one))
          expect(await other.met(shared)).toEqual(await one.met(shared))
          await Promise.all([one.close(), other.close()])
        }),
        { numRuns: runs },
      )
    })

    test('what waits on a device is what the others lack, and in the end all have all', async () => {
      const aDeed = fc.record({
        device: fc.constantFrom(0, 1, 2),
        rec: fc.constantFrom(0, 1, 2),
        what: fc.constantFrom(
          'write',
          'write',
          'take back',
          'push',
          'push',
          'hear of it',
          'pull',
          'pull',
          'resend',
        ),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(aDeed, { maxLength: 30 }), async (deeds) => {
          const world = await createWorld(open)
          for (const deed of deeds) {
            await world.act(deed)
            await world.check()
          }
          await world.settle()
          await world.close()
        }),
        { numRuns: runs },
      )
    })
  })
}

type Deed = { readonly device: number; readonly rec: number; readonly what: string }
/** What lies in a slot of the server: what one device told last of one record. */
type Slot = { readonly device: number; readonly sequence: number; readonly change: Uint8Array }

async function createWorld(open: () => Promise<Store>) {
  const recs = records()
  const stores = await Promise.all(devices.map(open))
  await Promise.all(stores.map((store, device) => store.share(shared, { person: personOf(device), device })))
  const slots = new Map<string, Slot>()
  const cursors = devices.map(() => 0)
  /** What a device has pushed and has not heard of yet. */
  const onTheWay: (readonly (Unsent & { readonly atMs: number })[])[] = devices.map(() => [])
  /** When each device last wrote a record, and when it pushed what it then heard of: by device and record. */
  const written = new Map<string, number>()
  const confirmed = new Map<string, number>()
  /** The ids of what the server lost. */
  const lost = new Set<string>()
  let sequence = 0
  let ms = 0

  const write = async ({ device, rec: which, what }: Deed) => {
    const store = stores[device] as Store
    const first = recs[which] as Rec
    if (!mayWrite(first, personOf(device))) return
    const rec = (await store.get(first.id)) ?? first
    const now = clock(evening + ++ms, devices[device]?.tag)
    written.set(`${device} ${rec.id}`, ms)
    const field = rec.kind === 'landmark' ? 'title' : 'note'
    await store.apply([what === 'write' ? edit(rec, { [field]: `no ${ms}` }, now) : takeBack(rec, now)])
  }

  const push = async (device: number) => {
    const unsent = await (stores[device] as Store).unsent(shared, 2)
    for (const { id, change, before } of unsent) {
      expect(before || onTheWay[device]?.some((one) => one.id === id) || !slots.has(`${device} ${id}`)).toBe(
        true,
      )
      slots.set(`${device} ${id}`, { device, sequence: ++sequence, change })
    }
    onTheWay[device] = [...(onTheWay[device] ?? []), ...unsent.map((one) => ({ ...one, atMs: ms }))]
  }

  const hearOfIt = async (device: number) => {
    const told = onTheWay[device] ?? []
    await (stores[device] as Store).sent(shared, told)
    onTheWay[device] = []
    for (const { id, atMs } of told) confirmed.set(`${device} ${id}`, atMs)
  }

  const pull = async (device: number) => {
    const missing = [...slots.values()].filter((slot) => slot.sequence > (cursors[device] ?? 0))
    const received = missing
      .filter((slot) => slot.device !== device)
      .map((slot) => ({ person: personOf(slot.device), device: slot.device, change: slot.change }))
    const outcomes = await (stores[device] as Store).receive(shared, received)
    expect(outcomes.every((outcome) => outcome === 'kept')).toBe(true)
    cursors[device] = sequence
  }

  /** The server loses what one device told. */
  const lose = async (device: number) => {
    await hearOfIt(device)
    for (const [name, slot] of slots) {
      if (slot.device !== device) continue
      slots.delete(name)
      lost.add(read(slot.change).id)
    }
    await (stores[device] as Store).resend(shared)
    // All of this person's waits again, as if it had just been written, also what another device of theirs has told.
    for (const { id } of recs) {
      confirmed.delete(`${device} ${id}`)
      written.set(`${device} ${id}`, ms)
    }
  }

  const act = async (deed: Deed) => {
    if (deed.what === 'push') await push(deed.device)
    else if (deed.what === 'hear of it') await hearOfIt(deed.device)
    else if (deed.what === 'pull') await pull(deed.device)
    else if (deed.what === 'resend') await lose(deed.device)
    else await write(deed)
  }

  const check = async () => {
    for (const [device, store] of stores.entries()) {
      const waiting = (await store.unsent(shared, 99)).map(({ id }) => id)
      expect(await store.unsentCount(shared)).toBe(waiting.length)
      for (const { id } of recs) {
        const mine = await store.get(id)
        if (mine === undefined) continue
        const told = [...slots].filter(([name]) => name.endsWith(id)).map(([, { change }]) => read(change))
        const mySlot = slots.get(`${device} ${id}`)
        const known = told.length > 0 ? told.reduce(merge) : undefined
        const isLacking = known === undefined || JSON.stringify(merge(known, mine)) !== JSON.stringify(known)
        const isFull = mine.x !== undefined && mySlot !== undefined && read(mySlot.change).x === undefined
        const isMine = mayWrite(mine, personOf(device)) && (isLacking || isFull)
        // What the server lost of another device is that one's to tell again.
        const isLost = isLacking && mySlot === undefined && lost.has(id)
        if (isMine && !isLost) expect(waiting).toContain(id)
        // Nothing waits that was told as it is, or not written here, but for what somebody took back.
        const isTold = (confirmed.get(`${device} ${id}`) ?? -1) >= (written.get(`${device} ${id}`) ?? 0)
        if (isTold && mine.x === undefined) expect(waiting).not.toContain(id)
        if (!written.has(`${device} ${id}`)) expect(waiting).not.toContain(id)
      }
    }
  }

  /** Everybody tells and hears everything, until nothing waits. */
  const settle = async () => {
    for (const device of devices.keys()) await hearOfIt(device)
    for (let round = 0; round < 4; round++) {
      for (const device of devices.keys()) {
        for (let i = 0; i < 3; i++) {
          await push(device)
          await hearOfIt(device)
        }
      }
      for (const device of devices.keys()) await pull(device)
    }
    const [one, ...others] = await Promise.all(stores.map((store) => everything(store)))
    for (const other of others) expect(other).toEqual(one)
    const counts = devices.map(
      (_, device) => [...slots.values()].filter((slot) => slot.device === device).length,
    )
    for (const [device, store] of stores.entries()) {
      expect(await store.unsentCount(shared)).toBe(0)
      const met = await store.met(shared)
      for (const [from, count] of counts.entries())
        if (from === device) expect(met.get(from) ?? 0).toBe(count)
        else expect(met.get(from) ?? 0).toBeGreaterThanOrEqual(count)
    }
    for (const rec of one ?? [])
      if (rec.x !== undefined)
        for (const [name, { change }] of slots) if (name.endsWith(rec.id)) expect(read(change).f).toEqual({})
  }

  return { act, check, settle, close: () => Promise.all(stores.map((store) => store.close())) }
}

const personOf = (device: number): number => devices[device]?.person ?? 0
