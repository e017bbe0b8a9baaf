/**
 * What one server carries: the real one, as a container starts it, with a disk that is waited for. The phones are in
 * another process (`crowd.ts`), and what the server costs is told by itself.
 *
 * On a machine with few cores the phones take as much as the server, so how much comes through in a second says more
 * about the machine than what one operation costs.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { Plan, Told } from './crowd.ts'
import { openLedger, quantile } from './ledger.ts'

const root = join(import.meta.dirname, '..')
const pairs = 50
const inFlight = 8
const idlePairs = 5_000
const ledger = openLedger('relay', { tolerance: 1.5, clock: true })
let folder: string
let server: ChildProcess
let address: string
let metricsPort: number

// Each its own: what one test has left in memory would hide what the next one takes.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-bench-relay-'))
  metricsPort = await freePort()
  server = spawn(process.execPath, ['--max-semi-space-size=8', 'server/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      TEND_HOST: '127.0.0.1',
      TEND_DATA: folder,
      TEND_METRICS: String(metricsPort),
      TEND_RATES: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  address = await new Promise((resolve) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      const port = /http:\/\/localhost:(\d+)/.exec(chunk.toString())?.[1]
      if (port) resolve(`http://127.0.0.1:${port}`)
    })
  })
})

afterEach(async () => {
  server.kill()
  await once(server, 'exit')
  rmSync(folder, { recursive: true })
})

afterAll(() =>
  ledger.close([
    `${pairs} pairs, each phone with ${inFlight} pushes of one packet on their way, 512 bytes sealed, new slots`,
    'kept and delivered: acknowledged after the disk has it, and sent to the other of the pair',
    'processor: of the server alone, user and system; its inverse is what one core carries',
    `idle: ${2 * idlePairs} lines that have said hello and subscribed, in ${idlePairs} spaces`,
  ]),
)

test('a single change is acknowledged at once', async () => {
  const crowd = await openCrowd({ pairs: 5, inFlight: 1, warmMs: 500, runMs: 3_000 })
  await crowd.begin()
  const { took } = await crowd.done()
  await crowd.end()
  expect(
    ledger.enter([
      { name: 'acknowledged on a quiet server, p50', value: quantile(took, 0.5), unit: 'ms', kept: true },
      { name: 'acknowledged on a quiet server, p95', value: quantile(took, 0.95), unit: 'ms', most: 50 },
    ]),
  ).toEqual([])
})

test('one core carries twenty thousand small changes a second', async () => {
  const crowd = await openCrowd({ pairs, inFlight, warmMs: 2_000, runMs: 10_000 })
  await crowd.begin()
  const before = await measure()
  const { acked, delivered, ms, took, refused } = await crowd.done()
  const after = await measure()
  await crowd.end()
  const processorMs = after.processorMs - before.processorMs
  expect([refused, Math.abs(delivered / acked - 1) < 0.01]).toEqual([0, true])
  expect(
    ledger.enter([
      { name: 'kept and delivered, a second', value: (1_000 * acked) / ms, unit: '' },
      { name: 'cores used for it', value: processorMs / ms, unit: '' },
      { name: 'one core would carry, a second', value: acked / (processorMs / 1_000), unit: '' },
      {
        name: 'a thousand of them, processor',
        value: (1_000 * processorMs) / acked,
        unit: 'ms',
        most: 50,
        kept: true,
      },
      { name: 'acknowledged, p50', value: quantile(took, 0.5), unit: 'ms' },
      { name: 'acknowledged, p95', value: quantile(took, 0.95), unit: 'ms' },
    ]),
  ).toEqual([])
})

test('ten thousand idle lines are cheap', async () => {
  const before = await measure()
  const crowd = await openCrowd({ pairs: idlePairs, inFlight: 0, warmMs: 0, runMs: 0 })
  const after = await measure()
  await crowd.end()
  expect(
    ledger.enter([
      {
        name: 'an idle line, memory',
        value: (after.memoryBytes - before.memoryBytes) / (2 * idlePairs),
        unit: 'B',
        most: 12 * 1_024,
        kept: true,
      },
      {
        name: 'a line opened, hello, subscribed, processor',
        value: (after.processorMs - before.processorMs) / (2 * idlePairs),
        unit: 'ms',
        kept: true,
      },
    ]),
  ).toEqual([])
})

async function openCrowd(about: Omit<Plan, 'address' | 'parcelBytes'>) {
  const plan: Plan = { address, parcelBytes: 512, ...about }
  const crowd = spawn(process.execPath, [join(import.meta.dirname, 'crowd.ts'), JSON.stringify(plan)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: crowd.stdout })[Symbol.asyncIterator]()
  const told = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the crowd has gone')
    return JSON.parse(value) as Told
  }
  await told()
  return {
    begin: async () => {
      crowd.stdin.write('begin\n')
      await told()
    },
    done: async () => {
      const last = await told()
      if (last.step !== 'done') throw new Error(`the crowd is not done but ${last.step}`)
      return last
    },
    end: async () => {
      crowd.kill()
      await once(crowd, 'exit')
    },
  }
}

async function measure() {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/v1/metrics`)).text()
  const figureOf = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
  return {
    memoryBytes: figureOf('tend_memory_bytes'),
    processorMs: 1_000 * figureOf('tend_processor_seconds_total'),
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
