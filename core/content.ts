/**
 * What the words of Tend look like before they are words: the shape of a practice, a deck of questions,
 * a check, a session, a word list and a knowledge card. Everything under `content/` is parsed by these
 * schemas, and the editor's help (`content/*.schema.json`) is made from them.
 *
 * Strict on purpose: an unknown key is a typo or a newer format, and the linter should say so.
 * A schema and its type share one name.
 */
import * as v from 'valibot'

/** The twelve dimensions of connection, in the order in which they carry one another. */
export const pillars = [
  'PRES',
  'SAFE',
  'OPEN',
  'TALK',
  'EMPA',
  'REPR',
  'APPR',
  'RITU',
  'PLAY',
  'TOUC',
  'SELF',
  'CARE',
] as const
export const Pillar = v.picklist(pillars)
export type Pillar = v.InferOutput<typeof Pillar>

/** What two or more people are to one another. */
export const Form = v.picklist(['partner', 'friend', 'family'])
export type Form = v.InferOutput<typeof Form>

/** How someone would most like to deepen a bond (check A01, question 3). */
export const Style = v.picklist(['time', 'talk', 'touch', 'adventure', 'gestures'])
export type Style = v.InferOutput<typeof Style>

/** What makes closeness hard at present (check A01, question 2). */
export const Barrier = v.picklist(['fear', 'words', 'time', 'trust', 'other'])
export type Barrier = v.InferOutput<typeof Barrier>

/**
 * When a practice should not be offered. `afraid`: one is afraid of the other. `just-fought`: within a day of a
 * fight. `flooded`: too stirred up to think. `touched-out`, `burnt-out`, `grieving`, `unwell`: as the words say.
 * `trauma`: old wounds may be touched. `low-trust`: a promise between them is broken and not yet mended.
 */
export const Contra = v.picklist([
  'afraid',
  'just-fought',
  'flooded',
  'touched-out',
  'burnt-out',
  'grieving',
  'unwell',
  'trauma',
  'low-trust',
])
export type Contra = v.InferOutput<typeof Contra>

/** A: trial of the practice itself. B: experiment on its core. C: observational. D: tradition or our own design. */
export const Evidence = v.strictObject({
  grade: v.picklist(['A', 'B', 'C', 'D']),
  /** Author and year, or the public body; for D what tradition or whose design. */
  source: v.pipe(v.string(), v.minLength(3), v.maxLength(200)),
  /** What was found, in one plain sentence with its limits. Never a bare percentage. */
  says: v.pipe(v.string(), v.minLength(10), v.maxLength(320)),
  url: v.optional(v.pipe(v.string(), v.url())),
})
export type Evidence = v.InferOutput<typeof Evidence>

const slug = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/))
const catalogueId = v.pipe(v.string(), v.regex(/^([PGAMTR]\d{2,3}|8[a-f])$/))
const title = v.pipe(v.string(), v.minLength(2), v.maxLength(60))
const sentence = v.pipe(v.string(), v.minLength(2), v.maxLength(360))

/** The other ways to do a thing, for bodies, minds and distances that differ. */
const OtherWays = v.strictObject({
  noTouch: v.optional(sentence),
  noEyes: v.optional(sentence),
  distance: v.optional(sentence),
  lowEnergy: v.optional(sentence),
  written: v.optional(sentence),
})

