/** The next day, and the ones after: the clock is moved, and Noor comes back. */
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, type Phone, settled, sight, soon, still } from './phone.ts'
import {
  begin,
  beginHabit,
  checkIn,
  doSmallThing,
  readStory,
  screenText,
  seeSmallThing,
  tellDay,
  thank,
} from './steps.ts'
import { restingTraces } from './traces.ts'

afterAll(closeBrowser)

/** Nothing may speak of what was not done. The one line that says "missed" speaks of noticing, and asks for nothing. */
const reproach =
  /(?<!One you noticed, one you )miss(?:ed|ing)|streak|in a row|overdue|behind|catch up|days ago|since you|forgot|where were you/i

const evening = '2026-11-25T20:10:00+01:00'
const dayMs = 86_400_000

/** The phone lies there for some days; then the page is looked at again, without being loaded anew. */
async function comeBackLater({ page }: Phone, days: number) {
  await sight(page, 'hidden')
  const now = await page.evaluate(() => Date.now())
  await page.clock.setSystemTime(now + days * dayMs)
  await sight(page, 'visible')
}

const dayOnScreen = (page: Page) => page.locator('.hero .date').innerText()

test('Tomorrow Noor finds another small thing, and nothing of what she left undone', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  const first = await seeSmallThing(page)
  expect(await dayOnScreen(page)).toBe('Wednesday 25 November')

  await comeBackLater(noor, 1)
  await page.getByText('Thursday 26 November').waitFor()
  await soon(() => page.locator('section.small h2').allInnerTexts()).not.toEqual([])
  expect(await seeSmallThing(page)).not.toBe(first)
  expect(await screenText(page)).not.toMatch(reproach)
  expect(await screenText(page)).not.toContain(first)
  await noor.axe()

  // It stays the same all day, also on a page that is opened anew.
  const second = await seeSmallThing(page)
  await page.reload()
  expect(await seeSmallThing(page)).toBe(second)
  await noor.close()
})

test('A week without Tend leaves no word of it when Noor comes back', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  const done = await doSmallThing(page, 'done on the first day')
  await comeBackLater(noor, 9)
  await page.getByText('Friday 4 December').waitFor()
  await soon(() => page.locator('section.small h2').allInnerTexts()).not.toEqual([])
  expect(await seeSmallThing(page)).not.toBe(done)
  for (const path of ['/a/today', '/a/garden', '/a/story', '/a/habit', '/a/next']) {
    await noor.open(path)
    expect(await screenText(page), path).not.toMatch(reproach)
  }
  await noor.axe()
  await noor.close()
})

