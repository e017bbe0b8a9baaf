/**
 * The laws by which two histories become one. They compare the whole record, as the text that a store keeps: a rule
 * that forgets an attribute, the order of fields or the normal form of the clocks fails here.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clock, tick } from './clock.ts'
import {
  clock,
  evening,
  kitsOwn,
  noor,
  noorsPhone,
  sam,
  samsPhone,
  samsTablet,
  shared,
  tenYearsMs,
  walk,
} from './couple.fixture.ts'
import { canonical, clockOf, edit, merge, takeBack } from './merge.ts'
import type { Rec } from './record.ts'

const hourMs = 3_600_000
const whole = (rec: Rec): string => JSON.stringify(rec)
/** Joined into nothing: the normal form of one, the join of many. */
const join = (versions: readonly Rec[]): Rec => versions.reduce(merge, versions[0]!)

/** Few clocks, so that equal ones with different values are common. */
const fewClocks = fc.oneof(
  fc.constant(clock(evening)),
  fc.constantFrom(
    ...[evening - tenYearsMs, evening, evening + 1, evening + tenYearsMs].flatMap((ms) => [
      clock(ms, noorsPhone),
      clock(ms, samsPhone),
      tick({ wallMs: ms, device: noorsPhone, last: clock(ms) }),
    ]),
  ),
)
const values = fc.constantFrom<unknown>(
  ...[
    null,
    '',
    'rain',
    'snow',
    '2',
    true,
    2,
    10,
    -1.5,
    [],
    ['a'],
    ['a', 'b'],
    {},
    { a: 1, b: [2, { c: null }] },
  ],
)
const someFields = fc.dictionary(
  fc.constantFrom('text', 'title', 'day', 'unheardOf', 'a', 'a.b', 'z:9'),
  fc.tuple(values, fewClocks),
  { maxKeys: 5, noNullPrototype: true },
)

/** Any version of one record, in the normal form or not: compact or full clocks, a claim above them, a take-back. */
const version: fc.Arbitrary<Rec> = fc
  .record({
    fields: someFields,
    kind: fc.constantFrom('landmark', 'done', 'moonbeam'),
    space: fc.constantFrom(shared, kitsOwn),
    v: fc.integer({ min: 1, max: 3 }),
    at: fc.constantFrom(-1, 0, evening, evening + 1),
    by: fc.constantFrom(noor, sam, 7),
    claim: fewClocks,
    full: fc.boolean(),
    taken: fc.option(fewClocks, { freq: 6 }),
  })
  .map(({ fields, claim, full, taken, ...frame }) => {
    if (taken) return walk({ ...frame, h: taken, f: {}, x: taken })
    const entries = Object.entries(fields)
    const latest =
      entries
        .map(([, [, at]]) => at)
        .sort()
        .at(-1) ?? claim
    const h = full && claim > latest ? claim : latest
    const c = entries.flatMap(([name, [, at]]) => (full || at !== h ? [[name, at] as const] : []))
    const f = Object.fromEntries(entries.map(([name, [value]]) => [name, value]))
    return walk({ ...frame, h, f, ...(c.length > 0 && { c: Object.fromEntries(c) }) })
  })

/** The rules told slowly, over all versions at once: what `merge` must come to by any road. */
function slowJoin(versions: readonly Rec[]): Rec {
  const least = <T extends string | number>(all: T[]) =>
    all.reduce((one, other) => (other < one ? other : one))
  const frame = {
    id: versions[0]!.id,
    space: least(versions.map((one) => one.space)),
    kind: least(versions.map((one) => one.kind)),
    v: Math.max(...versions.map((one) => one.v)),
    at: least(versions.map((one) => one.at)),
    by: least(versions.map((one) => one.by)),
  }
  const taken = versions.flatMap((one) => one.x ?? [])
  if (taken.length > 0) return { ...frame, h: least(taken), f: {}, x: least(taken) }
  const names = [...new Set(versions.flatMap((one) => Object.keys(one.f)))].sort()
  const winners = names.map((name) => {
    const said = versions
      .filter((one) => name in one.f)
      .map((one) => ({ value: one.f[name], at: one.c?.[name] ?? one.h }))
    const rank = (one: { value: unknown; at: Clock }) => one.at + canonical(one.value)
    return { name, ...said.reduce((one, other) => (rank(other) > rank(one) ? other : one)) }
  })
  const clocks = winners.length > 0 ? winners.map((one) => one.at) : versions.map((one) => one.h)
  const h = clocks.sort().at(-1)!
  const f = Object.fromEntries(winners.map(({ name, value }) => [name, value]))
  const c = Object.fromEntries(winners.filter((one) => one.at !== h).map(({ name, at }) => [name, at]))
  return { ...frame, h, f, ...(Object.keys(c).length > 0 && { c }) }
}