export const Practice = v.strictObject({
  id: slug,
  covers: v.pipe(v.array(catalogueId), v.minLength(1)),
  title,
  /** One sentence: what you will do. */
  lead: v.pipe(v.string(), v.minLength(20), v.maxLength(180)),
  /** One or two sentences: the reason. */
  why: v.pipe(v.string(), v.minLength(20), v.maxLength(320)),
  /** Each step is one thing to do. */
  steps: v.pipe(v.array(sentence), v.minLength(2), v.maxLength(7)),
  /** Words somebody could say, as examples. */
  say: v.optional(v.pipe(v.array(sentence), v.maxLength(4))),
  /** The first is the main one. */
  pillars: v.pipe(v.array(Pillar), v.minLength(1), v.maxLength(3)),
  tags: v.optional(v.array(v.picklist(['tech', 'safety', 'capacity']))),
  /** Whole minutes, 1 for anything shorter. */
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(180)),
  who: v.pipe(v.array(v.picklist(['solo', 'together', 'apart', 'async'])), v.minLength(1)),
  /** 1 light, 2 personal, 3 tender, 4 raw. */
  depth: v.picklist([1, 2, 3, 4]),
  /** 1 hardly any, 2 some, 3 a lot. */
  effort: v.picklist([1, 2, 3]),
  settings: v.pipe(v.array(v.picklist(['anywhere', 'home', 'out', 'call', 'bed', 'table'])), v.minLength(1)),
  forms: v.pipe(v.array(Form), v.minLength(1)),
  styles: v.array(Style),
  /** The barriers this is a good first answer to. */
  barriers: v.array(Barrier),
  /** What the main way asks of a body. */
  needs: v.array(v.picklist(['touch', 'eyes', 'voice', 'walking'])),
  /** The tool of the app that helps to do it, if one does. */
  tool: v.optional(
    v.picklist(['checkin', 'question', 'appreciation', 'gratitude', 'habit', 'bids', 'highlow', 'next']),
  ),
  /** An if-then cue for those who make it a habit. */
  cue: v.optional(v.strictObject({ when: sentence, then: sentence })),
  ways: OtherWays,
  contra: v.array(Contra),
  /** What to take care of, said kindly. Required when `contra` has entries. */
  care: v.optional(sentence),
  evidence: Evidence,
})
export type Practice = v.InferOutput<typeof Practice>

export const Prompt = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  text: v.pipe(v.string(), v.minLength(8), v.maxLength(160)),
  pillars: v.pipe(v.array(Pillar), v.minLength(1), v.maxLength(2)),
  /** The same question in literal words, where the first uses a picture. */
  literal: v.optional(v.pipe(v.string(), v.minLength(8), v.maxLength(200))),
})
export type Prompt = v.InferOutput<typeof Prompt>

/** Questions of one form and one depth. One file a deck. */
export const Deck = v.strictObject({
  id: slug,
  covers: v.pipe(v.array(catalogueId), v.minLength(1)),
  title,
  lead: sentence,
  form: Form,
  depth: v.picklist(['light', 'middle', 'deep']),
  prompts: v.pipe(v.array(Prompt), v.minLength(10)),
})
export type Deck = v.InferOutput<typeof Deck>

export const Check = v.strictObject({
  id: slug,
  covers: v.pipe(v.array(catalogueId), v.minLength(1)),
  title,
  lead: sentence,
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** What the result is and is not, in a sentence. */
  note: sentence,
  questions: v.pipe(
    v.array(
      v.strictObject({
        id: slug,
        text: sentence,
        /** The same question when the bond is with a friend or relative. */
        textForOthers: v.optional(sentence),
        pillars: v.optional(v.array(Pillar)),
        options: v.pipe(
          v.array(
            v.strictObject({
              id: slug,
              text: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
              /** What the result says to someone who chose this. */
              says: v.optional(sentence),
            }),
          ),
          v.minLength(2),
        ),
        /** A practice that tends what this question is about. */
        practice: v.optional(slug),
      }),
    ),
    v.minLength(1),
  ),
  source: sentence,
})
export type Check = v.InferOutput<typeof Check>

/** A script in steps. The player comes with the guided sessions; lists like "the next 24 hours" use it today. */
export const Session = v.strictObject({
  id: slug,
  covers: v.pipe(v.array(catalogueId), v.minLength(1)),
  title,
  lead: sentence,
  why: sentence,
  pillars: v.pipe(v.array(Pillar), v.minLength(1)),
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  ways: v.pipe(v.array(v.picklist(['alone', 'one-phone', 'two-phones', 'apart'])), v.minLength(1)),
  people: v.strictObject({
    min: v.pipe(v.number(), v.integer(), v.minValue(1)),
    max: v.optional(v.number()),
  }),
  forms: v.pipe(v.array(Form), v.minLength(1)),
  depth: v.picklist([1, 2, 3, 4]),
  contra: v.array(Contra),
  steps: v.pipe(
    v.array(
      v.strictObject({
        id: slug,
        title,
        text: v.pipe(v.array(sentence), v.minLength(1)),
        turn: v.optional(v.picklist(['speaker', 'listener', 'each', 'both', 'alone'])),
        seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(5))),
        say: v.optional(v.array(sentence)),
        other: v.optional(OtherWays),
        practice: v.optional(slug),
      }),
    ),
    v.minLength(1),
  ),
  close: sentence,
  evidence: Evidence,
})
export type Session = v.InferOutput<typeof Session>

