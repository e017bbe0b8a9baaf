/**
 * The server by its answers, without a socket: what it serves, what it refuses, and that every answer is guarded.
 * The site is a tiny build in a temporary folder, with a secret beside it that no path may reach.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { badRequest, createApp } from './app.ts'

const home = mkdtempSync(join(tmpdir(), 'tend-site-'))
afterAll(() => rmSync(home, { recursive: true }))

const page = '<!doctype html><title>Tend</title>'
const script = 'console.log("Tend")'.repeat(20)
const site = join(home, 'dist')
mkdirSync(join(site, 'assets'), { recursive: true })
writeFileSync(join(home, 'secret.txt'), 'not for you')
writeFileSync(join(site, '.built'), 'a stamp')
writeFileSync(join(site, 'index.html'), page)
writeFileSync(join(site, 'sw.js'), '/* worker */')
writeFileSync(join(site, 'manifest.webmanifest'), '{}')
writeFileSync(join(site, 'assets/main-abc.js'), script)
writeFileSync(join(site, 'assets/main-abc.js.br'), brotliCompressSync(script))
writeFileSync(join(site, 'assets/main-abc.js.gz'), gzipSync(script))

const app = createApp({ site })
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

describe('What is served', () => {
  test.each(['/', '/a', '/a/today', '/a/story/2024', '/index.html'])('%s opens the app', async (path) => {
    const response = await get(path)
    expect(await response.text()).toBe(page)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test.each(['/a/today', '/sw.js', '/manifest.webmanifest'])(
    '%s is asked for again each time',
    async (path) => {
      expect((await get(path)).headers.get('cache-control')).toBe('no-cache')
    },
  )

  test('a hashed file is kept for a year', async () => {
    const response = await get('/assets/main-abc.js')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test('what has not changed is not sent again', async () => {
    const etag = (await get('/a/today')).headers.get('etag') ?? ''
    const response = await get('/a/today', { 'If-None-Match': etag })
    expect([response.status, await response.text()]).toEqual([304, ''])
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('HEAD gives the headers and no body', async () => {
    const response = await app.request('/a/today', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('content-length')).toBe(String(page.length))
  })
})

describe('The smallest form a browser takes', () => {
  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['GZIP', 'gzip'],
    ['identity', null],
    ['', null],
  ])('accepting "%s" gets %s', async (accepted, encoding) => {
    const response = await get('/assets/main-abc.js', { 'Accept-Encoding': accepted })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('Accept-Encoding')
  })

  test('holds the same words', async () => {
    const response = await get('/assets/main-abc.js', { 'Accept-Encoding': 'br' })
    expect(brotliDecompressSync(await response.bytes()).toString()).toBe(script)
  })

  test('falls back to the plain file where there is no smaller one', async () => {
    const response = await get('/sw.js', { 'Accept-Encoding': 'br' })
    expect([response.headers.get('content-encoding'), await response.text()]).toEqual([null, '/* worker */'])
  })
})

describe('What is not served', () => {
  test.each([
    '/nowhere',
    '/assets/old-chunk.js',
    '/assets',
    '/assets/',
    '/assets/main-abc.js.br',
    '/about',
    '/.built',
    '/.git/config',
    '/v1/nowhere',
  ])('%s is said not to exist', async (path) => {
    const response = await get(path)
    expect([response.status, await response.text()]).toEqual([404, 'There is nothing at this address.\n'])
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..%252f..%252fsecret.txt',
    '//secret.txt',
    '/assets/%00/../main-abc.js',
    '/a/../../secret.txt',
    '/a/..%2f..%2fsecret.txt',
  ])('%s does not climb out of the folder', async (path) => {
    expect(await (await get(path)).text()).not.toContain('not for you')
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused with a sentence', async (method) => {
    const response = await app.request('/a/today', { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })
})

test('the API shows that it is alive, and nothing keeps its answers', async () => {
  const response = await get('/v1/health')
  expect(await response.json()).toEqual({ ok: true })
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect((await get('/v1/nowhere')).headers.get('cache-control')).toBe('no-store')
})

describe('Every answer is guarded', () => {
  const answers: [string, () => Response | Promise<Response>][] = [
    ['a screen', () => get('/a/today')],
    ['a file', () => get('/assets/main-abc.js')],
    ['the API', () => get('/v1/health')],
    ['nothing there', () => get('/nowhere')],
    ['a refused method', () => app.request('/', { method: 'POST' })],
    ['a broken request', () => badRequest()],
  ]

  test.each(answers)('%s', async (_, answer) => {
    const { headers } = await answer()
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; " +
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types tend",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('microphone=()')
    expect(headers.get('permissions-policy')).toContain('camera=(self)')
    expect(headers.get('server')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('a bug answers with a sentence that gives nothing away', async () => {
    const response = await createBroken().request('/a/today')
    expect(response.status).toBe(500)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).not.toContain(home)
  })

  test('https is made lasting only where it was used', async () => {
    expect((await get('/')).headers.get('strict-transport-security')).toBeNull()
    const byHttps = await get('/', { 'X-Forwarded-Proto': 'https' })
    expect(byHttps.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })
})

/** A name longer than any file system allows makes reading fail in a way that is not "absent". */
function createBroken() {
  return createApp({ site: join(home, 'x'.repeat(300)) })
}
