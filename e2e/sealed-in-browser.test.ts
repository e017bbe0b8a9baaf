/**
 * The room of keys and envelopes, in the browser people have: what Node agrees with, Chromium's WebCrypto must agree with
 * bit for bit, or two phones would not understand each other. (The vault in IndexedDB is `vault.test.ts`.)
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { checkByFile } from '../crypto/vectors.contract.ts'
import type {} from './frozen.page.ts'
import { closeBrowser, launch } from './phone.ts'

const root = join(import.meta.dirname, '..')
const lent = join(root, '../shared/vectors/wycheproof')
const absent = !existsSync(lent)

let page: Page

beforeAll(async () => {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: join(import.meta.dirname, 'frozen.page.ts'), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const pieces = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  // In one piece, so that the page need not fetch another.
  expect(pieces).toHaveLength(1)
  const code = pieces[0] && 'code' in pieces[0] ? pieces[0].code : ''
  const context = await (await launch()).newContext()
  // Nothing is asked of a server: any address with a secure context will do, and it answers with an empty page.
  await context.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  page = await context.newPage()
  await page.goto('http://localhost/sealed')
  await page.addScriptTag({ content: code, type: 'module' })
  await page.waitForFunction('globalThis.inPage')
})
afterAll(closeBrowser)

describe('In a real browser', () => {
  test('every frozen vector is what it was, and no file of them is forgotten', async () => {
    const found = await page.evaluate(() => globalThis.inPage.frozen())
    const files = globSync(join(root, 'crypto/vectors/*.json')).map((file) => basename(file, '.json'))
    expect(Object.keys(found).toSorted()).toEqual(files.toSorted())
    for (const [file, { count, disagree }] of Object.entries(found)) {
      expect(disagree, file).toEqual([])
      expect(count, file).toBeGreaterThan(0)
    }
  })

  test('keys are made where nobody can read them out', async () => {
    expect(await page.evaluate(() => globalThis.inPage.drawn())).toEqual(['hidden, false', 'hidden, false'])
  })

  /** A file that came empty would agree with everything. */
  const leastByFile = {
    xchacha20_poly1305_test: 315,
    hkdf_sha256_test: 86,
    hmac_sha256_test: 174,
    ed25519_test: 151,
    x25519_test: 518,
  } satisfies Record<keyof typeof checkByFile, number>

  for (const file of Object.keys(leastByFile) as (keyof typeof leastByFile)[])
    test.skipIf(absent)(`every case of Wycheproof’s ${file} is judged as it should be`, async () => {
      const content = JSON.parse(readFileSync(join(lent, `${file}.json`), 'utf8'))
      const { count, disagree } = await page.evaluate(
        ([name, all]) => globalThis.inPage.wycheproof(name, all),
        [file, content] as const,
      )
      expect(disagree).toEqual([])
      expect(count).toBeGreaterThanOrEqual(leastByFile[file])
    })
})
