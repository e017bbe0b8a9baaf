/** Two phones and a server that knows nothing: what one of them shares is with the other, and nothing else is. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { answerInvitation, compare, invite, openCouple, seeGone, seeInStory, storyOf } from './couple.ts'
import { closeBrowser, openPhone, type Phone, soon, still } from './phone.ts'
import { copyOfHouse, startServer } from './server.ts'
import { begin, checkIn, thank } from './steps.ts'

afterAll(closeBrowser)

/** An answer that opens when both have answered, to the question that lies on the table. */
async function sealAnswer(phone: Phone, text: string): Promise<void> {
  const { page } = phone
  await phone.visit('/a/question')
  await page.getByRole('button', { name: 'Each on your own, then open together' }).click()
  await page.getByLabel('Your answer').fill(text)
  await page.getByRole('button', { name: 'Keep it closed' }).click()
  await page.getByText('It waits, closed').waitFor()
}

async function answerWaiting({ page, ...phone }: Phone, text: string): Promise<void> {
  await phone.visit('/a/question')
  await page.getByRole('button', { name: /left you an answer/ }).click()
  await page.getByRole('button', { name: 'Answer it' }).click()
  await page.getByLabel('Your answer').fill(text)
  await page.getByRole('button', { name: 'Keep it closed' }).click()
}

/** Everything that a phone keeps of Tend, as letters. */
const databaseOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    let all = ''
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle)
        else
          all += new TextDecoder('latin1').decode(
            await (await (entry as FileSystemFileHandle).getFile()).arrayBuffer(),
          )
      }
    }
    await walk(await navigator.storage.getDirectory())
    return all
  })

test('Noor and Sam join hands: what she shares is on his phone, what is hers is not, and they open answers together', {
  timeout: 120_000,
}, async () => {
  const { noor, sam, close } = await openCouple()
  await thank(noor.page, 'is only for quokka eyes')
  await thank(noor.page, 'carried the crates', { shared: true })
  await seeInStory(sam, 'carried the crates')
  expect(await storyOf(sam)).not.toContain('quokka')
  expect(await databaseOf(sam.page)).not.toContain('quokka')
  await checkIn(sam.page, 'a long day at sea', { shared: true })
  await seeInStory(noor, 'a long day at sea')

  await sealAnswer(noor, 'the smell of rain')
  expect(await databaseOf(sam.page)).not.toContain('smell of rain')
  await answerWaiting(sam, 'your laugh in the stairwell')
  // Both are open by themselves, on both phones.
  await seeInStory(noor, 'your laugh in the stairwell')
  await seeInStory(sam, 'the smell of rain')
  await noor.axe()
  await close()
})

describe('Taking back', () => {
  test('works before it was ever sent, and after it was read', { timeout: 120_000 }, async () => {
    const { noor, sam, close } = await openCouple()
    const takeBack = async (words: string) => {
      await seeInStory(noor, words)
      await noor.page.locator('li.told', { hasText: words }).locator('a').click()
      await noor.page.getByRole('button', { name: 'Take it back' }).click()
      await noor.page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
      await noor.page.locator('.status').getByText('Taken back').waitFor()
      await soon(() => new URL(noor.page.url()).pathname).toBe('/a/story')
    }
    await thank(noor.page, 'mended the wallaby kite', { shared: true })
    await seeInStory(sam, 'wallaby')
    await takeBack('wallaby')
    await seeGone(sam, 'wallaby')
    await soon(() => databaseOf(sam.page)).not.toContain('wallaby')

    await noor.context.setOffline(true)
    await thank(noor.page, 'hid the numbat letter', { shared: true })
    await takeBack('numbat')
    await noor.context.setOffline(false)
    await thank(noor.page, 'came after all that', { shared: true })
    await seeInStory(sam, 'came after all that')
    expect(await storyOf(sam)).not.toContain('numbat')
    expect(await databaseOf(sam.page)).not.toContain('numbat')
    await close()
  })
})

