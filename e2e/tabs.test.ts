/** Two pages at once, pages that are killed, and a window that keeps nothing. */
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, type Phone, settled, sight, soon } from './phone.ts'
import { begin, checkIn, handTo, join, readStory, screenText, thank } from './steps.ts'

afterAll(closeBrowser)

test('What Noor keeps on one page appears on the other by itself', async () => {
  const noor = await openPhone()
  const { page: one } = noor
  await begin(one)
  const other = await noor.context.newPage()
  await noor.open('/a/story', other)
  await thank(one, 'brought the map')
  await other.getByText('brought the map').waitFor()
  await noor.open('/a/today', other)
  await checkIn(one, 'both pages know')
  await other.getByText('Two small moments').waitFor()

  // The first one, which held the database, goes; the other goes on.
  await one.close()
  await thank(other, 'stayed on the second page')
  const story = await readStory(other)
  for (const kept of ['brought the map', 'both pages know', 'stayed on the second page'])
    expect(story).toContain(kept)
  const third = await noor.context.newPage()
  await noor.open('/a/story', third)
  await third.getByText('stayed on the second page').waitFor()
  await noor.axe(third)
  await noor.close()
})

test('Five pages at once keep five things, and none is lost', async () => {
  const noor = await openPhone()
  await begin(noor.page)
  const pages = [noor.page]
  while (pages.length < 5) pages.push(await noor.context.newPage())
  await Promise.all(
    pages.map(async (page, n) => {
      await noor.open('/a/thanks', page)
      await page.getByLabel('You …').fill(`kept page ${n}`)
    }),
  )
  // All of them are written on in the same field; each page keeps what stands on it.
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Keep it' }).click()))
  await Promise.all(pages.map((page) => page.locator('.kicker').getByText('Kept', { exact: true }).waitFor()))
  for (const page of pages.slice(0, 4)) await page.close()
  const story = await readStory(pages[4] as Page)
  for (const n of pages.keys()) expect(story).toContain(`kept page ${n}`)
  await noor.close()
})

test('When Sam takes the phone on one page, the other shows nothing of Noor any more', async () => {
  const phone = await openPhone()
  const { page: one } = phone
  await begin(one)
  await join(one, 'Sam')
  await handTo(one, 'Noor')
  await thank(one, 'hid the chrysoberyl')
  const other = await phone.context.newPage()
  await phone.open('/a/story', other)
  await other.getByText('hid the chrysoberyl').waitFor()
  await sight(other, 'hidden')
  await handTo(one, 'Sam')
  await other.bringToFront()
  await sight(other, 'visible')
  await soon(() => other.content()).not.toContain('chrysoberyl')
  // Nor on a page that is opened only now.
  const third = await phone.context.newPage()
  await phone.open('/a/story', third)
  await settled(third)
  expect(await third.content()).not.toContain('chrysoberyl')
  await phone.close()
})

type Field = readonly [label: string, text: string]
const tools: Readonly<Record<string, readonly Field[]>> = {
  '/a/thanks': [
    ['You …', 'sewed the button on'],
    ['It shows that you are …', 'careful'],
    ['For me that meant …', 'one worry less'],
  ],
  '/a/bids': [
    ['One I noticed', 'a cough at the door'],
    ['One I missed', 'a joke at breakfast'],
    ['What I could say', 'tell me the joke again'],
  ],
  '/a/day': [
    ['The high', 'the first swallow'],
    ['The low', 'the lost key'],
  ],
  '/a/checkin': [['Anything else?', 'a long walk home']],
}

async function writeEverywhere(phone: Phone, page: Page) {
  for (const [path, fields] of Object.entries(tools)) {
    await phone.open(path, page)
    for (const [label, text] of fields) await page.getByLabel(label, { exact: true }).fill(text)
  }
}

async function seeEverywhere(phone: Phone, page: Page) {
  for (const [path, fields] of Object.entries(tools)) {
    await phone.open(path, page)
    for (const [label, text] of fields)
      expect(await page.getByLabel(label, { exact: true }).inputValue(), `${path} ${label}`).toBe(text)
  }
}

test('What is being written outlives a reload, a closed page and a killed one', async () => {
  const noor = await openPhone()
  await begin(noor.page)
  const page = noor.page
  await writeEverywhere(noor, page)
  await page.reload()
  await seeEverywhere(noor, page)
  // Closed without a word to the page.
  await page.close()
  const second = await noor.context.newPage()
  await seeEverywhere(noor, second)

  // Killed in the middle of a sentence.
  await noor.open('/a/thanks', second)
  await second.getByLabel('You …').press('End')
  await second.getByLabel('You …').pressSequentially(' in the dark')
  const session = await noor.context.newCDPSession(second)
  const crashed = second.waitForEvent('crash')
  session.send('Page.crash').catch(() => {})
  await crashed
  const third = await noor.context.newPage()
  await noor.open('/a/thanks', third)
  expect(await third.getByLabel('You …').inputValue()).toBe('sewed the button on in the dark')
  // What was kept before is whole, too.
  await checkIn(third, 'after the crash')
  expect(await readStory(third)).toContain('after the crash')
  await second.close()
  await noor.close()
})

test('The first questions go on where they were when the page was killed', async () => {
  const noor = await openPhone()
  const { page } = noor
  await noor.open('/')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByLabel('What may Tend call you?').fill('Noor')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('We live far apart').click()
  await page.close()
  const second = await noor.context.newPage()
  await noor.open('/', second)
  expect(await second.getByRole('checkbox', { name: 'We live far apart' }).isChecked()).toBe(true)
  await second.getByRole('button', { name: 'Back' }).click()
  expect(await second.getByLabel('What may Tend call you?').inputValue()).toBe('Noor')
  await noor.close()
})

test('A window that keeps nothing works all the same, and says so', async () => {
  // As in a private window of Firefox: no service worker, and no private file system for page or worker.
  const noor = await openPhone()
  const { page } = noor
  const refuse = `
    Object.defineProperty(StorageManager.prototype, 'getDirectory', {
      value: () => Promise.reject(new DOMException('It is not here.', 'SecurityError')) })
    if ('ServiceWorkerContainer' in globalThis) Object.defineProperty(ServiceWorkerContainer.prototype, 'register', {
      value: () => Promise.reject(new DOMException('It is not here.', 'SecurityError')) });\n`
  await noor.context.addInitScript({ content: refuse })
  await noor.context.route(/\/assets\/worker-[^/]+\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: refuse + (await response.text()) })
  })
  await begin(page)
  await page.getByText('This window keeps nothing. What you write is gone when you close it.').waitFor()
  await noor.axe()
  await thank(page, 'opened the window')
  expect(await readStory(page)).toContain('opened the window')
  await noor.visit('/a/you/data')
  expect(await screenText(page)).toContain('This is a private window. Everything is gone when you close it.')
  await noor.axe()

  // And so it is.
  await page.goto(`${noor.address}/a/today`)
  await page.waitForURL('**/a/begin')
  await page.getByRole('button', { name: 'Begin' }).waitFor()
  await noor.close()
})
