import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Rec } from '../core/record.ts'
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

/** What version 2 added, and the words of the record that has any. Frozen as well. */
const version2 = `
  create virtual table words using fts5(
    text, tokenize = 'ascii', prefix = '1 2 3 4 5', detail = none, columnsize = 0
  );
  insert into words (words, rank) values ('secure-delete', 1);
  insert into words (rowid, text) values (1838732083200000, 'AND NOOR SAM SANG');
  insert into rec values (-1024, '000000000000000000000000000000aa', 'c0', 'done', 1, 0, -1, '1969-12-31', '1969-12-29',
    '01a2144b2a000002aaaaaaaaaaaaaaaa', '{"note":"Long ago"}', null, null);
  insert into words (rowid, text) values (-1024, 'AGO LONG');
  insert into rec values (9223372036854774784, '000000000000000000000000000000ab', 'c0', 'done', 1, 0, 9007199254740991,
    '9999-12-31', '9999-12-27', '01a2144b2a000003aaaaaaaaaaaaaaaa', '{"note":"Far ahead"}', null, null);
  insert into words (rowid, text) values (9223372036854774784, 'AHEAD FAR');
  pragma user_version = 2;
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

test('a database of version 2 opens at the newest version with everything in it, and nothing of it waits', async () => {
  make(version1 + version2)
  const store = openSqlite(nodeDatabase(path))
  const notes = (await store.list({ spaces: ['c0'] })).map((rec) => rec.f.note)
  expect(notes).toEqual(['Far ahead', 'Noor and Sam sang', 'Long ago'])
  expect(await store.page({ limit: 10 })).toHaveLength(4)
  for (const [text, note] of [
    ['sang', 'Noor and Sam sang'],
    ['a', 'Noor and Sam sang'],
    ['long', 'Long ago'],
    ['far', 'Far ahead'],
  ])
    expect((await store.search({ spaces: ['c0'], text: text ?? '' })).map((rec) => rec.f.note)).toContain(
      note,
    )
  expect(await store.unsentCount('c0')).toBe(0)
  expect(await store.met('c0')).toEqual(new Map())
  // The places it was given are good for more.
  const [rec] = await store.list({ spaces: ['c0'], until: '2026-12-01', limit: 1 })
  await store.apply([{ ...(rec as Rec), id: 'ff'.repeat(16), f: { note: 'Sang again' } }])
  expect(await store.search({ spaces: ['c0'], text: 'sang' })).toHaveLength(2)
  await store.share('c0', { person: 0, device: 0 })
  expect(await store.unsentCount('c0')).toBe(5)
  await store.close()
})

test.each([
  ['1', version1],
  ['2', version1 + version2],
])('of version %s it then has the very shape of a new one', async (_, script) => {
  make(script)
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
