/**
 * How long somebody with a slow phone looks at the screen before it is theirs. The phone holds ten years; its processor
 * runs at a quarter of its speed, as a mid-range one of 2021 would.
 *
 * Three starts: the very first visit over a slow network; with the app's files gone but the data there, over the same
 * network; and the usual one, from the service worker, with no network at all and a worker that has to wake up.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestProject } from 'vitest/node'
import startServer from '../e2e/setup.ts'
import { checkScripts, todayScripts } from './built.ts'
import { tenYears } from './couple.ts'
import { type Figure, medianFigure, openLedger } from './ledger.ts'
import { bringIn, leaveApp, markSnapshot, openPhone, type Paints, type Phone } from './phone.ts'

const runs = 9
const slower = 4
/** Slow 4G as Lighthouse has it: 562.5 ms there and back, 1.44 Mbit/s down, 0.675 up. */
const slow4g = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 }

const ledger = openLedger('start', { tolerance: 1.5, clock: true })
const folder = mkdtempSync(join(tmpdir(), 'tend-bench-files-'))
let phone: Phone
let stopServer: (() => void) | undefined

beforeAll(async () => {
  // A server of our own, because no offline is as honest as a server that is gone.
  let address = ''
  const project = {
    provide: (_: string, value: string) => {
      address = value
    },
  }
  stopServer = await startServer(project as unknown as TestProject)
  const couple = tenYears()
  const file = join(folder, 'tend.json')
  writeFileSync(file, couple.file)
  phone = await openPhone(address)
  await bringIn(phone, couple, file)
  await markSnapshot(phone.page)
})

afterAll(async () => {
  stopServer?.()
  await phone.close()
  rmSync(folder, { recursive: true })
  ledger.close([
    `the page's thread runs at a quarter of its speed (Chromium slows no workers); ${runs} runs each`,
    'the network is slow for the page; what its workers fetch is not slowed',
    'usable: the frame that shows the first own data, from the last picture of Today; live: what the store says',
    'blocked: of tasks after the first paint, what each took beyond 50 ms, until half a second after live',
  ])
})

type Start = Paints & {
  readonly own: number
  readonly live: number
  /** Thread ticks of the page until its first own data. */
  readonly cpu: number
  readonly scripts: ReadonlySet<string>
}

/** Opens Today on a new page, prepared as asked, and says when what was seen. */
async function start(prepare: (cdp: CDPSession) => Promise<void>): Promise<Start> {
  const page = await phone.context.newPage()
  const cdp = await phone.context.newCDPSession(page)
  const scripts = new Set<string>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js')) scripts.add(pathname.slice(1))
  })
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  await prepare(cdp)
  await page.goto(`${phone.address}/a/today`, { waitUntil: 'commit' })
  const own = await page.evaluate(() => watching.own)
  const { metrics } = await cdp.send('Performance.getMetrics')
  const live = await page.evaluate(() => watching.live)
  const before = new Set(scripts)
  await page.waitForTimeout(500)
  const paints = await page.evaluate(() => watching.paints())
  // For the next one.
  await markSnapshot(page)
  await page.close()
  await phone.page.waitForTimeout(300)
  const cpu = 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  return { own, live, cpu, scripts: before, ...paints }
}

const slow = (cdp: CDPSession) => cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
const overSlowNetwork = async (cdp: CDPSession) => {
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', slow4g)
}
const asleep = async (cdp: CDPSession) => {
  await cdp.send('ServiceWorker.enable')
  await cdp.send('ServiceWorker.stopAllWorkers')
}

const told = (
  name: string,
  starts: readonly Start[],
  limits: { readonly fcpGoal: number; readonly own: { readonly most: number } | { readonly goal: number } },
): readonly Figure[] => [
  medianFigure(
    { name: `${name}, first paint`, unit: 'ms', goal: limits.fcpGoal },
    starts.map(({ fcp }) => fcp),
  ),
  medianFigure(
    { name: `${name}, usable`, unit: 'ms', kept: true, ...limits.own },
    starts.map(({ own }) => own),
  ),
  medianFigure(
    { name: `${name}, live`, unit: 'ms', kept: true },
    starts.map(({ live }) => live),
  ),
  medianFigure(
    { name: `${name}, blocked`, unit: 'ms', goal: 250 },
    starts.map(({ blocked }) => blocked),
  ),
  medianFigure(
    { name: `${name}, longest task`, unit: 'ms', goal: 150 },
    starts.map(({ longestTask }) => longestTask),
  ),
  {
    name: `${name}, shifts, worst of all`,
    value: Math.max(...starts.map(({ shifts }) => shifts)),
    unit: '',
    most: 0.02,
  },
]

