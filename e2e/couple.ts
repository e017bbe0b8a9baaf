/** Noor and Sam on phones of their own: what they do to come together, in the words that stand on their screens. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openPhone, type Phone, type PhoneOptions, soon, still } from './phone.ts'
import { begin } from './steps.ts'

/** Noor makes an invitation, and reads it off her screen. */
export async function invite(phone: Phone): Promise<string> {
  const { page } = phone
  await phone.open('/a/you/invite')
  await page.getByRole('button', { name: 'Make the invitation' }).click()
  const groups = page.locator('.typed span')
  await groups.first().waitFor()
  return (await groups.allInnerTexts()).join('-')
}

/** Sam types it. */
export async function answerInvitation({ page, ...phone }: Phone, code: string): Promise<void> {
  await phone.open('/a/join')
  await page.getByLabel('The invitation', { exact: false }).fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
}

const digitsOn = (page: Page) => page.locator('.digits').first().innerText()

/** Both look at the six digits and say that they are the same. */
export async function compare(one: Phone, other: Phone, then = /joined/): Promise<void> {
  for (const { page } of [one, other])
    await page.getByRole('heading', { name: 'Are these the same on both phones?' }).waitFor()
  const digits = await digitsOn(one.page)
  expect(digits.replace(/\D/g, '')).toMatch(/^\d{6}$/)
  expect(await digitsOn(other.page)).toBe(digits)
  for (const { page } of [one, other]) await page.getByRole('button', { name: 'Same on both' }).click()
  for (const { page } of [one, other]) {
    await page.getByRole('heading', { name: then }).waitFor()
    await page.getByRole('button', { name: 'Go to Today' }).click()
    await page.locator('.hero').waitFor()
  }
}

/** Two phones that share from here on. */
export async function openCouple(options: PhoneOptions = {}) {
  const noor = await openPhone({ ...still, ...options })
  const sam = await openPhone({ ...still, ...options })
  const address = options.address ? { address: options.address } : {}
  await begin(noor.page, { name: 'Noor', other: 'Sam', ...address })
  await begin(sam.page, { name: 'Sam', other: 'Noor', ...address })
  const code = await invite(noor)
  await answerInvitation(sam, code)
  await compare(noor, sam)
  return { noor, sam, close: async () => void (await Promise.all([noor.close(), sam.close()])) }
}

/** Somebody's story, without loading anything anew. */
async function toStory(phone: Phone): Promise<void> {
  await phone.page.bringToFront()
  if (new URL(phone.page.url()).pathname !== '/a/story') await phone.visit('/a/story')
}

/** Waits until a text stands there. */
export async function seeInStory(phone: Phone, text: string): Promise<void> {
  await toStory(phone)
  await phone.page.getByText(text).first().waitFor()
}

export const storyOf = async (phone: Phone): Promise<string> => {
  await toStory(phone)
  await soon(() => phone.page.locator('li.told').count()).toBeGreaterThan(0)
  return phone.page.locator('main').innerText()
}

/** Waits until a text that stood in somebody's story is gone, without loading anything anew. */
export async function seeGone(phone: Phone, text: string): Promise<void> {
  await toStory(phone)
  await phone.page.getByText(text).first().waitFor({ state: 'detached' })
}