describe('the laws', () => {
  test('it does not matter who is joined to whom', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(whole(merge(a, b))).toBe(whole(merge(b, a)))
      }),
      { numRuns: 500 },
    )
  })

  test('nor in which groups', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(whole(merge(merge(a, b), c))).toBe(whole(merge(a, merge(b, c))))
      }),
      { numRuns: 500 },
    )
  })

  test('nor how often: joined to itself, or again to what is in it, it stays the same', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const normal = merge(a, a)
        expect(whole(merge(normal, normal))).toBe(whole(normal))
        const both = merge(a, b)
        for (const again of [a, b, both, normal]) expect(whole(merge(both, again))).toBe(whole(both))
      }),
      { numRuns: 500 },
    )
  })

  test('any versions in any order, some of them twice, come to the one record the rules name', () => {
    const shuffled = fc
      .array(version, { minLength: 1, maxLength: 7 })
      .chain((versions) =>
        fc.tuple(
          fc.constant(versions),
          fc.shuffledSubarray([...versions, ...versions, ...versions], { minLength: versions.length * 3 }),
        ),
      )
    fc.assert(
      fc.property(shuffled, ([versions, order]) => {
        expect(whole(join(order))).toBe(whole(slowJoin(versions)))
      }),
      { numRuns: 500 },
    )
  })

  test('nothing is changed in what was joined', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const before = [whole(a), whole(b)]
        const frozen = [a, b].map((one) => {
          for (const part of [one, one.f, one.c ?? {}]) Object.freeze(part)
          return one
        })
        merge(frozen[0]!, frozen[1]!)
        expect([whole(a), whole(b)]).toEqual(before)
      }),
    )
  })
})

describe('attributes that are no fields', () => {
  test.each([
    ['the moment is the earlier', { at: evening - 1 }, { at: evening }, { at: evening - 1 }],
    ['the author is the smaller number', { by: sam }, { by: noor }, { by: noor }],
    ['the version is the newer', { v: 2 }, { v: 1 }, { v: 2 }],
    ['the kind is the first by name', { kind: 'moonbeam' }, { kind: 'landmark' }, { kind: 'landmark' }],
    ['the space is the first by name', { space: kitsOwn }, { space: shared }, { space: shared }],
  ])('%s, never the one that came first', (_, one, other, expected) => {
    expect(merge(walk(one), walk(other))).toMatchObject(expected)
    expect(merge(walk(other), walk(one))).toMatchObject(expected)
    const gone = { f: {}, h: clock(evening + 9), x: clock(evening + 9) }
    expect(merge(walk({ ...one, ...gone }), walk(other))).toMatchObject(expected)
  })
})

