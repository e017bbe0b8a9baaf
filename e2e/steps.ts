/** What Noor and Sam do, in the words that stand on their screens. Each step ends when its result can be seen. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { openScreen, settled, visit } from './phone.ts'

/** Inside the app where there is a way, as a person would go; otherwise by the address. */
const at = async (page: Page, path: string) => {
  const { origin, pathname } = new URL(page.url())
  if (pathname === path || !pathname.startsWith('/a/')) await openScreen(page, origin + path)
  else await visit(page, path)
}

/** What is on the screen, as words. */
export const screenText = (page: Page) => page.locator('main').innerText()

export type Beginning = {
  readonly name?: string
  readonly other?: string
  readonly form?: 'A partner' | 'A friend' | 'Family'
  readonly address?: string
}

/** The first two minutes of somebody called Noor, whose partner is called Sam. */
export async function begin(page: Page, from: Beginning = {}): Promise<void> {
  const { name = 'Noor', other = 'Sam', form, address = inject('address') } = from
  await page.goto(`${address}/`)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByLabel('What may Tend call you?').fill(name)
  if (form) await page.getByText(form, { exact: true }).click()
  await page.getByLabel('What do you call them?').fill(other)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  for (const answer of ['Mostly close', 'Finding the time', 'Small daily gestures']) {
    await page.getByText(answer, { exact: true }).click()
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await page.getByRole('button', { name: 'Show me today' }).click()
  await seeSmallThing(page)
}

/** The title of today's one small thing. */
export async function seeSmallThing(page: Page): Promise<string> {
  return page.locator('section.small h2').innerText()
}

export async function doSmallThing(page: Page, note: string): Promise<string> {
  await at(page, '/a/today')
  const title = await seeSmallThing(page)
  await page.getByRole('link', { name: 'Begin' }).click()
  await page.getByRole('button', { name: 'I did this already' }).click()
  await page.getByText(/a little closer$/).click()
  await page.getByLabel('Anything to remember?').fill(note)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('heading', { name: 'Enough for today' }).waitFor()
  return title
}

/** Where there are more than two, the choice is called otherwise. */
type Shared = { readonly shared?: true | 'All of us' }

export async function checkIn(page: Page, note: string, { shared }: Shared = {}): Promise<void> {
  await at(page, '/a/checkin')
  if (shared) await page.getByText(shared === true ? 'Both of us' : shared, { exact: true }).click()
  await page.locator('.scale .stop').filter({ hasText: '6' }).click()
  await page.getByLabel('Anything else?').fill(note)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.status').getByText('Thank you. That is enough.').waitFor()
}

export async function answerQuestion(page: Page, text: string, { shared }: Shared = {}): Promise<string> {
  await at(page, '/a/question')
  const question = await page.locator('h2.prompt').innerText()
  await page.getByRole('button', { name: 'Write an answer' }).click()
  if (shared) await page.getByText(shared === true ? 'Both of us' : shared, { exact: true }).click()
  await page.getByLabel('Your answer').fill(text)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('Kept', { exact: true }).waitFor()
  return question
}

export async function thank(page: Page, act: string, { shared }: Shared = {}): Promise<void> {
  await at(page, '/a/thanks')
  if (shared) await page.getByText(shared === true ? 'Both of us' : shared, { exact: true }).click()
  await page.getByLabel('You …').fill(act)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.kicker').getByText('Kept', { exact: true }).waitFor()
}

export async function tellDay(page: Page, high: string, low: string): Promise<void> {
  await at(page, '/a/day')
  await page.getByLabel('The high').fill(high)
  await page.getByLabel('The low').fill(low)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.status').getByText('Kept. Good night').waitFor()
}

export async function beginHabit(page: Page, then: string): Promise<void> {
  await at(page, '/a/habit')
  await page.getByText('The kettle', { exact: true }).click()
  await page.getByLabel('What will you do?').fill(`I will ${then}`)
  await page.getByRole('button', { name: 'Begin with this' }).click()
  await page.getByRole('button', { name: 'Mark today' }).waitFor()
}

export async function addLandmark(page: Page, title: string, text: string): Promise<void> {
  await at(page, '/a/story')
  await page.getByRole('button', { name: /Add a landmark|Write how it began/ }).click()
  await page.getByLabel('What do you call it?').fill(title)
  await page.getByLabel('What happened?').fill(text)
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('link', { name: title }).waitFor()
}

/** Sam, or whoever it is, joins the person who is here. */
export async function join(page: Page, name: string): Promise<void> {
  await at(page, '/a/you/people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('button', { name: 'Pass the phone to them' }).click()
  await page.getByRole('button', { name: 'I have the phone' }).click()
  await page.getByLabel('What may Tend call you?').fill(name)
  await page.getByText('A partner', { exact: true }).click()
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await seeSmallThing(page)
}

/** The phone changes hands. With a code, they open their own lock. */
export async function handTo(page: Page, name: string, code?: string): Promise<void> {
  await at(page, '/a/pass')
  await page.getByRole('button', { name: `I am ${name}` }).click()
  if (code) {
    await page.getByLabel('Your code').fill(code)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
  }
  await page.locator('.hero .name', { hasText: name }).waitFor()
}

export async function setLock(page: Page, code: string): Promise<void> {
  await at(page, '/a/you')
  await page.getByText('A lock of your own').click()
  await page.getByLabel('A code', { exact: true }).fill(code)
  await page.getByLabel('The same code again').fill(code)
  await page.getByRole('button', { name: 'Set the lock' }).click()
  await page.locator('.status').getByText('The lock is set').waitFor()
}

/** The whole story as it can be read, once it has come to its beginning. */
export async function readStory(page: Page): Promise<string> {
  await at(page, '/a/story')
  await page.getByText('This is where your story begins.').waitFor()
  return screenText(page)
}

/** The entries that a search in the story finds, or nothing. */
export async function findInStory(page: Page, text: string): Promise<readonly string[]> {
  await at(page, '/a/story')
  const field = page.getByRole('searchbox')
  if ((await field.count()) === 0) return []
  await field.fill(text)
  await page.locator('mark, .note').first().waitFor()
  await settled(page)
  return page.locator('li.told').allInnerTexts()
}

export type Copy = {
  readonly text: string
  readonly name: string
  readonly head: Record<string, unknown>
  readonly records: readonly Record<string, unknown>[]
}

/** The file that Tend saves for another phone. */
export async function takeCopy(page: Page): Promise<Copy> {
  await at(page, '/a/you/data')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'For another phone' }).click(),
  ])
  const text = readFileSync(await download.path(), 'utf8')
  const { records, ...head } = JSON.parse(text) as Record<string, unknown> & { records: Copy['records'] }
  return { text, name: download.suggestedFilename(), head, records }
}

/** Chooses a file on the screen of what is kept, which must be open. */
export const offerFile = (page: Page, content: string | Uint8Array, name = 'tend-2026-11-25.json') =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) })

export async function bringCopy(page: Page, text: string): Promise<void> {
  await offerFile(page, text)
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.locator('.hero').waitFor()
  await seeSmallThing(page)
}

/** What is said when a word is nowhere on the page, attributes and fields included. */
export async function seeNowhere(page: Page, word: string): Promise<void> {
  const places = await page.evaluate((wanted) => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(
      ({ value }) => value,
    )
    return [document.documentElement.outerHTML, document.title, ...fields].filter((text) =>
      text.toLowerCase().includes(wanted.toLowerCase()),
    )
  }, word)
  expect(places, `“${word}” at ${page.url()}`).toEqual([])
}
