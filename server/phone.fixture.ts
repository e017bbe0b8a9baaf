/** A phone at the end of a line, without a socket: what it says goes to the server at once, what it hears is kept. */
import { decodeFromServer, encodeFromDevice } from '../wire/codec.ts'
import { type FromDevice, type FromServer, type Hex, limits, type Refusal } from '../wire/message.ts'
import { closeLine, drained, hear, openLine, settled } from './answer.ts'
import { noHead } from './boxes.ts'
import { createDevice, type Device, helloOf, type Log, logOfTwo, packetOf } from './couple.fixture.ts'
import { createHouse, type House } from './house.ts'
import { createMemoryBoxes } from './memory.ts'
import { createRates } from './rates.ts'

export type Phone = ReturnType<typeof createPhone>
type Heard<Say extends FromServer['say']> = Extract<FromServer, { say: Say }>

export function createPhone(
  house: House,
  {
    device,
    space,
    address = 'home',
  }: { readonly device: Device; readonly space: Hex; readonly address?: string },
) {
  const heard: FromServer[] = []
  const state = { isSlow: false, isHeld: false, isClosed: false }
  const nonce = crypto.getRandomValues(new Uint8Array(limits.nonceBytes))
  const line = openLine(house, {
    address,
    nonce,
    send: (bytes) => {
      const decoded = decodeFromServer(bytes)
      if (!decoded.ok) throw new Error('the server says what no device understands')
      heard.push(decoded.frame)
    },
    isSlow: () => state.isSlow,
    hold: () => {
      state.isHeld = true
    },
    resume: () => {
      state.isHeld = false
    },
    close: () => {
      state.isClosed = true
    },
  })
  let batch = 0

  /** Everything that was said is answered, and everything that was pushed is kept. */
  const quiet = async () => {
    await settled(line)
    await house.group.settled()
    await settled(line)
  }
  /** Says it and gives what is heard from then on. */
  const say = async (frame: FromDevice): Promise<readonly FromServer[]> => {
    const before = heard.length
    hear(line, encodeFromDevice(frame))
    await quiet()
    return heard.slice(before)
  }

  return {
    device,
    space,
    line,
    heard,
    state,
    nonce,
    say,
    quiet,
    /** Without waiting. */
    mumble: (frame: FromDevice) => hear(line, encodeFromDevice(frame)),
    raw: async (bytes: Uint8Array) => {
      const before = heard.length
      hear(line, bytes)
      await quiet()
      return heard.slice(before)
    },
    drained: () => drained(line),
    hangUp: () => closeLine(line),
    hello: () => say(helloOf(device, { space, nonce })),
    push: (...packets: readonly Uint8Array[]) => say({ say: 'push', batch: ++batch, packets }),
    write: (counter: number, about: Partial<Parameters<typeof packetOf>[1]> = {}) =>
      say({ say: 'push', batch: ++batch, packets: [packetOf(device, { counter, ...about })] }),
    all: <Say extends FromServer['say']>(what: Say) =>
      heard.filter((frame): frame is Heard<Say> => frame.say === what),
    last: <Say extends FromServer['say']>(what: Say) =>
      heard.findLast((frame): frame is Heard<Say> => frame.say === what),
    /** Every packet it has been sent. */
    boxes: () => heard.flatMap((frame) => (frame.say === 'boxes' ? frame.page.boxes : [])),
  }
}

/** Noor puts a log that was written elsewhere, as whoever begins a space does. */
export async function begin(phone: Phone, log: Log) {
  await phone.hello()
  return await phone.say({ say: 'put-control', head: noHead, entries: log.entries })
}

/** Noor and Sam are connected and share a space; Kit is connected, and that is all. The hour stands still. */
export async function beginStory(boxes = createMemoryBoxes()) {
  const nowMs = () => Date.UTC(2026, 10, 25)
  const troubles: unknown[] = []
  const house = createHouse({
    boxes,
    nowMs,
    rates: createRates({ nowMs, isOff: true }),
    trouble: (error) => troubles.push(error),
  })
  const log = logOfTwo(noor, sam)
  const phoneOf = (device: Device, space = log.space) => createPhone(house, { device, space })
  const phones = { noor: phoneOf(noor), sam: phoneOf(sam), kit: phoneOf(kit) }
  await begin(phones.noor, log)
  await phones.sam.hello()
  return { house, troubles, log, phoneOf, phones }
}
export type Story = Awaited<ReturnType<typeof beginStory>>

// Making a key takes a while, and nobody here minds having one for many stories.
export const noor = createDevice()
export const sam = createDevice()
export const kit = createDevice()

export const error = (why: Refusal, batch = 0): FromServer => ({ say: 'error', why, waitMs: 0, batch })
export const subscribe = (after = 0): FromDevice => ({ say: 'subscribe', after })
export const put = (head: Hex, ...entries: readonly Uint8Array[]): FromDevice => ({
  say: 'put-control',
  head,
  entries,
})
/** The head that an entry follows stands in the entry. */
export const headBefore = (entry: Uint8Array | undefined): Hex =>
  Buffer.from(entry?.subarray(2, 34) ?? []).toString('hex')
