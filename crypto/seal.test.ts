/**
 * What an envelope promises, told through Noor and Sam, who share a key, and an outsider who does not.
 * Whatever one of them can do, somebody beside them cannot.
 */
import { createDecipheriv, hkdfSync, randomBytes as nodeRandomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { envelopeBytes, labels, open, seal } from './seal.ts'
import frozen from './vectors/seal-1.json' with { type: 'json' }

const randomBytes = (sizeBytes: number) => new Uint8Array(nodeRandomBytes(sizeBytes))

const noorAndSam = randomBytes(32)
const outsider = randomBytes(32)
const ourSpace = utf8ToBytes('the space of Noor and Sam')
const plain = utf8ToBytes('Sam brought me tea before I asked.')
const sealed = seal({ key: noorAndSam, header: ourSpace, plain, randomBytes })

const tampered = { ok: false, why: 'tampered' }

describe('An envelope', () => {
  test('sealed by Noor opens for Sam, who has the same key', () =>
    expect(open({ key: noorAndSam, header: ourSpace, sealed })).toEqual({ ok: true, plain }))

  test('does not open for an outsider', () =>
    expect(open({ key: outsider, header: ourSpace, sealed })).toEqual(tampered))

  test('does not open in another space, not even for those who have the key', () => {
    const theirSpace = utf8ToBytes('the space of Noor and Kim')
    expect(open({ key: noorAndSam, header: theirSpace, sealed })).toEqual(tampered)
  })

  test('holds whatever it is given, under whatever header', () =>
    fc.assert(
      fc.property(bytes({ max: 2000 }), bytes({ max: 100 }), key(), (any, header, anyKey) => {
        const envelope = seal({ key: anyKey, header, plain: any, randomBytes })
        expect(envelope.length).toBe(any.length + envelopeBytes)
        expect(open({ key: anyKey, header, sealed: envelope })).toEqual({ ok: true, plain: any })
      }),
    ))

  test('never opens under another key', () =>
    fc.assert(
      fc.property(key(), key(), (one, other) => {
        fc.pre(bytesToHex(one) !== bytesToHex(other))
        const envelope = seal({ key: one, header: ourSpace, plain, randomBytes })
        expect(open({ key: other, header: ourSpace, sealed: envelope })).toEqual(tampered)
      }),
    ))

  test('never opens under another header, nor under a shorter or longer one', () =>
    fc.assert(
      fc.property(bytes({ max: 40 }), bytes({ max: 40 }), (one, other) => {
        fc.pre(bytesToHex(one) !== bytesToHex(other))
        const envelope = seal({ key: noorAndSam, header: one, plain, randomBytes })
        expect(open({ key: noorAndSam, header: other, sealed: envelope })).toEqual(tampered)
        const longer = Uint8Array.of(...one, 0)
        expect(open({ key: noorAndSam, header: longer, sealed: envelope })).toEqual(tampered)
      }),
    ))

  test('shows the flip of any bit of its own, each of them tried', () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const opened = open({ key: noorAndSam, header: ourSpace, sealed: flipped(sealed, bit) })
      expect(opened).toEqual(bit < 8 ? { ok: false, why: versionWhy(bit) } : tampered)
    }
  })

  test('shows the flip of any bit of its header and of the key, each of them tried', () => {
    for (let bit = 0; bit < ourSpace.length * 8; bit++)
      expect(open({ key: noorAndSam, header: flipped(ourSpace, bit), sealed })).toEqual(tampered)
    for (let bit = 0; bit < noorAndSam.length * 8; bit++)
      expect(open({ key: flipped(noorAndSam, bit), header: ourSpace, sealed })).toEqual(tampered)
  })

  test('shows the flip of any bit in any envelope', () =>
    fc.assert(
      fc.property(bytes({ max: 1000 }), fc.nat(), (any, somewhere) => {
        const envelope = seal({ key: noorAndSam, header: ourSpace, plain: any, randomBytes })
        const changed = flipped(envelope, somewhere % (envelope.length * 8))
        expect(open({ key: noorAndSam, header: ourSpace, sealed: changed }).ok).toBe(false)
      }),
      { numRuns: 500 },
    ))

  test('shows what was cut from it or added to it', () => {
    for (let length = 0; length < sealed.length; length++)
      expect(open({ key: noorAndSam, header: ourSpace, sealed: sealed.subarray(0, length) })).toEqual(
        length < envelopeBytes ? { ok: false, why: 'too-short' } : tampered,
      )
    expect(open({ key: noorAndSam, header: ourSpace, sealed: Uint8Array.of(...sealed, 0) })).toEqual(tampered)
  })

  test('of a later version asks for a newer app, however short it is', () => {
    expect(open({ key: noorAndSam, header: ourSpace, sealed: Uint8Array.of(2) })).toEqual({
      ok: false,
      why: 'too-new',
    })
  })

  test('is answered for, whatever bytes it is made of', () =>
    fc.assert(
      fc.property(bytes({ max: 300 }), (any) => {
        expect(open({ key: noorAndSam, header: ourSpace, sealed: any }).ok).toBe(false)
        const passable = Uint8Array.of(1, ...any)
        expect(open({ key: noorAndSam, header: ourSpace, sealed: passable }).ok).toBe(false)
      }),
      { numRuns: 500 },
    ))
})

