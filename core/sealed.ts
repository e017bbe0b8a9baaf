/**
 * Answers that open together, for people on phones of their own. Who answers promises first: a hash is shared, and the
 * answer stays in their own space. Once a device holds the promises of everybody it shares its answer, and an answer
 * counts only if it is the one that was promised. (docs/protocol.md, section 7.)
 *
 * What surprises: nobody asks anybody to open, and there is no state. What is due, what waits and what may be shown is
 * read off the records each time, so it makes no difference in which order they came, how often, or to which of two
 * devices of one person. A promise that was taken back is a record that is not there, and then nobody has answered.
 */
import type { Fields, Rec, SpaceId } from './record.ts'
import { fieldsOf } from './record.ts'

/** The promise for an answer. Given, because a hash is not this room's to make: hex digits in, hex digits out. */
export type Commit = (about: {
  readonly space: SpaceId
  /** Id of the question. */
  readonly question: string
  readonly round: string
  readonly person: number
  readonly salt: string
  readonly answer: string
}) => string

/** What one device knows of the rounds in a shared space. */
export type Circle = {
  readonly space: SpaceId
  /** My number, and those of everybody who is in it now. */
  readonly me: number
  readonly people: readonly number[]
  /** Promises and answers of the shared space. Records that were taken back are not among them. */
  readonly records: readonly Rec[]
  /** My answers that wait, out of my own space. */
  readonly sealed: readonly Rec[]
}

type Round = { readonly prompt: string; readonly round: string }
type Promised = Round & { readonly person: number; readonly hash: string; readonly rec: Rec }
type Opening = Round & {
  readonly person: number
  readonly salt: string
  readonly text: string
  readonly seen: NonNullable<Fields<'answer'>['seen']>
  readonly rec: Rec
}
type Kept = Round & { readonly salt: string; readonly text: string; readonly rec: Rec }

/** Rounds are counted from 0. More of them than this is nobody's count. */
const roundMost = 9999
const numberOf = (round: string): number =>
  /^(?:0|[1-9]\d{0,3})$/.test(round) ? Number(round) : roundMost + 1

/** The round a new answer to a question belongs to: the one that somebody has begun, or the next. */
export function roundFor(circle: Circle, prompt: string): string {
  const those = [...promisesIn(circle), ...openingsOf(circle)].filter((one) => one.prompt === prompt)
  const rounds = [...new Set(those.map((one) => numberOf(one.round)))].filter((round) => round <= roundMost)
  const over = rounds.filter((round) => isOver(circle, { prompt, round: String(round) }))
  const next = Math.max(-1, ...over) + 1
  return String(Math.max(next, ...rounds.filter((round) => round > next)))
}

/** Everybody has promised, or somebody who saw that they had has opened. */
const isOver = (circle: Circle, of: Round): boolean =>
  isFull(circle, of) || openingsOf(circle).some((one) => isIn(one, of))

/** With nobody else there is nobody to open for. */
const isFull = (circle: Circle, of: Round): boolean =>
  circle.people.length > 1 && circle.people.every((person) => hashOf(circle, of, person) !== undefined)

/** The answers this device has to open now, as the records of kind `answer` that do it. */
export function dueOpenings(circle: Circle, commit: Commit): readonly Fields<'answer'>[] {
  const { people, me, space } = circle
  return keptIn(circle).flatMap((kept) => {
    const { prompt, round, salt, text } = kept
    const isOpened = openingsOf(circle).some((one) => one.person === me && isIn(one, kept))
    if (isOpened || !people.includes(me) || !isFull(circle, kept)) return []
    // What does not fit its own promise would only be refused.
    const promised = hashOf(circle, kept, me)
    if (promised !== commit({ space, question: prompt, round, person: me, salt, answer: text })) return []
    const seen = people.flatMap((person) => {
      const hash = hashOf(circle, kept, person)
      return hash === undefined ? [] : [{ person, hash }]
    })
    return [{ prompt, question: fieldsOf('sealed', kept.rec).question, round, text, salt, seen }]
  })
}

/** My answers that wait: promised, and not open yet. What was promised to people who are gone is `stranded`. */
export function waitingIn(
  circle: Circle,
): readonly { readonly kept: Rec; readonly promised: Rec; readonly stranded: boolean }[] {
  const { me, people } = circle
  const openings = openingsOf(circle)
  return keptIn(circle).flatMap((kept) => {
    const promised = promisesIn(circle).find((one) => one.person === me && isIn(one, kept))
    if (!promised || openings.some((one) => one.person === me && isIn(one, kept))) return []
    return [{ kept: kept.rec, promised: promised.rec, stranded: people.length < 2 || !people.includes(me) }]
  })
}

