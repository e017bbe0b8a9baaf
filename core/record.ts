/**
 * Every kind of thing a person keeps: its fields, who may write it, and how it travels.
 *
 * A record is a bag of fields, each with the clock of its last write, so that two devices that were apart for a
 * year can be joined field by field (`merge.ts`). What is stored is the record as it came: a kind or a field this
 * version does not know is kept untouched and handed on. `fieldsOf` is the typed view of what we do know.
 *
 * Visibility is the space: a record lies either in one person's own space (private) or in a bond's space (shared).
 * Nothing can make a private record shared by changing a field; sharing writes a new record into the other space.
 * [Note: Visibility is the space]
 */
import * as v from 'valibot'
import type { Clock } from './clock.ts'
import { Barrier, Form, Style } from './content.ts'
import { type Day, isDay } from './day.ts'

/** 32 hex digits: 48-bit time, 8-bit person slot, 72 bits random (or hashed, for one-a-day kinds). */
export type RecordId = string
/** 32 hex digits. A person's own space or a bond's. */
export type SpaceId = string

/** What one device wrote of one record, and, joined over devices, the record itself. */
export type Rec = {
  readonly id: RecordId
  readonly space: SpaceId
  readonly kind: string
  /** Version of the kind's schema that wrote it. */
  readonly v: number
  /** When it happened, ms since 1970. The story is ordered by it. */
  readonly at: number
  /** The person's slot in the space. In their own space it is 0. */
  readonly by: number
  /** The greatest clock of all fields. */
  readonly h: Clock
  readonly f: Readonly<Record<string, unknown>>
  /** Clocks of the fields whose clock is not `h`. */
  readonly c?: Readonly<Record<string, Clock>>
  /** Taken back: the clock of the take-back. It is final, and the fields are gone. */
  readonly x?: Clock
}

const text = v.pipe(v.string(), v.maxLength(20_000))
const shortText = v.pipe(v.string(), v.maxLength(200))
const ids = v.pipe(v.array(shortText), v.maxLength(40))
/** The answer's id by the question's. Not a list: valibot takes one for a record. */
const answers = v.pipe(
  v.custom<Record<string, string>>((value) => !Array.isArray(value)),
  v.record(shortText, shortText),
)
const flag = v.boolean()
/** Of a record or a space. */
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
/** 32 bytes, as hex digits. */
const bytes32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const day = v.custom<Day>(isDay, 'a day such as 2026-11-25')
const scale = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))

/** The six flowers a person can be. Shape and colour belong together. */
export const flowers = ['marigold', 'heather', 'poppy', 'cornflower', 'fern', 'camellia'] as const
export const Capacity = v.picklist(['normal', 'hectic', 'recovery'])
export type Capacity = v.InferOutput<typeof Capacity>

/** Where a kind of entry begins, where somebody has said so: `me` stays private, `both` begins as shared. */
const sharing = v.pipe(
  v.custom<Record<string, { readonly how: 'me' | 'both'; readonly since: Day }>>(
    (value) => !Array.isArray(value),
  ),
  v.record(shortText, v.strictObject({ how: v.picklist(['me', 'both']), since: day })),
)

/**
 * The kinds. `writer: 'author'` means that nobody else's edit or take-back is ever honoured. `daily` means one for
 * each person and day: written twice, on two phones, it is still one.
 */
