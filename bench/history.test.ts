/**
 * Whether ten years cost more than one month. The same couple is on two phones, once with everything and once with the
 * last thirty days, and does the same things on both, by turns, so that whatever else the machine does falls on both.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noorsOwn, shared } from '../core/couple.fixture.ts'
import { addDays } from '../core/day.ts'
import { storyKinds } from '../core/story.ts'
import { momentKinds } from '../core/today.ts'
import { wordsOf } from '../store/words.ts'
import { type Chance, createChance } from './chance.ts'
import { type Couple, nowMs, oneMonth, tenYears, today } from './couple.ts'
import { type Figure, median, medianFigure, openLedger, quantile } from './ledger.ts'
import { type Brought, bringIn, leaveApp, markSnapshot, openPhone, type Phone, readTicks } from './phone.ts'
import { wordsToFind } from './writer.ts'

const runs = 9
const imports = 3
const queries = 200
/** The story waits so long for the next letter (`screens/story.tsx`). It is no cost, and would hide one. */
const pauseMs = 140
const pages = { story: storyKinds, spaces: [noorsOwn, shared] } as const

const ledger = openLedger('history', { tolerance: 1.5, clock: true })
const folder = mkdtempSync(join(tmpdir(), 'tend-bench-files-'))
const ten = tenYears()
const month = oneMonth()
const phones: Phone[] = []
const brought: Brought[] = []

beforeAll(async () => {
  const fileOfTen = write(ten)
  for (let run = 0; run < imports; run++) {
    await phones.pop()?.close()
    const phone = await openPhone()
    phones.push(phone)
    brought.push(await bringIn(phone, ten, fileOfTen))
  }
  const phone = await openPhone()
  phones.unshift(phone)
  await bringIn(phone, month, write(month))
})

afterAll(async () => {
  for (const phone of phones) await phone.close()
  rmSync(folder, { recursive: true })
  ledger.close([
    `${ten.records.length.toLocaleString('en-GB')} records beside ${month.records.length}, ${runs} runs by turns`,
    'on screen: until the frame that shows it; search without its pause of 140 ms',
    'cpu: thread ticks of the page, which its workers and other programs do not add to',
    'queries: round trips from the page through the worker to SQLite and back',
  ])
})

function write({ name, file }: Couple): string {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, file)
  return path
}

// If this fails the workload has changed: renew the baselines in the same change, and say so.
test('the ten years are the ten years of the baselines', () => {
  expect(ten.records).toHaveLength(75_000)
  expect(createHash('sha256').update(ten.file).digest('hex').slice(0, 16)).toBe('37b6a648ee836d8a')
})

test('ten years come in through the screen, and the bar is seen to move', async () => {
  for (const { bar } of brought) {
    expect(bar.length).toBeGreaterThan(20)
    expect(bar).toEqual(bar.toSorted((one, other) => one - other))
    expect(bar.at(-1)).toBe(ten.records.length)
  }
  const usageBytes = await phones[1]?.page.evaluate(async () => (await navigator.storage.estimate()).usage)
  const perThousand = brought.map(({ bringMs }) => (1000 * bringMs) / ten.records.length)
  const faults = ledger.enter([
    medianFigure(
      { name: 'import, file read and checked', unit: 'ms', kept: true },
      brought.map(({ readMs }) => readMs),
    ),
    medianFigure(
      { name: 'import, brought in', unit: 'ms' },
      brought.map(({ bringMs }) => bringMs),
    ),
    medianFigure({ name: 'import, a thousand records', unit: 'ms', kept: true }, perThousand),
    { name: 'ten years on the disk, with the app', value: usageBytes ?? Number.NaN, unit: 'B', kept: true },
    { name: 'import, records a second', value: 1e6 / median(perThousand), unit: '' },
    medianFigure(
      { name: 'import, longest stand of the bar', unit: 'ms' },
      brought.map(({ stoodMs }) => stoodMs),
    ),
    medianFigure(
      { name: 'import, longest task of the page', unit: 'ms' },
      brought.map(({ longestTaskMs }) => longestTaskMs),
    ),
  ])
  expect(faults).toEqual([])
})

