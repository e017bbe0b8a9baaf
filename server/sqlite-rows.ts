/**
 * Rows of SQLite, for the files that know its tables: one transaction, text as bytes, and what is too large for a row.
 *
 * What surprises: what was sealed is never deleted, only overwritten with zeros where it lies, and later with something
 * else of the same size. SQLite's `secure_delete` zeroes what it deletes, but not the copy that stays in the gap of a
 * page whose rows it has moved to another; of four thousand packets that were taken back, a handful could still be
 * read in the file. These rows are only ever added at the end and changed in place, so SQLite never moves one.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Hex } from '../wire/message.ts'

/** One transaction: all of the work or none. It takes the write lock first, so that it cannot fail half way for it. */
export function atOnce<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    // A full disk may have ended the transaction already.
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

// Text is compared here and bytes are kept there. Twice as short, and in an index that counts.
export const bytesOf = (hex: Hex): Uint8Array => Buffer.from(hex, 'hex')
export const textOf = (bytes: Uint8Array): Hex =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

export type Bodies = ReturnType<typeof createBodies>

/** What was sealed, by number. `changed` is called when something was wiped, which may still lie in the log of writes. */
export function createBodies(database: DatabaseSync, changed: () => void) {
  const add = database.prepare('insert into body (bytes) values (?)')
  const overwrite = database.prepare('update body set bytes = ? where n = ?')
  const zero = database.prepare(`
    update body set bytes = zeroblob(length(bytes)) where n = ? returning length(bytes) as sizeBytes
  `)
  const addSpare = database.prepare('insert into spare (sizeBytes, n) values (?, ?)')
  const takeSpare = database.prepare(`
    delete from spare where sizeBytes = ? and n = (select min(n) from spare where sizeBytes = ?) returning n
  `)
  /** Sizes of which there is none to spare, so that nobody has to look again. */
  const without = new Set<number>()

  return {
    write(bytes: Uint8Array): number {
      if (!without.has(bytes.length)) {
        const spare = takeSpare.get(bytes.length, bytes.length) as { n: number } | undefined
        if (spare && overwrite.run(bytes, spare.n).changes === 1) return spare.n
        without.add(bytes.length)
      }
      return Number(add.run(bytes).lastInsertRowid)
    },

    /** Gives back how large it was. */
    wipe(n: number): number {
      const { sizeBytes } = zero.get(n) as { sizeBytes: number }
      addSpare.run(sizeBytes, n)
      without.delete(sizeBytes)
      changed()
      return sizeBytes
    },
  }
}
