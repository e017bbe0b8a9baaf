/**
 * What Noor tells Sam of one record. It opens for whoever is in the space, in its own place and as it was, and the server
 * that keeps it learns a size.
 */
import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign as nodeSign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { concat, ofHex, ofLabel, toHex } from '../wire/bytes.ts'
import type { Roster } from '../wire/control.ts'
import { limits, type PacketHeader } from '../wire/message.ts'
import { isPacket, parcelPart } from '../wire/packet.ts'
import { createChance } from './craft.fixture.ts'
import { craft } from './craft.ts'
import { type KeyOf, openPacket, packetBytes, sealPacket, slotOf } from './packet.ts'
import frozen from './vectors/packet-1.json' with { type: 'json' }

const { bytes: randomBytes } = createChance(1)
const space = 'c0'.repeat(16)
const entry = 'e1'.repeat(32)
const text = (change: string) => new TextEncoder().encode(change)
const change = text('{"kind":"appreciation","words":"You listened."}')
const packetKey = randomBytes(32)
const known: KeyOf = (epoch) => (epoch === 2 ? { packetKey, entry } : epoch === 1 ? 'earlier' : undefined)

type Hand = Awaited<ReturnType<typeof craft.createDeviceKeys>>['signing']
let [noors, sams, kits]: Hand[] = []
let roster: Roster
let packet: Uint8Array

const deviceOf = (hand: Hand, person: number, tag: string) => ({
  key: toHex(hand.publicKey),
  agreement: 'aa'.repeat(32),
  tag,
  person,
  root: false,
  since: 0,
})
const header = (more: Partial<PacketHeader> = {}): PacketHeader => ({
  epoch: 2,
  tag: '0a'.repeat(8),
  counter: 7,
  slot: '0c'.repeat(12),
  ...more,
})
async function sealed(
  more: { readonly header?: PacketHeader; readonly signing?: Hand; readonly change?: Uint8Array } = {},
) {
  const letter = {
    craft,
    space,
    header: header(),
    packetKey,
    entry,
    signing: noors as Hand,
    alive: 3,
    change,
    randomBytes,
  }
  const made = await sealPacket({ ...letter, ...more })
  if (!made.ok) throw new Error(made.why)
  return made.packet
}
const opened = (bytes: Uint8Array, more: { readonly roster?: Roster; readonly keyOf?: KeyOf } = {}) =>
  openPacket({ craft, roster, packet: bytes, keyOf: known, ...more })
const whyOf = async (...given: Parameters<typeof opened>) => {
  const read = await opened(...given)
  return read.ok ? 'it opened' : read.why
}

beforeAll(async () => {
  ;[noors, sams, kits] = (await Promise.all([0, 1, 2].map(() => craft.createDeviceKeys()))).map(
    ({ signing }) => signing,
  )
  roster = {
    ...{ space, head: entry, entries: 4, people: 2, left: [], due: false, closed: false },
    devices: [deviceOf(noors as Hand, 0, '0a'.repeat(8)), deviceOf(sams as Hand, 1, '0b'.repeat(8))],
    epoch: { number: 2, commitment: entry, hash: entry, entry: 3 },
  }
  packet = await sealed()
})

