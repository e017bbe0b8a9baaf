/**
 * The sentences of the app. Each screen brings its own English catalogue (`words/en/<area>.json`) and asks for a
 * speaker: `const t = words('today', en)`. A translation is one file for the whole language, loaded once at start;
 * what it lacks is said in English.
 *
 * Messages are a small part of ICU MessageFormat: `{name}` and `{n, plural, one {# day} other {# days}}`.
 * That part is all we need, and it is what translation tools read.
 */
import { signal } from '@preact/signals'

export type Catalogue = Readonly<Record<string, string>>
export type Args = Readonly<Record<string, string | number>>

/** The language in use and what it says, by area. */
export const language = signal<{ readonly tag: string; readonly areas: Readonly<Record<string, Catalogue>> }>(
  {
    // Dates and numbers as the person's own English writes them.
    tag:
      typeof navigator !== 'undefined' && navigator.language?.startsWith('en') ? navigator.language : 'en-GB',
    areas: {},
  },
)

export const words =
  <C extends Catalogue>(area: string, english: C) =>
  (key: keyof C & string, args?: Args): string =>
    say(language.value.areas[area]?.[key] ?? english[key] ?? key, args, language.value.tag)

/** Fills one message. Pure: the language is an argument. */
export function say(message: string, args: Args = {}, tag = 'en'): string {
  let out = ''
  let at = 0
  while (at < message.length) {
    const open = message.indexOf('{', at)
    if (open < 0) return out + message.slice(at)
    const close = closing(message, open)
    out += message.slice(at, open) + fill(message.slice(open + 1, close), args, tag)
    at = close + 1
  }
  return out
}

function fill(inside: string, args: Args, tag: string): string {
  const [name = '', kind, ...rest] = inside.split(',')
  const value = args[name.trim()]
  if (kind === undefined) return String(value ?? '')
  if (kind.trim() !== 'plural') throw new Error(`words: only plural is known, not ${kind.trim()}`)
  const number = Number(value)
  const choices = choicesOf(rest.join(','))
  const choice =
    choices[`=${number}`] ?? choices[new Intl.PluralRules(tag).select(number)] ?? choices.other ?? ''
  return say(choice.replaceAll('#', new Intl.NumberFormat(tag).format(number)), args, tag)
}

function choicesOf(text: string): Record<string, string> {
  const choices: Record<string, string> = {}
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) break
    const close = closing(text, open)
    choices[text.slice(at, open).trim()] = text.slice(open + 1, close)
    at = close + 1
  }
  return choices
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++
    if (text[i] === '}' && --depth === 0) return i
  }
  throw new Error('words: a brace is not closed')
}
