import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrations } from './migrations.ts'
import { openSqlite } from './sqlite.ts'
import { nodeDatabase } from './sqlite-node.ts'

/** A database as version 1 made it. A frozen copy, because steps that people have taken must never change. */
const version1 = `
  create table rec (n integer primary key, id text not null unique, space text not null, kind text not null,
    v integer not null, by integer not null, at integer not null, day text not null, week text not null,
    h text not null, f text not null, c text, x text) strict;
  create index rec_at on rec (space, at, id) where x is null;
  create index rec_kind_at on rec (space, kind, at, id) where x is null;
  create index rec_day on rec (space, day, kind, at, id) where x is null;
  create index rec_week on rec (space, week, kind) where x is null;
  create table seen (space text not null, device text not null, clock text not null, primary key (space, device))
    strict, without rowid;
  create table fact (k text primary key, v text not null) strict, without rowid;
  insert into fact values ('device', 'aaaaaaaaaaaaaaaa');
  insert into rec values (1838732083200000, '01a2144b2a000000000000000000000001', 'c0', 'done', 1, 0, 1795636800000,
    '2026-11-25', '2026-11-23', '01a2144b2a000000aaaaaaaaaaaaaaaa', '{"day":"2026-11-25","note":"Noor and Sam sang"}',
    null, null);
  insert into rec values (1838732083200001, '01a2144b2a000000000000000000000002', 'c0', 'done', 1, 0, 1795636800000,
    '2026-11-25', '2026-11-23', '01a2144b2a000001aaaaaaaaaaaaaaaa', '{}', null, '01a2144b2a000001aaaaaaaaaaaaaaaa');
  pragma user_version = 1;
`

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tend-migrations-'))
  path = join(folder, 'tend.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

function make(script: string): void {
  const database = nodeDatabase(path)
  database.exec(script)
  database.close()
}

function shapeOf(file: string): unknown {
  const database = nodeDatabase(file)
  const shape = database.all(
    "select type, name, replace(replace(sql, char(10), ''), ' ', '') as sql from sqlite_schema order by name",
  )
  const [version] = database.all('pragma user_version')
  database.close()
  return { shape, version }
}

test('a database of version 1 opens at the newest version with everything in it', async () => {
  make(version1)
  const store = openSqlite(nodeDatabase(path))
  const [rec] = await store.list({ spaces: ['c0'] })
  expect(rec?.f).toEqual({ day: '2026-11-25', note: 'Noor and Sam sang' })
  expect(await store.search({ spaces: ['c0'], text: 'sang' })).toEqual([rec])
  expect(await store.page({ limit: 10 })).toHaveLength(2)
  expect(await store.fact('device')).toBe('aaaaaaaaaaaaaaaa')
  await store.close()
})

test('it then has the very shape of a new one', async () => {
  make(version1)
  await openSqlite(nodeDatabase(path)).close()
  const fresh = join(folder, 'fresh.sqlite')
  await openSqlite(nodeDatabase(fresh)).close()
  expect(shapeOf(path)).toEqual(shapeOf(fresh))
  expect(shapeOf(path)).toMatchObject({ version: { user_version: migrations.length } })
})

test('opened again, nothing is done a second time', async () => {
  await openSqlite(nodeDatabase(path)).close()
  const before = readFileSync(path)
  await openSqlite(nodeDatabase(path)).close()
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('a database of a later version is refused as newer, and left untouched', () => {
  make(`create table love (letters text); pragma user_version = ${migrations.length + 1};`)
  const before = readFileSync(path)
  const database = nodeDatabase(path)
  expect(() => openSqlite(database)).toThrow(/^newer$/)
  database.close()
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('a step that fails leaves the version it started from', () => {
  make(`${version1} create table words (in_the_way text);`)
  const before = readFileSync(path)
  const database = nodeDatabase(path)
  expect(() => openSqlite(database)).toThrow()
  database.close()
  expect(readFileSync(path).equals(before)).toBe(true)
})