describe('A packet of Noor’s', () => {
  test('opens for Sam, with who wrote it and how many slots she had', async () => {
    expect(await opened(packet)).toEqual({
      ok: true,
      header: header(),
      device: 0,
      person: 0,
      alive: 3,
      change,
    })
    expect(isPacket(packet)).toBe(true)
  })

  test('is as long as was said before it was made', async () => {
    for (const length of [0, 1, 370, 371, 372, 900, 5_000, 262_000])
      expect((await sealed({ change: new Uint8Array(length).fill(7) })).length).toBe(packetBytes(length))
  })

  test('is not made of more than fits', async () => {
    const letter = {
      craft,
      space,
      header: header(),
      packetKey,
      entry,
      signing: noors as Hand,
      alive: 3,
      randomBytes,
    }
    expect(await sealPacket({ ...letter, change: new Uint8Array(limits.parcelBytesMax) })).toEqual({
      ok: false,
      why: 'too-large',
    })
  })

  test('gives back any change', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 1_000 }), async (any) => {
        expect(await opened(await sealed({ change: any }))).toMatchObject({ ok: true, change: any })
      }),
      { numRuns: 25 },
    ))

  test('does not open without the key of its epoch, under another, or in another space', async () => {
    expect(await whyOf(packet, { keyOf: () => undefined })).toBe('no-key')
    expect(await whyOf(packet, { keyOf: () => 'earlier' })).toBe('earlier')
    expect(await whyOf(packet, { keyOf: () => ({ packetKey: randomBytes(32), entry }) })).toBe('tampered')
    expect(await whyOf(packet, { roster: { ...roster, space: 'c1'.repeat(16) } })).toBe('tampered')
  })

  test('does not open for somebody who was shown another log', async () => {
    expect(await whyOf(packet, { keyOf: () => ({ packetKey, entry: 'e2'.repeat(32) }) })).toBe('tampered')
  })

  test('of an epoch that is not in the log is of an unknown one, and one of before we came in is that', async () => {
    expect(await whyOf(await sealed({ header: header({ epoch: 3 }) }))).toBe('unknown')
    expect(await whyOf(await sealed({ header: header({ epoch: 1 }) }))).toBe('earlier')
  })

  test('counts up to her end and no further', async () => {
    const ended = (last: number): Roster => ({
      ...roster,
      devices: roster.devices.map((device, at) => (at === 0 ? { ...device, last } : device)),
    })
    expect(await whyOf(packet, { roster: ended(7) })).toBe('it opened')
    expect(await whyOf(packet, { roster: ended(6) })).toBe('ended')
  })

  test('cannot be made by Sam in her name, nor by Kit in anybody’s', async () => {
    expect(await whyOf(await sealed({ signing: sams as Hand }))).toBe('forged')
    expect(await whyOf(await sealed({ signing: kits as Hand }))).toBe('forged')
    expect(
      await whyOf(await sealed({ signing: kits as Hand, header: header({ tag: '0d'.repeat(8) }) })),
    ).toBe('unknown')
  })

  test('shows the flip of any bit', async () => {
    const bits = createChance(3)
    for (let bit = 0; bit < 32 * 8 + 300; bit++) {
      const place = bit < 256 ? bit : 256 + bits.below((packet.length - 32) * 8)
      const changed = packet.slice()
      changed[place >> 3] = (changed[place >> 3] ?? 0) ^ (1 << (place & 7))
      expect(await whyOf(changed)).not.toBe('it opened')
    }
  })

  test('has a header that fits no other parcel', async () => {
    const other = await sealed({ header: header({ counter: 8 }) })
    expect(await whyOf(concat(packet.subarray(0, 32), parcelPart(other)))).toBe('tampered')
  })
})

describe('Bytes that are no packet', () => {
  test('are malformed, or ask for a newer app', async () => {
    expect(await whyOf(new Uint8Array())).toBe('malformed')
    expect(await whyOf(packet.subarray(0, 500))).toBe('malformed')
    expect(await whyOf(Uint8Array.of(2, ...packet.subarray(1)))).toBe('too-new')
    expect(await whyOf(concat(packet.subarray(0, 33), new Uint8Array(511)))).toBe('tampered')
  })

  test('can be anything at all', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 700 }), async (any) => {
        expect((await opened(any)).ok).toBe(false)
      }),
      { numRuns: 100 },
    ))

  test('with the right seal and less than a signature inside are malformed', async () => {
    const bound = craft.parcelHeader({
      space: ofHex(space),
      header: packet.subarray(0, 32),
      epochEntry: ofHex(entry),
    })
    const parcel = craft.sealParcel({
      key: packetKey,
      header: bound,
      change: new Uint8Array(67),
      randomBytes,
    })
    expect(parcel.ok && (await whyOf(concat(packet.subarray(0, 32), parcel.parcel)))).toBe('malformed')
  })
})

