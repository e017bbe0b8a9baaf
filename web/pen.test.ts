/** Noor and Sam write on one screen by turns, over the store that lives in memory. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { clockMs } from '../core/clock.ts'
import { type Day, noonUtcMs } from '../core/day.ts'
import type { Rec } from '../core/record.ts'
import { createMemoryStore } from '../store/memory.ts'
import { createTend, type Tend } from './tend.ts'

// The page is asked only when it comes into sight again, which it never does here.
vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })

let tend: Tend
const spaceOf = (name: string) => tend.residents.value.find((one) => one.name === name)?.space ?? ''

beforeEach(() => begin())

async function begin() {
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
}

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

test('What Noor unchooses in today’s check-in is unsaid, and what she does not name stays', async () => {
  const day = tend.today.value
  await tend.keep('checkin', { day, stressor: 'work', note: 'Long day', closeness: 4 })
  const again = await tend.keep('checkin', { day, stressor: undefined, note: undefined })
  expect(again.f).toEqual({ day, stressor: null, note: null, closeness: 4 })
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

test('What somebody else put under a name of Noor’s is left alone, and hers goes by the next', async () => {
  const day = '2026-11-25'
  const first = await tend.keep('highlow', { day, high: 'Snow' }, { shared: true })
  await tend.store.forget([first.space])
  const trap = { ...first, kind: 'landmark', f: { title: 'Not hers' } }
  await tend.store.apply([trap])
  const rec = await tend.keep('highlow', { day, high: 'Soup' }, { shared: true })
  expect(rec.id).not.toBe(first.id)
  expect(await tend.store.get(first.id)).toEqual(trap)
  expect((await tend.keep('highlow', { day, high: 'Tea' }, { shared: true })).id).toBe(rec.id)
})

describe('What is shared', () => {
  const day: Day = '2026-11-25'
  const evening = Date.UTC(2026, 10, 25, 20, 17)
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: evening })
    tend.today.value = day
  })
  afterEach(() => vi.useRealTimers())

  const share = (fields: { readonly day?: Day } = {}, where = {}) =>
    tend.keep('landmark', { title: 'Snow', ...fields }, { shared: true, ...where })

  test('bears the noon of its day and its place in it, and in no part the hour', async () => {
    const those: Rec[] = []
    for (let i = 0; i < 3; i++) {
      vi.setSystemTime(evening + i * 60_000)
      those.push(await share({ day }))
    }
    expect(those.map((rec) => rec.at)).toEqual([0, 1, 2].map((i) => noonUtcMs(day) + i))
    expect(those.map((rec) => Number.parseInt(rec.id.slice(0, 12), 16))).toEqual(those.map((rec) => rec.at))
  })

  test('of another day bears that one, also when only its moment says which', async () => {
    expect((await share({ day: '2026-11-20' }, { at: evening })).at).toBe(noonUtcMs('2026-11-20'))
    const moment = new Date(2026, 10, 21, 15).getTime()
    expect((await tend.keep('question', { text: 'Snow?' }, { shared: true, at: moment })).at).toBe(
      noonUtcMs('2026-11-21'),
    )
    expect((await tend.keep('question', { text: 'Rain?' }, { shared: true })).at).toBe(noonUtcMs(day))
  })

  test('has a place among what its own author shared, whatever the other did', async () => {
    await share({ day })
    await share({ day })
    const theirs = await share({ day }, { as: spaceOf('Sam') })
    expect(theirs.at).toBe(noonUtcMs(day))
  })

  test('and written anew stays where it was', async () => {
    const rec = await tend.keep('highlow', { day, high: 'Snow' }, { shared: true })
    await share({ day })
    const again = await tend.keep('highlow', { day, high: 'Snow, and soup' }, { shared: true })
    expect([again.id, again.at]).toEqual([rec.id, rec.at])
  })

  test('what is private keeps its hour', async () => {
    expect((await tend.keep('done', { day, note: 'Slept' })).at).toBe(evening)
    expect((await tend.keep('done', { day, note: 'Slept' }, { at: evening - 5 })).at).toBe(evening - 5)
  })

  test('its clocks count on by themselves, also after a new start and when the wall goes back', async () => {
    const first = await share({ day })
    for (let i = 0; i < 5; i++) await tend.keep('done', { note: `private ${i}` })
    const second = await share({ day })
    expect(second.h > first.h).toBe(true)
    expect(second.h.slice(12, 16)).toBe('0001')
    vi.setSystemTime(evening - 3_600_000)
    const { store } = tend
    tend = createTend(store)
    await tend.open()
    const third = await share({ day })
    expect(third.h > second.h).toBe(true)
    expect(clockMs(third.h)).toBe(evening)
  })
})

describe('What Noor keeps for herself', () => {
  const start = Date.UTC(2026, 10, 25, 20)
  let drawn = 0
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: start })
    // Chance that knows the time and nothing else, so that it is the same however often somebody asked before. Only while
    // everybody moves in, all at one time, it counts.
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
      let state = (Date.now() === start ? ++drawn : Date.now()) % 2_147_483_647
      const view = bytes as unknown as Uint8Array
      for (let i = 0; i < view.length; i++) {
        state = (state * 48_271) % 2_147_483_647
        view[i] = state >> 8
      }
      return bytes
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  const acts = ['keep', 'keep', 'keep daily', 'keep named', 'change', 'erase'] as const
  type Act = {
    readonly ms: number
    readonly shared: boolean
    readonly how: (typeof acts)[number] | 'restart'
  }

  /** The bytes of everything that was shared, once Noor has done all this. */
  async function lived(all: readonly Act[]): Promise<readonly string[]> {
    vi.setSystemTime(start)
    drawn = 0
    await begin()
    const { store } = tend
    const space = tend.here.value?.bond?.shared
    if (space === undefined) throw new Error('Noor shares nothing')
    await store.share(space, { person: 0, device: 0 })
    const kept = { shared: [] as Rec[], own: [] as Rec[] }
    for (const { ms, shared, how } of all) {
      vi.setSystemTime(start + ms)
      const mine = shared ? kept.shared : kept.own
      const last = mine.at(-1)
      const now = last && (await store.get(last.id))
      if (how === 'restart') {
        tend = createTend(store)
        await tend.open()
      } else if (how === 'keep') mine.push(await tend.keep('landmark', { title: `no ${ms}` }, { shared }))
      else if (how === 'keep daily')
        mine.push(await tend.keep('highlow', { day: '2026-11-25', high: `no ${ms}` }, { shared }))
      else if (how === 'keep named')
        mine.push(await tend.keep('prompt', { prompt: 'p', seen: '2026-11-25' }, { shared, of: 'p' }))
      else if (now && now.x === undefined && how === 'change')
        await tend.change('landmark', now, { title: `changed ${ms}` })
      else if (now && now.x === undefined && how === 'erase') await tend.erase(now)
    }
    const unsent = await store.unsent(space, 1000)
    return unsent.map(({ change, state }) => `${state} ${new TextDecoder().decode(change)}`)
  }

  test('changes no byte of what she shares', async () => {
    const anAct = fc.record({
      gapMs: fc.constantFrom(0, 0, 1, 2, 60_000),
      shared: fc.boolean(),
      how: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...acts) }, fc.constant('restart' as const)),
    })
    const history = fc.array(anAct, { maxLength: 14 }).map((all) => {
      const sinceMs = (i: number) => all.slice(0, i + 1).reduce((sum, { gapMs }) => sum + gapMs, 60_000)
      return all.map(({ shared, how }, i): Act => ({ ms: sinceMs(i), shared, how }))
    })
    await fc.assert(
      fc.asyncProperty(history, async (all) => {
        const alone = all.filter(({ shared, how }) => shared || how === 'restart')
        expect(await lived(all)).toEqual(await lived(alone))
      }),
      { numRuns: 40 },
    )
  })
})
