/** A copy that only Noor's passphrase opens: she takes it along and has everything again, and Kit gets nothing out of it. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, type Phone, still } from './phone.ts'
import { begin, offerFile, readStory, seeNowhere, takeCopy, tellDay, thank } from './steps.ts'
import { placesOf, restingTraces } from './traces.ts'

afterAll(closeBrowser)

const passphrase = 'goat lantern river shoe quiet'
/** A key takes a second or two here, and longer on a busy machine. */
const slowly = { timeout: 60_000 }

type Sealed = { readonly bytes: Buffer; readonly name: string }

async function openSheet({ page, open }: Phone) {
  await open('/a/you/data')
  await page.getByRole('button', { name: 'A sealed copy' }).click()
  await page.getByRole('dialog').getByRole('heading').waitFor()
}

async function choosePassphrase(page: Page, one: string, again = one) {
  await page.getByLabel('Passphrase', { exact: true }).fill(one)
  await page.getByLabel('The same passphrase again').fill(again)
}

async function sealNow(page: Page): Promise<Sealed> {
  const [download] = await Promise.all([
    page.waitForEvent('download', slowly),
    page.getByRole('button', { name: 'Seal and save' }).click(),
  ])
  await page.getByText(`It is called ${download.suggestedFilename()}.`).waitFor()
  return { bytes: readFileSync(await download.path()), name: download.suggestedFilename() }
}

async function tryPassphrase(page: Page, typed: string) {
  await page.getByLabel('Passphrase', { exact: true }).fill(typed)
  await page.getByRole('button', { name: 'Open it' }).click()
  const said = page.locator('.note.error').or(page.getByRole('button', { name: 'Bring it in' }))
  await said.waitFor(slowly)
  return said.innerText()
}

