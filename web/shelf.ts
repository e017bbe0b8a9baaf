/**
 * The words of Tend, fetched when they are needed and kept for the rest of the visit. Every file was checked against
 * its schema when the app was built, so what arrives here is believed.
 */
import type {
  Check,
  Deck,
  Helplines,
  HelpPage,
  Pillar,
  Practice,
  Session,
  Shelf,
  WordList,
} from '../core/content.ts'
import type { Fact } from '../core/library.ts'

const pillarShelves: Record<Lowercase<Pillar>, () => Promise<{ default: readonly Practice[] }>> = {
  pres: () => import('shelf:pres'),
  safe: () => import('shelf:safe'),
  open: () => import('shelf:open'),
  talk: () => import('shelf:talk'),
  empa: () => import('shelf:empa'),
  repr: () => import('shelf:repr'),
  appr: () => import('shelf:appr'),
  ritu: () => import('shelf:ritu'),
  play: () => import('shelf:play'),
  touc: () => import('shelf:touc'),
  self: () => import('shelf:self'),
  care: () => import('shelf:care'),
}
const decks = import.meta.glob<{ default: Deck }>('../content/en/prompts/*.json')
const checks = import.meta.glob<{ default: Check }>('../content/en/checks/*.json')
const sessions = import.meta.glob<{ default: Session }>('../content/en/sessions/*.json')
const lists = import.meta.glob<{ default: WordList }>('../content/en/words/*.json')
const shelves = import.meta.glob<{ default: Shelf }>('../content/en/knowledge/*.json')
const pages = import.meta.glob<{ default: HelpPage }>('../content/en/help.json')

export const practiceFacts = async (): Promise<readonly Fact[]> => (await import('shelf:facts')).default

export async function practice(id: string): Promise<Practice | undefined> {
  const fact = (await practiceFacts()).find((known) => known.id === id)
  if (!fact) return undefined
  const pillar = (fact.pillars[0] as Pillar).toLowerCase() as Lowercase<Pillar>
  return (await pillarShelves[pillar]()).default.find((known) => known.id === id)
}

export const deck = (id: string) => one(decks, `../content/en/prompts/${id}.json`)
export const check = (id: string) => one(checks, `../content/en/checks/${id}.json`)
export const session = (id: string) => one(sessions, `../content/en/sessions/${id}.json`)
export const wordList = (id: 'feelings' | 'needs') => one(lists, `../content/en/words/${id}.json`)
export const helplines = async (): Promise<readonly Helplines[]> => (await import('shelf:helplines')).default
export const helpPage = () => one(pages, '../content/en/help.json')
export const knowledge = async (): Promise<readonly Shelf[]> =>
  (await Promise.all(Object.values(shelves).map((load) => load()))).map((loaded) => loaded.default)

async function one<T>(
  files: Record<string, () => Promise<{ default: T }>>,
  path: string,
): Promise<T | undefined> {
  return (await files[path]?.())?.default
}
