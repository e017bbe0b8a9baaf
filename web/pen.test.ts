/** Noor and Sam write on one screen by turns, over the store that lives in memory. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../store/memory.ts'
import { createTend, type Tend } from './tend.ts'

// The page is asked only when it comes into sight again, which it never does here.
vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })

let tend: Tend
const spaceOf = (name: string) => tend.residents.value.find((one) => one.name === name)?.space ?? ''

beforeEach(async () => {
  const store = createMemoryStore()
  tend = createTend(store)
  await tend.open()
  await tend.welcome({ name: 'Noor', flower: 'marigold' })
  await tend.keep('bond', { form: 'partner' }, { of: 'bond' })
  await tend.look()
  const noor = spaceOf('Noor')
  await tend.join({ host: noor, person: { name: 'Sam', flower: 'heather' }, bond: { form: 'partner' } })
  await tend.welcome({ name: 'Dana', flower: 'poppy' })
  await tend.keep('bond', { form: 'friend' }, { of: 'bond' })
  await tend.switchTo(noor)
})

describe('While Noor is here', () => {
  test('what Sam writes by turns is Sam’s, in the space they share', async () => {
    const where = { shared: true, of: 'round' }
    const mine = await tend.keep('answer', { text: 'The lake' }, where)
    const theirs = await tend.keep('answer', { text: 'The hills' }, { ...where, as: spaceOf('Sam') })
    expect([mine.by, theirs.by]).toEqual([0, 1])
    expect(theirs.space).toBe(mine.space)
    expect(theirs.id).not.toBe(mine.id)
  })

  test('doing it twice keeps it once', async () => {
    const where = { shared: true, of: 'round', as: spaceOf('Sam') }
    await tend.keep('answer', { text: 'The hills' }, where)
    await tend.keep('answer', { text: 'The hills' }, where)
    expect(await tend.store.list({ spaces: tend.spaces.value, kinds: ['answer'] })).toHaveLength(1)
  })

  test('Noor cannot change what Sam wrote by turns', async () => {
    const theirs = await tend.keep('answer', { text: 'The hills' }, { shared: true, as: spaceOf('Sam') })
    await tend.change('answer', theirs, { text: 'Nothing' })
    await tend.erase(theirs)
    expect(await tend.store.get(theirs.id)).toEqual(theirs)
  })

  test('what was not to be shared lies with Sam alone', async () => {
    const seen = await tend.keep(
      'prompt',
      { prompt: 'couple-light-01' },
      { as: spaceOf('Sam'), of: 'couple-light-01' },
    )
    expect(seen.space).toBe(spaceOf('Sam'))
    expect(tend.spaces.value).not.toContain(seen.space)
  })

  test('nobody writes for Dana, who shares nothing with Noor', () =>
    expect(tend.keep('answer', { text: 'The sea' }, { shared: true, as: spaceOf('Dana') })).rejects.toThrow())
})

describe('A day that was taken back', () => {
  const day = '2026-11-25'
  const told = async () =>
    (await tend.store.list({ spaces: tend.spaces.value, kinds: ['highlow'] })).map((rec) => rec.f['high'])

  test('can be told again on the same day, as often as Noor likes', async () => {
    for (const high of ['Snow', 'Soup', 'A letter']) {
      await tend.erase(await tend.keep('highlow', { day, high }))
      expect(await told()).toEqual([])
    }
    await tend.keep('highlow', { day, high: 'The lake' })
    expect(await told()).toEqual(['The lake'])
  })

  test('told again and then changed is still one', async () => {
    await tend.erase(await tend.keep('highlow', { day, high: 'Snow' }))
    await tend.keep('highlow', { day, high: 'Soup' })
    await tend.keep('highlow', { day, high: 'Soup, and snow' })
    expect(await told()).toEqual(['Soup, and snow'])
  })
})
