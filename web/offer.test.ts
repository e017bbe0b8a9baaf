/** What Noor is offered depends on what Noor wrote, wherever it lies, and on nothing of Sam's. */
import { beforeEach, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../store/memory.ts'
import { offerOfToday, situationOf } from './offer.ts'
import { createTend, type Tend } from './tend.ts'

vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })

let tend: Tend
const [noor, sam] = [() => tend.people()[0], () => tend.people()[1]]
const situation = async () => {
  const here = tend.here.value
  if (!here) throw new Error('nobody is here')
  return situationOf(tend, here, tend.today.value)
}
const checkIn = (fields: { stressor?: string; closeness?: number }, shared = false) =>
  tend.keep('checkin', { day: tend.today.value, ...fields }, { shared })

beforeEach(async () => {
  tend = createTend(createMemoryStore())
  await tend.open()
  await tend.welcome({ name: 'Noor', flower: 'marigold' })
  await tend.keep('bond', { form: 'partner' }, { of: 'bond' })
  await tend.look()
  await tend.join({
    host: noor() ?? '',
    person: { name: 'Sam', flower: 'heather' },
    bond: { form: 'partner' },
  })
})

test('that something happened between them counts, also when it was told for both to read', async () => {
  await tend.switchTo(noor())
  await checkIn({ stressor: 'us' }, true)
  expect((await situation()).signs.justFought).toBe(true)
})

test('what Sam feels and does changes nothing for Noor, not even when he shares it', async () => {
  await tend.switchTo(noor())
  const before = await situation()
  const offer = await offerOfToday(tend)
  await tend.switchTo(sam())
  await checkIn({ stressor: 'us', closeness: 1 }, true)
  const day = tend.today.value
  for (const kind of ['appreciation', 'gratitude', 'answer', 'highlow', 'bid', 'mark', 'step'] as const)
    await tend.keep(kind, { day }, { shared: true })
  await tend.keep('done', { day, practice: offer?.fact.id }, { shared: true })
  await tend.switchTo(noor())
  expect(await situation()).toEqual({ ...before, history: (await situation()).history })
  expect((await situation()).history).toHaveLength(1)
  expect(await offerOfToday(tend)).toEqual(offer)
})

test('one low day is one, told twice', async () => {
  await checkIn({ closeness: 1 })
  await checkIn({ closeness: 1 }, true)
  expect((await situation()).signs.closeness).toEqual([1])
})
