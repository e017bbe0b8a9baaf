/**
 * The store in SQLite. The same SQL runs in the browser's worker (`device.ts`) and in Node (`sqlite-node.ts`),
 * because all it needs of a database is the small door below.
 *
 * No answer costs more because the history is long: lists and counts walk an index from where they start, and stop
 * when they have enough. Deleted words are overwritten, not just unlinked: `secure_delete` for rows and indexes, and
 * the option of the same name for the search table, which the pragma alone does not reach.
 */
import { type Day, weekOf } from '../core/day.ts'
import { merge } from '../core/merge.ts'
import type { Rec, RecordId, SpaceId } from '../core/record.ts'
import {
  assertFact,
  assertStay,
  copiesOf,
  createWatchers,
  dayOf,
  greatestClocks,
  isSame,
  limitOf,
  newestFirst,
  trouble,
} from './keep.ts'
import { migrate } from './migrations.ts'
import type { Query, Store, WeekCount, WeekQuery } from './store.ts'
import { wordsAsked, wordsOf } from './words.ts'

export type SqlValue = string | number | null
export type SqlRow = Readonly<Record<string, SqlValue>>

/** What we need of a database. Adapters keep prepared statements, and throw a `Trouble` where they know the cause. */
export type SqlDatabase = {
  /** A script without values. */
  readonly exec: (sql: string) => void
  /** One statement, its values in the order of its question marks. */
  readonly run: (sql: string, ...values: SqlValue[]) => void
  readonly all: (sql: string, ...values: SqlValue[]) => readonly SqlRow[]
  readonly close: () => void
  /** Removes the files of a closed database. */
  readonly remove: () => Promise<void>
}

/** Opens the store in a database, bringing it up to date. Throws `newer` when a later version has been here. */
export function openSqlite(database: SqlDatabase): Store {
  prepare(database)
  const watchers = createWatchers()
  let gone: 'closed' | 'wiped' | undefined

  const apply = (records: readonly Rec[]) => {
    const copies = copiesOf(records)
    const changed = within(database, () => join(database, copies))
    watchers.tell(
      changed.map((rec) => rec.space),
      changed.map((rec) => rec.kind),
    )
  }

  const forget = (spaces: readonly SpaceId[]) => {
    const forgotten = within(database, () => remove(database, spaces))
    if (forgotten.length === 0) return
    watchers.tell(
      forgotten.map((row) => String(row.space)),
      forgotten.map((row) => String(row.kind)),
    )
    try {
      database.exec('vacuum')
    } catch {
      // The bytes are overwritten already. This only gives the room back, and a full disk may have none to do it in.
    }
  }

  const end = (how: 'closed' | 'wiped') => {
    if (gone !== undefined) return
    gone = how
    watchers.clear()
    database.close()
  }

  const answer = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (gone !== undefined) throw trouble(gone)
    return work()
  }

  return {
    keeping: () => answer(() => 'device' as const),
    get: (id) => answer(() => database.all('select * from rec where id = ?', id).map(rowToRecord)[0]),
    getAll: (ids) => answer(() => rowsOf(database, ids).map(rowToRecord)),
    list: (query) => answer(() => list(database, query)),
    search: (query) => answer(() => search(database, query)),
    countByWeek: (query) => answer(() => countByWeek(database, query)),
    page: (query) => answer(() => page(database, query)),
    apply: (records) => answer(() => apply(records)),
    fact: (key) =>
      answer(() => database.all('select v from fact where k = ?', key).map((row) => String(row.v))[0]),
    setFact: (key, value) =>
      answer(() => {
        assertFact(value)
        database.run(
          'insert into fact (k, v) values (?, ?) on conflict do update set v = excluded.v',
          key,
          value,
        )
      }),
    lastClock: (device) =>
      answer(() => {
        const [row] = database.all('select max(clock) as clock from seen where device = ?', device)
        return typeof row?.clock === 'string' ? row.clock : undefined
      }),
    forget: (spaces) => answer(() => forget(spaces)),
    wipe: () =>
      answer(() => {
        end('wiped')
        return database.remove()
      }),
    watch: watchers.watch,
    close: async () => end('closed'),
  }
}

function prepare(database: SqlDatabase): void {
  // Nobody else has the file open, so SQLite need not look again before each reading whether somebody changed it.
  database.exec(`
    pragma locking_mode = exclusive;
    pragma journal_mode = truncate;
    pragma synchronous = normal;
    pragma cache_size = -16000;
    pragma secure_delete = on;
    pragma temp_store = memory;
  `)
  within(database, () => {
    if (migrate(database).derive) deriveAll(database)
  })
}

