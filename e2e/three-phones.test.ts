/** Three in one bond: nobody comes in without everybody’s yes, nobody reads what was before them, and anyone may go. */
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { answerInvitation, compare, invite, openCouple, seeInStory, storyOf } from './couple.ts'
import { closeBrowser, openPhone, type Phone, still } from './phone.ts'
import { begin, thank } from './steps.ts'

afterAll(closeBrowser)

const everybody = { shared: 'All of us' } as const

async function askKitIn(noor: Phone): Promise<Phone> {
  const kit = await openPhone(still)
  await begin(kit.page, { name: 'Kit', other: 'Noor', form: 'Family' })
  await answerInvitation(kit, await invite(noor))
  await compare(noor, kit, /joined|asked/)
  return kit
}

async function say(sam: Phone, word: 'It is all right with me' | 'Not now'): Promise<void> {
  await sam.visit('/a/you/bond')
  await sam.page.getByRole('heading', { name: 'Somebody would like to join' }).waitFor()
  await sam.page.getByRole('button', { name: word }).click()
}

const isAlone = (page: Page) => page.getByText('Nobody shares with you here').waitFor()

test('Kit is in when Sam says yes, and reads from then on', { timeout: 180_000 }, async () => {
  const { noor, sam } = await openCouple()
  await thank(noor.page, 'was here before anybody else', { shared: true })
  await seeInStory(sam, 'was here before anybody else')
  const kit = await askKitIn(noor)
  await thank(noor.page, 'was said while Sam was being asked', { shared: true })
  await say(sam, 'It is all right with me')

  await kit.visit('/a/you/bond')
  await kit.page.getByText('Noor').first().waitFor()
  await thank(kit.page, 'came late and was welcome', everybody)
  for (const phone of [noor, sam]) await seeInStory(phone, 'came late and was welcome')
  await thank(sam.page, 'is for the three of us', everybody)
  for (const phone of [noor, kit]) await seeInStory(phone, 'is for the three of us')
  expect(await storyOf(kit)).not.toMatch(/before anybody else|being asked/)

  // Noor goes, and the two others go on.
  await noor.visit('/a/you/bond')
  await noor.page.getByRole('button', { name: 'Stop sharing' }).click()
  await noor.page.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click()
  await isAlone(noor.page)
  await thank(sam.page, 'stayed with Kit', { shared: true })
  await seeInStory(kit, 'stayed with Kit')
  expect(await storyOf(noor)).not.toContain('stayed with Kit')
  for (const phone of [noor, sam, kit]) await phone.close()
})

test('Kit gets nothing when Sam says not now', { timeout: 180_000 }, async () => {
  const { noor, sam } = await openCouple()
  const kit = await askKitIn(noor)
  await say(sam, 'Not now')
  await thank(noor.page, 'is for Sam alone', { shared: true })
  await seeInStory(sam, 'is for Sam alone')
  await kit.visit('/a/story')
  expect(await kit.page.locator('main').innerText()).not.toContain('for Sam alone')
  for (const phone of [noor, sam, kit]) await phone.close()
})
