/**
 * Which one thing next: over all the real practices, and over made-up ones that are stranger than any real one. The
 * rules of what may be offered are told here a second time, slowly, and must name the very same practices.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Barrier, Contra, Form, Practice, pillars, Style } from './content.ts'
import { addDays, type Day } from './day.ts'
import { type Fact, factOf } from './library.ts'
import {
  isEligible,
  lessDays,
  minutesOf,
  type Past,
  type Reason,
  rank,
  restDays,
  type Situation,
  suggest,
} from './plan.ts'
import { Capacity } from './record.ts'

const folder = join(import.meta.dirname, '../content/en/practices')
const practices: readonly Fact[] = globSync('*/*.json', { cwd: folder })
  .sort()
  .map((file) => factOf(v.parse(Practice, JSON.parse(readFileSync(join(folder, file), 'utf8')))))
const byId = new Map(practices.map((fact) => [fact.id, fact]))

const today = '2026-11-25'
const calm = { justFought: false, lowTrust: false, closeness: [] }
/** An ordinary day of Noor and Sam, about which nothing was said. */
const ordinary: Situation = { day: today, form: 'partner', capacity: 'normal', signs: calm, history: [] }
const idsOf = (situation: Partial<Situation>, facts = practices) =>
  rank(facts, { ...ordinary, ...situation }).map(({ fact }) => fact.id)

/** Five done long ago: they are no longer new here, and nothing rests. */
const five = practices.slice(0, 5).map(({ id }) => ({ practice: id, day: '2026-06-01', became: 'done' }))

const capacities = Capacity.options
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const many = <T>(options: readonly T[], minLength = 0) =>
  fc.uniqueArray(fc.constantFrom(...options), { minLength })

const strangeFact: fc.Arbitrary<Fact> = fc
  .record({
    number: fc.nat(99),
    pillars: many(pillars, 1),
    minutes: fc.constantFrom(1, 2, 3, 4, 6, 7, 15, 19, 20, 60),
    who: many(['solo', 'together', 'apart', 'async'] as const, 1),
    depth: fc.constantFrom(1, 2, 3, 4),
    effort: fc.constantFrom(1, 2, 3),
    forms: many(Form.options, 1),
    styles: many(Style.options),
    barriers: many(Barrier.options),
    needs: many(['touch', 'eyes', 'voice', 'walking'] as const),
    contra: many(Contra.options),
    ways: many(['noTouch', 'noEyes', 'distance', 'lowEnergy', 'written'] as const),
    grade: fc.constantFrom('A', 'B', 'C', 'D'),
  })
  .map(({ number, ...fact }) => ({
    id: `strange-${number}`,
    title: 'Strange',
    lead: '',
    settings: ['home'],
    ...fact,
  }))
const strangeFacts = fc.uniqueArray(strangeFact, { selector: (fact) => fact.id, maxLength: 12 })

const situationWith = (ids: readonly string[]): fc.Arbitrary<Situation> =>
  fc.record({
    day: fc.integer({ min: -400, max: 400 }).map((days) => addDays(today, days)),
    form: fc.constantFrom(...Form.options),
    capacity: fc.constantFrom(...capacities),
    minutes: maybe(fc.constantFrom(1, 2, 3, 5, 15, 60)),
    barrier: maybe(fc.constantFrom(...Barrier.options)),
    style: maybe(fc.constantFrom(...Style.options)),
    closeness: maybe(fc.constantFrom('very-close', 'mostly-close', 'now-and-then', 'distant')),
    tend: maybe(fc.constantFrom(...pillars)),
    apart: maybe(fc.boolean()),
    noTouch: maybe(fc.boolean()),
    noEyes: maybe(fc.boolean()),
    signs: fc.record({
      justFought: fc.boolean(),
      lowTrust: fc.boolean(),
      closeness: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
      aloneOnly: fc.boolean(),
    }),
    history: fc.array(
      fc.record({
        practice: fc.constantFrom('gone', ...ids),
        day: fc.integer({ min: -500, max: 500 }).map((days) => addDays(today, days)),
        became: maybe(fc.constantFrom('done', 'not-today', 'less')),
      }),
      { maxLength: 12 },
    ),
  })
