/**
 * The small door of `sqlite.ts`, over SQLite compiled to WebAssembly.
 *
 * What surprises: values go in and out by SQLite's own functions and not by the friendly ones that come with it. Those
 * take memory for every text and give it back again; with ten years to bring in, two thirds of the time went there.
 * Here all texts of a statement lie in one piece of memory, which is used again for the next.
 */
import type { Database, PreparedStatement, Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { trouble } from './keep.ts'
import type { SqlDatabase, SqlRow, SqlValue } from './sqlite.ts'
import type { Trouble } from './store.ts'

/** The functions of SQLite as its compiled code exports them: https://sqlite.org/c3ref/funclist.html */
type Raw = {
  readonly [name in `sqlite3_bind_${'text' | 'blob'}`]: (
    statement: number,
    index: number,
    at: number,
    bytes: number,
    then: number,
  ) => number
} & {
  readonly sqlite3_bind_int: (statement: number, index: number, value: number) => number
  readonly sqlite3_bind_int64: (statement: number, index: number, value: bigint) => number
  readonly sqlite3_bind_double: (statement: number, index: number, value: number) => number
  readonly sqlite3_bind_null: (statement: number, index: number) => number
  readonly sqlite3_step: (statement: number) => number
  readonly sqlite3_reset: (statement: number) => number
} & {
  readonly [name in `sqlite3_column_${'type' | 'double' | 'text' | 'blob' | 'bytes'}`]: (
    statement: number,
    column: number,
  ) => number
}

type Prepared = {
  readonly statement: PreparedStatement
  readonly pointer: number
  readonly columns: readonly string[]
}

/** SQLite's names for what a step gives and for what a column holds. */
const rowIsThere = 100
const stepsDone = 101
const types = { integer: 1, float: 2, text: 3, blob: 4 } as const
/** What is bound stays where it is until the statement was stepped through, so nobody need copy it. */
const staysThere = 0
const roomBytesFirst = 64 * 1024

export function wasmDatabase(
  engine: Sqlite3Static,
  database: Database,
  files: { readonly closed: () => void; readonly remove: () => Promise<void> },
): SqlDatabase {
  const raw = engine.wasm.exports as Raw
  const room = createRoom(engine)
  const preparedBySql = new Map<string, Prepared>()

  const prepared = (sql: string): Prepared => {
    let known = preparedBySql.get(sql)
    if (known === undefined) {
      const statement = database.prepare(sql)
      const columns = statement.columnCount > 0 ? statement.getColumnNames() : []
      known = { statement, pointer: Number(statement.pointer), columns }
      preparedBySql.set(sql, known)
    }
    return known
  }

  const all = (sql: string, values: readonly SqlValue[]): readonly SqlRow[] => {
    const { pointer, columns } = prepared(sql)
    const rows: SqlRow[] = []
    try {
      database.checkRc(bind(engine, raw, { pointer, values, start: room.startFor(values) }))
      let code = raw.sqlite3_step(pointer)
      for (; code === rowIsThere; code = raw.sqlite3_step(pointer))
        rows.push(rowAt(engine, raw, { pointer, columns }))
      if (code !== stepsDone) database.checkRc(code)
    } finally {
      raw.sqlite3_reset(pointer)
    }
    return rows
  }

  return {
    exec: (sql) => told(() => void database.exec(sql)),
    run: (sql, ...values) => void told(() => all(sql, values)),
    all: (sql, ...values) => told(() => all(sql, values)),
    close: () => {
      for (const { statement } of preparedBySql.values()) statement.finalize()
      preparedBySql.clear()
      room.leave()
      database.close()
      files.closed()
    },
    remove: files.remove,
  }
}

/** The piece of SQLite's memory in which the texts of one statement lie, one after another. */
function createRoom({ wasm }: Sqlite3Static) {
  let sizeBytes = roomBytesFirst
  let start = Number(wasm.alloc(sizeBytes))

  /** Where it begins, once all of these fit. */
  const startFor = (values: readonly SqlValue[]): number => {
    let needed = 0
    for (const value of values) {
      // No letter that JavaScript counts takes more than three bytes.
      if (typeof value === 'string') needed += 3 * value.length
      else if (value instanceof Uint8Array) needed += value.length
    }
    if (needed > sizeBytes) {
      const larger = Number(wasm.alloc(2 * needed))
      wasm.dealloc(start)
      start = larger
      sizeBytes = 2 * needed
    }
    return start
  }

  return { startFor, leave: () => wasm.dealloc(start) }
}

/** Binds values to the question marks of a statement, their texts and bytes laid down from `start` on. */
function bind(
  { wasm }: Sqlite3Static,
  raw: Raw,
  {
    pointer,
    values,
    start,
  }: { readonly pointer: number; readonly values: readonly SqlValue[]; readonly start: number },
): number {
  const heap = wasm.heap8u()
  let at = start
  let code = 0
  for (let i = 0; i < values.length && code === 0; i++) {
    const value = values[i] as SqlValue
    if (value === null) code = raw.sqlite3_bind_null(pointer, i + 1)
    else if (typeof value === 'string') {
      const { written } = encoder.encodeInto(value, heap.subarray(at))
      code = raw.sqlite3_bind_text(pointer, i + 1, at, written, staysThere)
      at += written
    } else if (typeof value !== 'number') {
      heap.set(value, at)
      code = raw.sqlite3_bind_blob(pointer, i + 1, at, value.length, staysThere)
      at += value.length
    } else if ((value | 0) === value) code = raw.sqlite3_bind_int(pointer, i + 1, value)
    else if (Number.isSafeInteger(value)) code = raw.sqlite3_bind_int64(pointer, i + 1, BigInt(value))
    else code = raw.sqlite3_bind_double(pointer, i + 1, value)
  }
  return code
}

const encoder = new TextEncoder()
/** A mark at the beginning of a text is a letter of it, and not about how it is written. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function rowAt(
  { wasm }: Sqlite3Static,
  raw: Raw,
  { pointer, columns }: Pick<Prepared, 'pointer' | 'columns'>,
): SqlRow {
  const row: Record<string, SqlValue> = {}
  for (let i = 0; i < columns.length; i++) {
    const name = columns[i] as string
    const type = raw.sqlite3_column_type(pointer, i)
    // Every whole number we keep is one that JavaScript can count to, so nothing is lost on this way.
    if (type === types.integer || type === types.float) row[name] = raw.sqlite3_column_double(pointer, i)
    else if (type === types.text || type === types.blob) {
      const at =
        type === types.text ? raw.sqlite3_column_text(pointer, i) : raw.sqlite3_column_blob(pointer, i)
      const end = at + raw.sqlite3_column_bytes(pointer, i)
      // SQLite may have made its memory larger meanwhile, so the view of it is asked for anew.
      const bytes = wasm.heap8u()
      row[name] = type === types.text ? decoder.decode(bytes.subarray(at, end)) : bytes.slice(at, end)
    } else row[name] = null
  }
  return row
}

/** Errors of SQLite as our words. Its result codes are at https://sqlite.org/rescode.html; the low byte is the kind. */
export function told<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = (error as { resultCode?: number }).resultCode
    const why = code === undefined ? undefined : troubleByCode[code & 0xff]
    throw why === undefined ? error : trouble(why)
  }
}

const troubleByCode: Readonly<Record<number, Trouble>> = {
  10: 'lost',
  11: 'broken',
  13: 'full',
  14: 'lost',
  26: 'broken',
}
