/** Everything a person kept, out to a file and in again, and every way in which a file can be wrong. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BundleFault,
  type BundleHead,
  bundleCharsMax,
  bundleEnd,
  bundleFormat,
  bundleLine,
  bundleStart,
  openBundle,
  readRecords,
} from './bundle.ts'
import {
  clock,
  evening,
  kitsOwn,
  noorsOther,
  noorsOwn,
  noorsPhone,
  said,
  samsPhone,
  shared,
  walk,
} from './couple.fixture.ts'
import { edit, merge, takeBack } from './merge.ts'
import { limits } from './parse.ts'
import type { Rec } from './record.ts'

/** Tests nobody here wrote lie beside the repository, when they do. */
const jsonFolder = join(import.meta.dirname, '../../shared/vectors/json-test-suite/test_parsing')

const earlier = 'e0'.repeat(16)
const head: BundleHead = { space: noorsOwn, shared, day: '2026-11-25' }
const fileOf = (records: readonly Rec[], from = head) =>
  bundleStart(from) + records.map(bundleLine).join(',\n') + bundleEnd
const fileWith = (more: object, records: readonly unknown[] = []) =>
  JSON.stringify({ format: bundleFormat, version: 1, day: '2026-11-25', space: noorsOwn, records, ...more })

function readAll(text: string) {
  const opened = openBundle(text)
  return opened.ok ? readRecords(opened.head, opened.records) : opened
}

describe('out and in again', () => {
  const everything = Object.entries(said).map(([kind, f], i) => {
    const id = i.toString(16).padStart(32, '0')
    return walk({ id, kind, f, space: i % 2 === 0 ? noorsOwn : shared })
  })

  test('Noor finds everything she kept, as it was', () => {
    expect(openBundle(fileOf(everything))).toMatchObject({ ok: true, head })
    expect(readAll(fileOf(everything))).toEqual({ ok: true, records: everything })
  })

  test('what was changed, unsaid and taken back comes back so', () => {
    const changed = edit(walk(), { text: 'Ice', title: undefined }, clock(evening + 1, samsPhone))
    const gone = takeBack(walk(), clock(evening + 2))
    expect(readAll(fileOf([changed, gone]))).toEqual({ ok: true, records: [changed, gone] })
  })

  test('an empty story is a file, too', () => {
    expect(readAll(fileOf([]))).toEqual({ ok: true, records: [] })
    const alone = { space: noorsOwn, day: '2026-11-25' }
    expect(openBundle(fileOf([], alone))).toEqual({ ok: true, head: alone, records: [] })
  })

  test('what she shared in earlier times comes along when the file names its space, and not otherwise', () => {
    const then = walk({ space: earlier })
    const from = { ...head, before: [kitsOwn, earlier] }
    expect(openBundle(fileOf([then], from))).toMatchObject({ ok: true, head: from })
    expect(readAll(fileOf([walk(), then], from))).toEqual({ ok: true, records: [walk(), then] })
    expect(readAll(fileOf([walk(), then]))).toEqual({ ok: false, why: 'damaged' })
    expect(openBundle(fileOf([], { ...head, before: [] }))).toMatchObject({ ok: true, head: { before: [] } })
  })

  test('what is hers alone in further bonds comes along when the file names its space, and not otherwise', () => {
    const other = walk({ space: noorsOther })
    const from = { ...head, own: [noorsOther] }
    expect(openBundle(fileOf([other], from))).toMatchObject({ ok: true, head: from })
    expect(readAll(fileOf([walk(), other], from))).toEqual({ ok: true, records: [walk(), other] })
    expect(readAll(fileOf([walk(), other]))).toEqual({ ok: false, why: 'damaged' })
  })

  test('the file of somebody with one bond is the one it always was', () => {
    expect(bundleStart({ ...head, own: undefined })).toBe(
      `{"format":"tend-export","version":1,"day":"2026-11-25","space":"${noorsOwn}","shared":"${shared}","records":[\n`,
    )
  })

  test('a record is a line, whatever is in it', () => {
    const rec = walk({ f: { text: 'One\nTwo\r\n\u2028"}]' } })
    expect(bundleLine(rec)).not.toContain('\n')
    expect(fileOf([rec, rec]).split('\n')).toHaveLength(5)
    expect(readAll(fileOf([rec]))).toEqual({ ok: true, records: [rec] })
  })

  test('any records of any fields open again as equal records, and joined to what was there change nothing', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<unknown>(null, true, 0, -1.5, 2 ** 53, 1e300),
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^x[A-Z "]{0,4}$/), tie('value'), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      ),
    }))
    const rec = fc
      .record({
        id: fc.stringMatching(/^[0-9a-f]{32}$/),
        space: fc.constantFrom(noorsOwn, shared),
        kind: fc.constantFrom('moonbeam', 'landmark'),
        at: fc.integer(),
        f: fc.dictionary(fc.stringMatching(/^x[A-Za-z0-9]{0,9}$/), value, {
          maxKeys: 5,
          noNullPrototype: true,
        }),
        late: fc.boolean(),
      })
      .map(({ f, late, ...more }) => {
        const by = Number.parseInt(more.id.slice(12, 14), 16)
        const whole = walk({ ...more, by, f: JSON.parse(JSON.stringify(f)) })
        return late ? edit(whole, { title: 'Later' }, clock(evening + 1)) : whole
      })
    fc.assert(
      fc.property(fc.array(rec, { maxLength: 6 }), fc.boolean(), (records, isPaired) => {
        const mine = records.filter((one) => isPaired || one.space === noorsOwn)
        const read = readAll(fileOf(mine, isPaired ? head : { space: noorsOwn, day: head.day }))
        expect(read).toEqual({ ok: true, records: mine })
        if (read.ok)
          for (const [i, one] of read.records.entries())
            expect(JSON.stringify(merge(mine[i]!, one))).toBe(JSON.stringify(merge(mine[i]!, mine[i]!)))
      }),
    )
  })

  test('half an emoji does not cost her the file: it comes back as the sign for a letter that is lost', () => {
    const cut = walk({ f: { text: 'Tea \ud83e', list: ['\udee7', { deep: '🫖 \\ud83e' }] } })
    const mended = { text: 'Tea \ufffd', list: ['\ufffd', { deep: '🫖 \\ud83e' }] }
    expect(readAll(fileOf([walk(), cut]))).toEqual({ ok: true, records: [walk(), walk({ f: mended })] })
  })
})