test('The mark that Noor gave her habit yesterday is there today, and can be given again', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  await beginHabit(page, 'send one line to Sam')
  await page.getByRole('button', { name: 'Mark today' }).click()
  await page.getByText('Today is marked').waitFor()
  await noor.axe()

  await comeBackLater(noor, 1)
  await noor.open('/a/habit')
  await page.getByText('Once in the last four weeks').waitFor()
  // Yesterday is marked already, so it is not asked for.
  expect(await page.getByRole('button', { name: 'It happened yesterday' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Mark today' }).click()
  await page.getByText('Twice in the last four weeks').waitFor()
  await noor.axe()
  await noor.close()
})

test('What Noor began to write yesterday is still there today', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  const fields = [
    ['/a/thanks', 'You …', 'held the ladder'],
    ['/a/thanks', 'It shows that you are …', 'patient'],
    ['/a/habit', 'What will you do?', 'I will hum on the stairs'],
  ] as const
  for (const [path, label, text] of fields) {
    await noor.open(path)
    await page.getByLabel(label).fill(text)
  }
  await noor.open('/a/question')
  await page.getByRole('button', { name: 'Write an answer' }).click()
  await page.getByLabel('Your answer').fill('It began in a queue')
  await noor.open('/a/story')
  await page.getByRole('button', { name: /Add a landmark|Write how it began/ }).click()
  await page.getByLabel('What happened?').fill('We both wanted the last umbrella')

  await comeBackLater(noor, 1)
  for (const [path, label, text] of fields) {
    await noor.open(path)
    expect(await page.getByLabel(label).inputValue(), label).toBe(text)
  }
  await noor.open('/a/question')
  await page.getByRole('button', { name: 'Write an answer' }).click()
  expect(await page.getByLabel('Your answer').inputValue()).toBe('It began in a queue')
  await noor.open('/a/story')
  await page.getByRole('button', { name: /Add a landmark|Write how it began/ }).click()
  expect(await page.getByLabel('What happened?').inputValue()).toBe('We both wanted the last umbrella')
  await noor.close()
})

const pagesOfADay = [
  ['/a/day', 'The high', 'the heron on the roof'],
  ['/a/bids', 'One I noticed', 'the hand on my back'],
  ['/a/checkin', 'Anything else?', 'tired, and glad of the rain'],
] as const

/** What lies in the story under a day of the month. */
async function storyOf(page: Page, day: number): Promise<string> {
  await readStory(page)
  const days = page.locator('section.day', { has: page.locator('h3 b', { hasText: `${day}` }) })
  return (await days.allInnerTexts()).join('\n')
}

test('What Noor began on the page of a day is kept for that day', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  await tellDay(page, 'the tram that waited', 'the rain')
  for (const [path, label, text] of pagesOfADay) {
    await noor.open(path)
    await page.getByLabel(label).fill(text)
  }
  await page.getByText('Hardly any', { exact: true }).click()

  await comeBackLater(noor, 1)
  for (const [path, label, text] of pagesOfADay) {
    await noor.open(path)
    await page.getByText('You began this on Wednesday 25 November').waitFor()
    expect(await page.getByLabel(label).inputValue(), label).toBe(text)
    await noor.axe()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.locator('.hero').waitFor()
    // The page of today is a new one.
    await noor.open(path)
    await soon(() => page.getByLabel(label).inputValue()).toBe('')
    expect(await screenText(page)).not.toContain('You began this')
  }
  await tellDay(page, 'the quiet of today', 'nothing')

  const [yesterday, today] = [await storyOf(page, 25), await storyOf(page, 26)]
  for (const [, , text] of pagesOfADay) {
    expect(yesterday).toContain(text)
    expect(today).not.toContain(text)
  }
  // What was kept of that day before has stayed, and a hard day says nothing about the next.
  expect(yesterday).toContain('the rain')
  expect(today).toContain('the quiet of today')
  await noor.visit('/a/today')
  await page.getByText('An ordinary day').waitFor()
  await noor.close()
})

test('Noor may let go of what she began, and only of that', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  for (const [path, label, text] of pagesOfADay) {
    await noor.open(path)
    await page.getByLabel(label).fill(text)
  }
  await comeBackLater(noor, 2)
  const [[path, label, text], [otherPath, otherLabel, otherText]] = pagesOfADay
  await noor.open(path)
  await page.getByRole('button', { name: 'Let it go' }).click()
  await page.getByRole('dialog').getByText('removed for good').waitFor()
  await noor.axe()
  await page.getByRole('button', { name: 'Not now' }).click()
  expect(await page.getByLabel(label).inputValue()).toBe(text)
  await page.getByRole('button', { name: 'Let it go' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Let it go' }).click()
  await page.locator('.status').getByText('Let go').waitFor()
  await soon(() => page.getByLabel(label).inputValue()).toBe('')
  expect(await screenText(page)).not.toContain('You began this')
  expect(JSON.stringify((await restingTraces(page)).local)).not.toContain(text)

  await noor.open(otherPath)
  await page.getByText('You began this on Wednesday 25 November').waitFor()
  expect(await page.getByLabel(otherLabel).inputValue()).toBe(otherText)
  await noor.open('/a/story')
  await settled(page)
  expect(await screenText(page)).not.toContain(text)
  await noor.close()
})

test('What Noor takes back from her story does not wait on the page of its day', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  await checkIn(page, 'tired, and glad of the rain')
  await noor.open('/a/checkin')
  await page.getByLabel('Anything else?').fill('tired, and glad of the rain, and more')
  await readStory(page)
  await page.locator('li.told a').first().click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button').first().click()
  await page.locator('.status p').waitFor()
  await comeBackLater(noor, 1)
  await noor.open('/a/checkin')
  await soon(() => page.getByLabel('Anything else?').inputValue()).toBe('')
  expect(JSON.stringify((await restingTraces(page)).local)).not.toContain('rain')
  await noor.close()
})

