/**
 * What may be offered at all: the gate. It stands before and above the plan.
 *
 * `stop`: only things one does alone, nothing about the two of you. `fragile`: rebuild calm and kindness first, nothing
 * deep. `safe`: everything that fits. The gate is never shown, never stored and never leaves this device; it is worked
 * out afresh from what this person wrote themselves. [Note: No alarm about the other]
 */
import type { Fact } from './library.ts'

export type Gate = 'safe' | 'fragile' | 'stop'

/** What this person said lately, as far as the gate needs it. */
export type Signs = {
  /** They said that something happened between the two of them today or yesterday. */
  readonly justFought: boolean
  /** Trust is what makes closeness hard at present. */
  readonly lowTrust: boolean
  /** Their own closeness in the last check-ins, 1 far … 7 close, newest first. */
  readonly closeness: readonly number[]
  /** They asked for things to do alone. */
  readonly aloneOnly?: boolean
}

/** `stop` over `fragile` over `safe`. Two low days in a row make it fragile, one does not. */
export function gateOf(signs: Signs): Gate {
  if (signs.aloneOnly) return 'stop'
  const [last, before] = signs.closeness
  const lowTwice = last !== undefined && before !== undefined && last <= 2 && before <= 2
  return signs.justFought || signs.lowTrust || lowTwice ? 'fragile' : 'safe'
}

const calmPillars = ['PRES', 'SAFE', 'APPR', 'SELF', 'CARE']

/** Whether the gate lets a practice through. */
export function mayOffer(fact: Fact, gate: Gate, signs: Signs): boolean {
  if (signs.justFought && (fact.contra.includes('just-fought') || fact.contra.includes('flooded')))
    return false
  if (signs.lowTrust && fact.contra.includes('low-trust')) return false
  if (gate === 'stop')
    return fact.who.includes('solo') && fact.pillars[0] === 'SELF' && !fact.contra.includes('afraid')
  if (gate === 'fragile')
    return fact.depth <= 2 && fact.pillars.some((pillar) => calmPillars.includes(pillar))
  return true
}
