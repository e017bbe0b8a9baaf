/** Two tabs of one phone: who holds what is kept, what the other one sees of it, and what is left when one erases it. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, openScreen, type Phone, soon, visit } from './phone.ts'
import {
  addLandmark,
  answerQuestion,
  begin,
  checkIn,
  doSmallThing,
  screenText,
  seeNowhere,
  thank,
} from './steps.ts'
import { placesOf } from './traces.ts'

afterAll(closeBrowser)

test('What is kept in either tab is in the other’s Story and Today, and neither is loaded anew', async () => {
  const noor = await openPhone()
  const one = noor.page
  await begin(one)
  const other = await tab(noor, '/a/story')
  await mark(one)
  await mark(other)

  await one.bringToFront()
  await thank(one, 'waited at the station')
  await other.bringToFront()
  await soon(() => screenText(other)).toContain('waited at the station')

  await one.bringToFront()
  await visit(one, '/a/today')
  const link = one.getByRole('link', { name: 'How are you today?' })
  expect(await link.innerText()).not.toContain('Done')
  await other.bringToFront()
  await checkIn(other, 'a quiet morning')
  await soon(() => link.innerText()).toContain('Done')

  // The small thing is done in the second; the first says that it is enough.
  await visit(other, '/a/garden')
  await doSmallThing(other, 'it was short')
  await one.bringToFront()
  await one.getByRole('heading', { name: 'Enough for today' }).waitFor()
  await visit(one, '/a/story')
  for (const kept of ['waited at the station', 'a quiet morning', 'it was short'])
    await soon(() => screenText(one)).toContain(kept)
  expect([await isMarked(one), await isMarked(other)]).toEqual([true, true])
  await noor.close()
})

test('Noor closes the tab that held what she keeps, and the one that waited goes on keeping', async () => {
  const noor = await openPhone()
  const one = noor.page
  await begin(one)
  await visit(one, '/a/thanks')
  await one.getByLabel('You …').fill('found the key')
  const other = await tab(noor, '/a/thanks')
  await mark(other)
  await soon(() => holding(other)).toMatchObject({ held: 1, waiting: 1 })
  const { holder, next } = await holding(other)
  expect(next).not.toBe(holder)

  // The second keeps something while the first is on its way out; whichever of the two answers, it is kept.
  await other.getByLabel('You …').fill('carried the long ladder')
  await Promise.all([one.close(), other.getByRole('button', { name: 'Keep it' }).click()])
  await other.locator('.kicker').getByText('Kept', { exact: true }).waitFor()
  await soon(() => holding(other)).toEqual({ held: 1, waiting: 0, holder: next, next: undefined })

  await visit(other, '/a/today')
  await thank(other, 'mended the blue lamp')
  await visit(other, '/a/story')
  for (const kept of ['carried the long ladder', 'mended the blue lamp'])
    await soon(() => screenText(other)).toContain(kept)
  expect(await isMarked(other)).toBe(true)

  // What was only being written in the first was never kept.
  expect(await screenText(other)).not.toContain('found the key')
  await noor.close()
})

test('Half an answer outlives a reload, a closed page and one that crashed', async () => {
  const noor = await openPhone()
  await begin(noor.page)
  let page = noor.page
  /** Goes on where the words stand, and nothing of them is missing. */
  const goOn = async (stands: string, more: string) => {
    await openScreen(page, `${noor.address}/a/question`)
    await page.getByRole('button', { name: 'Write an answer' }).click()
    const field = page.getByLabel('Your answer')
    expect(await field.inputValue()).toBe(stands)
    await field.press('End')
    await field.pressSequentially(more)
  }
  await goOn('', 'The morning we')
  await page.reload()
  await goOn('The morning we', ' missed')
  await page.close({ runBeforeUnload: false })
  page = await noor.context.newPage()
  await goOn('The morning we missed', ' the ferry')
  await crash(noor.context, page)
  page = await noor.context.newPage()
  await goOn('The morning we missed the ferry', '!')

  // Kept, it is there once, and no draft of it is left.
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('Kept', { exact: true }).waitFor()
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('ferry')
  await visit(page, '/a/story')
  await soon(async () => (await screenText(page)).match(/missed the ferry!/g)).toHaveLength(1)
  await noor.close()
})

