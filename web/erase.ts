/**
 * Erased means erased: the database and its files, drafts, the picture of Today, caches, and the service worker itself.
 * Afterwards this origin holds nothing, and the page says so without loading anything anew, because there may be no
 * network to load it from.
 */
import type { Store } from '../store/store.ts'
import { dropBeside } from './beside.ts'
import type { Guest } from './lines.ts'
import { readWired } from './wired.ts'

let erasing = false

/** Whether the wipe that was just heard of is this page's own. */
export const isErasing = (): boolean => erasing

export async function eraseEverything(store: Store & { readonly guest?: Guest }): Promise<void> {
  erasing = true
  await eraseKeys(store)
  // Also when the database cannot be removed: then at least nothing beside it is left, and whoever asked is told.
  await store.wipe().finally(eraseBeside)
}

/** What could open a line to another phone again. Whoever holds it may not answer, and the rest must go all the same. */
async function eraseKeys(store: Store & { readonly guest?: Guest }): Promise<void> {
  const isPaired = await readWired(store).catch(() => [])
  if (!isPaired || !store.guest) return
  const late = new Promise((resolve) => setTimeout(resolve, keysMsMax))
  await Promise.race([store.guest.ask(['wipe']).catch(() => {}), late])
}

const keysMsMax = 3000

async function eraseBeside(): Promise<void> {
  dropBeside('')
  localStorage.clear()
  sessionStorage.clear()
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
  // Not every browser can list its databases. The keys of lines lie in one, and are gone by now; this is a second lock.
  for (const { name } of (await indexedDB.databases?.()) ?? []) if (name) indexedDB.deleteDatabase(name)
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? []
  await Promise.all(workers.map((worker) => worker.unregister()))
}
