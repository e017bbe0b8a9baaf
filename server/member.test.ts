/** What a device does inside its space: it writes, reads the log and adds to it, and ends. */
import { beforeEach, describe, expect, test } from 'vitest'
import { noHead } from './boxes.ts'
import { beginLog, continueLog, createDevice, packetOf } from './couple.fixture.ts'
import {
  begin,
  beginStory,
  error,
  headBefore,
  kit,
  noor,
  put,
  type Story,
  sam,
  subscribe,
} from './phone.fixture.ts'

let house: Story['house']
let log: Story['log']
let phoneOf: Story['phoneOf']
let phones: Story['phones']
beforeEach(async () => {
  ;({ house, log, phoneOf, phones } = await beginStory())
})
const refused = [error('refused')]

describe('What one writes', () => {
  test('is acknowledged to them and comes to the other, and not back to them', async () => {
    for (const phone of [phones.noor, phones.sam])
      expect(await phone.say(subscribe())).toEqual([{ say: 'boxes', page: { more: false, boxes: [] } }])
    const packet = packetOf(noor, { counter: 1 })
    expect(await phones.noor.push(packet)).toEqual([{ say: 'ack', batch: 1, sequences: [1] }])
    expect(phones.sam.last('boxes')?.page).toEqual({ more: false, boxes: [{ sequence: 1, bytes: packet }] })
    expect(phones.noor.boxes()).toEqual([])
  })

  test('comes to nobody who has not asked for it, and to nobody else at all', async () => {
    await phones.kit.hello()
    await phones.kit.say(subscribe())
    await phones.noor.write(1)
    expect([phones.sam.boxes(), phones.kit.boxes()]).toEqual([[], []])
  })

  test('at the same time is told to each before their own is acknowledged, in order', async () => {
    for (const phone of [phones.noor, phones.sam]) await phone.say(subscribe())
    const heard = phones.noor.heard.length
    const writing = [
      phones.noor.push(packetOf(noor, { counter: 1 })),
      phones.sam.push(packetOf(sam, { counter: 1 })),
      phones.noor.push(packetOf(noor, { counter: 2 })),
    ]
    await Promise.all(writing)
    expect(phones.noor.heard.slice(heard)).toMatchObject([
      { say: 'boxes', page: { boxes: [{ sequence: 2 }] } },
      { say: 'ack', batch: 1, sequences: [1] },
      { say: 'ack', batch: 2, sequences: [3] },
    ])
    expect(phones.sam.boxes().map(({ sequence }) => sequence)).toEqual([1, 3])
  })

  test('twice is kept once', async () => {
    const packet = packetOf(noor, { counter: 1 })
    await phones.noor.push(packet)
    expect(await phones.noor.push(packet)).toEqual([{ say: 'ack', batch: 2, sequences: [0] }])
    await phones.sam.say(subscribe())
    expect(phones.sam.boxes()).toHaveLength(1)
  })

  test('in a slot again replaces what was there', async () => {
    await phones.noor.write(1, { slot: 7, mark: 'a thank-you' })
    await phones.noor.write(2, { slot: 7, mark: 'taken back' })
    await phones.sam.say(subscribe())
    expect(phones.sam.boxes().map(({ sequence }) => sequence)).toEqual([2])
  })

  test('under an old epoch, or while a new one is due, is stale', async () => {
    const phone = createDevice()
    await phones.sam.say(put(log.head(), log.add(sam, phone, 1)))
    expect(await phones.sam.write(1)).toEqual([{ say: 'ack', batch: 1, sequences: [1] }])

    const head = log.head()
    await phones.sam.say(put(head, log.revoke(sam, phone)))
    expect(await phones.noor.write(1)).toEqual([error('stale', 1)])
    await phones.noor.say(put(log.head(), log.epoch(noor)))
    expect(await phones.noor.write(1, { epoch: 1 })).toEqual([error('stale', 2)])
    expect(await phones.noor.write(1, { epoch: 3 })).toEqual([error('stale', 3)])
    expect(await phones.noor.write(1, { epoch: 2 })).toEqual([{ say: 'ack', batch: 4, sequences: [2] }])
  })

  test('under the name of another device is refused', async () => {
    expect(await phones.sam.push(packetOf(noor, { counter: 1 }))).toEqual([error('refused', 1)])
  })

  test('while the log grows is stale, although it was on its way before', async () => {
    const head = log.head()
    phones.sam.mumble({ say: 'push', batch: 7, packets: [packetOf(sam, { counter: 1 })] })
    await phones.noor.say(put(head, log.epoch(noor)))
    await phones.sam.quiet()
    expect(phones.sam.last('error')).toEqual(error('stale', 7))
  })
})