describe('Sealing', () => {
  test('draws one nonce of 24 bytes for each envelope, and lays it open', () => {
    const asked: number[] = []
    const counting = (sizeBytes: number) => {
      asked.push(sizeBytes)
      return new Uint8Array(sizeBytes).fill(asked.length)
    }
    const first = seal({ key: noorAndSam, header: ourSpace, plain, randomBytes: counting })
    const second = seal({ key: noorAndSam, header: ourSpace, plain, randomBytes: counting })
    expect(asked).toEqual([24, 24])
    expect(first.subarray(1, 25)).toEqual(new Uint8Array(24).fill(1))
    expect(second.subarray(1, 25)).toEqual(new Uint8Array(24).fill(2))
  })

  test('the same words twice gives two envelopes that share nothing', () => {
    const again = seal({ key: noorAndSam, header: ourSpace, plain, randomBytes })
    expect(again.subarray(57)).not.toEqual(sealed.subarray(57))
    expect(again.subarray(1, 25)).not.toEqual(sealed.subarray(1, 25))
  })

  test('changes nothing it was given', () => {
    const key = noorAndSam.slice()
    const words = plain.slice()
    seal({ key, header: ourSpace, plain: words, randomBytes })
    expect([key, words]).toEqual([noorAndSam, plain])
  })

  test('refuses a key or a nonce of another length, which only a bug can bring', () => {
    for (const length of [0, 16, 31, 33]) {
      const badKey = new Uint8Array(length)
      expect(() => seal({ key: badKey, header: ourSpace, plain, randomBytes })).toThrow()
      expect(() => open({ key: badKey, header: ourSpace, sealed })).toThrow()
    }
    const short = () => new Uint8Array(23)
    expect(() => seal({ key: noorAndSam, header: ourSpace, plain, randomBytes: short })).toThrow()
  })
})

describe('The frozen envelopes of version 1', () => {
  for (const { about, key, header, plain: inside, nonce, sealed: envelope } of frozen.envelopes) {
    const given = { key: hexToBytes(key), header: hexToBytes(header) }

    test(`${about}: sealed today, it is the same to the bit`, () => {
      const drawn = () => hexToBytes(nonce)
      const today = seal({ ...given, plain: hexToBytes(inside), randomBytes: drawn })
      expect(bytesToHex(today)).toBe(envelope)
    })

    test(`${about}: it still opens, and never after a flip`, () => {
      const bytesOfIt = hexToBytes(envelope)
      expect(open({ ...given, sealed: bytesOfIt })).toEqual({ ok: true, plain: hexToBytes(inside) })
      for (let bit = 0; bit < bytesOfIt.length * 8; bit++)
        expect(open({ ...given, sealed: flipped(bytesOfIt, bit) }).ok).toBe(false)
    })

    test(`${about}: another hand opens it as well`, () =>
      expect(bytesToHex(openByHand({ ...given, sealed: hexToBytes(envelope) }))).toBe(inside))
  }
})

