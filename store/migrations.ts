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
  {
    // A record's place `n` is now one of its day, not one of its millisecond ([Note: Place]), and it knows who has told
    // it to whom. The index of words knows no beginnings by heart ([Note: Two ways to search]), and reads the words in
    // `said`. `aside` holds what could not be read.
    sql: `
      create table placed (
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
        x text,
        told integer not null default 0,
        unsent integer
      ) strict;
      insert into placed (n, id, space, kind, v, by, at, day, week, h, f, c, x)
        select date * 1048576 + row_number() over (partition by date order by at, id) - 1,
          id, space, kind, v, by, at, day, week, h, f, c, x
        from (select *, (at - (at % 86400000 + 86400000) % 86400000) / 86400000 as date from rec)
        order by 1;
      drop table rec;
      alter table placed rename to rec;
      create index rec_at on rec (space, at, id) where x is null;
      create index rec_kind_at on rec (space, kind, at, id) where x is null;
      create index rec_day on rec (space, day, kind, at, id) where x is null;
      create index rec_week on rec (space, week, kind) where x is null;
      create index rec_unsent on rec (space, unsent) where unsent is not null;

      drop table words;
      create table said (n integer primary key, text text not null) strict;
      create virtual table words using fts5(
        text, tokenize = 'ascii', content = 'said', content_rowid = 'n', detail = none, columnsize = 0
      );
      insert into words (words, rank) values ('secure-delete', 1);

      create table line (space text primary key, person integer not null, device integer not null, serial integer not null)
        strict, without rowid;
      create table met (space text not null, device integer not null, count integer not null, primary key (space, device))
        strict, without rowid;
      create table aside (
        space text not null,
        sequence integer not null,
        device integer,
        slot text not null,
        why text not null,
        bytes blob not null,
        primary key (space, sequence)
      ) strict;
    `,
    derive: true,
  },
]

/**
 * Brings a database up to date, or refuses and leaves it untouched. Says whether derived columns must be made anew, and
 * whether there was anything in it before.
 */
export function migrate(database: SqlDatabase): { readonly derive: boolean; readonly isOld: boolean } {
  const version = Number(database.all('pragma user_version')[0]?.user_version)
  if (version > migrations.length) throw trouble('newer')
  const missing = migrations.slice(version)
  for (const { sql } of missing) database.exec(sql)
  if (missing.length > 0) database.exec(`pragma user_version = ${migrations.length}`)
  return { derive: missing.some((migration) => migration.derive), isOld: version > 0 }
}
