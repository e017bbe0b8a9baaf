/**
 * Taking part in a round of answers that open together: promising one, taking the promise back while it waits, and
 * opening what everybody has promised.
 */
import { bytesHex, fieldsOf } from '../core/record.ts'
import { type Circle, dueOpenings, isOpening, roundFor, waitingIn } from '../core/sealed.ts'
import type { Side } from '../core/sharing.ts'
import { allOf, readCircle } from './circle.ts'
import { commit } from './commitment.ts'
import type { Tend } from './tend.ts'

/** Opens what is due. Whatever is open already is not kept twice: what waited goes. */
export async function openDue(tend: Tend, side: Side, people: readonly number[]): Promise<void> {
  const waiting = await allOf(tend.store, side.person, ['sealed'])
  if (!waiting.some((rec) => fieldsOf('sealed', rec).shared === side.shared)) return
  const circle = await readCircle(tend.store, side, people)
  if (!circle) return
  for (const opening of dueOpenings(circle, commit)) {
    const of = `sealed.${opening.prompt}.${opening.round}`
    await tend.keep('answer', { ...opening, day: tend.today.value }, { shared: true, of, in: side })
  }
  const openings = await allOf(tend.store, circle.space, ['answer'])
  for (const rec of circle.sealed) {
    const { prompt, round } = fieldsOf('sealed', rec)
    const isOpen = openings.some((one) => {
      const opened = fieldsOf('answer', one)
      return isOpening(one) && one.by === circle.me && opened.prompt === prompt && opened.round === round
    })
    if (isOpen) await tend.erase(rec)
  }
}

/** Promises an answer to the others in the open bond, and keeps it until they have answered, too. Says in which round. */
export async function promise(
  tend: Tend,
  circle: Circle,
  answer: {
    readonly prompt: string
    readonly question: string
    readonly text: string
    /** Whether the others may be told that an answer waits. */
    readonly shows: boolean
  },
): Promise<string> {
  const { space, me: person } = circle
  const { prompt, question, shows } = answer
  const text = answer.text.toWellFormed()
  const round = roundFor(circle, prompt)
  const salt = bytesHex(crypto.getRandomValues(new Uint8Array(32)))
  const day = tend.today.value
  const of = `${prompt}.${round}`
  // Mine first: a promise that nobody can keep any more would wait for ever.
  await tend.keep('sealed', { day, prompt, question, text, round, salt, shared: space }, { of })
  const hash = commit({ space, question: prompt, round, person, salt, answer: text })
  await tend.keep('commitment', { day, prompt, question, round, hash, shows }, { shared: true, of })
  return round
}

/** Takes a promise back, and says what had been written. To the others it looks as if nothing ever was. */
export async function withdraw(tend: Tend, circle: Circle, prompt: string): Promise<string | undefined> {
  const found = waitingIn(circle).find(({ kept }) => fieldsOf('sealed', kept).prompt === prompt)
  if (!found) return undefined
  await tend.erase(found.promised)
  await tend.erase(found.kept)
  return fieldsOf('sealed', found.kept).text
}

/** What waited for people who are gone is kept as an answer of mine alone: nothing that was written is lost. */
export async function keepStranded(tend: Tend, side: Side): Promise<void> {
  const past = new Set((side.before ?? []).map(({ space }) => space))
  for (const rec of await allOf(tend.store, side.person, ['sealed'])) {
    const { day, prompt, question, text, round, shared } = fieldsOf('sealed', rec)
    if (shared === undefined || !past.has(shared)) continue
    await tend.keep('answer', { day, prompt, question, text }, { of: `kept.${prompt}.${round}`, in: side })
    await tend.erase(rec)
  }
}