/** All or none. */
function within<T>(database: SqlDatabase, work: () => T): T {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    try {
      database.exec('rollback')
    } catch {
      // Some errors have rolled back already. The first error is the one to tell.
    }
    throw error
  }
}

// Writing

/** Merges records into the rows, and gives back every version that came or went. */
function join(database: SqlDatabase, copies: readonly Rec[]): readonly Rec[] {
  const ids = copies.map((rec) => rec.id)
  const rowById = new Map(rowsOf(database, ids).map((row) => [String(row.id), row]))
  const recById = new Map([...rowById].map(([id, row]) => [id, rowToRecord(row)]))
  assertStay(copies, [...recById.values()])
  for (const copy of copies) recById.set(copy.id, merge(recById.get(copy.id) ?? copy, copy))
  see(database, copies)

  const changed: Rec[] = []
  // In order of time, so that the search table is written from front to back; otherwise it writes a part for each.
  for (const rec of [...recById.values()].sort((one, other) => one.at - other.at)) {
    const row = rowById.get(rec.id)
    const known = row && rowToRecord(row)
    if (known && isSame(known, rec)) continue
    write(database, rec, row)
    changed.push(rec, ...(known ? [known] : []))
  }
  return changed
}

const rowsOf = (database: SqlDatabase, ids: readonly RecordId[]): readonly SqlRow[] =>
  database.all(`select * from rec where ${inList('id')}`, JSON.stringify(ids))

function write(database: SqlDatabase, rec: Rec, row: SqlRow | undefined): void {
  const n = row?.at === rec.at ? Number(row.n) : placeFor(database, rec.at)
  const day = dayOf(rec)
  database.run(
    `insert into rec (n, id, space, kind, v, by, at, day, week, h, f, c, x)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set n = excluded.n, space = excluded.space, kind = excluded.kind, v = excluded.v,
       by = excluded.by, at = excluded.at, day = excluded.day, week = excluded.week, h = excluded.h,
       f = excluded.f, c = excluded.c, x = excluded.x`,
    n,
    rec.id,
    rec.space,
    rec.kind,
    rec.v,
    rec.by,
    rec.at,
    day,
    weekOf(day),
    rec.h,
    JSON.stringify(rec.f),
    rec.c ? JSON.stringify(rec.c) : null,
    rec.x ?? null,
  )
  writeWords(database, { n, before: row ? Number(row.n) : undefined, words: wordsOf(rec).join(' ') })
}

/** To take words out of the search table is the dearest thing here, so what has not changed stays. */
function writeWords(
  database: SqlDatabase,
  { n, before, words }: { readonly n: number; readonly before: number | undefined; readonly words: string },
): void {
  if (before !== undefined) {
    const [known] = database.all('select text from words where rowid = ?', before)
    if (before === n && known?.text === words) return
    if (known) database.run('delete from words where rowid = ?', before)
  }
  if (words !== '') database.run('insert into words (rowid, text) values (?, ?)', n, words)
}

// Beyond the year 2248 places are no longer exact numbers, so a wilder clock takes the last one there is.
const placedAtMax = 2 ** 43 - 2
const placesPerMs = 1024
const placeOf = (at: number): number => Math.min(Math.max(at, -placedAtMax), placedAtMax) * placesPerMs
const placeAfter = (at: number): number => placeOf(at) + placesPerMs

/**
 * [Note: Place] The next free place of a moment. When all are taken, one before everything: lists go by `at` and do
 * not mind, and a search still finds it on its first page.
 */
function placeFor(database: SqlDatabase, at: number): number {
  const first = placeOf(at)
  const [row] = database.all('select max(n) as last from rec where n >= ? and n < ?', first, placeAfter(at))
  if (typeof row?.last !== 'number') return first
  if (row.last + 1 < placeAfter(at)) return row.last + 1
  return Number(database.all('select min(n) - 1 as n from rec')[0]?.n)
}

function see(database: SqlDatabase, copies: readonly Rec[]): void {
  for (const { space, device, clock } of greatestClocks(copies)) {
    database.run(
      `insert into seen (space, device, clock) values (?, ?, ?)
       on conflict do update set clock = excluded.clock where excluded.clock > clock`,
      space,
      device,
      clock,
    )
  }
}

