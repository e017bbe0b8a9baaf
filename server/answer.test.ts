/**
 * What a server says to whoever it may be, frame by frame and without a socket. Noor and Sam share a space; Kit shares
 * none with them, and must not even learn that it is there.
 */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type FromDevice, type FromServer, limits } from '../wire/message.ts'
import { type Boxes, noHead } from './boxes.ts'
import { beginLog, createDevice, helloOf, packetOf, randomHex } from './couple.fixture.ts'
import { createMemoryBoxes } from './memory.ts'
import {
  beginStory,
  createPhone,
  error,
  headBefore,
  kit,
  noor,
  type Phone,
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

describe('A line', () => {
  test('begins with a challenge, another one each time', () => {
    const [one, other] = [phones.noor.heard[0], phones.sam.heard[0]]
    expect(one).toMatchObject({ say: 'challenge', oldest: 1, newest: 1 })
    expect(one).not.toEqual(other)
  })

  test('welcomes Noor to a space that nobody knows, takes its log, and welcomes Sam to it', async () => {
    expect(phones.noor.heard.slice(1)).toEqual([
      { say: 'welcome', entries: 0, sequence: 0, counter: 0 },
      { say: 'put', entries: 3 },
    ])
    expect(phones.sam.last('welcome')).toEqual({ say: 'welcome', entries: 3, sequence: 0, counter: 0 })
  })

  test('tells whoever comes back how far the space and their own counter are', async () => {
    await phones.noor.write(5)
    await phones.noor.write(9)
    phones.noor.hangUp()
    const again = phoneOf(noor)
    expect(await again.hello()).toEqual([{ say: 'welcome', entries: 3, sequence: 2, counter: 9 }])
  })

  test('shows the log to whoever is in it, from wherever they want', async () => {
    const control = { say: 'control', more: false }
    expect(await phones.sam.say({ say: 'ask-control', after: 0 })).toEqual([
      { ...control, first: 0, entries: log.entries },
    ])
    expect(await phones.sam.say({ say: 'ask-control', after: 3 })).toEqual([
      { ...control, first: 3, entries: [] },
    ])
    expect(await phones.sam.say({ say: 'ask-control', after: 99 })).toEqual([
      { ...control, first: 99, entries: [] },
    ])
  })

  test('hands a long log over in several frames, and takes one so, even where it is whose turn comes last', async () => {
    const phone = createDevice()
    const long = beginLog(noor)
    while (long.entries.length < 99) long.epoch(noor)
    long.add(noor, phone, 0)
    const mine = phoneOf(phone, long.space)
    await mine.hello()
    expect(await mine.say(put(noHead, ...long.entries.slice(0, 64)))).toEqual([{ say: 'put', entries: 64 }])
    const head = headBefore(long.entries[64])
    expect(await mine.say(put(head, ...long.entries.slice(64)))).toEqual([{ say: 'put', entries: 100 }])

    const [first] = await mine.say({ say: 'ask-control', after: 0 })
    expect(first).toMatchObject({ first: 0, more: true, entries: { length: 64 } })
    const [second] = await mine.say({ say: 'ask-control', after: 64 })
    expect(second).toMatchObject({ first: 64, more: false, entries: { length: 36 } })
  })
})

describe('Whoever is not in', () => {
  /** Everything one may want from a space. */
  const wants = (): readonly FromDevice[] => [
    { say: 'ask-control', after: 0 },
    put(noHead, ...log.entries),
    put(log.head(), log.entries[2]!),
    put(noHead, ...beginLog(kit).entries),
    subscribe(),
    { say: 'more', after: 0 },
    { say: 'forget' },
  ]
  const everyAnswer = async (phone: Phone) => {
    const answers: (readonly FromServer[])[] = []
    for (const want of wants()) answers.push(await phone.say(want))
    return answers
  }
  const allRefused = () => wants().map(() => refused)

  test('gets one answer to everything without a hello', async () => {
    expect(await everyAnswer(phones.kit)).toEqual(allRefused())
    expect(await phones.kit.write(1)).toEqual([error('refused', 1)])
  })

  test('cannot tell our space from one that is not there: Kit', async () => {
    const nowhere = createPhone(house, { device: kit, space: randomHex(limits.spaceIdBytes) })
    const welcomes = [await phones.kit.hello(), await nowhere.hello()]
    expect(welcomes[0]).toEqual([{ say: 'welcome', entries: 0, sequence: 0, counter: 0 }])
    expect(welcomes[1]).toEqual(welcomes[0])
    const answers = [await everyAnswer(phones.kit), await everyAnswer(nowhere)]
    expect(answers[0]).toEqual(allRefused())
    expect(answers[1]).toEqual(answers[0])
    expect(await phones.kit.write(1)).toEqual(await nowhere.write(1))
    phones.kit.hangUp()
    nowhere.hangUp()
  })

  test('cannot begin a space under the name of another, nor one in which they are not', async () => {
    const hers = beginLog(createDevice())
    const phone = phoneOf(kit, hers.space)
    await phone.hello()
    // Kit has found the first entry of somebody's log. It can be put, and Kit is still nobody there.
    expect(await phone.say(put(noHead, ...hers.entries))).toEqual([{ say: 'put', entries: 1 }])
    expect(await phone.say(subscribe())).toEqual(refused)
    expect(await phone.say({ say: 'ask-control', after: 0 })).toEqual(refused)
  })

  test.each([
    ['whose phone was ended', () => log.revoke(sam, third), () => third],
    ['who has left', () => log.leave(sam), () => sam],
  ])('is refused by hello already: somebody %s', async (_, end, who) => {
    const head = log.head()
    await phones.noor.say(put(head, log.add(sam, third, 1)))
    const entry = end()
    await phones.noor.say(put(headBefore(entry), entry))
    const back = phoneOf(who())
    expect(await back.hello()).toEqual(refused)
    expect(await everyAnswer(back)).toEqual(allRefused())
  })
  const third = createDevice()

  test('is refused while they are only asked in, and let in with the last yes', async () => {
    const ask = log.add(noor, kit, 2)
    await phones.noor.say(put(headBefore(ask), ask))
    expect(await phones.kit.hello()).toEqual(refused)
    const yes = log.approve(sam)
    await phones.sam.say(put(headBefore(yes), yes))
    expect(await phoneOf(kit).hello()).toMatchObject([{ say: 'welcome', entries: 5 }])
  })

  const says = (hello: (phone: Phone) => FromDevice) => async () => {
    const phone = phoneOf(noor)
    expect(await phone.say(hello(phone))).toEqual(refused)
    expect(await everyAnswer(phone)).toEqual(allRefused())
  }
  test(
    'is refused with a hello that was said on another line',
    says(() => helloOf(noor, { space: log.space, nonce: phones.noor.nonce })),
  )
  test(
    'is refused with a hello for another space',
    says(({ nonce }) => ({ ...helloOf(noor, { space: randomHex(16), nonce }), space: log.space })),
  )
  test(
    "is refused with somebody else's signature",
    says(({ nonce }) => ({ ...helloOf(kit, { space: log.space, nonce }), key: noor.key })),
  )

  test('has one try: a second hello ends the line, a good one too', async () => {
    expect(await phones.sam.hello()).toEqual([error('malformed')])
    expect(phones.sam.state.isClosed).toBe(true)
    expect(await phones.sam.write(1)).toEqual([])
  })
})

describe('What is no frame', () => {
  test.each([
    ['nothing', []],
    ['an unknown type', [0x33]],
    ['a frame of the server', [0x84, 0, 0, 0, 1]],
    ['a frame that is cut off', [0x04, 0, 0]],
    ['a frame with something behind it', [0x09, 0]],
  ])('ends the line: %s', async (_, bytes) => {
    expect(await phones.sam.raw(Uint8Array.from(bytes))).toEqual([error('malformed')])
    expect(phones.sam.state.isClosed).toBe(true)
  })

  test('is a page asked for before the first one', async () => {
    expect(await phones.sam.say({ say: 'more', after: 0 })).toEqual([error('malformed')])
  })

  test('is not a hello of another version, which is answered with that', async () => {
    const hello = { ...helloOf(noor, { space: log.space, nonce: phones.kit.nonce }), version: 2 }
    expect(await phones.kit.say(hello)).toEqual([error('too-new')])
    expect(phones.kit.state.isClosed).toBe(true)
  })

  test('and whatever else is sent, the server only answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
        const phone = phoneOf(kit)
        await phone.raw(noise)
        phone.hangUp()
      }),
    )
  })
})

