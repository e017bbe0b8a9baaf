/**
 * Who is in a space, told as stories: Noor makes it, Sam comes in, devices come and go, somebody leaves. What an entry
 * cannot do stands in `control.refusals.test.ts`; `control.laws.test.ts` lets many write at random.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { counting, followAll, hashOf, isIn, peopleIn, type Roster, spaceOf, tagOf } from './control.ts'
import { type Check, decodeEntry, type Entry, encodeEntry } from './entry.ts'
import {
  add,
  alexsPhone,
  approve,
  decline,
  epoch,
  genesis,
  type Hand,
  hand,
  kit,
  kitsPhone,
  leave,
  logWith,
  noor,
  noorsPhone,
  noorsTablet,
  noorsWords,
  nothing,
  revoke,
  sam,
  samsPhone,
  samsTablet,
  samsWords,
  signature,
  type Told,
} from './log.fixture.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const { say, after } = logWith(sha256)
const refused = { ok: false, why: 'refused' }
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const noorAlone = after(undefined, [noorsPhone, genesis(noorsPhone)])
const both = after(noorAlone, [noorsPhone, add(samsPhone, sam)], [noorsPhone, epoch])
const kitAsked = after(both, [noorsPhone, add(kitsPhone, kit)])
const three = after(kitAsked, [samsPhone, approve], [samsPhone, epoch])
const manyDevices = after(
  three,
  [noorsPhone, add(noorsTablet, noor)],
  [noorsPhone, add(noorsWords, noor, true)],
  [samsPhone, add(samsTablet, sam)],
)
const alexAsked = after(three, [samsPhone, add(alexsPhone, 3)])

const device = (who: Hand, person: number, since: number) => ({
  ...who,
  tag: tagOf(who.key, sha256),
  person,
  root: false,
  since,
})
/** What an entry changes, besides being one more. */
const moved = (before: Roster, changes: Partial<Roster>, more: Roster) => {
  expect(more).toEqual({ ...before, entries: before.entries + 1, head: more.head, ...changes })
  expect(more.head).not.toBe(before.head)
}

describe('The first entry', () => {
  test('makes a space with one person, one device and an epoch to be made', () => {
    const entry: Entry = { before: nothing, author: noorsPhone.key, ...genesis(noorsPhone) }
    const bytes = encodeEntry(entry, signature)
    expect(noorAlone).toEqual({
      space: hex(sha256(Buffer.concat([Buffer.from('tend/v1/space'), bytes]))).slice(0, 32),
      head: hex(sha256(Buffer.concat([Buffer.from('tend/v1/entry'), bytes]))),
      entries: 1,
      devices: [device(noorsPhone, noor, 0)],
      people: 1,
      left: [],
      due: true,
      closed: false,
    })
    expect(spaceOf(bytes, sha256)).toBe(noorAlone.space)
    expect(hashOf(bytes, sha256)).toBe(noorAlone.head)
  })

  test('may be by words on paper', () =>
    expect(after(undefined, [noorsWords, genesis(noorsWords, true)]).devices).toEqual([
      { ...device(noorsWords, noor, 0), root: true },
    ]))

  test('names its device by a hash of its key', () => {
    const bytes = Buffer.concat([Buffer.from('tend/v1/device'), Buffer.from(noorsPhone.key, 'hex')])
    expect(tagOf(noorsPhone.key, sha256)).toBe(hex(sha256(bytes)).slice(0, 16))
  })

  test('is the first and only the first', () => {
    expect(say(noorAlone, noorsPhone, genesis(noorsPhone))).toEqual(refused)
    expect(say(noorAlone, noorsPhone, genesis(noorsTablet))).toEqual(refused)
    for (const told of [add(samsPhone, sam), revoke(noorsPhone), epoch(noorAlone), leave(noorAlone, noor)])
      expect(say(undefined, noorsPhone, told)).toEqual(refused)
  })

  test('follows nothing', () => {
    const told = { before: noorAlone.head, ...genesis(noorsPhone) }
    expect(say(undefined, noorsPhone, told)).toEqual(refused)
  })
})

