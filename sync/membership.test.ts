/** Logs as Noor and Sam write and believe them. Under the real cryptography; the rules themselves are tested in `wire`. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { DeviceKeys } from '../crypto/keys.ts'
import { ofHex, toHex } from '../wire/bytes.ts'
import { counting, type Roster, tagOf } from '../wire/control.ts'
import { decodeEntry, joinProof } from '../wire/entry.ts'
import { createChance } from './craft.fixture.ts'
import { craft } from './craft.ts'
import {
  type Body,
  beginLog,
  believe,
  epochsIn,
  isCommitted,
  isProven,
  type Joining,
  leaving,
  mayGrant,
  newEpoch,
  openOwnGrant,
  remembered,
  writeEntry,
} from './membership.ts'

const { bytes: randomBytes } = createChance(1)
const idOf = (keys: DeviceKeys) => toHex(keys.signing.publicKey)
const tagOfKeys = (keys: DeviceKeys) => tagOf(idOf(keys), craft.sha256)
let [noor, sam, kit]: DeviceKeys[] = []
let space: string
let log: readonly Uint8Array[]
let roster: Roster

async function joining(keys: DeviceKeys, after: Roster, person: number): Promise<Joining> {
  const asked = {
    ...{ before: after.head, person, root: false },
    ...{ key: idOf(keys), agreement: toHex(keys.agreement.publicKey) },
  }
  return { ...asked, proof: await craft.sign(keys.signing, joinProof(asked)) }
}
const addOf = ({ before: _before, ...add }: Joining): Body => ({ type: 'add', ...add })
async function onward(from: Roster | undefined, keys: DeviceKeys, body: Body) {
  const entry = await writeEntry({ craft, keys, roster: from, body })
  return { entry, read: await believe({ craft, space, roster: from, entries: [entry] }) }
}

beforeAll(async () => {
  ;[noor, sam, kit] = await Promise.all([0, 1, 2].map(() => craft.createDeviceKeys()))
  const begun = await beginLog({ craft, keys: noor as DeviceKeys, nonce: randomBytes(16), root: false })
  space = begun.space
  const first = (await remembered({ craft, entries: [begun.entry] })) as Roster
  const second = await onward(first, noor as DeviceKeys, addOf(await joining(sam as DeviceKeys, first, 1)))
  const epoch = await newEpoch({
    craft,
    roster: second.read.roster as Roster,
    slotSecret: undefined,
    randomBytes,
  })
  const third = await onward(second.read.roster, noor as DeviceKeys, epoch)
  log = [begun.entry, second.entry, third.entry]
  roster = third.read.roster as Roster
})

describe('A log', () => {
  test('is believed from the first entry on, at once or entry by entry', async () => {
    const whole = await believe({ craft, space, roster: undefined, entries: log })
    expect(whole).toEqual({ ok: true, roster, believed: 3 })
    let step: Roster | undefined
    for (const entry of log) step = (await believe({ craft, space, roster: step, entries: [entry] })).roster
    expect(step).toEqual(roster)
    expect(await remembered({ craft, entries: log })).toEqual(roster)
  })

  test('with nothing in it is believed, and says nothing', async () =>
    expect(await believe({ craft, space, roster: undefined, entries: [] })).toEqual({
      ...{ ok: true, roster: undefined, believed: 0 },
    }))

  test('of another space is not believed, however true it is', async () =>
    expect(await believe({ craft, space: 'ab'.repeat(16), roster: undefined, entries: log })).toEqual({
      ...{ ok: false, why: 'refused', roster: undefined, believed: 0 },
    }))

  test('is believed up to the entry whose signature is not true', async () => {
    for (const [at, entry] of log.entries()) {
      const forged = entry.slice()
      forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
      const entries = log.map((one, place) => (place === at ? forged : one))
      const read = await believe({ craft, space, roster: undefined, entries })
      // Of a first entry that was changed, this space is not the space.
      expect(read).toMatchObject({ ok: false, believed: at })
      expect(read.roster?.entries ?? 0).toBe(at)
    }
  })

  test('that a newer app wrote asks for a newer app', async () => {
    const newer = (log[2] as Uint8Array).slice()
    newer[0] = 2
    const entries = [log[0], log[1], newer] as Uint8Array[]
    expect(await believe({ craft, space, roster: undefined, entries })).toMatchObject({
      why: 'too-new',
      believed: 2,
    })
  })
})

describe('Who asks to come in', () => {
  test('proves a key, for this place in the log and this person', async () => {
    const asked = await joining(kit as DeviceKeys, roster, 2)
    expect(await isProven(craft, asked)).toBe(true)
    expect(await isProven(craft, { ...asked, person: 0 })).toBe(false)
    expect(await isProven(craft, { ...asked, before: 'ab'.repeat(32) })).toBe(false)
    expect(await isProven(craft, { ...asked, key: idOf(sam as DeviceKeys) })).toBe(false)
    expect(await isProven(craft, { ...asked, agreement: 'ab'.repeat(32) })).toBe(false)
  })

  test('is not let in by an entry whose proof somebody else made', async () => {
    const asked = await joining(kit as DeviceKeys, roster, 2)
    const stolen = { ...asked, key: 'ab'.repeat(32) }
    expect((await onward(roster, noor as DeviceKeys, addOf(stolen))).read).toMatchObject({
      ok: false,
      why: 'refused',
    })
  })
})

describe('An epoch', () => {
  const openedBy = (keys: DeviceKeys, bytes = log[2] as Uint8Array) =>
    openOwnGrant({ craft, space, keys, tag: tagOfKeys(keys), bytes })

  test('gives everybody who counts the same keys, and nobody else any', async () => {
    const [noors, sams] = [await openedBy(noor as DeviceKeys), await openedBy(sam as DeviceKeys)]
    expect(noors).toBeDefined()
    expect(sams).toEqual(noors)
    expect(noors?.entry).toBe(roster.epoch?.hash)
    expect(await openedBy(kit as DeviceKeys)).toBeUndefined()
    const asSam = {
      craft,
      space,
      keys: kit as DeviceKeys,
      tag: tagOfKeys(sam as DeviceKeys),
      bytes: log[2] as Uint8Array,
    }
    expect(await openOwnGrant(asSam)).toBeUndefined()
  })

  test('names slots as the one before it', async () => {
    const first = await openedBy(noor as DeviceKeys)
    const body = await newEpoch({ craft, roster, slotSecret: first?.slotSecret, randomBytes })
    const { entry, read } = await onward(roster, sam as DeviceKeys, body)
    expect(read.ok).toBe(true)
    const second = await openedBy(noor as DeviceKeys, entry)
    expect(second?.epoch).toBe(2)
    expect(second?.slotSecret).toEqual(first?.slotSecret)
    expect(second?.epochKey).not.toEqual(first?.epochKey)
  })

  test('is not opened where it gives another key than it promised to everybody', async () => {
    const [one, other] = await Promise.all(
      [0, 1].map(() => newEpoch({ craft, roster, slotSecret: randomBytes(32), randomBytes })),
    )
    if (one?.type !== 'epoch' || other?.type !== 'epoch') throw new Error('both are')
    const { entry } = await onward(roster, sam as DeviceKeys, { ...one, grants: other.grants })
    expect(await openedBy(noor as DeviceKeys, entry)).toBeUndefined()
  })

  test('is found in a log, with what tells a key that fits from one that does not', async () => {
    const [found] = epochsIn(log, craft)
    const { epochKey } = (await openedBy(noor as DeviceKeys)) ?? {}
    if (!found || !epochKey) throw new Error('it is there')
    const { epoch, commitment, at } = found
    expect([epoch, at]).toEqual([1, 2])
    expect(isCommitted({ craft, space, epoch, epochKey, commitment })).toBe(true)
    expect(isCommitted({ craft, space, epoch: 2, epochKey, commitment })).toBe(false)
    expect(isCommitted({ craft, space, epoch, epochKey: randomBytes(32), commitment })).toBe(false)
  })

  test('is left to those who know how slots are named, as long as there is one', () => {
    const since = (...all: readonly number[]): Roster => ({
      ...roster,
      devices: roster.devices.map((device, at) => ({ ...device, since: all[at] ?? 0 })),
    })
    expect(mayGrant(roster, true)).toBe(true)
    expect(mayGrant(since(0, 5), false)).toBe(false)
    expect(mayGrant(since(5, 6), false)).toBe(true)
    const { epoch: _none, ...first } = roster
    expect(mayGrant(first, false)).toBe(true)
  })
})

describe('Noor leaves', () => {
  test('with every phone of hers, and says of each how far it has counted', async () => {
    const body = leaving({
      roster,
      person: 0,
      lastOf: ({ key }) => (key === idOf(noor as DeviceKeys) ? 7 : 0),
    })
    expect(body).toEqual({ type: 'leave', devices: [{ key: idOf(noor as DeviceKeys), last: 7 }] })
    const { entry, read } = await onward(roster, noor as DeviceKeys, body)
    expect(read.roster).toMatchObject({ closed: true, left: [0] })
    expect(counting(read.roster as Roster).map(({ person }) => person)).toEqual([1])
    expect(decodeEntry(entry)).toMatchObject({ ok: true, entry: { author: idOf(noor as DeviceKeys) } })
  })

  test('which nobody can say for her', async () => {
    const body = leaving({ roster, person: 0, lastOf: () => 0 })
    expect((await onward(roster, sam as DeviceKeys, body)).read.ok).toBe(false)
  })
})

test('A space is named by its first entry', async () => {
  const again = await beginLog({ craft, keys: noor as DeviceKeys, nonce: randomBytes(16), root: false })
  expect(again.space).not.toBe(space)
  expect(ofHex(again.space).length).toBe(16)
})