test('In a window that can keep nothing the whole small loop works, and nothing of it is left', async () => {
  const noor = await openPhone()
  const { page } = noor
  await withoutDisk(noor)
  await begin(page)
  await page.getByText('This window keeps nothing. What you write is gone when you close it.').waitFor()
  await visit(page, '/a/garden')
  await doSmallThing(page, 'we stood at the window')
  await checkIn(page, 'slept too little')
  await answerQuestion(page, 'on the slow train')
  await thank(page, 'made the tea')
  await visit(page, '/a/story')
  await page.getByText('This is where your story begins.').waitFor()
  const told = ['we stood at the window', 'slept too little', 'on the slow train', 'made the tea']
  for (const kept of told) expect(await screenText(page)).toContain(kept)
  await visit(page, '/a/you/data')
  expect(await screenText(page)).not.toContain('Kept on this phone')
  for (const kept of told) expect(await placesOf(page, kept)).toEqual([])

  await page.goto(`${noor.address}/a/today`)
  await page.getByRole('button', { name: 'Begin' }).waitFor()
  for (const kept of told) await seeNowhere(page, kept)
  await noor.close()
})

test('Noor erases everything in one tab, and the others are sent to the beginning with nothing left', async () => {
  const noor = await openPhone()
  const one = noor.page
  await begin(one)
  await thank(one, 'hid the lavender soap')
  await addLandmark(one, 'The lavender field', 'We got lost on the way')
  const reading = await tab(noor, '/a/garden')
  await visit(reading, '/a/story')
  await soon(() => screenText(reading)).toContain('lavender soap')
  await reading.getByRole('searchbox').fill('lavender')
  const writing = await tab(noor, '/a/checkin')
  await writing.getByLabel('Anything else?').fill('lavender again')

  await one.bringToFront()
  await visit(one, '/a/you/data')
  await one.getByRole('button', { name: 'Erase everything' }).click()
  await one.getByRole('button', { name: 'Erase it all' }).click()
  await one.getByRole('heading', { name: 'Everything is erased' }).waitFor()
  for (const page of [writing, reading]) {
    await page.bringToFront()
    await page.waitForURL('**/a/begin')
    await page.getByRole('button', { name: 'Begin' }).waitFor()
    await seeNowhere(page, 'lavender')
  }
  // The way back does not lead behind it.
  await reading.goBack()
  await reading.waitForURL('**/a/begin')
  await reading.getByRole('button', { name: 'Begin' }).waitFor()
  await seeNowhere(reading, 'lavender')
  expect(await placesOf(reading, 'lavender')).toEqual([])
  // A page that opened anew may keep the app for offline again; its own files say "same" and "some" as they always did.
  const beside = (places: readonly string[]) => places.filter((place) => !/^tend-[0-9a-f]{12} /.test(place))
  for (const word of ['Noor', 'Sam']) expect(beside(await placesOf(reading, word))).toEqual([])

  // Somebody else can begin there, and the tab that erased does not stand in the way.
  await begin(reading, { name: 'Kit' })
  await reading.locator('.hero .name', { hasText: 'Kit' }).waitFor()
  await noor.close()
})

/** One more tab on the same phone. */
async function tab(phone: Phone, path: string): Promise<Page> {
  const page = await phone.context.newPage()
  await phone.open(path, page)
  return page
}

/** A page that was loaded anew has lost its mark. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(globalThis, { marked: true }))
const isMarked = (page: Page) => page.evaluate(() => 'marked' in globalThis)

/** Who holds the database, and who is next. */
const holding = (page: Page) =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    const [holder, next] = [held[0]?.clientId, pending[0]?.clientId]
    return { held: held.length, waiting: pending.length, holder, next }
  })

/** The process of the page dies, as when a phone needs its memory. */
async function crash(context: BrowserContext, page: Page): Promise<void> {
  const debug = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // The one who is asked cannot answer any more.
  void debug.send('Page.crash').catch(() => {})
  await crashed
  await page.close()
}

/**
 * A browser that gives no private file system, as Firefox's private windows. It is refused where Tend asks for it, in
 * the worker, so the worker's script gets a line of ours before its own. The page may still look, to see that it is empty.
 */
async function withoutDisk({ context }: Phone): Promise<void> {
  const refuse = `navigator.storage.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));\n`
  await context.route(/\/assets\/worker-[^/]+\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: refuse + (await response.text()) })
  })
}
