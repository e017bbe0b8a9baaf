/**
 * Whatever happens, when all is well again everybody has the same, nothing is lost that was told, and nobody has learned
 * what was not for them. `TEND_SEED=17 npx vitest run sync/chaos` lives through one history again; `TEND_SEEDS=20000`
 * through many, and `TEND_REAL=300` through so many with the real cryptography.
 */
import { describe, expect, test } from 'vitest'
import { faults, heal, live } from './chaos.fixture.ts'
import { craft } from './craft.ts'
import { couple, createPhone, letIn, takeBack, type WorldCraft, write } from './world.fixture.ts'

const { TEND_SEED, TEND_SEEDS, TEND_REAL } = process.env
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
const seeds = TEND_SEED ? [Number(TEND_SEED)] : upTo(Number(TEND_SEEDS ?? 120))
const realSeeds = TEND_SEED ? seeds : upTo(Number(TEND_REAL ?? 4))
const real: WorldCraft = { it: craft, isSlow: true }
const timeout = 6_000_000

/** What went wrong in one history, with the words to live through it again. */
async function faultsOf(seed: number, about: { readonly craft?: WorldCraft }): Promise<readonly string[]> {
  try {
    const history = await live(seed, about)
    await heal(history)
    const found = await faults(history)
    for (const phone of history.world.phones) phone.switchOff()
    return found.map((fault) => `TEND_SEED=${seed}: ${fault}`)
  } catch (error) {
    return [`TEND_SEED=${seed}: ${error instanceof Error ? error.stack : error}`]
  }
}

describe('In the end everybody has the same', () => {
  test(`after any of ${seeds.length} histories`, { timeout }, async () => {
    for (const seed of seeds) expect(await faultsOf(seed, {})).toEqual([])
  })

  test(`after any of ${realSeeds.length} histories under real keys`, { timeout }, async () => {
    for (const seed of realSeeds) expect(await faultsOf(seed, { craft: real })).toEqual([])
  })
})

describe('A phone that is switched off between any two steps', () => {
  /** Sam's phone does everything a phone does, and is switched off after so many steps. Gives back how far it came. */
  async function switchedOffAfter(steps: number): Promise<boolean> {
    const { world, noor, sam } = await couple({ seed: 2 })
    noor.setOnline(false)
    const id = await write(noor, { kind: 'done', f: { note: 'one' } })
    await write(noor, { kind: 'landmark', f: { text: 'two' } })
    sam.switchOff()
    for (const note of ['three', 'four']) await write(sam, { kind: 'done', f: { note } })
    noor.setOnline(true)
    await world.time.pass(2_000)
    await takeBack(noor, id)
    world.weather = { ...world.weather, life: { least: steps, most: steps } }
    sam.switchOn()
    await world.time.pass(2_000)
    const tablet = createPhone(world, { name: 'Sam’s tablet' })
    const isLetIn = await letIn(world, { by: sam, phone: tablet, as: 'own' })
    await world.time.pass(5_000)
    const hasLived = !sam.life.isOver
    world.weather = { ...world.weather, life: { least: 1e9, most: 1e9 } }
    for (const phone of [sam, tablet]) {
      phone.switchOff()
      if (phone === sam || isLetIn) phone.switchOn()
    }
    await world.time.pass(120_000)
    expect(await sam.all()).toEqual(await noor.all())
    expect(await sam.line?.standing()).toMatchObject({ unsent: 0, aside: 0 })
    expect((await sam.line?.standing())?.trouble).toBeUndefined()
    if (tablet.line?.state().roster) expect(await tablet.all()).toEqual(await noor.all())
    for (const phone of world.phones) phone.switchOff()
    return hasLived
  }

  test('loses nothing and says nothing twice that must be said once', { timeout }, async () => {
    let steps = 1
    while (!(await switchedOffAfter(steps))) steps++
    // Otherwise it was never switched off in the midst of anything.
    expect(steps).toBeGreaterThan(40)
  })
})
