import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  byPillar,
  companyOf,
  countOf,
  courseOf,
  isFor,
  narrow,
  nearest,
  type Reader,
  waysOf,
  wishes,
} from './browse.ts'
import { Form, type Practice, pillars } from './content.ts'
import { type Fact, factOf } from './library.ts'
import { rank } from './plan.ts'

const hug: Practice = {
  id: 'a-long-hug',
  covers: ['P001'],
  title: 'A long hug',
  lead: 'Stand close for three slow breaths.',
  why: 'Some people settle when they are held.',
  steps: ['Ask whether a hug is welcome.', 'Stay for three slow breaths.'],
  pillars: ['TOUC', 'SAFE'],
  minutes: 1,
  who: ['together'],
  depth: 2,
  effort: 1,
  settings: ['home'],
  forms: ['partner', 'family'],
  styles: [],
  barriers: [],
  needs: ['touch'],
  ways: { noTouch: 'Stand side by side for three breaths.', distance: 'Breathe together on a call.' },
  contra: ['just-fought'],
  care: 'Only with a clear yes.',
  evidence: { grade: 'B', source: 'A study', says: 'A sentence with its limits.' },
}
const greeting: Practice = {
  ...hug,
  id: 'a-greeting',
  pillars: ['RITU'],
  forms: ['partner', 'friend', 'family'],
  contra: [],
}
const gaze: Practice = { ...hug, id: 'a-gaze', needs: ['eyes'], ways: {}, depth: 3, effort: 2, minutes: 10 }
const letter: Practice = {
  ...greeting,
  id: 'a-letter',
  pillars: ['APPR', 'OPEN'],
  who: ['async'],
  needs: [],
  minutes: 20,
  depth: 1,
  ways: { written: 'It already is.' },
}
const facts = [hug, greeting, gaze, letter].map(factOf)
const idsOf = (found: readonly Fact[]) => found.map((fact) => fact.id)
const noor: Reader = { form: 'partner' }

describe('who may see what', () => {
  test('Noor, with a partner, sees everything', () => {
    expect(idsOf(facts.filter((fact) => isFor(fact, noor)))).toEqual(idsOf(facts))
  })
  test('Sam, with a friend, does not see what is for partners and family', () => {
    expect(idsOf(facts.filter((fact) => isFor(fact, { form: 'friend' })))).toEqual(['a-greeting', 'a-letter'])
  })
  test('without touch, a hug stays where there is another way, and goes where there is none', () => {
    expect(isFor(factOf(hug), { form: 'partner', noTouch: true })).toBe(true)
    expect(isFor(factOf({ ...hug, ways: {} }), { form: 'partner', noTouch: true })).toBe(false)
  })
  test('without eye contact, a gaze with no other way is not shown', () => {
    expect(isFor(factOf(gaze), { form: 'partner', noEyes: true })).toBe(false)
    expect(isFor(factOf(gaze), noor)).toBe(true)
  })
})

describe('narrowing', () => {
  test('alone: what one person can do or send, and nothing that takes two', () => {
    expect(idsOf(narrow(facts, { who: 'alone' }))).toEqual(['a-letter'])
  })
  test('far apart: also what has a way for a distance', () => {
    expect(idsOf(narrow(facts, { who: 'apart' }))).toEqual(['a-long-hug', 'a-greeting', 'a-letter'])
  })
  test('two minutes means two minutes at most', () => {
    expect(idsOf(narrow(facts, { minutes: 2 }))).toEqual(['a-long-hug', 'a-greeting'])
  })
  test('a pillar counts also where it is not the main one', () => {
    expect(idsOf(narrow(facts, { pillars: ['OPEN', 'RITU'] }))).toEqual(['a-greeting', 'a-letter'])
  })
  test('after a hard moment nothing is found that must wait after a fight', () => {
    expect(idsOf(narrow(facts, { wishes: ['sore'] }))).toEqual(['a-letter'])
  })
  test('nothing asked for narrows nothing, and counts as nothing', () => {
    expect(narrow(facts, {})).toEqual(facts)
    expect(countOf({})).toBe(0)
    expect(countOf({ who: 'alone', minutes: 2, pillars: ['PLAY', 'TALK'], wishes: ['tired'] })).toBe(5)
  })
})

