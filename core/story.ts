/**
 * How a record reads in the story: whether it belongs, what it is called, and the words that were written. Data only:
 * the sentences for the keys are the screen's, and so are the words behind the ids of feelings, checks and steps.
 *
 * The story is ordered by when things happened (`at`), newest first, and read by day and month. What only counts
 * something, a tick without a note for instance, is in the garden and not here: a story is for reading.
 */
import { type Day, isDay, localDay } from './day.ts'
import { type Fields, fieldsOf, type Kind, type Rec } from './record.ts'
import { type Commit, isOpening, keepsItsPromise } from './sealed.ts'
import { type Side, slotIn } from './sharing.ts'

/** What one can look for, and the kinds it shows. Every kind of the story is under one of them. */
export const chapters = {
  written: ['answer', 'mark', 'step'],
  thanks: ['appreciation', 'gratitude'],
  days: ['checkin', 'highlow', 'bid'],
  landmarks: ['landmark'],
  practice: ['done', 'habit', 'check'],
} as const satisfies Record<string, readonly Kind[]>

export type Chapter = keyof typeof chapters
export type StoryKind = (typeof chapters)[Chapter][number]
export const storyKinds: readonly StoryKind[] = Object.values(chapters).flat()

export const kindsOf = (chapter: Chapter | 'all'): readonly StoryKind[] =>
  chapter === 'all' ? storyKinds : chapters[chapter]

const isStoryKind = (kind: string): kind is StoryKind => storyKinds.some((known) => known === kind)

export type Icon =
  | 'tick'
  | 'wave'
  | 'question'
  | 'heart'
  | 'sun'
  | 'repeat'
  | 'spark'
  | 'moon'
  | 'story'
  | 'list'
  | 'eye'

/** A title is somebody's own words, or a key with a sentence, or the name of something that `content` knows. */
export type Title =
  | { readonly own: string }
  | { readonly key: TitleKey }
  | { readonly check: string }
  | { readonly list: string; readonly step: string }

export type TitleKey =
  | 'done'
  | 'checkin'
  | 'answer'
  | 'appreciation'
  | 'mark'
  | 'bid'
  | 'highlow'
  | 'landmark'
  | 'check'
  | 'step'
  | 'habit'
  | 'habit.ended'
  | `gratitude.${'morning' | 'three' | 'bedtime' | 'dinner' | 'any'}`

/** A paragraph somebody wrote, and the field it lives in, so that it can be written anew. */
export type Written = {
  readonly field: string
  /** Its place, when the field holds several. */
  readonly item?: number
  readonly text: string
  readonly label?:
    | 'title'
    | 'high'
    | 'low'
    | 'noticed'
    | 'missed'
    | 'repair'
    | 'act'
    | 'quality'
    | 'effect'
    | 'when'
    | 'then'
}

export type Entry = {
  readonly kind: StoryKind
  readonly icon: Icon
  readonly title: Title
  readonly paragraphs: readonly Written[]
  /** Ids of words that were chosen. */
  readonly feelings: readonly string[]
  readonly needs: readonly string[]
  /** Small facts, as keys: how it felt, what weighed. */
  readonly facts: readonly string[]
  /** Told in a line: something chosen, with nothing written. */
  readonly compact: boolean
}

/** The entry a record makes, or nothing when it is no part of the story. */
export function entryOf(rec: Rec): Entry | undefined {
  if (rec.x !== undefined || !isStoryKind(rec.kind)) return undefined
  const told = tell[rec.kind](rec)
  if (!told) return undefined
  const paragraphs = (told.paragraphs ?? []).filter(({ text }) => text.trim() !== '')
  const { icon, title, feelings = [], needs = [], facts = [] } = told
  return {
    kind: rec.kind,
    icon,
    title,
    paragraphs,
    feelings,
    needs,
    facts,
    compact: rec.kind !== 'landmark' && paragraphs.length === 0,
  }
}

/** The day a record tells of. Without one, the day it was kept, on the wall `offsetMinutes` east of Greenwich. */
export const storyDay = (rec: Rec, offsetMinutes: number): Day =>
  isDay(rec.f['day']) ? rec.f['day'] : localDay(rec.at, offsetMinutes)

type Told = Pick<Entry, 'icon' | 'title'> &
  Partial<Pick<Entry, 'paragraphs' | 'feelings' | 'needs' | 'facts'>>

const own = (text: string | undefined, key: TitleKey): Title => (text?.trim() ? { own: text } : { key })
const written = (field: string, text: string | undefined, label?: Written['label']): readonly Written[] => [
  { field, text: text ?? '', ...(label && { label }) },
]

