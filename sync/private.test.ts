/**
 * What Noor does for herself alone shows nowhere: two histories that differ in nothing else give the server, and Sam, the
 * same bytes at the same moments. (Safety brief, SR-01 and SR-28.) Here nothing is even sealed, so whatever would show
 * would show in plain words.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { toHex } from '../wire/bytes.ts'
import { type Chance, createChance, createOpenCraft } from './craft.fixture.ts'
import {
  again,
  begin,
  couple,
  createPhone,
  fair,
  letIn,
  type Phone,
  rewrite,
  takeBack,
  type World,
  write,
} from './world.fixture.ts'

const { TEND_PAIRS } = process.env
/** Of n histories that are all the same from outside, n(n-1)/2 pairs are. */
const variants = 41
const pairsOfOne = (variants * (variants - 1)) / 2
const publicHistories = Math.ceil(Number(TEND_PAIRS ?? 10_000) / pairsOfOne)

const noorsOwn = 'a0'.repeat(16)
let before: World

/** Noor's phone has two lines: she shares with Sam, and with Kit, of whom Sam knows nothing. */
beforeAll(async () => {
  const { world, noor } = await couple({
    seed: 7,
    craft: { it: createOpenCraft(createChance(7).bytes), isSlow: false },
  })
  const withKit = createPhone(world, { name: 'Noor with Kit', disk: noor })
  const kit = createPhone(world, { name: 'Kit' })
  Object.assign(withKit, { disk: noor.disk })
  await begin(world, withKit)
  await world.time.pass(1_000)
  await letIn(world, { by: withKit, phone: kit, as: 'new' })
  await world.time.pass(60_000)
  // What Kit hears is Kit's.
  before = { ...world, phones: world.phones.filter((phone) => phone !== kit) }
}, 60_000)

type Doing = (phones: Readonly<Record<'noor' | 'sam' | 'withKit', Phone>>, chance: Chance) => unknown

/** Whatever others may see. */
const openly: readonly Doing[] = [
  ({ noor }) => write(noor, { kind: 'done', f: { note: 'We sat by the lake.' } }),
  ({ noor }) => write(noor, { kind: 'landmark', f: { text: 'The lake' } }),
  ({ sam }) => write(sam, { kind: 'landmark', f: { text: 'The storm' } }),
  async ({ noor }, chance) => rewrite(noor, (await anyOf(noor, chance)) ?? '', { note: 'It was cold.' }),
  async ({ sam }, chance) => takeBack(sam, (await anyOf(sam, chance)) ?? ''),
  ({ noor }) => write(noor, { kind: 'moonbeam', f: { aura: 'blue' } }),
  ({ noor }) => write(noor, { kind: 'done', f: { text: 'y'.repeat(700) } }),
  ({ noor }) => noor.setOnline(!noor.isOnline),
  ({ noor }) => noor.setOnline(true),
  ({ sam }) => sam.setOnline(true),
  ({ sam }) => sam.setOnline(!sam.isOnline),
  ({ noor }) => noor.tell({ on: 'hushed', quiet: true }),
  ({ noor }) => noor.tell({ on: 'hushed', quiet: false }),
  ({ noor }) => noor.tell({ on: 'hushed', quiet: false }),
  ({ noor }) => noor.tell({ on: 'wake' }),
]

/** What is Noor's alone, and what is between her and Kit. */
const privately: readonly Doing[] = [
  ({ noor }, chance) => keepOwn(noor, chance, { note: 'I am afraid of this evening.' }),
  ({ noor }, chance) => keepOwn(noor, chance, { text: 'x'.repeat(chance.below(5_000)) }),
  async ({ noor }, chance) => {
    const [rec] = await noor.store.page({ spaces: [noorsOwn], limit: 1 })
    if (rec)
      await noor.store.apply([
        { ...rec, h: 'f'.repeat(32), f: {}, ...(chance.chance(0.5) && { x: 'f'.repeat(32) }) },
      ])
  },
  ({ noor }) => noor.store.setFact('draft', 'I never told you this'),
  ({ noor }) => noor.store.search({ spaces: [noor.carries, noorsOwn], text: 'lake' }),
  ({ withKit }) => write(withKit, { kind: 'done', f: { note: 'Kit, I need help.' } }),
  ({ withKit }) => withKit.tell({ on: 'wake' }),
  ({ withKit }) => withKit.setOnline(!withKit.isOnline),
  ({ withKit }) => withKit.tell({ on: 'hushed', quiet: true }),
]

async function anyOf(phone: Phone, chance: Chance): Promise<string | undefined> {
  const own = (await phone.all()).filter((rec) => rec.by === phone.person)
  return own.length > 0 ? chance.pick(own).id : undefined
}

