import { expect, test } from 'vitest'
import { flowers } from '../../../core/record.ts'
import { drawBed } from './bed.ts'
import type { Couple } from './couple.ts'
import type { Flower } from './flower.ts'
import { drawFlower } from './flower.ts'
import type { Drawing } from './ink.ts'
import { compose, dot, filled, outline, stroked } from './ink.ts'
import { drawPetals } from './petals.ts'
import type { Scene } from './scene.ts'
import { drawScene } from './scene.ts'
import type { Season } from './season.ts'
import { seasonOfMonth } from './season.ts'
import { skyOfHour } from './sky.tsx'
import { drawSprout } from './sprout.ts'

const seasons: readonly Season[] = ['spring', 'summer', 'autumn', 'winter']
const today: Scene = { width: 390, height: 392, seed: 7, flowers: ['marigold', 'heather'], season: 'summer' }
const noorsWeeks = [3, 4, 2, 0, 4, 5, 5, 6, 8, 6, 1, 7]

const lengthOf = ({ shapes }: Drawing): number => shapes.reduce((sum, { d }) => sum + d.length, 0)
const coloursOf = ({ shapes }: Drawing): (string | undefined)[] =>
  shapes.map(({ fill, stroke }) => fill ?? stroke)

/** Where the pen goes, read back from the relative path data that the garden writes. */
function pointsOf(d: string): [number, number][] {
  const points: [number, number][] = []
  let [x, y, homeX, homeY] = [0, 0, 0, 0]
  for (const [, letter = '', rest = ''] of d.matchAll(/([mlqchz])([^mlqchz]*)/g)) {
    const numbers = [...rest.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(Number)
    if (letter === 'h') continue
    if (letter === 'z') [x, y] = [homeX, homeY]
    for (let i = 0; i + 1 < numbers.length; i += 2) points.push([x + numbers[i]!, y + numbers[i + 1]!])
    if (numbers.length) [x, y] = points.at(-1)!
    if (letter === 'm') [homeX, homeY] = [x, y]
  }
  return points
}

function expectSound({ width, height, shapes }: Drawing): void {
  for (const { d, fill, stroke } of shapes) {
    expect(d).not.toMatch(/NaN|Infinity|undefined|e-/)
    expect(d).toMatch(/^m[-\d. mlqchz]+$/)
    expect(fill ?? stroke).toMatch(/^[a-z][a-z0-9-]*$/)
    const strays = pointsOf(d).filter(
      ([x, y]) => x < -width / 2 || x > width * 1.5 || y < -height / 2 || y > height * 1.5,
    )
    expect(strays).toEqual([])
  }
}

test('the same seed grows the same meadow, another seed another', () => {
  expect(drawScene(today)).toEqual(drawScene(today))
  expect(drawScene(today)).not.toEqual(drawScene({ ...today, seed: 8 }))
})

/** Where the last line of the greeting ends, in the frame of the scene, for a phone of 390. */
const greetingEnd = 170

test('sixty meadows stay small, sound, and clear of the greeting', () => {
  for (let seed = 0; seed < 60; seed++) {
    const mine = flowers[seed % 6]!
    const couple: Couple = seed % 7 ? [mine, flowers[(seed * 5 + Math.floor(seed / 6)) % 6]!] : [mine]
    const drawing = drawScene({ ...today, seed, flowers: couple, season: seasons[seed % 4]! })
    expect(lengthOf(drawing)).toBeLessThanOrEqual(80_000)
    expect(drawing.shapes.length).toBeLessThanOrEqual(400)
    expect(drawing.shapes.filter(({ d }) => /NaN|Infinity|undefined/.test(d))).toEqual([])
    // Reading every path back takes longer than drawing it.
    if (seed % 9 > 0) continue
    expectSound(drawing)
    const reached = drawing.shapes.flatMap(({ d }) => pointsOf(d))
    expect(reached.length).toBeGreaterThan(1000)
    expect(reached.filter(([x, y]) => x < today.width / 2 && y < greetingEnd)).toEqual([])
  }
})

test('even the richest couple in the richest season stays within eighty thousand characters', () => {
  const heaviest = flowers.flatMap((mine) =>
    flowers.map((yours) => lengthOf(drawScene({ ...today, flowers: [mine, yours] }))),
  )
  expect(Math.max(...heaviest)).toBeLessThanOrEqual(80_000)
})

test('one person alone has one stem, two have two', () => {
  expect(coloursOf(drawScene({ ...today, flowers: ['poppy'] }))).not.toContain('stem-b')
  expect(coloursOf(drawScene(today))).toEqual(expect.arrayContaining(['stem-a', 'stem-b']))
})

test('winter has snowdrops and seed heads where summer has spikes, and the couple still blooms', () => {
  const winter = coloursOf(drawScene({ ...today, flowers: ['marigold'], season: 'winter' }))
  expect(winter).toEqual(expect.arrayContaining(['umbel', 'umbel-seed', 'bloom-a']))
  expect(winter).not.toContain('bloom-b')
  expect(coloursOf(drawScene({ ...today, flowers: ['marigold'] }))).toContain('bloom-b')
})

const plantColour = /^(stem|leaf|bloom|umbel)/

test('a week of nothing is earth and grass, without a stem', () => {
  const colours = coloursOf(drawBed({ weeks: [0, 0, 0], seed: 3, flower: 'camellia' }))
  expect(colours).toContain('bed-grass')
  expect(colours.filter((colour) => colour?.match(plantColour))).toEqual([])
})

test('a week with more moments grows taller', () => {
  const topOf = (moments: number): number => {
    const { shapes } = drawBed({ weeks: [moments, 9], seed: 5, flower: 'marigold' })
    const plants = shapes.filter(({ fill, stroke }) => (fill ?? stroke)?.match(plantColour))
    const first = plants.flatMap(({ d }) => pointsOf(d)).filter(([x]) => x < 190)
    return Math.min(...first.map(([, y]) => y))
  }
  const tops = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(topOf)
  expect(tops).toEqual([...tops].sort((a, b) => b - a))
})

test('a bed keeps to half a year and within its frame, whatever grew in it', () => {
  const long = Array.from({ length: 40 }, (_, i) => (i * 7) % 30)
  const recent = drawBed({ weeks: long.slice(-26), seed: 1, flower: 'fern' })
  expect(drawBed({ weeks: long, seed: 1, flower: 'fern' })).toEqual(recent)
  for (const flower of flowers) expectSound(drawBed({ weeks: noorsWeeks, seed: 21, flower }))
  expectSound(drawBed({ weeks: [], seed: 1, flower: 'poppy' }))
})

test('a day of nothing draws earth and no leaf', () => {
  expect(coloursOf(drawSprout({ mine: false, ours: false }))).toEqual(['sprout-earth'])
  expect(coloursOf(drawSprout({ mine: true, ours: false }))).toEqual(['sprout-earth', 'stem-a', 'mine'])
  expect(coloursOf(drawSprout({ mine: false, ours: true }))).toEqual(['sprout-earth', 'stem-a', 'ours'])
})

test('petals fill from none to all, and never beyond', () => {
  const colours = (full: number) => coloursOf(drawPetals({ petals: 20, filled: full }))
  expect(colours(0)).not.toContain('petal-on')
  expect(colours(7)).toEqual(expect.arrayContaining(['petal-on', 'petal-off']))
  expect(colours(20)).not.toContain('petal-off')
  expect(drawPetals({ petals: 20, filled: 99 })).toEqual(drawPetals({ petals: 20, filled: 20 }))
  expectSound(drawPetals({ petals: 20, filled: 7 }))
})

test('each flower has a head of its own that fits into its square', () => {
  const heads = flowers.map((flower: Flower) => drawFlower(flower))
  for (const head of heads) {
    expectSound(head)
    const reached = head.shapes.flatMap(({ d }) => pointsOf(d))
    // The controls of a curve may lie outside the square, the curve itself does not.
    expect(Math.max(...reached.flat())).toBeLessThanOrEqual(34)
    expect(Math.min(...reached.flat())).toBeGreaterThanOrEqual(-2)
  }
  expect(new Set(heads.map(({ shapes }) => shapes.map(({ d }) => d).join())).size).toBe(6)
})

test('overlapping outlines of one colour run the same way round, and neighbours share a path', () => {
  const clockwise = outline([0, 0], [[10, 0]], [[10, 10]])
  const counter = outline([0, 0], [[10, 10]], [[10, 0]])
  const { shapes } = compose(10, 10, [filled('far', [clockwise]), filled('far', [counter])])
  expect(shapes).toEqual([{ d: 'm0 0l10 0l0 10zm10 0l0 10l-10-10z', fill: 'far' }])
})

test('a dot is a line of no length', () => {
  expect(compose(9, 9, [stroked('pollen', 2, [dot([1, 0.5]), dot([0.5, 1.5])])]).shapes).toEqual([
    { d: 'm1 .5h0m-.5 1h0', stroke: 'pollen', strokeWidth: 2 },
  ])
})

test('the sky follows the hour and the meadow the month', () => {
  expect([0, 4, 5, 9, 16, 17, 20, 21, 24].map(skyOfHour)).toEqual([
    'night',
    'night',
    'dawn',
    'day',
    'day',
    'dusk',
    'dusk',
    'night',
    'night',
  ])
  expect([1, 4, 7, 10, 12].map(seasonOfMonth)).toEqual(['winter', 'spring', 'summer', 'autumn', 'winter'])
})