/** Words to choose from: feelings, needs. */
export const WordList = v.strictObject({
  id: v.picklist(['feelings', 'needs']),
  covers: v.pipe(v.array(catalogueId), v.minLength(1)),
  title,
  lead: sentence,
  groups: v.pipe(
    v.array(
      v.strictObject({
        id: slug,
        title,
        words: v.pipe(
          v.array(
            v.strictObject({
              id: slug,
              text: v.pipe(v.string(), v.minLength(2), v.maxLength(32)),
              /** What it can feel like, or what it means, for those who find words like this hard. */
              hint: v.optional(v.pipe(v.string(), v.minLength(4), v.maxLength(120))),
            }),
          ),
          v.minLength(4),
        ),
      }),
    ),
    v.minLength(4),
  ),
})
export type WordList = v.InferOutput<typeof WordList>

/** Short things worth knowing. One file a shelf. */
export const Shelf = v.strictObject({
  id: v.picklist(['glossary', 'myths', 'mistakes', 'questions', 'barriers', 'rituals']),
  title,
  lead: sentence,
  cards: v.pipe(
    v.array(
      v.strictObject({
        id: slug,
        covers: v.optional(v.array(catalogueId)),
        /** A term, a myth as people say it, a mistake, a question, a barrier, a ritual. */
        title: v.pipe(v.string(), v.minLength(2), v.maxLength(90)),
        /** Short paragraphs. */
        text: v.pipe(v.array(sentence), v.minLength(1), v.maxLength(4)),
        /** What to do instead, for myths and mistakes. */
        instead: v.optional(sentence),
        /** Every card leads to something to try. */
        practice: slug,
        /** Other words people search for. */
        also: v.optional(v.array(v.string())),
      }),
    ),
    v.minLength(3),
  ),
})
export type Shelf = v.InferOutput<typeof Shelf>

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))

/** Telephone help in one country. A wrong number can kill: see content/README.md before touching one. */
export const Helplines = v.strictObject({
  /** ISO 3166-1 alpha-2. */
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  emergency: v.pipe(
    v.array(
      v.strictObject({ number: v.pipe(v.string(), v.regex(/^\d{2,6}$/)), note: v.optional(v.string()) }),
    ),
    v.minLength(1),
  ),
  lines: v.array(
    v.strictObject({
      id: slug,
      kind: v.picklist(['abuse', 'crisis']),
      name: v.pipe(v.string(), v.minLength(2)),
      audience: v.optional(v.string()),
      contacts: v.pipe(
        v.array(
          v.strictObject({
            type: v.picklist(['tel', 'sms', 'whatsapp']),
            value: v.pipe(v.string(), v.regex(/^[+#*]?[\d #*-]{2,20}$/)),
            hours: v.optional(v.string()),
            languages: v.optional(v.string()),
            /** True where the operator says the call is not on the bill. Nothing is said where we do not know. */
            notOnBill: v.optional(v.boolean()),
            note: v.optional(v.string()),
          }),
        ),
        v.minLength(1),
      ),
      sources: v.pipe(
        v.array(
          v.strictObject({
            name: v.string(),
            url: v.optional(v.pipe(v.string(), v.url())),
            primary: v.boolean(),
            seenOn: day,
          }),
        ),
        v.minLength(1),
      ),
      checkedOn: day,
      reviewDue: day,
      confidence: v.picklist(['A']),
    }),
  ),
})
export type Helplines = v.InferOutput<typeof Helplines>

/** The help page: what to read when something is wrong. */
export const HelpPage = v.strictObject({
  id: v.literal('help'),
  covers: v.array(catalogueId),
  title,
  lead: sentence,
  sections: v.pipe(
    v.array(
      v.strictObject({
        id: slug,
        title,
        text: v.pipe(v.array(sentence), v.minLength(1)),
        points: v.optional(v.array(sentence)),
      }),
    ),
    v.minLength(4),
  ),
})
export type HelpPage = v.InferOutput<typeof HelpPage>