describe('edits', () => {
  const later = clock(evening + 1, samsPhone)

  test('Noor and Sam change different things and both stand', () => {
    const hers = edit(walk(), { title: 'The frozen lake' }, clock(evening + 1))
    const his = edit(walk(), { text: 'We could hear it sing' }, clock(evening + 2, samsPhone))
    expect(merge(hers, his)).toEqual(
      walk({
        h: clock(evening + 2, samsPhone),
        f: { day: '2026-11-25', text: 'We could hear it sing', title: 'The frozen lake' },
        c: { day: clock(evening), title: clock(evening + 1) },
      }),
    )
  })

  test('of the same thing the later stands, and the earlier does not', () => {
    const hers = edit(walk(), { title: 'The frozen lake' }, clock(evening + 1))
    const his = edit(walk(), { title: 'That lake' }, clock(evening + 2, samsPhone))
    expect(merge(hers, his).f.title).toBe('That lake')
    expect(clockOf(merge(hers, his), 'title')).toBe(clock(evening + 2, samsPhone))
  })

  test('an edit older than what is there changes nothing', () => {
    const rec = edit(walk(), { title: 'That lake' }, later)
    expect(edit(rec, { title: 'A pond' }, clock(evening))).toEqual(rec)
  })

  test('unsaid is said: it stays null and wins over what was there before', () => {
    const rec = edit(walk(), { title: undefined }, later)
    expect(rec.f).toEqual({ day: '2026-11-25', title: null })
    expect(merge(walk(), rec)).toEqual(rec)
    expect(edit(rec, { title: 'Back' }, clock(evening + 2)).f.title).toBe('Back')
  })

  test('clocks that are wrong by ten years lose no field, and the next edit still counts', () => {
    const his = edit(walk(), { text: 'From a tablet in 2036' }, clock(evening + tenYearsMs, samsTablet))
    const hers = edit(walk(), { title: 'From a phone in 2016' }, clock(evening - tenYearsMs, noorsPhone))
    const both = merge(his, hers)
    expect(both.f).toEqual({ day: '2026-11-25', text: 'From a tablet in 2036', title: 'The lake' })
    const now = (rec: Rec, field: string) =>
      tick({ wallMs: evening - tenYearsMs, device: noorsPhone, overwritten: [clockOf(rec, field)] })
    const again = edit(both, { text: 'Mended in 2016' }, now(both, 'text'))
    expect(edit(again, { title: 'Mended too' }, now(again, 'title')).f).toEqual({
      day: '2026-11-25',
      text: 'Mended in 2016',
      title: 'Mended too',
    })
  })

  test('a restored backup that wrote the same clock twice comes to one value, whoever reads first', () => {
    const [one, other] = ['snow', 'rain'].map((title) => edit(walk(), { title }, later)) as [Rec, Rec]
    expect(whole(merge(one, other))).toBe(whole(merge(other, one)))
    expect(merge(one, other).f.title).toBe('snow')
  })

  test.each<[unknown, unknown]>([
    ['2', 2],
    [null, 'null'],
    ['', []],
    [['a'], 'a'],
    [{}, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [true, 'true'],
  ])('though %j and %j look alike, one of them is chosen for both phones', (one, other) => {
    const [a, b] = [walk({ f: { aura: one } }), walk({ f: { aura: other } })]
    expect(whole(merge(a, b))).toBe(whole(merge(b, a)))
    expect(canonical(one)).not.toBe(canonical(other))
  })

  test('the same said in another order is the same', () => {
    const one = walk({ f: { answers: { a: 1, b: 2 } } })
    const other = walk({ f: { answers: { b: 2, a: 1 } } })
    expect(merge(one, other)).toEqual(merge(other, one))
    expect(canonical(one.f)).toBe(canonical(other.f))
    expect(canonical({ b: [2, 1], a: undefined })).toBe('{"a":null,"b":[2,1]}')
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]))
  })

  test('the greatest clock is that of a field; only where there is none it is the record’s', () => {
    const one = walk({ f: { b: 1, a: 2 }, c: { a: clock(evening - 1) } })
    const silent = { ...one, h: clock(evening + hourMs), f: {}, c: {} }
    expect(whole(merge(one, silent))).toBe(whole(join([one, one])))
    expect(merge(one, silent).h).toBe(clock(evening))
    expect(Object.keys(merge(one, silent).f)).toEqual(['a', 'b'])
    const earlier = { ...silent, h: clock(evening) }
    expect([merge(earlier, silent).h, merge(silent, earlier).h]).toEqual([silent.h, silent.h])
  })

  test('a list is the same if only the names in it stand in another order', () => {
    expect(canonical([{ b: 1, a: [2] }])).toBe('[{"a":[2],"b":1}]')
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]))
  })

  test('a kind and fields of a newer Tend go through untouched', () => {
    const f = { aura: { hue: [1, 2.5, null], deep: { x: '\u202e🫖' } }, day: 'not a day' }
    const moonbeam = walk({ kind: 'moonbeam', v: 99, f })
    expect(merge(moonbeam, moonbeam)).toEqual(moonbeam)
    expect(edit(moonbeam, { note: 'seen' }, later)).toMatchObject({
      kind: 'moonbeam',
      v: 99,
      f: { ...f, note: 'seen' },
    })
  })
})

