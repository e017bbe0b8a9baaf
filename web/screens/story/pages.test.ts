import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rec } from '../../../core/record.ts'
import { kindsOf } from '../../../core/story.ts'
import { createMemoryStore } from '../../../store/memory.ts'
import { createPages, nearOf, remember, remembered } from './pages.ts'

const noor = 'a'.repeat(32)
const both = 'b'.repeat(32)
const reader = { person: noor, shared: both, slot: 0 }
const asked = { spaces: [noor, both], kinds: kindsOf('all'), text: '' }
const id = (n: number) => n.toString(16).padStart(32, '0')
const clock = `${'0'.repeat(16)}${'c'.repeat(16)}`
const note = (n: number, more: Partial<Rec> = {}): Rec => ({
  id: id(n),
  space: noor,
  kind: 'landmark',
  v: 1,
  at: n * 1000,
  by: 0,
  h: clock,
  f: { title: `Landmark ${n}` },
  ...more,
})
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

async function storyOf(records: readonly Rec[]) {
  const store = createMemoryStore()
  await store.apply(records)
  const pages = createPages(store, reader, 0)
  await pages.ask(asked)
  const ids = () => pages.shown.value?.pages.flatMap((page) => page.seen?.map(({ rec }) => rec.id) ?? [])
  return { store, pages, ids }
}

test('Noor reads everything once, newest first, page after page', async () => {
  const records = Array.from({ length: 100 }, (_, n) => note(n + 1))
  const { pages, ids } = await storyOf(records)
  expect(pages.shown.value?.pages).toHaveLength(1)
  for (let i = 0; i < 8; i++) await pages.earlier()
  expect(ids()).toEqual(records.map((rec) => rec.id).reverse())
  expect(pages.shown.value?.pages.at(-1)?.until).toBeUndefined()
})

test('ticks without a note do not leave pages empty', async () => {
  const ticks = Array.from({ length: 200 }, (_, n) => note(n + 1000, { kind: 'mark', f: { habit: 'x' } }))
  const { ids } = await storyOf([note(1), ...ticks])
  expect(ids()).toEqual([id(1)])
})

test('something new joins the page of its time, and what was taken back leaves it', async () => {
  const { store, pages, ids } = await storyOf(Array.from({ length: 40 }, (_, n) => note(n + 1)))
  await pages.earlier()
  store.watch(pages.touched)
  await store.apply([note(100), note(30, { x: clock, f: {} }), note(2000, { at: 20_500 })])
  await settled()
  expect(ids()?.[0]).toBe(id(100))
  expect(ids()).not.toContain(id(30))
  expect(ids()).toContain(id(2000))
  expect(new Set(ids()).size).toBe(ids()?.length)
})

test('a page far away is a height, and is read again when it comes near', async () => {
  const { pages } = await storyOf(Array.from({ length: 100 }, (_, n) => note(n + 1)))
  for (let i = 0; i < 5; i++) await pages.earlier()
  const px = new Map([0, 1, 2, 3, 4, 5].map((i) => [i, 2000]))
  await pages.look({ top: -8000, height: 800, px })
  expect(pages.shown.value).toMatchObject({ from: 3, to: 4 })
  expect(pages.shown.value?.pages.map((page) => page.seen !== undefined)).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ])
  await pages.look({ top: 0, height: 800, px: new Map() })
  expect(pages.shown.value).toMatchObject({ from: 0, to: 0 })
  expect(pages.shown.value?.pages[0]?.seen).toHaveLength(16)
})

test('what Sam answered in a round is not in it until Noor has answered too', async () => {
  const sams = note(50, {
    space: both,
    by: 1,
    kind: 'answer',
    f: { round: 'r1', question: 'Where next?', text: 'The lake.', day: '2026-11-20' },
  })
  const { store, pages, ids } = await storyOf([note(1), sams])
  expect(ids()).toEqual([id(1)])
  await pages.ask({ ...asked, text: 'lake' })
  expect(ids()).toEqual([])
  store.watch(pages.touched)
  await store.apply([
    note(60, {
      space: both,
      kind: 'answer',
      f: { round: 'r1', question: 'Where next?', text: 'The hills.', day: '2026-11-22' },
    }),
  ])
  await settled()
  expect(ids()).toEqual([id(50)])
})

test('the way back is the same person’s only', () => {
  remember({ asked, pages: [], from: 0, to: 0 }, 'all')
  expect(remembered(noor)?.chapter).toBe('all')
  expect(remembered(both)).toBeUndefined()
  remember(undefined, 'all')
  expect(remembered(noor)).toBeUndefined()
})

test('there is always a page on the screen, and every page that touches the window is', () => {
  const heights = fc.array(fc.nat(3000), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(heights, fc.integer({ min: -100_000, max: 2000 }), (px, top) => {
      const { from, to } = nearOf(px, { top, height: 800 })
      expect(from).toBeGreaterThanOrEqual(0)
      expect(to).toBeGreaterThanOrEqual(from)
      expect(to).toBeLessThan(px.length)
      let edge = top
      for (const [i, tall] of px.entries()) {
        if (edge + tall >= 0 && edge < 800) expect(i >= from && i <= to).toBe(true)
        edge += tall
      }
    }),
  )
})
