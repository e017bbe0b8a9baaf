/** A whole first day without touching the screen: Tab, Space, Enter and the arrows, with the focus always in sight. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openPhone, soon } from './phone.ts'

afterAll(closeBrowser)

/** Why the focus cannot be seen, or nothing. */
const focusFault = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement
    // After the last element the browser's own bar has the focus.
    if (!(active instanceof HTMLElement) || active === document.body) return ''
    // A heading that was given the focus is where reading goes on; there is nothing to press.
    if (active.tabIndex < 0) return ''
    const around = [active, active.closest('label'), active.closest('summary')].filter((one) => one !== null)
    const isRinged = around.some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
      const after = getComputedStyle(one, '::after')
      return (
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) ||
        (after.outlineStyle !== 'none' && Number.parseFloat(after.outlineWidth) >= 2) ||
        boxShadow !== 'none'
      )
    })
    const name = `${active.tagName} “${(active.getAttribute('aria-label') ?? active.innerText ?? '').slice(0, 40)}”`
    if (!isRinged) return `${name} has no ring`
    const seen = active.closest('label') ?? active
    const { left, right, top, bottom } = seen.getBoundingClientRect()
    const points = [0.15, 0.5, 0.85].flatMap((x) =>
      [0.15, 0.5, 0.85].map((y) => [left + (right - left) * x, top + (bottom - top) * y] as const),
    )
    const isThere = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y)
      return hit !== null && (seen.contains(hit) || hit.contains(seen))
    })
    const [x = 0, y = 0] = points[4] ?? []
    const over = document.elementFromPoint(x, y)
    const place = `${Math.round(top)} to ${Math.round(bottom)} of ${innerHeight}, under ${over?.tagName}.${over?.className}`
    return isThere ? '' : `${name} ${seen.innerText} is out of sight or covered: ${place}`
  })

/** Tab by Tab to something, looking at every stop on the way. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  await target.first().waitFor({ state: 'attached' })
  for (let stop = 0; stop < 120; stop++) {
    await page.keyboard.press(key)
    expect(await focusFault(page), page.url()).toBe('')
    if (await target.first().evaluate((one) => one === document.activeElement)) return
  }
  throw new Error(`Tab never came to ${target}`)
}

async function press(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button') {
  const exact = typeof name === 'string'
  await tabTo(page, page.getByRole(role, { name, exact }))
  await page.keyboard.press('Enter')
}

/** After a change of screen the focus is on the heading, where a screen reader goes on. */
const seeFocusOnHeading = (page: Page, name: string | RegExp) =>
  soon(() =>
    page.evaluate(() => (document.activeElement?.tagName === 'H1' ? document.activeElement.textContent : '')),
  ).toMatch(name)

