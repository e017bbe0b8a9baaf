import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Check } from './content.ts'
import { answeredOf, bondOf, groupsOf, isTended, sentenceOf, textOf } from './measure.ts'

const degrees = ['yes', 'partly', 'not-this-week'].map((id) => ({ id, text: id }))
const week: Check = {
  id: 'a03',
  covers: ['A03'],
  title: 'Three sentences about this week',
  lead: 'A short version of the real one.',
  minutes: 1,
  note: 'Not a test.',
  questions: [
    {
      id: 'mind',
      text: "I know what is on my partner's mind.",
      textForOthers: 'I know what is on their mind.',
      options: degrees,
      practice: 'ask',
    },
    { id: 'laugh', text: 'We laughed.', options: degrees, practice: 'laugh' },
    { id: 'quiet', text: 'We were quiet together.', options: degrees, practice: 'sit' },
  ],
  source: 'Made for this test.',
}
const quick: Check = {
  ...week,
  id: 'a01',
  questions: ['closeness', 'barrier', 'style'].map((id) => ({
    id,
    text: `About ${id}`,
    options: ['distant', 'words', 'talk'].map((option) => ({ id: option, text: option })),
  })),
}
const ids = (those: readonly { question: { id: string } }[]) => those.map(({ question }) => question.id)

describe('What Noor answered, in groups', () => {
  test.each([
    [{}, [], []],
    [{ mind: 'yes' }, ['mind'], []],
    [{ mind: 'yes', laugh: 'yes', quiet: 'yes' }, ['mind', 'laugh', 'quiet'], []],
    [{ mind: 'partly', laugh: 'not-this-week', quiet: 'yes' }, ['quiet'], ['laugh', 'mind']],
    [{ mind: 'partly', laugh: 'partly', quiet: 'partly' }, [], ['mind', 'laugh', 'quiet']],
    [{ mind: 'not-this-week', quiet: 'not-this-week' }, [], ['mind', 'quiet']],
    [{ laugh: 'perhaps', unknown: 'yes' }, [], []],
  ] as const)('%j: there %j, to tend %j', (answers, there, open) => {
    const groups = groupsOf(week, answers as Record<string, string>)
    expect([ids(groups.there), ids(groups.open)]).toEqual([there, open])
  })

  test('a question that was skipped is in no group', () =>
    expect(ids(answeredOf(week, { laugh: 'yes' }))).toEqual(['laugh']))

  test('no number comes out, whatever goes in', () => {
    const answers = fc.dictionary(
      fc.constantFrom('mind', 'laugh', 'quiet', 'else'),
      fc.constantFrom('yes', 'partly', 'not-this-week', '3'),
    )
    fc.assert(
      fc.property(answers, (given) => {
        const groups = groupsOf(week, given)
        expect(numbersIn(groups)).toEqual([])
        // Each answer is in exactly one group.
        expect([...ids(groups.there), ...ids(groups.open)].sort()).toEqual(
          [...ids(answeredOf(week, given))].sort(),
        )
      }),
    )
  })
})

describe('The three quick questions', () => {
  test('change what Tend knows of the bond', () =>
    expect(bondOf(quick, { closeness: 'distant', barrier: 'words', style: 'talk' })).toEqual({
      closeness: 'distant',
      barrier: 'words',
      style: 'talk',
    }))
  test('leave alone what was skipped', () =>
    expect(bondOf(quick, { barrier: 'time' })).toEqual({ barrier: 'time' }))
  test('cannot write what the bond does not know', () =>
    expect(bondOf(quick, { style: 'distant' })).toEqual({}))
  test('another check changes nothing there', () =>
    expect(bondOf(week, { closeness: 'distant' })).toEqual({}))
  test('have nothing to tend', () => expect([isTended(quick), isTended(week)]).toEqual([false, true]))
})

describe('The same sentence for everybody', () => {
  const [mind, laugh] = week.questions
  test('a partner', () => expect(mind && textOf(mind, 'partner')).toContain('partner'))
  test('a friend is not called a partner', () =>
    expect(mind && textOf(mind, 'friend')).not.toContain('partner'))
  test('where there is one wording it serves all', () =>
    expect(laugh && textOf(laugh, 'family')).toBe('We laughed.'))
  test('read back, the note on how to answer is gone', () =>
    expect(
      laugh && sentenceOf({ ...laugh, text: 'We came back to it. (If nothing did, say yes.)' }, 'friend'),
    ).toBe('We came back to it.'))
  test('brackets inside a sentence stay', () =>
    expect(laugh && sentenceOf({ ...laugh, text: 'We laughed (aloud) together.' }, 'friend')).toBe(
      'We laughed (aloud) together.',
    ))
  test('somebody who did not say', () => expect(mind && textOf(mind, undefined)).toContain('partner'))
})

/** Numbers of the result itself; the check's own facts, such as its length in minutes, are not in it. */
function numbersIn(value: unknown): unknown[] {
  if (typeof value === 'number') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : []
}
