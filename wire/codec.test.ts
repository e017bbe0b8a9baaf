/**
 * What crosses the line arrives as it left, and nothing else arrives at all. Noor's device and the server keep to one
 * set of limits; somebody in between may send whatever bytes they like. (Each frame to the bit: `vectors.test.ts`.)
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeFromDevice,
  decodeFromServer,
  encodeFromDevice,
  encodeFromServer,
  helloProof,
} from './codec.ts'
import { type FromDevice, type FromServer, limits, refusals } from './message.ts'

const malformed = { ok: false, why: 'malformed' }
const meeting = '0e'.repeat(16)
const smallest = new Uint8Array(544).fill(7)
const larger = new Uint8Array(1056).fill(8)
const largest = new Uint8Array(32 + limits.parcelBytesMax).fill(9)
const entry = new Uint8Array(162).fill(1)

const number = (greatest: number, least = 0) => fc.integer({ min: least, max: greatest })
const u8 = number(255)
const u32 = number(2 ** 32 - 1)
const u48 = number(2 ** 48 - 1)
const bytes = (sizeBytes: number) => fc.uint8Array({ minLength: sizeBytes, maxLength: sizeBytes })
const hex = (sizeBytes: number) => bytes(sizeBytes).map((one) => Buffer.from(one).toString('hex'))
const batch = number(2 ** 32 - 1, 1)
const entries = (least: number) =>
  fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: least, maxLength: 4 })
const packet = fc.constantFrom(smallest, larger)
const index = number(limits.mailsMax - 1)

const fromDevice: fc.Arbitrary<FromDevice> = fc.oneof(
  fc.record({
    say: fc.constant('hello' as const),
    version: u8,
    space: hex(16),
    key: hex(32),
    signature: bytes(64),
  }),
  fc.record({ say: fc.constant('ask-control' as const), after: u32 }),
  fc.record({ say: fc.constant('put-control' as const), head: hex(32), entries: entries(1) }),
  fc.record({ say: fc.constantFrom('subscribe' as const, 'more' as const), after: u48 }),
  fc.record({
    say: fc.constant('push' as const),
    batch,
    packets: fc.array(packet, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ say: fc.constant('ask-mail' as const), meeting: hex(16), from: index }),
  fc.record({
    say: fc.constant('post-mail' as const),
    meeting: hex(16),
    index,
    lifetimeS: number(limits.mailLifetimeSMax, 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 100 }),
  }),
  fc.constant({ say: 'forget' as const }),
)

const boxes = fc
  .uniqueArray(fc.record({ sequence: number(2 ** 48 - 1, 1), bytes: packet }), {
    maxLength: 3,
    selector: (box) => box.sequence,
  })
  .map((unordered) => unordered.toSorted((one, other) => one.sequence - other.sequence))
const fromServer: fc.Arbitrary<FromServer> = fc.oneof(
  fc
    .record({ say: fc.constant('challenge' as const), nonce: bytes(32), oldest: number(255, 1), newest: u8 })
    .filter(({ oldest, newest }) => oldest <= newest),
  fc.record({ say: fc.constant('welcome' as const), entries: u32, sequence: u48, counter: u48 }),
  fc.record({ say: fc.constant('control' as const), first: u32, more: fc.boolean(), entries: entries(1) }),
  fc.record({ say: fc.constant('put' as const), entries: u32 }),
  fc
    .record({ more: fc.boolean(), boxes })
    .map(({ more, boxes }) => ({ say: 'boxes' as const, page: { more: more && boxes.length > 0, boxes } })),
  fc.record({
    say: fc.constant('ack' as const),
    batch,
    sequences: fc.array(u48, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    say: fc.constant('mail' as const),
    meeting: hex(16),
    index,
    bytes: fc.uint8Array({ maxLength: 100 }),
  }),
  fc.record({
    say: fc.constant('error' as const),
    why: fc.constantFrom(...refusals),
    waitMs: u32,
    batch: u32,
  }),
)

describe('A frame comes back as it was', () => {
  test('from a device', () =>
    fc.assert(
      fc.property(fromDevice, (frame) => {
        expect(decodeFromDevice(encodeFromDevice(frame))).toEqual({ ok: true, frame })
      }),
    ))
  test('from a server', () =>
    fc.assert(
      fc.property(fromServer, (frame) => {
        expect(decodeFromServer(encodeFromServer(frame))).toEqual({ ok: true, frame })
      }),
    ))

  test('from the middle of a larger memory, and into memory of its own', () => {
    const encoded = encodeFromDevice({ say: 'push', batch: 1, packets: [smallest, larger] })
    const memory = new Uint8Array(encoded.length + 20).fill(255)
    memory.set(encoded, 10)
    const read = decodeFromDevice(memory.subarray(10, 10 + encoded.length))
    memory.fill(0)
    expect(read).toEqual({ ok: true, frame: { say: 'push', batch: 1, packets: [smallest, larger] } })
    if (read.ok && read.frame.say === 'push') expect(read.frame.packets[0]!.buffer.byteLength).toBe(544)
  })

  test('and never in the other direction', () => {
    fc.assert(
      fc.property(fromDevice, fromServer, (device, server) => {
        expect(decodeFromServer(encodeFromDevice(device))).toEqual(malformed)
        expect(decodeFromDevice(encodeFromServer(server))).toEqual(malformed)
      }),
      { numRuns: 30 },
    )
  })
})

describe('No bytes throw, and what is read is written again to the bit', () => {
  test('noise', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x0a }), fc.uint8Array({ maxLength: 150 }), (type, noise) => {
        answersOrRepeats(Uint8Array.of(type, ...noise))
        answersOrRepeats(Uint8Array.of(0x80 + type, ...noise))
      }),
      { numRuns: 500 },
    ))

  test('a frame with a few bytes changed, some cut off and some added', () =>
    fc.assert(
      fc.property(
        fc.oneof(fromDevice.map(encodeFromDevice), fromServer.map(encodeFromServer)),
        // Most of what can be wrong stands at the beginning.
        fc.array(fc.tuple(fc.oneof(fc.nat(60), fc.nat()), u8), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.nat(3),
        (frame, wrong, tail, cut) => {
          const encoded = frame.slice()
          for (const [at, byte] of wrong) encoded[at % encoded.length] = byte
          answersOrRepeats(Uint8Array.of(...encoded.subarray(0, encoded.length - cut), ...tail))
        },
      ),
      { numRuns: 500 },
    ))

  test('a frame that is cut short anywhere, or goes on', () =>
    fc.assert(
      fc.property(fc.oneof(fromDevice.map(encodeFromDevice), fromServer.map(encodeFromServer)), (frame) => {
        const cuts = [0, 1, 2, 5, 10, frame.length - 2, frame.length - 1].filter((cut) => cut < frame.length)
        const wrong = [...cuts.map((cut) => frame.subarray(0, cut)), Uint8Array.of(...frame, 0)]
        for (const one of wrong) {
          expect(decodeFromDevice(one)).toEqual(malformed)
          expect(decodeFromServer(one)).toEqual(malformed)
        }
      }),
      { numRuns: 60 },
    ))

  function answersOrRepeats(given: Uint8Array): void {
    const device = decodeFromDevice(given)
    if (device.ok) expect(encodeFromDevice(device.frame)).toEqual(given)
    else expect(device).toEqual(malformed)
    const server = decodeFromServer(given)
    if (server.ok) expect(encodeFromServer(server.frame)).toEqual(given)
    else expect(server).toEqual(malformed)
  }
})

test('A frame above 1 MiB is too large before any of it is read', () => {
  for (const type of [0x00, 0x06, 0x85]) {
    for (const decode of [decodeFromDevice, decodeFromServer]) {
      expect(decode(new Uint8Array(limits.frameBytesMax + 1).fill(type))).toEqual({
        ok: false,
        why: 'too-large',
      })
      expect(decode(new Uint8Array(limits.frameBytesMax).fill(type))).toEqual(malformed)
    }
  }
})

test('A type that nobody knows is no frame, nor are no bytes', () => {
  for (const given of [[], [0], [0x0a], [0x80], [0x89], [0xff]]) {
    expect(decodeFromDevice(Uint8Array.from(given))).toEqual(malformed)
    expect(decodeFromServer(Uint8Array.from(given))).toEqual(malformed)
  }
})

/** `fits` is the last that is allowed, `not` the first that is not. Of each, both ends are asked. */
describe('The limits hold at both ends:', () => {
  const repeat = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value)
  const put = (all: readonly Uint8Array[]): FromDevice => ({
    say: 'put-control',
    head: '0a'.repeat(32),
    entries: all,
  })
  const push = (packets: readonly Uint8Array[], batch = 1): FromDevice => ({ say: 'push', batch, packets })
  const post = (more: object): FromDevice => ({
    say: 'post-mail',
    meeting,
    index: 0,
    lifetimeS: 60,
    bytes: entry,
    ...more,
  })
  const ask = (from: number): FromDevice => ({ say: 'ask-mail', meeting, from })
  const longest = new Uint8Array(limits.entryBytesMax)
  const longestMail = new Uint8Array(limits.mailBytesMax)
  const more = new Uint8Array(1)
  const and = (one: Uint8Array, other: Uint8Array) => Uint8Array.of(...one, ...other)
  /** Sixteen packets, with their headers exactly 512 KiB. */
  const fullest = [1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 128, 64, 32, 16, 8, 8].map(
    (times) => new Uint8Array(32 + times * 512),
  )

  test.each<readonly [string, FromDevice, FromDevice]>([
    ['an entry to put at least', put([entry]), put([])],
    ['64 entries to put at most', put(repeat(64, entry)), put(repeat(65, entry))],
    ['an entry of 1 B at least', put([more]), put([entry, new Uint8Array()])],
    ['an entry of 8 KiB at most', put([longest]), put([and(longest, more)])],
    ['a packet to push at least', push([smallest]), push([])],
    ['64 packets to push at most', push(repeat(64, smallest)), push(repeat(65, smallest))],
    ['a packet of one of ten sizes', push([larger]), push([and(larger, more)])],
    ['a packet of 256 KiB at most', push([largest]), push([new Uint8Array(32 + 2 * limits.parcelBytesMax)])],
    ['512 KiB to push at most', push(fullest), push([...fullest, smallest])],
    ['a batch from 1', push([smallest], 1), push([smallest], 0)],
    ['a mail to ask for from 0', ask(0), ask(-1)],
    ['a mail to ask for to 5', ask(5), ask(6)],
    ['a mail to post to 5', post({ index: 5 }), post({ index: 6 })],
    ['a mail that lives a second', post({ lifetimeS: 1 }), post({ lifetimeS: 0 })],
    ['a mail that lives a day', post({ lifetimeS: 86_400 }), post({ lifetimeS: 86_401 })],
    ['a mail of 1 B at least', post({ bytes: more }), post({ bytes: new Uint8Array() })],
    ['a mail of 48 KiB at most', post({ bytes: longestMail }), post({ bytes: and(longestMail, more) })],
    [
      'a number of 32 bits',
      { say: 'ask-control', after: 2 ** 32 - 1 },
      { say: 'ask-control', after: 2 ** 32 },
    ],
    ['a number of 48 bits', { say: 'more', after: 2 ** 48 - 1 }, { say: 'more', after: 2 ** 48 }],
  ])('%s', (_, fits, not) => {
    expect(decodeFromDevice(encodeFromDevice(fits))).toEqual({ ok: true, frame: fits })
    expect(() => encodeFromDevice(not)).toThrow()
    expect(decodeFromDevice(written(not))).toEqual(malformed)
  })

  const page = (all: readonly Uint8Array[], more = false, first = 1): FromServer => ({
    say: 'boxes',
    page: { more, boxes: all.map((bytes, at) => ({ sequence: first + at, bytes })) },
  })
  const numbered = (...sequences: number[]): FromServer => ({
    say: 'boxes',
    page: { more: false, boxes: sequences.map((sequence) => ({ sequence, bytes: smallest })) },
  })
  const control = (all: readonly Uint8Array[], more = false): FromServer => ({
    say: 'control',
    first: 0,
    more,
    entries: all,
  })
  const ack = (sequences: readonly number[], batch = 1): FromServer => ({ say: 'ack', batch, sequences })
  const mail = (index: number, bytes: Uint8Array): FromServer => ({ say: 'mail', meeting, index, bytes })
  const challenge = (oldest: number, newest: number): FromServer => ({
    say: 'challenge',
    nonce: new Uint8Array(32),
    oldest,
    newest,
  })
  const fitting = Math.floor(limits.pageBytesMax / smallest.length)

  test.each<readonly [string, FromServer, FromServer]>([
    ['versions from 1', challenge(1, 1), challenge(0, 1)],
    ['versions in order', challenge(2, 2), challenge(2, 1)],
    ['64 entries at most', control(repeat(64, entry)), control(repeat(65, entry))],
    ['an entry of 8 KiB at most', control([longest]), control([and(longest, more)])],
    ['an entry of 1 B at least', control([more]), control([new Uint8Array()])],
    ['no more entries after none', control([]), control([], true)],
    ['no more boxes after none', page([]), page([], true)],
    ['boxes that rise', numbered(3, 4), numbered(3, 3)],
    ['boxes that never fall', numbered(3, 4, 9), numbered(3, 9, 4)],
    ['boxes from 1', numbered(1), numbered(0)],
    ['a box of one of ten sizes', page([larger]), page([and(larger, more)])],
    ['a page of 512 KiB at most', page(fullest, true), page([...fullest, smallest], true)],
    ['a page full of the smallest', page(repeat(fitting, smallest)), page(repeat(fitting + 1, smallest))],
    ['an answer to a packet at least', ack([0]), ack([])],
    ['an answer to 64 packets at most', ack(repeat(64, 7)), ack(repeat(65, 7))],
    ['a batch from 1', ack([0], 1), ack([0], 0)],
    ['a mail to 5', mail(5, entry), mail(6, entry)],
    ['a mail of 48 KiB at most', mail(0, longestMail), mail(0, and(longestMail, more))],
  ])('%s', (_, fits, not) => {
    expect(decodeFromServer(encodeFromServer(fits))).toEqual({ ok: true, frame: fits })
    expect(() => encodeFromServer(not)).toThrow()
    expect(decodeFromServer(written(not))).toEqual(malformed)
  })

  test('one of nine faults', () => {
    const encoded = encodeFromServer({ say: 'error', why: 'too-new', waitMs: 0, batch: 0 })
    expect(encoded[1]).toBe(9)
    expect(decodeFromServer(encoded.with(1, 10))).toEqual(malformed)
    expect(decodeFromServer(encoded.with(1, 0))).toEqual(malformed)
  })

  test('"more" is yes or no', () => {
    const encoded = encodeFromServer(page([smallest], true))
    expect(decodeFromServer(encoded.with(1, 2))).toEqual(malformed)
    expect(decodeFromServer(encodeFromServer(control([entry], true)).with(5, 2))).toEqual(malformed)
  })

  test('names have their length', () => {
    expect(() => encodeFromDevice({ say: 'ask-mail', meeting: '0e', from: 0 })).toThrow()
    expect(() => encodeFromDevice({ ...put([entry]), head: '0E'.repeat(32) } as FromDevice)).toThrow()
  })
})

