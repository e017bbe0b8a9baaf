/**
 * Non-interference on one phone (SR-01): two histories that differ only in what Noor does in private are the same
 * history to Sam, byte for byte, in everything Sam can ask the store and in everything a screen is given.
 *
 * Time and chance are tied to the number of the step, so that leaving steps out changes nothing else.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Kind, Rec } from '../core/record.ts'
import { createMemoryStore } from '../store/memory.ts'
import { createTend, type Tend } from './tend.ts'

const start = Date.UTC(2026, 10, 2, 8)
let step = 0
let drawn = 0

beforeAll(() => {
  vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    const view = bytes as unknown as Uint8Array
    drawn++
    for (let i = 0; i < view.length; i++) view[i] = (step * 31 + drawn * 7 + i * 13) & 0xff
    view[0] = step & 0xff
    view[1] = drawn & 0xff
    return bytes
  })
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const words = ['lake', 'tea', 'sorry', 'window', 'quiet'] as const
const kindsKept = ['done', 'landmark', 'appreciation', 'checkin', 'answer', 'highlow', 'word'] as const
const fieldOf: Record<(typeof kindsKept)[number], string> = {
  done: 'note',
  landmark: 'text',
  appreciation: 'words',
  checkin: 'note',
  answer: 'text',
  highlow: 'high',
  word: 'text',
}

const Step = fc.record({
  who: fc.constantFrom('noor', 'sam'),
  shared: fc.boolean(),
  act: fc.constantFrom('keep', 'keep', 'keep', 'change', 'erase', 'capacity', 'look away'),
  kind: fc.constantFrom(...kindsKept),
  word: fc.constantFrom(...words),
  /** Which earlier step's record a change or a take-back is about. */
  of: fc.nat(40),
  days: fc.nat(4),
})
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never

const isPrivateToNoor = (one: Step) =>
  one.who === 'noor' && (!one.shared || one.act === 'capacity' || one.act === 'look away')

async function take(tend: Tend, one: Step, records: Map<number, Rec>): Promise<void> {
  const text = { [fieldOf[one.kind]]: one.word }
  if (one.act === 'keep')
    records.set(
      step,
      await tend.keep(one.kind as Kind, { ...text, day: tend.today.value }, { shared: one.shared }),
    )
  const earlier = records.get(one.of)
  const mine = earlier && (await tend.store.get(earlier.id))
  // A private step may only touch what is private, or it would not be one.
  const isShared = mine !== undefined && mine.space !== tend.here.value?.me.space
  if (mine && isShared === one.shared && one.act === 'change')
    await tend.change('done', mine, { title: one.word })
  if (mine && isShared === one.shared && one.act === 'erase') await tend.erase(mine)
  const me = tend.here.value?.me.rec
  if (me && one.act === 'capacity')
    await tend.change('person', me, { capacity: 'recovery', noTouch: one.shared })
}

/** Plays a history and gives what Sam sees of it. */
async function whatSamSees(history: readonly Step[], leftOut: (one: Step) => boolean): Promise<string> {
  const tick = (number: number) => {
    step = number
    drawn = 0
  }
  tick(200)
  vi.setSystemTime(start)
  const tend = createTend(createMemoryStore())
  await tend.open()
  await tend.welcome({ name: 'Noor', flower: 'marigold' })
  await tend.keep('bond', { form: 'partner' }, { of: 'bond' })
  await tend.look()
  const noor = tend.people()[0] ?? ''
  tick(201)
  await tend.join({ host: noor, person: { name: 'Sam', flower: 'heather' }, bond: { form: 'partner' } })
  const sam = tend.people()[1] ?? ''
  const records = new Map<number, Rec>()
  let nowMs = start
  for (const [number, one] of history.entries()) {
    tick(number)
    nowMs += 60_000 + one.days * 86_400_000
    vi.setSystemTime(nowMs)
    if (leftOut(one)) continue
    await tend.switchTo(one.who === 'noor' ? noor : sam)
    await take(tend, one, records)
  }
  await tend.switchTo(sam)
  const spaces = tend.spaces.value
  const { store } = tend
  return JSON.stringify({
    list: await store.list({ spaces, limit: 500 }),
    page: await store.page({ spaces, limit: 500 }),
    found: await Promise.all(words.map((text) => store.search({ spaces, text, limit: 500 }))),
    weeks: await store.countByWeek({ spaces }),
    here: tend.here.value,
  })
}

test('whatever Noor does in private, Sam sees the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { maxLength: 25 }), async (history) => {
      const without = await whatSamSees(history, isPrivateToNoor)
      expect(await whatSamSees(history, () => false)).toBe(without)
    }),
    { numRuns: 200 },
  )
})

test('and what Noor shares, Sam does see', async () => {
  const shares: Step = { who: 'noor', shared: true, act: 'keep', kind: 'done', word: 'lake', of: 0, days: 0 }
  expect(await whatSamSees([shares], () => false)).not.toBe(await whatSamSees([shares], () => true))
})
