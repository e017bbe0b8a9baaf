/**
 * What every keeper of boxes must do, told through Noor and Sam, who share a space, and Kit, who is in none of theirs.
 * `memory.test.ts` and `sqlite.test.ts` both run it, so nothing that talks to a keeper needs a mock.
 */
import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Hex, limits } from '../wire/message.ts'
import { type Boxes, hourMs, keeping, type Member, noHead, type Packet, type Push } from './boxes.ts'

const idOf = (name: string, sizeBytes: number): Hex =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, 2 * sizeBytes)

export const ours = idOf('Noor and Sam', limits.spaceIdBytes)
export const others = idOf('others', limits.spaceIdBytes)
const noor = idOf('Noor', limits.keyBytes)
const sam = idOf('Sam', limits.keyBytes)
const kit = idOf('Kit', limits.keyBytes)
const nowMs = Date.UTC(2026, 10, 25, 20, 15)
const smallest = limits.packetHeaderBytes + limits.parcelBytesMin
const largest = limits.packetHeaderBytes + limits.parcelBytesMax

const both: readonly Member[] = [
  { key: noor, counts: true },
  { key: sam, counts: true },
]
const headAfter = (n: number) => idOf(`head ${n}`, limits.hashBytes)
const entry = (n: number) => ({ hash: headAfter(n), bytes: new Uint8Array(Buffer.from(`entry ${n}`)) })

/** A space whose log has one entry, and in which both may write. */
export const begun = (space: Hex) => ({ space, head: noHead, entries: [entry(1)], members: both, ends: [] })

/** A packet looks like noise. Only its counter, its slot and a mark to know it by matter here. */
export function packet(
  counter: number,
  about: { slot?: number; mark?: number; sizeBytes?: number } = {},
): Packet {
  const { slot = counter, mark = counter, sizeBytes = smallest } = about
  return {
    counter,
    slot: slot.toString(16).padStart(2 * limits.slotBytes, '0'),
    bytes: new Uint8Array(sizeBytes).fill(mark),
  }
}

export const push = (packets: readonly Packet[], about: Partial<Push> = {}): Push => ({
  space: ours,
  head: headAfter(1),
  key: noor,
  tag: (about.key ?? noor).slice(0, 2 * limits.tagBytes),
  packets,
  ...about,
})

/** Little room, because filling 200 MB on a disk would say no more and take seconds. */
const spaceBytesMax = 10 * largest

export function boxesContract(name: string, open: (about: { readonly spaceBytesMax: number }) => Boxes) {
  describe(`Boxes in ${name}`, () => {
    let boxes: Boxes
    beforeEach(async () => {
      boxes = open({ spaceBytesMax })
      await boxes.putLog(begun(ours))
    })
    afterEach(() => boxes.close())

    const door = () => boxes
    logs(door)
    ending(door)
    finding(door)
    appending(door)
    slots(door)
    room(door)
    paging(door)
    mails(door)
    forgetting(door)
  })
}

const all = (space: Hex) => ({ space, after: 0, most: 1_000 })
const stale = { ok: false, why: 'stale' }

function logs(boxes: () => Boxes) {
  test('A log grows behind its head, and is handed back in order, byte for byte', async () => {
    const more = { space: ours, head: headAfter(1), entries: [entry(2), entry(3)], members: both, ends: [] }
    expect(await boxes().putLog(more)).toEqual({ ok: true, entries: 3 })
    expect(await boxes().log(all(ours))).toEqual([entry(1), entry(2), entry(3)].map(({ bytes }) => bytes))
    expect(await boxes().log({ space: ours, after: 1, most: 1 })).toEqual([entry(2).bytes])
    expect(await boxes().log({ space: ours, after: 3, most: 1 })).toEqual([])
  })

  test('A log does not grow behind any other head, and then nothing of it is kept', async () => {
    for (const head of [noHead, headAfter(2)])
      expect(
        await boxes().putLog({
          space: ours,
          head,
          entries: [entry(2)],
          members: [{ key: kit, counts: true }],
          ends: [],
        }),
      ).toEqual(stale)
    expect(await boxes().log(all(ours))).toHaveLength(1)
    expect(await boxes().find({ space: ours, key: kit })).toEqual({ is: 'none' })
  })

  test('A space that does not exist does not grow behind a head, and begins behind none', async () => {
    expect(await boxes().putLog({ ...begun(others), head: headAfter(1) })).toEqual(stale)
    expect(await boxes().log(all(others))).toEqual([])
    expect(await boxes().putLog(begun(others))).toEqual({ ok: true, entries: 1 })
  })

  test('Of two who put at once, one is told that it was too late', async () => {
    const one = { space: ours, head: headAfter(1), entries: [entry(2)], members: both, ends: [] }
    const other = { ...one, entries: [entry(3)] }
    const answers = await Promise.all([boxes().putLog(one), boxes().putLog(other)])
    expect(answers.map(({ ok }) => ok)).toEqual([true, false])
    expect(await boxes().log(all(ours))).toHaveLength(2)
  })
}

