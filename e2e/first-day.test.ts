/** The first day of somebody who has never seen Tend, alone with it. */
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, soon } from './phone.ts'
import {
  answerQuestion,
  begin,
  checkIn,
  doSmallThing,
  findInStory,
  readStory,
  screenText,
  seeSmallThing,
  thank,
} from './steps.ts'

afterAll(closeBrowser)

/** Nobody is asked who they are anywhere else. */
const asksForMore = /e-?mail|sign (?:in|up)|log ?in|account name|password|phone number|register|subscribe/i

test('Noor opens Tend for the first time and is told where she is before anything is asked', async () => {
  const noor = await openPhone()
  const { page } = noor
  await noor.open('/')
  expect(page.url()).toBe(`${noor.address}/a/begin`)
  await soon(() => screenText(page)).toContain('someone who can get at this phone')
  expect(await screenText(page)).toContain('without an account and without a network')
  expect(await screenText(page)).not.toMatch(asksForMore)
  await noor.axe()

  await page.getByRole('link', { name: 'What that means' }).click()
  await page.getByRole('heading', { name: 'People to call' }).waitFor()
  await noor.axe()
  await page.goBack()
  await page.getByRole('button', { name: 'Begin' }).waitFor()
  await noor.close()
})

test('Noor answers three questions and gets one small thing with the reason why', async () => {
  const noor = await openPhone()
  const { page } = noor
  await noor.open('/')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByLabel('What may Tend call you?').fill('Noor')
  await page.getByLabel('What do you call them?').fill('Sam')
  await noor.axe()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('heading', { name: 'Anything Tend should know?' }).waitFor()
  await noor.axe()
  await page.getByRole('button', { name: 'Next' }).click()
  for (const answer of ['Mostly close', 'Finding the time', 'Small daily gestures']) {
    await page.getByText(answer, { exact: true }).click()
    await noor.axe()
    expect(await screenText(page)).not.toMatch(asksForMore)
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await page.getByRole('heading', { name: 'A place to begin' }).waitFor()
  const first = await page.locator('.result section.card h2').innerText()
  await noor.axe()
  expect(await screenText(page)).not.toMatch(/score|points|out of|%/i)

  await page.getByRole('button', { name: 'Show me today' }).click()
  expect(await seeSmallThing(page)).toBe(first)
  expect(await page.locator('section.small .hint').innerText()).toMatch(
    /^Because you said that time is short/,
  )
  await noor.axe()

  // Back does not lead into the questions again.
  await page.goBack()
  await soon(() => page.url()).not.toContain('/a/begin')
  await noor.close()
})

test('Noor lives a whole first day, and finds it all in her story', async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page)
  const small = await seeSmallThing(page)

  await page.getByRole('link', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: small }).waitFor()
  await noor.axe()
  await page.getByRole('button', { name: /I’ll do it now|Do it with the phone down/ }).click()
  await page.getByText('Put the phone down. Come back when you like.').waitFor()
  await noor.axe()
  await page.getByRole('button', { name: /^(I|We) did it$/ }).click()
  await page.getByRole('heading', { name: 'How was it?' }).waitFor()
  await page.getByText(/a little closer$/).click()
  await page.getByLabel('Anything to remember?').fill('They had the interview at ten')
  await noor.axe()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('heading', { name: 'Enough for today' }).waitFor()
  await noor.axe()

  await page.getByRole('link', { name: 'How are you today?' }).click()
  await page.getByRole('heading', { name: 'How are you today?' }).waitFor()
  await noor.axe()
  await page.locator('.scale .stop').filter({ hasText: '6' }).click()
  await page.getByLabel('Anything else?').fill('The tram was full and it rained')
  await page.getByRole('button', { name: 'All words for feelings' }).click()
  await page.getByRole('dialog').waitFor()
  await noor.axe()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.status').getByText('Thank you. That is enough.').waitFor()

  const question = await answerQuestion(page, 'Once, on the ferry, we shared one glove each')
  await noor.axe()
  await thank(page, 'made tea before my call')
  await noor.axe()

  const story = await readStory(page)
  for (const kept of [
    'They had the interview at ten',
    'The tram was full and it rained',
    'we shared one glove each',
    'made tea before my call',
  ])
    expect(story).toContain(kept)
  expect(story).toContain(question)
  await noor.axe()

  const found = await findInStory(page, 'glove')
  expect(found).toHaveLength(1)
  expect(found[0]).toContain('we shared one glove each')
  expect(await findInStory(page, 'zeppelin')).toEqual([])
  await noor.axe()

  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.getByRole('link', { name: question }).click()
  await page.getByText('Once, on the ferry').waitFor()
  await noor.axe()

  expect(await page.evaluate(() => document.cookie)).toBe('')
  await noor.close()
})

test('Noor begins about a friend, and nothing speaks of a partner', async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page, { other: 'Mira', form: 'A friend' })
  await noor.axe()
  for (const path of ['/a/today', '/a/question', '/a/thanks', '/a/bids', '/a/checkin']) {
    await noor.open(path)
    expect(await screenText(page), path).not.toMatch(/\bpartner\b|\bspouse\b|\bromantic\b/i)
  }
  await page.getByText('How close do you feel to Mira today?').waitFor()
  await noor.close()
})

test('Noor skips everything, and gets a small thing all the same', async () => {
  const noor = await openPhone()
  const { page } = noor
  await noor.open('/')
  await page.getByRole('button', { name: 'Begin' }).click()
  for (let step = 0; step < 5; step++) await page.getByRole('button', { name: /^(Next|Skip)$/ }).click()
  await page.getByRole('heading', { name: 'A place to begin' }).waitFor()
  await noor.axe()
  await page.getByRole('button', { name: 'Show me today' }).click()
  expect(await seeSmallThing(page)).not.toBe('')
  expect(await page.locator('h1').innerText()).toMatch(/^(Hello|Good (morning|day|evening))$/)
  await noor.axe()
  await checkIn(page, 'just a line')
  expect(await readStory(page)).toContain('just a line')
  await noor.close()
})

test('Noor goes to the first address again, and it leads to Today', async () => {
  const noor = await openPhone()
  await begin(noor.page)
  await doSmallThing(noor.page, 'it was short')
  await noor.page.goto(`${noor.address}/a/begin`)
  await noor.page.waitForURL('**/a/today')
  await noor.page.locator('.hero .name', { hasText: 'Noor' }).waitFor()
  expect(await screenText(noor.page)).not.toContain('Before you begin')
  expect(await readStory(noor.page)).toContain('it was short')
  await noor.close()
})
