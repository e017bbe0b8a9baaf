/**
 * What `every-screen.test.ts` does not see: the sheets, read from right to left with axe, words longer than anybody
 * expects, screens left before they came to rest, and each number to call against the very file it stands in.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { bundleEnd, bundleLine, bundleStart } from '../core/bundle.ts'
import type { Helplines } from '../core/content.ts'
import { clock, noor, noorsOwn, said, sam, shared } from '../core/couple.fixture.ts'
import { addDays, type Day } from '../core/day.ts'
import { dailyId, type Fields, type Kind, kinds, type Rec, recordId } from '../core/record.ts'
import { addresses } from './addresses.ts'
import { closeBrowser, openPhone, type Phone, type PhoneOptions, settled, soon, stillness } from './phone.ts'
import { begin, bringCopy, screenText } from './steps.ts'

afterAll(closeBrowser)

const at = '2026-11-25T18:30:00+01:00'
const today: Day = '2026-11-25'

/** Passing the phone on ends the visit of whoever was here, so it is the last screen of a walk. */
const walk = [...addresses.filter((path) => path !== '/a/pass'), '/a/pass']

test('Every sheet can be read, in light and in dark, and Escape closes it', {
  timeout: 120_000,
}, async () => {
  const { phone } = await fullPhone()
  await throughSheets(phone, () => phone.axe())
  await phone.close()
})

test('On the narrowest phone no long word pushes a screen or a sheet sideways, and nothing moves', {
  timeout: 120_000,
}, async () => {
  const { phone, entries } = await fullPhone({ viewport: { width: 320, height: 640 } })
  await watchMotion(phone)
  await throughSheets(phone)
  await seeWhole(phone, [...entries, ...walk])
  expect(await motionOf(phone)).toEqual([])
  await phone.close()
})

test('With text twice as large no long word pushes a screen or a sheet sideways', {
  timeout: 120_000,
}, async () => {
  const { phone, entries } = await fullPhone()
  await dressed(phone, "root.style.fontSize = '200%'")
  await throughSheets(phone)
  await seeWhole(phone, [...entries, ...walk])
  await phone.close()
})

test('Read from right to left, screens and sheets are whole and nothing bars the way', {
  timeout: 120_000,
}, async () => {
  const { phone, entries } = await fullPhone()
  await dressed(phone, "root.dir = 'rtl'")
  await throughSheets(phone, () => phone.axe())
  await seeWhole(phone, [...entries, ...walk], () => phone.axe())
  await phone.close()
})

test('Noor goes on before a screen has come to rest, and it is no fault', async () => {
  const phone = await openPhone({ at })
  await begin(phone.page)
  await watchMotion(phone)
  await phone.page.evaluate(() => {
    for (const path of ['/a/story', '/a/garden', '/a/practise'])
      document.querySelector<HTMLElement>(`.tabs a[href="${path}"]`)?.click()
  })
  await phone.page.getByRole('heading', { level: 1, name: 'Practise' }).waitFor()
  await settled(phone.page)
  // She did not ask for less motion, so screens may come and go.
  expect(await motionOf(phone)).toContain('a change of screen')
  await phone.close()
})

const countries = globSync(join(import.meta.dirname, '../content/helplines/[A-Z][A-Z].json'))
  .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Helplines)
  .toSorted((one, other) => (one.country < other.country ? -1 : 1))

/** Everything that can be called, as it is shown. */
const calls = (page: Page) =>
  page
    .locator('a.call')
    .evaluateAll((all) =>
      all.map((one) => [one.textContent?.replace(/^(Call|Text|WhatsApp) /, ''), one.getAttribute('href')]),
    )

/** Everything that should be there to call, in the order of the file. */
const callsOf = ({ emergency, lines }: Helplines) => [
  ...emergency.map(({ number }) => [number, `tel:${number}`]),
  ...lines
    .flatMap(({ contacts }) => contacts)
    .map(({ type, value }) => [
      value,
      `${type === 'sms' ? 'sms' : 'tel'}:${value.replace(/[ -]/g, '').replace('#', '%23')}`,
    ]),
]

/** Every text of a country's file that holds a number, word for word, the longest first. */
const sayingsOf = ({ emergency, lines }: Helplines): readonly string[] =>
  [
    ...emergency.flatMap(({ number, note }) => [number, note]),
    ...lines.flatMap(({ name, audience, contacts, sources }) => [
      name,
      audience,
      ...contacts.flatMap(({ value, hours, note }) => [value, hours, note]),
      ...sources.map((source) => source.name),
    ]),
  ]
    .flatMap((text) => (text && /\d/.test(text) ? [text] : []))
    .toSorted((one, other) => other.length - one.length)

const date = /\b\d{1,2} [A-Z][a-z]+ \d{4}\b/g

