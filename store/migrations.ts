/**
 * The shape of the database, as numbered steps that are only ever added to: `pragma user_version` says how many a
 * database has behind it. A step that was ever released is never edited, because somebody's phone has already taken it.
 *
 * Only `f`, `c` and the frame of a record are the truth. `day`, `week` and `words` are derived from them, so a step
 * that changes how they are derived says `derive`, and they are made anew from the records.
 */
import { trouble } from './keep.ts'
import type { SqlDatabase } from './sqlite.ts'

type Migration = { readonly sql: string; readonly derive?: true }

/**
 * [Note: Place] `n` is a record's place in time: 1,024 numbers for each millisecond of `at`. So rows that are read
 * together lie together, and the newest matches of a search come first without reading the rest.
 */
export const migrations: readonly Migration[] = [
  {
    sql: `
      create table rec (
        n integer primary key,
        id text not null unique,
        space text not null,
        kind text not null,
        v integer not null,
        by integer not null,
        at integer not null,
        day text not null,
        week text not null,
        h text not null,
        f text not null,
        c text,
        x text
      ) strict;
      create index rec_at on rec (space, at, id) where x is null;
      create index rec_kind_at on rec (space, kind, at, id) where x is null;
      create index rec_day on rec (space, day, kind, at, id) where x is null;
      create index rec_week on rec (space, week, kind) where x is null;

      create table seen (space text not null, device text not null, clock text not null, primary key (space, device))
        strict, without rowid;
      create table fact (k text primary key, v text not null) strict, without rowid;
    `,
  },
  {
    // The table keeps its own copy of the words: it can then forget them without being told what they were.
    // `ascii` takes the words as `words.ts` cut them; nobody ranks or marks, so no places and no lengths are kept.
    // Beginnings of one to five letters have indexes of their own: a short one matches most of a history.
    sql: `
      create virtual table words using fts5(
        text, tokenize = 'ascii', prefix = '1 2 3 4 5', detail = none, columnsize = 0
      );
      insert into words (words, rank) values ('secure-delete', 1);
    `,
    derive: true,
  },
]

/** Brings a database up to date, or refuses and leaves it untouched. Says whether derived columns must be made anew. */
export function migrate(database: SqlDatabase): { readonly derive: boolean } {
  const version = Number(database.all('pragma user_version')[0]?.user_version)
  if (version > migrations.length) throw trouble('newer')
  const missing = migrations.slice(version)
  for (const { sql } of missing) database.exec(sql)
  if (missing.length > 0) database.exec(`pragma user_version = ${migrations.length}`)
  return { derive: missing.some((migration) => migration.derive) }
}
