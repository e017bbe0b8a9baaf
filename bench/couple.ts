/**
 * A couple that never was: Noor and Sam, who kept 75,000 things in ten years, and the same two after one month. Noor's
 * file, as her phone would export it: her own space, and what the two share.
 *
 * Everything comes from one seed, so the workload is the same on every machine and every day. The month is not another
 * couple but the end of the same ten years: Today and the newest pages hold the very same records, and whatever costs
 * more with ten years costs it because of what lies behind.
 */
import { bundleEnd, bundleLine, bundleStart } from '../core/bundle.ts'
import { tick } from '../core/clock.ts'
import { noor, noorsOwn, sam, shared } from '../core/couple.fixture.ts'
import { addDays, type Day } from '../core/day.ts'
import { dailyId, type Fields, type Kind, kinds, type Rec, recordId } from '../core/record.ts'
import { type Chance, createChance } from './chance.ts'
import { createWriter, type Writer } from './writer.ts'

/** The evening on which the file is written, and to which every page of the bench sets its clock: a Wednesday. */
export const today: Day = '2026-11-25'
export const nowMs = Date.parse(`${today}T20:00:00Z`)

const days = 3653
const monthDays = 30
const seed = 20_261_125

export type Couple = { readonly name: string; readonly records: readonly Rec[]; readonly file: string }

export function tenYears(): Couple {
  const records = everything()
  return { name: 'ten years', records, file: fileOf(records) }
}

export function oneMonth(): Couple {
  const first = Date.parse(`${addDays(today, 1 - monthDays)}T00:00:00Z`)
  const records = everything().filter((rec) => rec.at >= first || isStanding(rec))
  return { name: 'one month', records, file: fileOf(records) }
}

/** What also a couple of one month has, whenever these two began it: who they are, and the habits of today. */
const isStanding = (rec: Rec): boolean =>
  rec.kind === 'person' || rec.kind === 'bond' || (rec.kind === 'habit' && rec.f['ended'] === undefined)

/** As `web/file.ts` writes it, in the order of ids, as the store hands them out. */
function fileOf(records: readonly Rec[]): string {
  const lines = records.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(bundleLine)
  return bundleStart({ space: noorsOwn, shared, day: today }) + lines.join(',\n') + bundleEnd
}

type Whose = 'own' | 'noor' | 'sam'
type Making = { readonly chance: Chance; readonly write: Writer; readonly habits: readonly Rec[] }
type Quota = {
  [K in Kind]: {
    readonly kind: K
    readonly whose: Whose
    readonly count: number
    readonly fields: (making: Making, day: Day, i: number) => Fields<K>
  }
}[Kind]

/**
 * How many of each kind, in whose hand and in which space. Twenty a day, most of them a tap or a sentence: ticks, thanks,
 * answers. What both write on (answers, highs and lows, thanks) lies in the shared space, half of it by Sam.
 */
