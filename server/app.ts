/**
 * The server as a function: a request in, a response out. `main.ts` gives it a socket, tests give it words.
 *
 * It serves the built app and, under /v1/, a sign of life. (The line at /v1/line is no request and no response; it is
 * `socket.ts`'s.) Every answer leaves through one gate that puts the security headers on it, errors included: docs and
 * tests can then say "every".
 */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'

/** Each line is one promise to the people who use Tend; none may be loosened without a decision page. */
const securityHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    // SQLite is WebAssembly; nothing else may be made from text at run time.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    // Our own WebSocket too: to the browsers we promise, 'self' means the same place by that scheme as well.
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // The single policy of web/trusted.ts. A second one of that name is refused too.
    'trusted-types tend',
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // What Tend never asks for is switched off, so that no injected code can ask either.
  'Permissions-Policy': [
    'accelerometer=()',
    // For the code of an invitation. The browser asks the person first, and the picture stays in the page.
    'camera=(self)',
    'display-capture=()',
    'geolocation=()',
    'gyroscope=()',
    'magnetometer=()',
    'microphone=()',
    'midi=()',
    'payment=()',
    'usb=()',
  ].join(', '),
}

const oneYear = 'max-age=31536000'

/** `site` is the folder of the built app. */
export function createApp({ site }: { readonly site: string }) {
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    const byHttps = c.req.header('x-forwarded-proto') === 'https'
    guarded(c.res, { byHttps })
  })
  app.onError(() => plain(500, 'Something broke on this server. What you wrote is on your device, not here.'))
  app.notFound(() => plain(404, 'There is nothing at this address.'))

  app.use('/v1/*', async (c, next) => {
    await next()
    c.res.headers.set('Cache-Control', 'no-store')
  })
  app.get('/v1/health', (c) => c.json({ ok: true }))
  app.all('/v1/*', (c) => c.notFound())

  app.get('*', etag(), async (c) => (await siteFile(site, c)) ?? c.notFound())
  app.all('*', () => plain(405, 'This address can only be read.', { Allow: 'GET, HEAD' }))
  return app
}

/** The answer to what is not even a request for `createApp`: a broken address, a missing host. */
export function badRequest(): Response {
  return sentence(400, 'This server did not understand the request.')
}

/** An answer of one sentence, for what does not come through `createApp`. */
export function sentence(status: number, words: string, headers: Record<string, string> = {}): Response {
  return guarded(plain(status, words, headers), { byHttps: false })
}

function guarded(response: Response, { byHttps }: { byHttps: boolean }): Response {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  // Over plain http, as on localhost, the header means nothing and a browser ignores it.
  if (byHttps) response.headers.set('Strict-Transport-Security', oneYear)
  return response
}

function plain(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  })
}

const typeByEnding: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/**
 * A path of the built app: no segment starts with a dot and none holds an escape, so no path can climb out of
 * the folder or reach a hidden file. What does not look like this is never shown to the disk.
 */
const sitePath = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/

async function siteFile(site: string, c: Context): Promise<Response | undefined> {
  const isScreen = c.req.path === '/' || /^\/a(?:\/|$)/.test(c.req.path)
  const path = isScreen ? '/index.html' : c.req.path
  const type = typeByEnding[extname(path)]
  if (!type || !sitePath.test(path)) return undefined

  const found = await firstFile(join(site, path), acceptedEncodings(c.req.header('accept-encoding')))
  if (!found) return undefined

  const headers = new Headers({
    'Content-Type': type,
    'Content-Length': String(found.bytes.length),
    'Cache-Control': path.startsWith('/assets/') ? `public, ${oneYear}, immutable` : 'no-cache',
    Vary: 'Accept-Encoding',
  })
  if (found.encoding) headers.set('Content-Encoding', found.encoding)
  return new Response(found.bytes, { headers })
}

/** The build lays these beside each text file, smallest first. */
const endingByEncoding = { br: '.br', gzip: '.gz' } as const
type Encoding = keyof typeof endingByEncoding

/** RFC 9110, 12.5.3, as far as browsers use it: a name counts unless its weight is zero. */
function acceptedEncodings(header = ''): Encoding[] {
  const wanted = header
    .split(',')
    .filter((entry) => !/;\s*q=0(?:\.0*)?\s*$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim().toLowerCase())
  return (Object.keys(endingByEncoding) as Encoding[]).filter((encoding) => wanted.includes(encoding))
}

async function firstFile(path: string, encodings: readonly Encoding[]) {
  for (const encoding of [...encodings, undefined]) {
    const bytes = await readFile(encoding ? path + endingByEncoding[encoding] : path).catch(absent)
    if (bytes) return { bytes, encoding }
  }
  return undefined
}

/** A file that is not there is an answer; a disk that fails is not, and becomes a 500. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return undefined
  throw error
}