describe('Trouble', () => {
  test('with the disk is said to whoever waits, and not to whoever runs the server in words of ours', async () => {
    const boxes = createMemoryBoxes()
    const broken: Boxes = {
      ...boxes,
      append: async () => {
        throw new Error('the disk is full')
      },
      page: async () => {
        throw new Error('the disk is worn out')
      },
    }
    const { phones, troubles } = await beginStory(broken)
    const trouble = { ...error('trouble'), waitMs: 5_000 }
    expect(await phones.noor.write(1)).toEqual([{ ...trouble, batch: 1 }])
    expect(await phones.noor.say(subscribe())).toEqual([trouble])
    expect(troubles).toHaveLength(2)
    expect(await phones.noor.say({ say: 'ask-control', after: 2 })).toMatchObject([{ say: 'control' }])
  })

  test('that somebody makes by asking and not reading is none: they get their answers when they have taken the last', async () => {
    await phones.sam.say(subscribe())
    phones.sam.state.isSlow = true
    for (let n = 0; n < 50; n++) expect(await phones.sam.say({ say: 'ask-control', after: 0 })).toEqual([])
    phones.sam.state.isSlow = false
    phones.sam.drained()
    await phones.sam.quiet()
    expect(phones.sam.all('control')).toHaveLength(50)
  })

  test('that somebody makes by not waiting stays with them: they are listened to again later', async () => {
    const packets = Array.from({ length: 7 }, () => packetOf(noor, { counter: 1, parcelBytes: 65_536 }))
    for (let batch = 1; batch <= 3; batch++) phones.noor.mumble({ say: 'push', batch, packets })
    expect(phones.noor.state.isHeld).toBe(false)
    for (let batch = 4; batch <= 6; batch++) phones.noor.mumble({ say: 'push', batch, packets })
    expect(phones.noor.state.isHeld).toBe(true)
    await phones.noor.quiet()
    expect(phones.noor.state.isHeld).toBe(false)
    expect(phones.noor.all('ack')).toHaveLength(6)
  })
})
