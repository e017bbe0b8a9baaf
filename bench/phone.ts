/**
 * A phone for measuring: a real Chromium with a profile on the disk, because a private window keeps its files in memory
 * and would flatter us. The page is the one people get; what we need to see of it is seen from outside.
 *
 * Before the page's own scripts run, `watchPage` sets its clock to the evening of the couple, keeps hold of the worker
 * behind the store, and watches the document. It adds no timer and no frame, so an idle page stays idle.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { type Couple, nowMs } from './couple.ts'

export type Phone = Awaited<ReturnType<typeof openPhone>>

export async function openPhone(address = inject('address')) {
  const profile = mkdtempSync(join(tmpdir(), 'tend-bench-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Vienna',
  })
  await context.addInitScript(watchPage, nowMs)
  const [first] = context.pages()
  return {
    context,
    address,
    page: first ?? (await context.newPage()),
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** What the init script leaves on the page for us. */
export type Watching = {
  /** Resolves with `performance.now()` at the first frame in which it is so. */
  readonly when: (isSo: () => boolean) => Promise<number>
  /** Since the page was opened: a screen; own data on Today, from the last picture or live; and live. */
  readonly screen: Promise<number>
  readonly own: Promise<number>
  readonly live: Promise<number>
  /** One request to the store, through its worker and back, in ms. */
  readonly ask: (call: string, ...args: unknown[]) => Promise<number>
  readonly paints: () => Paints
}
export type Paints = {
  /** First contentful paint. */
  readonly fcp: number
  /** Cumulative layout shift. */
  readonly shifts: number
  /** Of all tasks after the first paint, what each took beyond 50 ms, in ms. */
  readonly blocked: number
  readonly longestTask: number
}
declare global {
  var watching: Watching
}

/** A number of moments no week has: the last picture of Today is marked with it, so that live rows can be told apart. */
const markedMoments = 987_654

/** Runs in the page, before anything else. It can use nothing from outside of itself. */
function watchPage(now: number): void {
  const RealDate = Date
  const ahead = now - RealDate.now()
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [number]) {
      super(...((args.length === 0 ? [RealDate.now() + ahead] : args) as [number]))
    }
    static override now = () => RealDate.now() + ahead
  } as DateConstructor

  let store: Worker | undefined
  const RealWorker = Worker
  globalThis.Worker = class extends RealWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      if (/\/worker-/.test(String(url))) store = this
    }
  }

  /** After the frame that shows what is in the document now: a frame's callbacks run before it is painted. */
  const painted = (): Promise<number> =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(undefined)
      }),
    )
  const when = (isSo: () => boolean): Promise<number> =>
    new Promise((resolve) => {
      if (isSo()) return void painted().then(resolve)
      const observer = new MutationObserver(() => {
        if (!isSo()) return
        observer.disconnect()
        void painted().then(resolve)
      })
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    })

  let asked = 1_000_000
  const ask = (call: string, ...args: unknown[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const id = ++asked
      const begun = performance.now()
      const heard = ({ data }: MessageEvent) => {
        if (data.id !== id) return
        store?.removeEventListener('message', heard)
        if (data.ok) resolve(performance.now() - begun)
        else reject(new Error(data.why))
      }
      store?.addEventListener('message', heard)
      store?.postMessage({ id, call, args })
    })

  const seen = { shifts: 0, tasks: [] as PerformanceEntry[] }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shifts += (entry as unknown as { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => void seen.tasks.push(...list.getEntries())).observe({
    type: 'longtask',
    buffered: true,
  })
  const paints = () => {
    const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
    const blocked = seen.tasks
      .filter((task) => task.startTime + task.duration > fcp)
      .reduce((sum, { startTime, duration }) => {
        const from = Math.max(startTime, fcp)
        return sum + Math.max(0, startTime + duration - from - 50)
      }, 0)
    const longestTask = Math.max(0, ...seen.tasks.map(({ duration }) => duration))
    return { fcp, shifts: seen.shifts, blocked, longestTask }
  }

  const text = (selector: string) => document.querySelector(selector)?.textContent ?? ''
  const moments = () => text('section:has(> .week) .weekline span')
  globalThis.watching = {
    when,
    screen: when(() => document.querySelector('main h1') !== null),
    own: when(() => text('.small h2') !== ''),
    live: when(() => moments() !== '' && !/987\D?654/.test(moments())),
    ask,
    paints,
  }
}

/** Marks the last picture of Today, if there is one, so that `live` waits for what the store says. */
export const markSnapshot = (page: Page): Promise<void> =>
  page.evaluate((moments) => {
    const text = localStorage.getItem('tend.today')
    if (text !== null) localStorage.setItem('tend.today', JSON.stringify({ ...JSON.parse(text), moments }))
  }, markedMoments)

/** CPU time the page's main thread has used, in ms: what a busy machine does not add to. */
export async function readTicks(
  page: Page,
): Promise<{ readonly ms: () => Promise<number>; cdp: CDPSession }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const ms = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  return { ms, cdp }
}

export type Brought = {
  readonly readMs: number
  readonly bringMs: number
  /** What the progress bar showed, in order, and the longest it stood still. */
  readonly bar: readonly number[]
  readonly stoodMs: number
  readonly longestTaskMs: number
}

/** Brings a couple in as a person does: on the screen, from a file, on a phone where nobody is yet. */
export async function bringIn({ page, address }: Phone, couple: Couple, file: string): Promise<Brought> {
  await page.goto(`${address}/a/you/data`)
  const choose = page.locator('input[type=file]')
  await choose.waitFor({ state: 'attached' })
  const chosenAt = performance.now()
  await choose.setInputFiles(file)
  await page.getByText(`${couple.records.length.toLocaleString('en-GB')} entries`).waitFor()
  const readMs = performance.now() - chosenAt
  const brought = await page.evaluate(async () => {
    const bar: number[] = []
    let stoodMs = 0
    let movedAt = performance.now()
    const observer = new MutationObserver(() => {
      const value = document.querySelector('progress')?.value
      if (value === undefined || value === bar.at(-1)) return
      bar.push(value)
      stoodMs = Math.max(stoodMs, performance.now() - movedAt)
      movedAt = performance.now()
    })
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Bring it in')
    const begunAt = performance.now()
    button?.click()
    const endedAt = await watching.when(
      () => location.pathname === '/a/today' && document.querySelector('.small h2') !== null,
    )
    observer.disconnect()
    return { bar, stoodMs, bringMs: endedAt - begunAt, longestTaskMs: watching.paints().longestTask }
  })
  return { readMs, ...brought }
}

/** To a page of the same origin that holds neither store nor worker, so that the next one is opened from nothing. */
export async function leaveApp({ page, address }: Phone): Promise<void> {
  await page.goto(`${address}/tables.html`)
  // The worker of the page before lets go of its files.
  await page.waitForTimeout(300)
}
