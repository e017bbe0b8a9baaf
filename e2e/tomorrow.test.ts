/** The next day, and the ones after: the clock is moved, and Noor comes back. */
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, type Phone, sight, soon, still } from './phone.ts'
import { begin, beginHabit, doSmallThing, screenText, seeSmallThing, thank } from './steps.ts'

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
