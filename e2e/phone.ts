/**
 * A phone in somebody's hand: a real Chromium of 390 by 844 with storage of its own. Every request it makes is watched,
 * and one to any other origin fails the story; so does an error on a page, or a word on the console.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { afterEach, expect, inject } from 'vitest'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser | undefined

export async function launch(): Promise<Browser> {
  browser ??= await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // As root there is no sandbox; the others keep the browser from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return browser
}

const inHand = new Set<BrowserContext>()

// A story that failed says what was on the screen, and leaves no phone behind.
afterEach(async ({ task }) => {
  for (const context of inHand) {
    if (task.result?.state === 'fail')
      for (const page of context.pages()) {
        const text = await page.locator('body').innerText({ timeout: 1000 }).catch(String)
        console.error(`${page.url()}\n${text.slice(0, 1500)}`)
      }
    await context.close()
  }
  inHand.clear()
})

export async function closeBrowser(): Promise<void> {
  await browser?.close()
  browser = undefined
}

/** Chromium asks for every preloaded font twice when a page with a service worker is loaded again, and says so. */
const preloadedAgain = /^The resource \S+\.woff2 was preloaded using link preload but not used/

export type Phone = Awaited<ReturnType<typeof openPhone>>

export type PhoneOptions = BrowserContextOptions & {
  /** The moment on its clock. */
  readonly at?: string
  /** Where Tend is served, when it is not the server of all stories. */
  readonly address?: string
}

/** For long stories in which motion is not what matters: it costs them a good part of their time. */
export const still = { reducedMotion: 'reduce' } as const

export async function openPhone({ at, address = inject('address'), ...more }: PhoneOptions = {}) {
  const context = await (await launch()).newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Vienna',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...more,
  })
  inHand.add(context)
  context.setDefaultTimeout(15_000)
  const elsewhere: string[] = []
  const faults: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(`${address}/`) && !/^(blob|data):/.test(request.url()))
      elsewhere.push(request.url())
  })
  context.on('page', (page) => {
    page.on('pageerror', (error) =>
      faults.push(`${error.name}: ${error.message} ${error.stack ?? ''} at ${page.url()}`),
    )
    page.on('console', (message) => {
      if (!preloadedAgain.test(message.text()) && !message.location().url.endsWith('/favicon.ico'))
        faults.push(`${message.type()}: ${message.text()} (${message.location().url})`)
    })
  })
  if (at) await context.clock.install({ time: new Date(at) })
  const page = await context.newPage()
  return {
    context,
    page,
    address,
    elsewhere,
    faults,
    /** Opens an address as if it had been typed, and waits for its heading. */
    open: (path: string, on = page) => openScreen(on, address + path),
    /** Goes there without loading the page anew. */
    visit: (path: string, on = page) => visit(on, path),
    /** axe on what is shown now, light and dark; any violation fails. */
    axe: (on = page) => seeNoBarrier(on),
    close: async () => {
      inHand.delete(context)
      await context.close()
      expect(elsewhere, 'requests to another origin').toEqual([])
      expect(faults, 'errors on the page and words on the console').toEqual([])
    },
  }
}

export async function openScreen(page: Page, url: string): Promise<void> {
  // A page that nobody looks at gets hardly any frames.
  await page.bringToFront()
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Goes to an address inside the app, as a link would, and waits for the new screen. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.bringToFront()
  await page.evaluate((to) => {
    for (const heading of document.querySelectorAll('h1')) heading.dataset['before'] = ''
    const link = Object.assign(document.createElement('a'), { href: to, hidden: true })
    document.body.append(link)
    link.click()
    link.remove()
  }, path)
  await page.locator('h1:not([data-before])').waitFor({ state: 'attached' })
  await settled(page)
}

/** What is not there yet, but will be before anybody grows impatient. */
export const soon = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 50 })

/** Whatever was still to come has come: the words on the page are the same for a few frames. */
export const settled = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const until = performance.now() + 10_000
    for (let last = '', same = 0; same < 4; ) {
      if (performance.now() > until) throw new Error(`${location.pathname} never comes to rest`)
      const now = document.body.innerHTML
      same = now === last ? same + 1 : 0
      last = now
      await frame()
    }
  })

export async function seeNoBarrier(page: Page): Promise<void> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await stillness(page)
    let seen = await violations(page)
    // Chromium is sometimes late with the colours of a page that changes from light to dark while it is open.
    if (seen.some((one) => one.startsWith('color-contrast'))) {
      await page.evaluate(repaint)
      await stillness(page)
      seen = await violations(page)
    }
    found.push(...seen.map((one) => `${colorScheme}: ${one}`))
  }
  await page.emulateMedia({ colorScheme: null })
  expect(found, `barriers at ${page.url()}`).toEqual([])
}

const repaint = () => {
  document.body.style.display = 'none'
  document.body.getBoundingClientRect()
  document.body.style.display = ''
}

/** What moves is measured when it has come to rest. What moves for ever is not waited for. */
export const stillness = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ends = document
      .getAnimations()
      .filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime)))
    await Promise.allSettled(ends.map((one) => one.finished))
    await frame()
  })

async function violations(page: Page): Promise<readonly string[]> {
  // Given to the debugger, not to the page, so the page's own headers stay in force.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] }
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> }
    }
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`,
    )
  })
}

/**
 * The page goes out of sight, or comes back. Chromium without a window calls every page visible, so the page is told
 * what a phone would have told it.
 */
export const sight = (page: Page, seen: 'hidden' | 'visible') =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  }, seen)

/** The service worker has everything it needs to answer alone, also for a page that it did not see open. */
export const worksAlone = (page: Page) =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    const isOver = () => active?.state === 'activated' && navigator.serviceWorker.controller !== null
    while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 20))
  })
