/**
 * The store in SQLite. The same SQL runs in the browser's worker (`device.ts`) and in Node (`sqlite-node.ts`),
 * because all it needs of a database is the small door below. Reading is `sqlite-read.ts`, writing `sqlite-write.ts`, and
 * what has to do with telling others `sqlite-exchange.ts`.
 *
 * Deleted words are overwritten, not just unlinked: `secure_delete` for rows and indexes, and the option of the same
 * name for the index of words, which the pragma alone does not reach.
 */
import type { Rec, SpaceId } from '../core/record.ts'
import { assertFact, copiesOf, createWatchers, trouble } from './keep.ts'
import { migrate } from './migrations.ts'
import { exchangeOf } from './sqlite-exchange.ts'
import { countByWeek, list, page, search } from './sqlite-read.ts'
import { rowsOf, rowToRecord } from './sqlite-row.ts'
import { deriveAll, join, remove } from './sqlite-write.ts'
import type { Store } from './store.ts'

export type SqlValue = string | number | Uint8Array | null
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

  const tell = (changed: readonly Rec[]) =>
    watchers.tell(
      changed.map((rec) => rec.space),
      changed.map((rec) => rec.kind),
    )

  const apply = (records: readonly Rec[]) => {
    const copies = copiesOf(records).map((rec) => ({ rec }))
    tell(within(database, () => join(database, copies)))
  }

  const forget = (spaces: readonly SpaceId[]) => {
    const forgotten = within(database, () => remove(database, spaces))
    if (forgotten.length === 0) return
    watchers.tell(
      forgotten.map((row) => String(row.space)),
      forgotten.map((row) => String(row.kind)),
    )
    giveRoomBack(database)
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
    ...exchangeOf(database, { answer, within: (work) => within(database, work), tell }),
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
    lastClocks: (device) =>
      answer(() => {
        const rows = database.all('select space, clock from seen where device = ?', device)
        return new Map(rows.map(({ space, clock }) => [String(space), String(clock)]))
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
  const { derive, isOld } = within(database, () => {
    const migrated = migrate(database)
    if (migrated.derive) deriveAll(database)
    return migrated
  })
  if (derive && isOld) giveRoomBack(database)
}

/** The bytes of what is gone are overwritten already, so this may fail: a full disk may have no room to do it in. */
function giveRoomBack(database: SqlDatabase): void {
  try {
    database.exec('vacuum')
  } catch {
    // Then it is done another time.
  }
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