/** Every fault has its word, and for every word there is a file. */
const faults: Readonly<Record<BundleFault, readonly (readonly [string, () => string])[]>> = {
  empty: [
    ['nothing', () => ''],
    ['only spaces and line ends', () => ' \r\n\t\n'],
  ],
  'not-json': [
    ['a letter', () => 'Dear Noor'],
    ['half of a file', () => fileOf([walk()]).slice(0, -20)],
    ['two files in one', () => fileOf([]) + fileOf([])],
    ['a picture', () => '\u0089PNG\r\n\u001a\n'],
    ['a hundred thousand open brackets', () => '['.repeat(100_000)],
  ],
  'not-ours': [
    ['a number', () => '7'],
    ['null', () => 'null'],
    ['a list', () => `[${fileOf([])}]`],
    ['a text', () => '"tend-export"'],
    ['a file of another app', () => fileWith({ format: 'other-export' })],
    ['a format that is no text', () => fileWith({ format: ['tend-export'] })],
    ['a file without a format', () => '{"version":1,"records":[]}'],
    ['a format by another road', () => '{"__proto__":{"format":"tend-export"},"version":1}'],
  ],
  newer: [
    ['the next version', () => fileWith({ version: 2 })],
    ['a version of parts we cannot know', () => '{"format":"tend-export","version":3,"all":"new"}'],
  ],
  damaged: [
    ['no version', () => fileWith({ version: undefined })],
    ['a version that is a word', () => fileWith({ version: '2' })],
    ['a version before the first', () => fileWith({ version: 0 })],
    ['no space', () => fileWith({ space: undefined })],
    ['a space that is no space', () => fileWith({ space: '../../etc' })],
    ['a shared space that is no space', () => fileWith({ shared: '' })],
    ['a shared space of earlier times that is none', () => fileWith({ before: [shared, 'x'] })],
    ['earlier times that are no list', () => fileWith({ before: shared })],
    ['spaces of her own that are none', () => fileWith({ own: [noorsOwn, 'x'] })],
    ['more bonds than a heart has', () => fileWith({ own: Array(51).fill(noorsOther) })],
    ['more earlier times than a life has', () => fileWith({ before: Array(101).fill(shared) })],
    ['a part that is unheard of', () => fileWith({ key: 'secret' })],
    ['records that are no list', () => fileWith({ records: { 0: walk() } })],
    ['no records', () => fileWith({ records: undefined })],
    ['a day without end', () => fileWith({ day: 'x'.repeat(21) })],
    ['a record that is none', () => fileWith({ shared }, [walk(), null])],
    ['a record with a field of the wrong type', () => fileWith({ shared }, [walk({ f: { title: 7 } })])],
    ['a record of somebody else', () => fileWith({ shared }, [walk({ space: kitsOwn })])],
    ['a shared record where nothing is shared', () => fileWith({}, [walk()])],
  ],
  'too-large': [
    ['more letters than ten busy years', () => 'x'.repeat(bundleCharsMax + 1)],
    ['more records than that', () => fileWith({}).replace('[]', `[0${',0'.repeat(500_000)}]`)],
    [
      'one record beyond its size',
      () => fileWith({ shared }, [walk({ f: { aura: 'x'.repeat(limits.recordChars) } })]),
    ],
  ],
}

