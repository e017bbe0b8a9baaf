/** The door for what comes from outside: what we keep ourselves passes, what would do harm does not, nothing throws. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { clock, evening, kit, noor, noorsPhone, said, samsPhone, walk } from './couple.fixture.ts'
import { edit, merge, takeBack } from './merge.ts'
import { limits, parseRecord } from './parse.ts'
import { type Kind, kinds, type Rec } from './record.ts'

/** Tests nobody here wrote lie beside the repository, when they do. */
const vectors = join(import.meta.dirname, '../../shared/vectors')
const naughtyFile = join(vectors, 'blns.json')
const jsonFolder = join(vectors, 'json-test-suite/test_parsing')

const allKinds = Object.keys(kinds) as Kind[]
const schemasOf = (kind: Kind): Readonly<Record<string, v.GenericSchema>> => kinds[kind].fields
const parse = (value: unknown) => parseRecord(value)
const damaged = { ok: false, why: 'damaged' }
const tooLarge = { ok: false, why: 'too-large' }

/** What we know of a schema, read from outside. */
type Shape = {
  readonly type: string
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown; readonly value?: Shape }[]
  readonly options?: readonly string[]
  readonly item?: Shape
  readonly entries?: Readonly<Record<string, Shape>>
}
const rule = (shape: Shape, type: string) => shape.pipe?.find((step) => step.type === type)?.requirement

/** Any value that a schema of `record.ts` allows. A schema of a sort not yet met throws, so that it is added here. */
function valuesOf(shape: Shape): fc.Arbitrary<unknown> {
  const most = rule(shape, 'max_length') as number | undefined
  const pattern = rule(shape, 'regex') as RegExp | undefined
  if (shape.type === 'string' && pattern) return fc.stringMatching(pattern)
  if (shape.type === 'string') return textOf(most!)
  if (shape.type === 'boolean') return fc.boolean()
  if (shape.type === 'picklist') return fc.constantFrom(...shape.options!)
  if (shape.type === 'number')
    return fc.integer({ min: rule(shape, 'min_value') as number, max: rule(shape, 'max_value') as number })
  if (shape.type === 'array') return fc.array(valuesOf(shape.item!), { maxLength: most! })
  // Something by a name, such as answers by question; the first of its two steps is that it is no array.
  const named = shape.pipe?.find((step) => step.type === 'record')
  if (named) return fc.dictionary(fc.stringMatching(/^[a-z-]{1,9}$/), valuesOf(named.value!))
  if (shape.type === 'strict_object')
    return fc.record(
      Object.fromEntries(Object.entries(shape.entries!).map(([name, one]) => [name, valuesOf(one)])),
    )
  // The only custom one: a day.
  if (shape.type === 'custom')
    return fc
      .date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10))
  throw new Error(`no values are known for ${shape.type}`)
}
/** Any letter of any writing. Fast-check's own way to it takes most of a second to set up. */
const anyLetter = fc
  .oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code))
const textOf = (most: number) =>
  fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: anyLetter, maxLength: 12 }),
    fc.constantFrom('', 'x'.repeat(most), '\u0000\u202e\u200b\ufeff', '🫖'.repeat(most / 2)),
  )

describe('what we keep ourselves', () => {
  test.each(allKinds)('everything that is said of a %s comes back as it was', (kind) => {
    const rec = walk({ kind, f: said[kind] })
    expect(parse(JSON.parse(JSON.stringify(rec)))).toEqual({ ok: true, rec })
  })

  test.each(allKinds)('any %s that this version can write is let in, whole', (kind) => {
    const fields = Object.entries(schemasOf(kind)).map(([name, schema]) => {
      const value = fc.oneof(
        { arbitrary: valuesOf(schema as unknown as Shape), weight: 9 },
        fc.constant(null),
      )
      return [name, value] as const
    })
    fc.assert(
      fc.property(fc.record(Object.fromEntries(fields), { requiredKeys: [] }), (f) => {
        const rec = walk({ kind, f })
        expect(parse(JSON.parse(JSON.stringify(rec)))).toEqual({
          ok: true,
          rec: JSON.parse(JSON.stringify(rec)),
        })
      }),
      { numRuns: 25 },
    )
  })

  test('after edits of two phones, after unsaying, and taken back', () => {
    const edited = merge(
      edit(walk(), { text: 'Ice', title: undefined }, clock(evening + 1)),
      edit(walk(), { title: 'The frozen lake' }, clock(evening + 2, samsPhone)),
    )
    for (const rec of [
      edited,
      takeBack(edited, clock(evening + 3)),
      edit(walk(), { text: undefined }, clock(evening + 1)),
    ])
      expect(parse(rec)).toEqual({ ok: true, rec })
  })

  test('with the least and the greatest numbers it may have', () => {
    for (const at of [-8.64e15, 0, 8.64e15])
      for (const by of [0, 255]) {
        const id = `${'0'.repeat(12)}${by.toString(16).padStart(2, '0')}${'0'.repeat(18)}`
        expect(parse(walk({ id, at, by, v: 1_000_000 }))).toMatchObject({ ok: true })
      }
  })

  test("Kit cannot hand in Noor's walk under his own number", () => {
    expect(parse(walk({ by: noor }))).toMatchObject({ ok: true })
    expect(parse(walk({ by: kit }))).toEqual({ ok: false, why: 'damaged' })
  })
})

