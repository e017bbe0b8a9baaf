/**
 * A server that is killed while it works, again and again, and started anew on what it left: nothing it had acknowledged
 * may be missing, and nothing may be damaged.
 *
 * The real server, in a process of its own. By default it is killed a few times, so that this file stays true;
 * `TEND_KILLS=200 npm run unit crash` is what CI runs.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { decodeFromServer, encodeFromDevice } from '../wire/codec.ts'
import type { FromDevice, FromServer } from '../wire/message.ts'
import { packetHeaderOf } from '../wire/packet.ts'
import { noHead } from './boxes.ts'
import { createDevice, type Device, helloOf, type Log, logOfTwo, packetOf } from './couple.fixture.ts'
import { sha256 } from './signature.ts'

const kills = Number(process.env['TEND_KILLS'] ?? 2)
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'tend-crash-'))
afterAll(() => rmSync(folder, { recursive: true }))

const couples = Array.from({ length: 3 }, () => {
  const [noor, sam] = [createDevice(), createDevice()]
  return { log: logOfTwo(noor, sam), devices: [noor, sam] as const }
})

/** What a phone knows: what it has sent, and what it was told is kept. */
type Written = {
  readonly log: Log
  readonly device: Device
  counter: number
  /** By counter. */
  readonly sent: Map<number, { readonly slot: number; readonly hash: string }>
  /** The last counter that was acknowledged, by slot. */
  readonly acked: Map<number, number>
}
const phones = couples.flatMap(({ log, devices }) =>
  devices.map((device): Written => ({ log, device, counter: 0, sent: new Map(), acked: new Map() })),
)
const hashOf = (bytes: Uint8Array) => Buffer.from(sha256(bytes)).toString('hex')

test(`a server that is killed ${kills} times keeps what it has promised`, {
  timeout: 10_000 + 5_000 * kills,
}, async () => {
  const first = await start()
  for (const { log, devices } of couples) {
    const line = await call(first.address, { log, device: devices[0] })
    line.say({ say: 'put-control', head: noHead, entries: log.entries })
    await line.next('put')
    line.hangUp()
  }
  let server = first
  for (let killed = 0; killed < kills; killed++) {
    const lines = await Promise.all(phones.map((phone) => write(server.address, phone)))
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 150))
    server.process.kill('SIGKILL')
    await once(server.process, 'exit')
    for (const line of lines) line.hangUp()
    expect(integrity()).toBe('ok')
    server = await start()
    for (const phone of phones) await check(server.address, phone)
  }
  server.process.kill('SIGTERM')
  await once(server.process, 'exit')
  // Or it would have proved nothing.
  const acked = phones.reduce((sum, phone) => sum + Math.max(0, ...phone.acked.values()), 0)
  expect(acked).toBeGreaterThan(10 * kills)
})

async function start() {
  const server: ChildProcess = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0', TEND_DATA: folder, TEND_RATES: 'off', TEND_HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (port) resolve(`ws://127.0.0.1:${port}/v1/line`)
    })
    server.once('exit', () => reject(new Error(`the server did not start: ${said}`)))
  })
  return { process: server, address }
}

async function call(address: string, { log, device }: { readonly log: Log; readonly device: Device }) {
  const ws = new WebSocket(address)
  // It will be killed. That is what this is about.
  ws.on('error', () => undefined)
  const heard: FromServer[] = []
  let wake = () => {}
  let hear = (_frame: FromServer) => {}
  ws.on('message', (data: Buffer) => {
    const decoded = decodeFromServer(new Uint8Array(data))
    if (!decoded.ok) throw new Error('the server says what no device understands')
    heard.push(decoded.frame)
    hear(decoded.frame)
    wake()
  })
  const line = {
    say: (frame: FromDevice) => ws.send(encodeFromDevice(frame)),
    hangUp: () => ws.terminate(),
    listen: (listener: typeof hear) => {
      hear = listener
    },
    async next<Say extends FromServer['say']>(say: Say): Promise<Extract<FromServer, { say: Say }>> {
      for (;;) {
        const at = heard.findIndex((frame) => frame.say === say)
        if (at >= 0) return heard.splice(at, 1)[0] as Extract<FromServer, { say: Say }>
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
  const { nonce } = await line.next('challenge')
  line.say(helloOf(device, { space: log.space, nonce }))
  return line
}

/** Writes without a pause: new slots, old ones again, small and large, several pushes on their way. */
async function write(address: string, phone: Written) {
  const line = await call(address, phone)
  const { counter } = await line.next('welcome')
  phone.counter = Math.max(phone.counter, counter)
  const batches = new Map<number, readonly number[]>()
  const push = () => {
    const packets = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => {
      const slot = Math.floor(Math.random() * 40)
      const packet = packetOf(phone.device, {
        counter: ++phone.counter,
        slot,
        parcelBytes: Math.random() < 0.1 ? 65_536 : 512,
      })
      phone.sent.set(phone.counter, { slot, hash: hashOf(packet) })
      return packet
    })
    batches.set(
      phone.counter,
      packets.map((_, n) => phone.counter - packets.length + 1 + n),
    )
    line.say({ say: 'push', batch: phone.counter, packets })
  }
  line.listen((frame) => {
    if (frame.say === 'error') throw new Error(`refused: ${frame.why}`)
    if (frame.say !== 'ack') return
    for (const acked of batches.get(frame.batch) ?? [])
      phone.acked.set(phone.sent.get(acked)?.slot ?? -1, acked)
    push()
  })
  for (let n = 0; n < 4; n++) push()
  return line
}

/** Reads everything anew, as a new device would, and looks for what this phone has written. */
async function check(address: string, phone: Written) {
  const line = await call(address, phone)
  const welcome = await line.next('welcome')
  expect(welcome.counter).toBeGreaterThanOrEqual(Math.max(0, ...phone.acked.values()))
  const found = new Map<number, number>()
  line.say({ say: 'subscribe', after: 0 })
  for (;;) {
    const { page } = await line.next('boxes')
    for (const { bytes } of page.boxes) {
      const read = packetHeaderOf(bytes)
      if (!read.ok) throw new Error('the server hands on what is no packet')
      const { tag, counter } = read.header
      if (tag !== phone.device.tag) continue
      const sent = phone.sent.get(counter)
      expect(hashOf(bytes)).toBe(sent?.hash)
      expect(found.has(sent?.slot ?? -1)).toBe(false)
      found.set(sent?.slot ?? -1, counter)
    }
    if (!page.more) break
    line.say({ say: 'more', after: page.boxes.at(-1)?.sequence ?? 0 })
  }
  for (const [slot, acked] of phone.acked) expect(found.get(slot) ?? 0).toBeGreaterThanOrEqual(acked)
  line.hangUp()
}

function integrity() {
  const database = new DatabaseSync(join(folder, 'boxes.sqlite'))
  const { integrity_check: said } = database.prepare('pragma integrity_check').get() as {
    integrity_check: string
  }
  database.close()
  return said
}
