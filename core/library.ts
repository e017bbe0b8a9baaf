/**
 * A pile of parsed files in, a shelf out. What the plan and the lists need of a practice is a `Fact`: small enough to
 * be loaded whole, while the steps and reasons of a single practice are fetched when somebody opens it.
 */
import type { Practice } from './content.ts'

/** What is known of a practice without opening it. */
export type Fact = Pick<
  Practice,
  | 'id'
  | 'title'
  | 'lead'
  | 'pillars'
  | 'minutes'
  | 'who'
  | 'depth'
  | 'effort'
  | 'settings'
  | 'forms'
  | 'styles'
  | 'barriers'
  | 'needs'
  | 'contra'
  | 'tags'
> & {
  readonly tool?: Practice['tool']
  /** Which other ways it has. */
  readonly ways: readonly (keyof Practice['ways'])[]
  readonly grade: Practice['evidence']['grade']
}

export function factOf(practice: Practice): Fact {
  const {
    id,
    title,
    lead,
    pillars,
    minutes,
    who,
    depth,
    effort,
    settings,
    forms,
    styles,
    barriers,
    needs,
    contra,
    tags,
    tool,
  } = practice
  return {
    id,
    title,
    lead,
    pillars,
    minutes,
    who,
    depth,
    effort,
    settings,
    forms,
    styles,
    barriers,
    needs,
    contra,
    ...(tags && { tags }),
    ...(tool && { tool }),
    ways: Object.keys(practice.ways) as (keyof Practice['ways'])[],
    grade: practice.evidence.grade,
  }
}

/**
 * A translation laid over the English it was made from: structure from the English, words from the translation,
 * English where a word is missing.
 */
export function translated<T>(english: T, words: unknown): T {
  if (typeof english === 'string') return (typeof words === 'string' ? words : english) as T
  if (Array.isArray(english))
    return english.map((part, i) => translated(part, Array.isArray(words) ? words[i] : undefined)) as T
  if (english !== null && typeof english === 'object') {
    const over = words !== null && typeof words === 'object' ? (words as Record<string, unknown>) : {}
    return Object.fromEntries(
      Object.entries(english).map(([key, part]) => [key, translated(part, over[key])]),
    ) as T
  }
  return english
}
