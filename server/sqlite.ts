/**
 * Boxes in SQLite, through Node's own `node:sqlite`: no native build, one file, one folder to back up.
 *
 * An answer here is a promise about the disk: with WAL and `synchronous = full` a commit survives a power
 * cut, and a device may then forget what it sent. `secure_delete` zeroes what is deleted, so that a
 * forgotten space is not left lying in free pages.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Box } from '../wire/message.ts'
import { type Boxes, cutPage, refusal, type SpaceId, sizeBytes } from './boxes.ts'

/** Raised with every change of the tables below. An older server must not write into a newer file. */
const version = 1

const tables = `
  create table if not exists space (
    n integer primary key,
    id blob not null unique,
    head integer not null,
    usedBytes integer not null
  ) strict;
  create table if not exists box (
    space integer not null references space (n) on delete cascade,
    sequence integer not null,
    bytes blob not null,
    primary key (space, sequence)
  ) strict;
  pragma user_version = ${version};
`

export type Opened =
  | { readonly ok: true; readonly boxes: Boxes }
  | { readonly ok: false; readonly why: 'not-writable' | 'newer' }

export function openSqliteBoxes(folder: string): Opened {
  try {
    // Nobody else on the machine has business in here.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const database = new DatabaseSync(join(folder, 'boxes.sqlite'), { timeout: 5_000 })
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on')

    const found = database.prepare('pragma user_version').get() as { user_version: number }
    if (found.user_version > version) {
      database.close()
      return { ok: false, why: 'newer' }
    }
    database.exec(tables)
    return { ok: true, boxes: boxesIn(database) }
  } catch {
    // Full disk, missing rights, a file where the folder should be: for the person it is one thing to mend.
    return { ok: false, why: 'not-writable' }
  }
}

type SpaceRow = { readonly n: number; readonly head: number; readonly usedBytes: number }

function boxesIn(database: DatabaseSync): Boxes {
  const findSpace = database.prepare('select n, head, usedBytes from space where id = ?')
  const addSpace = database.prepare('insert into space (id, head, usedBytes) values (?, 0, 0)')
  const raiseSpace = database.prepare('update space set head = ?, usedBytes = ? where n = ?')
  const addBox = database.prepare('insert into box (space, sequence, bytes) values (?, ?, ?)')
  const deleteSpace = database.prepare('delete from space where id = ?')
  const findBoxes = database.prepare(`
    select sequence, bytes from box
    where space = (select n from space where id = ?) and sequence > ?
    order by sequence limit ?
  `)

  const spaceRow = (space: SpaceId) => findSpace.get(space) as SpaceRow | undefined
  const newSpaceRow = (space: SpaceId): SpaceRow => ({
    n: Number(addSpace.run(space).lastInsertRowid),
    head: 0,
    usedBytes: 0,
  })

  return {
    async append(space, bytes) {
      return atOnce(database, () => {
        const found = spaceRow(space)
        const why = refusal(bytes, found?.usedBytes ?? 0)
        if (why) return { ok: false, why }
        if (bytes.length === 0) return { ok: true, sequences: [] }

        const { n, head, usedBytes } = found ?? newSpaceRow(space)
        const sequences = bytes.map((_, index) => head + 1 + index)
        for (const [index, body] of bytes.entries()) addBox.run(n, head + 1 + index, body)
        raiseSpace.run(head + bytes.length, usedBytes + sizeBytes(bytes), n)
        return { ok: true, sequences }
      })
    },

    async page(space, after, limit) {
      return cutPage(findBoxes.iterate(space, after, limit + 1) as Iterable<Box>, limit)
    },

    async forget(space) {
      deleteSpace.run(space)
      // Old pages also live in the write-ahead log until it is emptied.
      database.exec('pragma wal_checkpoint(truncate)')
    },

    async close() {
      database.close()
    },
  }
}

/** One transaction: all of the work or none. It takes the write lock first, so that it cannot fail half way for it. */
function atOnce<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