/** Strange facts with real ones among them, and a situation whose history is about these. */
const plans = fc
  .tuple(strangeFacts, fc.shuffledSubarray([...practices], { maxLength: 20 }))
  .chain(([strange, real]) => {
    const facts = [...strange, ...real]
    return fc.tuple(fc.constant(facts), situationWith(facts.map((fact) => fact.id)))
  })

/** Why a practice may not be offered, told slowly. */
function objections(fact: Fact, s: Situation): string[] {
  const { contra, needs, ways, who } = fact
  const [last = 7, before = 7] = s.signs.closeness
  const fragile = s.signs.justFought || s.signs.lowTrust || (last < 3 && before < 3)
  const tired = s.capacity !== 'normal'
  const most = {
    normal: s.minutes ?? 15,
    hectic: Math.min(3, s.minutes ?? 15),
    recovery: Math.min(5, s.minutes ?? 15),
  }
  const calmOnes = new Set<string>(['PRES', 'SAFE', 'APPR', 'SELF', 'CARE'])
  const rules: Record<string, boolean> = {
    'not for this form': !fact.forms.some((form) => form === s.form),
    'too long': fact.minutes / 1.3 > most[s.capacity] + 1e-9,
    'too much effort for today': tired && fact.effort !== 1,
    'too deep for today': tired && fact.depth > 2,
    'not for the burnt out': tired && contra.includes('burnt-out'),
    'a promise to go on, on a day of recovery':
      s.capacity === 'recovery' && (fact.tool === 'habit' || fact.tool === 'next'),
    'touch, and no way without': s.noTouch === true && needs.includes('touch') && !ways.includes('noTouch'),
    'eyes, and no way without': s.noEyes === true && needs.includes('eyes') && !ways.includes('noEyes'),
    'only together, and they are apart':
      s.apart === true && who.join() === 'together' && !ways.includes('distance'),
    'after a fight': s.signs.justFought && (contra.includes('just-fought') || contra.includes('flooded')),
    'while trust is low': s.signs.lowTrust && contra.includes('low-trust'),
    'not alone': s.signs.aloneOnly === true && !who.includes('solo'),
    'not about oneself': s.signs.aloneOnly === true && fact.pillars[0] !== 'SELF',
    'one may be afraid': s.signs.aloneOnly === true && contra.includes('afraid'),
    'too deep while fragile': !s.signs.aloneOnly && fragile && fact.depth > 2,
    'not calm while fragile':
      !s.signs.aloneOnly && fragile && !fact.pillars.some((pillar) => calmOnes.has(pillar)),
    'it rests': s.history.some(({ practice, day, became }) => {
      const ago = (Date.parse(s.day) - Date.parse(day)) / 86_400_000
      return practice === fact.id && 0 <= ago && ago <= (became === 'less' ? 89 : 13)
    }),
  }
  return Object.keys(rules).filter((rule) => rules[rule])
}

describe('what may be offered', () => {
  test('is exactly what nothing speaks against, over real and strange practices', () => {
    fc.assert(
      fc.property(plans, ([facts, situation]) => {
        const allowed = facts
          .filter((fact) => objections(fact, situation).length === 0)
          .map((fact) => fact.id)
        expect(idsOf(situation, facts).sort()).toEqual(allowed.sort())
        for (const fact of facts) expect(isEligible(fact, situation)).toBe(allowed.includes(fact.id))
      }),
      { numRuns: 300 },
    )
  })

  test('the one thing is the first of them, or none where there is none', () => {
    fc.assert(
      fc.property(plans, ([facts, situation]) => {
        expect(suggest(facts, situation)).toEqual(rank(facts, situation)[0])
      }),
      { numRuns: 50 },
    )
    expect(suggest([], ordinary)).toBeUndefined()
  })

  test('a day carries its minutes, three of them when hectic and five in recovery', () => {
    expect(capacities.map((capacity) => minutesOf(capacity))).toEqual([15, 3, 5])
    expect(capacities.map((capacity) => minutesOf(capacity, 60))).toEqual([60, 3, 5])
    expect(capacities.map((capacity) => minutesOf(capacity, 1))).toEqual([1, 1, 1])
  })

  test.each<[string, number, string | undefined]>([
    ['done', restDays, 'done'],
    ['put off', restDays, 'not-today'],
    ['only offered', restDays, undefined],
    ['asked to be seen less', lessDays, 'less'],
  ])('what was %s rests %i days, and is there on the next', (_, days, became) => {
    const practice = 'a-question-with-a-door'
    const after = (ago: number) =>
      idsOf({ history: [{ practice, day: addDays(today, -ago), became }] }).includes(practice)
    expect([0, 1, days - 1, days, days + 1, -1].map(after)).toEqual([false, false, false, true, true, true])
  })
})

