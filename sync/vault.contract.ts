/**
 * What every vault must do. It runs where the vault is: the one in memory beside this file, the one in IndexedDB in a
 * page of a real browser, where there is no test runner. So it is a list of promises, each of which fails by throwing.
 */
import type { Vault } from './vault.ts'

export type Promised = { readonly it: string; readonly holds: (open: () => Promise<Vault>) => Promise<void> }

const same = (one: unknown, other: unknown) => {
  if (told(one) !== told(other)) throw new Error(`${told(one)} is not ${told(other)}`)
}
/** Bytes are told as such, so that bytes and a list of numbers are two things. */
const told = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => {
    if (inner instanceof Uint8Array) return { bytes: [...inner] }
    return inner instanceof Map ? { rows: [...inner] } : inner
  }) ?? 'nothing'
const fails = async (work: Promise<unknown>) => {
  const hasFailed = await work.then(
    () => false,
    () => true,
  )
  if (!hasFailed) throw new Error('it should have failed')
}
const rows = {
  'line/a/1': 'one',
  'line/a/2': new Uint8Array([2]),
  'line/b/1': { deep: [new Uint8Array([3])] },
}

export const promises: readonly Promised[] = [
  {
    it: 'gives back what it was given, bytes as bytes',
    holds: async (open) => {
      const vault = await open()
      await vault.set(rows)
      for (const [key, row] of Object.entries(rows)) same(await vault.get(key), row)
      same(await vault.get('line/c'), undefined)
    },
  },
  {
    it: 'writes over what was there, and takes away what is undefined',
    holds: async (open) => {
      const vault = await open()
      await vault.set(rows)
      await vault.set({ 'line/a/1': 'another', 'line/a/2': undefined })
      same(await vault.all('line/a/'), new Map([['line/a/1', 'another']]))
    },
  },
  {
    it: 'finds by the beginning of a key, in order, and nothing else',
    holds: async (open) => {
      const vault = await open()
      await vault.set({ ...rows, 'line/a': 'not in it', 'line/aa/1': 'neither', 'line/a/10': 'ten' })
      same(await vault.keys('line/a/'), ['line/a/1', 'line/a/10', 'line/a/2'])
      same([...(await vault.all('line/b'))], [['line/b/1', rows['line/b/1']]])
      same(await vault.keys('x'), [])
      same((await vault.keys('')).length, 6)
    },
  },
  {
    it: 'removes by the beginning of a key',
    holds: async (open) => {
      const vault = await open()
      await vault.set(rows)
      await vault.remove('line/a/')
      same(await vault.keys(''), ['line/b/1'])
    },
  },
  {
    it: 'writes all of it or nothing',
    holds: async (open) => {
      const vault = await open()
      await vault.set({ a: 'before' })
      await fails(vault.set({ a: 'after', b: () => 'nobody can clone this' }))
      same(await vault.all(''), new Map([['a', 'before']]))
    },
  },
  {
    it: 'keeps a copy: what is changed afterwards has not changed here',
    holds: async (open) => {
      const vault = await open()
      const bytes = new Uint8Array([1])
      await vault.set({ bytes, list: [bytes] })
      bytes[0] = 9
      same(await vault.get('bytes'), new Uint8Array([1]))
      ;((await vault.get('bytes')) as Uint8Array)[0] = 7
      same(await vault.get('list'), [new Uint8Array([1])])
      same(await vault.get('bytes'), new Uint8Array([1]))
    },
  },
  {
    it: 'keeps keys that nobody can read, and they still work',
    holds: async (open) => {
      const vault = await open()
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ])
      await vault.set({ key: { of: 'Noor', key } })
      const { key: kept } = (await vault.get('key')) as { readonly key: CryptoKey }
      same(kept.extractable, false)
      const how = { name: 'AES-GCM', iv: new Uint8Array(12) }
      const sealed = await crypto.subtle.encrypt(how, key, new Uint8Array([5]))
      same(new Uint8Array(await crypto.subtle.decrypt(how, kept, sealed)), new Uint8Array([5]))
      await fails(crypto.subtle.exportKey('raw', kept))
    },
  },
  {
    it: 'is empty and closed once it was wiped',
    holds: async (open) => {
      const vault = await open()
      await vault.set(rows)
      await vault.wipe()
      await fails(vault.get('line/a/1'))
      same(await (await open()).keys(''), [])
    },
  },
  {
    it: 'does nothing any more once it is closed',
    holds: async (open) => {
      const vault = await open()
      await vault.close()
      await fails(vault.set(rows))
    },
  },
]