describe('known fields', () => {
  const fields = allKinds.flatMap((kind) =>
    Object.keys(schemasOf(kind)).map((field) => [kind, field] as const),
  )
  const wrong = [
    7.5,
    -1,
    1e9,
    'x'.repeat(20_001),
    true,
    [],
    ['a', 1],
    [['a']],
    {},
    { a: { b: 'c' } },
    { salt: 1 },
  ]
  const sort = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value)

  test.each(fields)(
    '%s.%s is refused with anything of another type, and is not when unsaid',
    (kind, field) => {
      const good = (said[kind] as Readonly<Record<string, unknown>>)[field]
      for (const value of wrong.filter((one) => sort(one) !== sort(good)))
        expect(parse(walk({ kind, f: { ...said[kind], [field]: value } }))).toEqual(damaged)
      expect(parse(walk({ kind, f: { ...said[kind], [field]: null } }))).toMatchObject({ ok: true })
    },
  )

  test.each<[Kind, string, unknown]>([
    ['person', 'flower', 'rose'],
    ['person', 'country', 'at'],
    ['person', 'minutes', 0],
    ['person', 'minutes', 181],
    ['person', 'minutes', 1.5],
    ['person', 'lock', { salt: 'a', hash: 'b', rounds: 1, code: '1234' }],
    ['bond', 'form', 'rival'],
    ['bond', 'shared', 'C0'.repeat(16)],
    ['bond', 'slot', 256],
    ['checkin', 'closeness', 0],
    ['checkin', 'closeness', 8],
    ['checkin', 'day', '2026-02-30'],
    ['checkin', 'day', '-000001-01-01'],
    ['checkin', 'day', '+275760-09-13'],
    ['checkin', 'feelings', Array(41).fill('warm')],
    ['checkin', 'feelings', ['warm', null]],
    ['checkin', 'note', 'x'.repeat(20_001)],
    ['landmark', 'title', 'x'.repeat(201)],
    ['gratitude', 'items', Array(13).fill('tea')],
    ['gratitude', 'items', ['x'.repeat(1001)]],
    ['offer', 'reasons', Array(9).fill('fresh')],
    ['check', 'answers', { closeness: 4 }],
  ])('%s.%s cannot be %j', (kind, field, value) =>
    expect(parse(walk({ kind, f: { [field]: value } }))).toEqual(damaged),
  )
})

describe('what a newer Tend wrote', () => {
  test('a kind and fields that this version does not know pass untouched', () => {
    const f = { aura: { hue: [1, 2.5, -0.1, null, true], deep: { x: '\u202e🫖' } }, 'a:b.c_d-e': '' }
    const moonbeam = walk({ kind: 'moonbeam', v: 99, f, c: { aura: clock(evening - 1) } })
    expect(parse(moonbeam)).toEqual({ ok: true, rec: moonbeam })
    const more = walk({ f: { ...said.landmark, ...f } })
    expect(parse(more)).toEqual({ ok: true, rec: more })
  })

  test('a known field of the wrong type is refused in its own kind and let through in another', () => {
    expect(parse(walk({ f: { title: 7 } }))).toEqual(damaged)
    expect(parse(walk({ kind: 'moonbeam', f: { title: 7 } }))).toMatchObject({ ok: true })
  })

  test.each(['constructor', '__proto__', 'toString', 'Landmark', '', 'x'.repeat(33), '7up', 'a b'])(
    'a kind is never called %j',
    (kind) => expect(parse(walk({ kind }))).toEqual(damaged),
  )
})