describe('the same situation', () => {
  test('gives the same answer, in whatever order the practices and the past are read, and nothing is changed', () => {
    const shuffled = plans.chain(([facts, situation]) =>
      fc.tuple(
        fc.constant(facts),
        fc.constant(situation),
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.shuffledSubarray([...situation.history], { minLength: situation.history.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([facts, situation, others, history]) => {
        const before = JSON.stringify([facts, situation])
        const first = rank(Object.freeze(facts), Object.freeze(situation))
        expect(rank(others, { ...situation, history })).toEqual(first)
        expect(JSON.stringify([facts, situation])).toBe(before)
      }),
      { numRuns: 200 },
    )
  })

  test('gives another order on another day, so that days differ', () => {
    const firsts = Array.from({ length: 14 }, (_, i) => idsOf({ day: addDays(today, i), history: five })[0])
    expect(new Set(firsts).size).toBeGreaterThan(5)
    // Of two that are otherwise alike, each leads on about half of the days.
    const [one, other] = [0, 1].map((i) => ({ ...byId.get('same-word-game')!, id: `twin-${i}` })) as [
      Fact,
      Fact,
    ]
    const leads = Array.from({ length: 100 }, (_, i) => idsOf({ day: addDays(today, i) }, [one, other])[0])
    const turns = leads.filter((id, i) => i > 0 && id !== leads[i - 1]).length
    expect(turns).toBeGreaterThan(30)
    expect(turns).toBeLessThan(70)
    expect(idsOf({ day: today })).not.toEqual(idsOf({ day: addDays(today, 1) }))
  })
})

/** Whether a reason is true of a practice in a situation. A sentence is made of it, and must not be a lie. */
const isTrue = (reason: Reason, fact: Fact, s: Situation): boolean => {
  const [main] = fact.pillars
  const early = s.history.filter((past) => past.became === 'done').length < 5
  const carries = main === 'PRES' || main === 'SAFE'
  if (reason === 'first') return carries && early
  if (reason === 'steady') return carries && !early && s.closeness === 'distant'
  if (reason === 'short') return s.capacity === 'hectic' && fact.minutes <= 2
  if (reason === 'rest') return s.capacity === 'recovery' && (main === 'SELF' || main === 'CARE')
  if (reason === 'kind') return s.signs.justFought && fact.depth === 1
  if (reason === 'apart')
    return s.apart === true && fact.who.some((who) => who === 'async' || who === 'apart')
  if (reason === 'fresh') return true
  const [about, what] = reason.split(':')
  const [said, lists]: [unknown, readonly string[]] =
    about === 'barrier'
      ? [s.barrier, fact.barriers]
      : about === 'style'
        ? [s.style, fact.styles]
        : [s.tend, fact.pillars]
  return said === what && lists.includes(what!)
}

describe('the reasons', () => {
  test('are one or two, none twice, and each is true', () => {
    fc.assert(
      fc.property(plans, ([facts, situation]) => {
        for (const { fact, reasons } of rank(facts, situation)) {
          expect(reasons.length).toBeGreaterThan(0)
          expect(reasons.length).toBeLessThanOrEqual(2)
          expect(new Set(reasons).size).toBe(reasons.length)
          expect(reasons.filter((reason) => !isTrue(reason, fact, situation))).toEqual([])
          if (reasons.includes('fresh')) expect(reasons).toEqual(['fresh'])
        }
      }),
      { numRuns: 200 },
    )
  })

  const reasonsFor = (id: string, situation: Partial<Situation>) =>
    rank(practices, { ...ordinary, ...situation }).find(({ fact }) => fact.id === id)?.reasons

  test.each<[string, Partial<Situation>, readonly Reason[]]>([
    ['turn-toward-small-bids', {}, ['first']],
    ['turn-toward-small-bids', { barrier: 'fear', style: 'time' }, ['barrier:fear', 'first']],
    ['turn-toward-small-bids', { barrier: 'trust', style: 'time' }, ['first', 'style:time']],
    ['turn-toward-small-bids', { barrier: 'fear', tend: 'PRES' }, ['tend:PRES', 'barrier:fear']],
    ['turn-toward-small-bids', { barrier: 'fear', tend: 'RITU' }, ['barrier:fear', 'first']],
    ['turn-toward-small-bids', { history: five }, ['fresh']],
    ['turn-toward-small-bids', { history: five, closeness: 'distant' }, ['steady']],
    ['turn-toward-small-bids', { history: five.slice(1) }, ['first']],
    ['same-word-game', { capacity: 'hectic' }, ['short']],
    ['same-word-game', { apart: true }, ['apart']],
    ['day-of-rest-from-trying', { capacity: 'recovery' }, ['rest']],
    ['call-a-friend', { signs: { ...calm, justFought: true } }, ['kind']],
    ['a-question-with-a-door', {}, ['fresh']],
  ])('%s, given %j, is offered because of %j', (id, situation, reasons) =>
    expect(reasonsFor(id, situation)).toEqual(reasons),
  )
})

describe('an answer that is changed changes what comes first', () => {
  const settled: Partial<Situation> = { history: five }
  const topOf = (situation: Partial<Situation>) =>
    idsOf({ ...settled, ...situation })
      .slice(0, 8)
      .map((id) => byId.get(id)!)
  const share = (facts: readonly Fact[], fits: (fact: Fact) => boolean) => facts.filter(fits).length

  test.each(Barrier.options)('the barrier %s', (barrier) => {
    const fits = (fact: Fact) => fact.barriers.includes(barrier)
    expect(share(topOf({ barrier }), fits)).toBeGreaterThan(share(topOf({}), fits))
    expect(share(topOf({ barrier }), fits)).toBe(8)
  })

  test.each(Style.options)('the style %s', (style) => {
    const fits = (fact: Fact) => fact.styles.includes(style)
    expect(share(topOf({ style }), fits)).toBeGreaterThan(share(topOf({}), fits))
  })

  test.each(pillars)('the pillar %s that they chose to tend', (tend) => {
    const fits = (fact: Fact) => fact.pillars.includes(tend)
    expect(share(topOf({ tend }), fits)).toBeGreaterThan(share(topOf({}), fits))
    expect(topOf({ tend })[0]!.pillars[0]).toBe(tend)
  })

  test.each<[string, Partial<Situation>, (fact: Fact) => boolean]>([
    ['being hectic: shorter things', { capacity: 'hectic' }, (fact) => fact.minutes <= 2],
    ['recovery: rest', { capacity: 'recovery' }, (fact) => ['SELF', 'CARE'].includes(fact.pillars[0]!)],
    ['a fight: lighter things', { signs: { ...calm, justFought: true } }, (fact) => fact.depth === 1],
    [
      'being far: attention and safety',
      { closeness: 'distant' },
      (fact) => /PRES|SAFE/.test(fact.pillars[0]!),
    ],
    ['being close now and then: lighter things', { closeness: 'now-and-then' }, (fact) => fact.depth === 1],
    [
      'living apart: things that work from afar',
      { apart: true },
      (fact) => fact.who.some((who) => /async|apart/.test(who)),
    ],
    ['being new here: attention and safety', { history: [] }, (fact) => /PRES|SAFE/.test(fact.pillars[0]!)],
  ])('%s', (_, situation, fits) => {
    expect(share(topOf(situation), fits)).toBeGreaterThan(share(topOf({}), fits))
  })

  /** On how many of a hundred days the first leads, of two that are alike in all else. */
  const leads = (first: Partial<Fact>, second: Partial<Fact>, situation: Partial<Situation> = {}) => {
    const twin = { ...byId.get('same-word-game')!, who: ['together'], grade: 'D' } as Fact
    const twins = [
      { ...twin, ...second, id: 'twin-1' },
      { ...twin, ...first, id: 'twin-2' },
    ]
    const days = Array.from({ length: 100 }, (_, i) => addDays(today, i))
    return days.filter((day) => idsOf({ ...settled, ...situation, day }, twins)[0] === 'twin-2').length
  }

  test.each<[string, Partial<Fact>, Partial<Fact>, Partial<Situation>]>([
    ['what needs nobody else', { who: ['solo', 'together'] }, {}, {}],
    ['what can be sent', { who: ['async'] }, {}, {}],
    ['what a trial stands behind', { grade: 'A' }, {}, {}],
    ['what an experiment stands behind', { grade: 'B' }, { grade: 'C' }, {}],
    ['what takes less effort', {}, { effort: 2 }, {}],
    ['between two who are far, what is light', {}, { depth: 2 }, { closeness: 'distant' }],
    [
      'between two who are close now and then, what is light',
      {},
      { depth: 2 },
      { closeness: 'now-and-then' },
    ],
    ['and of what is not light, the short', { depth: 2 }, { depth: 2, minutes: 6 }, { closeness: 'distant' }],
  ])('of two that are alike, %s mostly leads, not always', (_, first, second, situation) => {
    expect(leads(first, second, situation)).toBeGreaterThan(70)
    expect(leads(first, second, situation)).toBeLessThan(100)
  })

  test('of two that are alike in all, or unlike in what does not count, each leads at times', () => {
    for (const second of [{}, { minutes: 10 }, { depth: 2 } as const, { grade: 'C' } as const]) {
      expect(leads({}, second)).toBeGreaterThan(30)
      expect(leads({}, second)).toBeLessThan(70)
    }
  })

  test('a pillar that came yesterday steps back, one that came last week a little, an older one not at all', () => {
    const before = (practice: string, ago: number) => ({ practice, day: addDays(today, -ago) })
    const without = (history: readonly Past[]) =>
      idsOf({ history }).filter((id) => byId.get(id)!.pillars[0] !== 'RITU')
    const rituals = (history: readonly Past[]) =>
      idsOf({ history }).flatMap((id, i) => (byId.get(id)!.pillars[0] === 'RITU' ? [i] : []))
    const mean = (places: readonly number[]) => places.reduce((sum, one) => sum + one, 0) / places.length
    const ritual = 'a-sign-of-our-own'
    const usual = rituals([before(ritual, 13)])
    expect(idsOf({ history: [before(ritual, -1)] })).toEqual(idsOf({}))
    expect(usual).toEqual(rituals([before(ritual, 12)]))
    expect(mean(rituals([before(ritual, 8)]))).toBeGreaterThan(mean(usual))
    for (const ago of [0, 1, 4]) {
      expect(mean(rituals([before(ritual, ago)]))).toBeGreaterThan(mean(rituals([before(ritual, 8)])) + 2)
      // The others keep their order among themselves.
      expect(without([before(ritual, ago)])).toEqual(without([]))
    }
    // Twice weighs more than once; what is gone from the shelf weighs nothing.
    const twice = [before(ritual, 1), before(ritual, 2)]
    expect(mean(rituals(twice))).toBeGreaterThan(mean(rituals([before(ritual, 1)])))
    expect(idsOf({ history: [before('gone', 1)] })).toEqual(idsOf({}))
  })
})

/** Days on which everything offered is done. What is older than three weeks has no weight any more. */
function live(life: Partial<Situation>, days: number, start: Day = today) {
  const history: Past[] = []
  return Array.from({ length: days }, (_, i) => {
    const day = addDays(start, i)
    const fact = suggest(practices, { ...ordinary, ...life, day, history: history.slice(-21) })?.fact
    if (fact) history.push({ practice: fact.id, day, became: 'done' })
    return fact
  })
}

describe('sixty days of doing everything', () => {
  // Every form, capacity, nearness and barrier with one another; the styles take turns, for they keep nothing away.
  const lives = Form.options
    .flatMap((form) =>
      capacities.flatMap((capacity) =>
        [false, true].flatMap((apart) =>
          Barrier.options.map((barrier) => ({ form, capacity, apart, barrier })),
        ),
      ),
    )
    .map((one, i) => {
      const style = Style.options[(i + Math.floor(i / 5)) % 5]!
      // As the app does it: trust as the barrier is low trust.
      const life = { ...one, style, signs: { ...calm, lowTrust: one.barrier === 'trust' } }
      const name = `${one.form} ${one.capacity} ${one.apart ? 'apart' : 'near'} ${one.barrier} ${style}`
      return { life, name, days: live(life, 60) }
    })
  type Life = (typeof lives)[number]
  const those = (isWrong: (life: Life) => boolean) => lives.filter(isWrong).map(({ name }) => name)

  test('there is something on every day, for every form, capacity, barrier and style, near and apart', () => {
    expect(new Set(lives.map(({ name }) => name)).size).toBe(3 * 3 * 2 * 5)
    expect(new Set(lives.map(({ life }) => `${life.barrier} ${life.style}`)).size).toBe(5 * 5)
    expect(those(({ days }) => days.includes(undefined))).toEqual([])
  })

  test('nothing comes twice within two weeks', () => {
    const repeats = (days: Life['days']) =>
      days.some((fact, i) => days.slice(i + 1, i + restDays).some((later) => later!.id === fact!.id))
    expect(those(({ days }) => repeats(days))).toEqual([])
  })

  test('any four weeks touch at least five pillars', () => {
    const fewest = (days: Life['days']) =>
      Math.min(
        ...days.slice(27).map((_, i) => new Set(days.slice(i, i + 28).map((fact) => fact!.pillars[0])).size),
      )
    expect(those(({ days }) => fewest(days) < 5)).toEqual([])
  })

  test('the barrier they named is served within the first three days', () => {
    const served = ({ life, days }: Life) =>
      days.slice(0, 3).some((fact) => fact!.barriers.includes(life.barrier))
    expect(those((one) => !served(one))).toEqual([])
  })

  test('what is for a hard moment is not the first thing anybody is handed', () => {
    const hard = (fact: Fact) => fact.contra.includes('just-fought') || fact.contra.includes('flooded')
    for (const closeness of ['distant', 'now-and-then', undefined] as const)
      for (const barrier of [...Barrier.options, undefined])
        expect(hard(live({ closeness, barrier }, 1)[0]!)).toBe(false)
  })

  test('attention or safety comes within the first three days, and in recovery, where rest leads, within five', () => {
    const comes = ({ life, days }: Life) =>
      days.slice(0, life.capacity === 'recovery' ? 5 : 3).some((fact) => /PRES|SAFE/.test(fact!.pillars[0]!))
    expect(those((one) => !comes(one))).toEqual([])
    expect(live({}, 3).map((fact) => /PRES|SAFE/.test(fact!.pillars[0]!))).toEqual([true, true, true])
  })

  test('a hectic day never asks for four minutes, a day of recovery never for seven', () => {
    const longest = (capacity: string) =>
      Math.max(
        ...lives
          .filter(({ life }) => life.capacity === capacity)
          .flatMap(({ days }) => days.map((fact) => fact!.minutes)),
      )
    expect(longest('hectic')).toBeLessThanOrEqual(3 * 1.3)
    expect(longest('recovery')).toBeLessThanOrEqual(5 * 1.3)
    expect(longest('normal')).toBeGreaterThan(5 * 1.3)
  })

  test('one whose trust is low is never offered what is deep', () => {
    expect(
      those(({ life, days }) => life.barrier === 'trust' && days.some((fact) => fact!.depth > 2)),
    ).toEqual([])
  })

  test('three minutes a day are enough, with a body that wants no touch and no eyes, in calm and in fragile weeks', () => {
    for (const signs of [calm, { ...calm, justFought: true }, { ...calm, closeness: [1, 2] }])
      for (const capacity of capacities)
        for (const form of Form.options) {
          const life = { minutes: 3, form, capacity, signs, apart: true, noTouch: true, noEyes: true }
          expect(live(life, 30)).not.toContain(undefined)
        }
  })

  test.each(capacities)('there is something on every day to do alone (%s)', (capacity) => {
    expect(live({ capacity, signs: { ...calm, aloneOnly: true } }, 60)).not.toContain(undefined)
  })
  test.each(capacities)('there is something on every day for one minute (%s)', (capacity) => {
    expect(live({ capacity, minutes: 1 }, 60)).not.toContain(undefined)
  })
})