describe('grouping', () => {
  test('under the main pillar, in the order in which pillars carry one another', () => {
    expect(byPillar(facts).map(({ pillar, facts: those }) => [pillar, idsOf(those)])).toEqual([
      ['APPR', ['a-letter']],
      ['RITU', ['a-greeting']],
      ['TOUC', ['a-long-hug', 'a-gaze']],
    ])
  })
  test('under the pillar that was asked for, where it was not the main one', () => {
    expect(byPillar(narrow(facts, { pillars: ['OPEN'] }), ['OPEN']).map(({ pillar }) => pillar)).toEqual([
      'OPEN',
    ])
  })
  test('one word for who it takes', () => {
    expect(companyOf({ who: ['together'] })).toBe('together')
    expect(companyOf({ who: ['async'] })).toBe('alone')
    expect(companyOf({ who: ['solo', 'together'] })).toBe('either')
  })
})

describe('other ways', () => {
  test('the one Noor asked for comes first and is marked', () => {
    expect(waysOf(hug, { form: 'partner', apart: true }).map(({ way, fits }) => [way, fits])).toEqual([
      ['distance', true],
      ['noTouch', false],
    ])
  })
  test('nothing is marked for somebody who asked for nothing', () => {
    expect(waysOf(hug, noor).some(({ fits }) => fits)).toBe(false)
  })
  test('who said no to touch is not led through a hug', () => {
    expect(courseOf(hug, { form: 'partner', noTouch: true })).toEqual({
      before: [],
      steps: ['Stand side by side for three breaths.'],
    })
  })
  test('where touch is only a part, their way is said before the steps', () => {
    expect(courseOf(greeting, { form: 'partner', noTouch: true })).toEqual({
      before: [greeting.ways.noTouch],
      steps: greeting.steps,
    })
  })
  test('who asked for nothing is given the steps as they are', () => {
    expect(courseOf(hug, noor)).toEqual({ before: [], steps: hug.steps })
  })
})

describe('the practice a card leads to', () => {
  test('is the named one when it is for this person', () => {
    expect(nearest(facts, 'a-long-hug', noor)?.id).toBe('a-long-hug')
  })
  test('is another of the same pillar when it is not, and nothing of another pillar', () => {
    const friendly = factOf({ ...greeting, id: 'a-wave', pillars: ['TOUC'] })
    expect(nearest([...facts, friendly], 'a-long-hug', { form: 'friend' })?.id).toBe('a-wave')
    expect(nearest(facts, 'a-long-hug', { form: 'friend' })).toBeUndefined()
    expect(nearest(facts, 'no-such-thing', noor)).toBeUndefined()
  })
})

const some = <T>(from: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 3 })
const aFact: fc.Arbitrary<Fact> = fc
  .record({
    id: fc.stringMatching(/^[a-z]{6}$/),
    pillars: some(pillars),
    forms: some(Form.options),
    who: some(['solo', 'together', 'apart', 'async'] as const),
    needs: fc.subarray(['touch', 'eyes'] as const),
    ways: fc.subarray(['noTouch', 'noEyes', 'distance', 'written'] as const),
    minutes: fc.integer({ min: 1, max: 30 }),
  })
  .map((part) => ({ ...factOf(hug), ...part }) as Fact)
const manyFacts = fc.uniqueArray(aFact, { selector: (fact) => fact.id, maxLength: 20 })
const aReader = fc.record({
  form: fc.constantFrom(...Form.options),
  noTouch: fc.boolean(),
  noEyes: fc.boolean(),
})
const aWanted = fc.record({
  who: fc.constantFrom('alone', 'together', 'apart', undefined),
  minutes: fc.constantFrom(2, 10, undefined),
  pillars: fc.subarray([...pillars]),
  wishes: fc.subarray([...wishes]),
})

describe('laws', () => {
  test('whatever the plan offers can also be found here', () =>
    fc.assert(
      fc.property(manyFacts, aReader, (all, reader) => {
        const signs = { justFought: false, lowTrust: false, closeness: [] }
        const offered = rank(all, { ...reader, day: '2026-11-25', capacity: 'normal', signs, history: [] })
        return offered.every(({ fact }) => isFor(fact, reader))
      }),
    ))
  test('grouping loses nothing and shows nothing twice', () =>
    fc.assert(
      fc.property(manyFacts, aWanted, (all, wanted) => {
        const found = narrow(all, wanted)
        const shown = byPillar(found, wanted.pillars.length > 0 ? wanted.pillars : pillars).flatMap(
          (group) => group.facts,
        )
        expect([...idsOf(shown)].sort()).toEqual([...idsOf(found)].sort())
      }),
    ))
  test('asking for more never finds more', () =>
    fc.assert(
      fc.property(manyFacts, aWanted, fc.constantFrom(...wishes), (all, wanted, wish) => {
        const fewer = narrow(all, { ...wanted, wishes: [...wanted.wishes, wish] })
        const before = new Set(idsOf(narrow(all, wanted)))
        return fewer.every((fact) => before.has(fact.id))
      }),
    ))
})
