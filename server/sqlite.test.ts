/**
 * The keeper on disk: the contract, and what only a disk can get wrong (surviving, and truly forgetting).
 * Among the few unit tests that touch the disk, because the disk is what it is about; in a temporary folder.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { begun, boxesContract, ours, packet, push } from './boxes.contract.ts'
import { openSqliteBoxes } from './sqlite.ts'

const home = mkdtempSync(join(tmpdir(), 'tend-boxes-'))
afterAll(() => rmSync(home, { recursive: true }))

const newFolder = () => mkdtempSync(join(home, 'data-'))
const nowMs = Date.UTC(2026, 10, 25)

boxesContract('SQLite', (about) => open(newFolder(), about))

test('what was kept is there after a restart, and counting goes on', async () => {
  const folder = newFolder()
  const before = open(folder)
  await before.putLog(begun(ours))
  await before.append([push([packet(1)])])
  await before.close()

  const after = open(folder)
  expect((await after.page(ours, 0)).boxes).toEqual([{ sequence: 1, bytes: packet(1).bytes }])
  expect(await after.append([push([packet(1), packet(2)])])).toEqual([{ ok: true, sequences: [0, 2] }])
  await after.close()
})

describe('Nothing that is deleted is left in any file', () => {
  // In a tree of pages deleted rows can survive in many ways: in the gap of a page, in a page that was split, in a
  // page of a long chain. So there are many, of all sizes, among others that stay.
  const sizes = [512, 1_024, 4_096, 16_384, 512, 65_536, 2_048]
  const canary = (n: number) => `canary ${n} sings `
  const written = (counter: number, about: { slot: number; text: string }) => {
    const sizeBytes = 32 + (sizes[about.slot % sizes.length] ?? 512)
    return {
      ...packet(counter, { slot: about.slot }),
      bytes: new Uint8Array(Buffer.alloc(sizeBytes, about.text)),
    }
  }
  const filled = async (folder: string, count = 120) => {
    const boxes = open(folder)
    await boxes.putLog(begun(ours))
    for (let at = 0; at < count; at += 4)
      await boxes.append([
        push([0, 1, 2, 3].map((n) => written(at + n + 1, { slot: at + n, text: canary(at + n) }))),
      ])
    await boxes.tidy()
    return boxes
  }

  test('what was replaced, by a take-back or anything else', async () => {
    const folder = newFolder()
    const boxes = await filled(folder)
    expect(traces(folder, canary(3))).toBeGreaterThan(0)
    const back = Array.from({ length: 60 }, (_, n) => 2 * n + 1)
    for (const [n, slot] of back.entries())
      await boxes.append([push([{ ...packet(1_000 + n, { slot }), bytes: new Uint8Array(544) }])])
    await boxes.tidy()
    for (const slot of back) expect(traces(folder, canary(slot)), `slot ${slot}`).toBe(0)
    for (const slot of back) expect(traces(folder, canary(slot - 1))).toBeGreaterThan(0)
    await boxes.close()
  })

  test('a space that was forgotten, and its mail', async () => {
    const folder = newFolder()
    const boxes = await filled(folder)
    const mail = {
      meeting: '07'.repeat(16),
      index: 0,
      bytes: Buffer.from(canary(7_000)),
      nowMs,
      lifetimeMs: 1_000,
    }
    await boxes.postMail(mail)
    await boxes.forget(ours, nowMs)
    await boxes.purge(nowMs + 1_000)
    await boxes.tidy()
    for (const text of ['canary', 'entry 1']) expect(traces(folder, text)).toBe(0)
    for (const hex of [ours, push([]).key]) expect(traces(folder, Buffer.from(hex, 'hex'))).toBe(0)
    await boxes.close()
  })

  test('what was begun to be forgotten when the machine went off', async () => {
    const folder = newFolder()
    const boxes = await filled(folder, 240)
    // The first thing that happens is that nobody finds the space any more. The rest takes turns.
    const forgetting = boxes.forget(ours, nowMs)
    await boxes.close()
    await expect(forgetting).rejects.toThrow()
    expect(traces(folder, 'canary')).toBeGreaterThan(0)

    const again = open(folder)
    expect(await again.find({ space: ours, key: push([]).key })).toEqual({ is: 'gone' })
    expect(await again.purge(nowMs)).toEqual([ours])
    await again.tidy()
    expect(traces(folder, 'canary')).toBe(0)
    await again.close()
  })
})

test('nothing comes through moving: of thousands that were written over, none is in the file', async () => {
  const folder = newFolder()
  const boxes = open(folder)
  await boxes.putLog(begun(ours))
  const markBySlot = new Map<number, string>()
  const over: string[] = []
  let counter = 0
  // The same numbers each time. SQLite moves rows when pages fill up and empty, and it takes a few of these for that.
  const chance = (below: number) => (Math.imul(++counter, 2_654_435_761) >>> 7) % below
  for (let step = 0; step < 50; step++) {
    const packets = Array.from({ length: 48 }, () => {
      const slot = chance(150)
      const mark = `<${counter}>`
      over.push(...[markBySlot.get(slot) ?? []].flat())
      markBySlot.set(slot, mark)
      const sizeBytes = 32 + 512 * 2 ** chance(4)
      return { ...packet(counter, { slot }), bytes: new Uint8Array(Buffer.alloc(sizeBytes, mark)) }
    })
    await boxes.append([push(packets)])
  }
  await boxes.tidy()
  const text = readFileSync(join(folder, 'boxes.sqlite'), 'latin1')
  const there = new Set(text.match(/<\d+>/g))
  expect(over.length).toBeGreaterThan(2_000)
  expect(over.filter((mark) => there.has(mark))).toEqual([])
  for (const mark of markBySlot.values()) expect(there.has(mark)).toBe(true)
  expect((await boxes.page(ours, 0)).boxes.length).toBeGreaterThan(100)

  // At night the room that was taken by them is given back, and everything else is as it was.
  const before = await boxes.page(ours, 0)
  await boxes.sweep()
  await boxes.tidy()
  expect(readFileSync(join(folder, 'boxes.sqlite')).length).toBeLessThan(text.length)
  expect(await boxes.page(ours, 0)).toEqual(before)
  expect(await boxes.log({ space: ours, after: 0, most: 9 })).toHaveLength(1)
  await boxes.close()
})

describe('A backup', () => {
  test('is a whole server as it was, and may go on as one', async () => {
    const folder = newFolder()
    const boxes = open(folder)
    await boxes.putLog(begun(ours))
    await boxes.append([push([packet(1), packet(2)])])
    const restored = newFolder()
    const made = boxes.backup(join(restored, 'boxes.sqlite'))
    await boxes.append([push([packet(3)])])
    await made
    await boxes.close()

    const again = open(restored)
    const found = await again.find({ space: ours, key: push([]).key })
    expect(found).toMatchObject({ is: 'in', entries: 1 })
    expect([2, 3]).toContain(found.is === 'in' && found.sequence)
    await again.close()
  })

  test('holds nothing of what was replaced', async () => {
    const folder = newFolder()
    const boxes = open(folder)
    await boxes.putLog(begun(ours))
    await boxes.append([push([{ ...packet(1), bytes: new Uint8Array(Buffer.alloc(544, 'canary')) }])])
    await boxes.append([push([packet(2, { slot: 1 })])])
    const copies = newFolder()
    await boxes.backup(join(copies, 'copy.sqlite'))
    expect(readdirSync(copies)).toEqual(['copy.sqlite'])
    expect(traces(copies, 'canary')).toBe(0)
    await boxes.close()
  })

  test('that cannot be written fails, and everything else goes on', async () => {
    const boxes = open(newFolder())
    await expect(boxes.backup(join(home, 'nowhere', 'copy.sqlite'))).rejects.toThrow()
    expect(await boxes.putLog(begun(ours))).toEqual({ ok: true, entries: 1 })
    await boxes.close()
  })
})

describe('A folder', () => {
  test('that cannot be written is named as such, not thrown', () => {
    const file = join(newFolder(), 'a-file')
    writeFileSync(file, '')
    expect(openSqliteBoxes(join(file, 'data'))).toEqual({ ok: false, why: 'not-writable' })
  })

  test('written by a newer server is left untouched', async () => {
    const folder = newFolder()
    await open(folder).close()
    withDatabase(folder, (database) => database.exec('pragma user_version = 999'))
    expect(openSqliteBoxes(folder)).toEqual({ ok: false, why: 'newer' })
  })

  test('of version 1, into which no app ever wrote, gets the tables of today', async () => {
    const folder = newFolder()
    withDatabase(folder, (database) =>
      database.exec(`
        create table space (n integer primary key, id blob not null unique, head integer, usedBytes integer) strict;
        create table box (space integer references space (n), sequence integer, bytes blob) strict;
        pragma user_version = 1;
      `),
    )
    const boxes = open(folder)
    expect(await boxes.putLog(begun(ours))).toEqual({ ok: true, entries: 1 })
    await boxes.close()
  })
})

function open(folder: string, about: { readonly spaceBytesMax?: number } = {}) {
  const opened = openSqliteBoxes(folder, about)
  if (!opened.ok) throw new Error(`The folder could not be opened: ${opened.why}`)
  return opened.boxes
}

function withDatabase(folder: string, work: (database: DatabaseSync) => void) {
  const database = new DatabaseSync(join(folder, 'boxes.sqlite'))
  work(database)
  database.close()
}

/** How many files still hold that. */
function traces(folder: string, of: string | Buffer) {
  return readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(of)).length
}