function ending(boxes: () => Boxes) {
  const members = [
    { key: noor, counts: true },
    { key: sam, counts: false },
  ]
  const end = (last: number) =>
    boxes().putLog({
      space: ours,
      head: headAfter(1),
      entries: [entry(2)],
      members,
      ends: [{ key: sam, last }],
    })

  test('A device ends with the last that it wrote, or later, and not before that', async () => {
    await boxes().append([push([packet(7)], { key: sam })])
    expect(await end(6)).toEqual(stale)
    expect(await boxes().find({ space: ours, key: sam })).toMatchObject({ is: 'in', entries: 1 })
    expect(await end(7)).toEqual({ ok: true, entries: 2 })
    expect(await boxes().find({ space: ours, key: sam })).toEqual({ is: 'ended' })
  })

  test('A device that has written nothing ends with whatever is said', async () => {
    expect(await end(0)).toEqual({ ok: true, entries: 2 })
  })
}

function finding(boxes: () => Boxes) {
  test('Who counts is in, with the end of the log, the newest sequence and their own last counter', async () => {
    await boxes().append([push([packet(4), packet(9)]), push([packet(2)], { key: sam })])
    expect(await boxes().find({ space: ours, key: noor })).toEqual({
      is: 'in',
      entries: 1,
      sequence: 3,
      counter: 9,
    })
    expect(await boxes().find({ space: ours, key: sam })).toEqual({
      is: 'in',
      entries: 1,
      sequence: 3,
      counter: 2,
    })
  })

  test('Who has ended, or was asked in and is not yet, is told apart from who was never there', async () => {
    const members = [
      { key: noor, counts: true },
      { key: sam, counts: false },
    ]
    await boxes().putLog({ space: ours, head: headAfter(1), entries: [entry(2)], members, ends: [] })
    expect(await boxes().find({ space: ours, key: sam })).toEqual({ is: 'ended' })
  })

  test('Who was asked in and is not named any more, is nobody again', async () => {
    await boxes().putLog({
      space: ours,
      head: headAfter(1),
      entries: [entry(2)],
      members: both.slice(0, 1),
      ends: [],
    })
    expect(await boxes().find({ space: ours, key: sam })).toEqual({ is: 'none' })
  })

  test('Kit hears the same of this space as of one that does not exist', async () => {
    expect(await boxes().find({ space: ours, key: kit })).toEqual(
      await boxes().find({ space: others, key: kit }),
    )
    expect(await boxes().find({ space: others, key: noor })).toEqual({ is: 'none' })
  })

  test('A counter outlives what the log says later', async () => {
    await boxes().append([push([packet(7)])])
    await boxes().putLog({ space: ours, head: headAfter(1), entries: [entry(2)], members: both, ends: [] })
    expect(await boxes().find({ space: ours, key: noor })).toMatchObject({ counter: 7 })
  })
}