describe('the frame', () => {
  const frame: (keyof Rec)[] = ['id', 'space', 'kind', 'v', 'at', 'by', 'h', 'f']
  test.each(frame)('%s cannot be missing, null or of another type', (part) => {
    const { [part]: _, ...rest } = walk()
    expect(parse(rest)).toEqual(damaged)
    for (const value of [null, true, [], {}, '', -1, 1.5, 2 ** 53, 'x'].filter(
      (one) => part !== 'f' || sortOf(one),
    ))
      if (!(part === 'kind' && value === 'x') && !(part === 'at' && value === -1))
        expect(parse({ ...walk(), [part]: value })).toEqual(damaged)
  })
  const sortOf = (value: unknown) => typeof value !== 'object' || value === null || Array.isArray(value)

  test.each<[string, object]>([
    ['an id with capitals', { id: 'A'.repeat(32) }],
    ['an id and a line end', { id: `${'a'.repeat(32)}\n` }],
    ['a version of nothing', { v: 0 }],
    ['a version beyond all', { v: 1_000_001 }],
    ['a moment no calendar has', { at: 8.64e15 + 1 }],
    ['a moment before all calendars', { at: -8.64e15 - 1 }],
    ['half a millisecond', { at: 0.5 }],
    ['a number above all people', { by: 256 }],
    ['a part that is unheard of', { sender: 'Kit' }],
    ['a clock with capitals', { h: clock(evening).toUpperCase() }],
    ['a clock for a field that is not there', { c: { aura: clock(0) } }],
    ['a clock of a field later than the greatest', { c: { title: clock(evening + 1) } }],
    ['a clock of a field that is none', { c: { title: 'yesterday' } }],
    ['clocks that are a list', { c: [] }],
    ['clocks that are nothing', { c: null }],
    ['a take-back that is no clock', { x: true, f: {} }],
    ['a take-back that still says something', { x: clock(evening) }],
    ['a take-back with the clock of a field', { x: clock(evening), f: {}, c: { title: clock(0) } }],
  ])('%s is refused', (_, wrong) => expect(parse({ ...walk(), ...wrong })).toEqual(damaged))
})

describe('sizes', () => {
  const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]))
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  const moonbeam = (f: object) => parse(walk({ kind: 'moonbeam', f: f as Rec['f'] }))

  test('64 fields are let in, 65 are not', () => {
    expect(moonbeam(fields(limits.fields))).toMatchObject({ ok: true })
    expect(moonbeam(fields(limits.fields + 1))).toEqual(damaged)
  })

  test('a list of ten thousand is let in, one more is not, and neither is a million', () => {
    expect(moonbeam({ list: Array(limits.listItems).fill(1) })).toMatchObject({ ok: true })
    expect(moonbeam({ list: Array(limits.listItems + 1).fill(1) })).toEqual(damaged)
    expect(moonbeam({ list: new Array(1_000_000) })).toEqual(damaged)
    expect(moonbeam({ names: fields(limits.listItems + 1) })).toEqual(damaged)
  })

  test('six lists in one another are let in, seven are not, and neither are a hundred thousand', () => {
    expect(moonbeam({ deep: nested(limits.depth - 2) })).toMatchObject({ ok: true })
    expect(moonbeam({ deep: nested(limits.depth - 1) })).toEqual(damaged)
    const abyss = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(moonbeam({ deep: JSON.parse(abyss) })).toEqual(damaged)
  })

  test('a record of 256 KB is let in, a character more is too large', () => {
    const filled = (chars: number) => ({ text: 'x'.repeat(chars) })
    const rest = JSON.stringify(walk({ kind: 'moonbeam', f: filled(0) })).length
    expect(moonbeam(filled(limits.recordChars - rest))).toMatchObject({ ok: true })
    expect(moonbeam(filled(limits.recordChars - rest + 1))).toEqual(tooLarge)
  })

  test('a name of 64 letters is let in, one of 65 is not', () => {
    expect(moonbeam({ ['x'.repeat(64)]: 1 })).toMatchObject({ ok: true })
    expect(moonbeam({ ['x'.repeat(65)]: 1 })).toEqual(damaged)
  })
})

