/**
 * Which one thing next, and why. A simple rule that can be explained in a sentence, in this order: what is safe, what
 * fits the day, what has not been offered for two weeks; then presence and safety first, the barrier the person named,
 * the way they like. The same situation always gives the same answer. A learning engine can come later behind the same
 * function.
 */
import type { Barrier, Form, Pillar, Style } from './content.ts'
import { type Day, daysBetween } from './day.ts'
import type { Fact } from './library.ts'
import type { Capacity } from './record.ts'
import { gateOf, mayOffer, type Signs } from './safety.ts'

export type Situation = {
  readonly day: Day
  readonly form: Form
  readonly capacity: Capacity
  /** What they have on an ordinary day. */
  readonly minutes?: number | undefined
  readonly barrier?: Barrier | undefined
  readonly style?: Style | undefined
  readonly closeness?: 'very-close' | 'mostly-close' | 'now-and-then' | 'distant' | undefined
  /** A pillar they chose to tend in a check. */
  readonly tend?: Pillar | undefined
  readonly apart?: boolean | undefined
  readonly noTouch?: boolean | undefined
  readonly noEyes?: boolean | undefined
  readonly signs: Signs
  /** What was offered or done before, in any order. */
  readonly history: readonly Past[]
}

export type Past = { readonly practice: string; readonly day: Day; readonly became?: string | undefined }

/** Why, in the order in which it counted. The sentence for each lives in `web/words`. */
export type Reason =
  | `barrier:${Barrier}`
  | `style:${Style}`
  | `tend:${Pillar}`
  | 'first'
  | 'steady'
  | 'fresh'
  | 'short'
  | 'rest'
  | 'kind'
  | 'apart'

export type Suggestion = { readonly fact: Fact; readonly reasons: readonly Reason[] }

/** Days in which nothing is offered twice. */
export const restDays = 14
/** Days for which "show me less" holds. */
export const lessDays = 90

/** Minutes a day can carry. Hectic: the thread only. Recovery: one light thing. */
export const minutesOf = (capacity: Capacity, minutes = 15): number =>
  capacity === 'normal' ? minutes : Math.min(minutes, capacity === 'hectic' ? 3 : 5)

export function suggest(facts: readonly Fact[], situation: Situation): Suggestion | undefined {
  const [first] = rank(facts, situation)
  return first
}

/** Everything that may be offered, best first. */
export function rank(facts: readonly Fact[], situation: Situation): readonly Suggestion[] {
  // Once for all, not once for each practice: a quarter of a year is hundreds of days to read.
  const tired = wearinessByPillar(facts, situation)
  return facts
    .filter((fact) => isEligible(fact, situation))
    .map((fact) => ({ fact, ...weigh(fact, situation, tired) }))
    .sort((one, other) => other.score - one.score || (one.fact.id < other.fact.id ? -1 : 1))
    .map(({ fact, reasons }) => ({ fact, reasons }))
}

/** How much of a pillar there was lately: a lot weighs the last four days, a little the week before them. */
function wearinessByPillar(
  facts: readonly Fact[],
  { day: today, history }: Situation,
): ReadonlyMap<Pillar, number> {
  const pillarById = new Map(facts.map((fact) => [fact.id, fact.pillars[0]]))
  const weariness = new Map<Pillar, number>()
  const counted = new Set<string>()
  for (const { practice, day } of history) {
    const ago = daysBetween(day, today)
    const pillar = pillarById.get(practice)
    // What was offered and then done stands in the history twice.
    if (!pillar || ago < 0 || ago > 11 || counted.has(`${day} ${practice}`)) continue
    counted.add(`${day} ${practice}`)
    weariness.set(pillar, (weariness.get(pillar) ?? 0) + (ago <= 4 ? 1.5 : 0.4))
  }
  return weariness
}

export function isEligible(fact: Fact, situation: Situation): boolean {
  const { capacity, signs, day } = situation
  if (!fact.forms.includes(situation.form)) return false
  if (!mayOffer(fact, gateOf(signs), signs)) return false
  if (fact.minutes > minutesOf(capacity, situation.minutes) * 1.3) return false
  if (capacity !== 'normal' && (fact.effort > 1 || fact.depth > 2 || fact.contra.includes('burnt-out')))
    return false
  // A habit or a list is a promise to go on. A day of recovery makes none.
  if (capacity === 'recovery' && (fact.tool === 'habit' || fact.tool === 'next')) return false
  if (situation.noTouch && fact.needs.includes('touch') && !fact.ways.includes('noTouch')) return false
  if (situation.noEyes && fact.needs.includes('eyes') && !fact.ways.includes('noEyes')) return false
  if (situation.apart && !fact.who.some((who) => who !== 'together') && !fact.ways.includes('distance'))
    return false
  return !situation.history.some(
    (past) =>
      past.practice === fact.id &&
      daysBetween(past.day, day) < (past.became === 'less' ? lessDays : restDays) &&
      daysBetween(past.day, day) >= 0,
  )
}

function weigh(
  fact: Fact,
  situation: Situation,
  tired: ReadonlyMap<Pillar, number>,
): { score: number; reasons: readonly Reason[] } {
  const { barrier, style, tend, closeness, capacity, history, day } = situation
  const main = fact.pillars[0] as Pillar
  const gains: [Reason, number][] = []
  // Attention and safety carry everything else, so they lead while a bond is new to this app or far.
  const early = history.filter((past) => past.became === 'done').length < 5
  if ((main === 'PRES' || main === 'SAFE') && (early || closeness === 'distant'))
    gains.push([early ? 'first' : 'steady', 2.5])
  if (barrier && fact.barriers.includes(barrier)) gains.push([`barrier:${barrier}`, 3])
  if (style && fact.styles.includes(style)) gains.push([`style:${style}`, 1.75])
  if (tend && fact.pillars.includes(tend)) gains.push([`tend:${tend}`, tend === main ? 3.5 : 2])
  if (capacity === 'hectic' && fact.minutes <= 2) gains.push(['short', 2])
  if (capacity === 'recovery' && (main === 'SELF' || main === 'CARE')) gains.push(['rest', 2.5])
  if (situation.signs.justFought && fact.depth === 1) gains.push(['kind', 2])
  if (situation.apart && fact.who.some((who) => who === 'async' || who === 'apart'))
    gains.push(['apart', 0.75])

  // What is for a hard moment is no first thing to be handed.
  const heavy =
    early && fact.contra.some((contra) => contra === 'just-fought' || contra === 'flooded') ? 2 : 0

  let score = gains.reduce((sum, [, gain]) => sum + gain, 0) - heavy
  if (fact.who.includes('solo') || fact.who.includes('async')) score += 0.6
  if (closeness === 'distant' || closeness === 'now-and-then')
    score += fact.depth === 1 ? 0.8 : fact.minutes <= 5 ? 0.4 : 0
  if (fact.grade === 'A' || fact.grade === 'B') score += 0.4
  score -= (fact.effort - 1) * 0.4
  score -= tired.get(main) ?? 0
  score += spread(fact.id, day) * 0.9

  const reasons = gains.sort(([, one], [, other]) => other - one).map(([reason]) => reason)
  return { score, reasons: reasons.length > 0 ? reasons.slice(0, 2) : ['fresh'] }
}

/**
 * A number from 0 to 1 that is the same for the same practice and day, so that days differ and nothing is rolled.
 * FNV-1a, and MurmurHash3's finish: without it tomorrow's number is today's and four hundredths.
 */
function spread(id: string, day: Day): number {
  let hash = 0x811c9dc5
  for (const letter of id + day) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
