/**
 * Noor lays a backup where Kit can find it. It opens for her passphrase; Kit sees how long it is, and whatever Kit does
 * to it has a word. Most files here have a quick key instead of a slow one, or this test would take a minute.
 */
import { randomBytes as nodeRandomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cost, type KeyOf, keyFrom, openBackup, sealBackup, usualCost } from './backup.ts'
import { sha256 } from './derive.ts'
import { seal } from './seal.ts'
import frozen from './vectors/backup-1.json' with { type: 'json' }

const randomBytes = (sizeBytes: number) => new Uint8Array(nodeRandomBytes(sizeBytes))
const quick =
  (passphrase: string): KeyOf =>
  async ({ salt, cost }) =>
    sha256(concatBytes(utf8ToBytes(passphrase + JSON.stringify(cost)), salt))
const [noors, kits] = [quick('five goats'), quick('six goats')]
const headBytes = 36

/** Noise in hexadecimal deflates to half of itself, so this makes three chunks. */
const long = nodeRandomBytes(150_000).toString('hex')
const file = await sealed(long)
const chunks = chunksOf(file)

describe('A backup', () => {
  test('opens for Noor, as it was', async () => {
    expect(chunks).toHaveLength(3)
    expect(await openBackup({ file, keyOf: noors })).toEqual({ ok: true, text: long })
  })

  test('does not open for Kit', async () =>
    expect(await openBackup({ file, keyOf: kits })).toEqual({ ok: false, why: 'passphrase' }))

  test('holds any text, in pieces of any length, even none', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), async (pieces) => {
        const text = pieces.join('')
        expect(await openBackup({ file: await sealed(...pieces), keyOf: noors })).toEqual({ ok: true, text })
      }),
      { numRuns: 50 },
    ))

  test('takes its text as it is made, and hands on what went wrong there', async () => {
    async function* telling() {
      yield 'The goat'
      throw new Error('the store is closed')
    }
    const making = sealBackup({ text: telling(), keyOf: noors, randomBytes })
    await expect(all(making)).rejects.toThrow('the store is closed')
    await expect(sealed('goat \ud83d', '\udc10')).rejects.toThrow('half a letter')
  })

  test('made twice shares nothing but its first words', async () => {
    const again = await sealed(long)
    expect(again.subarray(0, 8)).toEqual(file.subarray(0, 8))
    expect(again.subarray(8, 24)).not.toEqual(file.subarray(8, 24))
    expect(again.subarray(headBytes + 100, headBytes + 200)).not.toEqual(
      file.subarray(headBytes + 100, headBytes + 200),
    )
  })

  test('says how slow its key is, and its key depends on it', async () => {
    const view = new DataView(file.buffer)
    expect([24, 28, 32].map((at) => view.getUint32(at))).toEqual([64 * 1024, 3, 1])
    const cheaper = withNumber(28, 2)
    expect(await openBackup({ file: cheaper, keyOf: noors })).toEqual({ ok: false, why: 'passphrase' })
  })
})

describe('Kit changes the file', () => {
  const opened = (changed: Uint8Array) => openBackup({ file: changed, keyOf: noors })
  const [first, second, third] = chunks as [Uint8Array, Uint8Array, Uint8Array]
  const of = (...parts: readonly Uint8Array[]) => concatBytes(file.subarray(0, headBytes), ...parts)

  test('and cuts it, between chunks or anywhere', async () => {
    const cut = { ok: false, why: 'cut' }
    expect(await opened(of(first, second))).toEqual(cut)
    expect(await opened(of(first))).toEqual(cut)
    for (const length of [7, 8, 35, 36, 37, 39, 40, 100, 70_000, file.length - 1])
      expect(await opened(file.subarray(0, length))).toEqual(cut)
  })

  test('and moves, repeats, leaves out or adds a chunk', async () => {
    const damaged = { ok: false, why: 'damaged' }
    expect(await opened(of(second, first, third))).toEqual(damaged)
    expect(await opened(of(first, third, second))).toEqual(damaged)
    expect(await opened(of(first, second, second, third))).toEqual(damaged)
    expect(await opened(of(first, first, second, third))).toEqual(damaged)
    expect(await opened(of(first, third))).toEqual(damaged)
    expect(await opened(of(first, second, third, third))).toEqual(damaged)
    const short = await sealed('The goat')
    expect(await opened(concatBytes(short, ...chunksOf(short)))).toEqual(damaged)
  })

  test('and brings a chunk of another backup under the same passphrase', async () => {
    const [, theirs] = chunksOf(await sealed(nodeRandomBytes(150_000).toString('hex')))
    expect(await opened(of(first, theirs!, third))).toEqual({ ok: false, why: 'damaged' })
  })

  test('in any bit, and it never opens', async () => {
    const short = await sealed('The goat')
    for (let bit = 0; bit < short.length * 8; bit++) {
      const changed = short.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect((await opened(changed)).ok).toBe(false)
    }
  })

  test('of which one was changed in the middle', async () => {
    const changed = file.slice()
    changed[headBytes + first.length + 100]! ^= 1
    expect(await opened(changed)).toEqual({ ok: false, why: 'damaged' })
  })

  test('or gives another file, and it is answered for', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (any) => {
        expect(await opened(any)).toEqual({ ok: false, why: 'not-a-backup' })
        expect((await opened(concatBytes(file.subarray(0, 8), any))).ok).toBe(false)
        expect((await opened(concatBytes(file.subarray(0, headBytes), any))).ok).toBe(false)
      }),
    ))
})