describe('hostile values', () => {
  const inText = (f: string) =>
    parse(JSON.parse(JSON.stringify(walk({ f: { hole: 0 } })).replace('{"hole":0}', f)))

  test.each([
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__defineGetter__',
    'prototype ',
  ])('nothing is called %s, at any depth', (name) => {
    for (const f of [`{"${name}":{"isAdmin":true}}`, `{"${name}":null}`]) expect(inText(f)).toEqual(damaged)
    if (name.trim() === name) {
      expect(inText(`{"aura":{"deep":[{"${name}":1}]}}`)).toEqual(damaged)
      expect(parse(JSON.parse(`{"${name}":1}`))).toEqual(damaged)
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['half an emoji', '\ud83e'],
    ['the other half', 'tea \udee7'],
    ['a number that is none', Number.NaN],
    ['a number without end', Number.POSITIVE_INFINITY],
    ['nothing at all', undefined],
    ['a big number', 1n],
    ['a sign', Symbol('x')],
    ['a deed', () => 1],
  ])('%s is refused, on its own and inside', (_, value) => {
    expect(parse(value)).toEqual(damaged)
    for (const f of [{ text: value }, { aura: value }, { aura: [{ deep: value }] }])
      expect(parse(walk({ f }))).toEqual(damaged)
  })

  test('names in other alphabets and with half an emoji are refused, inside a value they may be words', () => {
    for (const name of ['ключ', 'a b', '\ud83e', '', '1st', '$', 'Aa'])
      expect(parse(walk({ f: { [name]: 1 } }))).toEqual(damaged)
    expect(parse(walk({ f: { aura: { ключ: 1 } } }))).toMatchObject({ ok: true })
  })

  test('a value that holds itself is refused', () => {
    const circle: Record<string, unknown> = {}
    circle.again = circle
    expect(parse(circle)).toEqual(damaged)
    expect(parse(walk({ f: { circle } }))).toEqual(damaged)
  })

  test('numbers beyond what is exact pass as they are, in a field we do not know', () => {
    for (const aura of [2 ** 53, -(2 ** 53), 1e308, 5e-324, -0])
      expect(parse(walk({ f: { aura } }))).toEqual({ ok: true, rec: walk({ f: { aura } }) })
  })

  /** What came in is a record that comes in again, and the same in every other way of reading it. */
  const holds = (value: unknown) => {
    const first = parse(value)
    if (!first.ok) return expect(['damaged', 'too-large']).toContain(first.why)
    expect(parse(JSON.parse(JSON.stringify(first.rec)))).toMatchObject({ ok: true })
    expect(first.rec).not.toBe(value)
  }

  test('anything at all has an answer', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    })
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue({ depthSize: 'large' })), (value) => void holds(value)),
      { numRuns: 250 },
    )
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(walk()), 'c', 'x'), anything, (part, value) => {
        holds({ ...walk(), [part]: value })
        holds({ ...walk(), f: { text: value, aura: value } })
      }),
      { numRuns: 250 },
    )
  })

  test('a good record with one letter changed has an answer', () => {
    const good = JSON.stringify(walk({ c: { day: clock(evening - 1, noorsPhone) } }))
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.string({ maxLength: 2 }), (at, letters) => {
        try {
          holds(JSON.parse(good.slice(0, at) + letters + good.slice(at + 1)))
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error
        }
      }),
      { numRuns: 250 },
    )
  })
})

const missing = (file: string) => (existsSync(file) ? '' : ` (SKIPPED: ${file} is not here)`)

describe.skipIf(!existsSync(naughtyFile))(`the big list of naughty strings${missing(naughtyFile)}`, () => {
  const naughty = existsSync(naughtyFile) ? (JSON.parse(readFileSync(naughtyFile, 'utf8')) as string[]) : []
  const isText = (schema: v.GenericSchema) => {
    const shape = schema as unknown as Shape
    return shape.type === 'string' && !rule(shape, 'regex')
  }

  test.each(allKinds)('is kept letter by letter in every text of a %s', (kind) => {
    const texts = Object.entries(schemasOf(kind)).filter(([, schema]) => isText(schema))
    const changed = naughty.filter((words) => {
      const fits = texts.filter(
        ([, schema]) => words.length <= (rule(schema as unknown as Shape, 'max_length') as number),
      )
      const rec = walk({ kind, f: Object.fromEntries(fits.map(([name]) => [name, words])) })
      const read = parse(JSON.parse(JSON.stringify(rec)))
      return !read.ok || JSON.stringify(read.rec) !== JSON.stringify(rec)
    })
    expect(changed).toEqual([])
    expect(naughty.length).toBeGreaterThanOrEqual(515)
  })

  test('has an answer as a name, a kind, an id and a clock, and none is let in as id or clock', () => {
    for (const words of naughty) {
      for (const part of ['id', 'space', 'h', 'x'])
        expect(parse({ ...walk(), [part]: words })).toEqual(damaged)
      for (const value of [
        { ...walk(), kind: words },
        walk({ f: { [words]: words } }),
        walk({ f: { aura: { [words]: 1 } } }),
      ])
        expect(typeof parse(value).ok).toBe('boolean')
    }
  })
})

describe.skipIf(!existsSync(jsonFolder))(`the JSON test suite${missing(jsonFolder)}`, () => {
  test('every document that is JSON has an answer, as a record and as a field of one', () => {
    let read = 0
    for (const name of existsSync(jsonFolder) ? readdirSync(jsonFolder) : []) {
      let value: unknown
      try {
        value = JSON.parse(readFileSync(join(jsonFolder, name), 'utf8'))
      } catch {
        // Refusing such a file is the business of `bundle.ts`.
        continue
      }
      read += 1
      expect(parse(value)).toEqual(damaged)
      expect(typeof parse(walk({ f: { aura: value } })).ok).toBe('boolean')
    }
    expect(read).toBeGreaterThan(95)
  })
})
