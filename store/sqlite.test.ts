import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { edit, takeBack } from '../core/merge.ts'
import { clock, noorsOwn, noorsPhone, note, shared } from './couple.contract.ts'
import { exchangeContract } from './exchange.contract.ts'
import { openSqlite } from './sqlite.ts'
import { nodeDatabase } from './sqlite-node.ts'
import { storeContract } from './store.contract.ts'

storeContract('a store in SQLite', async () => openSqlite(nodeDatabase(':memory:')))
exchangeContract('what a store in SQLite tells others', async () => openSqlite(nodeDatabase(':memory:')), {
  runs: 15,
})

describe('what lies on the disk', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tend-store-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const open = () => openSqlite(nodeDatabase(join(folder, 'tend.sqlite')))
  /** Whether a text is in any file, in any case: the words of a search are kept in upper case. */
  const isOnDisk = (text: string) =>
    readdirSync(folder).some((name) =>
      readFileSync(join(folder, name), 'latin1').toUpperCase().includes(text.toUpperCase()),
    )

  const later = Date.UTC(2026, 11, 1)
  // Long enough for pages of its own, short enough to lie among others.
  const secret = 'xylophonic'
  const long = `${secret} quizzaciously `.repeat(900)
  const crowd = () =>
    Array.from({ length: 400 }, (_, i) =>
      note(`walk number ${i} by the water`, { at: Date.UTC(2026, 0, 1) + i * 1e7 }),
    )

  test.each([
    ['a short text', `${secret} quizzaciously`],
    ['a long one', long],
  ])('%s that was taken back is in no file, its words are in no table', async (_, text) => {
    const store = open()
    const rec = note(text, { at: Date.UTC(2026, 0, 2) })
    await store.apply([...crowd(), rec])
    expect(isOnDisk(secret)).toBe(true)
    await store.apply([takeBack(rec, clock(later))])
    expect(isOnDisk(secret)).toBe(false)
    expect(isOnDisk('quizz')).toBe(false)
    expect(isOnDisk('walk number 399')).toBe(true)
    await store.close()
    expect(isOnDisk(secret)).toBe(false)
  })

  test('what was written over is in no file', async () => {
    const store = open()
    const rec = note(long)
    await store.apply([...crowd(), rec])
    await store.apply([edit(rec, { note: 'Kinder words' }, clock(later))])
    expect(isOnDisk(secret)).toBe(false)
    expect(isOnDisk('kinder words')).toBe(true)
    await store.close()
  })

  test('a forgotten space is in no file, by its words or by its name, and gives its room back', async () => {
    const store = open()
    const own = crowd().map((rec) => ({ ...rec, space: noorsOwn, f: { note: `${long} ${rec.f.note}` } }))
    await store.apply([...own, note('Ours stays')])
    await store.share(noorsOwn, { person: 0, device: 0 })
    const bytes = new TextEncoder().encode(`quizz ${secret}`)
    await store.putAside(noorsOwn, [{ sequence: 1, slot: 'ab', why: 'no-key', bytes }])
    const before = readFileSync(join(folder, 'tend.sqlite')).length
    await store.forget([noorsOwn])
    for (const text of [secret, 'quizz', noorsOwn]) expect(isOnDisk(text)).toBe(false)
    expect(isOnDisk('ours stays')).toBe(true)
    // What is left is looked after as before.
    const another = note(long)
    await store.apply([another])
    await store.apply([takeBack(another, clock(later))])
    expect(isOnDisk('quizz')).toBe(false)
    expect(await store.search({ spaces: [shared], text: 'stays' })).toHaveLength(1)
    expect(readFileSync(join(folder, 'tend.sqlite')).length).toBeLessThan(before / 20)
    await store.close()
  })

  test('wiped, there is no file', async () => {
    const store = open()
    await store.apply([note(secret)])
    await store.wipe()
    expect(readdirSync(folder)).toEqual([])
  })

  test('closed and opened again, everything is there', async () => {
    const store = open()
    const recs = crowd()
    await store.apply(recs)
    await store.setFact('device', noorsPhone)
    await store.close()
    const again = open()
    expect(await again.list({ spaces: [shared], limit: 500 })).toHaveLength(400)
    expect(await again.search({ spaces: [shared], text: 'number 399' })).toHaveLength(1)
    expect(await again.fact('device')).toBe(noorsPhone)
    await again.close()
  })

  test('a commit that fails halfway leaves nothing of itself', async () => {
    const database = nodeDatabase(join(folder, 'tend.sqlite'))
    let writes = 0
    const store = openSqlite({
      ...database,
      run: (sql, ...values) => {
        if (sql.startsWith('insert into words') && ++writes > 3) throw new Error('full')
        database.run(sql, ...values)
      },
    })
    await expect(store.apply(crowd())).rejects.toThrow('full')
    expect(await store.list({ spaces: [shared] })).toEqual([])
    expect((await store.lastClocks(noorsPhone)).size).toBe(0)
    await store.close()
  })

  test('the search table agrees with itself after many edits and take-backs', async () => {
    const database = nodeDatabase(join(folder, 'tend.sqlite'))
    const store = openSqlite(database)
    const recs = crowd()
    await store.apply(recs)
    await store.apply(
      recs.filter((_, i) => i % 3 === 0).map((rec, i) => edit(rec, { note: `run ${i}` }, clock(later))),
    )
    await store.apply(recs.filter((_, i) => i % 5 === 0).map((rec) => takeBack(rec, clock(later + 1))))
    // An earlier moment, learned late, moves a record to another place.
    await store.apply(recs.filter((_, i) => i % 7 === 0).map((rec) => ({ ...rec, at: rec.at - 5e8 })))
    const isSound = () => database.exec("insert into words (words, rank) values ('integrity-check', 1)")
    expect(isSound).not.toThrow()
    expect(database.all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    const [{ words, recs: rows } = {}] = database.all(
      'select (select count(*) from said) as words, (select count(*) from rec where x is null) as recs',
    )
    expect(words).toBe(rows)
    await store.forget([noorsOwn])
    await store.apply([note('Hers', { space: noorsOwn }), note('Kept')])
    await store.forget([noorsOwn])
    expect(isSound).not.toThrow()
    expect(await store.search({ spaces: [shared], text: 'kept' })).toHaveLength(1)
    await store.close()
  })
})
