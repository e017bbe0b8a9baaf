/** Leaving quickly, and finding help: from everywhere, at once, and without a trace. */
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { addresses } from './addresses.ts'
import { closeBrowser, openPhone, type Phone, worksAlone } from './phone.ts'
import { begin, seeNowhere, setLock, thank } from './steps.ts'
import { restingTraces } from './traces.ts'

afterAll(closeBrowser)

async function seeThePlainPage(page: Page) {
  await page.waitForURL('**/tables.html')
  await page.getByRole('heading', { name: 'Kitchen tables' }).waitFor()
  expect(await page.title()).toBe('Tables')
  await seeNowhere(page, 'Tend')
  await seeNowhere(page, 'Noor')
}

/** A few steps into the app, so that there is something Back could lead to. */
async function wander(phone: Phone) {
  await phone.visit('/a/garden')
  await phone.visit('/a/story')
  await phone.visit('/a/thanks')
}

const threeFingers = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  const touchPoints = [100, 180, 260].map((x) => ({ x, y: 500 }))
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
}

const ways: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the button': (page) => page.getByRole('button', { name: 'Leave this page quickly' }).click(),
  'Shift three times': async (page) => {
    for (let press = 0; press < 3; press++) await page.keyboard.press('Shift')
  },
  'three fingers': threeFingers,
  'the link that only the keyboard finds': async (page) => {
    await page.getByRole('link', { name: 'Leave this page quickly' }).focus()
    await page.keyboard.press('Enter')
  },
}

for (const [name, leave] of Object.entries(ways))
  test(`Noor leaves by ${name}, and Back does not lead here again`, async () => {
    const noor = await openPhone()
    const { page } = noor
    await begin(page)
    await thank(page, 'lent me the secateurs')
    await wander(noor)
    await leave(page)
    await seeThePlainPage(page)
    for (let back = 0; back < 6; back++) {
      await page.goBack({ waitUntil: 'commit' }).catch(() => null)
      const url = page.url()
      expect(url === 'about:blank' || url.endsWith('/tables.html'), url).toBe(true)
      await seeNowhere(page, 'secateurs')
    }
    for (let forward = 0; forward < 6; forward++) {
      await page.goForward({ waitUntil: 'commit' }).catch(() => null)
      const url = page.url()
      expect(url === 'about:blank' || url.endsWith('/tables.html'), url).toBe(true)
    }
    await noor.close()
  })

test('The hidden link is the first thing the keyboard comes to, on every screen', async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page)
  for (const path of ['/a/today', '/a/story', '/a/question', '/a/info']) {
    await noor.open(path)
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    expect(await focused.innerText(), path).toBe('Leave this page quickly')
  }
  await noor.close()
})

test('Capital letters, two Shifts, or two fingers do not leave', async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page)
  await noor.open('/a/thanks')
  await page.getByLabel('You …').focus()
  for (const letter of ['N', 'O', 'W']) await page.keyboard.press(`Shift+Key${letter}`)
  await page.keyboard.press('Shift')
  await page.keyboard.press('Shift')
  const session = await page.context().newCDPSession(page)
  const touchPoints = [100, 180].map((x) => ({ x, y: 500 }))
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  // It is still the same page, with what was written on it.
  expect(await page.getByLabel('You …').inputValue()).toBe('NOW')
  await noor.close()
})

