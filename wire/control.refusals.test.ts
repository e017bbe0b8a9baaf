/**
 * What nobody can write into a log, one row for each way to try, and where a space is full. Each row is a single step
 * away from an entry that `control.test.ts` shows to be taken.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { counting, peopleIn, type Roster } from './control.ts'
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
  type Told,
} from './log.fixture.ts'
import { limits } from './message.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const { say, after } = logWith(sha256)
const refused = { ok: false, why: 'refused' }

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

const epochWith = (roster: Roster, changes: Partial<Told<'epoch'>>): Told => ({
  ...epoch(roster),
  ...changes,
})
const grantsOf = (roster: Roster) => epoch(roster).grants
const leaving = (roster: Roster, person: number) => leave(roster, person).devices
const elsewhere = after(undefined, [kitsPhone, genesis(kitsPhone)])

const refusals: readonly (readonly [string, Roster, Hand, Told])[] = [
  ['anything by somebody from elsewhere', both, kitsPhone, epoch(both)],
  ['a device of one’s own, by somebody from elsewhere', both, kitsPhone, add(kitsPhone, kit)],
  ['an entry that follows another log', both, noorsPhone, { ...epoch(both), before: elsewhere.head }],
  ['an entry that follows an earlier one', both, noorsPhone, { ...epoch(both), before: noorAlone.head }],
  ['an entry that follows nothing', both, noorsPhone, { ...epoch(both), before: nothing }],

  ['a device for another person', both, noorsPhone, add(samsTablet, sam)],
  ['a person whose number leaves one out', both, noorsPhone, add(kitsPhone, 3)],
  ['a second question by the same person', kitAsked, noorsPhone, add(alexsPhone, kit)],
  ['a second question by another person', kitAsked, samsPhone, add(alexsPhone, kit)],
  ['a second question under the next number', kitAsked, samsPhone, add(alexsPhone, 3)],
  ['a key that is in', both, noorsPhone, add({ ...samsPhone, agreement: 'ef'.repeat(32) }, noor)],
  ['an agreement key that is in', both, noorsPhone, add({ ...samsPhone, key: 'ef'.repeat(32) }, noor)],
  [
    'a key that is being asked in',
    kitAsked,
    samsPhone,
    add({ ...kitsPhone, agreement: 'ef'.repeat(32) }, sam),
  ],
  [
    'an agreement key that is being asked in',
    kitAsked,
    samsPhone,
    add({ ...kitsPhone, key: 'ef'.repeat(32) }, sam),
  ],
  ['the author’s own key once more', both, noorsPhone, add(noorsPhone, noor)],
  [
    'a key that was in and has ended',
    after(manyDevices, [noorsPhone, revoke(noorsTablet)]),
    noorsPhone,
    add(noorsTablet, noor),
  ],
  [
    'a person with a key that was in and has ended',
    after(manyDevices, [noorsPhone, revoke(noorsTablet)]),
    samsPhone,
    add(noorsTablet, 3),
  ],
  ['a second paper of one person', manyDevices, noorsPhone, add(hand('a8'), noor, true)],

  ['a yes by whoever asked', kitAsked, noorsPhone, approve(kitAsked)],
  ['a second yes', after(alexAsked, [noorsPhone, approve]), noorsPhone, approve(alexAsked)],
  [
    'a yes by another device of who asked',
    after(kitAsked, [noorsPhone, add(noorsTablet, noor)]),
    noorsTablet,
    approve(kitAsked),
  ],
  ['a yes to nothing', both, samsPhone, approve(both)],
  ['a yes to another question', kitAsked, samsPhone, { type: 'approve', add: both.head }],
  ['a yes to a question that has ended', after(kitAsked, [samsPhone, decline]), samsPhone, approve(kitAsked)],
  ['a no to nothing', both, samsPhone, decline(both)],
  ['a no to another question', kitAsked, samsPhone, { type: 'decline', add: both.head }],
  ['a no to who came in', three, noorsPhone, decline(kitAsked)],

  ['ending another person’s device', manyDevices, noorsPhone, revoke(samsTablet)],
  ['ending a device that never was', manyDevices, noorsPhone, revoke(hand('a9'))],
  ['ending who is only being asked', kitAsked, noorsPhone, revoke(kitsPhone)],
  ['ending a paper by a phone', manyDevices, noorsPhone, revoke(noorsWords)],
  ['ending a person’s last device', both, noorsPhone, revoke(noorsPhone)],

  [
    'leaving without a device',
    manyDevices,
    noorsPhone,
    { type: 'leave', devices: leaving(manyDevices, noor).slice(1) },
  ],
  [
    'leaving without the last device',
    manyDevices,
    noorsPhone,
    { type: 'leave', devices: leaving(manyDevices, noor).slice(0, 2) },
  ],
  [
    'leaving in another order',
    manyDevices,
    noorsPhone,
    { type: 'leave', devices: leaving(manyDevices, noor).toReversed() },
  ],
  [
    'leaving with another’s device',
    manyDevices,
    noorsPhone,
    { type: 'leave', devices: [...leaving(manyDevices, noor), ...leaving(manyDevices, kit)] },
  ],
  ['leaving for somebody else', manyDevices, noorsPhone, leave(manyDevices, sam)],
  [
    'leaving with a device that has ended',
    after(manyDevices, [noorsPhone, revoke(noorsTablet)]),
    noorsPhone,
    leave(manyDevices, noor),
  ],

  ['an epoch that comes twice', both, noorsPhone, epochWith(both, { epoch: 1 })],
  ['an epoch that leaves one out', both, noorsPhone, epochWith(both, { epoch: 3 })],
  ['a first epoch that is not 1', noorAlone, noorsPhone, epochWith(noorAlone, { epoch: 2 })],
  [
    'an epoch that leaves a device out',
    both,
    noorsPhone,
    epochWith(both, { grants: grantsOf(both).slice(1) }),
  ],
  [
    'an epoch that leaves the last out',
    both,
    noorsPhone,
    epochWith(both, { grants: grantsOf(both).slice(0, 1) }),
  ],
  ['an epoch in another order', both, noorsPhone, epochWith(both, { grants: grantsOf(both).toReversed() })],
  [
    'an epoch with one twice',
    both,
    noorsPhone,
    epochWith(both, { grants: [...grantsOf(both), ...grantsOf(both)] }),
  ],
  [
    'an epoch for who is only being asked',
    kitAsked,
    noorsPhone,
    epochWith(kitAsked, { grants: grantsOf(three) }),
  ],
  [
    'an epoch for a device that has ended',
    after(manyDevices, [noorsPhone, revoke(noorsTablet)]),
    noorsPhone,
    epochWith(manyDevices, { epoch: 3 }),
  ],
]

describe('Refused is', () => {
  test.each(refusals)('%s', (_, roster, author, told) => expect(say(roster, author, told)).toEqual(refused))

  test('a tag that is in already, whoever had the patience to make two keys of one tag', () => {
    // A hash that calls every device the same, and is honest otherwise.
    const patient = (bytes: Uint8Array) =>
      Buffer.from(bytes.subarray(0, 14)).toString() === 'tend/v1/device' ? new Uint8Array(32) : sha256(bytes)
    const log = logWith(patient)
    const alone = log.after(undefined, [noorsPhone, genesis(noorsPhone)])
    expect(log.say(alone, noorsPhone, add(noorsTablet, noor))).toEqual(refused)
    expect(log.say(alone, noorsPhone, add(samsPhone, sam))).toEqual(refused)
  })
})

describe('The limits', () => {
  const own = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => hand((from + at).toString(16)))
  const adds = (author: Hand, person: number, hands: readonly Hand[]) =>
    hands.map((one) => [author, add(one, person)] as const)

  test('hold 32 devices at a time, and whoever is asked in has a place', () => {
    const noors = adds(noorsPhone, noor, own(0x10, 16))
    const full = after(both, ...noors, ...adds(samsPhone, sam, own(0x30, 14)))
    expect(counting(full)).toHaveLength(limits.devicesMax)
    expect(say(full, samsPhone, add(kitsPhone, kit))).toEqual(refused)
    expect(say(full, samsPhone, add(hand('ff'), sam))).toEqual(refused)
    expect(after(full, [samsPhone, epoch]).epoch!.number).toBe(2)
    const room = after(full, [samsPhone, revoke(hand('30'))], [samsPhone, add(kitsPhone, kit)])
    expect(say(room, samsPhone, add(hand('ff'), sam))).toEqual(refused)
    const all = after(room, [noorsPhone, approve])
    expect(counting(all)).toHaveLength(limits.devicesMax)
    expect(say(all, samsPhone, add(hand('ff'), sam))).toEqual(refused)
  })

  test('hold 24 devices of one person, ended ones too, and others have theirs', () => {
    const hands = own(0x10, 23)
    const many = hands.flatMap(
      (one) =>
        [
          [noorsPhone, add(one, noor)],
          [noorsPhone, revoke(one)],
        ] as const,
    )
    const full = after(both, ...many)
    expect(full.devices).toHaveLength(25)
    expect(counting(full)).toHaveLength(2)
    expect(say(full, noorsPhone, add(noorsTablet, noor))).toEqual(refused)
    expect(after(full, [samsPhone, add(samsTablet, sam)]).devices).toHaveLength(26)
    expect(after(full, [noorsPhone, add(kitsPhone, kit)]).open!.by).toBe(noor)
  })

  test('hold 48 devices in all, ended ones and the one who is asked too', () => {
    const many = (author: Hand, person: number, hands: readonly Hand[]) =>
      hands.flatMap(
        (one) =>
          [
            [author, add(one, person)],
            [author, revoke(one)],
          ] as const,
      )
    const nearly = after(
      three,
      ...many(noorsPhone, noor, own(0x10, 23)),
      ...many(samsPhone, sam, own(0x40, 21)),
    )
    expect(nearly.devices).toHaveLength(47)
    const asked = after(nearly, [kitsPhone, add(alexsPhone, 3)])
    expect(say(asked, kitsPhone, add(hand('c1'), kit))).toEqual(refused)
    const full = after(nearly, [kitsPhone, add(hand('c1'), kit)])
    expect(full.devices).toHaveLength(limits.devicesEverMax)
    expect(say(full, kitsPhone, add(hand('c2'), kit))).toEqual(refused)
    expect(say(full, kitsPhone, add(alexsPhone, 3))).toEqual(refused)
    expect(after(asked, [noorsPhone, approve], [samsPhone, approve]).devices).toHaveLength(48)
  })

  test('hold 16 people, those who left too', () => {
    let crowd = three
    for (let person = 3; person < limits.peopleMax; person++) {
      const joining = hand((0x10 + person).toString(16))
      crowd = after(crowd, [noorsPhone, add(joining, person)])
      const others = crowd.devices.filter((one) => one.person !== noor && one.last === undefined)
      crowd = after(crowd, ...others.map(({ key }) => [{ key, agreement: '' }, approve] as const))
      const who = { key: joining.key, agreement: '' }
      crowd = after(crowd, [who, leave(crowd, person)])
    }
    expect(crowd.people).toBe(limits.peopleMax)
    expect(peopleIn(crowd)).toEqual([noor, sam, kit])
    expect(say(crowd, noorsPhone, add(alexsPhone, limits.peopleMax))).toEqual(refused)
  })

  test('hold 4096 entries, and then whatever lets people out', () => {
    const nearly = { ...manyDevices, entries: limits.entriesMax - 1 }
    const full = after(nearly, [noorsPhone, epoch])
    expect(full.entries).toBe(limits.entriesMax)
    for (const told of [epoch(full), add(hand('a8'), noor), add(alexsPhone, 3)])
      expect(say(full, noorsPhone, told)).toEqual(refused)
    const ended = after(full, [noorsPhone, revoke(noorsTablet)], [samsPhone, epoch])
    expect(ended).toMatchObject({ entries: limits.entriesMax + 2, due: false })
    expect(say(ended, samsPhone, epoch(ended))).toEqual(refused)
    expect(after(ended, [samsPhone, leave(ended, sam)]).left).toEqual([sam])

    const due = after(full, [samsPhone, revoke(samsTablet)])
    for (const told of [add(hand('a8'), noor), add(alexsPhone, 3)])
      expect(say(due, noorsPhone, told)).toEqual(refused)

    const asked = { ...alexAsked, entries: limits.entriesMax }
    expect(say(asked, noorsPhone, approve(asked))).toEqual(refused)
    expect(say(asked, noorsPhone, decline(asked))).toEqual(refused)
  })
})
