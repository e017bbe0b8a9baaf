/** Without a network: the server is stopped, the phone is in flight mode, and everything is still there. */
import type { Page } from 'playwright-core'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { addresses } from './addresses.ts'
import { closeBrowser, openPhone, settled, sight, soon, still, worksAlone } from './phone.ts'
import { copyOfHouse, startServer } from './server.ts'
import { begin, doSmallThing, readStory, screenText, seeSmallThing } from './steps.ts'

afterAll(closeBrowser)

/** A server that this story may stop, and change, as it likes. */
async function ownServer() {
  const house = copyOfHouse()
  const server = await startServer({ from: house.folder })
  onTestFinished(async () => {
    await server.stop()
    house.remove()
  })
  return { ...server, renew: house.renew }
}

/** Noor has been here once; her page is closed, the server is gone, and so is the network. */
async function takenOff() {
  const server = await ownServer()
  const noor = await openPhone({ ...still, address: server.address })
  await begin(noor.page, { address: server.address })
  await worksAlone(noor.page)
  await noor.page.close()
  await server.stop()
  await noor.context.setOffline(true)
  return { noor, server }
}

const versionOf = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=version]')?.content ?? 'first')

test('After one visit Noor opens Tend from cold with no network, and every screen is there', {
  timeout: 120_000,
}, async () => {
  const { noor, server } = await takenOff()

  const page = await noor.context.newPage()
  const answer = await page.goto(`${server.address}/a/today`)
  expect(answer?.fromServiceWorker()).toBe(true)
  expect(await seeSmallThing(page)).not.toBe('')
  await noor.axe(page)

  const short: string[] = []
  for (const path of addresses) {
    if (path === '/a/pass' || path === '/a/today') continue
    await noor.visit(path, page)
    const text = await screenText(page)
    if (text.length < 60 || text.includes('Something went wrong')) short.push(`${path}: ${text}`)
  }
  expect(short, 'screens that were not there without a network').toEqual([])

  // Cold as well: not a step inside the app, but an address that is opened anew.
  for (const path of ['/a/info', '/a/question', '/a/check/a01', '/a/learn/myths']) {
    const cold = await page.goto(server.address + path)
    expect(cold?.fromServiceWorker(), path).toBe(true)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await noor.open('/a/info', page)
  await page.getByLabel('Which country are you in?').selectOption('AT')
  await page.getByRole('link', { name: 'Call 0800 222 555' }).waitFor()
  await noor.axe(page)
  await noor.close()
})

test('Offline, Noor leaves a draft, does a practice, and both are there on the next cold start', async () => {
  const { noor } = await takenOff()

  const first = await noor.context.newPage()
  await noor.open('/a/today', first)
  await doSmallThing(first, 'done above the clouds')
  await noor.open('/a/thanks', first)
  await first.getByLabel('You …').fill('waved until the train was gone')
  await first.close()

  const second = await noor.context.newPage()
  await noor.open('/a/thanks', second)
  expect(await second.getByLabel('You …').inputValue()).toBe('waved until the train was gone')
  expect(await readStory(second)).toContain('done above the clouds')
  await noor.open('/a/today', second)
  await second.getByRole('heading', { name: 'Enough for today' }).waitFor()
  await noor.axe(second)
  await noor.close()
})

test('Noor opens Tend for the very first time without a network, and there is nothing yet', async () => {
  const server = await ownServer()
  await server.stop()
  const noor = await openPhone({ ...still, address: server.address })
  await expect(noor.page.goto(`${server.address}/a/today`)).rejects.toThrow(/ERR_CONNECTION_REFUSED/)
  await noor.context.close()
})

test('A newer version waits while Noor writes, and comes in when nobody looks, losing nothing', async () => {
  const server = await ownServer()
  const noor = await openPhone({ ...still, address: server.address, at: '2026-11-25T09:30:00+01:00' })
  const { page } = noor
  await begin(page, { address: server.address })
  await worksAlone(page)
  await noor.open('/a/thanks')
  await page.getByLabel('You …').fill('half a sentence about the')

  server.renew('second')
  // An hour later the page is looked at again, and that is when it asks for news.
  await sight(page, 'hidden')
  await page.clock.fastForward('01:30:00')
  await sight(page, 'visible')
  await soon(() =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state),
  ).toBe('installed')

  // It is there, and it waits: the page goes on as it was, and so does another screen of it.
  await page.getByLabel('You …').pressSequentially(' lighthouse')
  expect(await versionOf(page)).toBe('first')
  await noor.visit('/a/learn')
  await noor.visit('/a/thanks')
  expect(await page.getByLabel('You …').inputValue()).toBe('half a sentence about the lighthouse')
  expect(await versionOf(page)).toBe('first')

  await Promise.all([page.waitForEvent('load'), sight(page, 'hidden')])
  await page.getByLabel('You …').waitFor()
  expect(await versionOf(page)).toBe('second')
  expect(page.url()).toBe(`${server.address}/a/thanks`)
  expect(await page.getByLabel('You …').inputValue()).toBe('half a sentence about the lighthouse')

  // The new version works alone as well, and no more than the two of them is kept.
  await server.stop()
  await noor.context.setOffline(true)
  await page.reload()
  expect(await versionOf(page)).toBe('second')
  await settled(page)
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBeLessThanOrEqual(2)
  await noor.close()
})

test('A version that only arrives by half is not used, and the one before goes on', async () => {
  const server = await ownServer()
  const noor = await openPhone({ ...still, address: server.address })
  const { page } = noor
  await begin(page, { address: server.address })
  await worksAlone(page)
  const before = await page.evaluate(() => caches.keys())

  server.renew('broken', { half: true })
  // The install fails; that is what the promise of an update says too.
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update().catch(() => undefined)
    const { installing } = registration
    if (installing)
      await new Promise<void>((resolve) =>
        installing.addEventListener('statechange', () => installing.state === 'redundant' && resolve()),
      )
  })
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()
  await noor.context.setOffline(true)
  await page.reload()
  expect(await versionOf(page)).toBe('first')
  expect(await seeSmallThing(page)).not.toBe('')
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBeLessThanOrEqual(before.length + 1)
  noor.faults.length = 0
  await noor.close()
})
