/** Noor and Sam on one phone, through everything a screen can do, over the store that lives in memory. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import { exportFile, readFile } from './file.ts'
import { createTend, type Tend } from './tend.ts'

// The page is asked only when it comes into sight again, which it never does here.
vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })

let store: Store
let tend: Tend
const nameOf = (space: string) => tend.residents.value.find((one) => one.space === space)?.name
const spaceOf = (name: string) => tend.residents.value.find((one) => one.name === name)?.space ?? ''
const me = () => tend.here.value?.me
const textsSeen = async () =>
  (await store.list({ spaces: tend.spaces.value, kinds: ['landmark', 'done'] }))
    .map((rec) => rec.f.title)
    .sort()
const joinNoor = (name: string) =>
  tend.join({ host: spaceOf('Noor'), person: { name, flower: 'heather' }, bond: { form: 'partner' } })

beforeEach(async () => {
  store = createMemoryStore()
  tend = createTend(store)
  await tend.open()
  await tend.welcome({ name: 'Noor', flower: 'marigold' })
  await tend.keep('bond', { form: 'partner' }, { of: 'bond' })
  await tend.look()
})

describe('Sam joins Noor', () => {
  beforeEach(() => joinNoor('Sam'))

  test('is here from then on, and both know of each other', () => {
    expect(me()?.name).toBe('Sam')
    expect(tend.here.value?.people.map(({ name, together }) => [name, together])).toEqual([
      ['Noor', true],
      ['Sam', false],
    ])
    expect(tend.here.value?.bond).toMatchObject({ form: 'partner', slot: 1 })
  })

  test('each reads what was shared, and nothing else of the other', async () => {
    await tend.keep('landmark', { title: 'Sam, shared' }, { shared: true })
    await tend.keep('landmark', { title: 'Sam, alone' })
    await tend.switchTo(spaceOf('Noor'))
    await tend.keep('landmark', { title: 'Noor, alone' })
    expect(await textsSeen()).toEqual(['Noor, alone', 'Sam, shared'])
    await tend.switchTo(spaceOf('Sam'))
    expect(await textsSeen()).toEqual(['Sam, alone', 'Sam, shared'])
  })

  test('cannot change or take back what Noor wrote, shared or not', async () => {
    await tend.switchTo(spaceOf('Noor'))
    const shared = await tend.keep('done', { title: 'A walk' }, { shared: true })
    const own = await tend.keep('done', { title: 'A letter' })
    await tend.switchTo(spaceOf('Sam'))
    for (const rec of [shared, own]) {
      await tend.change('done', rec, { title: 'Nothing' })
      await tend.erase(rec)
    }
    expect((await store.get(shared.id))?.f.title).toBe('A walk')
    expect((await store.get(own.id))?.f.title).toBe('A letter')
  })

  test('the capacity and wishes of one are not told to the other', async () => {
    const noor = tend.here.value?.people[0]
    expect(Object.keys(noor ?? {}).sort()).toEqual(['flower', 'lock', 'name', 'own', 'space', 'together'])
  })
})

describe('a lock', () => {
  const lock = { salt: '00', hash: '00', rounds: 1 }

  test('stays open for Noor who sets it, and closes when somebody else is here', async () => {
    const noor = spaceOf('Noor')
    tend.opened.value = noor
    await tend.change('person', tend.here.value?.me.rec as never, { lock })
    await tend.look()
    expect(tend.locked.value).toBe(false)
    await tend.switchTo(undefined)
    await tend.switchTo(noor)
    expect(tend.locked.value).toBe(true)
  })

  test('is not asked for twice when Noor opened it on the veil', async () => {
    const noor = spaceOf('Noor')
    await tend.change('person', tend.here.value?.me.rec as never, { lock })
    await tend.switchTo(undefined)
    await tend.switchTo(noor, { opened: true })
    expect(tend.locked.value).toBe(false)
  })

  test('is never shut in Noor’s face while she hands the phone over', async () => {
    const noor = spaceOf('Noor')
    tend.opened.value = noor
    await tend.change('person', tend.here.value?.me.rec as never, { lock })
    await tend.look()
    const seen: boolean[] = []
    const stop = tend.locked.subscribe((locked) => seen.push(locked))
    await tend.switchTo(undefined)
    stop()
    expect(seen).toEqual([false])
  })

  test('is closed on a page that was only just opened', async () => {
    await tend.change('person', tend.here.value?.me.rec as never, { lock })
    const again = createTend(store)
    await again.open()
    expect(again.locked.value).toBe(true)
  })

  test('does not lock Sam out, who has none', async () => {
    await tend.change('person', tend.here.value?.me.rec as never, { lock })
    await joinNoor('Sam')
    expect(tend.locked.value).toBe(false)
  })
})

describe('leaving', () => {
  beforeEach(() => joinNoor('Sam'))

  test('takes Sam’s own space, leaves what was shared, and then nobody is here', async () => {
    const sam = spaceOf('Sam')
    const own = await tend.keep('landmark', { title: 'Sam, alone' })
    await tend.keep('landmark', { title: 'Sam, shared' }, { shared: true })
    await tend.part(sam)
    expect(tend.here.value).toBeUndefined()
    expect(tend.residents.value.map((one) => nameOf(one.space))).toEqual(['Noor'])
    expect(await store.get(own.id)).toBeUndefined()
    await tend.switchTo(spaceOf('Noor'))
    expect(await textsSeen()).toEqual(['Sam, shared'])
    expect(tend.here.value?.bond?.shared).toBeUndefined()
  })

  test('Eve, who joins Noor afterwards, sees nothing of it', async () => {
    await tend.keep('landmark', { title: 'Sam, shared' }, { shared: true })
    await tend.part(spaceOf('Sam'))
    await joinNoor('Eve')
    expect(await textsSeen()).toEqual([])
    await tend.keep('landmark', { title: 'Eve, shared' }, { shared: true })
    await tend.switchTo(spaceOf('Noor'))
    expect(await textsSeen()).toEqual(['Eve, shared', 'Sam, shared'])
  })

  test('Noor’s file holds what Sam had shared, and can be read again whole', async () => {
    await tend.keep('landmark', { title: 'Sam, shared' }, { shared: true })
    await tend.keep('landmark', { title: 'Sam, alone' })
    await tend.part(spaceOf('Sam'))
    await tend.switchTo(spaceOf('Noor'))
    const file = await readFile(await exportFile(tend, () => {}), {
      residents: await tend.sides(),
      store: tend.store,
    })
    const titles = file.ok && file.records.flatMap((rec) => rec.f.title ?? [])
    expect(titles).toEqual(['Sam, shared'])
  })

  test('in the middle of which the phone dies leaves no word of Sam’s behind', async () => {
    const own = await tend.keep('landmark', { title: 'Sam, alone' })
    vi.spyOn(store, 'setFact').mockRejectedValueOnce(new Error('failed'))
    await expect(tend.part(spaceOf('Sam'))).rejects.toThrow('failed')
    expect(await store.get(own.id)).toBeUndefined()
  })

  test('Noor can still take back what she had shared with Sam', async () => {
    await tend.switchTo(spaceOf('Noor'))
    const rec = await tend.keep('done', { title: 'A walk' }, { shared: true })
    await tend.part(spaceOf('Sam'))
    await tend.switchTo(spaceOf('Noor'))
    await tend.erase(rec)
    expect(await textsSeen()).toEqual([])
  })

  test('a record that claims Sam’s own space as shared is not believed', async () => {
    const sam = spaceOf('Sam')
    await tend.switchTo(spaceOf('Noor'))
    const bond = tend.here.value?.bond?.rec
    if (bond) await tend.change('bond', bond, { shared: sam })
    await tend.look()
    expect(tend.spaces.value).toEqual([spaceOf('Noor')])
  })
})

describe('two pages of one phone', () => {
  test('who joined on one page is not lost when the other page changes over', async () => {
    const other = createTend(store)
    await other.open()
    await joinNoor('Sam')
    await other.switchTo(undefined)
    expect(other.residents.value.map((one) => one.name)).toEqual(['Noor', 'Sam'])
  })

  test('what was handed over on one page is handed over on the other, when it comes into sight again', async () => {
    const other = createTend(store)
    await other.open()
    expect(other.here.value?.me.name).toBe('Noor')
    await joinNoor('Sam')
    await other.look()
    expect(other.here.value).toBeUndefined()
    await other.look()
    expect(other.here.value).toBeUndefined()
    expect(me()?.name).toBe('Sam')
  })
})

describe('a file that was changed by hand', () => {
  const at = (days: number) => Date.now() + days * 86_400_000

  test('does not take Noor’s lock off with a second person of her name', async () => {
    const noor = spaceOf('Noor')
    const lock = { salt: '00', hash: '00', rounds: 1 }
    await tend.change('person', tend.here.value?.me.rec as never, { lock })
    await tend.keep('person', { name: 'Noor' }, { space: noor, at: at(1) })
    await tend.keep('bond', { form: 'friend', shared: 'f0'.repeat(16) }, { space: noor, at: at(1) })
    await tend.look()
    expect(me()?.lock).toEqual(lock)
    expect(tend.here.value?.bond?.shared).toBeUndefined()
    expect(tend.locked.value).toBe(true)
  })

  test('is refused when it writes into Noor’s own space, and nobody’s lock is opened by it', async () => {
    const noor = spaceOf('Noor')
    await joinNoor('Sam')
    await tend.keep('landmark', { title: 'Sam, shared' }, { shared: true })
    const text = await (await exportFile(tend, () => {})).text()
    const sam = spaceOf('Sam')
    expect(
      await readFile(new Blob([text]), { residents: await tend.sides(), store: tend.store }),
    ).toMatchObject({ ok: true })
    const forged = text.replaceAll(tend.here.value?.bond?.shared ?? '', noor).replaceAll('"by":1', '"by":0')
    expect(forged).toContain(sam)
    expect(await readFile(new Blob([forged]), { residents: await tend.sides(), store: tend.store })).toEqual({
      ok: false,
      why: 'damaged',
    })
  })

  test('of more bytes than any file of ours is refused before it is read', async () => {
    const huge = { size: 400_000_000, arrayBuffer: () => Promise.reject(new Error('was read')) }
    expect(await readFile(huge as unknown as Blob, { residents: [], store: tend.store })).toEqual({
      ok: false,
      why: 'too-large',
    })
  })
})
