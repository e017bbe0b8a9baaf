/**
 * The keeper on disk: the contract, and what only a disk can get wrong (surviving, and truly forgetting).
 * The one unit test that touches the disk, because the disk is what it is about; in a temporary folder.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { limits } from '../wire/message.ts'
import { boxesContract } from './boxes.contract.ts'
import { openSqliteBoxes } from './sqlite.ts'

const home = mkdtempSync(join(tmpdir(), 'tend-boxes-'))
afterAll(() => rmSync(home, { recursive: true }))

const newFolder = () => mkdtempSync(join(home, 'space-'))
const space = new Uint8Array(limits.spaceIdBytes).fill(7)
const sealed = new Uint8Array(4_000).fill(0xa7)

boxesContract('SQLite', () => open(newFolder()))

test('what was kept is there after a restart, and counting goes on', async () => {
  const folder = newFolder()
  const before = open(folder)
  await before.append(space, [sealed])
  await before.close()

  const after = open(folder)
  expect((await after.page(space, 0, 10)).boxes).toEqual([{ sequence: 1, bytes: sealed }])
  expect(await after.append(space, [sealed])).toEqual({ ok: true, sequences: [2] })
  await after.close()
})

test('nothing of a forgotten space is left in any file', async () => {
  const folder = newFolder()
  const boxes = open(folder)
  await boxes.append(space, [sealed])
  expect(occurrences(folder)).toBeGreaterThan(0)

  await boxes.forget(space)
  expect(occurrences(folder)).toBe(0)
  await boxes.close()
})

test('a folder that cannot be written is named as such, not thrown', () => {
  const file = join(newFolder(), 'a-file')
  writeFileSync(file, '')
  expect(openSqliteBoxes(join(file, 'data'))).toEqual({ ok: false, why: 'not-writable' })
})

test('a folder written by a newer server is left untouched', async () => {
  const folder = newFolder()
  await open(folder).close()
  const database = new DatabaseSync(join(folder, 'boxes.sqlite'))
  database.exec('pragma user_version = 999')
  database.close()
  expect(openSqliteBoxes(folder)).toEqual({ ok: false, why: 'newer' })
})

function open(folder: string) {
  const opened = openSqliteBoxes(folder)
  if (!opened.ok) throw new Error(`The folder could not be opened: ${opened.why}`)
  return opened.boxes
}

/** How many files still hold a run of the sealed bytes. */
function occurrences(folder: string) {
  const trace = Buffer.from(sealed.subarray(0, 64))
  return readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(trace)).length
}
