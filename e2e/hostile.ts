/** Files that Kit hands over: none of them is what it seems, and each has one sentence that says so. */

const sentences = {
  empty: 'This file is empty. Nothing was changed.',
  notJson: 'This file is cut short or is not one that Tend made. Nothing was changed.',
  notOurs: 'This is not a file that Tend made. Nothing was changed.',
  newer: 'This file comes from a newer Tend. Nothing was changed.',
  damaged: 'Part of this file is damaged, so nothing of it was taken and nothing was changed.',
  tooLarge: 'This file is larger than anything Tend makes. Nothing was changed.',
} as const

export type Hostile = {
  readonly what: string
  readonly content: string | Uint8Array
  readonly sentence: string
}

/** All of them are made from a true copy, so that only one thing is wrong with each. */
export const hostileFiles = (copy: string): readonly Hostile[] => [
  ...strangers(),
  ...broken(copy),
  ...wrongHeads(copy),
  ...wrongRecords(copy),
  ...exchanged(copy),
  ...traps(copy),
]

const one = (what: string, sentence: keyof typeof sentences, content: string | Uint8Array): Hostile => ({
  what,
  content,
  sentence: sentences[sentence],
})

type Fields = Record<string, unknown>
type Bundle = Fields & { records: (Fields & { f: Fields })[] }

/** The copy with something done to it. */
function but(copy: string, change: (bundle: Bundle) => void): string {
  const bundle = JSON.parse(copy) as Bundle
  change(bundle)
  return JSON.stringify(bundle)
}

/** What Tend never made. */
const strangers = () => [
  one('empty', 'empty', ''),
  one('blank', 'empty', ' \n\t\n'),
  one('a letter', 'notJson', 'Dear Noor, please open this.'),
  one('a picture', 'notJson', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe])),
  one('a web page', 'notJson', '<!doctype html><script>alert(1)</script>'),
  ...['null', '[]', '7', '"tend-export"', '{}', '{"format":"other","version":1,"records":[]}'].map((json) =>
    one(`other JSON ${json}`, 'notOurs', json),
  ),
  one('nothing but depth', 'notOurs', nested(100_000)),
]

/** What was a copy once. */
function broken(copy: string): readonly Hostile[] {
  const wrongBytes = new TextEncoder().encode(copy)
  wrongBytes.set([0xc3, 0x28], copy.lastIndexOf('"kind"'))
  const cuts = Array.from({ length: 12 }, (_, i) => Math.floor((copy.length * (i + 0.5)) / 12))
  return [
    one('UTF-16', 'notJson', new Uint8Array(Buffer.from(copy, 'utf16le'))),
    one('wrong UTF-8', 'notJson', wrongBytes),
    ...cuts.map((at) => one(`cut after ${at} letters`, 'notJson', copy.slice(0, at))),
    one('cut before its last letter', 'notJson', copy.trimEnd().slice(0, -1)),
    one('two files in one', 'notJson', copy + copy),
  ]
}

function wrongHeads(copy: string): readonly Hostile[] {
  const butHead = (more: Fields) => but(copy, (bundle) => Object.assign(bundle, more))
  return [
    one('a newer version', 'newer', butHead({ version: 2 })),
    one('a version in words', 'damaged', butHead({ version: '1' })),
    one(
      'no version',
      'damaged',
      but(copy, (bundle) => delete bundle['version']),
    ),
    one('a space that is no space', 'damaged', butHead({ space: '../../etc' })),
    one('a shared space that is none', 'damaged', butHead({ shared: 7 })),
    one('records as an object', 'damaged', butHead({ records: {} })),
    one('something more', 'damaged', butHead({ admin: true })),
    one('a record that is a word', 'damaged', butHead({ records: ['me too'] })),
    one('a record that is nothing', 'damaged', butHead({ records: [null] })),
  ]
}

/** The last record of the copy with something else in its frame, or among its fields. */
function wrongRecords(copy: string): readonly Hostile[] {
  const butFrame = (more: Fields) => but(copy, ({ records }) => Object.assign(records.at(-1) ?? {}, more))
  const butFields = (more: Fields) => but(copy, ({ records }) => Object.assign(records.at(-1)?.f ?? {}, more))
  const manyFields = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`field${i}`, i]))
  const long = 'a'.repeat(20_001)
  return [
    one('an author in words', 'damaged', butFrame({ by: '0' })),
    one('a time in words', 'damaged', butFrame({ at: 'now' })),
    one('a time after the end of time', 'damaged', butFrame({ at: 9e15 })),
    one('fields as a list', 'damaged', butFrame({ f: ['day'] })),
    one('a clock that is none', 'damaged', butFrame({ h: 'zz' })),
    one('a kind that is none', 'damaged', butFrame({ kind: 'Check in!' })),
    one('a take-back with words in it', 'damaged', butFrame({ x: JSON.parse(copy).records[0].h })),
    one('a record of a foreign space', 'damaged', butFrame({ space: 'd0'.repeat(16) })),
    one('a day that is a number', 'damaged', butFields({ day: 20261125 })),
    one('a day that is none', 'damaged', butFields({ day: '2026-02-31' })),
    one('a text without end', 'damaged', butFields({ words: long, note: long, text: long })),
    one('a record without end', 'tooLarge', butFields({ more: 'a'.repeat(300_000) })),
    one('ten thousand fields', 'damaged', butFields(manyFields)),
    one('a deep field', 'damaged', butFields({ more: JSON.parse(nested(40)) })),
    one('half an emoji', 'damaged', butFields({ note: '§' }).replace('§', '\\ud83c')),
  ]
}

/** Whole records, each in another's place. Joined with what is here, they would spoil it. */
function exchanged(copy: string): readonly Hostile[] {
  const butIds = (change: (person: Fields, thanks: Fields) => void) =>
    but(copy, ({ records }) => {
      const find = (kind: string) => records.find((rec) => rec['kind'] === kind) ?? { f: {} }
      change(find('person'), find('appreciation'))
    })
  return [
    one(
      'ids exchanged',
      'damaged',
      butIds((person, thanks) => {
        const { id } = person
        Object.assign(person, { id: thanks['id'] })
        Object.assign(thanks, { id })
      }),
    ),
    one(
      'one id for two',
      'damaged',
      butIds((person, thanks) => Object.assign(thanks, { id: person['id'] })),
    ),
    one(
      'a thank-you as something else',
      'damaged',
      butIds((_person, thanks) => Object.assign(thanks, { kind: 'bid', f: {} })),
    ),
  ]
}

/** What is meant to do something to the program that reads it. */
function traps(copy: string): readonly Hostile[] {
  const butFrame = (more: Fields) => but(copy, ({ records }) => Object.assign(records.at(-1) ?? {}, more))
  return [
    one('an id that is a path', 'damaged', butFrame({ id: '../tend.sqlite' })),
    one('an id that is SQL', 'damaged', butFrame({ id: "' or 1=1; drop table rec" })),
    one('a kind called __proto__', 'damaged', butFrame({ kind: '__proto__' })),
    one('a kind called constructor', 'damaged', butFrame({ kind: 'constructor' })),
    one('__proto__ among the fields', 'damaged', copy.replace('"f":{', '"f":{"__proto__":{"admin":true},')),
    one('__proto__ in a record', 'damaged', copy.replace('"kind":', '"__proto__":{"x":"1"},"kind":')),
    one(
      'constructor among the fields',
      'damaged',
      copy.replace('"f":{', '"f":{"constructor":{"prototype":{}},'),
    ),
    one('a deeper field', 'damaged', copy.replace('"f":{', `"f":{"more":${nested(5000)},`)),
  ]
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