describe('Somebody is asked in', () => {
  test('and counts at once where nobody else is to be asked', () => {
    const paired = after(noorAlone, [noorsPhone, add(samsPhone, sam)])
    moved(
      noorAlone,
      { devices: [...noorAlone.devices, device(samsPhone, sam, 1)], people: 2, due: true },
      paired,
    )
    expect(peopleIn(paired)).toEqual([noor, sam])
  })

  test('and counts when everybody else has said yes, in any order', () => {
    const asked = after(three, [samsPhone, add(alexsPhone, 3)])
    const open = { add: asked.head, device: expect.anything(), by: sam }
    moved(three, { open: { ...open, approved: [] } }, asked)
    const { since: _, ...alex } = device(alexsPhone, 3, 0)
    expect(asked.open!.device).toEqual(alex)
    expect(asked.due).toBe(false)

    const half = after(asked, [kitsPhone, approve])
    moved(asked, { open: { ...open, approved: [kit] } }, half)
    const all = after(half, [noorsPhone, approve])
    const { open: _open, ...settled } = half
    moved(
      settled,
      { devices: [...three.devices, device(alexsPhone, 3, half.entries)], people: 4, due: true },
      all,
    )
    expect(all).not.toHaveProperty('open')
    expect(after(asked, [noorsPhone, approve], [kitsPhone, approve]).devices).toEqual(all.devices)
  })

  test('and is not in before', () => {
    expect(isIn(kitAsked, kitsPhone.key)).toBe(false)
    expect(peopleIn(kitAsked)).toEqual([noor, sam])
    expect(counting(kitAsked).map(({ key }) => key)).not.toContain(kitsPhone.key)
    for (const told of [add(hand('c9'), kit), approve(kitAsked), decline(kitAsked), revoke(kitsPhone)])
      expect(say(kitAsked, kitsPhone, told)).toEqual(refused)
    expect(say(kitAsked, kitsPhone, epoch(kitAsked))).toEqual(refused)
  })

  test.each([
    ['the one who asked', noorsPhone],
    ['the one who was asked', samsPhone],
  ])('and anybody may say no: %s', (_, who) => {
    const { open: _open, ...rest } = kitAsked
    const declined = after(kitAsked, [who, decline])
    moved(rest, {}, declined)
    expect(declined).not.toHaveProperty('open')
  })

  test('and who has said yes may still say no', () =>
    expect(after(alexAsked, [kitsPhone, approve], [kitsPhone, decline])).not.toHaveProperty('open'))

  test('and may be asked in again after a no, under the same number', () => {
    const again = after(kitAsked, [samsPhone, decline], [samsPhone, add(kitsPhone, kit)])
    expect(again.open).toMatchObject({ by: sam, add: again.head, approved: [] })
    expect(after(again, [noorsPhone, approve]).people).toBe(3)
  })

  test('by any device of a person, and any device answers for its person', () => {
    const asked = after(manyDevices, [noorsTablet, add(alexsPhone, 3)])
    expect(asked.open!.by).toBe(noor)
    expect(after(asked, [samsTablet, approve], [kitsPhone, approve]).people).toBe(4)
  })

  test('while own devices still come, and the question stays', () => {
    const more = after(kitAsked, [samsPhone, add(samsTablet, sam)])
    moved(kitAsked, { devices: [...both.devices, device(samsTablet, sam, kitAsked.entries)] }, more)
  })
})

describe('A device of one’s own', () => {
  test('counts at once, and no epoch is due for it', () =>
    moved(
      both,
      { devices: [...both.devices, device(noorsTablet, noor, both.entries)] },
      after(both, [noorsPhone, add(noorsTablet, noor)]),
    ))

  test('may be on paper', () =>
    expect(after(both, [samsPhone, add(samsWords, sam, true)]).devices.at(-1)).toEqual({
      ...device(samsWords, sam, both.entries),
      root: true,
    }))

  test('writes as its person, from then on', () => {
    const more = after(both, [samsPhone, add(samsTablet, sam)])
    expect(after(more, [samsTablet, add(samsWords, sam, true)]).devices).toHaveLength(4)
    expect(isIn(both, samsTablet.key)).toBe(false)
    expect(isIn(more, samsTablet.key)).toBe(true)
  })
})