describe('The log', () => {
  test('is told to everybody else who is connected', async () => {
    const head = log.head()
    const entry = log.epoch(noor)
    expect(await phones.noor.say(put(head, entry))).toEqual([{ say: 'put', entries: 4 }])
    expect(phones.sam.last('control')).toEqual({ say: 'control', first: 3, more: false, entries: [entry] })
  })

  test('goes on behind one entry only: of two who put at once, one is stale', async () => {
    const head = log.head()
    const other = continueLog(sam, log.entries).epoch(sam)
    const one = log.epoch(noor)
    phones.noor.mumble(put(head, one))
    phones.sam.mumble(put(head, other))
    await Promise.all([phones.noor.quiet(), phones.sam.quiet()])
    expect(phones.noor.last('put')).toEqual({ say: 'put', entries: 4 })
    expect(phones.sam.last('error')).toEqual(error('stale'))
    expect(await phones.sam.say(put(head, other))).toEqual([error('stale')])
  })

  test('does not take an entry whose signature is not true, nor any that came with it', async () => {
    const head = log.head()
    const good = log.epoch(noor)
    const bad = log.epoch(noor).slice()
    bad[bad.length - 1]! ^= 1
    expect(await phones.noor.say(put(head, good, bad))).toEqual(refused)
    expect(await phones.noor.say(put(head, good))).toEqual([{ say: 'put', entries: 4 }])
  })

  test('takes an entry from whoever is in, whoever wrote it', async () => {
    const head = log.head()
    expect(await phones.sam.say(put(head, log.epoch(noor)))).toEqual([{ say: 'put', entries: 4 }])
  })

  test("shows a device its own end, and nothing behind that: Sam's lost phone", async () => {
    const phone = createDevice()
    await phones.sam.say(put(log.head(), log.add(sam, phone, 1)))
    const lost = phoneOf(phone)
    await lost.hello()
    await lost.say(subscribe())
    const end = log.revoke(sam, phone)
    await phones.sam.say(put(headBefore(end), end))
    expect(lost.heard.slice(-2)).toEqual([
      { say: 'control', first: 4, more: false, entries: [end] },
      error('refused'),
    ])
    const heard = lost.heard.length
    await phones.noor.say(put(log.head(), log.epoch(noor)))
    await phones.noor.write(1, { epoch: 2 })
    expect(lost.heard).toHaveLength(heard)
    expect(await lost.say({ say: 'ask-control', after: 0 })).toEqual(refused)
  })

  test('does not end a device before the last thing it wrote, which others may have read', async () => {
    const phone = createDevice()
    await phones.sam.say(put(log.head(), log.add(sam, phone, 1)))
    const lost = phoneOf(phone)
    await lost.hello()
    await lost.write(3)
    const known = log.entries
    const tooEarly = continueLog(sam, known).revoke(sam, phone, 2)
    expect(await phones.sam.say(put(log.head(), tooEarly))).toEqual([error('stale')])
    expect(await lost.write(4)).toMatchObject([{ say: 'ack' }])
    const end = continueLog(sam, known).revoke(sam, phone, 4)
    expect(await phones.sam.say(put(log.head(), end))).toEqual([{ say: 'put', entries: 5 }])
  })

  test('ends when Sam leaves: he may do nothing more, Noor reads on and writes no more', async () => {
    const end = log.leave(sam)
    await phones.noor.write(1)
    expect(await phones.sam.say(put(headBefore(end), end))).toEqual([{ say: 'put', entries: 4 }])
    expect(await phones.sam.say(subscribe())).toEqual(refused)
    expect(phones.noor.last('control')?.entries).toEqual([end])
    expect(await phones.noor.write(2)).toEqual([error('stale', 2)])
    await phones.noor.say(subscribe())
    expect(phones.noor.boxes()).toHaveLength(1)
  })
})

describe('Ending', () => {
  test('a space is for whoever is alone in it: everybody in it is told, and it comes back only on purpose', async () => {
    const alone = beginLog(noor)
    const second = createDevice()
    alone.add(noor, second, 0)
    alone.epoch(noor)
    const [one, other] = [phoneOf(noor, alone.space), phoneOf(second, alone.space)]
    await begin(one, alone)
    await other.hello()
    await one.write(1)
    expect(await one.say({ say: 'forget' })).toEqual([error('gone')])
    expect(other.last('error')).toEqual(error('gone'))
    expect(await phoneOf(second, alone.space).hello()).toEqual([error('gone')])
    expect(await phoneOf(kit, alone.space).hello()).toMatchObject([{ say: 'welcome', entries: 0 }])

    const again = phoneOf(noor, alone.space)
    await again.hello()
    expect(await again.say(subscribe())).toEqual(refused)
    expect(await again.say(put(noHead, alone.entries[0]!))).toEqual([{ say: 'put', entries: 1 }])
    expect(await again.say(subscribe())).toMatchObject([{ page: { boxes: [] } }])
  })

  test('is not for one of two', async () => {
    expect(await phones.sam.say({ say: 'forget' })).toEqual(refused)
    expect(await phones.noor.write(1)).toMatchObject([{ say: 'ack' }])
  })

  test('nothing is kept in memory for a space that nobody is connected to', async () => {
    expect(house.spaces.open.size).toBe(1)
    for (const phone of [phones.noor, phones.sam]) phone.hangUp()
    expect(house.spaces.open.size).toBe(0)
  })
})
