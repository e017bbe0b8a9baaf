/**
 * Reading from SQLite. No answer costs more because the history is long: lists and counts walk an index from where they
 * start, and stop when they have enough.
 *
 * [Note: Two ways to search] What was asked for is looked for twice. First by going through the newest words one by one:
 * whatever is frequent is there, and found at once. Only what did not fill a page is asked of the index of words, and
 * since it is seldom the index has little to say of it. So the index need not know beginnings of words by heart, which
 * made it three times as large, and most of the work when thousands of records come in.
 */
import { type Day, weekOf } from '../core/day.ts'
import type { Rec } from '../core/record.ts'
import { limitOf, newestFirst } from './keep.ts'
import type { SqlDatabase, SqlRow, SqlValue } from './sqlite.ts'
import { inList, placeAfter, placeOf, rowToRecord } from './sqlite-row.ts'
import type { Query, Store, WeekCount, WeekQuery } from './store.ts'
import { isTelling, wordsAsked } from './words.ts'

const firstDay: Day = '0000-00-00'
const lastDay: Day = '9999-99-99'
const newestOfAll = { at: Number.MAX_SAFE_INTEGER, id: 'g' }
/** SQLite joins at most 500 selects into one. */
const armsMax = 400

/** The newest of each space, or of each kind in each space, by an index; then the newest of these. */
export function list(database: SqlDatabase, query: Query): readonly Rec[] {
  const { where, arms } = waysTo(query)
  if (arms.length === 0) return []
  const { at, id } = query.after ?? newestOfAll
  const limit = limitOf(query)
  const arm = `select * from (
    select n, at, id from rec ${where} and x is null and (at, id) < (?, ?) order by at desc, id desc limit ?)`
  const rows = database.all(
    `select rec.* from (${arms.map(() => arm).join(' union all ')}) as found cross join rec on rec.n = found.n
     order by found.at desc, found.id desc limit ?`,
    ...arms.flatMap((values) => [...values, at, id, limit]),
    limit,
  )
  return rows.map(rowToRecord)
}

/** Which index to walk, and the values of each walk. */
function waysTo(query: Query): { readonly where: string; readonly arms: readonly (readonly SqlValue[])[] } {
  const spaces = [...new Set(query.spaces)]
  const kinds = query.kinds && [...new Set(query.kinds)]
  const days = query.from !== undefined || query.until !== undefined
  if (kinds && !days && spaces.length * kinds.length <= armsMax) {
    const arms = spaces.flatMap((space) => kinds.map((kind) => [space, kind]))
    return { where: 'indexed by rec_kind_at where space = ? and kind = ?', arms }
  }
  if (!kinds && !days)
    return { where: 'indexed by rec_at where space = ?', arms: spaces.map((space) => [space]) }
  const among = kinds ? [JSON.stringify(kinds)] : []
  return {
    where: `indexed by rec_day where space = ? and day between ? and ?${kinds ? ` and ${inList('kind')}` : ''}`,
    arms: spaces.map((space) => [space, query.from ?? firstDay, query.until ?? lastDay, ...among]),
  }
}

/** How many records with words are gone through before the index is asked. Takes a millisecond or two. */
const walkedMax = 2000

/**
 * From the newest place to older ones, until the page is full. Records of one day lie in the order in which they came,
 * so the last day is read whole before the page is put in order.
 */
export function search(database: SqlDatabase, query: Query & { readonly text: string }): readonly Rec[] {
  const asked = wordsAsked(query.text)
  if (asked.length === 0) return []
  const limit = limitOf(query)
  const until = placeAfter((query.after ?? newestOfAll).at)
  const [row] = database.all(
    'select n from said where n < ? order by n desc limit 1 offset ?',
    until,
    walkedMax,
  )
  const from = row ? Number(row.n) : Number.MIN_SAFE_INTEGER
  const rows = [...walk(database, { query, asked, from, until, most: limit })]
  if (row && rows.length < limit)
    rows.push(
      ...match(database, {
        query,
        asked,
        from: Number.MIN_SAFE_INTEGER,
        until: from,
        most: limit - rows.length,
      }),
    )
  const last = rows.at(-1)
  if (last && rows.length === limit)
    rows.push(
      ...walk(database, { query, asked, from: placeOf(Number(last.at)), until: Number(last.n), most: -1 }),
    )
  return rows.map(rowToRecord).sort(newestFirst).slice(0, limit)
}

