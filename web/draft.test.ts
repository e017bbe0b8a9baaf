/** What Noor began on an earlier day is found again, and nobody else's, nor what says nothing. */
import { afterEach, expect, test, vi } from 'vitest'
import { draft, isBegun, unfinishedDay } from './draft.ts'

function shelf(entries: Record<string, unknown> = {}) {
  const kept: Record<string, string> = {}
  for (const [key, value] of Object.entries(entries)) kept[`tend.draft.${key}`] = JSON.stringify(value)
  // As in a browser, the keys of the object are the keys that are kept.
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, text: string) => Object.assign(kept, { [key]: text }) },
    removeItem: { value: (key: string) => delete kept[key] },
  })
  vi.stubGlobal('localStorage', kept)
}
afterEach(() => vi.unstubAllGlobals())

const unfinished = (keys: readonly string[] = ['noor.day']) =>
  unfinishedDay({ keys, fields: ['', 'high', 'feelings'], today: '2026-11-25' })

test('The day on which Noor began to write is found, and it is the earliest of them', () => {
  shelf({ 'noor.day.2026-11-24.high': 'The lake', 'noor.day.2026-11-22.feelings': ['calm'] })
  expect(unfinished()).toBe('2026-11-22')
})

test('A draft that has no field of its own is found by what it chose', () => {
  shelf({ 'noor.day.2026-11-24': { closeness: 6, feelings: [] } })
  expect(unfinished()).toBe('2026-11-24')
})

test('It may lie in more places than one', () => {
  shelf({ 'noor.day.2026-11-24.high': 'The lake', 'noor.day.swap.2026-11-23.high': 'The boat' })
  expect(unfinished()).toBe('2026-11-24')
  expect(unfinished(['noor.day', 'noor.day.swap'])).toBe('2026-11-23')
})

test.each([
  ['what was begun today', 'noor.day.2026-11-25.high', 'The lake'],
  ['a day to come, after a flight to the west', 'noor.day.2026-11-26.high', 'The lake'],
  ['what Sam began', 'sam.day.2026-11-24.high', 'The lake'],
  ['another screen whose name begins the same', 'noor.day.swap.2026-11-24.high', 'The lake'],
  ['a way of writing in which nothing was written', 'noor.day.2026-11-24.way', 'story'],
  ['a field that was emptied', 'noor.day.2026-11-24.high', ' '],
  ['a choice that was unmade', 'noor.day.2026-11-24', { feelings: [], stressor: null }],
  ['a day that is none', 'noor.day.2026-11-31.high', 'The lake'],
  ['a name that only begins like a day', 'noor.day.2026-11-245.high', 'The lake'],
])('%s is not an earlier day', (_, key, value) => {
  shelf({ [key]: value })
  expect(unfinished()).toBeUndefined()
})

test('A draft that is no draft any more breaks nothing', () => {
  shelf()
  localStorage.setItem('tend.draft.noor.day.2026-11-24.high', '{"The la')
  expect(unfinished()).toBeUndefined()
})

test('What Noor lets go is found no more, and the day after it still is', () => {
  shelf({ 'noor.day.2026-11-23.high': 'The lake', 'noor.day.2026-11-24.high': 'The bus' })
  draft('noor.day.2026-11-23.high', '').drop()
  expect(unfinished()).toBe('2026-11-24')
  draft('noor.day.2026-11-24.high', '').drop()
  expect(unfinished()).toBeUndefined()
})

test('A browser that keeps nothing still knows, as long as the page is open', () => {
  vi.stubGlobal('localStorage', undefined)
  const high = draft('noor.day.2026-11-24.high', '')
  high.value = 'The lake'
  expect([unfinished(), isBegun('noor.day.2026-11-24.high')]).toEqual(['2026-11-24', true])
  high.drop()
  expect([unfinished(), isBegun('noor.day.2026-11-24.high')]).toEqual([undefined, false])
})