const quotas: readonly Quota[] = [
  {
    kind: 'person',
    whose: 'own',
    count: 1,
    fields: () => ({ name: 'Noor', flower: 'marigold', capacity: 'normal', minutes: 15 }),
  },
  {
    kind: 'bond',
    whose: 'own',
    count: 1,
    fields: () => ({
      name: 'Sam',
      form: 'partner',
      shared,
      slot: noor,
      stage: 'long',
      barrier: 'time',
      style: 'gestures',
      closeness: 'mostly-close',
    }),
  },
  {
    kind: 'habit',
    whose: 'own',
    count: 24,
    fields: ({ write }, day, i) => ({
      when: `When ${write.clause()}`,
      then: `I ${write.small()}`,
      since: day,
      // Two are alive today; the others had their time.
      ...(i < 2 ? {} : { ended: true }),
    }),
  },
  {
    kind: 'word',
    whose: 'own',
    count: 24,
    fields: ({ chance, write }) => ({
      list: chance.one(['feelings', 'needs']),
      text: write.name().toLowerCase(),
    }),
  },
  {
    kind: 'question',
    whose: 'noor',
    count: 120,
    fields: ({ chance, write }) => ({
      text: `What would you like to remember of ${write.thing()}?`,
      form: 'partner',
      depth: chance.one(['light', 'middle', 'deep']),
    }),
  },
  {
    kind: 'prompt',
    whose: 'own',
    count: 180,
    fields: ({ chance }, day, i) => ({
      prompt: i < 66 ? promptId(i) : `own-${i}`,
      seen: day,
      ...(chance.below(0.1) ? { passed: day } : {}),
      ...(chance.below(0.2) ? { favourite: true } : {}),
    }),
  },
  {
    kind: 'check',
    whose: 'own',
    count: 240,
    fields: ({ chance }, day) => ({
      check: 'a01',
      day,
      answers: {
        closeness: chance.one(['very-close', 'mostly-close', 'now-and-then']),
        barrier: chance.one(['time', 'words', 'other']),
        style: chance.one(['time', 'talk', 'gestures']),
      },
      tend: 'barrier',
    }),
  },
  {
    kind: 'offer',
    whose: 'own',
    count: 4_600,
    fields: ({ chance }, day) => ({
      day,
      practice: chance.one(practices),
      reasons: [chance.one(['fresh', 'barrier:time', 'style:gestures'])],
      // Today's is open, and the only one.
      ...(day === today ? {} : { became: chance.one(['done', 'done', 'not-today', 'less']) }),
    }),
  },
  { kind: 'done', whose: 'own', count: 3_115, fields: done },
  { kind: 'done', whose: 'noor', count: 3_115, fields: done },
  {
    kind: 'checkin',
    whose: 'own',
    count: 3_360,
    fields: ({ chance, write }, day) => ({
      day,
      feelings: chance.some(feelings, 3),
      needs: chance.some(needs, 2),
      stressor: chance.one(stressors),
      capacity: chance.one(['normal', 'normal', 'hectic', 'recovery']),
      closeness: chance.from(2, 7),
      ...(chance.below(0.4) ? { note: write.sentences(1, 3) } : {}),
    }),
  },
  { kind: 'answer', whose: 'own', count: 1_100, fields: answer },
  { kind: 'answer', whose: 'noor', count: 6_000, fields: answer },
  { kind: 'answer', whose: 'sam', count: 6_000, fields: answer },
  { kind: 'appreciation', whose: 'own', count: 1_000, fields: thanks },
  { kind: 'appreciation', whose: 'noor', count: 7_300, fields: thanks },
  { kind: 'appreciation', whose: 'sam', count: 7_300, fields: thanks },
  { kind: 'gratitude', whose: 'own', count: 7_000, fields: gratitude },
  { kind: 'gratitude', whose: 'noor', count: 2_200, fields: gratitude },
  { kind: 'gratitude', whose: 'sam', count: 2_200, fields: gratitude },
  {
    kind: 'mark',
    whose: 'own',
    count: 11_000,
    fields: ({ chance, write, habits }, day) => ({
      habit: chance.one(habits).id,
      day,
      ...(chance.below(0.1) ? { note: write.sentences(1, 1) } : {}),
    }),
  },
  {
    kind: 'bid',
    whose: 'own',
    count: 2_200,
    fields: ({ chance, write }, day) => ({
      day,
      noticed: write.sentences(1, 1),
      ...(chance.below(0.5) ? { missed: write.sentences(1, 1) } : {}),
      ...(chance.below(0.3) ? { repair: write.sentences(1, 1) } : {}),
    }),
  },
  { kind: 'highlow', whose: 'noor', count: 2_400, fields: highLow },
  { kind: 'highlow', whose: 'sam', count: 2_400, fields: highLow },
  {
    kind: 'step',
    whose: 'own',
    count: 1_500,
    fields: ({ chance, write }, day) => ({
      list: 'next-24-hours',
      step: chance.one(['breathe', 'water', 'walk', 'call', 'sleep']),
      started: day,
      day,
      ...(chance.below(0.3) ? { note: write.sentences(1, 1) } : {}),
    }),
  },
  {
    kind: 'landmark',
    whose: 'noor',
    count: 620,
    fields: ({ write }, day) => ({
      day,
      title: write.title(),
      text: write.sentences(2, 8),
    }),
  },
]

function done({ chance, write }: Making, day: Day): Fields<'done'> {
  return {
    day,
    practice: chance.one(practices),
    title: write.title(),
    felt: chance.one(['closer', 'closer', 'same', 'further']),
    ...(chance.below(0.35) ? { note: write.sentences(1, 3) } : {}),
  }
}

function answer({ chance, write }: Making, day: Day, i: number): Fields<'answer'> {
  return {
    day,
    prompt: promptId(chance.from(0, 65)),
    question: `What would you tell me of ${write.thing()}?`,
    text: write.sentences(1, 6),
    // The tenth answer of one and the tenth of the other belong together; see `everything`.
    round: `r${i}`,
  }
}

function thanks({ chance, write }: Making, day: Day): Fields<'appreciation'> {
  const act = write.sentences(1, 1)
  if (chance.below(0.5)) return { day, words: `Thank you. ${act} ${write.sentences(1, 2)}` }
  return { day, act, quality: chance.one(qualities), effect: write.sentences(1, 1) }
}

