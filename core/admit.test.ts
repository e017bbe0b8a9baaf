/** A file comes to a phone on which Noor and Sam live: whose it may be, and what it may not touch. */
import { describe, expect, test } from 'vitest'
import { admit, hasMixedIds } from './admit.ts'
import { kitsOwn, noor, noorsOther, noorsOwn, sam, samsOwn, shared, walk } from './couple.fixture.ts'
import type { Rec } from './record.ts'
import type { Side } from './sharing.ts'

const earlier = 'e0'.repeat(16)
const residents: readonly Side[] = [
  { person: noorsOwn, shared, slot: noor, before: [{ space: earlier, slot: sam }] },
  { person: samsOwn, shared, slot: sam },
]
const refused = { ok: false, why: 'damaged' }
const own = (space: string, more: Partial<Rec>) => walk({ space, by: 0, ...more })
const person = (space: string, f: Rec['f'] = { name: 'Somebody' }) => own(space, { kind: 'person', f })
const bond = (space: string, f: Rec['f']) => own(space, { kind: 'bond', f })
const bySam = walk({ by: sam, id: `0190${'0'.repeat(8)}01${'0'.repeat(18)}` })

describe('Sam, who lives here', () => {
  const from = { owner: samsOwn, residents }

  test('brings in what is his, and what he shared', () => {
    const records = [person(samsOwn), own(samsOwn, {}), bond(samsOwn, { shared, slot: sam }), bySam]
    expect(admit(records, from)).toEqual({ ok: true, records })
  })

  test('cannot change what Noor wrote: it is left as it is here', () => {
    expect(admit([bySam, walk({ f: { title: 'She never said so' } })], from)).toEqual({
      ok: true,
      records: [bySam],
    })
    expect(admit([walk({ space: earlier, by: sam })], from)).toEqual({ ok: true, records: [] })
  })

  test('cannot write into Noor’s own space', () => {
    expect(admit([bySam, own(noorsOwn, {})], from)).toEqual(refused)
  })

  test('cannot say that Noor’s own space were shared, or had been', () => {
    expect(admit([bond(samsOwn, { shared: noorsOwn, slot: sam })], from)).toEqual(refused)
    expect(admit([bond(samsOwn, { before: [{ space: noorsOwn, slot: 0 }] })], from)).toEqual(refused)
  })

  test('cannot take Noor’s number, and write under her hand', () => {
    expect(admit([bond(samsOwn, { shared, slot: noor })], from)).toEqual(refused)
    expect(admit([bond(samsOwn, { shared })], from)).toEqual(refused)
    expect(admit([bond(samsOwn, { before: [{ space: earlier, slot: sam }] })], from)).toEqual(refused)
  })

  test('cannot bring a record into his own space that he could never take back', () => {
    expect(admit([walk({ space: samsOwn, by: sam })], from)).toEqual(refused)
  })
})

describe('Noor, who has a friend besides', () => {
  const others: readonly Side[] = [
    ...residents,
    { person: noorsOther, home: noorsOwn, shared: 'f2'.repeat(16), slot: 0 },
  ]
  const from = { owner: noorsOwn, own: [noorsOther], residents: others }

  test('brings in what is hers alone in either bond', () => {
    const records = [person(noorsOwn), bond(noorsOwn, { mine: noorsOther }), own(noorsOther, {})]
    expect(admit(records, from)).toEqual({ ok: true, records })
    expect(admit(records, { ...from, residents: [] })).toEqual({ ok: true, records })
  })

  test('does not bring in a record there that she could never take back', () => {
    expect(admit([walk({ space: noorsOther, by: sam })], from)).toEqual(refused)
  })

  test('cannot call her own what Sam can read, shared or not', () => {
    for (const space of [samsOwn, shared]) {
      expect(admit([person(noorsOwn)], { ...from, own: [space] })).toEqual(refused)
      expect(admit([bond(noorsOwn, { mine: space })], from)).toEqual(refused)
    }
  })

  test('is somebody whose other space Sam cannot touch, claim or call his', () => {
    const sams = { owner: samsOwn, residents: others }
    expect(admit([own(noorsOther, {})], sams)).toEqual(refused)
    expect(admit([own(noorsOther, {})], { ...sams, own: [noorsOther] })).toEqual(refused)
    expect(admit([bond(samsOwn, { mine: noorsOther })], sams)).toEqual(refused)
    expect(admit([bond(samsOwn, { shared: noorsOther, slot: sam })], sams)).toEqual(refused)
    expect(admit([bond(samsOwn, { before: [{ space: noorsOther, slot: 3 }] })], sams)).toEqual(refused)
  })
})

describe('a lock', () => {
  const lock = { salt: '00', hash: '00', rounds: 1 }

  test('is neither set nor taken away by a file', () => {
    const from = { owner: noorsOwn, residents }
    expect(admit([person(noorsOwn, { lock })], from)).toEqual(refused)
    expect(admit([person(noorsOwn, { lock: null })], from)).toEqual(refused)
    expect(admit([person(noorsOwn)], from)).toMatchObject({ ok: true })
  })
})

describe('Kit, who comes to live here', () => {
  const from = { owner: kitsOwn, residents }

  test('brings everything, and what Kit shared with people elsewhere', () => {
    const records = [
      person(kitsOwn),
      bond(kitsOwn, { shared: 'f0'.repeat(16) }),
      walk({ space: 'f0'.repeat(16) }),
    ]
    expect(admit(records, from)).toEqual({ ok: true, records })
  })

  test('must be somebody', () => {
    expect(admit([own(kitsOwn, {})], from)).toEqual(refused)
    expect(admit([own(kitsOwn, {}), walk({ kind: 'person', f: {} })], from)).toEqual(refused)
  })
})

describe('an id', () => {
  const noors = person(noorsOwn)
  const thanks = own(noorsOwn, { kind: 'appreciation', id: bySam.id, f: { words: 'For the tea' } })

  test('that is here under another kind, place or hand is refused, whatever the file says of it', () => {
    const exchanged = [
      { ...noors, id: thanks.id },
      { ...thanks, id: noors.id },
    ]
    expect(hasMixedIds(exchanged, [noors, thanks])).toBe(true)
    expect(hasMixedIds([{ ...thanks, kind: 'bid' }], [thanks])).toBe(true)
    expect(hasMixedIds([{ ...thanks, space: shared }], [thanks])).toBe(true)
    expect(hasMixedIds([{ ...bySam, by: noor }], [bySam])).toBe(true)
  })

  test('cannot stand for two things in one file', () => {
    expect(hasMixedIds([thanks, { ...thanks, kind: 'bid' }], [])).toBe(true)
  })

  test('may be said twice, and again of what is here', () => {
    expect(hasMixedIds([noors, thanks, { ...thanks, f: { words: 'For the soup' } }], [thanks])).toBe(false)
  })
})

test('on an empty phone Noor brings in everything, also what Sam wrote for her', () => {
  const records = [person(noorsOwn), bond(noorsOwn, { shared, slot: noor }), walk(), bySam]
  expect(admit(records, { owner: noorsOwn, residents: [] })).toEqual({ ok: true, records })
})
