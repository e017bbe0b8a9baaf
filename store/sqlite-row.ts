/**
 * A record as a row of the database: how it is read back, and its place.
 *
 * [Note: Place] `n` is a record's place in time: its day in Greenwich, and which one of that day it is, in the order in
 * which they came. So rows that are read together lie together, the newest matches of a search come first without
 * reading the rest, and the numbers of neighbours differ by so little that an index of them stays small.
 */
import type { Rec, RecordId } from '../core/record.ts'
import type { Held } from './join.ts'
import type { SqlDatabase, SqlRow } from './sqlite.ts'

const dayMs = 86_400_000
/** More than anybody keeps in a day, and few enough that the place of any moment is an exact number. */
const placesPerDay = 2 ** 20

/** The first place of the day of a moment, and the first of the day after it. */
export const placeOf = (at: number): number => Math.floor(at / dayMs) * placesPerDay
export const placeAfter = (at: number): number => placeOf(at) + placesPerDay

/** A list of any length is one value, so that a statement stays the same, and prepared. */
export const inList = (column: string): string => `${column} in (select value from json_each(?))`

export const rowsOf = (database: SqlDatabase, ids: readonly RecordId[]): readonly SqlRow[] =>
  database.all(`select * from rec where ${inList('id')}`, JSON.stringify(ids))

export const rowToHeld = (row: SqlRow): Held => ({
  rec: rowToRecord(row),
  told: Number(row.told),
  unsent: row.unsent === null ? undefined : Number(row.unsent),
})

export function rowToRecord(row: SqlRow): Rec {
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
