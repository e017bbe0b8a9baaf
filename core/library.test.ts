/** A practice as it is known without opening it, and a translation laid over the English. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Practice } from './content.ts'
import { factOf, translated } from './library.ts'

const folder = join(import.meta.dirname, '../content/en/practices')
const practices = globSync('*/*.json', { cwd: folder }).map((file) =>
  v.parse(Practice, JSON.parse(readFileSync(join(folder, file), 'utf8'))),
)

describe('a fact', () => {
  test('of every practice says all that a list and the plan need', () => {
    expect(practices.length).toBeGreaterThan(50)
    for (const practice of practices) {
      const fact = factOf(practice)
      const {
        covers: _,
        why: _why,
        steps: _steps,
        say: _say,
        cue: _cue,
        care: _care,
        evidence,
        ways,
        ...rest
      } = practice
      expect(fact).toEqual({ ...rest, ways: Object.keys(ways), grade: evidence.grade })
    }
  })

  test('leaves at home what only an opened practice needs, and names nothing that is not there', () => {
    for (const practice of practices) {
      const fact = factOf(Object.freeze(practice))
      for (const long of ['why', 'steps', 'say', 'care', 'evidence', 'covers', 'cue'])
        expect(fact).not.toHaveProperty(long)
      expect('tool' in fact).toBe(practice.tool !== undefined)
      expect('tags' in fact).toBe(practice.tags !== undefined)
      expect(JSON.parse(JSON.stringify(fact))).toEqual(fact)
    }
  })

  test('all of them are less than half of the files', () => {
    const chars = (values: readonly unknown[]) => JSON.stringify(values).length
    expect(chars(practices.map(factOf))).toBeLessThan(chars(practices) / 2)
  })
})

describe('a translation', () => {
  const english = {
    id: 'soft-start',
    title: 'A soft start',
    minutes: 5,
    steps: ['Breathe out.', 'Say what you see.', 'Ask.'],
    ways: { written: 'Write it.', distance: 'Call.' },
    isOpen: true,
    cue: null,
  }

  test('gives the words, and the English gives the structure', () => {
    const german = {
      title: 'Ein sanfter Anfang',
      steps: ['Atme aus.', 'Sag, was du siehst.', 'Frag.'],
      ways: { written: 'Schreib es.' },
    }
    expect(translated(english, german)).toEqual({
      ...english,
      ...german,
      ways: { written: 'Schreib es.', distance: 'Call.' },
    })
  })

  test('cannot change a number, a switch, the count of the steps or what there is', () => {
    const wrong = {
      minutes: 50,
      isOpen: false,
      cue: 'Now',
      steps: ['Eins.', 2, 'Drei.', 'Vier.'],
      ways: { noTouch: 'Nie.' },
      tool: 'bids',
    }
    expect(translated(english, wrong)).toEqual({ ...english, steps: ['Eins.', 'Say what you see.', 'Drei.'] })
  })

  test.each([undefined, null, 7, 'Hallo', [], {}, [['x']], { steps: 'Atme.', ways: ['x'], title: {} }])(
    'of another shape (%j) leaves the English as it is',
    (words) => expect(translated(english, words)).toEqual(english),
  )

  test('of anything keeps the shape of the English, and nothing is changed', () => {
    const shape = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shape)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shape(part)]))
          : typeof value === 'string'
            ? 'text'
            : value
    fc.assert(
      fc.property(fc.constantFrom(...practices), fc.jsonValue({ maxDepth: 2 }), (practice, words) => {
        const before = JSON.stringify(practice)
        expect(shape(translated(practice, words))).toEqual(shape(practice))
        expect(shape(translated({ a: practice.title, b: [practice.lead] }, { a: words, b: words }))).toEqual({
          a: 'text',
          b: ['text'],
        })
        expect(JSON.stringify(practice)).toBe(before)
      }),
    )
  })

  test('of every real practice by itself is itself', () => {
    for (const practice of practices) expect(translated(practice, practice)).toEqual(practice)
  })
})