test('with the files gone and a slow network, Today fetches what was counted and no more', async () => {
  const starts: Start[] = []
  for (let run = 0; run < runs; run++) {
    const one = await start(async (cdp) => {
      await forgetFiles()
      await cdp.send('Network.clearBrowserCache')
      await slow(cdp)
      await overSlowNetwork(cdp)
    })
    starts.push(one)
  }
  const workers = /^(?:sw\.js|assets\/(?:garden\.worker|worker)-)/
  const counted = todayScripts()
  const checks = checkScripts()
  const uncounted = starts.flatMap(({ scripts }) =>
    [...scripts].filter((path) => !counted.has(path) && !checks.includes(path)),
  )
  expect([...new Set(uncounted)].filter((path) => !workers.test(path))).toEqual([])
  const fetched = (path: string) => starts.some(({ scripts }) => scripts.has(path))
  expect([...counted].filter((path) => !fetched(path) && !checks.includes(path))).toEqual([])
  expect(ledger.enter(told('files gone', starts, { fcpGoal: 1200, own: { goal: 2200 } }))).toEqual([])
})

/** The service worker and what it kept; the couple's own data stays. */
async function forgetFiles() {
  await leaveApp(phone)
  await phone.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    await registration?.unregister()
    for (const name of await caches.keys()) await caches.delete(name)
  })
  // While any page is left, registering again would only revive the old one, with nothing kept.
  await phone.page.goto('about:blank')
  await phone.page.waitForTimeout(300)
}

test('a first visit over a slow network', async () => {
  const visits: (Paints & { readonly screen: number })[] = []
  for (let run = 0; run < runs; run++) {
    const stranger = await openPhone()
    const cdp = await stranger.context.newCDPSession(stranger.page)
    await slow(cdp)
    await overSlowNetwork(cdp)
    await stranger.page.goto(`${stranger.address}/`, { waitUntil: 'commit' })
    const screen = await stranger.page.evaluate(() => watching.screen)
    await stranger.page.waitForTimeout(500)
    visits.push({ screen, ...(await stranger.page.evaluate(() => watching.paints())) })
    await stranger.close()
  }
  expect(
    ledger.enter([
      medianFigure(
        { name: 'first visit, first paint', unit: 'ms', goal: 1200 },
        visits.map(({ fcp }) => fcp),
      ),
      medianFigure(
        { name: 'first visit, usable', unit: 'ms', goal: 2200, kept: true },
        visits.map(({ screen }) => screen),
      ),
      {
        name: 'first visit, shifts, worst of all',
        value: Math.max(...visits.map(({ shifts }) => shifts)),
        unit: '',
        most: 0.02,
      },
    ]),
  ).toEqual([])
})

test('warm and offline, the first screen is usable within a second', async () => {
  await keepFilesAndLoseServer()
  const starts: Start[] = []
  // The first one is not counted: it fills what every later one finds.
  for (let run = -1; run < runs; run++) {
    const one = await start(async (cdp) => {
      await asleep(cdp)
      await slow(cdp)
    })
    if (run >= 0) starts.push(one)
  }
  expect(ledger.enter(told('warm', starts, { fcpGoal: 500, own: { most: 1000 } }))).toEqual([])
})

/** Waits until everything is kept for offline, and then there is nothing but offline. */
async function keepFilesAndLoseServer() {
  await phone.page.goto(`${phone.address}/a/today`)
  await phone.page.evaluate(async () => {
    await watching.live
    await navigator.serviceWorker.ready
  })
  await markSnapshot(phone.page)
  stopServer?.()
  // The service worker answers nothing under /v1/, so this goes to the network, if there is one.
  const isReached = () =>
    phone.page.evaluate(() =>
      fetch('/v1/health').then(
        () => true,
        () => false,
      ),
    )
  await expect.poll(isReached, { timeout: 10_000 }).toBe(false)
  await phone.page.goto('about:blank')
  await phone.page.waitForTimeout(300)
}

test('and costs the processor little', async () => {
  const starts: Start[] = []
  for (let run = -1; run < runs; run++) {
    const one = await start(asleep)
    if (run >= 0) starts.push(one)
  }
  const figures = [
    medianFigure(
      { name: 'warm at full speed, usable', unit: 'ms' },
      starts.map(({ own }) => own),
    ),
    medianFigure(
      { name: 'warm at full speed, live', unit: 'ms' },
      starts.map(({ live }) => live),
    ),
    medianFigure(
      { name: 'warm at full speed, cpu until usable', unit: 'ms', most: 90, kept: true },
      starts.map(({ cpu }) => cpu),
    ),
  ]
  expect(ledger.enter(figures)).toEqual([])
})
