/** What a server does by itself, at a time that the test chooses. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { hourMs } from './boxes.ts'
import { backUp, forgetDue, startChores } from './chores.ts'
import { createDevice, logOfTwo } from './couple.fixture.ts'
import { createHouse, type House } from './house.ts'
import { createMemoryBoxes } from './memory.ts'
import { begin, createPhone } from './phone.fixture.ts'
import { createRates } from './rates.ts'

const home = mkdtempSync(join(tmpdir(), 'tend-chores-'))
afterAll(() => rmSync(home, { recursive: true }))

const dayMs = 24 * hourMs
/** By the clock of the machine, as nights are. */
const night = (day: number, hour = 4) => new Date(2026, 10, day, hour).getTime()

let house: House
let atMs: number
let troubles: unknown[]
beforeEach(() => {
  atMs = night(25)
  troubles = []
  const nowMs = () => atMs
  const rates = createRates({ nowMs, isOff: true })
  house = createHouse({ boxes: createMemoryBoxes(), rates, nowMs, trouble: (error) => troubles.push(error) })
})

describe('At night', () => {
  const said: string[] = []
  let folder: string
  beforeEach(() => {
    folder = join(mkdtempSync(join(home, 'data-')), 'backup')
    said.length = 0
  })
  const pass = (nowMs: number, nights = 3) =>
    backUp({ house, backups: { folder, nights }, nowMs, say: (line) => said.push(line) })

  test('a backup is made, once, and not before three', async () => {
    await pass(night(25, 2))
    await pass(night(25, 3))
    await pass(night(25, 23))
    expect(readdirSync(folder)).toEqual(['boxes-2026-11-25.sqlite'])
    expect(said).toEqual(['A backup was made.'])
  })

  test('as many are kept as were asked for, the newest', async () => {
    for (const day of [21, 22, 23, 24, 25]) await pass(night(day))
    expect(readdirSync(folder).toSorted()).toEqual([23, 24, 25].map((day) => `boxes-2026-11-${day}.sqlite`))
  })

  test('what is older than a month goes, even where no new ones are made', async () => {
    await pass(night(1))
    await pass(night(1) + 29 * dayMs, 0)
    expect(readdirSync(folder)).toHaveLength(1)
    await pass(night(1) + 32 * dayMs, 0)
    expect(readdirSync(folder)).toEqual([])
  })

  test('nothing else in the folder is touched, but what was not finished', async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine.sqlite'), 'mine')
    writeFileSync(join(folder, 'unfinished.sqlite'), 'half')
    await pass(night(25), 1)
    expect(readdirSync(folder).toSorted()).toEqual(['boxes-2026-11-25.sqlite', 'mine.sqlite'])
    expect(readFileSync(join(folder, 'boxes-2026-11-25.sqlite'), 'utf8')).not.toBe('half')
  })

  test('a server that wants none has none', async () => {
    await pass(night(25), 0)
    expect(said).toEqual([])
  })
})

test('who is connected to a space that is forgotten for good is told so', async () => {
  const [noor, sam] = [createDevice(), createDevice()]
  const log = logOfTwo(noor, sam)
  const phone = createPhone(house, { device: noor, space: log.space })
  await begin(phone, log)
  const head = log.head()
  await phone.say({ say: 'put-control', head, entries: [log.leave(sam)] })
  atMs += 29 * dayMs
  await forgetDue(house, atMs)
  expect(phone.last('error')).toBeUndefined()
  atMs += dayMs
  await forgetDue(house, atMs)
  expect(phone.last('error')).toMatchObject({ why: 'gone' })
  expect(house.spaces.open.size).toBe(0)
})

test('a chore that fails is said, and stops nobody', async () => {
  const boxes = {
    ...house.boxes,
    purge: async () => {
      throw new Error('the disk is full')
    },
  }
  const broken = createHouse({
    boxes,
    rates: house.rates,
    nowMs: () => atMs,
    trouble: (error) => troubles.push(error),
  })
  const chores = startChores({
    house: broken,
    nowMs: () => atMs,
    backups: { folder: join(home, 'none'), nights: 1 },
    say: () => undefined,
  })
  await chores.stop()
  expect(troubles).toHaveLength(1)
})
