/** What people keep: whose it is, what it is called, and what of it is said. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clock,
  evening,
  kit,
  kitsOwn,
  noor,
  noorsOwn,
  said,
  sam,
  samsOwn,
  samsTablet,
  shared,
  walk,
} from './couple.fixture.ts'
import { addDays } from './day.ts'
import { edit, merge } from './merge.ts'
import { bytesHex, dailyId, fieldsOf, isKind, type Kind, kinds, mayWrite, recordId } from './record.ts'

const random = Uint8Array.from([1, 2, 3, 250, 251, 252, 253, 254, 255])

describe('who may write', () => {
  const writers = Object.entries(kinds).map(([kind, { writer }]) => [kind, writer] as const)

  test.each(writers.filter(([, writer]) => writer === 'author'))(
    'Noor may change her own %s, and neither Sam nor Kit may',
    (kind) => {
      const hers = walk({ kind, by: noor })
      expect([noor, sam, kit].map((person) => mayWrite(hers, person))).toEqual([true, false, false])
    },
  )

  test('a landmark and a question belong to all who share the space', () => {
    const open = writers.filter(([, writer]) => writer === 'any').map(([kind]) => kind)
    expect(open).toEqual(['question', 'landmark'])
    for (const kind of open) {
      expect(mayWrite(walk({ kind, by: noor }), noor)).toBe(true)
      expect(mayWrite(walk({ kind, by: noor }), sam)).toBe(true)
    }
  })

  test.each(['moonbeam', 'constructor', '__proto__', 'toString'])(
    'of a kind this version does not know (%s), the author may write and nobody else',
    (kind) => {
      expect(mayWrite(walk({ kind, by: sam }), sam)).toBe(true)
      expect(mayWrite(walk({ kind, by: sam }), noor)).toBe(false)
      expect(mayWrite(walk({ kind, by: sam }), kit)).toBe(false)
    },
  )
})

describe('kinds', () => {
  test.each(Object.keys(kinds))('%s is one', (kind) => expect(isKind(kind)).toBe(true))
  test.each(['moonbeam', 'constructor', '__proto__', 'hasOwnProperty', 'Person', ''])('%j is none', (kind) =>
    expect(isKind(kind)).toBe(false),
  )

  test('what is kept once a day says on which day', () => {
    const daily = Object.entries(kinds).filter(([, kind]) => 'daily' in kind)
    expect(daily.map(([kind]) => kind)).toEqual(['checkin', 'bid', 'highlow'])
    for (const [, kind] of daily) expect(Object.keys(kind.fields)).toContain('day')
  })

  test('no field tells when somebody was here or with which device', () => {
    const names = Object.values(kinds).flatMap(({ fields }) => Object.keys(fields))
    expect(
      names.filter((name) => /online|last|typing|battery|location|device|^ip$|read/i.test(name)),
    ).toEqual([])
  })
})

describe('what is said', () => {
  test.each(Object.keys(kinds) as Kind[])('all that was said of a %s is there', (kind) => {
    expect(fieldsOf(kind, walk({ kind, f: said[kind] }))).toEqual(said[kind])
  })

  test('what was unsaid is not there, and what is false or empty is', () => {
    const rec = edit(
      walk({ kind: 'bond', f: { name: 'Sam', apart: true } }),
      { name: undefined },
      clock(evening + 1),
    )
    expect(rec.f).toEqual({ apart: true, name: null })
    expect(fieldsOf('bond', rec)).toEqual({ apart: true })
    const little = walk({ kind: 'person', f: { name: '', noTouch: false } })
    expect(fieldsOf('person', little)).toEqual({ name: '', noTouch: false })
  })

  test('reading changes nothing', () => {
    const rec = Object.freeze(walk({ f: Object.freeze({ title: null, text: 'Snow' }) }))
    expect(fieldsOf('landmark', rec)).toEqual({ text: 'Snow' })
    expect(rec.f).toEqual({ title: null, text: 'Snow' })
  })
})

describe('the id of something that happened now', () => {
  test('is its time, its author and chance', () => {
    expect(recordId({ atMs: 0x0123456789ab, by: 17, random })).toBe(`0123456789ab11${bytesHex(random)}`)
    expect(bytesHex(random)).toBe('010203fafbfcfdfeff')
  })

  test('is 32 hex digits that sort by time, and different chance makes a different id', () => {
    const bytes = fc.uint8Array({ minLength: 9, maxLength: 12 })
    const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 })
    fc.assert(
      fc.property(moment, moment, fc.nat(255), bytes, bytes, (atMs, later, by, one, other) => {
        const id = recordId({ atMs, by, random: one })
        expect(id).toMatch(/^[0-9a-f]{32}$/)
        expect(Number.parseInt(id.slice(12, 14), 16)).toBe(by)
        expect(
          Math.sign(id.slice(0, 12).localeCompare(recordId({ atMs: later, by, random: other }).slice(0, 12))),
        ).toBe(Math.sign(atMs - later))
        const same = bytesHex(one.subarray(0, 9)) === bytesHex(other.subarray(0, 9))
        expect(recordId({ atMs, by, random: other }) === id).toBe(same)
      }),
    )
  })

  test('is an id even for a moment before 1970 or between two milliseconds', () => {
    expect(recordId({ atMs: -5, by: 0, random })).toBe(recordId({ atMs: 0, by: 0, random }))
    expect(recordId({ atMs: 7.9, by: 0, random })).toBe(recordId({ atMs: 7, by: 0, random }))
  })
})

describe('the id of what is kept once a day', () => {
  const hers = { space: noorsOwn, kind: 'checkin', by: noor, day: '2026-11-25' }

  test('is the same on both of her phones, and names the day and her', () => {
    expect(dailyId(hers)).toBe(dailyId({ ...hers }))
    expect(dailyId(hers)).toMatch(/^[0-9a-f]{32}$/)
    expect(Number.parseInt(dailyId(hers).slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 25))
    expect(dailyId({ ...hers, by: 255 }).slice(12, 14)).toBe('ff')
    expect(dailyId({ ...hers, of: '' })).toBe(dailyId(hers))
  })

  test.each([
    ['another day', { day: '2026-11-26' }],
    ['another kind', { kind: 'bid' }],
    ['Sam', { by: sam }],
    ['the shared space', { space: shared }],
    ["Kit's space", { space: kitsOwn }],
    ['another thing of that day', { of: 'habit' }],
  ])('is another for %s', (_, other) => {
    expect(dailyId({ ...hers, ...other })).not.toBe(dailyId(hers))
    // Not only in the part that says when and by whom: that alone would not tell two kinds apart.
    expect(dailyId({ ...hers, ...other }).slice(14)).not.toBe(dailyId(hers).slice(14))
  })

  test('never meets another in ten years of a couple', () => {
    const ids = new Set<string>()
    let count = 0
    for (let i = 0; i < 3653; i++)
      for (const space of [noorsOwn, samsOwn])
        for (const kind of ['checkin', 'offer']) {
          ids.add(
            dailyId({ space, kind, by: noor, day: '1970-01-01', of: addDays('2026-11-25', i) }).slice(14),
          )
          count += 1
        }
    expect(ids.size).toBe(count)
  })

  test('two phones that write the same day without each other make one record', () => {
    const id = dailyId(hers)
    const onPhone = walk({ id, kind: 'checkin', f: { closeness: 5 } })
    const h = clock(evening + 1, samsTablet)
    const onTablet = walk({ id, kind: 'checkin', h, f: { note: 'Tired' } })
    expect(merge(onPhone, onTablet)).toMatchObject({ id, f: { closeness: 5, note: 'Tired' } })
  })

  test('of a day before 1970 is an id as well', () => {
    expect(dailyId({ ...hers, day: '1969-06-01' })).toMatch(/^0{12}00[0-9a-f]{18}$/)
  })
})