/** Promises of others that I have not answered, as far as they let it be seen. */
export function invitedIn(circle: Circle): readonly Rec[] {
  const promises = promisesIn(circle)
  const openings = openingsOf(circle)
  const seen = promises.filter(
    (one) =>
      one.person !== circle.me &&
      circle.people.includes(one.person) &&
      fieldsOf('commitment', one.rec).shows === true &&
      !promises.some((other) => other.person === circle.me && isIn(other, one)) &&
      !openings.some((other) => isIn(other, one)),
  )
  return seen
    .filter((one, i) => seen.findIndex((other) => other.prompt === one.prompt) === i)
    .map(({ rec }) => rec)
}

/** Whether an answer opens a promise, and with that is shown only where it keeps it. */
export const isOpening = (rec: Rec): boolean =>
  rec.kind === 'answer' && rec.x === undefined && fieldsOf('answer', rec).salt !== undefined

/**
 * Whether an opening is the answer that everybody else was promised: each other opening of the round says which promise
 * it saw, and it has to be this one. Until somebody else has opened there is no witness, and it stays closed.
 */
export function keepsItsPromise(rec: Rec, answers: readonly Rec[], commit: Commit): boolean {
  const inSpace = answers.filter((one) => one.space === rec.space)
  const [opening] = openingsIn([rec])
  if (!opening) return false
  const witnesses = openingsIn(inSpace).filter(
    (one) => one.person !== opening.person && isIn(one, opening) && one.rec.id !== rec.id,
  )
  const { prompt, round, person, salt, text } = opening
  const hash = commit({ space: rec.space, question: prompt, round, person, salt, answer: text })
  return (
    witnesses.length > 0 &&
    witnesses.every(({ seen }) => seen.some((one) => one.person === person && one.hash === hash))
  )
}

/** An answer of a round: shown, or one that could not be opened. Nobody is accused; a text may simply be damaged. */
export type Shown =
  | { readonly rec: Rec; readonly person: number; readonly open: true }
  | { readonly rec: Rec; readonly person: number; readonly open: false }

/** What may be seen of a round by somebody who has opened theirs in it; before that, nothing. */
export function shownIn(circle: Circle, of: Round, commit: Commit): readonly Shown[] {
  const openings = openingsOf(circle).filter((one) => isIn(one, of))
  if (!openings.some((one) => one.person === circle.me)) return []
  const byPerson = new Map(openings.map((one) => [one.person, one.rec]))
  return [...byPerson].map(([person, rec]) => ({
    rec,
    person,
    open: person === circle.me || keepsItsPromise(rec, circle.records, commit),
  }))
}

/** My own openings, newest first: each stands for a round that I may read. */
export const openedIn = (circle: Circle): readonly Rec[] =>
  openingsOf(circle)
    .filter((one) => one.person === circle.me)
    .map(({ rec }) => rec)
    .sort((one, other) => other.at - one.at || (one.h < other.h ? 1 : -1))

const isIn = (one: Round, of: Round): boolean => one.prompt === of.prompt && one.round === of.round

/** One promise for each person and round. Somebody who makes two is held to the one whose id comes first. */
const hashOf = (circle: Circle, of: Round, person: number): string | undefined =>
  promisesIn(circle).find((one) => one.person === person && isIn(one, of))?.hash

const promisesIn = ({ records, space }: Circle): readonly Promised[] =>
  promisesOf(records.filter((rec) => rec.space === space))
function promisesOf(records: readonly Rec[]): readonly Promised[] {
  return records
    .flatMap((rec) => {
      const { prompt, round, hash } = rec.kind === 'commitment' ? fieldsOf('commitment', rec) : {}
      const isWhole = rec.x === undefined && prompt && round !== undefined && hash
      return isWhole ? [{ prompt, round, hash, person: rec.by, rec }] : []
    })
    .sort((one, other) => (one.rec.id < other.rec.id ? -1 : 1))
}

const openingsOf = ({ records, space }: Circle): readonly Opening[] =>
  openingsIn(records.filter((rec) => rec.space === space))

function openingsIn(records: readonly Rec[]): readonly Opening[] {
  return records.filter(isOpening).flatMap((rec) => {
    const { prompt, round, salt, text, seen = [] } = fieldsOf('answer', rec)
    return prompt && round !== undefined && salt && text !== undefined
      ? [{ prompt, round, salt, text, seen, person: rec.by, rec }]
      : []
  })
}

/** My waiting answers of this space. An earlier space has its own, and they never open here. */
function keptIn({ sealed, space }: Circle): readonly Kept[] {
  return sealed.flatMap((rec) => {
    const { prompt, round, salt, text, shared } = fieldsOf('sealed', rec)
    const isWhole = rec.x === undefined && shared === space && prompt && round !== undefined && salt
    return isWhole && text !== undefined ? [{ prompt, round, salt, text, rec }] : []
  })
}
