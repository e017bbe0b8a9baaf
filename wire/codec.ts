/**
 * Bytes ⇄ frame, for both ends: the table of `docs/protocol.md`, section 5, as code.
 *
 *     frame   0 type u8 | 1 the fields of that type, in the order in which they stand here, and nothing after them
 *
 * A frame has one encoding only: what is decoded, the encoder writes again, byte for byte. That is why even a harmless
 * oddity, such as boxes out of order, is refused. Nothing in the bytes is believed before it was held against the
 * limits and against what is really there, so nobody can make us allocate more than they sent.
 */
import { concat, ofHex, ofLabel } from './bytes.ts'
import {
  decode,
  encode,
  type Field,
  flag,
  hex,
  layout,
  listOf,
  raw,
  sized,
  u8,
  u16,
  u32,
  u48,
  where,
  within,
  word,
} from './layout.ts'
import { type FromDevice, type FromServer, type Hex, labels, limits, type Page, refusals } from './message.ts'
import { isPacketSize } from './packet.ts'

/** Two words for every fault: a sender that keeps to this file makes none of them, and others need no advice. */
export type Undecoded = { readonly ok: false; readonly why: 'malformed' | 'too-large' }
export type DecodedFromDevice = { readonly ok: true; readonly frame: FromDevice } | Undecoded
export type DecodedFromServer = { readonly ok: true; readonly frame: FromServer } | Undecoded

/** Throws for a frame that the other end would refuse, as do all encoders: who made it broke what both agreed to. */
export function encodeFromDevice(frame: FromDevice): Uint8Array {
  return encodeFrame(fromDevice, frame)
}

export function encodeFromServer(frame: FromServer): Uint8Array {
  return encodeFrame(fromServer, frame)
}

/** Answers for any bytes at all, and never throws. */
export function decodeFromDevice(bytes: Uint8Array): DecodedFromDevice {
  return decodeFrame(fromDevice, bytes)
}

export function decodeFromServer(bytes: Uint8Array): DecodedFromServer {
  return decodeFrame(fromServer, bytes)
}

/** What a device signs in its *hello*: that it is here, on this connection and for this space alone. */
export function helloProof(hello: {
  readonly nonce: Uint8Array
  readonly space: Hex
  readonly key: Hex
  readonly version: number
}): Uint8Array {
  const { nonce, space, key, version } = hello
  return concat(ofLabel(labels.hello), nonce, ofHex(space), ofHex(key), encode(u8, version))
}

/** The frames of one direction. The compiler insists that none is missing, and no field of one. */
type Frames<Frame extends { readonly say: string }> = {
  readonly [Say in Frame['say']]: {
    readonly type: number
    readonly body: Field<Omit<Extract<Frame, { say: Say }>, 'say'>>
  }
}

const space = hex(limits.spaceIdBytes)
const meeting = hex(limits.meetingIdBytes)
const mailIndex = within(u8, { min: 0, max: limits.mailsMax - 1 })
/** From 1, because a 0 says in *error* that it is about no batch. */
const batch = within(u32, { min: 1 })
const packet = where(sized(u32), ({ length }) => isPacketSize(length))
const entry = sized(within(u16, { min: 1, max: limits.entryBytesMax }))
const entryCount = within(u8, { min: 0, max: limits.entriesPerFrameMax })
const packetCount = within(u8, { min: 1, max: limits.packetsPerPushMax })

const page: Field<Page> = where(
  layout<Page>({
    more: flag,
    boxes: listOf(u16, layout({ sequence: within(u48, { min: 1 }), bytes: packet })),
  }),
  ({ more, boxes }) =>
    isHonest(more, boxes) &&
    boxes.every(({ sequence }, at) => at === 0 || sequence > boxes[at - 1]!.sequence) &&
    sizeOf(boxes.map(({ bytes }) => bytes)) <= limits.pageBytesMax,
)

const fromDevice: Frames<FromDevice> = {
  hello: {
    type: 0x01,
    body: layout({ version: u8, space, key: hex(limits.keyBytes), signature: raw(limits.signatureBytes) }),
  },
  'ask-control': { type: 0x02, body: layout({ after: u32 }) },
  'put-control': {
    type: 0x03,
    body: layout({ head: hex(limits.hashBytes), entries: listOf(within(entryCount, { min: 1 }), entry) }),
  },
  subscribe: { type: 0x04, body: layout({ after: u48 }) },
  more: { type: 0x05, body: layout({ after: u48 }) },
  push: {
    type: 0x06,
    body: layout({
      batch,
      packets: where(listOf(packetCount, packet), (packets) => sizeOf(packets) <= limits.pushBytesMax),
    }),
  },
  'ask-mail': { type: 0x07, body: layout({ meeting, from: mailIndex }) },
  'post-mail': {
    type: 0x08,
    body: layout({
      meeting,
      index: mailIndex,
      lifetimeS: within(u32, { min: 1, max: limits.mailLifetimeSMax }),
      bytes: sized(within(u16, { min: 1, max: limits.mailBytesMax })),
    }),
  },
  forget: { type: 0x09, body: layout({}) },
}

const fromServer: Frames<FromServer> = {
  challenge: {
    type: 0x81,
    body: where(
      layout({ nonce: raw(limits.nonceBytes), oldest: within(u8, { min: 1 }), newest: u8 }),
      ({ oldest, newest }) => oldest <= newest,
    ),
  },
  welcome: { type: 0x82, body: layout({ entries: u32, sequence: u48, counter: u48 }) },
  control: {
    type: 0x83,
    body: where(layout({ first: u32, more: flag, entries: listOf(entryCount, entry) }), ({ more, entries }) =>
      isHonest(more, entries),
    ),
  },
  put: { type: 0x84, body: layout({ entries: u32 }) },
  boxes: { type: 0x85, body: layout({ page }) },
  ack: { type: 0x86, body: layout({ batch, sequences: listOf(packetCount, u48) }) },
  mail: {
    type: 0x87,
    body: layout({
      meeting,
      index: mailIndex,
      bytes: sized(within(u16, { min: 0, max: limits.mailBytesMax })),
    }),
  },
  error: { type: 0x88, body: layout({ why: word(refusals), waitMs: u32, batch: u32 }) },
}

/** "More", after nothing, would be asked for in the same place again, and so for ever. */
function isHonest(more: boolean, held: readonly unknown[]): boolean {
  return !more || held.length > 0
}

function sizeOf(packets: readonly Uint8Array[]): number {
  return packets.reduce((sizeBytes, { length }) => sizeBytes + length, 0)
}

function encodeFrame<Frame extends { readonly say: string }>(
  frames: Frames<Frame>,
  frame: Frame,
): Uint8Array {
  const { type, body } = frames[frame.say as Frame['say']]
  // The table's type says that this body is this frame's; the compiler cannot follow that through a union.
  return concat(Uint8Array.of(type), encode(body as Field<object>, frame))
}

function decodeFrame<Frame extends { readonly say: string }>(
  frames: Frames<Frame>,
  bytes: Uint8Array,
): { readonly ok: true; readonly frame: Frame } | Undecoded {
  if (bytes.length > limits.frameBytesMax) return { ok: false, why: 'too-large' }
  for (const say of Object.keys(frames) as Frame['say'][]) {
    const { type, body } = frames[say]
    if (type !== bytes[0]) continue
    const read = decode(body as Field<object>, bytes.subarray(1))
    if (read) return { ok: true, frame: { say, ...read } as Frame }
  }
  return { ok: false, why: 'malformed' }
}
