/** Noor and those she is close to: Sam on the same phone, a friend in a bond of her own, and what must never mix. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import { exportFile, readFile } from './file.ts'
import { takeBackShared } from './takeback.ts'
import { createTend, type Tend } from './tend.ts'

vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })

let store: Store
let tend: Tend
const here = () => tend.here.value
const spaceOf = (name: string) => tend.residents.value.find((one) => one.name === name)?.space ?? ''
const bondWith = (name: string | undefined) => here()?.bonds.find((bond) => bond.name === name)?.rec.id ?? ''
const titles = async () =>
  (await store.list({ spaces: tend.spaces.value, kinds: ['landmark', 'done'] })).map((rec) => rec.f.title)
const joinNoor = (name: string) =>
  tend.join({ host: spaceOf('Noor'), person: { name, flower: 'heather' }, bond: { form: 'partner' } })
const phone = async () => {
  const made = createTend(createMemoryStore())
  await made.open()
  return made
}
const fileOf = async () => (await exportFile(tend, () => {})).text()
const readOn = async (on: Tend, text: string) =>
  readFile(new Blob([text]), { residents: await on.sides(), store: on.store })

beforeEach(async () => {
  store = createMemoryStore()
  tend = createTend(store)
  await tend.open()
  await tend.welcome({ name: 'Noor', flower: 'marigold' })
  await tend.keep('bond', { form: 'partner', name: 'Sam' }, { of: 'bond' })
  await tend.look()
})

describe('a second bond', () => {
  beforeEach(async () => {
    await tend.keep('landmark', { title: 'Beside Sam' })
    await tend.addBond({ name: 'Eve', form: 'friend' })
  })

  test('is open from then on, and nothing of the first one shows in it', async () => {
    expect(here()?.bond).toMatchObject({ name: 'Eve', form: 'friend' })
    expect(here()?.bonds.map(({ name }) => name)).toEqual(['Sam', 'Eve'])
    expect(await titles()).toEqual([])
    await tend.keep('landmark', { title: 'Beside Eve' })
    expect(await titles()).toEqual(['Beside Eve'])
    await tend.turnTo(bondWith('Sam'))
    expect(await titles()).toEqual(['Beside Sam'])
    expect(here()?.own).toBe(here()?.me.space)
  })

  test('lets Noor change who she is and what she said of either bond, whichever is open', async () => {
    await tend.change('person', here()!.me.rec, { capacity: 'hectic' })
    for (const { rec } of here()!.bonds) await tend.change('bond', rec, { stage: 'mid' })
    await tend.look()
    expect(here()?.me.capacity).toBe('hectic')
    expect(here()?.bonds.map(({ stage }) => stage)).toEqual(['mid', 'mid'])
  })

  test('is the one that is open after the page was closed', async () => {
    const again = createTend(store)
    await again.open()
    expect(again.here.value?.bond?.name).toBe('Eve')
  })

  test('goes with everything that only it holds, and the first one stays as it was', async () => {
    const kept = await tend.keep('landmark', { title: 'Beside Eve' })
    await tend.removeBond(here()!.bond!)
    expect(here()?.bonds.map(({ name }) => name)).toEqual(['Sam'])
    expect(await store.get(kept.id)).toBeUndefined()
    expect(await titles()).toEqual(['Beside Sam'])
    await tend.removeBond(here()!.bond!)
    expect(here()?.bond?.name).toBe('Sam')
  })

  test('is no bond without a space of its own, nor with one that is somebody else’s', async () => {
    await joinNoor('Dana')
    await tend.switchTo(spaceOf('Noor'))
    const space = here()!.me.space
    const dana = spaceOf('Dana')
    await tend.keep('bond', { name: 'None' }, { space })
    await tend.keep('bond', { name: 'Hers', mine: dana }, { space })
    await tend.keep('bond', { name: 'Twice', mine: here()!.bond!.own }, { space })
    await tend.look()
    expect(here()?.bonds.map(({ name }) => name)).not.toContain('None')
    expect(here()?.bonds.map(({ own }) => own)).not.toContain(dana)
    expect(new Set(here()?.bonds.map(({ own }) => own)).size).toBe(here()?.bonds.length)
  })

  test('is in the file, and comes back with it, apart from the first as before', async () => {
    await tend.keep('landmark', { title: 'Beside Eve' })
    const text = await fileOf()
    const other = await phone()
    const read = await readOn(other, text)
    if (!read.ok) throw new Error(read.why)
    await other.store.apply(read.records)
    await other.settle(read.head.space)
    expect(other.here.value?.bonds.map(({ name }) => name)).toEqual(['Sam', 'Eve'])
    const seen = async () =>
      (await other.store.list({ spaces: other.spaces.value, kinds: ['landmark'] })).map((rec) => rec.f.title)
    expect(await seen()).toEqual(['Beside Eve'])
    await other.turnTo(other.here.value!.bonds[0]!.rec.id)
    expect(await seen()).toEqual(['Beside Sam'])
  })

  test('is not to be written into by the file of somebody else', async () => {
    await joinNoor('Dana')
    const hers = await fileOf()
    await tend.switchTo(spaceOf('Noor'))
    const own = here()!.own
    expect(own).not.toBe(here()!.me.space)
    const forged = hers.replaceAll(spaceOf('Dana'), own)
    expect(await readOn(tend, forged)).toEqual({ ok: false, why: 'damaged' })
    expect(await readOn(tend, hers)).toMatchObject({ ok: true })
  })

  test('somebody who joins on this phone joins the one that is open, and sees nothing of the other', async () => {
    await joinNoor('Dana')
    await tend.keep('landmark', { title: 'Dana, shared' }, { shared: true })
    expect(await titles()).toEqual(['Dana, shared'])
    await tend.switchTo(spaceOf('Noor'))
    expect(here()?.bond?.name).toBe('Eve')
    expect(here()?.others.map(({ name }) => name)).toEqual(['Dana'])
    expect(await titles()).toEqual(['Dana, shared'])
    await tend.turnTo(bondWith('Sam'))
    expect(here()?.others).toEqual([])
    expect(here()?.people.map(({ together }) => together)).toEqual([false, false])
    expect(await titles()).toEqual(['Beside Sam'])
  })

  test('goes from the phone with Noor when she leaves it', async () => {
    const kept = await tend.keep('landmark', { title: 'Beside Eve' })
    const before = here()!.bonds.map(({ own }) => own)
    await joinNoor('Dana')
    await tend.part(spaceOf('Noor'))
    expect(await store.get(kept.id)).toBeUndefined()
    expect(await store.page({ spaces: before, limit: 10 })).toEqual([])
  })
})

describe('taking back', () => {
  beforeEach(async () => {
    await joinNoor('Sam')
    await tend.keep('landmark', { title: 'Sam, shared' }, { shared: true })
    await tend.switchTo(spaceOf('Noor'))
    await tend.keep('landmark', { title: 'Noor, shared' }, { shared: true })
    await tend.keep('landmark', { title: 'Noor, alone' })
    await tend.addBond({ name: 'Eve', form: 'friend' })
  })

  test('everything takes back what is shared in every bond, and neither Sam’s nor what is hers alone', async () => {
    await takeBackShared(tend)
    await tend.turnTo(bondWith('Sam'))
    expect((await titles()).sort()).toEqual(['Noor, alone', 'Sam, shared'])
  })

  test('of one space leaves the others as they are', async () => {
    await takeBackShared(tend, [here()!.own])
    await tend.turnTo(bondWith('Sam'))
    expect(await titles()).toHaveLength(3)
  })
})