test('In every country exactly the numbers of its file can be called, and no other number is there', async () => {
  expect(countries.length).toBeGreaterThan(40)
  const phone = await openPhone({ at })
  const { page } = phone
  await phone.open('/a/info')
  const country = page.getByLabel('Which country are you in?')
  await country.waitFor()
  expect((await screenText(page)).match(/\d{3,}/g)?.toSorted()).toEqual(['112', '112', '911', '999'])
  expect(await country.locator('option').count()).toBe(countries.length + 1)

  const strange: string[] = []
  for (const of of countries) {
    await country.selectOption(of.country)
    await soon(() => calls(page)).toEqual(callsOf(of))
    const rest = sayingsOf(of)
      .reduce((text, one) => text.replaceAll(one, '·'), await screenText(page))
      .replace(date, '·')
    for (const number of rest.match(/\S*\d{3,}\S*/g) ?? []) strange.push(`${of.country}: ${number}`)
  }
  expect(strange, 'numbers that are in no file').toEqual([])
  await phone.close()
})

test('A number that nobody has checked for a year is not there any more', async () => {
  const phone = await openPhone({ at: '2028-02-01T10:00:00+01:00' })
  const { page } = phone
  await phone.open('/a/info')
  const country = page.getByLabel('Which country are you in?')
  for (const of of countries) {
    await country.selectOption(of.country)
    await soon(() => calls(page)).toEqual(callsOf({ ...of, lines: [] }))
    if (of.lines.length > 0) await page.getByText('has not been checked for a year').waitFor()
  }
  await phone.close()
})

type How = { readonly daysAgo?: number; readonly by?: number; readonly of?: string }

/** Everything Noor and Sam can keep, over a year, and a few things that are longer than anybody expects. */
function life(): { readonly file: string; readonly entries: readonly string[] } {
  const records: Rec[] = []
  const write = <K extends Kind>(kind: K, fields: Fields<K>, { daysAgo = 0, by, of }: How = {}): Rec => {
    const day = addDays(today, -daysAgo)
    const atMs = Date.parse(`${day}T08:00:00Z`) + records.length * 1000
    const slot = by ?? noor
    const space = by === undefined ? noorsOwn : shared
    const random = new Uint8Array(9).fill(records.length)
    const id = of
      ? dailyId({ space, kind, by: slot, day: '1970-01-01', of })
      : 'daily' in kinds[kind]
        ? dailyId({ space, kind, by: slot, day })
        : recordId({ atMs, by: slot, random })
    const f = { ...fields, ...('day' in fields && { day }) }
    const rec: Rec = { id, space, kind, v: 1, at: atMs, by: slot, h: clock(atMs, '0'.repeat(16)), f }
    records.push(rec)
    return rec
  }
  const { lock: _lock, lockMinutes: _minutes, theme: _theme, ...person } = said.person
  const { before: _before, ...bond } = said.bond
  write('person', person, { of: 'person', daysAgo: 400 })
  write('bond', { ...bond, name: 'Samantha-Alexandrina' }, { of: 'bond', daysAgo: 400 })
  const habit = write('habit', said.habit, { daysAgo: 30 })
  const longThen = `I ${'say good night '.repeat(12)}`
  write('habit', { ...said.habit, then: longThen, paused: true }, { daysAgo: 20 })
  const liked = { prompt: 'couple-light-01', seen: addDays(today, -1), favourite: true }
  write('prompt', liked, { of: liked.prompt, daysAgo: 1 })
  write('question', { ...said.question, text: `What of ${'the long way round '.repeat(9)}?` })
  write('word', said.word)

  const entries: Rec[] = []
  for (const daysAgo of [1, 2, 6, 9, 23, 40, 200, 390]) {
    write('offer', said.offer, { of: `offer.${daysAgo}`, daysAgo })
    write('mark', { ...said.mark, habit: habit.id }, { daysAgo })
    write('step', said.step, { daysAgo })
    write('check', said.check, { daysAgo })
    write('done', said.done, { daysAgo })
    write('gratitude', said.gratitude, { daysAgo })
    write('bid', said.bid, { daysAgo })
    write('answer', said.answer, { daysAgo, by: noor })
    write('highlow', said.highlow, { daysAgo, by: noor })
    write('landmark', said.landmark, { daysAgo, by: noor })
    write('appreciation', said.appreciation, { daysAgo, by: sam })
    const told = [
      write('checkin', { ...said.checkin, closeness: 1 + (daysAgo % 7) }, { daysAgo }),
      write('answer', { ...said.answer, text: 'The other goat' }, { daysAgo, by: sam }),
      write('highlow', said.highlow, { daysAgo, by: sam }),
    ]
    if (daysAgo === 1) entries.push(...told)
  }
  const longTitle = 'Donaudampfschifffahrt'.repeat(5)
  entries.push(
    write('done', { ...said.done, note: `https://example.org/${'a-long-way-'.repeat(30)}` }),
    write('landmark', { ...said.landmark, title: longTitle, text: 'Snow. '.repeat(300) }, { by: noor }),
    write('appreciation', { ...said.appreciation, act: 'carried-the-chairs-and-the-table'.repeat(5) }),
  )
  return {
    file:
      bundleStart({ space: noorsOwn, shared, day: today }) + records.map(bundleLine).join(',\n') + bundleEnd,
    entries: entries.map(({ id }) => `/a/story/${id}`),
  }
}