describe('The frozen packet of version 1', () => {
  const { tag, epoch, counter, alive, slot } = frozen
  const signing: Hand = {
    publicKey: ofHex(frozen.signingKey),
    privateHalf: { kept: 'bare', seed: ofHex(frozen.signingSeed) },
  }
  const epochKey = ofHex(frozen.epochKey)
  const spaceBytes = ofHex(frozen.space)
  const keys = {
    packetKey: craft.packetKey({ epochKey, space: spaceBytes, epoch }),
    entry: frozen.epochEntry,
  }

  test('is made the same to the bit', async () => {
    const slotKey = craft.slotKey({ slotSecret: ofHex(frozen.slotSecret), space: spaceBytes })
    expect(slotOf({ craft, slotKey, recordId: frozen.recordId, tag })).toBe(slot)
    const made = await sealPacket({
      ...{ craft, space: frozen.space, header: { epoch, tag, counter, slot }, signing, alive, ...keys },
      change: text(frozen.change),
      randomBytes: () => ofHex(frozen.nonce),
    })
    expect(made.ok && toHex(made.packet)).toBe(frozen.packet)
  })

  test('still opens', async () => {
    const there: Roster = {
      ...roster,
      space: frozen.space,
      devices: [{ ...deviceOf(signing, 0, tag) }],
      epoch: { number: epoch, commitment: entry, hash: frozen.epochEntry, entry: 3 },
    }
    const read = await opened(ofHex(frozen.packet), { roster: there, keyOf: () => keys })
    expect(read).toMatchObject({
      ok: true,
      alive,
      header: { epoch, tag, counter, slot },
      change: text(frozen.change),
    })
  })

  /** Node's own cryptography, from the words of the protocol. */
  test('is what a second hand makes of the protocol', () => {
    const derive = (from: Uint8Array, label: string, ...more: Uint8Array[]) =>
      new Uint8Array(hkdfSync('sha256', from, new Uint8Array(), concat(ofLabel(label), ...more), 32))
    const epochBytes = Uint8Array.of(0, 0, 0, epoch)
    expect(toHex(keys.packetKey)).toBe(toHex(derive(epochKey, 'tend/v1/packet-key', spaceBytes, epochBytes)))
    const slotKey = derive(ofHex(frozen.slotSecret), 'tend/v1/slot-key', spaceBytes)
    const hmac = createHmac('sha256', slotKey).update(ofHex(frozen.recordId)).update(ofHex(tag)).digest()
    expect(toHex(hmac.subarray(0, 12))).toBe(slot)

    const bytes = ofHex(frozen.packet)
    const u48 = Uint8Array.of(0, 0, 0, 0, counter >> 8, counter & 0xff)
    expect(toHex(bytes.subarray(0, 32))).toBe(
      toHex(concat(Uint8Array.of(1, 0), epochBytes, ofHex(tag), u48, ofHex(slot))),
    )
    const bound = concat(
      ofLabel('tend/v1/parcel'),
      spaceBytes,
      bytes.subarray(0, 32),
      ofHex(frozen.epochEntry),
    )
    const inside = craft.openParcel({ key: keys.packetKey, header: bound, parcel: bytes.subarray(32) })
    const told = text(frozen.change)
    const message = concat(
      ...[ofLabel('tend/v1/change'), spaceBytes, bytes.subarray(0, 32)],
      ...[Uint8Array.of(0, 0, 0, alive), craft.sha256(told)],
    )
    const pkcs8 = concat(ofHex('302e020100300506032b657004220420'), ofHex(frozen.signingSeed))
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
    expect(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12).toString('hex')).toBe(
      frozen.signingKey,
    )
    const signature = new Uint8Array(nodeSign(null, message, key))
    expect(inside).toEqual({ ok: true, change: concat(Uint8Array.of(0, 0, 0, alive), signature, told) })
  })
})
