/**
 * An entry comes back as it was, with the signatures that must be true for it; and no bytes pass for an entry that are
 * none. (Each type to the bit: `vectors.test.ts`. What an entry may do: `control.test.ts`.)
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEntry, type Entry, encodeEntry, joinProof, signedPart } from './entry.ts'
import { limits } from './message.ts'

const malformed = { ok: false, why: 'malformed' }
const bytes = (sizeBytes: number) => fc.uint8Array({ minLength: sizeBytes, maxLength: sizeBytes })
const hex = (sizeBytes: number) => bytes(sizeBytes).map((one) => Buffer.from(one).toString('hex'))
const key = hex(32)
const any = { before: hex(32), author: key }
const last = fc.integer({ min: 0, max: 2 ** 48 - 1 })

const entries: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    ...any,
    type: fc.constant('genesis' as const),
    nonce: hex(16),
    agreement: key,
    root: fc.boolean(),
  }),
  fc.record({
    ...any,
    type: fc.constant('add' as const),
    person: fc.nat(255),
    key,
    agreement: key,
    root: fc.boolean(),
    proof: bytes(64),
  }),
  fc.record({ ...any, type: fc.constantFrom('approve' as const, 'decline' as const), add: key }),
  fc.record({ ...any, type: fc.constant('revoke' as const), key, last }),
  fc.record({
    ...any,
    type: fc.constant('leave' as const),
    devices: fc.array(fc.record({ key, last }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    ...any,
    type: fc.constant('epoch' as const),
    epoch: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    commitment: key,
    grants: fc.array(fc.record({ tag: hex(8), sealed: bytes(112) }), { minLength: 1, maxLength: 3 }),
  }),
)
const encoded = fc.tuple(entries, bytes(64)).map(([entry, signature]) => encodeEntry(entry, signature))

const before = '0a'.repeat(32)
const author = '0b'.repeat(32)
const signature = new Uint8Array(64).fill(0x51)
const proof = new Uint8Array(64).fill(0x70)
const adding: Entry = {
  type: 'add',
  before,
  author,
  person: 1,
  key: '0c'.repeat(32),
  agreement: '0d'.repeat(32),
  root: true,
  proof,
}
const saying: Entry = { type: 'approve', before, author, add: '0e'.repeat(32) }
const leaving = (count: number): Entry => ({
  type: 'leave',
  before,
  author,
  devices: Array.from({ length: count }, () => ({ key: author, last: 1 })),
})
const renewing = (count: number, epoch = 1): Entry => ({
  type: 'epoch',
  before,
  author,
  epoch,
  commitment: before,
  grants: Array.from({ length: count }, () => ({ tag: '0f'.repeat(8), sealed: new Uint8Array(112) })),
})
const ascii = (label: string) => Buffer.from(label, 'ascii')
const ofHex = (text: string) => Buffer.from(text, 'hex')

describe('An entry', () => {
  test('comes back as it was, with its author’s signature to be checked', () =>
    fc.assert(
      fc.property(entries, bytes(64), (entry, signature) => {
        const read = decodeEntry(encodeEntry(entry, signature))
        expect(read).toEqual({ ok: true, entry, checks: expect.anything() })
        expect(read.ok && read.checks[0]).toEqual({
          key: entry.author,
          message: signedPart(entry),
          signature,
        })
        expect(read.ok && read.checks.length).toBe(entry.type === 'add' ? 2 : 1)
      }),
    ))

  test('is signed as a whole, under its label', () => {
    const whole = encodeEntry(saying, signature)
    expect(signedPart(saying)).toEqual(
      new Uint8Array(Buffer.concat([ascii('tend/v1/control'), whole.subarray(0, -64)])),
    )
    expect(whole.subarray(-64)).toEqual(signature)
  })

  test('that adds a device is signed by the device too', () => {
    const message = new Uint8Array(
      Buffer.concat([
        ascii('tend/v1/join'),
        ofHex(before),
        Uint8Array.of(1),
        ofHex('0c'.repeat(32)),
        ofHex('0d'.repeat(32)),
        Uint8Array.of(1),
      ]),
    )
    expect(joinProof(adding)).toEqual(message)
    expect(joinProof({ ...adding, root: false }).at(-1)).toBe(0)
    expect(decodeEntry(encodeEntry(adding, signature))).toEqual({
      ok: true,
      entry: adding,
      checks: [
        { key: author, message: signedPart(adding), signature },
        { key: adding.key, message, signature: proof },
      ],
    })
  })

  test('is read into memory of its own', () => {
    const whole = encodeEntry(adding, signature)
    const read = decodeEntry(whole)
    whole.fill(0)
    expect(read).toMatchObject({ entry: adding, checks: [{ signature }, { signature: proof }] })
  })

  test('of a later version asks for a newer app, whatever follows and however long it is', () => {
    for (const length of [1, 100, 2 * limits.entryBytesMax])
      expect(decodeEntry(new Uint8Array(length).fill(2))).toEqual({ ok: false, why: 'too-new' })
  })
})

describe('It is none', () => {
  test.each([
    ['without bytes', new Uint8Array()],
    ['with a version only', Uint8Array.of(1)],
    ['with 65 bytes', new Uint8Array(65).fill(1)],
    ['with a signature only', Uint8Array.of(1, 0, ...signature)],
    ['in version 0', encodeEntry(saying, signature).with(0, 0)],
    ['of a type nobody knows', encodeEntry(saying, signature).with(1, 7)],
    ['of a type nobody knows, without a body', new Uint8Array(2 + 64 + 64).fill(9).with(0, 1)],
    ['of another type', encodeEntry(saying, signature).with(1, 4)],
    ['with a root that is neither', encodeEntry(adding, signature).with(66 + 65, 2)],
    ['with one byte more', Uint8Array.of(...encodeEntry(saying, signature), 0)],
    ['above 8 KiB', longerThanAllowed()],
    ['that leaves with nobody', encodeEntry(leaving(1), signature).with(66, 0)],
    ['that leaves with more than it says', encodeEntry(leaving(2), signature).with(66, 1)],
    ['in epoch 0', encodeEntry(renewing(1), signature).with(69, 0)],
    ['that grants to nobody', withoutGrants()],
    ['that grants to fewer than it says', encodeEntry(renewing(2), signature).with(66 + 37, 3)],
  ])('%s', (_, wrong) => expect(decodeEntry(wrong)).toEqual(malformed))

  test('wherever it is cut short', () =>
    fc.assert(
      fc.property(encoded, fc.nat(), (whole, at) => {
        expect(decodeEntry(whole.subarray(0, at % whole.length))).toEqual(malformed)
      }),
    ))

  test('and no bytes throw: noise, or an entry with a few bytes changed', () =>
    fc.assert(
      fc.property(
        encoded,
        fc.array(fc.tuple(fc.oneof(fc.constantFrom(0, 1, 66, 67), fc.nat()), fc.nat(255)), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.nat(3),
        (whole, wrong, tail, cut) => {
          const changed = whole.slice()
          for (const [at, byte] of wrong) changed[at % changed.length] = byte
          answersOrRepeats(Uint8Array.of(...changed.subarray(0, changed.length - cut), ...tail))
          answersOrRepeats(Uint8Array.of(1, ...changed.subarray(1, 150)))
        },
      ),
      { numRuns: 300 },
    ))

  test('with more than 32 devices, at either end', () => {
    expect(decodeEntry(encodeEntry(leaving(32), signature))).toMatchObject({ ok: true, entry: leaving(32) })
    expect(decodeEntry(encodeEntry(renewing(32), signature))).toMatchObject({ ok: true, entry: renewing(32) })
    for (const wrong of [leaving(33), renewing(33), leaving(0), renewing(0), renewing(1, 0)])
      expect(() => encodeEntry(wrong, signature)).toThrow()
    const lies = encodeEntry(leaving(32), signature)
    expect(
      decodeEntry(
        Uint8Array.of(...lies.with(66, 33).subarray(0, -64), ...lies.subarray(67, 67 + 38), ...signature),
      ),
    ).toEqual(malformed)
  })

  test('with a signature of another length', () => {
    expect(() => encodeEntry(saying, signature.subarray(1))).toThrow()
    expect(() => encodeEntry({ ...saying, add: '0e' }, signature)).toThrow()
  })
})

/** A goodbye with more devices than there may be, so that it would be right but for its length. */
function longerThanAllowed(): Uint8Array {
  const one = encodeEntry(leaving(1), signature)
  const head = one.subarray(0, 66)
  const rows = Array.from({ length: 255 }, () => [...one.subarray(67, 67 + 38)]).flat()
  return Uint8Array.of(...head, 255, ...rows, ...signature)
}

function withoutGrants(): Uint8Array {
  const one = encodeEntry(renewing(1), signature)
  return Uint8Array.of(...one.subarray(0, 66 + 36), 0, 0, ...signature)
}

function answersOrRepeats(given: Uint8Array): void {
  const read = decodeEntry(given)
  if (read.ok) expect(encodeEntry(read.entry, read.checks[0]!.signature)).toEqual(given)
  else expect(read.why).toBe(given[0]! > 1 ? 'too-new' : 'malformed')
}