/** The longest time in which no frame came, from now until it is asked for. */
async function watchFrames(page: Page) {
  await page.evaluate(() => {
    const seen = { longestMs: 0 }
    Object.assign(globalThis, { seen })
    let last = performance.now()
    const frame = () => {
      const now = performance.now()
      seen.longestMs = Math.max(seen.longestMs, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  return () => page.evaluate(() => (globalThis as unknown as { seen: { longestMs: number } }).seen.longestMs)
}

test('Noor seals a copy, erases her phone, and has everything on another', { timeout: 180_000 }, async () => {
  const old = await openPhone(still)
  await begin(old.page)
  await thank(old.page, 'wintergreen 🌷 “ü”')
  await tellDay(old.page, 'high wintergreen', 'low')
  const plain = await takeCopy(old.page)
  const story = await readStory(old.page)

  await openSheet(old)
  await old.axe()
  await choosePassphrase(old.page, 'noor', 'noor')
  await old.page.getByRole('button', { name: 'Seal and save' }).click()
  await old.page.getByText('That is too easy to guess.').waitFor()
  await choosePassphrase(old.page, passphrase, 'goat lantern river')
  await old.page.getByRole('button', { name: 'Seal and save' }).click()
  await old.page.getByText('The two are not the same.').waitFor()
  await old.axe()
  await choosePassphrase(old.page, passphrase)
  const longestMs = await watchFrames(old.page)
  const sealed = await sealNow(old.page)
  expect(await longestMs(), 'the page stays alive meanwhile').toBeLessThan(500)
  await old.axe()
  await old.page.getByRole('button', { name: 'Done' }).click()
  expect(sealed.name).toBe(plain.name.replace('.json', '.bak'))
  expect(sealed.name).toMatch(/^tend-\d{4}-\d\d-\d\d\.bak$/)
  for (const word of ['wintergreen', 'Noor', 'tend-export', 'goat'])
    expect(sealed.bytes.includes(word), word).toBe(false)
  await seeNowhere(old.page, 'lantern')
  expect(await placesOf(old.page, 'lantern')).toEqual([])
  await old.page.getByRole('button', { name: 'Erase everything' }).click()
  await old.page.getByRole('button', { name: 'Erase it all' }).click()
  await old.page.getByText('Everything is erased').waitFor()
  await old.close()

  const another = await openPhone(still)
  const { page } = another
  await another.open('/')
  await page.getByRole('link', { name: 'I have a file from another phone' }).click()
  await page.getByText('Choose a file').waitFor()
  await offerFile(page, sealed.bytes, sealed.name)
  await page.getByText('This copy is sealed.').waitFor()
  await another.axe()
  expect(await tryPassphrase(page, 'goat lantern river shoe')).toMatch(
    /^This passphrase does not open the copy/,
  )
  await another.axe()
  await page.getByText('Show what I type').click()
  // As a phone's keyboard and a paste leave it.
  expect(await tryPassphrase(page, ` ${passphrase.replace(' ', '  ')} `)).toBe('Bring it in')
  await another.axe()
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.locator('.hero .name', { hasText: 'Noor' }).waitFor()
  expect((await takeCopy(page)).text).toBe(plain.text)
  expect(await readStory(page)).toBe(story)
  expect(await placesOf(page, 'lantern')).toEqual([])
  await another.close()
})

test('Tend suggests six words, which Noor types once herself', async () => {
  const noor = await openPhone(still)
  const { page } = noor
  await begin(page)
  await openSheet(noor)
  await page.getByRole('button', { name: 'Suggest one' }).click()
  const words = await page.locator('dialog .note strong').innerText()
  expect(words).toMatch(/^(?:[a-z]{3,8} ){5}[a-z]{3,8}$/)
  expect(await page.getByLabel('Passphrase', { exact: true }).inputValue()).toBe(words)
  await noor.axe()
  await page.getByRole('button', { name: 'Suggest another' }).click()
  await expect.poll(() => page.locator('dialog .note strong').innerText()).not.toBe(words)
  const others = await page.locator('dialog .note strong').innerText()
  await page.getByRole('button', { name: 'Seal and save' }).click()
  await page.getByText('The two are not the same.').waitFor()
  await page.getByLabel('The same passphrase again').fill(others)
  const { bytes, name } = await sealNow(page)
  await page.keyboard.press('Escape')
  await offerFile(page, bytes, name)
  expect(await tryPassphrase(page, others)).toBe('Bring it in')
  await noor.close()
})

test('A sheet that is closed while it seals saves nothing', async () => {
  const noor = await openPhone(still)
  const { page } = noor
  await begin(page)
  await openSheet(noor)
  await choosePassphrase(page, passphrase)
  let saved = 0
  page.on('download', () => saved++)
  await page.getByRole('button', { name: 'Seal and save' }).click()
  await page.getByText('Making a key').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.waitForTimeout(3000)
  expect(saved).toBe(0)
  await page.getByRole('button', { name: 'A sealed copy' }).click()
  expect(await page.getByLabel('Passphrase', { exact: true }).inputValue()).toBe('')
  await noor.close()
})

const sentences = {
  cut: 'The end of this copy is missing. Nothing was changed.',
  cost: 'This copy was not sealed the way Tend does it; somebody may have changed it. Nothing was changed here.',
  newer: 'This file comes from a newer Tend. Nothing was changed.',
  damaged: 'Part of this file is damaged, so nothing of it was taken and nothing was changed.',
  notOurs: 'This file is cut short or is not one that Tend made. Nothing was changed.',
} as const

/** What Kit does to the file that nobody needs a passphrase to see. */
const spoilt = ({ bytes }: Sealed): readonly (readonly [string, Buffer, string])[] => {
  const withNumber = (at: number, number: number) => {
    const changed = Buffer.from(bytes)
    changed.writeUInt32BE(number, at)
    return changed
  }
  const later = Buffer.from(bytes)
  later[7] = 2
  return [
    ['4 GiB', withNumber(24, 4 * 1024 * 1024), sentences.cost],
    ['as much as there is', withNumber(24, 0xffffffff), sentences.cost],
    ['little memory', withNumber(24, 8), sentences.cost],
    ['a thousand passes', withNumber(28, 1000), sentences.cost],
    ['one pass', withNumber(28, 1), sentences.cost],
    ['a hundred lanes', withNumber(32, 100), sentences.cost],
    ['a later version', later, sentences.newer],
    ['a length that leads nowhere', withNumber(36, 0xffff0000), sentences.damaged],
    ...[7, 8, 30, 36, 38, 100, bytes.length - 1].map(
      (at) => [`cut after ${at}`, bytes.subarray(0, at), sentences.cut] as const,
    ),
    ['cut in its name', bytes.subarray(0, 5), sentences.notOurs],
  ]
}

test('Nothing that Kit does to the file changes anything, and each is told apart', {
  timeout: 180_000,
}, async () => {
  const noor = await openPhone(still)
  const { page } = noor
  await begin(page)
  await thank(page, 'what is true')
  const before = await takeCopy(page)
  await openSheet(noor)
  await choosePassphrase(page, passphrase)
  const sealed = await sealNow(page)
  await page.getByRole('button', { name: 'Done' }).click()
  const resting = (await restingTraces(page)).files

  for (const [what, content, sentence] of spoilt(sealed)) {
    const begun = performance.now()
    await offerFile(page, content, sealed.name)
    await page.locator('.note.error').waitFor()
    expect(await page.locator('.note.error').innerText(), what).toContain(sentence)
    expect(performance.now() - begun, what).toBeLessThan(2000)
    expect(await page.getByLabel('Passphrase', { exact: true }).count(), what).toBe(0)
    // A word in between, so that the next sentence is not taken for this one.
    await offerFile(page, before.text)
    await page.getByText('It belongs to you').waitFor()
  }
  await offerFile(page, sealed.bytes.subarray(0, 100), sealed.name)
  await page.getByText(sentences.cut).waitFor()
  await noor.axe()

  // In a file of one part a changed byte and a wrong passphrase look the same.
  for (const [at, typed] of [
    [sealed.bytes.length - 20, passphrase],
    [10, passphrase],
    [undefined, 'goat lantern river shoe loud'],
  ] as const) {
    const changed = Buffer.from(sealed.bytes)
    if (at !== undefined) changed[at]! ^= 1
    await offerFile(page, changed, sealed.name)
    expect(await tryPassphrase(page, typed)).toMatch(
      /^This passphrase does not open the copy, or the copy is/,
    )
  }
  expect((await restingTraces(page)).files).toEqual(resting)
  expect((await takeCopy(page)).text).toBe(before.text)
  await noor.close()
})
