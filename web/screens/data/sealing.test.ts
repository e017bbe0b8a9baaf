/**
 * Noor’s page and the worker that seals for it, joined as on her phone, but in one thread and at the least cost that is
 * allowed. What is in a copy and what opens it is the format’s business; here, what a page is told and when it ends.
 */
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../../../store/memory.ts'
import { exportFile, exportText, readFile, readText } from '../../file.ts'
import { createTend, type Tend } from '../../tend.ts'
import { meantBy, passphraseFault } from './passphrase.ts'
import { type Ask, serveSealing, type Tell } from './seal.ts'
import { type Bench, look, open, seal, suggest, type Waiting } from './sealing.ts'

vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })

const cost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 }
const passphrase = 'goat lantern river shoe quiet'
const randomBytes = (sizeBytes: number) => crypto.getRandomValues(new Uint8Array(sizeBytes))

let isAway: boolean
let percents: number[]
let ending: AbortController
beforeEach(() => {
  isAway = false
  percents = []
  ending = new AbortController()
})

/** A worker, but in this thread. `answers: 'never'` is one that hangs, `'error'` one that could not be fetched. */
function createBench(answers: 'well' | 'never' | 'error' = 'well'): Bench {
  const [heardHere, heardThere]: [
    ((event: MessageEvent<Tell>) => void)[],
    ((event: MessageEvent<Ask>) => void)[],
  ] = [[], []]
  const postMessage = (data: Tell) =>
    setTimeout(() => {
      for (const heard of heardHere) heard({ data } as MessageEvent<Tell>)
    })
  if (answers === 'well')
    serveSealing(
      { postMessage, addEventListener: (_, heard) => heardThere.push(heard) },
      { randomBytes, cost },
    )
  return {
    addEventListener: (type, heard) => {
      if (type === 'message') heardHere.push(heard)
      else if (answers === 'error') setTimeout(heard)
    },
    postMessage: (data: Ask) => {
      for (const heard of heardThere) heard({ data } as MessageEvent<Ask>)
    },
    terminate: () => {
      isAway = true
    },
  }
}
const waiting = (bench = createBench()): Waiting => ({
  bench,
  signal: ending.signal,
  onKey: (percent) => percents.push(percent),
})

describe('A sealed copy of Noor’s', () => {
  let tend: Tend
  let file: Blob
  beforeAll(async () => {
    tend = createTend(createMemoryStore())
    await tend.open()
    await tend.welcome({ name: 'Noor', flower: 'marigold' })
    for (const title of ['Zoë’s first steps 🌷', 'The lake']) await tend.keep('landmark', { title })
    ending = new AbortController()
    percents = []
    const sealed = await seal({ ...waiting(), passphrase, text: exportText(tend, () => {}) })
    file = sealed.ok ? sealed.file : new Blob()
  })

  test('is known for what it is, and holds what the plain one holds', async () => {
    const into = { residents: await tend.sides(), store: tend.store }
    expect(await readFile(file, into)).toEqual({ ok: false, why: 'sealed' })
    expect(await look(file, waiting())).toBeUndefined()
    const opened = await open({ ...waiting(), file, passphrase })
    const text = opened.ok ? opened.text : ''
    expect(text).toBe(await (await exportFile(tend, () => {})).text())
    expect(await readText(text, into)).toMatchObject({ ok: true, head: { space: tend.here.value?.me.space } })
    expect(percents).toEqual(Array.from({ length: 101 }, (_, percent) => percent))
    expect(isAway).toBe(true)
  })

  test('says nothing of what is in it', async () =>
    expect(Buffer.from(await file.arrayBuffer()).toString('latin1')).not.toMatch(/Noor|lake|tend-export/))

  test('does not open for Kit', async () =>
    expect(await open({ ...waiting(), file, passphrase: 'goat lantern' })).toEqual({
      ok: false,
      why: 'passphrase',
    }))

  test('that was cut, or asks for too much, is refused before a passphrase is asked for', async () => {
    expect(await look(file.slice(0, file.size - 1), waiting())).toBe('cut')
    const greedy = new Uint8Array(await file.arrayBuffer())
    new DataView(greedy.buffer).setUint32(24, 4 * 1024 * 1024)
    expect(await look(new Blob([greedy]), waiting())).toBe('cost')
    expect(percents).toEqual([])
  })
})

describe('The work ends', () => {
  test('when Noor closes the sheet, and the worker is put away', async () => {
    const sealing = seal({ ...waiting(createBench('never')), passphrase, text: telling() })
    ending.abort()
    expect(await sealing).toEqual({ ok: false, why: 'stopped' })
    expect(isAway).toBe(true)
    expect(await suggest(waiting())).toBeUndefined()
  })

  test('when the worker cannot be had', async () =>
    expect(await look(new Blob(), waiting(createBench('error')))).toBe('failed'))

  test('when what should be sealed cannot be told, and nobody is given half of it', async () => {
    const sealing = seal({ ...waiting(), passphrase, text: telling(new Error('the store is closed')) })
    await expect(sealing).rejects.toThrow('the store is closed')
    expect(isAway).toBe(true)
  })

  test('when the phone cannot do it, and the fault does not say what was in the text', async () => {
    const sealing = seal({ ...waiting(), passphrase, text: telling(undefined, 'half \ud83d') })
    expect(await sealing).toEqual({ ok: false, why: 'failed' })
  })

  test('when the file cannot be read any more', async () => {
    const gone = { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) } as Blob
    expect(await look(gone, waiting())).toBe('unreadable')
    expect(await open({ ...waiting(), file: gone, passphrase })).toEqual({ ok: false, why: 'unreadable' })
  })
})

test('a suggestion is six words, long enough to be taken', async () => {
  const words = (await suggest(waiting())) ?? ''
  expect(words.split(' ')).toHaveLength(6)
  expect(passphraseFault(words, words)).toBeUndefined()
})

describe('What Noor types', () => {
  test('is the same with a space more, a line’s end, or another form of one letter', () =>
    expect(meantBy(' goat  lante\u0301rn\n')).toBe('goat lant\u00e9rn'))

  test('is not the same in capitals', () => expect(meantBy('Goat')).not.toBe(meantBy('goat')))

  test('is refused when it is short, spaces not counted, or when the second is another', () => {
    expect(passphraseFault('eleven char', 'eleven char')).toBe('short')
    expect(passphraseFault('goat          7', 'goat          7')).toBe('short')
    expect(passphraseFault('twelve chars', 'twelve char')).toBe('differs')
    expect(passphraseFault('twelve chars', 'twelve  chars ')).toBeUndefined()
  })
})

async function* telling(fault?: Error, text = 'goat') {
  yield text
  if (fault) throw fault
}