describe('taking back', () => {
  const gone = takeBack(walk(), clock(evening + 5))

  test('leaves a place and no word', () => {
    expect(gone).toEqual(walk({ f: {}, h: clock(evening + 5), x: clock(evening + 5) }))
    expect(whole(gone)).not.toContain('lake')
  })

  test('is final: no copy and no edit brings it back, earlier or later, even by ten years', () => {
    fc.assert(
      fc.property(version, fewClocks, someFields, (rec, at, fields) => {
        const f = Object.fromEntries(Object.entries(fields).map(([name, [value]]) => [name, value]))
        for (const result of [
          merge(gone, rec),
          merge(rec, gone),
          edit(gone, f, at),
          edit(takeBack(rec, at), f, at),
        ]) {
          expect(result.f).toEqual({})
          expect(result).not.toHaveProperty('c')
          expect(result.x).toBeDefined()
          expect(result.h).toBe(result.x)
        }
      }),
    )
  })

  test('twice keeps the earlier clock', () => {
    const [early, late] = [clock(evening + 3, samsPhone), clock(evening + 5)]
    expect(takeBack(gone, early).x).toBe(early)
    expect(takeBack(takeBack(walk(), early), late).x).toBe(early)
  })

  test('what was not taken back is not gone', () => {
    expect(merge(walk(), walk())).toEqual(walk())
    expect(merge(walk(), walk())).not.toHaveProperty('x')
  })
})

/** One thing that happens: somebody writes, takes back, or their phones meet. */
const deed = fc.record({
  who: fc.nat(2),
  to: fc.nat(2),
  what: fc.constantFrom('write', 'write', 'write', 'meet', 'meet', 'take back'),
  field: fc.constantFrom('title', 'text', 'day', 'unheardOf'),
  value: values,
  waitMs: fc.constantFrom(0, 0, 1, hourMs),
})
const skew = fc.constantFrom(0, 0, hourMs, -hourMs, tenYearsMs, -tenYearsMs)
const phones = [noorsPhone, samsPhone, samsTablet]

describe('three phones and a year apart', () => {
  test('whoever met whom, in the end all have the same, and each saw its own edit at once', () => {
    const skews = fc.tuple(skew, skew, skew)
    fc.assert(
      fc.property(skews, fc.array(deed, { maxLength: 25 }), fc.boolean(), (skews, deeds, twice) => {
        const state = phones.map(() => walk())
        const ever: Rec[] = [walk()]
        let wallMs = evening
        for (const { who, to, what, field, value, waitMs } of deeds) {
          wallMs += waitMs
          const mine = state[who]!
          if (what === 'meet') state[to] = merge(state[to]!, mine)
          else {
            const overwritten = [what === 'write' && field in mine.f ? clockOf(mine, field) : mine.h]
            const at = tick({ wallMs: wallMs + skews[who]!, device: phones[who]!, overwritten })
            state[who] = what === 'write' ? edit(mine, { [field]: value }, at) : takeBack(mine, at)
            if (state[who].x === undefined) expect(state[who].f[field]).toEqual(value)
          }
          ever.push(state[who]!)
        }
        const all = join(twice ? [...state, ...state.toReversed()] : state)
        for (const one of state) expect(whole(merge(one, all))).toBe(whole(all))
        expect(whole(slowJoin(ever))).toBe(whole(all))
        expect(whole(join(ever.toReversed()))).toBe(whole(all))
      }),
      { numRuns: 400 },
    )
  })

  test('the last version of each phone says all that its earlier ones said', () => {
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 20 }), fc.nat(), (deeds, seed) => {
        const empty = walk({ f: {}, h: clock(0) })
        const registers = phones.map(() => [empty])
        let wallMs = evening
        for (const { who, what, field, value, waitMs } of deeds) {
          wallMs += waitMs
          const mine = registers[who]!
          const at = tick({ wallMs, device: phones[who]!, last: mine.at(-1)!.h })
          const before = mine.at(-1)!
          mine.push(what === 'take back' ? takeBack(before, at) : edit(before, { [field]: value }, at))
        }
        const newest = registers.map((mine) => mine.at(-1)!)
        const all = registers.flat()
        const turned = [...all.slice(seed % all.length), ...all.slice(0, seed % all.length)]
        expect(whole(join(newest))).toBe(whole(join(turned)))
        for (const mine of registers)
          for (const earlier of mine)
            expect(whole(merge(mine.at(-1)!, earlier))).toBe(whole(join([mine.at(-1)!])))
      }),
      { numRuns: 300 },
    )
  })
})
