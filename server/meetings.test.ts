/**
 * Mail between two who do not share a space yet. Noor has made an invitation, Sam holds it, and Kit has seen it too: all
 * three know the name of the meeting, and nobody has said who they are.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { type FromDevice, limits } from '../wire/message.ts'
import { createDevice, randomHex } from './couple.fixture.ts'
import { createHouse, type House } from './house.ts'
import { createMemoryBoxes } from './memory.ts'
import { createPhone, type Phone } from './phone.fixture.ts'
import { createRates } from './rates.ts'

const meeting = randomHex(limits.meetingIdBytes)
const minuteS = 60
let atMs: number
let house: House
let noor: Phone
let sam: Phone
let kit: Phone

beforeEach(() => {
  atMs = Date.UTC(2026, 10, 25)
  const nowMs = () => atMs
  house = createHouse({
    boxes: createMemoryBoxes(),
    nowMs,
    rates: createRates({ nowMs, isOff: false }),
    trouble: (error) => {
      throw error
    },
  })
  const [one, two, three] = ['a', 'b', 'c'].map((address) =>
    createPhone(house, { device: createDevice(), space: randomHex(16), address }),
  )
  if (!one || !two || !three) throw new Error('there are three')
  ;[noor, sam, kit] = [one, two, three]
})

const words = (index: number) => new Uint8Array(40).fill(index + 1)
const post = (
  index: number,
  about: { lifetimeS?: number; meeting?: string; bytes?: Uint8Array } = {},
): FromDevice => ({
  say: 'post-mail',
  meeting,
  index,
  lifetimeS: 24 * 60 * minuteS,
  bytes: words(index),
  ...about,
})
const ask = (from: number): FromDevice => ({ say: 'ask-mail', meeting, from })
const mail = (index: number) => ({ say: 'mail', meeting, index, bytes: words(index) })
const taken = (index: number) => ({ say: 'mail', meeting, index, bytes: new Uint8Array() })
const error = (why: string) => ({ say: 'error', why, waitMs: 0, batch: 0 })
const told = (phone: Phone) => phone.all('mail').filter(({ bytes }) => bytes.length > 0)

describe('A meeting', () => {
  test('needs no hello, and hands each what the other writes, there or on its way', async () => {
    expect(await noor.say(post(0))).toEqual([taken(0)])
    expect(await noor.say(ask(1))).toEqual([])
    expect(await sam.say(ask(0))).toEqual([mail(0)])
    expect(await sam.say(post(1))).toEqual([taken(1)])
    expect(noor.heard.at(-1)).toEqual(mail(1))
    for (const index of [2, 3]) await noor.say(post(index))
    await sam.say(post(4))
    await noor.say(post(5))
    expect(told(sam).map(({ index }) => index)).toEqual([0, 2, 3, 5])
    expect(told(noor).map(({ index }) => index)).toEqual([1, 4])
  })

  test('ends with the sixth mail', async () => {
    for (let index = 0; index < limits.mailsMax; index++) await noor.say(post(index))
    expect(() => noor.mumble(post(limits.mailsMax))).toThrow()
    expect(await kit.say(post(0))).toEqual([error('taken')])
  })

  test('has one place for each mail: whoever comes second hears that it was used', async () => {
    await noor.say(post(0))
    await sam.say(post(1))
    expect(await kit.say(post(1))).toEqual([error('taken')])
    expect(await kit.say(ask(0))).toEqual([mail(0), mail(1)])
  })

  test('does not begin in the middle', async () => {
    expect(await kit.say(post(1))).toEqual([error('taken')])
  })

  test('is over when the one who began it said so, and nothing of it can be read or written after', async () => {
    await noor.say(post(0, { lifetimeS: 10 * minuteS }))
    atMs += 10 * minuteS * 1_000
    expect(await sam.say(ask(0))).toEqual([])
    expect(await sam.say(post(1))).toEqual([error('taken')])
    await house.boxes.purge(atMs)
    expect(await sam.say(post(1))).toEqual([error('taken')])
  })

  test('may be asked again from another place, and then tells each mail once', async () => {
    await noor.say(post(0))
    for (let n = 0; n < 8; n++) expect(await sam.say(ask(0))).toEqual([mail(0)])
    await noor.say(post(1))
    expect(told(sam).map(({ index }) => index)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1])
  })

  test('of somebody else has nothing to do with it', async () => {
    await sam.say(ask(0))
    await noor.say(post(0, { meeting: randomHex(limits.meetingIdBytes) }))
    expect(told(sam)).toEqual([])
  })

  test('is left with the connection', async () => {
    await sam.say(ask(0))
    sam.hangUp()
    await noor.say(post(0))
    expect(told(sam)).toEqual([])
  })
})

describe('Of what one may do', () => {
  test('beginning meetings is little, and another address has its own', async () => {
    for (let n = 0; n < 10; n++)
      expect(await noor.say(post(0, { meeting: randomHex(16) }))).toMatchObject([{ say: 'mail' }])
    const [refusal] = await noor.say(post(0))
    expect(refusal).toMatchObject({ say: 'error', why: 'slow-down', waitMs: 360_000 })
    expect(await sam.say(post(0))).toEqual([taken(0)])
  })

  test('waiting in many meetings at once is not', async () => {
    for (let n = 0; n < 4; n++)
      expect(await kit.say({ say: 'ask-mail', meeting: randomHex(16), from: 0 })).toEqual([])
    expect(await kit.say(ask(0))).toEqual([error('refused')])
  })

  test('asking and asking again is not', async () => {
    const answers = new Set<string>()
    for (let n = 0; n < 130; n++)
      for (const answer of await kit.say(post(1))) if (answer.say === 'error') answers.add(answer.why)
    expect([...answers]).toEqual(['taken', 'slow-down'])
  })
})

test('two who write and ask at the same moment miss nothing and hear nothing twice', async () => {
  await noor.say(post(0))
  noor.mumble(ask(1))
  sam.mumble(ask(0))
  sam.mumble(post(1))
  kit.mumble(ask(0))
  await sam.quiet()
  noor.mumble(post(2))
  for (const phone of [noor, sam, kit]) await phone.quiet()
  expect(told(kit).map(({ index }) => index)).toEqual([0, 1, 2])
  expect(told(sam).map(({ index }) => index)).toEqual([0, 2])
  expect(told(noor).map(({ index }) => index)).toEqual([1])
})
