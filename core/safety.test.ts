/** The gate before everything that is offered: `stop` over `fragile` over `safe`, as a table. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Contra, pillars } from './content.ts'
import type { Fact } from './library.ts'
import { type Gate, gateOf, mayOffer, type Signs } from './safety.ts'

const calm: Signs = { justFought: false, lowTrust: false, closeness: [] }
const signs = (more: Partial<Signs>): Signs => ({ ...calm, ...more })

/** Something light that Noor can do alone for herself. */
const breathing: Fact = {
  id: 'breathing',
  title: 'Breathing',
  lead: 'Breathe out slowly, three times.',
  pillars: ['SELF'],
  minutes: 1,
  who: ['solo'],
  depth: 1,
  effort: 1,
  settings: ['anywhere'],
  forms: ['partner', 'friend', 'family'],
  styles: [],
  barriers: [],
  needs: [],
  contra: [],
  ways: [],
  grade: 'D',
}
const like = (more: Partial<Fact>): Fact => ({ ...breathing, ...more })

describe('the gate', () => {
  test.each<[string, Partial<Signs>, Gate]>([
    ['nothing was said', {}, 'safe'],
    ['one low day', { closeness: [1] }, 'safe'],
    ['a low day after a better one', { closeness: [1, 3, 1] }, 'safe'],
    ['a better day after a low one', { closeness: [3, 1, 1] }, 'safe'],
    ['two low days in a row', { closeness: [2, 2] }, 'fragile'],
    ['two low days, and close before', { closeness: [1, 2, 7] }, 'fragile'],
    ['two days not quite so low', { closeness: [3, 3] }, 'safe'],
    ['a fight', { justFought: true }, 'fragile'],
    ['low trust', { lowTrust: true }, 'fragile'],
    ['a fight between two who feel close', { justFought: true, closeness: [7, 7] }, 'fragile'],
    ['asked for things to do alone', { aloneOnly: true }, 'stop'],
    ['alone, and a fight', { aloneOnly: true, justFought: true, lowTrust: true, closeness: [1, 1] }, 'stop'],
    ['together after all', { aloneOnly: false }, 'safe'],
  ])('after %s', (_, more, gate) => expect(gateOf(signs(more))).toBe(gate))

  test('is stop before fragile before safe, whatever was said', () => {
    const anySigns = fc.record({
      justFought: fc.boolean(),
      lowTrust: fc.boolean(),
      aloneOnly: fc.boolean(),
      closeness: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(anySigns, (said) => {
        const low = said.closeness.slice(0, 2).filter((one) => one < 3).length === 2
        const gate = said.aloneOnly ? 'stop' : said.justFought || said.lowTrust || low ? 'fragile' : 'safe'
        expect(gateOf(Object.freeze(said))).toBe(gate)
      }),
    )
  })
})

describe('safe', () => {
  test.each([1, 2, 3, 4] as const)(
    'lets through what is of depth %i, of any pillar, for any company',
    (depth) => {
      for (const pillar of pillars)
        for (const who of ['solo', 'together', 'apart', 'async'] as const)
          expect(mayOffer(like({ depth, pillars: [pillar], who: [who] }), 'safe', calm)).toBe(true)
    },
  )
})

describe('fragile', () => {
  const offered = (more: Partial<Fact>) => mayOffer(like(more), 'fragile', calm)

  test.each(['PRES', 'SAFE', 'APPR', 'SELF', 'CARE'] as const)(
    'lets %s through, light and personal',
    (pillar) => {
      expect(offered({ pillars: [pillar] })).toBe(true)
      expect(offered({ pillars: [pillar], depth: 2 })).toBe(true)
      expect(offered({ pillars: ['REPR', pillar], who: ['together'] })).toBe(true)
    },
  )

  test.each(pillars)('lets nothing tender or raw through, not even of %s', (pillar) => {
    expect(offered({ pillars: [pillar], depth: 3 })).toBe(false)
    expect(offered({ pillars: [pillar], depth: 4 })).toBe(false)
  })

  test.each(['OPEN', 'TALK', 'EMPA', 'REPR', 'RITU', 'PLAY', 'TOUC'] as const)(
    'lets nothing through that is %s alone',
    (pillar) => expect(offered({ pillars: [pillar] })).toBe(false),
  )
})

describe('stop', () => {
  const offered = (more: Partial<Fact>) => mayOffer(like(more), 'stop', signs({ aloneOnly: true }))

  test('lets through what one does alone for oneself', () => {
    expect(offered({})).toBe(true)
    expect(offered({ who: ['together', 'solo'], depth: 3 })).toBe(true)
  })

  test.each(pillars.filter((pillar) => pillar !== 'SELF'))(
    'lets nothing through whose main pillar is %s',
    (pillar) => {
      expect(offered({ pillars: [pillar] })).toBe(false)
      expect(offered({ pillars: [pillar, 'SELF'] })).toBe(false)
    },
  )

  test('lets nothing through for two, and nothing that is wrong when one is afraid', () => {
    for (const who of ['together', 'apart', 'async'] as const) expect(offered({ who: [who] })).toBe(false)
    expect(offered({ contra: ['afraid'] })).toBe(false)
    expect(offered({ contra: ['grieving'] })).toBe(true)
  })
})

describe('what a practice itself warns of', () => {
  const fought = signs({ justFought: true })
  const wary = signs({ lowTrust: true })
  const gates = ['safe', 'fragile', 'stop'] as const

  test.each(gates)('holds at any gate (%s): not after a fight, and not while trust is low', (gate) => {
    expect(mayOffer(like({ contra: ['just-fought'] }), gate, fought)).toBe(false)
    expect(mayOffer(like({ contra: ['flooded'] }), gate, fought)).toBe(false)
    expect(mayOffer(like({ contra: ['low-trust'] }), gate, wary)).toBe(false)
  })

  test.each(gates)('does not hold where it does not apply (%s)', (gate) => {
    expect(mayOffer(like({ contra: ['just-fought', 'flooded'] }), gate, wary)).toBe(true)
    expect(mayOffer(like({ contra: ['low-trust'] }), gate, fought)).toBe(true)
    expect(mayOffer(like({ contra: ['just-fought', 'flooded', 'low-trust'] }), gate, calm)).toBe(true)
  })
})

test('a narrower gate never lets through what a wider one holds back', () => {
  const fact = fc.record({
    pillars: fc.uniqueArray(fc.constantFrom(...pillars), { minLength: 1, maxLength: 3 }),
    who: fc.uniqueArray(fc.constantFrom('solo', 'together', 'apart', 'async'), { minLength: 1 }),
    depth: fc.constantFrom(1, 2, 3, 4),
    contra: fc.uniqueArray(fc.constantFrom(...Contra.options)),
  })
  const said = fc.record({ justFought: fc.boolean(), lowTrust: fc.boolean() })
  fc.assert(
    fc.property(fact, said, (more, more2) => {
      const [safe, fragile, stop] = (['safe', 'fragile', 'stop'] as const).map((gate) =>
        mayOffer(like(more as Partial<Fact>), gate, signs(more2)),
      )
      if (fragile || stop) expect(safe).toBe(true)
    }),
  )
})
