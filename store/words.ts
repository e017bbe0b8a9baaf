/**
 * The words of a record: what a search can find, and nothing else. Both stores search these and not the text, so that
 * they find the same, and so that the words of a record that was taken back are known and can be removed.
 *
 * We cut the words ourselves instead of leaving it to SQLite's tokenizers. Those know one version of Unicode, which is
 * not the browser's, and take a whole Chinese or Thai sentence for one word, of which only the beginning can be found.
 * Changing anything here means a new entry in `migrations.ts` that reads the words again.
 */
import type { Kind, kinds, Rec } from '../core/record.ts'

type Field = { [K in Kind]: keyof (typeof kinds)[K]['fields'] }[Kind]

/** The fields people write in their own words. Ids, days, scales and choices are not words. */
const written = [
  'text',
  'note',
  'act',
  'effect',
  'words',
  'items',
  'noticed',
  'missed',
  'repair',
  'high',
  'low',
  'story',
  'question',
  'title',
  'when',
  'then',
  'stressor',
] as const satisfies readonly Field[]

/** Scripts that put no spaces between words. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const letter = '[\\p{L}\\p{N}\\p{Mc}]'
/** Runs of letters, at most 64 long so that pasted data makes no giant words. */
const runs = new RegExp(`(?:(?=${letter})[${unspaced}])+|(?:(?![${unspaced}])${letter}){1,64}`, 'gu')
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** Most of what people type has no letter beyond these, and is then cut ten times as fast, into the same words. */
const isPlain = /^\p{ASCII}*$/u
const plainRuns = /[A-Z0-9]{1,64}/g

/** A search with more words than these is not made narrower by the rest. */
const askedMax = 16

/** Whether a beginning of a word says something: one or two letters begin most of what anybody writes. */
export const isTelling = (beginning: string): boolean => beginning.length > 2 || isUnspaced.test(beginning)

/** Every word of a record once, sorted. */
export function wordsOf(rec: Rec): readonly string[] {
  const words = new Set<string>()
  for (const field of written) {
    const value = rec.f[field]
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text !== 'string') continue
      if (isPlain.test(text)) for (const run of text.toUpperCase().match(plainRuns) ?? []) words.add(run)
      else
        for (const run of folded(text)) {
          if (isUnspaced.test(run)) for (const pair of pairs(run, 'and the last alone')) words.add(pair)
          else words.add(run)
        }
    }
  }
  return [...words].sort()
}

/** The beginnings of words that a search asks for. None when there is no letter in it: then nothing is found. */
export function wordsAsked(text: string): readonly string[] {
  const asked = folded(text).flatMap((run) => (isUnspaced.test(run) ? pairs(run, 'only') : [run]))
  return [...new Set(asked)].slice(0, askedMax)
}

/** Without accents and case. Upper case, because it folds more than lower: ß becomes SS, and ς and σ the same Σ. */
const folded = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toUpperCase()
    .match(runs) ?? []

/** 天気予報 as 天気, 気予, 予報. With the last one alone, every character begins a word, and so can be asked for. */
function pairs(run: string, which: 'only' | 'and the last alone'): string[] {
  const letters = [...run]
  const twos = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  return which === 'only' && twos.length > 0 ? twos : [...twos, letters.at(-1) ?? '']
}
