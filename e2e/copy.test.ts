/** What Noor wrote can be taken along, brought in elsewhere, and erased so that it is nowhere. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { hostileFiles } from './hostile.ts'
import { closeBrowser, openPhone, still } from './phone.ts'
import {
  addLandmark,
  answerQuestion,
  begin,
  beginHabit,
  bringCopy,
  checkIn,
  doSmallThing,
  findInStory,
  handTo,
  join,
  offerFile,
  readStory,
  screenText,
  seeNowhere,
  setLock,
  takeCopy,
  tellDay,
  thank,
} from './steps.ts'
import { nothing, placesOf, restingTraces, traces } from './traces.ts'

afterAll(closeBrowser)

/** A day with something of everything in it. */
async function liveADay(page: Page, word: string) {
  await begin(page)
  await doSmallThing(page, `small ${word}`)
  await checkIn(page, `check-in ${word}`)
  await answerQuestion(page, `answer ${word} 🌷 “ü”`)
  await thank(page, `thanks ${word}`)
  await tellDay(page, `high ${word}`, `low ${word}`)
  await beginHabit(page, `habit ${word}`)
  await addLandmark(page, `landmark ${word}`, 'How it began\nand went on')
}

async function eraseAll(page: Page) {
  await page.getByRole('button', { name: 'Erase everything' }).click()
  await page.getByRole('button', { name: 'Erase it all' }).click()
  await page.getByText('Everything is erased').waitFor()
}

async function readableCopy(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'For reading' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^tend-\d{4}-\d\d-\d\d\.md$/)
  return readFileSync(await download.path(), 'utf8')
}

test('Noor takes a copy, erases everything, and has it all on another phone', {
  timeout: 120_000,
}, async () => {
  const old = await openPhone(still)
  await liveADay(old.page, 'wintergreen')
  const story = await readStory(old.page)
  const copy = await takeCopy(old.page)
  const readable = await readableCopy(old.page)
  await old.axe()
  expect(copy.name).toMatch(/^tend-\d{4}-\d\d-\d\d\.json$/)
  expect(copy.records.length).toBeGreaterThan(8)
  expect(readable.match(/wintergreen/g)?.length).toBeGreaterThanOrEqual(7)

  // Something half written goes as well.
  await old.open('/a/thanks')
  await old.page.getByLabel('You …').fill('half a wintergreen')
  await old.open('/a/you/data')
  await eraseAll(old.page)
  await old.axe()
  expect(await traces(old.page)).toEqual(nothing)
  expect(await placesOf(old.page, 'wintergreen')).toEqual([])
  await old.page.getByRole('button', { name: 'Start again' }).click()
  await old.page.getByRole('button', { name: 'Begin' }).waitFor()
  await seeNowhere(old.page, 'Noor')
  expect(await placesOf(old.page, 'wintergreen')).toEqual([])
  await old.close()

  const another = await openPhone(still)
  await another.open('/')
  await another.page.getByRole('link', { name: 'I have a file from another phone' }).click()
  await another.page.getByText('Choose a file').waitFor()
  await another.axe()
  await bringCopy(another.page, copy.text)
  await another.page.locator('.hero .name', { hasText: 'Noor' }).waitFor()
  const again = await takeCopy(another.page)
  expect(again.head).toEqual(copy.head)
  expect(again.records).toEqual(copy.records)
  expect(await readableCopy(another.page)).toBe(readable)
  expect(await readStory(another.page)).toBe(story)

  // The same file once more does no harm.
  await another.open('/a/you/data')
  await offerFile(another.page, copy.text)
  await another.page.getByText('It belongs to you, so it joins what is here.').waitFor()
  await another.axe()
  await another.page.getByRole('button', { name: 'Bring it in' }).click()
  await another.page.locator('.hero').waitFor()
  expect((await takeCopy(another.page)).records).toEqual(copy.records)
  await another.close()
})

test('A second page that stands open when everything is erased begins anew, with nothing in it', async () => {
  const noor = await openPhone(still)
  await begin(noor.page)
  await thank(noor.page, 'found the wintergreen')
  const other = await noor.context.newPage()
  await noor.open('/a/story', other)
  await other.getByText('found the wintergreen').waitFor()
  await noor.open('/a/you/data')
  await eraseAll(noor.page)
  await other.waitForURL('**/a/begin')
  await other.getByRole('button', { name: 'Begin' }).waitFor()
  await seeNowhere(other, 'wintergreen')
  expect(await placesOf(other, 'wintergreen')).toEqual([])
  expect(await placesOf(other, 'Noor')).toEqual([])
  await noor.close()
})