type Cost = { readonly ms: number; readonly cpuMs: number }
type Deed = keyof Awaited<ReturnType<typeof deedsOn>>
const deeds: readonly Deed[] = ['open', 'Today', 'story', 'earlier', 'search', 'search, seldom']

/** What is done on a phone, each from where the one before ended. */
async function deedsOn(phone: Phone) {
  const { page, address } = phone
  const ticks = await readTicks(page)
  const within = async (act: () => Promise<number>): Promise<Cost> => {
    const before = await ticks.ms()
    const ms = await act()
    const cpuMs = (await ticks.ms()) - before
    // What goes on afterwards, such as the next page of the story, belongs to nobody.
    await page.waitForTimeout(300)
    return { ms, cpuMs }
  }
  const find = (text: string) =>
    page.evaluate(async (typed) => {
      const field = document.querySelector<HTMLInputElement>('input[type=search]')
      const begunAt = performance.now()
      if (field) field.value = typed
      field?.dispatchEvent(new InputEvent('input', { bubbles: true }))
      const isFound = () => {
        const marked = document.querySelector('.timeline mark')?.textContent?.toLowerCase() ?? ''
        return typed === '' ? marked === '' : marked.startsWith(typed)
      }
      return (await watching.when(isFound)) - begunAt
    }, text)
  const search = async (text: string) => {
    await find('')
    await page.waitForTimeout(300)
    const cost = await within(() => find(text))
    return { ...cost, ms: cost.ms - pauseMs }
  }
  return {
    open: async (): Promise<Cost> => {
      await leaveApp(phone)
      await markSnapshot(page)
      await page.goto(`${address}/a/today`, { waitUntil: 'commit' })
      const ms = await page.evaluate(() => watching.live)
      // The count begins anew with each document.
      const cpuMs = await ticks.ms()
      await page.waitForTimeout(500)
      return { ms, cpuMs }
    },
    Today: async () => {
      await page.getByRole('link', { name: 'Practise', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Practise' }).waitFor()
      await page.waitForTimeout(300)
      await markSnapshot(page)
      return within(() =>
        page.evaluate(async () => {
          const begunAt = performance.now()
          document.querySelector<HTMLAnchorElement>('.tabs a[href="/a/today"]')?.click()
          const text = () => document.querySelector('section:has(> .week) .weekline span')?.textContent ?? ''
          return (await watching.when(() => text() !== '' && !/987\D?654/.test(text()))) - begunAt
        }),
      )
    },
    story: () =>
      within(() =>
        page.evaluate(async () => {
          const begunAt = performance.now()
          document.querySelector<HTMLAnchorElement>('.tabs a[href="/a/story"]')?.click()
          return (await watching.when(() => document.querySelector('.timeline .told') !== null)) - begunAt
        }),
      ),
    earlier: () =>
      within(() =>
        page.evaluate(async () => {
          const last = () =>
            Number(
              [...document.querySelectorAll<HTMLElement>('.timeline [data-page]')].at(-1)?.dataset['page'],
            )
          const before = last()
          const begunAt = performance.now()
          scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })
          return (await watching.when(() => last() > before)) - begunAt
        }),
      ),
    search: () => search(wordsToFind.common),
    'search, seldom': () => search(wordsToFind.middling),
  }
}

test('nothing costs more than twice as much with ten years as with one month', async () => {
  const costs = new Map(deeds.map((deed) => [deed, { month: [] as Cost[], ten: [] as Cost[] }]))
  const [onMonth, onTen] = await Promise.all(phones.map(deedsOn))
  // The first time on each phone fills caches, and is not counted.
  for (let run = -1; run < runs; run++) {
    for (const deed of deeds) {
      const both = [
        { on: onMonth, into: costs.get(deed)?.month },
        { on: onTen, into: costs.get(deed)?.ten },
      ]
      for (const { on, into } of run % 2 === 0 ? both : both.toReversed()) {
        const cost = await on?.[deed]()
        if (run >= 0 && cost) into?.push(cost)
      }
    }
  }
  const figures = [...costs].flatMap(([deed, cost]) => [
    ...compared(`${deed}, on screen`, {
      month: cost.month.map(({ ms }) => ms),
      ten: cost.ten.map(({ ms }) => ms),
    }),
    ...compared(`${deed}, cpu`, {
      month: cost.month.map(({ cpuMs }) => cpuMs),
      ten: cost.ten.map(({ cpuMs }) => cpuMs),
    }),
  ])
  expect(ledger.enter(figures)).toEqual([])
})

