/**
 * Search as people type it: beginnings of words, a letter wrong, plain words for clumsy ones. MiniSearch is fetched
 * when somebody first goes to a search field, and the index lives only in memory.
 */
import { foldWord } from '../core/find.ts'

export type Findable = {
  readonly id: string
  readonly title: string
  readonly text: string
  /** Other words people would look for it by. */
  readonly also?: string
}

/** Ids of what was found, best first. */
export type Find = (text: string) => readonly string[]

export async function createFinder(things: readonly Findable[]): Promise<Find> {
  const { default: MiniSearch } = await import('minisearch')
  const index = new MiniSearch<Findable>({
    fields: ['title', 'also', 'text'],
    processTerm: foldWord,
    searchOptions: {
      boost: { title: 4, also: 2 },
      prefix: (word) => word.length > 1,
      fuzzy: (word) => (word.length > 4 ? 0.2 : false),
      // A word that was meant comes before one that is only spelled alike: "fight" is not "light".
      weights: { prefix: 0.4, fuzzy: 0.1 },
    },
  })
  index.addAll(things)
  const search = (text: string, combineWith: 'AND' | 'OR') =>
    index.search(text, { combineWith }).map(({ id }) => String(id))
  return (text) => {
    const all = search(text, 'AND')
    if (all.length > 0) return all
    // A whole sentence was typed: its longer words carry it.
    const longer = text.split(/\s+/).filter((word) => word.length > 3)
    return longer.length > 0 ? search(longer.join(' '), 'OR') : []
  }
}