export const kinds = {
  /** Somebody who uses this app, in their own space. */
  person: {
    writer: 'author',
    fields: {
      name: shortText,
      flower: v.picklist(flowers),
      capacity: Capacity,
      country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
      /** Practices with touch or eye contact are offered in their other way only. */
      noTouch: flag,
      noEyes: flag,
      literal: flag,
      minutes: scale(1, 180),
      theme: v.picklist(['light', 'dark']),
      lock: v.strictObject({ salt: shortText, hash: shortText, rounds: scale(1, 10_000_000) }),
      /** How long the page may be out of sight before the lock closes. */
      lockMinutes: scale(0, 15),
      /** The bond that is open, where there is more than one. */
      bond: id,
    },
  },
  /** My side of a bond: who it is with and what I said of it. Private. */
  bond: {
    writer: 'author',
    fields: {
      name: shortText,
      form: Form,
      /** Where I keep what is mine alone in this bond. The first bond has none: there it is my own space. */
      mine: id,
      /** The shared space, once somebody else is in it. */
      shared: id,
      /** My number in it. */
      slot: scale(0, 255),
      /** Shared spaces of earlier times, mine to read, and my number in each (`sharing.ts`). */
      before: v.pipe(v.array(v.strictObject({ space: id, slot: scale(0, 255) })), v.maxLength(100)),
      /** By kind. What is not in it begins as private, and is asked each time. */
      sharing,
      stage: v.picklist(['early', 'mid', 'long']),
      age: v.picklist(['18-35', '35-55', '55-up']),
      apart: flag,
      parents: flag,
      cultures: flag,
      barrier: Barrier,
      style: Style,
      closeness: v.picklist(['very-close', 'mostly-close', 'now-and-then', 'distant']),
    },
  },
  /** A check that was taken: the answer's id by the question's id. */
  check: {
    writer: 'author',
    fields: { check: shortText, day, answers, tend: shortText },
  },
  /** What Today offered, why, and what became of it. */
  offer: {
    writer: 'author',
    fields: {
      day,
      practice: shortText,
      reasons: v.pipe(v.array(shortText), v.maxLength(8)),
      became: v.picklist(['done', 'not-today', 'less']),
    },
  },
  /** A practice that was done. */
  done: {
    writer: 'author',
    fields: {
      day,
      practice: shortText,
      title: shortText,
      note: text,
      felt: v.picklist(['closer', 'same', 'further']),
    },
  },
  checkin: {
    writer: 'author',
    daily: true,
    fields: {
      day,
      feelings: ids,
      needs: ids,
      stressor: shortText,
      capacity: Capacity,
      /** 1 far … 7 close, today, as I feel it. */
      closeness: scale(1, 7),
      note: text,
    },
  },
  /** Who somebody is to those they share with, and since when. Written once digits were compared, never before. */
  member: {
    writer: 'author',
    fields: {
      name: shortText,
      flower: v.picklist(flowers),
      since: day,
      /** Numbers of those it was said to. Whoever comes later cannot read what was said before, so it is said again. */
      to: v.pipe(v.array(scale(0, 255)), v.maxLength(64)),
    },
  },
  answer: {
    writer: 'author',
    fields: {
      day,
      prompt: shortText,
      question: shortText,
      text,
      round: shortText,
      /** With these it opens a sealed answer (`sealed.ts`): what it was sealed with, and whose promises it saw. */
      salt: bytes32,
      seen: v.pipe(v.array(v.strictObject({ person: scale(0, 255), hash: bytes32 })), v.maxLength(64)),
    },
  },
  /** A promise that an answer is written and will not change. It says nothing about the answer. */
  commitment: {
    writer: 'author',
    fields: {
      day,
      prompt: shortText,
      question: shortText,
      round: shortText,
      hash: bytes32,
      /** Whether the others may be told that an answer waits. */
      shows: flag,
    },
  },
  /** The answer itself while it waits: mine alone, for one shared space. */
  sealed: {
    writer: 'author',
    fields: {
      day,
      prompt: shortText,
      question: shortText,
      text,
      round: shortText,
      salt: bytes32,
      shared: id,
    },
  },
  /** What I did with a question: seen, passed, favourite. */
  prompt: { writer: 'author', fields: { prompt: shortText, seen: day, passed: day, favourite: flag } },
  /** A question of our own. */
  question: {
    writer: 'any',
    fields: { text: shortText, form: Form, depth: v.picklist(['light', 'middle', 'deep']) },
  },
  appreciation: {
    writer: 'author',
    fields: { day, act: text, quality: shortText, effect: text, words: text },
  },
  gratitude: {
    writer: 'author',
    fields: {
      day,
      way: v.picklist(['morning', 'three', 'bedtime', 'dinner']),
      items: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(12)),
    },
  },
  habit: {
    writer: 'author',
    fields: { when: shortText, then: shortText, practice: shortText, since: day, paused: flag, ended: flag },
  },
  /** A day a habit was done, and how they answered. */
  mark: { writer: 'author', fields: { habit: shortText, day, note: text } },
  bid: { writer: 'author', daily: true, fields: { day, noticed: text, missed: text, repair: text } },
  highlow: {
    writer: 'author',
    daily: true,
    fields: { day, high: text, low: text, feelings: ids, story: text },
  },
  /** A step of a list, such as the next 24 hours, and when it was ticked. */
  step: { writer: 'author', fields: { list: shortText, step: shortText, started: day, day, note: text } },
  /** Something that belongs to the story: how we began, a crisis survived, a win. */
  landmark: { writer: 'any', fields: { day, title: shortText, text } },
  /** My own word for a feeling or a need. */
  word: { writer: 'author', fields: { list: v.picklist(['feelings', 'needs']), text: shortText } },
} as const satisfies Record<
  string,
  { writer: 'author' | 'any'; daily?: true; fields: Record<string, v.GenericSchema> }
>

export type Kind = keyof typeof kinds
/** The known fields of a kind. Every one may be missing: it may not have arrived, or never been said. */
export type Fields<K extends Kind> = {
  readonly [F in keyof (typeof kinds)[K]['fields']]?: (typeof kinds)[K]['fields'][F] extends v.GenericSchema
    ? v.InferOutput<(typeof kinds)[K]['fields'][F]> | undefined
    : never
}

/**
 * The typed view of a record, without what was unsaid (null). The store holds only what `parse.ts` let in, so this
 * believes it.
 */
export const fieldsOf = <K extends Kind>(_kind: K, rec: Rec): Fields<K> =>
  Object.fromEntries(Object.entries(rec.f).filter(([, value]) => value !== null)) as Fields<K>

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind)

/** Whether a person's edit or take-back of a record counts. Unknown kinds are the author's alone. */
export function mayWrite(rec: Rec, person: number): boolean {
  return rec.by === person || (isKind(rec.kind) && kinds[rec.kind].writer === 'any')
}

/** An id for something that happened now. `random` is 9 bytes of chance. */
export function recordId(from: {
  readonly atMs: number
  readonly by: number
  readonly random: Uint8Array
}): RecordId {
  return (
    hexOf(Math.max(0, Math.floor(from.atMs)), 12) + hexOf(from.by, 2) + bytesHex(from.random.subarray(0, 9))
  )
}

/** The id of a one-a-day record: the same on every phone of the person, so that two writes become one record. */
export function dailyId(from: {
  readonly space: SpaceId
  readonly kind: string
  readonly by: number
  readonly day: Day
  readonly of?: string
}): RecordId {
  const time = Math.max(0, Date.parse(`${from.day}T00:00:00Z`))
  const name = [from.space, from.kind, from.by, from.day, from.of ?? ''].join('|')
  return hexOf(time, 12) + hexOf(from.by, 2) + hash72(name)
}

/** 72 bits of a text (three FNV-1a passes with different seeds). Spreads names; proves nothing. */
function hash72(name: string): string {
  return [0x811c9dc5, 0x01000193, 0x9e3779b9]
    .map((seed) => {
      let hash = seed
      for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0
      return hexOf((hash ^ (hash >>> 15)) >>> 8, 6)
    })
    .join('')
}

export const bytesHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => hexOf(byte, 2)).join('')
const hexOf = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