test('The plain page covers everything within a tenth of a second, twenty times out of twenty', {
  timeout: 120_000,
}, async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page)
  await page.addInitScript(() => {
    let pressed = 0
    addEventListener(
      'pointerdown',
      ({ timeStamp }) => {
        pressed = timeStamp
      },
      true,
    )
    const watch = new MutationObserver(() => {
      if (!document.documentElement.classList.contains('left')) return
      watch.disconnect()
      // Asking for a size makes the browser lay out what it is about to paint.
      document.body.getBoundingClientRect()
      const isCovered = document.getElementById('app')?.childElementCount === 0
      const soFar = sessionStorage.getItem('covered') ?? ''
      sessionStorage.setItem('covered', `${soFar} ${isCovered ? performance.now() - pressed : 10_000}`)
    })
    addEventListener('DOMContentLoaded', () =>
      watch.observe(document.documentElement, { attributeFilter: ['class'] }),
    )
  })
  const screens = ['/a/today', '/a/story', '/a/garden', '/a/checkin', '/a/info']
  for (let press = 0; press < 20; press++) {
    await noor.open(screens[press % screens.length] ?? '/a/today')
    await page.getByRole('button', { name: 'Leave this page quickly' }).click()
    await seeThePlainPage(page)
  }
  const told = await page.evaluate(() => sessionStorage.getItem('covered') ?? '')
  const paintedMs = told.trim().split(' ').map(Number)
  expect(paintedMs).toHaveLength(20)
  const [, p95 = Number.NaN] = paintedMs.sort((one, other) => other - one)
  console.log(`leave: covered after ${Math.round(p95)} ms at the 95th percentile of 20`)
  // 100 ms are promised on a phone of its own; this machine is shared.
  expect(p95).toBeLessThan(250)
  await noor.close()
})

test('Leaving works without a network', async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page)
  await worksAlone(page)
  await noor.context.setOffline(true)
  await noor.open('/a/story')
  await noor.visit('/a/thanks')
  await page.getByRole('button', { name: 'Leave this page quickly' }).click()
  await seeThePlainPage(page)
  await noor.close()
})

test('Help is one tap from every screen, and leaves no trace of having been looked at', {
  timeout: 150_000,
}, async () => {
  const noor = await openPhone()
  const { page } = noor
  await begin(page)
  await thank(page, 'waited with me')
  await noor.open('/a/today')
  // /a/pass goes last: from there nobody is here any more.
  const screens = [
    ...addresses.filter((path) => !['/a/info', '/a/pass', '/a/today', '/a/begin'].includes(path)),
    '/a/pass',
  ]
  for (const path of screens) {
    await noor.visit(path)
    const before = await restingTraces(page)
    await page.getByRole('link', { name: 'If something is wrong' }).first().click()
    await page.getByLabel('Which country are you in?').selectOption('GB')
    await page.getByRole('heading', { name: 'In danger now' }).waitFor()
    expect(await restingTraces(page), path).toEqual(before)
    await page.goBack()
    await page.getByLabel('Which country are you in?').waitFor({ state: 'detached' })
    expect((await restingTraces(page)).files, path).toEqual(before.files)
  }
  await noor.close()
})

test('Help is at most two taps away in the middle of things: questions, sheets, and a closed lock', async () => {
  const noor = await openPhone()
  const { page } = noor
  const help = page.getByRole('link', { name: 'If something is wrong' }).first()
  const seeHelp = async () => {
    await help.click()
    await page.getByRole('heading', { name: 'People to call' }).waitFor()
    await page.goBack()
  }
  await noor.open('/')
  await seeHelp()
  await page.getByRole('button', { name: 'Begin' }).click()
  await seeHelp()
  for (let step = 0; step < 5; step++) await page.getByRole('button', { name: /^(Next|Skip)$/ }).click()
  await page.getByRole('heading', { name: 'A place to begin' }).waitFor()
  await seeHelp()
  await page.getByRole('button', { name: 'Show me today' }).click()
  await page.locator('section.small').waitFor()

  await noor.open('/a/checkin')
  await page.getByRole('button', { name: 'All words for feelings' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Choose' }).click()
  await seeHelp()
  await noor.open('/a/thanks')
  await page.getByLabel('You …').fill('sang')
  await page.getByRole('button', { name: 'Say it aloud' }).click()
  await seeHelp()
  await setLock(page, 'four walls hold')
  await noor.open('/a/story')
  await page.getByText('This part of the phone is locked.').waitFor()
  const before = await restingTraces(page)
  await help.click()
  await page.getByRole('heading', { name: 'People to call' }).waitFor()
  await noor.axe()
  expect(await restingTraces(page)).toEqual(before)
  await seeNowhere(page, 'Noor')
  await noor.close()
})
