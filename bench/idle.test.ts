/**
 * While nobody acts, nothing runs: no timer, no frame, no request, on the page or in its workers. Told by the browser's
 * own trace, so that it does not matter who would have started it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oneMonth } from './couple.ts'
import { openLedger } from './ledger.ts'
import { bringIn, openPhone, type Phone } from './phone.ts'

const settleMs = 4000
const idleMs = 5000

const ledger = openLedger('idle', { tolerance: 1, clock: false })
const folder = mkdtempSync(join(tmpdir(), 'tend-bench-files-'))
let phone: Phone

beforeAll(async () => {
  const couple = oneMonth()
  const file = join(folder, 'tend.json')
  writeFileSync(file, couple.file)
  phone = await openPhone()
  await bringIn(phone, couple, file)
})

afterAll(async () => {
  await phone.close()
  rmSync(folder, { recursive: true })
  ledger.close([`${idleMs / 1000} seconds of each screen, ${settleMs / 1000} after it was opened`])
})

/** What the trace calls the beginnings of work that somebody must have asked for. */
const kinds = {
  timers: ['TimerFire'],
  'frame callbacks': ['FireAnimationFrame', 'FireIdleCallback'],
  requests: ['ResourceSendRequest'],
  frames: ['DrawFrame'],
} as const
const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame']

test.for(['today', 'practise', 'story', 'garden'])('on %s nothing runs while nobody acts', async (name) => {
  const { page, context, address } = phone
  await page.goto(`${address}/a/${name}`)
  await page.waitForTimeout(settleMs)
  const cdp = await context.newCDPSession(page)
  const events: { name: string }[] = []
  cdp.on(
    'Tracing.dataCollected',
    ({ value }) => void events.push(...(value as unknown as { name: string }[])),
  )
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  })
  await page.waitForTimeout(idleMs)
  const over = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await over
  await cdp.detach()
  expect(events.length, 'the trace says something').toBeGreaterThan(0)
  const faults = ledger.enter(
    Object.entries(kinds).map(([kind, names]) => ({
      name: `${name}, ${kind}`,
      value: events.filter((event) => (names as readonly string[]).includes(event.name)).length,
      unit: '' as const,
      most: 0,
    })),
  )
  expect(faults).toEqual([])
})

// The other side: a page where something does run is seen to run.
test('and a timer, a frame and a request would be seen', async () => {
  const { page, context } = phone
  const cdp = await context.newCDPSession(page)
  const names: string[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => {
    names.push(...(value as unknown as { name: string }[]).map((event) => event.name))
  })
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  })
  await page.evaluate(async () => {
    document.body.style.opacity = '0.5'
    await new Promise((resolve) => setTimeout(resolve, 50))
    await new Promise((resolve) => requestAnimationFrame(resolve))
    await fetch('/v1/health')
  })
  const over = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await over
  for (const name of ['TimerFire', 'FireAnimationFrame', 'ResourceSendRequest', 'DrawFrame'])
    expect(names).toContain(name)
})
