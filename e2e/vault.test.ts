/** The vault in IndexedDB keeps what `sync/vault.contract.ts` promises, in a page of a real browser. */
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, launch } from './phone.ts'

const entry = `
  import { openVault } from '/sync/indexeddb.ts'
  import { promises } from '/sync/vault.contract.ts'
  globalThis.promised = promises.map(({ it }) => it)
  globalThis.keeps = async (at) => {
    await new Promise((resolve) => {
      const removing = indexedDB.deleteDatabase('tend')
      removing.onsuccess = removing.onerror = removing.onblocked = resolve
    })
    const opened = []
    try {
      await promises[at].holds(async () => {
        const vault = await openVault()
        opened.push(vault)
        return vault
      })
      return 'kept'
    } catch (error) {
      return String(error)
    } finally {
      for (const vault of opened) await vault.close().catch(() => {})
    }
  }
`
/** Any origin with a secure context will do: nothing is asked of a server. */
const address = 'http://localhost/vault'
const kept = new Map<string, string>()

beforeAll(async () => {
  const built = await build({
    configFile: false,
    root: `${import.meta.dirname}/..`,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : null),
        load: (id) => (id === 'entry' ? entry : null),
      },
    ],
    build: { write: false, rolldownOptions: { input: 'entry', preserveEntrySignatures: false } },
  })
  const code = (built as { readonly output: readonly { readonly code?: string }[] }).output[0]?.code ?? ''
  const context = await (await launch()).newContext()
  await context.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  const page = await context.newPage()
  await page.goto(address)
  await page.addScriptTag({ content: code, type: 'module' })
  await page.waitForFunction('globalThis.promised')
  const promised = (await page.evaluate('promised')) as string[]
  for (const [at, it] of promised.entries()) kept.set(it, (await page.evaluate(`keeps(${at})`)) as string)
  await context.close()
})
afterAll(closeBrowser)

describe('A vault in IndexedDB', () => {
  test('keeps every promise', () => {
    expect([...kept].filter(([, how]) => how !== 'kept')).toEqual([])
    expect(kept.size).toBeGreaterThan(8)
  })
})