function appending(boxes: () => Boxes) {
  test('Packets are numbered from one, over pushes and people', async () => {
    expect(await boxes().append([push([packet(1), packet(2)]), push([packet(1)], { key: sam })])).toEqual([
      { ok: true, sequences: [1, 2] },
      { ok: true, sequences: [3] },
    ])
    expect(await boxes().append([push([packet(3)])])).toEqual([{ ok: true, sequences: [4] }])
  })

  test('Each space counts for itself', async () => {
    await boxes().putLog(begun(others))
    expect(await boxes().append([push([packet(1)]), push([packet(1)], { space: others })])).toEqual([
      { ok: true, sequences: [1] },
      { ok: true, sequences: [1] },
    ])
  })

  test('A packet that comes again is answered with 0 and kept once', async () => {
    await boxes().append([push([packet(1), packet(2)])])
    expect(await boxes().append([push([packet(2), packet(3)])])).toEqual([{ ok: true, sequences: [0, 3] }])
    expect((await boxes().page(ours, 0)).boxes).toHaveLength(3)
  })

  test('Counters rise inside a push as well, and may leave some out', async () => {
    expect(await boxes().append([push([packet(5), packet(5), packet(4), packet(80)])])).toEqual([
      { ok: true, sequences: [1, 0, 0, 2] },
    ])
  })

  test('A push judged by another head of the log is stale, and the others in its group are kept', async () => {
    await boxes().putLog({ space: ours, head: headAfter(1), entries: [entry(2)], members: both, ends: [] })
    const now = { key: sam, head: headAfter(2) }
    expect(await boxes().append([push([packet(1)]), push([packet(1)], now)])).toEqual([
      stale,
      { ok: true, sequences: [1] },
    ])
  })

  test('Kit, and anybody in a space that does not exist, appends nothing', async () => {
    const pushes = [push([packet(1)], { key: kit }), push([packet(1)], { space: others })]
    expect(await boxes().append(pushes)).toEqual([stale, stale])
    expect(await boxes().page(ours, 0)).toEqual({ boxes: [], more: false })
  })

  test('Who has ended appends nothing, even under the newest head', async () => {
    const members = [
      { key: noor, counts: true },
      { key: sam, counts: false },
    ]
    await boxes().putLog({ space: ours, head: headAfter(1), entries: [entry(2)], members, ends: [] })
    expect(await boxes().append([push([packet(1)], { key: sam, head: headAfter(2) })])).toEqual([stale])
  })

  test('What was given is kept even if the giver writes over it', async () => {
    const given = packet(1)
    await boxes().append([push([given])])
    given.bytes.fill(99)
    expect((await boxes().page(ours, 0)).boxes[0]?.bytes).toEqual(packet(1).bytes)
  })
}

function slots(boxes: () => Boxes) {
  const sequences = async (after = 0) =>
    (await boxes().page(ours, after)).boxes.map(({ sequence }) => sequence)

  test('Of a slot the newest packet stays, under a number of its own', async () => {
    await boxes().append([push([packet(1, { slot: 5 }), packet(2)])])
    await boxes().append([push([packet(3, { slot: 5, mark: 77 })])])
    expect(await sequences()).toEqual([2, 3])
    expect((await boxes().page(ours, 2)).boxes[0]?.bytes).toEqual(packet(3, { mark: 77 }).bytes)
  })

  test('So it does inside one push', async () => {
    expect(await boxes().append([push([packet(1, { slot: 5 }), packet(2, { slot: 5 })])])).toEqual([
      { ok: true, sequences: [1, 2] },
    ])
    expect(await sequences()).toEqual([2])
  })

  test("Sam's packet does not replace Noor's, whatever slot he names", async () => {
    await boxes().append([push([packet(1, { slot: 5 })]), push([packet(9, { slot: 5 })], { key: sam })])
    expect(await sequences()).toEqual([1, 2])
  })

  test('An old packet does not replace a new one', async () => {
    await boxes().append([push([packet(4, { slot: 5 })])])
    expect(await boxes().append([push([packet(3, { slot: 5 })])])).toEqual([{ ok: true, sequences: [0] }])
    expect(await sequences()).toEqual([1])
  })
}

