/** What a browser holds of Tend, in every place where a page can leave something. */
import type { Page } from 'playwright-core'

export type Traces = {
  /** Path and SHA-256 of every file of the private file system. */
  readonly files: Readonly<Record<string, string>>
  readonly local: Readonly<Record<string, string>>
  readonly session: Readonly<Record<string, string>>
  readonly databases: readonly string[]
  readonly caches: readonly string[]
  readonly workers: readonly string[]
  readonly cookies: string
}

export const nothing: Traces = {
  files: {},
  local: {},
  session: {},
  databases: [],
  caches: [],
  workers: [],
  cookies: '',
}

export const traces = (page: Page): Promise<Traces> =>
  page.evaluate(async () => {
    const files: Record<string, string> = {}
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle, `${path}/${name}`)
        else {
          const bytes = await (await (entry as FileSystemFileHandle).getFile()).arrayBuffer()
          const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
          files[`${path}/${name}`] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
        }
      }
    }
    await walk(await navigator.storage.getDirectory(), '')
    return {
      files,
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: (await indexedDB.databases()).map(({ name = '', version = 0 }) => `${name} ${version}`),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
      cookies: document.cookie,
    }
  })

/** The traces once nothing is being written any more. */
export async function restingTraces(page: Page): Promise<Traces> {
  for (let last = ''; ; ) {
    const now = await traces(page).catch(aboutToChange)
    if (now && JSON.stringify(now) === last) return now
    last = JSON.stringify(now)
  }
}

/** A file that is written while it is read cannot be read, so nothing rests yet. */
function aboutToChange(error: Error): undefined {
  if (!error.message.includes('NotReadableError')) throw error
  return undefined
}

/** In which places the bytes of a word lie, as UTF-8 or as UTF-16. Nothing is skipped, not even unused pages. */
export const placesOf = (page: Page, word: string): Promise<readonly string[]> =>
  page.evaluate(async (wanted) => {
    const forms = [
      new TextEncoder().encode(wanted),
      Uint8Array.from(
        [...wanted].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
      ),
    ]
    const latin = (bytes: Uint8Array) => {
      let text = ''
      for (let from = 0; from < bytes.length; from += 8192)
        text += String.fromCharCode(...bytes.subarray(from, from + 8192))
      return text
    }
    const places: string[] = []
    const look = (place: string, bytes: Uint8Array) => {
      const text = latin(bytes).toLowerCase()
      if (forms.some((form) => text.includes(latin(form).toLowerCase()))) places.push(place)
    }
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle, `${path}/${name}`)
        else
          look(
            `${path}/${name}`,
            new Uint8Array(await (await (entry as FileSystemFileHandle).getFile()).arrayBuffer()),
          )
      }
    }
    await walk(await navigator.storage.getDirectory(), 'files')
    for (const store of [localStorage, sessionStorage])
      look(
        store === localStorage ? 'local' : 'session',
        new TextEncoder().encode(JSON.stringify({ ...store })),
      )
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const response = await cache.match(request, { ignoreVary: true })
        look(`${name} ${request.url}`, new Uint8Array((await response?.arrayBuffer()) ?? []))
      }
    }
    return places
  }, word)