describe('A device ends', () => {
  test('by another of its person, with its last counter, and an epoch is due', () => {
    const ended = after(manyDevices, [noorsTablet, revoke(noorsPhone, 77)])
    const devices = manyDevices.devices.map((one) =>
      one.key === noorsPhone.key ? { ...one, last: 77 } : one,
    )
    moved(manyDevices, { devices, due: true }, ended)
    expect(isIn(ended, noorsPhone.key)).toBe(false)
    expect(counting(ended).map(({ key }) => key)).not.toContain(noorsPhone.key)
    expect(peopleIn(ended)).toEqual([noor, sam, kit])
  })

  test('by itself, before it ever wrote', () => {
    const ended = after(manyDevices, [samsTablet, revoke(samsTablet, 0)])
    expect(ended.devices.find(({ key }) => key === samsTablet.key)!.last).toBe(0)
    expect(isIn(ended, samsTablet.key)).toBe(false)
  })

  test('and says nothing any more', () => {
    const ended = after(manyDevices, [noorsPhone, revoke(noorsTablet)])
    for (const told of [epoch(ended), add(hand('a9'), noor), revoke(noorsPhone), leave(ended, noor)])
      expect(say(ended, noorsTablet, told)).toEqual(refused)
  })

  test('once', () => {
    const ended = after(manyDevices, [noorsPhone, revoke(noorsTablet)])
    expect(say(ended, noorsPhone, revoke(noorsTablet))).toEqual(refused)
  })

  test('on paper by itself, and then there may be another', () => {
    const ended = after(manyDevices, [noorsWords, revoke(noorsWords)])
    expect(after(ended, [noorsPhone, add(hand('a8'), noor, true)]).devices.at(-1)!.root).toBe(true)
  })

  test('and so a stolen phone cannot end the paper, and the paper ends the phone', () => {
    expect(say(manyDevices, noorsPhone, revoke(noorsWords))).toEqual(refused)
    const rescued = after(
      manyDevices,
      [noorsPhone, revoke(noorsTablet)],
      [noorsWords, add(hand('a8'), noor)],
      [noorsWords, revoke(noorsPhone)],
    )
    expect(
      counting(rescued)
        .filter(({ person }) => person === noor)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual([noorsWords.key, hand('a8').key].toSorted())
  })

  test('and what it did stays done: its question is still there', () => {
    const asked = after(manyDevices, [noorsTablet, add(alexsPhone, 3)])
    expect(after(asked, [noorsPhone, revoke(noorsTablet)]).open).toEqual(asked.open)
  })
})

describe('Somebody leaves', () => {
  test('two others, and they go on under a new epoch', () => {
    const two = after(manyDevices, [noorsTablet, leave(manyDevices, noor)])
    const lastByKey = new Map(
      counting(manyDevices)
        .filter(({ person }) => person === noor)
        .map(({ key }, at) => [key, at + 1]),
    )
    const devices = manyDevices.devices.map((one) =>
      lastByKey.has(one.key) ? { ...one, last: lastByKey.get(one.key) } : one,
    )
    expect(lastByKey.size).toBe(3)
    moved(manyDevices, { devices: devices as Roster['devices'], left: [noor], due: true }, two)
    expect(peopleIn(two)).toEqual([sam, kit])
    expect(after(two, [samsPhone, epoch]).due).toBe(false)
  })

  test('one other, and the space is closed', () => {
    const closed = after(both, [samsPhone, leave(both, sam)])
    const devices = [both.devices[0]!, { ...both.devices[1]!, last: 1 }]
    moved(both, { devices, left: [sam], closed: true, due: false }, closed)
    expect(peopleIn(closed)).toEqual([noor])
  })

  test('nobody, and the space is closed', () => {
    const closed = after(noorAlone, [noorsPhone, leave(noorAlone, noor)])
    moved(
      noorAlone,
      { devices: [{ ...noorAlone.devices[0]!, last: 1 }], left: [noor], closed: true, due: false },
      closed,
    )
  })

  test('two of three one after the other: then it is closed too', () => {
    const two = after(three, [noorsPhone, leave(three, noor)])
    const closed = after(two, [kitsPhone, leave(two, kit)])
    expect(closed).toMatchObject({ closed: true, due: false, left: [noor, kit], people: 3 })
  })

  test('and nothing follows in a closed space, not even another goodbye', () => {
    const closed = after(both, [samsPhone, leave(both, sam)])
    const all: Told[] = [
      add(noorsTablet, noor),
      add(kitsPhone, 2),
      revoke(noorsPhone),
      leave(closed, noor),
      epoch(closed),
      genesis(noorsPhone),
    ]
    for (const told of all) expect(say(closed, noorsPhone, told)).toEqual(refused)
  })

  test.each([
    ['whoever asked', samsPhone, sam],
    ['whoever had still to answer', kitsPhone, kit],
    ['whoever had said yes', noorsPhone, noor],
  ])('and an open question goes too, if it is %s', (_, who, person) => {
    const half = after(alexAsked, [noorsPhone, approve])
    const gone = after(half, [who, leave(half, person)])
    expect(gone).not.toHaveProperty('open')
    expect(isIn(gone, alexsPhone.key)).toBe(false)
    expect(gone.people).toBe(3)
  })

  test('and does not come back: not by any device, not under the number', () => {
    const two = after(three, [noorsPhone, leave(three, noor)])
    expect(say(two, noorsPhone, add(noorsTablet, noor))).toEqual(refused)
    expect(say(two, samsPhone, add(noorsTablet, noor))).toEqual(refused)
    expect(say(two, samsPhone, add(noorsPhone, 3))).toEqual(refused)
    expect(after(two, [samsPhone, add(noorsTablet, 3)]).open!.device.person).toBe(3)
  })
})

describe('An epoch', () => {
  test('is the first, and then nothing is due', () => {
    const paired = after(noorAlone, [noorsPhone, add(samsPhone, sam)])
    const first = after(paired, [samsPhone, epoch])
    const made = { number: 1, commitment: '0c'.repeat(32), hash: first.head, entry: 2 }
    moved(paired, { epoch: made, due: false }, first)
  })

  test('follows another by one, when it is due and when it is not', () => {
    const second = after(both, [noorsPhone, epoch])
    moved(both, { epoch: { ...both.epoch!, number: 2, hash: second.head, entry: 3 } }, second)
    const ended = after(manyDevices, [samsPhone, revoke(samsTablet)])
    expect(after(ended, [noorsWords, epoch])).toMatchObject({ epoch: { number: 3 }, due: false })
  })

  test('stays while the next is due', () => {
    const ended = after(manyDevices, [samsPhone, revoke(samsTablet)])
    expect(ended.epoch).toEqual(manyDevices.epoch)
  })

  test('holds a grant for every device that counts, in order of tag', () => {
    const order = counting(manyDevices).map(({ tag }) => tag)
    expect(order).toEqual(manyDevices.devices.map(({ tag }) => tag).toSorted())
    expect(order).not.toEqual(manyDevices.devices.map(({ tag }) => tag))
  })
})

describe('A log that is read', () => {
  const log: Uint8Array[] = []
  const keep = (roster: Roster | undefined, author: Hand, told: Told) => {
    const entry: Entry = { before: roster?.head ?? nothing, author: author.key, ...told }
    log.push(encodeEntry(entry, signature))
    return after(roster, [author, told])
  }
  const first = keep(undefined, noorsPhone, genesis(noorsPhone))
  const second = keep(first, noorsPhone, add(samsPhone, sam))
  const third = keep(second, samsPhone, epoch(second))
  const yes = () => true

  test('gives the roster after its last entry, from the beginning and from where one was', async () => {
    expect(await followAll({ roster: undefined, entries: log, sha256, verify: yes })).toEqual({
      ok: true,
      roster: third,
    })
    expect(
      await followAll({ roster: second, entries: log.slice(2), sha256, verify: async () => true }),
    ).toEqual({
      ok: true,
      roster: third,
    })
  })

  test('changes nothing when it is empty', async () => {
    expect(await followAll({ roster: undefined, entries: [], sha256, verify: yes })).toEqual({
      ok: true,
      roster: undefined,
    })
    expect(await followAll({ roster: third, entries: [], sha256, verify: yes })).toEqual({
      ok: true,
      roster: third,
    })
  })

  test('has every signature looked at, in order', async () => {
    const asked: Check[] = []
    const verify = (check: Check) => asked.push(check) > 0
    await followAll({ roster: undefined, entries: log, sha256, verify })
    const checks = log.map(decodeEntry).flatMap((read) => (read.ok ? read.checks : []))
    expect(asked).toEqual(checks)
    expect(asked.map(({ key }) => key)).toEqual([
      noorsPhone.key,
      noorsPhone.key,
      samsPhone.key,
      samsPhone.key,
    ])
  })

  test.each([
    ['the first', 0, 0],
    ['an author’s', 1, 1],
    ['a joining device’s', 2, 1],
    ['the last', 3, 2],
  ])('is refused from where a signature is not true: %s', async (_, wrong, at) => {
    for (const answer of [(is: boolean) => is, async (is: boolean) => is]) {
      let asked = 0
      const verify = () => answer(asked++ !== wrong)
      expect(await followAll({ roster: undefined, entries: log, sha256, verify })).toEqual({
        ok: false,
        why: 'refused',
        at,
        roster: [undefined, first, second][at],
      })
    }
  })

  test('is refused from the first that is against the rules, and nobody looks at its signature', async () => {
    let asked = 0
    const verify = () => ++asked > 0
    const entries = [log[0]!, log[2]!, log[1]!]
    expect(await followAll({ roster: undefined, entries, sha256, verify })).toEqual({
      ok: false,
      why: 'refused',
      at: 1,
      roster: first,
    })
    expect(asked).toBe(1)
  })

  test('stops at what cannot be read, and says whether a newer app might', async () => {
    const newer = log[2]!.with(0, 2)
    const broken = log[2]!.slice(0, -1)
    for (const [entry, why] of [
      [newer, 'too-new'],
      [broken, 'malformed'],
    ] as const)
      expect(
        await followAll({
          roster: undefined,
          entries: [log[0]!, log[1]!, entry, log[2]!],
          sha256,
          verify: yes,
        }),
      ).toEqual({ ok: false, why, at: 2, roster: second })
  })

  test('names the first fault of two', async () => {
    const entries = [log[0]!, log[1]!, log[2]!.slice(0, -1)]
    expect(await followAll({ roster: undefined, entries, sha256, verify: () => false })).toEqual({
      ok: false,
      why: 'refused',
      at: 0,
      roster: undefined,
    })
  })
})
