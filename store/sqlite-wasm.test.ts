/** What the browser runs, run here: SQLite as WebAssembly, in memory, because Node has no private file system. */
import startSqlite from '@sqlite.org/sqlite-wasm'
import { expect, test } from 'vitest'
import { exchangeContract } from './exchange.contract.ts'
import { openSqlite } from './sqlite.ts'
import { wasmDatabase } from './sqlite-wasm.ts'
import { storeContract } from './store.contract.ts'

const engine = await startSqlite()
const database = () =>
  wasmDatabase(engine, new engine.oo1.DB(':memory:', 'c'), { closed: () => {}, remove: async () => {} })

storeContract('a store in SQLite as WebAssembly', async () => openSqlite(database()), { runs: 10 })
exchangeContract('what a store in SQLite as WebAssembly tells others', async () => openSqlite(database()), {
  runs: 5,
})

test.each([
  ['nothing', null],
  ['a text', 'Noor and Sam'],
  ['an empty text', ''],
  ['a text with a mark before it, and letters of every length', '\ufeffñ 天 🫖 \0 end'],
  ['a long text', '🫖'.repeat(100_000)],
  ['a small number', -7],
  ['a large number', Number.MAX_SAFE_INTEGER],
  ['the smallest number', Number.MIN_SAFE_INTEGER],
  ['a fraction', 0.1],
])('%s comes back as it was given', (_, value) => {
  const sql = database()
  expect(sql.all('select ? as before, ? as it, ? as after', 'x', value, 'y')).toEqual([
    { before: 'x', it: value, after: 'y' },
  ])
  sql.close()
})

test('bytes come back as they were given, and are nobody else’s', () => {
  const sql = database()
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251)
  const [first] = sql.all('select ? as bytes, ? as none', bytes, new Uint8Array())
  sql.all('select ? as other', new Uint8Array(300_000))
  expect(first).toEqual({ bytes, none: new Uint8Array() })
  sql.close()
})

test('an error of SQLite is told, and the statement works again', () => {
  const sql = database()
  sql.exec('create table love (n integer primary key, text text not null) strict')
  sql.run('insert into love values (?, ?)', 1, 'tea')
  expect(() => sql.run('insert into love values (?, ?)', 1, 'soup')).toThrow()
  expect(() => sql.run('insert into love values (?, ?)', 2, null)).toThrow()
  sql.run('insert into love values (?, ?)', 2, 'soup')
  expect(sql.all('select * from love')).toEqual([
    { n: 1, text: 'tea' },
    { n: 2, text: 'soup' },
  ])
  sql.close()
})