test('A week without a network is made up for in one go, on both sides', { timeout: 120_000 }, async () => {
  const { noor, sam, close } = await openCouple()
  for (const phone of [noor, sam]) await phone.context.setOffline(true)
  await thank(noor.page, 'wrote on the train', { shared: true })
  await thank(noor.page, 'wrote on the ferry', { shared: true })
  await thank(sam.page, 'wrote in the hut', { shared: true })
  await checkIn(sam.page, 'rain all week', { shared: true })
  expect(await storyOf(noor)).not.toContain('hut')
  for (const phone of [noor, sam]) await phone.context.setOffline(false)
  for (const words of ['wrote on the train', 'wrote on the ferry']) await seeInStory(sam, words)
  for (const words of ['wrote in the hut', 'rain all week']) await seeInStory(noor, words)
  await close()
})

test('Noor leaves: each keeps what they had, and nothing new goes either way', {
  timeout: 120_000,
}, async () => {
  const { noor, sam, close } = await openCouple()
  await thank(sam.page, 'stayed up with me', { shared: true })
  await seeInStory(noor, 'stayed up with me')
  await noor.context.setOffline(true)
  await noor.visit('/a/you/bond')
  await noor.page.getByRole('button', { name: 'Stop sharing' }).click()
  await noor.page.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click()
  await noor.page.locator('.status').getByText('You share with nobody here now').waitFor()
  await noor.context.setOffline(false)
  await sam.visit('/a/you/bond')
  await sam.page.getByText('Nobody shares with you here').waitFor()
  expect(await storyOf(noor)).toContain('stayed up with me')
  await sam.visit('/a/thanks')
  expect(await sam.page.getByText('Both of us', { exact: true }).count()).toBe(0)
  await close()
})

describe('An invitation', () => {
  test('that Sam has answered is used, and Kit comes too late', { timeout: 120_000 }, async () => {
    const noor = await openPhone(still)
    const sam = await openPhone(still)
    const kit = await openPhone(still)
    await begin(noor.page, { name: 'Noor', other: 'Sam' })
    await begin(sam.page, { name: 'Sam', other: 'Noor' })
    await begin(kit.page, { name: 'Kit', other: 'Ada' })
    const code = await invite(noor)
    await answerInvitation(sam, code)
    await sam.page.getByRole('heading', { name: 'Are these the same on both phones?' }).waitFor()
    await answerInvitation(kit, code)
    await kit.page.getByRole('heading', { name: 'This invitation was used already' }).waitFor()
    await compare(noor, sam)
    for (const phone of [noor, sam, kit]) await phone.close()
  })

  test('ends when one of them says that the digits are not the same', async () => {
    const noor = await openPhone(still)
    const sam = await openPhone(still)
    await begin(noor.page, { name: 'Noor', other: 'Sam' })
    await begin(sam.page, { name: 'Sam', other: 'Noor' })
    await answerInvitation(sam, await invite(noor))
    await noor.page.getByRole('button', { name: 'Not the same' }).click()
    await noor.page.getByRole('heading', { name: 'The digits were not the same' }).waitFor()
    await sam.page.getByRole('button', { name: 'Same on both' }).click()
    await thank(noor.page, 'is not shared with anybody')
    await sam.visit('/a/you/bond')
    await sam.page.getByText('Nobody shares with you here').waitFor()
    await noor.close()
    await sam.close()
  })
})

test('The server’s files hold no word, no name and no id of a person', { timeout: 120_000 }, async () => {
  const house = copyOfHouse()
  const server = await startServer({ from: house.folder })
  const { noor, sam, close } = await openCouple({ address: server.address })
  await thank(noor.page, 'sang to the okapi', { shared: true })
  await seeInStory(sam, 'sang to the okapi')
  const people = await noor.page.evaluate(() => JSON.stringify({ ...localStorage }))
  await close()
  const kept = readdirSync(server.data, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name)).toString('latin1'))
    .join('\n')
  expect(kept.length).toBeGreaterThan(1000)
  for (const word of ['okapi', 'Noor', 'Sam', 'appreciation', 'marigold']) expect(kept).not.toContain(word)
  for (const [id] of people.matchAll(/[0-9a-f]{32}/g)) {
    expect(kept).not.toContain(id)
    expect(kept).not.toContain(Buffer.from(id, 'hex').toString('latin1'))
  }
  await server.stop()
  house.remove()
})