test('A copy holds nothing of Sam’s own, no lock, and no trace of the phone', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await setLock(page, 'four walls hold')
  const device = (await takeCopy(page)).records.map((rec) => String(rec['h']).slice(16))
  expect(new Set(device)).toEqual(new Set(['0'.repeat(16)]))
  await join(page, 'Sam')
  await thank(page, 'only Sam knows of the tansy')
  await thank(page, 'both know of the yarrow', { shared: true })
  await handTo(page, 'Noor', 'four walls hold')
  const { text } = await takeCopy(page)
  expect(text).toContain('yarrow')
  expect(text).not.toContain('tansy')
  expect(text).not.toMatch(/"lock"|"hash"|"salt"|"rounds"/)
  await phone.close()
})

test('One thing that Noor erases is nowhere afterwards', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await thank(page, 'stayed')
  await tellDay(page, 'said xylocopa aloud', 'nothing')
  expect(await placesOf(page, 'xylocopa')).not.toEqual([])

  // What is written anew is gone in its first form, too.
  await findInStory(page, 'xylocopa')
  await page.locator('li.told a').first().click()
  await page.getByRole('button', { name: 'Change the words' }).click()
  await page.getByRole('textbox').first().fill('said quagga aloud')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.status').getByText('Changed').waitFor()
  await restingTraces(page)
  expect(await placesOf(page, 'xylocopa')).toEqual([])

  await thank(page, 'mended the tarsier')
  await findInStory(page, 'tarsier')
  await page.locator('li.told a').first().click()
  await page.getByRole('button', { name: 'Change the words' }).click()
  await page.getByRole('textbox').first().fill('Thank you for the lamp.')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.status').getByText('Changed').waitFor()
  await restingTraces(page)
  expect(await placesOf(page, 'tarsier')).toEqual([])

  await findInStory(page, 'quagga')
  await page.locator('li.told a').first().click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await phone.axe()
  await page.getByRole('button', { name: 'Remove it' }).click()
  await page.locator('.status').getByText('Removed').waitFor()
  await restingTraces(page)
  expect(await placesOf(page, 'quagga')).toEqual([])
  expect(await readStory(page)).not.toContain('quagga')
  expect(await findInStory(page, 'quagga')).toEqual([])
  const copy = await takeCopy(page)
  expect(copy.text).not.toContain('quagga')
  expect(copy.text).toContain('stayed')
  expect(await readableCopy(page)).not.toContain('quagga')
  await phone.open('/a/thanks')
  await page.getByText('stayed').first().waitFor()
  await seeNowhere(page, 'quagga')
  await phone.close()
})

test('None of the files that Kit hands over changes anything, and each is told apart', {
  timeout: 120_000,
}, async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await thank(page, 'what is true')
  await checkIn(page, 'and stays')
  const before = await takeCopy(page)
  const files = hostileFiles(before.text)
  expect(files.length).toBeGreaterThan(40)

  const resting = (await restingTraces(page)).files
  const wrong: string[] = []
  for (const { what, content, sentence } of files) {
    await offerFile(page, content)
    const said = page.locator('.note.error').or(page.getByRole('button', { name: 'Bring it in' }))
    await said.waitFor()
    const text = await said.innerText()
    if (!text.startsWith(sentence)) wrong.push(`${what}: “${text}”`)
    // A word in between, so that the next sentence is not taken for this one.
    await offerFile(page, before.text)
    await page.getByText('It belongs to you').waitFor()
  }
  expect(wrong).toEqual([])
  await offerFile(page, '')
  await page.locator('.note.error').waitFor()
  await phone.axe()
  expect((await restingTraces(page)).files).toEqual(resting)
  expect((await takeCopy(page)).text).toBe(before.text)
  expect(await screenText(page)).not.toContain('Something went wrong')
  await phone.close()
})

test('A file of Noor’s, brought in where Kit lives, gives her a place of her own', async () => {
  const noor = await openPhone(still)
  await begin(noor.page)
  await thank(noor.page, 'the noor side')
  const { text } = await takeCopy(noor.page)
  await noor.close()

  const kit = await openPhone(still)
  await begin(kit.page, { name: 'Kit', other: 'Ada' })
  await thank(kit.page, 'the kit side')
  await kit.open('/a/you/data')
  await offerFile(kit.page, text)
  await kit.page.getByText('It belongs to a person who is not on this phone yet.').waitFor()
  await kit.page.getByRole('button', { name: 'Bring it in' }).click()
  await kit.page.locator('.hero .name', { hasText: 'Noor' }).waitFor()
  expect(await readStory(kit.page)).not.toContain('the kit side')
  await handTo(kit.page, 'Kit')
  const story = await readStory(kit.page)
  expect(story).toContain('the kit side')
  expect(story).not.toContain('the noor side')
  await kit.close()
})
