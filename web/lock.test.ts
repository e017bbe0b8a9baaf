/** Noor sets a lock; Sam, who picks up the phone, tries. */
import { beforeEach, describe, expect, test } from 'vitest'
import { checkLock, createTryCounter, makeLock, type TryCounter, tryLock } from './lock.ts'

const noor = 'a0'.repeat(16)
const sam = 'b0'.repeat(16)

describe('a lock', () => {
  test('opens with its code, however the keyboard wrote it', async () => {
    const lock = await makeLock('café au lait')
    expect(await checkLock(lock, 'café au lait')).toBe(true)
    expect(await checkLock(lock, ' cafe\u0301 au lait ')).toBe(true)
  })

  test('does not open with another one', async () => {
    const lock = await makeLock('2468')
    for (const code of ['2469', '', '24680', '246', '２４６７'])
      expect(await checkLock(lock, code)).toBe(false)
  })

  test('with the same code is another lock for somebody else, and never holds the code', async () => {
    const [one, other] = [await makeLock('kettle'), await makeLock('kettle')]
    expect(one.salt).not.toBe(other.salt)
    expect(one.hash).not.toBe(other.hash)
    expect(one.salt).toMatch(/^[0-9a-f]{32}$/)
    expect(one.rounds).toBe(600_000)
    expect(JSON.stringify(one)).not.toContain('kettle')
  })

  test('is PBKDF2-HMAC-SHA256 as published (RFC 7914, section 11, the first half)', async () => {
    const published = {
      salt: '73616c74',
      rounds: 1,
      hash: '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc',
    }
    expect(await checkLock(published, 'passwd')).toBe(true)
    expect(await checkLock({ ...published, hash: published.hash.replace('55', '54') }, 'passwd')).toBe(false)
    expect(await checkLock({ ...published, hash: published.hash.slice(0, 32) }, 'passwd')).toBe(false)
  })
})

describe('wrong tries', () => {
  let nowMs: number
  let kept: Map<string, string>
  let tries: TryCounter
  // The slow part is tested above.
  const lock = { salt: '00', hash: '00'.repeat(32), rounds: 1 }
  const wrong = () => tryLock(tries, { space: noor, lock, code: 'no' })
  const counter = () =>
    createTryCounter(
      () => ({
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      }),
      () => nowMs,
    )
  beforeEach(() => {
    nowMs = 1_000_000
    kept = new Map()
    tries = counter()
  })

  test('three are free, after the fourth Sam waits, and then may try again', async () => {
    for (let i = 0; i < 3; i++) expect(await wrong()).toEqual({ ok: false, why: 'wrong', waitMs: 0 })
    expect(await wrong()).toEqual({ ok: false, why: 'wrong', waitMs: 5_000 })
    nowMs += 2_000
    expect(await wrong()).toEqual({ ok: false, why: 'wait', waitMs: 3_000 })
    nowMs += 3_000
    expect(await wrong()).toEqual({ ok: false, why: 'wrong', waitMs: 10_000 })
  })

  test('while waiting even the right code does not open', async () => {
    const right = { space: noor, lock: await makeLock('2468'), code: '2468' }
    for (let i = 0; i < 4; i++) await wrong()
    expect(await tryLock(tries, right)).toMatchObject({ ok: false, why: 'wait' })
    nowMs += 5_000
    expect(await tryLock(tries, right)).toEqual({ ok: true })
    expect(await wrong()).toMatchObject({ waitMs: 0 })
  })

  test('are still counted on a new page, and when the shelf was emptied under this one', async () => {
    for (let i = 0; i < 4; i++) await wrong()
    expect(counter().waitMs(noor)).toBe(5_000)
    kept.clear()
    expect(tries.waitMs(noor)).toBe(5_000)
  })

  test('of one person do not make the other wait', async () => {
    for (let i = 0; i < 9; i++) tries.count(noor)
    expect(tries.waitMs(sam)).toBe(0)
  })

  test('leave a number and a time, and nothing else', async () => {
    await wrong()
    expect([...kept]).toEqual([[`tend.tries.${noor}`, '{"wrong":1,"atMs":1000000}']])
  })

  test('do not keep the right code from opening where storage is forbidden', async () => {
    const forbidden = () => {
      throw new DOMException('', 'SecurityError')
    }
    const right = { space: noor, lock: await makeLock('2468'), code: '2468' }
    expect(await tryLock(createTryCounter(forbidden, Date.now), right)).toEqual({ ok: true })
  })

  test('a shelf with nonsense on it counts as empty', () => {
    for (const text of ['{', '{"wrong":"x"}', 'null', '{"wrong":null,"atMs":1}']) {
      kept.set(`tend.tries.${noor}`, text)
      expect(counter().waitMs(noor)).toBe(0)
    }
  })
})
