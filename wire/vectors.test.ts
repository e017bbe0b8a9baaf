/**
 * The frozen examples of version 1, which were written from the protocol by other means than this room. Each is read,
 * is written again to the bit, and every signature in them is true. A change that breaks one breaks every device that
 * is out there: it is a new version and a new file.
 */
import { createHash, createPublicKey, verify as isSignedBy } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  decodeFromDevice,
  decodeFromServer,
  encodeFromDevice,
  encodeFromServer,
  helloProof,
} from './codec.ts'
import { followAll, hashOf, type Roster } from './control.ts'
import { type Check, decodeEntry, type EntryType, encodeEntry, signedPart } from './entry.ts'
import type { FromDevice, FromServer } from './message.ts'
import { encodeHeader, isPacketSize, packetHeaderOf } from './packet.ts'
import frames from './vectors/frames-1.json' with { type: 'json' }
import log from './vectors/log-1.json' with { type: 'json' }
import packet from './vectors/packet-1.json' with { type: 'json' }

describe('Frozen frames', () => {
  test.each(frames.fromDevice.map((one) => [one.frame.say, one] as const))('%s', (_, { frame, encoded }) => {
    const read = decodeFromDevice(ofHex(encoded))
    expect(plain(read)).toEqual({ ok: true, frame })
    expect(read.ok && encodeFromDevice(read.frame)).toEqual(ofHex(encoded))
  })
  test.each(frames.fromServer.map((one) => [one.frame.say, one] as const))('%s', (_, { frame, encoded }) => {
    const read = decodeFromServer(ofHex(encoded))
    expect(plain(read)).toEqual({ ok: true, frame })
    expect(read.ok && encodeFromServer(read.frame)).toEqual(ofHex(encoded))
  })

  test('are one of each at least', () => {
    const device: Record<FromDevice['say'], true> = {
      hello: true,
      'ask-control': true,
      'put-control': true,
      subscribe: true,
      more: true,
      push: true,
      'ask-mail': true,
      'post-mail': true,
      forget: true,
    }
    const server: Record<FromServer['say'], true> = {
      challenge: true,
      welcome: true,
      control: true,
      put: true,
      boxes: true,
      ack: true,
      mail: true,
      error: true,
    }
    const said = (all: readonly { frame: { say: string } }[]) => new Set(all.map(({ frame }) => frame.say))
    expect(said(frames.fromDevice)).toEqual(new Set(Object.keys(device)))
    expect(said(frames.fromServer)).toEqual(new Set(Object.keys(server)))
  })

  test('and the hello among them is signed', () => {
    const hello = decodeFromDevice(ofHex(frames.fromDevice[0]!.encoded))
    const challenge = decodeFromServer(ofHex(frames.fromServer[0]!.encoded))
    if (!hello.ok || hello.frame.say !== 'hello') throw new Error('no hello')
    if (!challenge.ok || challenge.frame.say !== 'challenge') throw new Error('no challenge')
    const message = helloProof({ ...hello.frame, nonce: challenge.frame.nonce })
    expect(message).toEqual(ofHex(frames.helloProof))
    expect(isTrue({ ...hello.frame, message })).toBe(true)
  })
})

describe('A frozen packet', () => {
  test('has this header', () => {
    expect(packetHeaderOf(ofHex(packet.encoded))).toEqual({ ok: true, header: packet.header })
    expect(encodeHeader(packet.header)).toEqual(ofHex(packet.encoded))
  })
  test('has one of these sizes', () => expect(packet.sizes.filter(isPacketSize)).toEqual(packet.sizes))
})

describe('A frozen log', () => {
  const entries = log.log.map(({ encoded }) => ofHex(encoded))

  test.each(log.log.map((one) => [one.story, one] as const))(
    '%s',
    (_, { entry, signature, encoded, hash }) => {
      const read = decodeEntry(ofHex(encoded))
      if (!read.ok) throw new Error('it cannot be read')
      expect(plain(read.entry)).toEqual(entry)
      expect(encodeEntry(read.entry, ofHex(signature))).toEqual(ofHex(encoded))
      expect(hashOf(ofHex(encoded), sha256)).toBe(hash)
      expect(read.checks.map(({ key }) => key)).toEqual(
        entry.type === 'add' ? [entry.author, entry.key] : [entry.author],
      )
      expect(read.checks.map(isTrue)).toEqual(read.checks.map(() => true))
      expect(read.checks[0]).toEqual({
        key: entry.author,
        message: signedPart(read.entry),
        signature: ofHex(signature),
      })
    },
  )

  test('has every type of entry', () => {
    const types: Record<EntryType, true> = {
      genesis: true,
      add: true,
      approve: true,
      decline: true,
      revoke: true,
      leave: true,
      epoch: true,
    }
    expect(new Set(log.log.map(({ entry }) => entry.type))).toEqual(new Set(Object.keys(types)))
  })

  test('says after each entry who is in', async () => {
    let roster: Roster | undefined
    for (const [at, bytes] of entries.entries()) {
      const followed = await followAll({ roster, entries: [bytes], sha256, verify: isTrue })
      expect(followed).toEqual({ ok: true, roster: log.log[at]!.roster })
      roster = followed.roster
    }
  })

  test('says so at once as well', async () =>
    expect(await followAll({ roster: undefined, entries, sha256, verify: isTrue })).toEqual({
      ok: true,
      roster: log.log.at(-1)!.roster,
    }))
})

function isTrue({ key, message, signature }: Check): boolean {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), ofHex(key)])
  return isSignedBy(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature)
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}

function ofHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

/** With all bytes as text, as they stand in a file. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
}