type Stretch = {
  readonly query: Query
  readonly asked: readonly string[]
  /** Places, the first included and the last not. */
  readonly from: number
  readonly until: number
  /** -1: all of them. */
  readonly most: number
}

/** Reads the words of each record. */
function walk(database: SqlDatabase, { query, asked, from, until, most }: Stretch): readonly SqlRow[] {
  return database.all(
    `select rec.* from said cross join rec on rec.n = said.n
     where said.n >= ? and said.n < ? ${asked.map(() => hasWord).join(' ')} ${allowed}
     order by said.n desc limit ?`,
    from,
    until,
    ...asked.map(beginning),
    ...allowedBy(query),
    most,
  )
}

/** Asks the index for the words that say most, and reads the words of each record it finds for the others. */
function match(database: SqlDatabase, { query, asked, from, until, most }: Stretch): readonly SqlRow[] {
  const telling = asked.filter(isTelling)
  const longest = asked.toSorted((one, other) => other.length - one.length).slice(0, 1)
  const matched = telling.length > 0 ? telling : longest
  const others = asked.filter((word) => !matched.includes(word))
  return database.all(
    `select rec.* from words cross join said on said.n = words.rowid cross join rec on rec.n = words.rowid
     where words match ? and words.rowid >= ? and words.rowid < ? ${others.map(() => hasWord).join(' ')} ${allowed}
     order by words.rowid desc limit ?`,
    matched.map((word) => `"${word}" *`).join(' '),
    from,
    until,
    ...others.map(beginning),
    ...allowedBy(query),
    most,
  )
}

/** The words of a record lie in one text with a space before each, which no word has in it. */
const hasWord = "and instr(' ' || said.text, ?) > 0"
const beginning = (word: string): string => ` ${word}`

const allowed = `and ${inList('rec.space')} and (? or ${inList('rec.kind')})
  and rec.day between ? and ? and (rec.at, rec.id) < (?, ?)`
const allowedBy = ({ spaces, kinds, from, until, after = newestOfAll }: Query): readonly SqlValue[] => [
  JSON.stringify(spaces),
  kinds ? 0 : 1,
  JSON.stringify(kinds ?? []),
  from ?? firstDay,
  until ?? lastDay,
  after.at,
  after.id,
]

export function countByWeek(database: SqlDatabase, { spaces, kinds, from }: WeekQuery): readonly WeekCount[] {
  const rows = database.all(
    `select week, kind, space, count(*) as count from rec indexed by rec_week
     where ${inList('space')} and week >= ? and (? or ${inList('kind')}) and x is null
     group by space, week, kind order by week, kind, space`,
    JSON.stringify(spaces),
    from === undefined ? '' : weekOf(from),
    kinds ? 0 : 1,
    JSON.stringify(kinds ?? []),
  )
  return rows.map((row) => ({
    week: String(row.week),
    kind: String(row.kind),
    space: String(row.space),
    count: Number(row.count),
  }))
}

export function page(database: SqlDatabase, query: Parameters<Store['page']>[0]): readonly Rec[] {
  const rows = database.all(
    `select * from rec where id > ? and (? or ${inList('space')}) order by id limit ?`,
    query.afterId ?? '',
    query.spaces ? 0 : 1,
    JSON.stringify(query.spaces ?? []),
    query.limit,
  )
  return rows.map(rowToRecord)
}