const tell: { readonly [K in StoryKind]: (rec: Rec) => Told | undefined } = {
  done: (rec) => {
    const { title, note, felt } = fieldsOf('done', rec)
    return {
      icon: 'tick',
      title: own(title, 'done'),
      paragraphs: written('note', note),
      facts: felt ? [`felt.${felt}`] : [],
    }
  },
  checkin: (rec) => {
    const { note, feelings, needs, stressor, closeness, capacity } = fieldsOf('checkin', rec)
    const facts = [
      ...(closeness === undefined ? [] : [`close.${nearness(closeness)}`]),
      ...(stressor ? [`stressor.${stressor}`] : []),
      ...(capacity ? [`capacity.${capacity}`] : []),
    ]
    return {
      icon: 'wave',
      title: { key: 'checkin' },
      paragraphs: written('note', note),
      facts,
      feelings: feelings ?? [],
      needs: needs ?? [],
    }
  },
  answer: (rec) => {
    const { question, text } = fieldsOf('answer', rec)
    return text?.trim()
      ? { icon: 'question', title: own(question, 'answer'), paragraphs: written('text', text) }
      : undefined
  },
  appreciation: (rec) => ({
    icon: 'heart',
    title: { key: 'appreciation' },
    paragraphs: thanks(fieldsOf('appreciation', rec)),
  }),
  gratitude: (rec) => {
    const { way, items } = fieldsOf('gratitude', rec)
    const paragraphs = (items ?? []).map((text, item) => ({ field: 'items', item, text }))
    return { icon: 'sun', title: { key: `gratitude.${way ?? 'any'}` }, paragraphs }
  },
  mark: (rec) => {
    const { note } = fieldsOf('mark', rec)
    return note?.trim()
      ? { icon: 'repeat', title: { key: 'mark' }, paragraphs: written('note', note) }
      : undefined
  },
  bid: (rec) => {
    const { noticed, missed, repair } = fieldsOf('bid', rec)
    const paragraphs = [
      ...written('noticed', noticed, 'noticed'),
      ...written('missed', missed, 'missed'),
      ...written('repair', repair, 'repair'),
    ]
    return { icon: 'spark', title: { key: 'bid' }, paragraphs }
  },
  highlow: (rec) => {
    const { high, low, story, feelings } = fieldsOf('highlow', rec)
    const paragraphs = [
      ...written('high', high, 'high'),
      ...written('low', low, 'low'),
      ...written('story', story),
    ]
    return { icon: 'moon', title: { key: 'highlow' }, paragraphs, feelings: feelings ?? [] }
  },
  landmark: (rec) => {
    const { title, text } = fieldsOf('landmark', rec)
    return { icon: 'story', title: own(title, 'landmark'), paragraphs: written('text', text) }
  },
  step: (rec) => {
    const { list = '', step = '', note } = fieldsOf('step', rec)
    return note?.trim()
      ? { icon: 'list', title: { list, step }, paragraphs: written('note', note) }
      : undefined
  },
  // A check is for the plan. It is told when something was chosen from it, and not for having been taken.
  check: (rec) => {
    const { check, tend } = fieldsOf('check', rec)
    return tend ? { icon: 'eye', title: check ? { check } : { key: 'check' } } : undefined
  },
  habit: (rec) => {
    const { when, then, ended } = fieldsOf('habit', rec)
    const paragraphs = [...written('when', when, 'when'), ...written('then', then, 'then')]
    return { icon: 'repeat', title: { key: ended ? 'habit.ended' : 'habit' }, paragraphs }
  },
}

/** The whole sentence where there is one; otherwise the parts it would have been made of. */
const thanks = ({ words, act, quality, effect }: Fields<'appreciation'>): readonly Written[] =>
  words?.trim()
    ? written('words', words)
    : [
        ...written('act', act, 'act'),
        ...written('quality', quality, 'quality'),
        ...written('effect', effect, 'effect'),
      ]

/** A number is no word. Three words are as exact as a feeling is. */
const nearness = (closeness: number): 'far' | 'between' | 'close' =>
  closeness <= 2 ? 'far' : closeness >= 6 ? 'close' : 'between'

/**
 * What can be written anew, empty fields too. What has a screen of its own (a habit, a check) is changed there, and an
 * answer that was promised to others is not changed at all.
 */
export function writable(rec: Rec): readonly Written[] {
  if (!isStoryKind(rec.kind) || rec.kind === 'habit' || rec.kind === 'check' || isOpening(rec)) return []
  const title = rec.kind === 'landmark' ? written('title', fieldsOf('landmark', rec).title, 'title') : []
  return [...title, ...(tell[rec.kind](rec)?.paragraphs ?? [])]
}

/** How long a field may be; the schema of its kind says the same. */
export const lengthOf = ({ field }: Written): number =>
  field === 'title' || field === 'quality' ? 200 : field === 'items' ? 1000 : 20_000