describe('Labels', () => {
  const root = join(import.meta.dirname, '..')
  const files = globSync('{core,crypto,wire,store,sync,server,web}/**/*.{ts,tsx}', { cwd: root })
  const sources = files
    .filter((file) => !file.includes('.test.'))
    .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }))
  const code = sources.map(({ source }) => source).join('\n')

  // Both tables are read as text: this room may not import the other one's.
  const tables = sources.flatMap(({ file, source }) => {
    const [, table] = /^export const labels = \{([^}]*)\} as const$/m.exec(source) ?? []
    return table ? [{ file, table }] : []
  })
  const entries = tables.flatMap(({ table }) => [...table.matchAll(/(\w+): '([^']*)'/g)])
  const [names, all] = [entries.map(([, name]) => name!), entries.map(([, , label]) => label!)]

  test('stand in two tables, this room’s and the one that the server knows too', () => {
    expect(tables.map(({ file }) => file).toSorted()).toEqual(['crypto/seal.ts', 'wire/message.ts'])
    expect(all).toEqual(expect.arrayContaining(Object.values(labels)))
    expect(new Set(names).size).toBe(names.length)
  })

  test('none repeats, and none is the beginning of another', () => {
    for (const [place, label] of all.entries())
      expect(all.filter((other, otherPlace) => otherPlace !== place && other.startsWith(label))).toEqual([])
  })

  test('none stands anywhere else', () => {
    const written = [...code.matchAll(/(['"`])(tend\/v\d+\/[^'"`]*)\1/g)].map(([, , label]) => label)
    expect(written.toSorted()).toEqual(all.toSorted())
  })

  for (const name of names)
    test(`${name} is used in one place`, () =>
      expect(code.match(new RegExp(`\\blabels\\.${name}\\b`, 'g'))).toHaveLength(1))
})

function bytes({ max }: { max: number }) {
  return fc.uint8Array({ maxLength: max })
}

function key() {
  return fc.uint8Array({ minLength: 32, maxLength: 32 })
}

function flipped(from: Uint8Array, bit: number): Uint8Array {
  const changed = from.slice()
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return changed
}

/** Version 1 without its one bit is 0, which never was; with any other bit it is a later one. */
function versionWhy(bit: number) {
  return bit === 0 ? 'tampered' : 'too-new'
}

/**
 * A slow twin that shares no line with `seal.ts` and no code with its library: places as the table says, HKDF and
 * ChaCha20-Poly1305 from Node, HChaCha20 by hand (draft-irtf-cfrg-xchacha-03, 2.2 and 2.3). Without it the frozen
 * envelopes would only prove that we still make the mistakes we made.
 */
function openByHand(letter: { key: Uint8Array; header: Uint8Array; sealed: Uint8Array }): Uint8Array {
  const [nonce, commitment] = [letter.sealed.subarray(1, 25), letter.sealed.subarray(25, 57)]
  const bound = Buffer.concat([Buffer.alloc(4), letter.header])
  bound.writeUInt32BE(letter.header.length)
  const info = Buffer.concat([Buffer.from('tend/v1/commit'), bound])
  const expected = new Uint8Array(hkdfSync('sha256', letter.key, Buffer.alloc(0), info, 32))
  if (!Buffer.from(commitment).equals(expected)) throw new Error('another key or another header')

  const inner = hChaCha20(letter.key, nonce.subarray(0, 16))
  const innerNonce = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)])
  const cipher = createDecipheriv('chacha20-poly1305', inner, innerNonce, { authTagLength: 16 })
  cipher.setAAD(bound, { plaintextLength: letter.sealed.length - 73 })
  cipher.setAuthTag(letter.sealed.subarray(-16))
  return Buffer.concat([cipher.update(letter.sealed.subarray(57, -16)), cipher.final()])
}

function hChaCha20(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const input = Buffer.concat([Buffer.from('expand 32-byte k'), key, nonce])
  const x = new Uint32Array(16)
  for (let i = 0; i < 16; i++) x[i] = input.readUInt32LE(4 * i)
  const quarter = (a: number, b: number, c: number, d: number) => {
    for (const [to, from, by, turn] of [
      [a, b, d, 16],
      [c, d, b, 12],
      [a, b, d, 8],
      [c, d, b, 7],
    ] as const) {
      x[to]! += x[from]!
      x[by]! ^= x[to]!
      x[by] = (x[by]! << turn) | (x[by]! >>> (32 - turn))
    }
  }
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i)
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4))
  }
  const output = Buffer.alloc(32)
  for (let i = 0; i < 4; i++) {
    output.writeUInt32LE(x[i]!, 4 * i)
    output.writeUInt32LE(x[12 + i]!, 16 + 4 * i)
  }
  return output
}
