/** What Noor's phone holds for one space, and how it lies there. Under the real cryptography. */
import { describe, expect, test } from 'vitest'
import type { DeviceKeys } from '../crypto/keys.ts'
import { deviceKeysOf } from '../crypto/keys.ts'
import { toHex } from '../wire/bytes.ts'
import { createChance } from './craft.fixture.ts'
import { craft } from './craft.ts'
import { dropSpace, holdSpace, openKeyring, spacesHeld } from './keyring.ts'
import { createMemoryVault } from './vault.ts'

const { bytes: randomBytes } = createChance(1)
const space = 'c0'.repeat(16)
const other = 'd0'.repeat(16)
const marks = { carries: 'a0'.repeat(16), owner: 'a1'.repeat(16), about: 'The bond with Sam', person: 1 }
const granted = { epoch: 3, entry: 'e3'.repeat(32), epochKey: randomBytes(32), slotSecret: randomBytes(32) }

async function held(keys?: DeviceKeys) {
  const vault = createMemoryVault()
  const holding = { vault, craft, randomBytes }
  await holdSpace(holding, { space, keys: keys ?? (await craft.createDeviceKeys()), marks })
  const open = async () => {
    const keyring = await openKeyring(holding, space)
    if (!keyring) throw new Error('it was put there')
    return keyring
  }
  return { vault, holding, open }
}

describe('A keyring', () => {
  test('is not there for a space nothing is held for', async () => {
    const { holding, vault } = await held()
    expect(await openKeyring(holding, other)).toBeUndefined()
    expect(await spacesHeld(vault)).toEqual([space])
  })

  test('has on the next day what was put into it', async () => {
    const { open } = await held()
    const today = await open()
    await today.learn(granted)
    await today.addEntries([Uint8Array.of(1), Uint8Array.of(2)])
    await today.addEntries([Uint8Array.of(3)])
    await today.count({ used: 9 })
    await today.count({ acked: 7 })
    await today.moveTo({ cursor: 12, heads: { ['0a'.repeat(8)]: { counter: 4, alive: 2 } } })
    await today.moveTo({ syncedMs: 5 })
    await today.mark({ quiet: true })
    await today.wish([{ wish: 'leave', first: 'send', said: false }])
    const tomorrow = await open()
    for (const name of [
      'marks',
      'counter',
      'place',
      'wishes',
      'entries',
      'epochs',
      'slotSecret',
      'slotKey',
    ] as const)
      expect(tomorrow[name]()).toEqual(today[name]())
    expect(tomorrow.marks()).toEqual({ ...marks, quiet: true })
    expect(tomorrow.counter()).toEqual({ used: 9, acked: 7 })
    expect(tomorrow.entries()).toEqual([Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)])
    expect([tomorrow.key, tomorrow.tag]).toEqual([today.key, today.tag])
  })

  test('signs with the same key after it was put away', async () => {
    const { open } = await held()
    const { keys, key } = await open()
    const message = Uint8Array.of(1, 2, 3)
    const signature = await craft.sign((await open()).keys.signing, message)
    expect(await craft.verify({ publicKey: keys.signing.publicKey, signature, message })).toBe(true)
    expect(key).toBe(toHex(keys.signing.publicKey))
  })

  test('keeps the order of more than nine entries', async () => {
    const { open } = await held()
    const keyring = await open()
    const entries = Array.from({ length: 120 }, (_, at) => Uint8Array.of(at))
    for (const entry of entries) await keyring.addEntries([entry])
    expect((await open()).entries()).toEqual(entries)
  })

  test('names slots by the first secret it learned, whatever a later epoch brings', async () => {
    const { open } = await held()
    const keyring = await open()
    await keyring.learn(granted)
    await keyring.learn({ ...granted, epoch: 4, epochKey: randomBytes(32), slotSecret: randomBytes(32) })
    expect((await open()).slotSecret()).toEqual(granted.slotSecret)
    expect([...(await open()).epochs().keys()]).toEqual([3, 4])
  })

  test('gives another phone of the same person what it may read, and nothing before there is anything', async () => {
    const { open, holding } = await held()
    const keyring = await open()
    expect(keyring.given()).toBeUndefined()
    await keyring.learn(granted)
    const given = keyring.given()
    expect(new TextDecoder().decode(given?.about)).toBe(marks.about)
    const { epoch, entry, epochKey } = granted
    expect(given).toMatchObject({ slotSecret: granted.slotSecret, epochs: [{ epoch, entry, key: epochKey }] })
    await holdSpace(holding, { space: other, keys: await craft.createDeviceKeys(), marks, given })
    const there = (await openKeyring(holding, other))?.epochs().get(epoch)
    expect(there).toMatchObject({ epochKey, entry })
    // The same key in another space seals otherwise.
    expect(there?.packetKey).not.toEqual(keyring.epochs().get(epoch)?.packetKey)
  })

  test('is dropped alone', async () => {
    const { holding, vault } = await held()
    await holdSpace(holding, { space: other, keys: await craft.createDeviceKeys(), marks })
    await dropSpace(vault, space)
    expect(await spacesHeld(vault)).toEqual([other])
    expect(await openKeyring(holding, other)).toBeDefined()
  })
})

describe('What lies on the disk', () => {
  test('has no secret in it: not an epoch key, not the slot secret, not a key that a browser could not hide', async () => {
    const seeds = { signing: randomBytes(32), agreement: randomBytes(32) }
    const bare = await deviceKeysOf(seeds)
    const keys: DeviceKeys = {
      signing: { ...bare.signing, privateHalf: { kept: 'bare', seed: seeds.signing } },
      agreement: { ...bare.agreement, privateHalf: { kept: 'bare', seed: seeds.agreement } },
    }
    const { open, vault } = await held(keys)
    await (await open()).learn(granted)
    const disk = bytesIn(await vault.all(''))
      .map(toHex)
      .join(' ')
    for (const secret of [seeds.signing, seeds.agreement, granted.epochKey, granted.slotSecret])
      expect(disk).not.toContain(toHex(secret))
    expect(disk).toContain(toHex(bare.signing.publicKey))
    const again = await open()
    expect(again.keys).toEqual(keys)
  })

  test('opens in no other row: whoever can write to the disk cannot exchange two secrets', async () => {
    const { open, vault } = await held()
    const keyring = await open()
    await keyring.learn(granted)
    await keyring.learn({ ...granted, epoch: 4, epochKey: randomBytes(32) })
    const [[third, one], [fourth, two]] = [...(await vault.all(`line/${space}/epoch/`))] as [
      [string, unknown],
      [string, unknown],
    ]
    await vault.set({ [third]: two, [fourth]: one })
    expect([...(await open()).epochs()]).toEqual([])
  })

  test('has one key of the device over it, also when two lines are begun at once', async () => {
    const vault = createMemoryVault()
    const holding = { vault, craft, randomBytes }
    const keys = await craft.createDeviceKeys()
    const given = { slotSecret: granted.slotSecret, epochs: [] }
    await Promise.all([space, other].map((one) => holdSpace(holding, { space: one, keys, marks, given })))
    for (const one of [space, other])
      expect((await openKeyring(holding, one))?.slotSecret()).toEqual(granted.slotSecret)
  })
})

/** Every run of bytes somewhere in a value. */
function bytesIn(value: unknown): readonly Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  if (value instanceof Map) return [...value.values()].flatMap(bytesIn)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bytesIn) : []
}