test('A page that is open at midnight stays when Noor is writing on it, and gives way when she is not', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  await checkIn(page, 'kept before midnight')
  await noor.open('/a/checkin')
  expect(await page.getByLabel('Anything else?').inputValue()).toBe('kept before midnight')
  await comeBackLater(noor, 1)
  await soon(() => page.getByLabel('Anything else?').inputValue()).toBe('')
  for (const [path, label, text] of pagesOfADay) {
    await noor.open(path)
    const field = page.getByLabel(label)
    await field.fill(text)
    const before = await field.elementHandle()
    await comeBackLater(noor, 1)
    await page.getByText('You began this on').waitFor()
    expect(await field.inputValue()).toBe(text)
    expect(await field.evaluate((now, before) => now === before, before), 'the very same field').toBe(true)
  }
  await noor.close()
})

test('Notes that Noor began about her habit and about a practice wait for her too', async () => {
  const noor = await openPhone({ ...still, at: evening })
  const { page } = noor
  await begin(page)
  const small = await seeSmallThing(page)
  await page.getByRole('link', { name: 'Begin' }).click()
  await page.getByRole('button', { name: 'I did this already' }).click()
  await page.getByLabel('Anything to remember?').fill('we laughed at the kettle')
  const practice = new URL(page.url()).pathname
  await beginHabit(page, 'hum on the stairs')
  await page.getByRole('button', { name: 'Mark today' }).click()
  await page.getByLabel('How did Sam answer?').fill('with a second voice')

  await comeBackLater(noor, 1)
  await noor.open('/a/habit')
  const note = page.getByLabel('How did Sam answer on Wednesday 25 November?')
  expect(await note.inputValue()).toBe('with a second voice')
  await noor.axe()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await note.waitFor({ state: 'detached' })
  await noor.open(practice)
  await page.getByText('You began this on Wednesday 25 November').waitFor()
  expect(await page.getByLabel('Anything to remember?').inputValue()).toBe('we laughed at the kettle')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.hero').waitFor()
  const [yesterday, today] = [await storyOf(page, 25), await storyOf(page, 26)]
  expect(yesterday).toContain('we laughed at the kettle')
  expect(today).not.toContain(small)
  await noor.close()
})

test('In fifteen days no small thing is offered twice, whatever Noor does with it', {
  timeout: 120_000,
}, async () => {
  const noor = await openPhone({ ...still, at: '2026-11-25T12:00:00+01:00' })
  const { page } = noor
  await begin(page)
  const offered: { readonly day: number; readonly small: string }[] = []
  for (let day = 1; day <= 15; day++) {
    const small = await seeSmallThing(page)
    offered.push({ day, small })
    // On some days she does it, on some she asks for another, on some she leaves it.
    if (day % 3 === 0) {
      await page.getByRole('button', { name: 'Something else today' }).click()
      await soon(() => seeSmallThing(page)).not.toBe(small)
      offered.push({ day, small: await seeSmallThing(page) })
    }
    if (day % 4 === 0) await doSmallThing(page, `day ${day}`)
    await comeBackLater(noor, 1)
    await noor.visit('/a/garden')
    await noor.visit('/a/today')
    await page.locator('section.small h2').waitFor()
  }
  expect(offered).toHaveLength(20)
  const again = offered.filter((one, at) =>
    offered.slice(0, at).some(({ day, small }) => small === one.small && one.day - day < 14),
  )
  expect(again).toEqual([])
  expect(offered.map(({ small }) => small)).not.toContain('Today can rest')
  await thank(page, 'still here after fifteen days')
  await noor.close()
})