/** Whether there would be anything left to tell after writing these fields. */
export function leavesSomething(rec: Rec, fields: Readonly<Record<string, unknown>>): boolean {
  const entry = entryOf({ ...rec, f: { ...rec.f, ...fields } })
  if (!entry) return false
  return (
    entry.paragraphs.length > 0 ||
    entry.feelings.length + entry.needs.length + entry.facts.length > 0 ||
    'own' in entry.title
  )
}

/**
 * The fields that write an entry anew. An emptied item leaves its list; anything else that is emptied is unsaid. So are
 * the parts that a sentence was made of once, because they still say what the sentence no longer does.
 */
export function rewritten(
  rec: Rec,
  parts: readonly { readonly part: Written; readonly text: string }[],
): Readonly<Record<string, string | readonly string[] | undefined>> {
  const isSentence = rec.kind === 'appreciation' && parts.some(({ part }) => part.field === 'words')
  const fields: Record<string, string | readonly string[] | undefined> = isSentence
    ? { act: undefined, quality: undefined, effect: undefined }
    : {}
  for (const {
    part: { field, item },
    text,
  } of parts) {
    const said = text.trim()
    const before = fields[field]
    if (item === undefined) fields[field] = said || undefined
    else fields[field] = [...(Array.isArray(before) ? before : []), ...(said ? [said] : [])]
  }
  return fields
}

/**
 * Whose an entry is, and with that who can see it: only me, or those I share with, or shared with before. What lies
 * where the reader has no number is never theirs.
 */
export const writerOf = (rec: Rec, reader: Side): 'private' | 'me' | 'other' =>
  rec.space === reader.person ? 'private' : rec.by === slotIn(reader, rec.space) ? 'me' : 'other'

/** Shared with people of an earlier time: it can still be read, and nothing can be added there. */
export const isEarlier = (rec: Rec, reader: Side): boolean =>
  rec.space !== reader.person && rec.space !== reader.shared

export type Seen = { readonly rec: Rec; readonly entry: Entry; readonly day: Day }

/** What was read, as days in the order they came. A day that is interrupted by another is told twice rather than moved. */
export function byDay(
  seen: readonly Seen[],
): readonly { readonly day: Day; readonly seen: readonly Seen[] }[] {
  const days: { day: Day; seen: Seen[] }[] = []
  for (const one of seen) {
    const last = days.at(-1)
    if (last?.day === one.day) last.seen.push(one)
    else days.push({ day: one.day, seen: [one] })
  }
  return days
}

/** "2026-11" */
export const monthOf = (day: Day): string => day.slice(0, 7)

/** The round of an answer by somebody else, which stays closed until the reader has answered in it too. */
export function roundOf(rec: Rec, reader: Side): string | undefined {
  const { round } = rec.kind === 'answer' ? fieldsOf('answer', rec) : {}
  return writerOf(rec, reader) === 'other' ? round : undefined
}

/**
 * Whether somebody may read a record: anything of their own and anything open, and another's answer in a round once
 * they have answered themselves. An answer that opens a promise has to keep it, too; without `commit` nobody can tell.
 * `answers` are answers among which their own would be. When in doubt it stays closed.
 */
export function mayRead(rec: Rec, reader: Side, answers: readonly Rec[], commit?: Commit): boolean {
  const round = roundOf(rec, reader)
  if (round === undefined) return true
  const { prompt } = fieldsOf('answer', rec)
  const hasAnswered = answers.some((one) => {
    if (one.x !== undefined || one.space !== rec.space || writerOf(one, reader) !== 'me') return false
    const mine = fieldsOf('answer', one)
    return mine.round === round && mine.prompt === prompt
  })
  if (!hasAnswered || !isOpening(rec)) return hasAnswered
  return commit !== undefined && keepsItsPromise(rec, answers, commit)
}

/** How far, in days, the two answers of a round may lie apart for the second one to be looked for. */
export const roundDays = 60

/** A text in pieces, so that the words that were looked for can be shown. */
export function found(
  text: string,
  search: string,
): readonly { readonly text: string; readonly hit: boolean }[] {
  const asked = (search.match(runs) ?? []).map(folded)
  if (asked.length === 0) return [{ text, hit: false }]
  const pieces: { text: string; hit: boolean }[] = []
  const add = (piece: string, hit: boolean) => {
    const last = pieces.at(-1)
    if (piece === '') return
    if (last && last.hit === hit) last.text += piece
    else pieces.push({ text: piece, hit })
  }
  let at = 0
  for (const { 0: run, index } of text.matchAll(runs)) {
    const word = folded(run)
    // Scripts without spaces have no beginnings of words to look at, so anything inside a run counts.
    const hit = asked.some((one) => (unspaced.test(one) ? word.includes(one) : word.startsWith(one)))
    add(text.slice(at, index), false)
    add(run, hit)
    at = index + run.length
  }
  add(text.slice(at), false)
  return pieces
}

const runs = /[\p{L}\p{N}\p{M}]+/gu
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** As the store folds: without accents, and upper case because it folds more. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toUpperCase()
