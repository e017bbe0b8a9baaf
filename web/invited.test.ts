/** Sam opens the link that Noor sent. The invitation must be nowhere that somebody could find it later. */
import { beforeEach, expect, test, vi } from 'vitest'
import { holdInvitation, invited, listenForInvitation } from './invited.ts'

const code = '7QK2-M4XT-09CD-ZR3H-PW8E-5VBN-J6YA'
let replaced: string[]
let shelf: Map<string, string>

function open(address: string): void {
  const { pathname, hash } = new URL(address, 'https://tend.example')
  vi.stubGlobal('location', { pathname, hash })
  vi.stubGlobal('history', {
    state: { depth: 2 },
    replaceState: (state: unknown, _: string, to: string) => {
      replaced.push(to)
      expect(state).toEqual({ depth: 2 })
    },
  })
  listenForInvitation()
}

beforeEach(() => {
  replaced = []
  shelf = new Map()
  invited.value = undefined
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => shelf.get(key) ?? null,
    setItem: (key: string, text: string) => shelf.set(key, text),
    removeItem: (key: string) => shelf.delete(key),
  })
})

test('it is taken out of the address at once, and waits', () => {
  open(`/a/join#${code}`)
  expect(replaced).toEqual(['/a/join'])
  expect(invited.value).toBe(code)
})

test('it is still there when the page was closed meanwhile, and gone once it was used', () => {
  open(`/a/join#${code}`)
  open('/a/today')
  expect(invited.value).toBe(code)
  holdInvitation(undefined)
  open('/a/today')
  expect(invited.value).toBeUndefined()
  expect([...shelf]).toEqual([])
})

test('it is read as a browser may have written it', () => {
  open(`/a/join/#${encodeURIComponent(code.replaceAll('-', ' '))}`)
  expect(invited.value).toBe(code.replaceAll('-', ' '))
})

test.each(['/a/join', '/a/join#', `/a/today#${code}`, `/#${code}`])('%s brings none', (address) => {
  open(address)
  expect(invited.value).toBeUndefined()
  expect(replaced).toEqual([])
})

test('what is too long to be one is taken out of the address and not kept', () => {
  open(`/a/join#${'x'.repeat(5000)}`)
  expect(replaced).toEqual(['/a/join'])
  expect(invited.value).toBeUndefined()
})

test('an address that was cut in the middle of a letter does no harm', () => {
  open('/a/join#%E0%A4')
  expect(replaced).toEqual(['/a/join'])
})
