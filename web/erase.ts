/**
 * Erased means erased: the database and its files, drafts, the picture of Today, caches, and the service worker itself.
 * Afterwards this origin holds nothing, and the page says so without loading anything anew, because there may be no
 * network to load it from.
 */
import type { Store } from '../store/store.ts'
import { dropBeside } from './beside.ts'

let erasing = false

/** Whether the wipe that was just heard of is this page's own. */
export const isErasing = (): boolean => erasing

export async function eraseEverything(store: Store): Promise<void> {
  erasing = true
  // Also when the database cannot be removed: then at least nothing beside it is left, and whoever asked is told.
  await store.wipe().finally(eraseBeside)
}

async function eraseBeside(): Promise<void> {
  dropBeside('')
  localStorage.clear()
  sessionStorage.clear()
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
  // Not every browser can list its databases; Tend makes none, so this is a second lock on an empty room.
  for (const { name } of (await indexedDB.databases?.()) ?? []) if (name) indexedDB.deleteDatabase(name)
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? []
  await Promise.all(workers.map((worker) => worker.unregister()))
}
