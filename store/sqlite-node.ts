/**
 * SQLite as Node brings it: for tests, and for whoever wants to read a store without a browser. `:memory:` or a path.
 */
import { rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { SqlDatabase, SqlRow } from './sqlite.ts'

export function nodeDatabase(path: string): SqlDatabase {
  const database = new DatabaseSync(path)
  const statementBySql = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const statement = statementBySql.get(sql) ?? database.prepare(sql)
    statementBySql.set(sql, statement)
    return statement
  }
  return {
    exec: (sql) => database.exec(sql),
    run: (sql, ...values) => void prepared(sql).run(...values),
    all: (sql, ...values) => prepared(sql).all(...values) as unknown as readonly SqlRow[],
    close: () => database.close(),
    remove: async () => {
      for (const end of ['', '-journal']) rmSync(path + end, { force: true })
    },
  }
}
