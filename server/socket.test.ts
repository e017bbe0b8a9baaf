/**
 * The whole server by its socket: what only a real connection can do wrong. Noor and Sam are on good phones; Kit sends
 * noise, floods, and never reads.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { decodeFromServer, encodeFromDevice } from '../wire/codec.ts'
import { type FromDevice, type FromServer, limits } from '../wire/message.ts'
import { noHead } from './boxes.ts'
import { createDevice, type Device, helloOf, type Log, logOfTwo, packetOf } from './couple.fixture.ts'
import { createMemoryBoxes } from './memory.ts'
import { type Serving, serve } from './serve.ts'
import { readSettings } from './settings.ts'

const noor = createDevice()
const sam = createDevice()
const kit = createDevice()

const home = mkdtempSync(join(tmpdir(), 'tend-sockets-'))
afterAll(() => rmSync(home, { recursive: true }))

let serving: Extract<Serving, { ok: true }>
let said: string[]
let log: Log
const open: WebSocket[] = []

async function start(env: Record<string, string> = {}, boxes = createMemoryBoxes()) {
  const folder = mkdtempSync(join(home, 'data-'))
  const read = readSettings({
    PORT: '0',
    TEND_DATA: folder,
    TEND_HOST: '127.0.0.1',
    TEND_RATES: 'off',
    ...env,
  })
  if (!read.ok) throw new Error(read.sentence)
  said = []
  const started = await serve({
    boxes,
    site: home,
    settings: read.settings,
    say: (line) => said.push(line),
  })
  if (!started.ok) throw new Error(started.why)
  serving = started
  log = logOfTwo(noor, sam)
}

beforeEach(() => start())
afterEach(async () => {
  for (const ws of open.splice(0)) ws.terminate()
  await serving.stop()
})

const address = () => `ws://127.0.0.1:${serving.port}/v1/line`

/** A phone at the other end of a real socket. */
async function call(about: { readonly headers?: Record<string, string>; readonly path?: string } = {}) {
  const ws = new WebSocket(about.path ? `ws://127.0.0.1:${serving.port}${about.path}` : address(), {
    headers: about.headers ?? {},
  })
  open.push(ws)
  const heard: FromServer[] = []
  const waiting: (() => void)[] = []
  let closed: number | undefined
  let refusedWith: number | undefined
  const wake = () => {
    for (const one of waiting.splice(0)) one()
  }
  ws.on('message', (data: Buffer) => {
    const decoded = decodeFromServer(new Uint8Array(data))
    if (!decoded.ok) throw new Error('the server says what no device understands')
    heard.push(decoded.frame)
    wake()
  })
  ws.on('unexpected-response', (_request, response) => {
    refusedWith = response.statusCode
    ws.terminate()
    wake()
  })
  ws.on('error', () => undefined)
  ws.on('close', (code) => {
    closed = code
    wake()
  })
  const until = async <Found>(look: () => Found | undefined): Promise<Found> => {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  const next = async <Say extends FromServer['say']>(say: Say) => {
    const isIt = (frame: FromServer): frame is Extract<FromServer, { say: Say }> => frame.say === say
    const at = await until(() => (heard.some(isIt) ? heard.findIndex(isIt) : undefined))
    return heard.splice(at, 1)[0] as Extract<FromServer, { say: Say }>
  }
  const phone = {
    ws,
    heard,
    next,
    closed: () => until(() => closed),
    refusedWith: () => until(() => refusedWith),
    say: (frame: FromDevice) => ws.send(encodeFromDevice(frame)),
    async hello(device: Device, space = log.space) {
      const { nonce } = await next('challenge')
      phone.say(helloOf(device, { space, nonce }))
      return next('welcome')
    },
  }
  return phone
}

async function two() {
  const [hers, his] = [await call(), await call()]
  await hers.hello(noor)
  hers.say({ say: 'put-control', head: noHead, entries: log.entries })
  await hers.next('put')
  await his.hello(sam)
  his.say({ say: 'subscribe', after: 0 })
  await his.next('boxes')
  return { hers, his }
}
const push = (device: Device, counter: number, about: object = {}): FromDevice => ({
  say: 'push',
  batch: counter,
  packets: [packetOf(device, { counter, ...about })],
})

describe('Two phones', () => {
  test('reach each other', async () => {
    const { hers, his } = await two()
    hers.say(push(noor, 1))
    expect(await hers.next('ack')).toMatchObject({ batch: 1, sequences: [1] })
    expect((await his.next('boxes')).page.boxes).toHaveLength(1)
  })

  test('are acknowledged what is on its way when the server stops, and told that it goes away', async () => {
    const { hers, his } = await two()
    for (let counter = 1; counter <= 40; counter++) hers.say(push(noor, counter))
    await hers.next('ack')
    await serving.stop()
    expect([await hers.closed(), await his.closed()]).toEqual([1001, 1001])
    const acks = hers.heard.filter(({ say }) => say === 'ack').length
    const boxes = his.heard.flatMap((frame) => (frame.say === 'boxes' ? frame.page.boxes : [])).length
    expect([acks + 1, boxes]).toEqual([40, 40])
    await start()
  })
})

describe('Kit', () => {
  test('sends a thousand frames of noise, and Noor and Sam notice nothing', async () => {
    const { hers, his } = await two()
    let seed = 7
    const chance = (below: number) => {
      // Any mixture would do; this one is the same each time.
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    const types = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0x81, 0x85, 0]
    const noise = () => {
      const bytes = Buffer.alloc(chance(300))
      for (let at = 0; at < bytes.length; at++) bytes[at] = chance(256)
      if (bytes.length > 0 && chance(4) > 0) bytes[0] = types[chance(types.length)] ?? 0
      return bytes
    }
    let sent = 0
    while (sent < 1_000) {
      const line = await call()
      if (chance(2) === 0) await line.hello(kit)
      for (let n = 0; n < 40; n++, sent++) {
        const frame = noise()
        line.ws.send(chance(20) === 0 ? frame.toString('hex') : frame)
      }
      // Nothing but noise comes to nothing but an end.
      await line.closed()
    }
    hers.say(push(noor, 1))
    expect((await his.next('boxes')).page.boxes).toHaveLength(1)
    expect(said).toEqual([])
  })

  test('sends text, or a frame that is too large, and is hung up on', async () => {
    const [text, large] = [await call(), await call()]
    await text.next('challenge')
    text.ws.send('hello')
    expect(await text.next('error')).toMatchObject({ why: 'malformed' })
    await text.closed()
    await large.next('challenge')
    large.ws.send(Buffer.alloc(limits.frameBytesMax + 1))
    expect(await large.closed()).toBe(1009)
  })

  test('speaks no WebSocket at all once it is open', async () => {
    const raw = await rawLine()
    raw.write(Buffer.from('ff'.repeat(50), 'hex'))
    await once(raw, 'close')
    expect(said).toEqual([])
  })

  test('reads nothing of what they asked for, and is not read for either', async () => {
    await serving.stop()
    const boxes = createMemoryBoxes()
    let pages = 0
    const page: typeof boxes.page = (...asked) => {
      pages++
      return boxes.page(...asked)
    }
    await start({}, { ...boxes, page })
    const { hers, his } = await two()
    for (let counter = 1; counter <= 3; counter++) hers.say(push(noor, counter, { parcelBytes: 262_144 }))
    for (let counter = 1; counter <= 3; counter++) await hers.next('ack')
    his.ws.terminate()
    const silent = await call()
    await silent.hello(sam)
    silent.ws.pause()
    for (let n = 0; n < 300; n++) silent.say({ say: 'subscribe', after: 0 })
    for (let counter = 4; counter <= 40; counter++) {
      hers.say(push(noor, counter))
      await hers.next('ack')
    }
    // The network holds some of them, the server one or two, and the rest of the asking has not been heard yet.
    expect(pages).toBeLessThan(60)
    silent.ws.resume()
    for (let n = 0; n < 300; n++) await silent.next('boxes')
  })
})

describe('A page of another site', () => {
  const evil = { Origin: 'https://evil.example' }

  test('cannot open a line', async () => {
    expect(await (await call({ headers: evil })).refusedWith()).toBe(403)
    expect(await (await call({ headers: { Origin: 'null' } })).refusedWith()).toBe(403)
  })

  test('can where it is named, and our own can always', async () => {
    const ours = await call({ headers: { Origin: `http://127.0.0.1:${serving.port}` } })
    await ours.next('challenge')
    await serving.stop()
    await start({ TEND_ORIGINS: 'https://evil.example' })
    await (await call({ headers: evil })).next('challenge')
  })
})

describe('What is no line', () => {
  test.each(['/', '/v1/health', '/v1/line/', '/v1/lines'])('is refused: %s', async (path) => {
    expect(await (await call({ path })).refusedWith()).toBe(404)
  })

  test('is answered with the headers of every answer', async () => {
    const raw = connect(serving.port, '127.0.0.1')
    raw.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    const [answer] = (await once(raw, 'data')) as [Buffer]
    expect(answer.toString()).toContain("content-security-policy: default-src 'none'")
    expect(answer.toString()).toContain('There is nothing at this address.')
  })

  test('is a request without an upgrade', async () => {
    const response = await fetch(`http://127.0.0.1:${serving.port}/v1/line`)
    expect(response.status).toBe(404)
  })
})

describe('Too many connections', () => {
  const openMany = async (count: number, headers: (n: number) => Record<string, string> = () => ({})) => {
    const calls = await Promise.all(Array.from({ length: count }, (_, n) => call({ headers: headers(n) })))
    const answers = calls.map((one) =>
      Promise.race([one.next('challenge').then(() => 101), one.refusedWith()]),
    )
    return (await Promise.all(answers)).filter((status) => status === 429).length
  }

  test('from one place are refused for a moment', async () => {
    await serving.stop()
    await start({ TEND_RATES: 'on' })
    expect(await openMany(25)).toBeGreaterThan(0)
  })

  test('from many places behind one proxy are not, and nobody can claim to be elsewhere', async () => {
    await serving.stop()
    await start({ TEND_RATES: 'on', TEND_PROXY: '1' })
    expect(await openMany(25, (n) => ({ 'X-Forwarded-For': `192.0.2.${n}` }))).toBe(0)
    expect(await openMany(25, (n) => ({ 'X-Forwarded-For': `192.0.2.${n}, 198.51.100.1` }))).toBeGreaterThan(
      0,
    )
    await serving.stop()
    await start({ TEND_RATES: 'on' })
    expect(await openMany(25, (n) => ({ 'X-Forwarded-For': `192.0.2.${n}` }))).toBeGreaterThan(0)
  })
})

describe('Whoever runs the server', () => {
  test('is told counts on a port of their own, and nothing about anybody', async () => {
    await serving.stop()
    const port = await freePort()
    await start({ TEND_METRICS: String(port) })
    const { hers, his } = await two()
    hers.say(push(noor, 1, { mark: 'canary' }))
    await his.next('boxes')
    const metrics = await (await fetch(`http://127.0.0.1:${port}/v1/metrics`)).text()
    expect(metrics).toContain('tend_connections 2\n')
    expect(metrics).toContain('tend_packets_total 1\n')
    expect(metrics).toContain('tend_refusals_total{why="refused"} 0\n')
    for (const secret of [log.space, noor.key, sam.key, noor.tag, '127.0.0.1', 'canary'])
      expect(metrics).not.toContain(secret)
    expect((await fetch(`http://127.0.0.1:${serving.port}/v1/metrics`)).status).toBe(404)
  })

  test('reads nothing of anybody in what the server says, even in trouble', async () => {
    await serving.stop()
    const boxes = createMemoryBoxes()
    await start(
      { TEND_PROXY: '1' },
      {
        ...boxes,
        append: async ([first]) => {
          throw new Error(`no room for ${first?.space} of ${first?.key}: ${first?.packets[0]?.bytes}`)
        },
      },
    )
    const { hers } = await two()
    hers.say(push(noor, 1, { mark: 'canary' }))
    expect(await hers.next('error')).toMatchObject({ why: 'trouble', batch: 1 })
    const stranger = await call({ headers: { 'X-Forwarded-For': '192.0.2.77' } })
    await stranger.next('challenge')
    stranger.ws.send('canary')
    await stranger.closed()
    await serving.stop()
    expect(said.join('\n')).toContain('Something broke: Error')
    for (const secret of [log.space, noor.key, noor.tag, '192.0.2.77', '127.0.0.1', 'canary', 'no room'])
      expect(said.join('\n')).not.toContain(secret)
    await start()
  })

  test('hears that a port is taken', async () => {
    const read = readSettings({ PORT: String(serving.port), TEND_DATA: home, TEND_HOST: '127.0.0.1' })
    if (!read.ok) throw new Error(read.sentence)
    const boxes = createMemoryBoxes()
    const second = await serve({ boxes, site: home, settings: read.settings, say: () => undefined })
    expect(second).toEqual({ ok: false, why: 'port-taken' })
  })
})

async function rawLine(): Promise<Socket> {
  const raw = connect(serving.port, '127.0.0.1')
  raw.write(
    'GET /v1/line HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  await once(raw, 'data')
  return raw
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