describe('A file by another hand', () => {
  test('of a later version asks for a newer app, however short it is', async () => {
    const later = Uint8Array.of(...utf8ToBytes('TENDBAK'), 2)
    expect(await openBackup({ file: later, keyOf: noors })).toEqual({ ok: false, why: 'too-new' })
    const never = Uint8Array.of(...utf8ToBytes('TENDBAK'), 0)
    expect(await openBackup({ file: never, keyOf: noors })).toEqual({ ok: false, why: 'damaged' })
  })

  test('that asks for too little work or too much is refused before any is done', async () => {
    const never: KeyOf = () => Promise.reject(new Error('too early'))
    for (const [at, ...numbers] of [
      [24, 0, 19 * 1024 - 1, 1024 * 1024 + 1, 2 ** 32 - 1],
      [28, 0, 1, 11],
      [32, 0, 17],
    ] as const)
      for (const number of numbers)
        expect(await openBackup({ file: withNumber(at, number), keyOf: never })).toEqual({
          ok: false,
          why: 'cost',
        })
    const cheap: Cost = { ...usualCost, passes: 1 }
    const making = sealBackup({ text: [''], keyOf: noors, randomBytes, cost: cheap })
    await expect(all(making)).rejects.toThrow()
  })

  test('that holds no deflated text, or text in no alphabet, is damaged', async () => {
    for (const inside of [Uint8Array.of(0xff, 0xff), deflateRawSync(Uint8Array.of(0xc3)), new Uint8Array()])
      expect(await openBackup({ file: await holding(inside), keyOf: noors })).toEqual({
        ok: false,
        why: 'damaged',
      })
  })
})

describe('The frozen backups of version 1', () => {
  for (const { about, passphrase, text, file: hex } of frozen.files)
    test(`${about}: it still opens`, async () => {
      const shares: number[] = []
      // As another keyboard types it. The file was made of the other form, by another hand and another Argon2.
      const typed = passphrase.normalize('NFC')
      expect(typed).not.toBe(passphrase)
      const keyOf = keyFrom(typed, (share) => shares.push(share))
      expect(await openBackup({ file: hexToBytes(hex), keyOf })).toEqual({ ok: true, text })
      expect(shares.at(-1)).toBe(1)
    })
})

async function sealed(...text: string[]): Promise<Uint8Array> {
  return all(sealBackup({ text, keyOf: noors, randomBytes }))
}

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return concatBytes(...held)
}

/** Sealed as a backup is, with anything inside. */
async function holding(inside: Uint8Array): Promise<Uint8Array> {
  const head = file.slice(0, headBytes)
  const key = await noors({ salt: head.slice(8, 24), cost: usualCost })
  const header = concatBytes(utf8ToBytes('tend/v1/backup'), head, Uint8Array.of(0, 0, 0, 0, 1))
  const envelope = seal({ key, header, plain: inside, randomBytes })
  return concatBytes(head, Uint8Array.of(0, 0, 0, envelope.length), envelope)
}

function chunksOf(whole: Uint8Array): Uint8Array[] {
  const view = new DataView(whole.buffer, whole.byteOffset)
  const found: Uint8Array[] = []
  for (let at = headBytes; at < whole.length; at += found.at(-1)!.length)
    found.push(whole.subarray(at, at + 4 + view.getUint32(at)))
  return found
}

function withNumber(at: number, number: number): Uint8Array {
  const changed = file.slice()
  new DataView(changed.buffer).setUint32(at, number)
  return changed
}
