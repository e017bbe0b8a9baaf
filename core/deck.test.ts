import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from './day.ts'
import { type Ask, type Mark, nextPrompt, passedRestDays, seenRestDays, shuffled } from './deck.ts'

const today = '2026-11-25'
const noor = 'a'.repeat(32)
const sam = 'b'.repeat(32)

const deckOf = (form: Ask['form'], depth: Ask['depth'], count = 20): Ask[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${form}-${depth}-${i + 1}`,
    text: `Question ${i + 1}?`,
    form,
    depth,
  }))

const light = deckOf('partner', 'light')
const every: Ask[] = (['partner', 'friend', 'family'] as const).flatMap((form) =>
  (['light', 'middle', 'deep'] as const).flatMap((depth) => deckOf(form, depth, 12)),
)

const ask = (
  marks: readonly Mark[],
  more: { prompts?: readonly Ask[]; day?: string; person?: string } = {},
) => {
  const day = more.day ?? today
  return nextPrompt({
    prompts: more.prompts ?? light,
    marks,
    day,
    form: 'partner',
    depth: 'light',
    seed: (more.person ?? noor) + day,
  })
}

describe('Noor is asked', () => {
  test('the same question whenever the screen is opened on the same day', () =>
    expect(ask([])).toEqual(ask([])))

  test('in another order than Sam, and in another order tomorrow', () => {
    const ids = (seed: string) => shuffled(light, seed).map(({ id }) => id)
    expect(ids(noor + today)).not.toEqual(ids(sam + today))
    expect(ids(noor + today)).not.toEqual(ids(noor + addDays(today, 1)))
    expect([...ids(noor + today)].sort()).toEqual(light.map(({ id }) => id).sort())
  })

  test('nothing she saw in the last 90 days, and on the ninetieth it may come back', () => {
    const [first, ...others] = light as [Ask, ...Ask[]]
    const others90 = others.map(({ id }) => ({ prompt: id, seen: today }))
    expect(ask([{ prompt: first.id, seen: addDays(today, -seenRestDays + 1) }, ...others90]).all).toBe(true)
    expect(ask([{ prompt: first.id, seen: addDays(today, -seenRestDays) }, ...others90])).toEqual({
      all: false,
      next: first,
    })
  })

  test('what she passed again after 30 days, and not before', () => {
    const [first, ...others] = light as [Ask, ...Ask[]]
    const others90 = others.map(({ id }) => ({ prompt: id, seen: today }))
    const passed = (daysAgo: number) => {
      const day = addDays(today, -daysAgo)
      return [{ prompt: first.id, seen: day, passed: day }, ...others90]
    }
    expect(ask(passed(passedRestDays - 1)).all).toBe(true)
    expect(ask(passed(passedRestDays))).toEqual({ all: false, next: first })
  })

  test('not what she passed once and answered later', () => {
    const [first, ...others] = light as [Ask, ...Ask[]]
    const others90 = others.map(({ id }) => ({ prompt: id, seen: today }))
    const answered = { prompt: first.id, passed: addDays(today, -60), seen: addDays(today, -40) }
    expect(ask([answered, ...others90]).all).toBe(true)
    const sameDay = [
      { prompt: first.id, passed: addDays(today, -40) },
      { prompt: first.id, seen: addDays(today, -40) },
    ]
    expect(ask([...sameDay, ...others90]).all).toBe(true)
  })

  test('questions of her own among the others', () => {
    const own: Ask = {
      id: 'c'.repeat(32),
      text: 'What would you paint today?',
      form: 'partner',
      depth: 'light',
    }
    const rest = light.map(({ id }) => ({ prompt: id, seen: today }))
    expect(ask(rest, { prompts: [...light, own] })).toEqual({ all: false, next: own })
  })

  test('the one that rested longest when all are resting, and told so', () => {
    const marks = light.map(({ id }, i) => ({ prompt: id, seen: addDays(today, -i) }))
    expect(ask(marks)).toEqual({ all: true, next: light.at(-1) })
  })

  test('all of them in turn when all were seen today', () => {
    const marks: Mark[] = light.map(({ id }) => ({ prompt: id, seen: today }))
    const asked = light.map(() => {
      const { next } = ask(marks)
      marks.push({ prompt: next?.id ?? '', seen: today })
      return next?.id
    })
    expect(asked).toEqual(light.map(({ id }) => id))
  })

  test('nothing when there is nothing of this depth', () =>
    expect(ask([], { prompts: deckOf('partner', 'deep') })).toEqual({ all: true, next: undefined }))
})

describe('For every history of marks', () => {
  const form = fc.constantFrom('partner', 'friend', 'family')
  const depth = fc.constantFrom('light', 'middle', 'deep')
  const day = fc.integer({ min: 0, max: 200 }).map((ago) => addDays(today, -ago))
  const marks = fc.array(
    fc.record(
      { prompt: fc.constantFrom(...every.map(({ id }) => id)), seen: day, passed: day },
      { requiredKeys: ['prompt'] },
    ),
    { maxLength: 120 },
  )
  const seed = fc.constantFrom(noor + today, sam + today, '')

  test('no question comes back within its window while another is left', () =>
    fc.assert(
      fc.property(marks, form, depth, seed, (done, wantedForm, wantedDepth, wantedSeed) => {
        const { all, next } = nextPrompt({
          prompts: every,
          marks: done,
          day: today,
          form: wantedForm,
          depth: wantedDepth,
          seed: wantedSeed,
        })
        const rests = (id: string) => {
          const mine = done.filter((mark) => mark.prompt === id)
          const seen = mine
            .flatMap((mark) => mark.seen ?? [])
            .sort()
            .at(-1)
          const passed = mine
            .flatMap((mark) => mark.passed ?? [])
            .sort()
            .at(-1)
          const last = [seen, passed]
            .flatMap((one) => one ?? [])
            .sort()
            .at(-1)
          if (!last) return false
          const ago = daysBetween(last, today)
          // Passed and seen on one day may count as either, by their order; both rest for the shorter window.
          return ago < (passed === last ? passedRestDays : seenRestDays)
        }
        const asks = every.filter((one) => one.form === wantedForm && one.depth === wantedDepth)
        if (!all) expect(rests(next?.id ?? '')).toBe(false)
        if (asks.every((one) => rests(one.id))) expect(all).toBe(true)
        if (all) expect(asks.filter((one) => !done.some((mark) => mark.prompt === one.id))).toEqual([])
      }),
    ))

  test('the same history gives the same question', () =>
    fc.assert(
      fc.property(marks, form, depth, seed, (done, wantedForm, wantedDepth, wantedSeed) => {
        const wanted = { marks: done, day: today, form: wantedForm, depth: wantedDepth, seed: wantedSeed }
        const back = nextPrompt({ ...wanted, prompts: [...every].reverse() })
        expect(nextPrompt({ ...wanted, prompts: every })).toEqual(back)
      }),
    ))

  test('it is never a question of another form or depth', () =>
    fc.assert(
      fc.property(marks, form, depth, seed, (done, wantedForm, wantedDepth, wantedSeed) => {
        const { next } = nextPrompt({
          prompts: every,
          marks: done,
          day: today,
          form: wantedForm,
          depth: wantedDepth,
          seed: wantedSeed,
        })
        expect(next).toMatchObject({ form: wantedForm, depth: wantedDepth })
      }),
    ))
})
