/**
 * Many phones at the ends of many lines, in a process of their own, so that what they cost is not taken for what the
 * server costs. Started by `relay.test.ts` with one argument, a plan in JSON; each step is told in a line of JSON.
 *
 * They look into frames no further than they must: they trust the server, which no real phone does.
 */
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { createDevice, type Device, helloOf, logOfTwo, randomHex } from '../server/couple.fixture.ts'
import { encodeFromDevice } from '../wire/codec.ts'
import { limits } from '../wire/message.ts'
import { encodeHeader } from '../wire/packet.ts'

export type Plan = {
  readonly address: string
  readonly pairs: number
  /** Pushes on their way for each phone. None: the phones only listen. */
  readonly inFlight: number
  readonly parcelBytes: number
  readonly warmMs: number
  readonly runMs: number
}
export type Told =
  | { readonly step: 'connected' | 'begun' }
  | {
      readonly step: 'done'
      readonly acked: number
      readonly delivered: number
      readonly ms: number
      /** How long each ack took, ms, of one in so many. */
      readonly took: readonly number[]
      readonly refused: number
    }

const noHead = '00'.repeat(32)
const type = { challenge: 0x81, welcome: 0x82, put: 0x84, boxes: 0x85, ack: 0x86, error: 0x88 } as const

type Phone = {
  readonly ws: WebSocket
  readonly device: Device
  counter: number
  readonly sentAt: Map<number, number>
}

let acked = 0
let delivered = 0
let refused = 0
let took: number[] = []
let isOver = false

async function connect(address: string, device: Device, space: string): Promise<Phone> {
  const ws = new WebSocket(`${address.replace('http', 'ws')}/v1/line`, { perMessageDeflate: false })
  const phone: Phone = { ws, device, counter: 0, sentAt: new Map() }
  const nonce = await next(ws, type.challenge)
  ws.send(encodeFromDevice(helloOf(device, { space, nonce: new Uint8Array(nonce.subarray(1, 33)) })))
  await next(ws, type.welcome)
  return phone
}

function next(ws: WebSocket, wanted: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    ws.once('message', (data: Buffer) =>
      data[0] === wanted ? resolve(data) : reject(new Error(`heard ${data[0]}, not ${wanted}`)),
    )
    ws.once('error', reject)
  })
}

async function connectPair(plan: Plan): Promise<readonly Phone[]> {
  const [noor, sam] = [createDevice(), createDevice()]
  const log = logOfTwo(noor, sam)
  const first = await connect(plan.address, noor, log.space)
  first.ws.send(encodeFromDevice({ say: 'put-control', head: noHead, entries: log.entries }))
  await next(first.ws, type.put)
  const second = await connect(plan.address, sam, log.space)
  for (const { ws } of [first, second]) {
    ws.send(encodeFromDevice({ say: 'subscribe', after: 0 }))
    await next(ws, type.boxes)
  }
  return [first, second]
}

function listen(phone: Phone, plan: Plan) {
  phone.ws.on('message', (data: Buffer) => {
    if (data[0] === type.ack) {
      acked++
      const batch = data.readUInt32BE(1)
      const sentAt = phone.sentAt.get(batch)
      if (sentAt !== undefined) took.push(performance.now() - sentAt)
      phone.sentAt.delete(batch)
      if (!isOver) push(phone, plan)
    } else if (data[0] === type.boxes) delivered += data.readUInt16BE(2)
    else if (data[0] === type.error) refused++
  })
}

/** Its own slot for every packet, as with records that are new. */
function push(phone: Phone, { parcelBytes }: Plan) {
  const counter = ++phone.counter
  const frame = Buffer.alloc(1 + 4 + 1 + 4 + 32 + parcelBytes)
  frame[0] = 0x06
  frame.writeUInt32BE(counter, 1)
  frame[5] = 1
  frame.writeUInt32BE(32 + parcelBytes, 6)
  const slot = randomHex(limits.slotBytes)
  frame.set(encodeHeader({ epoch: 1, tag: phone.device.tag, counter, slot }), 10)
  if (counter % 16 === 0) phone.sentAt.set(counter, performance.now())
  phone.ws.send(frame)
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const tell = (told: Told) => console.log(JSON.stringify(told))

async function run(plan: Plan) {
  const phones: Phone[] = []
  for (let at = 0; at < plan.pairs; at += 20) {
    const some = Array.from({ length: Math.min(20, plan.pairs - at) }, () => connectPair(plan))
    phones.push(...(await Promise.all(some)).flat())
  }
  tell({ step: 'connected' })
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  await lines.next()
  for (const phone of phones) listen(phone, plan)
  for (const phone of phones) for (let n = 0; n < plan.inFlight; n++) push(phone, plan)
  await wait(plan.warmMs)
  const before = { acked, delivered }
  took = []
  const begunAt = performance.now()
  tell({ step: 'begun' })
  await wait(plan.runMs)
  const ms = performance.now() - begunAt
  tell({
    step: 'done',
    acked: acked - before.acked,
    delivered: delivered - before.delivered,
    ms,
    took,
    refused,
  })
  isOver = true
  await lines.next()
  process.exit()
}

const [plan] = process.argv.slice(2)
if (plan) await run(JSON.parse(plan) as Plan)
