/** A browser that forbids storage, or has no room for it, loses nobody what is on the screen. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { dropBeside, keepBeside, keysBeside, readBeside } from './beside.ts'
import { draft, dropDrafts } from './draft.ts'
import { eraseEverything } from './erase.ts'
import { readSnapshot, type Snapshot, writeSnapshot } from './snapshot.ts'

class Shelf extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, text: string) => void this.set(key, text)
  removeItem = (key: string) => this.delete(key)
}
const shelf = (entries: Record<string, string> = {}) => {
  const made = new Shelf(Object.entries(entries))
  // As in a browser, the keys of the object are the keys that are kept.
  vi.stubGlobal(
    'localStorage',
    new Proxy(made, {
      ownKeys: () => [...made.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: (_, name) => {
        const value = Reflect.get(made, name, made)
        return typeof value === 'function' ? value.bind(made) : value
      },
    }),
  )
  return made
}
const forbid = () =>
  vi.stubGlobal(
    'localStorage',
    new Proxy(
      {},
      {
        get: () => {
          throw new DOMException('', 'SecurityError')
        },
        ownKeys: () => {
          throw new DOMException('', 'SecurityError')
        },
      },
    ),
  )
afterEach(() => vi.unstubAllGlobals())

describe('where storage is forbidden', () => {
  test('what is kept stays as long as the page, and nothing fails', () => {
    forbid()
    expect(readBeside('tend.theme')).toBeUndefined()
    keepBeside('tend.theme', 'dark')
    expect(readBeside('tend.theme')).toBe('dark')
    keepBeside('tend.theme', undefined)
    expect(readBeside('tend.theme')).toBeUndefined()
    keepBeside('tend.theme', 'dark')
    dropBeside('tend.')
    expect(keysBeside('tend.')).toEqual([])
    const text = draft('noor.letter', '')
    text.value = 'Dear Sam'
    expect(text.value).toBe('Dear Sam')
    text.drop()
  })
})

test('Noor’s drafts go with her, and Sam’s stay', () => {
  const kept = shelf()
  draft('noor.letter', '').value = 'Dear Sam'
  draft('sam.letter', '').value = 'Dear Noor'
  dropDrafts('noor')
  expect([...kept.keys()]).toEqual(['tend.draft.sam.letter'])
})

test('the last picture of Today is never shown to another', () => {
  shelf()
  writeSnapshot({ own: 'noor', away: [] } as unknown as Snapshot)
  expect(readSnapshot()).toEqual({ own: 'noor', away: [] })
  expect(readSnapshot('noor')).toEqual({ own: 'noor', away: [] })
  expect(readSnapshot('sam')).toBeUndefined()
})

test('a database that cannot be removed keeps nothing else from being erased', async () => {
  const kept = shelf({ 'tend.draft.noor.letter': 'Dear Sam' })
  vi.stubGlobal('sessionStorage', new Map())
  const names = ['tend-1']
  vi.stubGlobal('caches', { keys: async () => [...names], delete: async () => names.pop() })
  vi.stubGlobal('indexedDB', {})
  vi.stubGlobal('navigator', {})
  const store = { wipe: () => Promise.reject(new Error('lost')) } as never
  await expect(eraseEverything(store)).rejects.toThrow('lost')
  expect([kept.size, names]).toEqual([0, []])
})