/** A phone to which that life was brought in. Its owner asked for less motion. */
async function fullPhone(options: PhoneOptions = {}) {
  const phone = await openPhone({ at, reducedMotion: 'reduce', ...options })
  const { file, entries } = life()
  await phone.open('/a/you/data')
  await bringCopy(phone.page, file)
  return { phone, entries }
}

/** Changes the root of every page from now on, before anything of Tend runs, and loads it anew. */
async function dressed({ page }: Phone, change: string) {
  await page.addInitScript(`document.addEventListener('readystatechange', () => {
    const root = document.documentElement
    if (document.readyState === 'interactive') ${change}
  })`)
  await page.reload()
  await page.locator('.hero .name').waitFor()
}

/** What reaches out of the page or of an open sheet, so that one would have to push it sideways. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('dialog[open]')].flatMap((box) => {
      if (box.scrollWidth <= box.clientWidth) return []
      const { left, right } = box.getBoundingClientRect()
      const wide = [...box.querySelectorAll('*')].filter((one) => {
        const rect = one.getBoundingClientRect()
        return rect.width > 0 && (rect.right > right + 1 || rect.left < left - 1)
      })
      const told = wide
        .slice(-3)
        .map((one) => `${one.tagName}.${one.getAttribute('class')} ${one.textContent?.slice(0, 40)}`)
      return [`${box.tagName} ${box.scrollWidth} in ${box.clientWidth}: ${told.join(', ')}`]
    }),
  )

type Look = () => Promise<unknown>

/** Walks through the screens, and tells of all that is wrong, not only of the first. */
async function seeWhole(phone: Phone, paths: readonly string[], look: Look = async () => {}) {
  const found: string[] = []
  for (const path of paths) {
    await walkTo(phone, path)
    found.push(...(await cutOff(phone.page)).map((one) => `${path}: ${one}`))
    await look().catch((error: Error) => found.push(error.message))
  }
  expect(found).toEqual([])
}

/** A link to the screen one is on leads nowhere, and nothing new would come. */
async function walkTo(phone: Phone, path: string) {
  if (new URL(phone.page.url()).pathname !== path) await phone.visit(path)
}

/** Where a sheet opens, by which button, and by which other one inside it. */
const sheets: readonly (readonly [path: string, button: string | RegExp, inside?: string])[] = [
  ['/a/today', /^Change/],
  ['/a/today', 'Other choices'],
  ['/a/checkin', 'All words for feelings'],
  ['/a/checkin', 'All words for needs'],
  ['/a/question', 'Favourites and your own'],
  ['/a/question', 'Favourites and your own', 'Add your own question'],
  ['/a/question', 'Favourites and your own', 'Take back this question'],
  ['/a/story', 'Add a landmark'],
  ['/a/next', 'Another list'],
  ['/a/you/data', 'A sealed copy'],
  ['/a/you/data', 'Erase everything'],
]

/** Opens each, sees that it is whole, looks once more, and closes it with Escape. */
async function throughSheets(phone: Phone, look: Look = async () => {}) {
  const { page } = phone
  const found: string[] = []
  for (const [path, button, inside] of sheets) {
    await walkTo(phone, path)
    await page.getByRole('button', { name: button }).first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('heading').first().waitFor()
    if (inside) await sheet.getByRole('button', { name: inside }).click()
    await stillness(page)
    await settled(page)
    found.push(...(await cutOff(page)).map((one) => `${path}, ${inside ?? button}: ${one}`))
    await look().catch((error: Error) => found.push(`${inside ?? button}: ${error.message}`))
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
  }
  expect(found).toEqual([])
}

/** Notes whatever moves for longer than the blink the style sheet leaves, and each change of screen that is shown. */
const watchMotion = ({ page }: Phone) =>
  page.evaluate(() => {
    const moved: string[] = []
    Object.assign(globalThis, { moved })
    const look = ({ type, target }: Event) => {
      for (const one of document.getAnimations()) {
        const { duration } = one.effect?.getComputedTiming() ?? {}
        if (Number(duration) > 1) moved.push(`${type} ${(target as Element).className} ${duration}`)
      }
    }
    for (const type of ['animationstart', 'transitionrun']) addEventListener(type, look, true)
    const change = document.startViewTransition.bind(document)
    document.startViewTransition = (...how) => {
      moved.push('a change of screen')
      return change(...how)
    }
  })

const motionOf = ({ page }: Phone) =>
  page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)