function room(boxes: () => Boxes) {
  const most = 9
  const fill = () => {
    const packets = Array.from({ length: most }, (_, n) => packet(n + 1, { sizeBytes: largest }))
    return boxes().append([push(packets)])
  }

  test('A space is full at some time, and its neighbours are not; what makes it no fuller is taken', async () => {
    await boxes().putLog(begun(others))
    await fill()
    const [tooMuch, neighbour, small] = await boxes().append([
      push([packet(1_000), packet(1_001, { sizeBytes: largest })]),
      push([packet(1, { sizeBytes: largest })], { space: others }),
      push([packet(1_000)]),
    ])
    expect(tooMuch).toEqual({ ok: false, why: 'full' })
    expect([neighbour, small]).toEqual([
      { ok: true, sequences: [1] },
      { ok: true, sequences: [most + 1] },
    ])
    // Nothing of what was refused has left a trace: neither its packets nor its counter.
    expect(await boxes().find({ space: ours, key: noor })).toMatchObject({
      counter: 1_000,
      sequence: most + 1,
    })

    expect(await boxes().append([push([packet(1_002, { slot: 7, sizeBytes: largest })])])).toMatchObject([
      { ok: true },
    ])
    expect(await boxes().append([push([packet(1_003, { slot: 7 })])])).toMatchObject([{ ok: true }])
    expect(await boxes().append([push([packet(1_004, { sizeBytes: largest })])])).toMatchObject([
      { ok: true },
    ])
    expect(await boxes().append([push([packet(1_005, { sizeBytes: largest })])])).toEqual([
      { ok: false, why: 'full' },
    ])
  })
}

function paging(boxes: () => Boxes) {
  const sizes = [200, 300, 450, 13]

  test('Pages are cut by number, say that there is more, and go on where they stopped', async () => {
    for (const [n, count] of sizes.entries())
      await boxes().append([push(Array.from({ length: count }, (_, at) => packet(1_000 * n + at + 1)))])
    await boxes().append([push([packet(10_000)])])
    const first = await boxes().page(ours, 0)
    const second = await boxes().page(ours, first.boxes.at(-1)?.sequence ?? 0)
    expect([first.boxes.length, first.more]).toEqual([Math.floor(limits.pageBytesMax / smallest), true])
    expect([second.boxes.map(({ sequence }) => sequence), second.more]).toEqual([[964], false])
  })

  test('A page that ends exactly at the last packet promises no more', async () => {
    await boxes().append([push(Array.from({ length: 963 }, (_, n) => packet(n + 1)))])
    expect((await boxes().page(ours, 0)).more).toBe(false)
    expect(await boxes().page(ours, 963)).toEqual({ boxes: [], more: false })
  })

  test('Pages are cut by size, and never inside a packet', async () => {
    await boxes().append([push([1, 2, 3].map((n) => packet(n, { sizeBytes: largest })))])
    const page = await boxes().page(ours, 0)
    expect([page.boxes.length, page.more]).toEqual([1, true])
    expect(page.boxes[0]?.bytes).toEqual(packet(1, { sizeBytes: largest }).bytes)
  })
}

function mails(boxes: () => Boxes) {
  const meeting = idOf('a meeting', limits.meetingIdBytes)
  const lifetimeMs = 600_000
  const mail = (index: number) => ({ index, bytes: new Uint8Array(randomBytes(40)) })
  const post = (one: ReturnType<typeof mail>, about: { atMs?: number; lifetimeMs?: number } = {}) =>
    boxes().postMail({
      meeting,
      nowMs: about.atMs ?? nowMs,
      lifetimeMs: about.lifetimeMs ?? lifetimeMs,
      ...one,
    })
  const read = (from: number, atMs = nowMs) => boxes().mail({ meeting, from, nowMs: atMs })

  test('Mails of a meeting come in order and are read from wherever one wants', async () => {
    const two = [mail(0), mail(1)]
    for (const one of two) expect(await post(one)).toBe('posted')
    expect(await read(0)).toEqual(two)
    expect(await read(1)).toEqual(two.slice(1))
    expect(await read(2)).toEqual([])
  })

  test('A place that is taken stays as it is, and none is left out', async () => {
    const first = mail(0)
    await post(first)
    expect(await post(mail(0))).toBe('taken')
    expect(await post(mail(2))).toBe('taken')
    expect(await read(0)).toEqual([first])
  })

  test('A meeting begins with its first mail and with no other', async () => {
    expect(await post(mail(1))).toBe('taken')
    expect(await read(0)).toEqual([])
  })

  test('A meeting is over when its first mail said so, whatever later ones say, and is not begun anew', async () => {
    await post(mail(0))
    await post(mail(1), { lifetimeMs: 10 * lifetimeMs })
    expect(await read(0, nowMs + lifetimeMs - 1)).toHaveLength(2)
    expect(await read(0, nowMs + lifetimeMs)).toEqual([])
    expect(await post(mail(2), { atMs: nowMs + lifetimeMs })).toBe('taken')
    expect(await post(mail(0), { atMs: nowMs + lifetimeMs })).toBe('taken')
  })

  test('A meeting that is over is forgotten', async () => {
    await post(mail(0))
    await boxes().purge(nowMs + lifetimeMs - 1)
    expect(await read(0)).toHaveLength(1)
    await boxes().purge(nowMs + lifetimeMs)
    expect(await read(0)).toEqual([])
  })
}