/** Removes spaces, and gives back the kinds that were in them. */
function remove(database: SqlDatabase, spaces: readonly SpaceId[]): readonly SqlRow[] {
  const names = JSON.stringify(spaces)
  const forgotten = database.all(`select distinct space, kind from rec where ${inList('space')}`, names)
  database.run(`delete from rec where ${inList('space')}`, names)
  database.run(`delete from seen where ${inList('space')}`, names)
  if (forgotten.length > 0) renewWords(database)
  return forgotten
}

/** Keeps the words of the records that are left. To take thousands out of the search table one by one takes minutes. */
function renewWords(database: SqlDatabase): void {
  const [table] = database.all("select sql from sqlite_schema where name = 'words'")
  database.exec(`
    create temp table kept as select rowid as n, text from words where rowid in (select n from rec);
    drop table words;
    ${String(table?.sql)};
    insert into words (words, rank) values ('secure-delete', 1);
    insert into words (rowid, text) select n, text from kept order by n;
    drop table kept;
  `)
}

/** Makes everything anew that is derived from the records, after a migration that asks for it. */
function deriveAll(database: SqlDatabase): void {
  const page = 'select * from rec where n > ? order by n limit 1000'
  let rows = database.all(page, Number.MIN_SAFE_INTEGER)
  while (rows.length > 0) {
    for (const row of rows) {
      const n = Number(row.n)
      const rec = rowToRecord(row)
      const day = dayOf(rec)
      database.run('update rec set day = ?, week = ? where n = ?', day, weekOf(day), n)
      writeWords(database, { n, before: n, words: wordsOf(rec).join(' ') })
    }
    rows = database.all(page, Number(rows.at(-1)?.n))
  }
}

// Reading

const firstDay: Day = '0000-00-00'
const lastDay: Day = '9999-99-99'
const newestOfAll = { at: Number.MAX_SAFE_INTEGER, id: 'g' }
/** SQLite joins at most 500 selects into one. */
const armsMax = 400

/** The newest of each space, or of each kind in each space, by an index; then the newest of these. */
function list(database: SqlDatabase, query: Query): readonly Rec[] {
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

/**
 * Walks the matches from the newest place to older ones and stops when the page is full. Records of the very same
 * moment lie in the order in which they came, so the last moment is read whole before the page is put in order.
 */
function search(database: SqlDatabase, query: Query & { readonly text: string }): readonly Rec[] {
  const asked = wordsAsked(query.text)
  if (asked.length === 0) return []
  const limit = limitOf(query)
  const after = query.after ?? newestOfAll
  const matches = (from: number, until: number, most: number) =>
    database.all(
      `select rec.* from words cross join rec on rec.n = words.rowid
       where words match ? and words.rowid >= ? and words.rowid < ? and ${inList('rec.space')}
         and (? or ${inList('rec.kind')}) and rec.day between ? and ? and (rec.at, rec.id) < (?, ?)
       order by words.rowid desc limit ?`,
      asked.map((word) => `"${word}" *`).join(' '),
      from,
      until,
      JSON.stringify(query.spaces),
      query.kinds ? 0 : 1,
      JSON.stringify(query.kinds ?? []),
      query.from ?? firstDay,
      query.until ?? lastDay,
      after.at,
      after.id,
      most,
    )
  const rows = [...matches(Number.MIN_SAFE_INTEGER, placeAfter(after.at), limit)]
  const last = rows.at(-1)
  if (last && rows.length === limit) rows.push(...matches(placeOf(Number(last.at)), Number(last.n), -1))
  return rows.map(rowToRecord).sort(newestFirst).slice(0, limit)
}

function countByWeek(database: SqlDatabase, { spaces, kinds, from }: WeekQuery): readonly WeekCount[] {
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

function page(database: SqlDatabase, query: Parameters<Store['page']>[0]): readonly Rec[] {
  const rows = database.all(
    `select * from rec where id > ? and (? or ${inList('space')}) order by id limit ?`,
    query.afterId ?? '',
    query.spaces ? 0 : 1,
    JSON.stringify(query.spaces ?? []),
    query.limit,
  )
  return rows.map(rowToRecord)
}

/** A list of any length is one value, so that a statement stays the same, and prepared. */
const inList = (column: string): string => `${column} in (select value from json_each(?))`

function rowToRecord(row: SqlRow): Rec {
  return {
    id: String(row.id),
    space: String(row.space),
    kind: String(row.kind),
    v: Number(row.v),
    at: Number(row.at),
    by: Number(row.by),
    h: String(row.h),
    f: JSON.parse(String(row.f)) as Rec['f'],
    ...(row.c === null ? {} : { c: JSON.parse(String(row.c)) as NonNullable<Rec['c']> }),
    ...(row.x === null ? {} : { x: String(row.x) }),
  }
}