test('A hello is signed for this connection, this space, this key and this version', () =>
  expect(helloProof({ nonce: Uint8Array.of(1, 2), space: '0304', key: '0506', version: 7 })).toEqual(
    Uint8Array.of(...Buffer.from('tend/v1/hello'), 1, 2, 3, 4, 5, 6, 7),
  ))

/** The layouts written down a second time, without any limit, as somebody hostile would. */
function written(frame: FromDevice | FromServer): Uint8Array {
  const told = (sizeBytes: number, value: number) => {
    const all = Buffer.alloc(8)
    all.writeBigInt64BE(BigInt(value))
    return all.subarray(8 - sizeBytes)
  }
  const hex = (text: string) => Buffer.from(text, 'hex')
  const sized = (sizeBytes: number, all: Uint8Array) => [told(sizeBytes, all.length), all]
  const list = (sizeBytes: number, all: readonly Uint8Array[]) => [
    told(1, all.length),
    ...all.flatMap((one) => sized(sizeBytes, one)),
  ]
  const parts = (): readonly Uint8Array[] => {
    switch (frame.say) {
      case 'put-control':
        return [told(1, 0x03), hex(frame.head), ...list(2, frame.entries)]
      case 'ask-control':
        return [told(1, 0x02), told(5, frame.after)]
      case 'more':
        return [told(1, 0x05), told(7, frame.after)]
      case 'push':
        return [told(1, 0x06), told(4, frame.batch), ...list(4, frame.packets)]
      case 'ask-mail':
        return [told(1, 0x07), hex(frame.meeting), told(1, frame.from)]
      case 'post-mail': {
        const { meeting, index, lifetimeS, bytes } = frame
        return [told(1, 0x08), hex(meeting), told(1, index), told(4, lifetimeS), ...sized(2, bytes)]
      }
      case 'challenge':
        return [told(1, 0x81), frame.nonce, told(1, frame.oldest), told(1, frame.newest)]
      case 'control': {
        const { first, more, entries } = frame
        return [told(1, 0x83), told(4, first), told(1, Number(more)), ...list(2, entries)]
      }
      case 'boxes': {
        const { more, boxes } = frame.page
        const all = boxes.flatMap(({ sequence, bytes }) => [told(6, sequence), ...sized(4, bytes)])
        return [told(1, 0x85), told(1, Number(more)), told(2, boxes.length), ...all]
      }
      case 'ack': {
        const all = frame.sequences.map((sequence) => told(6, sequence))
        return [told(1, 0x86), told(4, frame.batch), told(1, all.length), ...all]
      }
      case 'mail':
        return [told(1, 0x87), hex(frame.meeting), told(1, frame.index), ...sized(2, frame.bytes)]
      default:
        throw new Error(`nobody wrote a ${frame.say} down`)
    }
  }
  return new Uint8Array(Buffer.concat(parts()))
}