const type = async (page: Page, label: string, text: string) => {
  await tabTo(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.type(text)
}

/** The first two minutes. */
async function beginByKeyboard(page: Page) {
  await press(page, 'Begin')
  await type(page, 'What may Tend call you?', 'Noor')
  await type(page, 'What do you call them?', 'Sam')
  await press(page, 'Next')
  await page.getByRole('heading', { name: 'Anything Tend should know?' }).waitFor()
  await tabTo(page, page.getByRole('checkbox', { name: 'I like literal words' }))
  await page.keyboard.press('Space')
  await press(page, 'Next')
  for (let question = 0; question < 3; question++) {
    await tabTo(page, page.getByRole('radio'))
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(1)
    await press(page, 'Next')
  }
  await page.getByRole('heading', { name: 'A place to begin' }).waitFor()
  await press(page, 'Show me today')
  await page.locator('section.small h2').waitFor()
}

test('Noor lives her whole first day by keyboard alone', { timeout: 120_000 }, async () => {
  const noor = await openPhone()
  const { page } = noor
  await noor.open('/')
  await beginByKeyboard(page)
  await seeFocusOnHeading(page, /Noor/)

  // The small thing.
  const small = await page.locator('section.small h2').innerText()
  await press(page, 'Begin', 'link')
  await seeFocusOnHeading(page, small)
  await press(page, 'I did this already')
  await seeFocusOnHeading(page, /How was it/)
  await tabTo(page, page.getByRole('radio'))
  await page.keyboard.press('Space')
  await type(page, 'Anything to remember?', 'It took a minute')
  await press(page, 'Keep it')
  await page.getByRole('heading', { name: 'Enough for today' }).waitFor()

  // The check-in: a scale by arrows, a word from the sheet, Escape on the way.
  await press(page, /^How are you today/, 'link')
  await seeFocusOnHeading(page, /How are you today/)
  await tabTo(page, page.locator('.scale input'))
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
  await press(page, 'All words for feelings')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  // What was in it goes a moment after the sheet itself; only then it can be opened again.
  await soon(() => page.locator('dialog .stack').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('All words for feelings')
  await page.keyboard.press('Enter')
  const word = page.getByRole('dialog').getByRole('checkbox').first()
  await tabTo(page, word)
  await page.keyboard.press('Space')
  expect(await word.isChecked()).toBe(true)
  await press(page, 'Choose')
  await press(page, 'Keep it')
  await page.locator('.status').getByText('Thank you. That is enough.').waitFor()

  // A question.
  await press(page, /^A question/, 'link')
  await seeFocusOnHeading(page, /A question/)
  await press(page, 'Pass')
  await soon(() => page.evaluate(() => document.activeElement?.classList.contains('prompt'))).toBe(true)
  await press(page, 'Write an answer')
  await type(page, 'Your answer', 'By the harbour')
  await press(page, 'Keep it')
  await page.getByText('Kept', { exact: true }).waitFor()
  await press(page, 'Done')
  await page.locator('.hero').waitFor()

  // A thank-you.
  await press(page, /^One true thanks/, 'link')
  await seeFocusOnHeading(page, /One true thanks/)
  await type(page, 'You …', 'kept the seat free')
  await press(page, 'Keep it')
  await page.locator('.kicker').getByText('Kept', { exact: true }).waitFor()
  await press(page, 'Close')
  await page.locator('.hero').waitFor()

  // It is all in the story, and a search finds it.
  await press(page, 'Story', 'link')
  await seeFocusOnHeading(page, /Your story/)
  for (const kept of ['It took a minute', 'By the harbour', 'kept the seat free'])
    await page.getByText(kept).first().waitFor()
  await tabTo(page, page.getByRole('searchbox'))
  await page.keyboard.type('harbour')
  await page.locator('mark').first().waitFor()
  expect(await page.locator('li.told').count()).toBe(1)
  await tabTo(page, page.locator('li.told a'))
  await page.keyboard.press('Enter')
  await seeFocusOnHeading(page, /./)
  await press(page, 'Remove')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('By the harbour').waitFor()
  await noor.close()
})

test('Every sheet closes with Escape, and the focus goes back to what opened it', async () => {
  const noor = await openPhone()
  const { page } = noor
  await noor.open('/')
  await beginByKeyboard(page)
  const sheets = [
    ['/a/today', 'Other choices'],
    ['/a/today', /^Change/],
    ['/a/checkin', 'All words for needs'],
    ['/a/question', 'Favourites and your own'],
    ['/a/story', /Add a landmark|Write how it began/],
    ['/a/next', 'Another list'],
    ['/a/you/people', 'Leave this phone'],
    ['/a/you/data', 'Erase everything'],
  ] as const
  for (const [path, opener] of sheets) {
    await noor.open(path)
    const button = page.getByRole('button', { name: opener })
    await button.waitFor()
    await tabTo(page, button)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    // Inside, Tab stays inside.
    for (let stop = 0; stop < 4; stop++) {
      await page.keyboard.press('Tab')
      expect(
        await page.evaluate(() => {
          const active = document.activeElement
          return active === document.body || active?.closest('dialog') !== null
        }),
        path,
      ).toBe(true)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await button.evaluate((one) => one === document.activeElement), `${path} ${opener}`).toBe(true)
  }
  await noor.close()
})