function gratitude({ chance, write }: Making, day: Day): Fields<'gratitude'> {
  const way = chance.one(['morning', 'three', 'bedtime', 'dinner'] as const)
  const items = Array.from({ length: way === 'three' ? 3 : chance.from(1, 2) }, () => write.phrase())
  return { day, way, items }
}

function highLow({ chance, write }: Making, day: Day): Fields<'highlow'> {
  return {
    day,
    high: write.sentences(1, 2),
    low: write.sentences(1, 1),
    feelings: chance.some(feelings, 2),
    ...(chance.below(0.2) ? { story: write.sentences(2, 4) } : {}),
  }
}

function everything(): readonly Rec[] {
  const chance = createChance(seed)
  const write = createWriter(chance)
  const records: Rec[] = []
  for (const { kind, whose, count, fields } of quotas) {
    const habits = records.filter((rec) => rec.kind === 'habit')
    const making = { chance, write, habits }
    // Both answer the same question on the same day, or the answer of the other would stay closed.
    const drawn = kind === 'answer' && whose !== 'own' ? createChance(seed + 1) : chance
    for (const [i, day] of daysFor(kind, count, drawn).entries())
      records.push(recordOf({ kind, whose, day, of: ofName(kind, i), chance, f: fields(making, day, i) }))
  }
  return records
}

/** Daily kinds have a day to themselves; of today's offers there is one; the rest falls where it falls. */
function daysFor(kind: Kind, count: number, chance: Chance): readonly Day[] {
  const daily = 'daily' in kinds[kind]
  const all = Array.from({ length: days }, (_, i) => addDays(today, -i))
  if (kind === 'person' || kind === 'bond') return [addDays(today, 1 - days)]
  if (daily) return chance.shuffled(all).slice(0, count)
  if (kind === 'offer') return [today, ...Array.from({ length: count - 1 }, () => chance.one(all.slice(1)))]
  return Array.from({ length: count }, () => chance.one(all))
}

/** What makes a record the only one of its name, as `web/pen.ts` names it. */
const ofName = (kind: Kind, i: number): string | undefined =>
  kind === 'person' || kind === 'bond'
    ? kind
    : kind === 'prompt' || kind === 'offer'
      ? `${kind}.${i}`
      : undefined

function recordOf({
  kind,
  whose,
  day,
  of,
  chance,
  f,
}: {
  readonly kind: Kind
  readonly whose: Whose
  readonly day: Day
  readonly of: string | undefined
  readonly chance: Chance
  readonly f: Readonly<Record<string, unknown>>
}): Rec {
  const space = whose === 'own' ? noorsOwn : shared
  const by = whose === 'sam' ? sam : noor
  // Between six in the morning and seven in the evening in Greenwich, so that the day is the same in Vienna.
  const at = Date.parse(`${day}T06:00:00Z`) + chance.from(0, 13 * 3_600_000 - 1)
  const id =
    of !== undefined
      ? dailyId({ space, kind, by, day: '1970-01-01', of })
      : 'daily' in kinds[kind]
        ? dailyId({ space, kind, by, day })
        : recordId({ atMs: at, by, random: chance.bytes(9) })
  const first = tick({ wallMs: at, device: noDevice })
  const rec = { id, space, kind, v: 1, at, by, f }
  const [field] = Object.keys(f)
  // One in thirty was touched again a minute later: then one field is newer than the others.
  if (field === undefined || !chance.below(0.03)) return { ...rec, h: first }
  const older = Object.keys(f).filter((name) => name !== field)
  const h = tick({ wallMs: at + 60_000, device: noDevice })
  return { ...rec, h, ...(older.length > 0 && { c: Object.fromEntries(older.map((name) => [name, first])) }) }
}

/** A file does not say which device wrote what. */
const noDevice = '0'.repeat(16)

const promptId = (i: number) =>
  `couple-${['light', 'middle', 'deep'][i % 3]}-${String(1 + Math.floor(i / 3)).padStart(2, '0')}`

const practices = [
  'soft-start',
  'six-second-greeting',
  'one-true-thanks',
  'after-dinner-walk',
  'say-it-back',
  'own-your-part',
  'follow-up-on-their-day',
  'three-breaths-before-answering',
  'one-shared-song',
  'phones-off-at-dinner',
] as const
const feelings = [
  'calm',
  'content',
  'glad',
  'tender',
  'close',
  'hopeful',
  'tired',
  'worried',
  'torn',
  'restless',
]
const needs = ['rest', 'quiet', 'sleep', 'free-time', 'closeness', 'help']
const stressors = ['work', 'money', 'health', 'family', 'time', 'us', 'world', 'nothing']
const qualities = ['Care', 'Patience', 'Humour', 'Courage', 'Warmth', 'Steadiness']
