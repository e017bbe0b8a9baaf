/**
 * Writing to SQLite. What is to be written is worked out by `join.ts`; here it becomes rows.
 *
 * The words of a record lie in `said`, and `words` is the index of them. The index holds no copy of its own: to forget
 * a record's words it reads them there, so they leave the index first and `said` second.
 */
import { weekOf } from '../core/day.ts'
import type { Rec, SpaceId } from '../core/record.ts'
import { type Copy, joinIn, type Line, type Step, versionsOf } from './join.ts'
import { assertStay, createCalendar, dayOf, greatestClocks } from './keep.ts'
import type { SqlDatabase, SqlRow } from './sqlite.ts'
import { inList, placeAfter, placeOf, rowsOf, rowToHeld, rowToRecord } from './sqlite-row.ts'
import { wordsOf } from './words.ts'

/** Merges records into the rows, and gives back every version that came or went. */
export function join(database: SqlDatabase, copies: readonly Copy[]): readonly Rec[] {
  const records = copies.map(({ rec }) => rec)
  const rows = rowsOf(
    database,
    records.map((rec) => rec.id),
  )
  const heldById = new Map(rows.map((row) => [String(row.id), rowToHeld(row)]))
  const placeById = new Map(rows.map((row) => [String(row.id), Number(row.n)]))
  const lines = linesOf(
    database,
    records.map((rec) => rec.space),
  )
  assertStay(
    records,
    [...heldById.values()].map(({ rec }) => rec),
  )
  const { steps, lineBySpace } = joinIn(copies, { heldById, lineBySpace: lines })
  see(database, records)

  const write = createWriter(database)
  // In order of time, so that the index of words is written from front to back.
  for (const step of steps.toSorted((one, other) => one.after.rec.at - other.after.rec.at))
    write(step, placeById.get(step.after.rec.id))
  for (const [space, { serial }] of lineBySpace)
    if (serial !== lines.get(space)?.serial)
      database.run('update line set serial = ? where space = ?', serial, space)
  count(database, steps)
  return versionsOf(steps)
}

export function linesOf(database: SqlDatabase, spaces: readonly SpaceId[]): ReadonlyMap<SpaceId, Line> {
  const names = JSON.stringify([...new Set(spaces)])
  const rows = database.all(`select * from line where ${inList('space')}`, names)
  return new Map(
    rows.map(({ space, person, device, serial }) => [
      String(space),
      { person: Number(person), device: Number(device), serial: Number(serial) },
    ]),
  )
}

/** Writes rows, as long as one commit lasts. */
function createWriter(database: SqlDatabase) {
  const datesOf = createCalendar()
  const placeFor = createPlaces(database)

  return ({ before, after }: Step, place: number | undefined): void => {
    const { rec, told, unsent = null } = after
    if (rec === before?.rec) {
      database.run('update rec set told = ?, unsent = ? where id = ?', told, unsent, rec.id)
      return
    }
    const stays = before !== undefined && placeOf(before.rec.at) === placeOf(rec.at)
    const n = stays && place !== undefined ? place : placeFor(rec.at)
    const { day, week } = datesOf(rec)
    database.run(
      `insert into rec (n, id, space, kind, v, by, at, day, week, h, f, c, x, told, unsent)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (id) do update set n = excluded.n, space = excluded.space, kind = excluded.kind, v = excluded.v,
         by = excluded.by, at = excluded.at, day = excluded.day, week = excluded.week, h = excluded.h,
         f = excluded.f, c = excluded.c, x = excluded.x, told = excluded.told, unsent = excluded.unsent`,
      n,
      rec.id,
      rec.space,
      rec.kind,
      rec.v,
      rec.by,
      rec.at,
      day,
      week,
      rec.h,
      JSON.stringify(rec.f),
      rec.c ? JSON.stringify(rec.c) : null,
      rec.x ?? null,
      told,
      unsent,
    )
    writeWords(database, { n, before: place, words: wordsOf(rec).join(' ') })
  }
}

/** To take words out of the index is the dearest thing here, so what has not changed stays. */
function writeWords(
  database: SqlDatabase,
  { n, before, words }: { readonly n: number; readonly before: number | undefined; readonly words: string },
): void {
  if (before !== undefined) {
    const [known] = database.all('select text from said where n = ?', before)
    if (before === n && known?.text === words) return
    if (known) {
      database.run('delete from words where rowid = ?', before)
      database.run('delete from said where n = ?', before)
    }
  }
  if (words === '') return
  database.run('insert into said (n, text) values (?, ?)', n, words)
  database.run('insert into words (rowid, text) values (?, ?)', n, words)
}

/**
 * [Note: Place] Gives out the next free place of a day. Should all of a day be taken, one before everything: lists go by
 * `at` and do not mind, and a search finds it last.
 */
function createPlaces(database: SqlDatabase): (at: number) => number {
  const nextByDay = new Map<number, number>()
  return (at) => {
    const first = placeOf(at)
    let next = nextByDay.get(first)
    if (next === undefined) {
      const [row] = database.all(
        'select max(n) as last from rec where n >= ? and n < ?',
        first,
        placeAfter(at),
      )
      next = typeof row?.last === 'number' ? row.last + 1 : first
    }
    nextByDay.set(first, next + 1)
    return next < placeAfter(at) ? next : Number(database.all('select min(n) - 1 as n from rec')[0]?.n)
  }
}

function see(database: SqlDatabase, records: readonly Rec[]): void {
  for (const { space, device, clock } of greatestClocks(records)) {
    database.run(
      `insert into seen (space, device, clock) values (?, ?, ?)
       on conflict do update set clock = excluded.clock where excluded.clock > clock`,
      space,
      device,
      clock,
    )
  }
}

/** Counts what devices have told for the first time. */
function count(database: SqlDatabase, steps: readonly Step[]): void {
  const newly = new Map<string, { readonly space: SpaceId; readonly device: number; count: number }>()
  for (const { before, after } of steps) {
    let bits = after.told - (before?.told ?? 0)
    for (let device = 0; bits > 0; device++, bits = Math.floor(bits / 2)) {
      if (bits % 2 === 0) continue
      const { space } = after.rec
      const known = newly.get(`${device} ${space}`) ?? { space, device, count: 0 }
      newly.set(`${device} ${space}`, { ...known, count: known.count + 1 })
    }
  }
  for (const { space, device, count } of newly.values()) countTold(database, { space, device, count })
}

export function countTold(
  database: SqlDatabase,
  { space, device, count }: { readonly space: SpaceId; readonly device: number; readonly count: number },
): void {
  database.run(
    `insert into met (space, device, count) values (?, ?, ?)
     on conflict do update set count = count + excluded.count`,
    space,
    device,
    count,
  )
}

/** Removes spaces, and gives back the kinds that were in them. */
export function remove(database: SqlDatabase, spaces: readonly SpaceId[]): readonly SqlRow[] {
  const names = JSON.stringify(spaces)
  const forgotten = database.all(`select distinct space, kind from rec where ${inList('space')}`, names)
  database.run(`delete from said where n in (select n from rec where ${inList('space')})`, names)
  for (const table of ['rec', 'seen', 'line', 'met', 'aside'])
    database.run(`delete from ${table} where ${inList('space')}`, names)
  // To take thousands of records out of the index one by one takes minutes.
  if (forgotten.length > 0) database.exec("insert into words (words) values ('rebuild')")
  return forgotten
}

/** Makes everything anew that is derived from the records, after a migration that asks for it. */
export function deriveAll(database: SqlDatabase): void {
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
