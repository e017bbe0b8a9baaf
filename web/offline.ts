/**
 * The service worker: one whole version of the app, kept on the device, so that no network is needed again.
 *
 * All or nothing: a version is either cached complete or not at all, so nobody sees half of two versions.
 * The version before is kept for pages that still run it and load a part late. /v1/ is never touched.
 * What only those need who share between phones is kept from the moment somebody does, and from then on with every
 * version. `offline.build.ts` fills in the names below.
 */
declare const self: ServiceWorkerGlobalScope

/** Changes with any byte of the app. */
declare const VERSION: string
/** Path and, where the path carries no hash of the content, that hash: the browser refuses other content. */
declare const CORE: readonly (readonly [path: string, integrity?: string])[]

/** Paths of what comes later, all of them with a hash in their name. */
declare const FOR_TWO: readonly string[]

const own = `tend-${VERSION}`
// Caches are compared without `Vary`: a script tag sends other headers than this worker did.
const anyVary = { ignoreVary: true }
const livedMark = '/lived'
const forTwoMark = '/for-two'

self.addEventListener('install', (event) => event.waitUntil(keepCore()))

self.addEventListener('activate', (event) => event.waitUntil(takeOver()))

self.addEventListener('message', ({ data }) => {
  if (data === 'activate') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/v1/')) return
  const isScreen = request.mode === 'navigate' && /^\/(?:a(?:\/|$)|$)/.test(pathname)
  // Any other page, too: the plain one that leaving quickly leads to must open in a lift.
  event.respondWith(answer(isScreen ? '/index.html' : request))
  if (FOR_TWO.includes(pathname)) event.waitUntil(keepForTwo())
  if (isScreen) event.waitUntil(mend())
})

async function keepCore() {
  const cache = await caches.open(own)
  if (await caches.match(forTwoMark)) await keepForTwo()
  // `addAll` stores nothing unless everything came. What the page has just loaded by a hashed name comes from
  // the browser's own cache; a name that outlives its content is asked for anew.
  await cache.addAll(
    CORE.map(
      ([path, integrity = '']) => new Request(path, { integrity, cache: integrity ? 'no-cache' : 'default' }),
    ),
  )
}

/** Once. Without a network they could not have been asked for, so what fails is tried again when they are. */
async function keepForTwo() {
  const cache = await caches.open(own)
  if (await cache.match(forTwoMark)) return
  await cache.addAll(FOR_TWO)
  await cache.put(forTwoMark, new Response())
}

async function answer(request: Request | string) {
  const cache = await caches.open(own)
  return (await cache.match(request, anyVary)) ?? (await caches.match(request, anyVary)) ?? fetch(request)
}

/** A worker that came back after everything was erased stands in an empty room. It fetches what is its own again. */
async function mend() {
  if (await (await caches.open(own)).match('/index.html', anyVary)) return
  // Without a network the page could not come either; the next screen tries again.
  await keepCore().catch(() => undefined)
}

/** Keeps this version and the last one that people used. One that waited and was overtaken goes too. */
async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith('tend-') && name !== own)
  const lived = await Promise.all(others.map(async (name) => (await caches.open(name)).match(livedMark)))
  const previous = others.findLast((_, index) => lived[index])
  await Promise.all(others.filter((name) => name !== previous).map((name) => caches.delete(name)))
  await (await caches.open(own)).put(livedMark, new Response())
  await self.clients.claim()
}

// Makes this file a module for the compiler, so that its `self` is its own.
export {}