describe.each(Object.entries(faults))('%s', (why, files) => {
  test.each(files)('%s', (_, file) => {
    expect(readAll(file())).toEqual({ ok: false, why })
  })
})

describe('a file is whole or it is refused', () => {
  test('one bad record among a hundred good ones, and nothing of it is taken', () => {
    const good = Array.from({ length: 100 }, () => walk())
    expect(readRecords(head, good)).toMatchObject({ ok: true })
    for (const at of [0, 50, 100])
      expect(readRecords(head, good.toSpliced(at, 0, { ...walk(), sender: 'Kit' } as Rec))).toEqual({
        ok: false,
        why: 'damaged',
      })
  })

  test('half a million records are not too many to open', () => {
    expect(openBundle(fileWith({}).replace('[]', `[0${',0'.repeat(499_999)}]`))).toMatchObject({ ok: true })
  })

  test('reading changes nothing of what is read, and twice gives the same', () => {
    const frozen = Object.freeze([
      Object.freeze({ ...walk(), f: Object.freeze({ ...walk().f }) }),
      Object.freeze({ id: 'x' }),
    ])
    const frozenHead = Object.freeze({ ...head })
    const before = JSON.stringify(frozen)
    expect(readRecords(frozenHead, frozen)).toEqual(readRecords(frozenHead, frozen))
    expect(JSON.stringify(frozen)).toBe(before)
    const text = fileOf([walk()])
    expect(openBundle(text)).toEqual(openBundle(text))
  })

  test('a good file with some letters changed opens or has its word, and never throws', () => {
    const good = fileOf([walk(), walk({ kind: 'moonbeam', c: { title: clock(evening - 1, noorsPhone) } })])
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(9), fc.string({ maxLength: 3 }), (at, cut, letters) => {
        const read = readAll(good.slice(0, at) + letters + good.slice(at + cut))
        if (!read.ok) expect(Object.keys(faults)).toContain(read.why)
      }),
      { numRuns: 250 },
    )
  })
})

const there = existsSync(jsonFolder)
describe.skipIf(!there)(`the JSON test suite${there ? '' : ` (SKIPPED: ${jsonFolder} is not here)`}`, () => {
  const names = there ? readdirSync(jsonFolder) : []
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  const textOf = (name: string) => decode(readFileSync(join(jsonFolder, name)))
  /** Broken bytes become the sign for a lost letter, which is a letter. `web/file.ts` refuses them before. */
  const isText = (name: string) => !textOf(name).includes('\ufffd')

  test('what is JSON is read and is not ours', () => {
    const ys = names.filter((name) => name.startsWith('y_'))
    expect(ys.length).toBeGreaterThanOrEqual(95)
    for (const name of ys) {
      expect([name, openBundle(textOf(name))]).toEqual([name, { ok: false, why: 'not-ours' }])
      const inside = fileWith({}).replace('[]', `[${textOf(name)}]`)
      expect([name, openBundle(inside).ok, readAll(inside)]).toEqual([
        name,
        true,
        { ok: false, why: 'damaged' },
      ])
    }
  })

  test('what is not JSON is never ours', () => {
    const ns = names.filter((name) => name.startsWith('n_'))
    expect(ns.length).toBeGreaterThanOrEqual(188)
    for (const name of ns) {
      const opened = openBundle(textOf(name))
      expect(opened.ok).toBe(false)
      if (isText(name) && !opened.ok)
        expect([name, ['not-json', 'empty']]).toEqual([name, expect.arrayContaining([opened.why])])
    }
  })

  test('nothing in it throws, as a file, inside of one, or after one', () => {
    for (const name of names)
      for (const text of [
        textOf(name),
        fileWith({}).replace('[]', () => `[${textOf(name)}]`),
        fileOf([]) + textOf(name),
      ])
        expect(readAll(text).ok && !/^[in]_/.test(name)).toBe(false)
  })
})