function forgetting(boxes: () => Boxes) {
  const close = (closedMs: number) =>
    boxes().putLog({
      space: ours,
      head: headAfter(1),
      entries: [entry(2)],
      members: both,
      ends: [],
      closedMs,
    })
  const packets = async () => (await boxes().page(ours, 0)).boxes.length

  test('A space that is forgotten leaves nothing but a word for its devices, and its neighbours are left alone', async () => {
    await boxes().putLog(begun(others))
    await boxes().append([push([packet(1)]), push([packet(1)], { space: others })])
    await boxes().forget(ours, nowMs)
    expect([await packets(), await boxes().log(all(ours))]).toEqual([0, []])
    expect(await boxes().find({ space: ours, key: sam })).toEqual({ is: 'gone' })
    expect(await boxes().find({ space: ours, key: kit })).toEqual({ is: 'none' })
    expect(await boxes().append([push([packet(2)])])).toEqual([stale])
    expect((await boxes().page(others, 0)).boxes).toHaveLength(1)
  })

  test('That word is kept for a long time, and not for ever', async () => {
    await boxes().forget(ours, nowMs)
    await boxes().purge(nowMs + (keeping.goneHours - 1) * hourMs)
    expect(await boxes().find({ space: ours, key: sam })).toEqual({ is: 'gone' })
    await boxes().purge(nowMs + keeping.goneHours * hourMs)
    expect(await boxes().find({ space: ours, key: sam })).toEqual({ is: 'none' })
  })

  test('The packets of a closed space go within a day, its log after thirty', async () => {
    await boxes().append([push(Array.from({ length: 450 }, (_, n) => packet(n + 1)))])
    await close(nowMs)
    expect(await boxes().purge(nowMs + 21 * hourMs)).toEqual([])
    expect(await packets()).toBe(450)

    expect(await boxes().purge(nowMs + 24 * hourMs)).toEqual([])
    expect(await packets()).toBe(0)
    expect(await boxes().find({ space: ours, key: noor })).toMatchObject({
      is: 'in',
      entries: 2,
      counter: 450,
    })

    expect(await boxes().purge(nowMs + 29 * 24 * hourMs)).toEqual([])
    expect(await boxes().log(all(ours))).toHaveLength(2)
    expect(await boxes().purge(nowMs + 30 * 24 * hourMs)).toEqual([ours])
    expect(await boxes().log(all(ours))).toEqual([])
    expect(await boxes().find({ space: ours, key: noor })).toEqual({ is: 'gone' })
    expect(await boxes().purge(nowMs + 31 * 24 * hourMs)).toEqual([])
  })

  test('A space that is not closed is never forgotten by itself', async () => {
    await boxes().append([push([packet(1)])])
    await boxes().purge(nowMs + 100 * 365 * 24 * hourMs)
    expect(await packets()).toBe(1)
  })

  test('Forgetting what never was troubles nobody', async () => {
    await expect(boxes().forget(others, nowMs)).resolves.toBeUndefined()
  })
}
