/**
 * The vault in the browser: one IndexedDB database with one table. Keys lie here as the browser made them, and nobody can
 * read them out. Writing waits for `complete`, with `durability: 'strict'`, so that what was written before a message is
 * on the disk before the message goes out.
 */
import type { Vault } from './vault.ts'

const name = 'tend'
const table = 'vault'

export async function openVault(): Promise<Vault> {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(table)
  const database = await settled(opening)
  // Another page erases everything: it must not have to wait for this one.
  database.onversionchange = () => database.close()

  // A database that is closed throws at once. Here that is a promise that is not kept, like everything else.
  const read = async <Value>(ask: (rows: IDBObjectStore) => IDBRequest<Value>) =>
    settled(ask(database.transaction(table).objectStore(table)))
  const write = (change: (rows: IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const writing = database.transaction(table, 'readwrite', { durability: 'strict' })
      writing.oncomplete = () => resolve()
      writing.onabort = () => reject(writing.error)
      try {
        change(writing.objectStore(table))
      } catch (error) {
        // Of what cannot be cloned nothing is kept, and neither is what was put before it.
        writing.abort()
        reject(error)
      }
    })

  const keys = async (prefix: string) => (await read((rows) => rows.getAllKeys(under(prefix)))) as string[]
  return {
    get: (key) => read((rows) => rows.get(key)),
    keys,
    all: async (prefix) => {
      const rows = database.transaction(table).objectStore(table)
      const [found, values] = await Promise.all([
        settled(rows.getAllKeys(under(prefix))),
        settled(rows.getAll(under(prefix))),
      ])
      return new Map(found.map((key, at) => [String(key), values[at]]))
    },
    set: (changed) =>
      write((rows) => {
        for (const [key, row] of Object.entries(changed)) {
          if (row === undefined) rows.delete(key)
          else rows.put(row, key)
        }
      }),
    remove: (prefix) => write((rows) => rows.delete(under(prefix))),
    wipe: async () => {
      database.close()
      await settled(indexedDB.deleteDatabase(name))
    },
    close: async () => database.close(),
  }
}

/** Every key that begins so. No key of ours has a letter after `\uffff`. */
const under = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`)

const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