function compared(
  name: string,
  { month, ten }: { month: readonly number[]; ten: readonly number[] },
): readonly Figure[] {
  return [
    medianFigure({ name: `${name}, one month`, unit: 'ms' }, month),
    medianFigure({ name: `${name}, ten years`, unit: 'ms', kept: true }, ten),
    { name: `${name}, ratio`, value: median(ten) / median(month), unit: '×', most: 2 },
  ]
}

test('a question to ten years is answered within a frame', async () => {
  const chance = createChance(75_000)
  const asked: Record<string, () => { readonly call: string; readonly query: object }> = {
    'list of 50': () => ({
      call: 'list',
      query: {
        spaces: pages.spaces,
        limit: 50,
        ...(chance.below(0.5) && { kinds: pages.story }),
        ...(chance.below(0.7) && { after: { at: nowMs - chance.from(0, 3600) * 86_400_000, id: 'f' } }),
      },
    }),
    'list of 30 days': () => {
      const until = addDays(today, -chance.from(0, 3600))
      return {
        call: 'list',
        query: { spaces: pages.spaces, kinds: momentKinds, from: addDays(until, -30), until },
      }
    },
    search: () => ({
      call: 'search',
      query: { spaces: pages.spaces, kinds: pages.story, limit: 48, text: typed(chance) },
    }),
    'count by week, a year': () => ({
      call: 'countByWeek',
      query: { spaces: pages.spaces, kinds: momentKinds, from: addDays(today, -chance.from(350, 364)) },
    }),
  }
  const figures: Figure[] = []
  const worst: string[] = []
  for (const [name, next] of Object.entries(asked)) {
    const questions = Array.from({ length: queries }, next)
    const rounds: (readonly number[])[] = []
    for (let round = 0; round < 3; round++)
      rounds.push((await phones[1]?.page.evaluate(askAll, questions)) ?? [])
    const [first = []] = rounds
    // What a question takes when no other program is in its way. Beside the promise it tells a slow query from a busy machine.
    const best = questions.map((_, i) => Math.min(...rounds.map((times) => times[i] ?? Number.NaN)))
    figures.push(
      { name: `${name}, p50`, value: quantile(first, 0.5), unit: 'ms', kept: true },
      { name: `${name}, p95`, value: quantile(first, 0.95), unit: 'ms', most: 16 },
      { name: `${name}, p95 of the best of three`, value: quantile(best, 0.95), unit: 'ms', kept: true },
    )
    const slowest = questions.map(({ query }, i) => ({ ms: best[i] ?? 0, query: JSON.stringify(query) }))
    for (const { ms, query } of slowest.toSorted((one, other) => other.ms - one.ms).slice(0, 4))
      worst.push(
        `${ms.toFixed(1)} ms at best: ${name} ${query.replace(/"(?:spaces|kinds)":\[[^\]]*\],?/g, '')}`,
      )
  }
  expect(ledger.enter(figures), `the slowest:\n${worst.join('\n')}\n`).toEqual([])
})

/** Runs in the page. */
async function askAll(questions: readonly { readonly call: string; readonly query: object }[]) {
  const taken: number[] = []
  for (const { call, query } of questions) taken.push(await watching.ask(call, query))
  return taken
}

/** What somebody types who looks for an entry: a word of it, not the smallest, as far as they have come; or two. */
function typed(chance: Chance): string {
  for (;;) {
    const written = wordsOf(chance.one(ten.records)).filter((word) => word.length > 3)
    if (written.length < 2) continue
    const word = chance.one(written)
    const begun = word.slice(0, chance.from(1, word.length))
    return (chance.below(0.2) ? `${chance.one(written)} ${begun}` : begun).toLowerCase()
  }
}
