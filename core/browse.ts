/**
 * Looking through the practices oneself. The plan offers one thing; here everything is on the table, and only what a
 * person could not do at all is left out: another form of bond, or a body that has said no where there is no other way.
 *
 * The gate does not stand here. It decides what is offered unasked; what somebody looks for is theirs to find, with
 * the care sentence beside it.
 */
import { type Form, type Pillar, type Practice, pillars } from './content.ts'
import type { Fact } from './library.ts'
import type { Capacity } from './record.ts'

/** Who is looking, as far as it changes what they see. */
export type Reader = {
  readonly form: Form
  readonly noTouch?: boolean | undefined
  readonly noEyes?: boolean | undefined
  readonly apart?: boolean | undefined
  readonly capacity?: Capacity | undefined
}

/** What somebody asked for. What is not said does not narrow. */
export type Wanted = {
  readonly who?: 'alone' | 'together' | 'apart' | undefined
  /** At most so many minutes. */
  readonly minutes?: number | undefined
  /** Any of these. */
  readonly pillars?: readonly Pillar[]
  /** All of these. */
  readonly wishes?: readonly Wish[]
}

/** `tired`: hardly any effort. `sore`: after a hard moment. The others are a way of doing it. */
export const wishes = ['tired', 'sore', 'noTouch', 'noEyes', 'written'] as const
export type Wish = (typeof wishes)[number]

export type Way = keyof Practice['ways']
const ways: readonly Way[] = ['noTouch', 'noEyes', 'distance', 'lowEnergy', 'written']

/** Whether a practice is for this person at all. */
export const isFor = (fact: Fact, reader: Reader): boolean =>
  fact.forms.includes(reader.form) &&
  !(reader.noTouch && !canDo(fact, 'noTouch')) &&
  !(reader.noEyes && !canDo(fact, 'noEyes'))

export const narrow = (facts: readonly Fact[], wanted: Wanted): readonly Fact[] =>
  facts.filter(
    (fact) =>
      (wanted.who === undefined || isWith(fact, wanted.who)) &&
      fact.minutes <= (wanted.minutes ?? Number.POSITIVE_INFINITY) &&
      (!wanted.pillars?.length || wanted.pillars.some((pillar) => fact.pillars.includes(pillar))) &&
      (wanted.wishes ?? []).every((wish) => canDo(fact, wish)),
  )

/** How many things were asked for. */
export const countOf = (wanted: Wanted): number =>
  Number(wanted.who !== undefined) +
  Number(wanted.minutes !== undefined) +
  (wanted.pillars?.length ?? 0) +
  (wanted.wishes?.length ?? 0)

function isWith(fact: Fact, who: NonNullable<Wanted['who']>): boolean {
  // One person can write or send something without the other being there, so `async` counts as alone.
  if (who === 'alone') return fact.who.includes('solo') || fact.who.includes('async')
  if (who === 'together') return fact.who.includes('together')
  return fact.who.includes('apart') || fact.who.includes('async') || fact.ways.includes('distance')
}

function canDo(fact: Fact, wish: Wish): boolean {
  if (wish === 'noTouch') return !fact.needs.includes('touch') || fact.ways.includes('noTouch')
  if (wish === 'noEyes') return !fact.needs.includes('eyes') || fact.ways.includes('noEyes')
  if (wish === 'written') return fact.ways.includes('written')
  if (wish === 'tired') return (fact.effort === 1 && fact.depth <= 2) || fact.ways.includes('lowEnergy')
  return fact.depth === 1 && !fact.contra.some((contra) => contra === 'just-fought' || contra === 'flooded')
}

/** One word for who it takes. */
export function companyOf(fact: Pick<Fact, 'who'>): 'alone' | 'together' | 'either' {
  const alone = fact.who.includes('solo') || fact.who.includes('async')
  const together = fact.who.includes('together')
  return alone && together ? 'either' : alone ? 'alone' : 'together'
}

/**
 * Under the pillar that a practice is most about; where only some pillars were asked for, under the first of those.
 * Pillars keep the order in which they carry one another, and empty ones are left out.
 */
export function byPillar(
  facts: readonly Fact[],
  among: readonly Pillar[] = pillars,
): readonly { readonly pillar: Pillar; readonly facts: readonly Fact[] }[] {
  const home = (fact: Fact) => fact.pillars.find((pillar) => among.includes(pillar))
  return pillars
    .map((pillar) => ({ pillar, facts: facts.filter((fact) => home(fact) === pillar) }))
    .filter((group) => group.facts.length > 0)
}

/** The other ways of a practice, those first that this person asked for. */
export function waysOf(
  practice: Practice,
  reader: Reader,
): readonly { readonly way: Way; readonly text: string; readonly fits: boolean }[] {
  const asked: Partial<Record<Way, boolean | undefined>> = {
    noTouch: reader.noTouch,
    noEyes: reader.noEyes,
    distance: reader.apart,
    lowEnergy: reader.capacity === 'recovery',
  }
  return ways
    .flatMap((way) => {
      const text = practice.ways[way]
      return text === undefined ? [] : [{ way, text, fits: asked[way] === true }]
    })
    .sort((one, other) => Number(other.fits) - Number(one.fits))
}

/** What to do now: what to know before, and then the steps. */
export type Course = { readonly before: readonly string[]; readonly steps: readonly string[] }

/**
 * A way this person needs is said before the steps, because it changes how they are read. Where touch is the whole of
 * a practice, their way takes the place of the steps: nobody is led through a touch they said no to.
 */
export function courseOf(practice: Practice, reader: Reader): Course {
  const { needs, who, steps } = practice
  const isTouch = practice.pillars[0] === 'TOUC' && needs.includes('touch')
  const needed = (way: Way): boolean =>
    (way === 'noTouch' && needs.includes('touch')) ||
    (way === 'noEyes' && needs.includes('eyes')) ||
    (way === 'distance' && who.every((one) => one === 'together'))
  const first = waysOf(practice, reader).filter(({ way, fits }) => fits && needed(way))
  const instead = first.find(({ way }) => way === 'noTouch')
  if (isTouch && instead) return { before: [], steps: [instead.text] }
  return { before: first.map(({ text }) => text), steps }
}

/** The practice that was named if it is for this person, otherwise the gentlest and shortest one of its pillar that is. */
export function nearest(facts: readonly Fact[], id: string, reader: Reader): Fact | undefined {
  const named = facts.find((fact) => fact.id === id)
  if (!named || isFor(named, reader)) return named
  const [first] = facts
    .filter((fact) => fact.pillars[0] === named.pillars[0] && isFor(fact, reader))
    .sort(
      (one, other) => one.depth - other.depth || one.minutes - other.minutes || (one.id < other.id ? -1 : 1),
    )
  return first
}
