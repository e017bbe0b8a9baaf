/**
 * The store on this device's own disk: SQLite, compiled to WebAssembly, over the browser's private file system.
 * It must run in a dedicated worker, and in one at a time (`tabs.ts` sees to it): the files are held exclusively.
 *
 * Two things surprise. A pool that fails to open removes its files unless told otherwise, so we tell it otherwise.
 * And the files can be missing for two very different reasons: a private window has none, and memory is an honest
 * answer; but a page that is only just closing still holds them, and memory would then hide a whole history. So we
 * first ask whether there is a disk at all, and where there is one we never fall back.
 */
import startSqlite, { type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { trouble } from './keep.ts'
import { createMemoryStore } from './memory.ts'
import { openSqlite } from './sqlite.ts'
import { told, wasmDatabase } from './sqlite-wasm.ts'
import type { Store } from './store.ts'
import type { Device } from './tabs.ts'

const pool = { name: 'tend', directory: 'tend', initialCapacity: 4 }
const file = '/tend.sqlite'
/** A closing page lets go within a few hundred milliseconds; after three seconds it is not closing. */
const waitsMs = [0, 50, 100, 200, 400, 800, 1500]

export function createDevice(): Device {
  let sqlite: Promise<Sqlite3Static> | undefined
  let files: SAHPoolUtil | undefined

  const open = async (): Promise<Store> => {
    if (!(await givesDirectory())) return createMemoryStore()
    sqlite ??= startQuietly()
    const engine = await sqlite.catch((error) => {
      sqlite = undefined
      throw error
    })
    files = (await openFiles(engine, files)) ?? files
    if (files === undefined || files.isPaused()) {
      if (await keepsFiles()) throw trouble('busy')
      return createMemoryStore()
    }
    const pooled = files
    const database = wasmDatabase(
      engine,
      told(() => new pooled.OpfsSAHPoolDb(file)),
      { closed: () => pooled.pauseVfs(), remove: wipe },
    )
    try {
      return openSqlite(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  const wipe = async (): Promise<void> => {
    await files?.removeVfs()
    files = undefined
    await removeAllFiles()
  }

  return { open, wipe }
}

/** Whether there is a private file system. Asked twice, because Safari's first answer in a session may be wrong. */
async function givesDirectory(): Promise<boolean> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      await navigator.storage.getDirectory()
      return true
    } catch {
      // Refused, as in a private window of Firefox. Not an error: the person is told where things are kept.
    }
  }
  return false
}

/** Whether a file nobody else can be holding can be made. A full disk is still a disk. */
async function keepsFiles(): Promise<boolean> {
  const name = `.tend-${crypto.randomUUID()}`
  try {
    const root = await navigator.storage.getDirectory()
    const handle = await (await root.getFileHandle(name, { create: true })).createSyncAccessHandle()
    handle.close()
    await root.removeEntry(name)
    return true
  } catch (error) {
    return error instanceof DOMException && error.name === 'QuotaExceededError'
  }
}

function startQuietly(): Promise<Sqlite3Static> {
  // The other file systems of SQLite would start workers of their own, and this one needs none.
  const unused = { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true }
  Object.assign(globalThis, { sqlite3ApiConfig: { disable: { vfs: unused } } })
  return startSqlite()
}

/** Opens the pool of files, or gives nothing when it cannot be had. */
async function openFiles(
  engine: Sqlite3Static,
  known: SAHPoolUtil | undefined,
): Promise<SAHPoolUtil | undefined> {
  const options = {
    ...pool,
    // Without this a failure here would delete the database. [SQLite 3.54, installOpfsSAHPoolVfs]
    preserveOnInitFailure: true,
    // Without this the second try would only be told of the first one's failure.
    forceReinitIfPreviouslyFailed: true,
  }
  for (const waitMs of waitsMs) {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    try {
      return await (known ? known.unpauseVfs() : engine.installOpfsSAHPoolVfs(options))
    } catch {
      // Held by a page that is closing, or one of Safari's passing failures. What it was, the last try will tell.
    }
  }
  return undefined
}

async function removeAllFiles(): Promise<void> {
  if (!(await givesDirectory())) return
  const root = await navigator.storage.getDirectory()
  const names: string[] = []
  for await (const name of root.keys()) names.push(name)
  for (const name of names) await root.removeEntry(name, { recursive: true })
}