function keepOwn(noor: Phone, chance: Chance, f: Readonly<Record<string, unknown>>) {
  const id = toHex(chance.bytes(6)) + '00' + toHex(chance.bytes(9))
  return noor.store.apply([
    { id, space: noorsOwn, kind: 'done', v: 1, at: noor.nowMs(), by: 0, h: toHex(chance.bytes(16)), f },
  ])
}

/** The same in the open each time; in between, what `alone` draws. Gives back all that others can see of it. */
async function lived(about: {
  readonly seed: number
  readonly alone: Chance | undefined
  readonly privately?: readonly Doing[]
  readonly openly?: readonly Doing[]
  /** Before any of it. */
  readonly first?: Doing
}): Promise<{ readonly overheard: readonly string[]; readonly sams: string }> {
  const chance = createChance(about.seed * 7_919)
  const { alone } = about
  const world = await again(before, { seed: about.seed })
  world.weather = { ...fair, breaks: chance.pick([0, 0.05]), fails: chance.pick([0, 0.3]) }
  const [noor, sam, withKit] = world.phones as unknown as readonly [Phone, Phone, Phone]
  if (about.first) {
    await about.first({ noor, sam, withKit }, chance)
    await world.time.pass(1_000)
  }
  const overheard: string[] = []
  world.overheard = ({ of, bytes }) => {
    if (/^(to )?(Noor|Sam)$/.test(of)) overheard.push(`${world.time.nowMs()} ${of} ${toHex(bytes)}`)
  }
  for (let moment = 0; moment < 8; moment++) {
    await chance.pick(about.openly ?? openly)({ noor, sam, withKit }, chance)
    for (let more = alone?.below(3) ?? 0; more > 0; more--)
      await alone?.pick(about.privately ?? privately)({ noor, sam, withKit }, alone)
    await world.time.pass(chance.pick([1, 400, 20_000]))
  }
  await world.time.pass(60_000)
  const sams = JSON.stringify([await sam.all(), await sam.line?.standing()])
  for (const phone of world.phones) phone.switchOff()
  return { overheard, sams }
}

describe('Noor writes privately', () => {
  test(`and nobody else can tell, in ${publicHistories * pairsOfOne} pairs of histories`, {
    timeout: 600_000,
  }, async () => {
    const told: string[] = []
    let heard = 0
    for (let seed = 1; seed <= publicHistories; seed++) {
      const plain = await lived({ seed, alone: undefined })
      heard += plain.overheard.length
      for (let variant = 1; variant < variants; variant++) {
        const other = await lived({ seed, alone: createChance(seed * 1_000 + variant) })
        if (JSON.stringify(other) !== JSON.stringify(plain)) told.push(`${seed}.${variant}`)
      }
    }
    expect(told).toEqual([])
    expect(heard).toBeGreaterThan(20 * publicHistories)
  })

  test('but what she shares shows: otherwise the law above would hold for a line that says nothing', async () => {
    const shares: Doing = ({ noor }) => write(noor, { kind: 'done', f: { note: 'For you' } })
    const plain = await lived({ seed: 1, alone: undefined })
    const other = await lived({ seed: 1, alone: createChance(3), privately: [shares] })
    expect(other).not.toEqual(plain)
  })
})

describe('Noor is quiet for a while', () => {
  const hush: Doing = ({ noor }) => noor.tell({ on: 'hushed', quiet: true })
  const samsDoings = openly.filter((_, at) => [2, 4, 10].includes(at))
  const share: Doing = ({ noor }) => write(noor, { kind: 'done', f: { note: 'Not for you yet' } })
  const lookAround: Doing = ({ noor }) => noor.tell({ on: 'wake' })
  const quietly = (seed: number, about: { readonly alone: Chance | undefined; readonly first: Doing }) =>
    lived({ seed, openly: samsDoings, privately: [...privately, share, lookAround], ...about })

  test('and whatever she writes then, for both or for herself, the server hears nothing', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const idle = await quietly(seed, { alone: undefined, first: hush })
      expect(await quietly(seed, { alone: createChance(seed), first: hush })).toEqual(idle)
      expect(idle.overheard.some((line) => / (to )?Noor /.test(line))).toBe(false)
    }
  })

  test('and Sam cannot tell it from a phone that is off', async () => {
    const off: Doing = ({ noor }) => noor.switchOff()
    for (let seed = 1; seed <= 20; seed++) {
      const quiet = await quietly(seed, { alone: createChance(seed), first: hush })
      expect(await quietly(seed, { alone: undefined, first: off })).toEqual(quiet)
    }
  })
})
