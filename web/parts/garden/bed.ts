/**
 * The garden bed: one plant a week, oldest first, taller with every moment, so the picture is the bar chart.
 * A week of nothing is plain earth with grass; nothing here can wither.
 */
import type { Curve } from './curve.ts'
import { curve, endOf, pointAt, rise, taper } from './curve.ts'
import type { Flower } from './flower.ts'
import { bloom, bud, floweringOf } from './flower.ts'
import type { Drawing, Mark, Point } from './ink.ts'
import { compose, faded, filled, gather, outline, to } from './ink.ts'
import type { Chance, LeafKind, Tones } from './plant.ts'
import { chanceFrom, grass, leafy, spike, sway, umbel } from './plant.ts'

export type Bed = {
  /** Moments in each week, oldest first, at most 26 weeks. */
  readonly weeks: readonly number[]
  readonly seed: number
  readonly flower: Flower
}

const width = 390
const height = 182
const earthLine = 150
const weeksMax = 26

export function drawBed({ weeks, seed, flower }: Bed): Drawing {
  const shown = weeks.slice(-weeksMax)
  const chance = chanceFrom(seed)
  const slot = Math.min(30, (width - 40) / Math.max(1, shown.length))
  const left = (width - slot * (shown.length - 1)) / 2
  const start = chance()
  const most = Math.max(0, ...shown)
  const rows = shown.map((moments, i): Mark[] => {
    if (moments <= 0) return []
    const foot: Point = [left + slot * i, earthLine + 4]
    // Steps of the golden ratio mix the kinds more evenly than dice would.
    const kind = (i * 0.618034 + start) % 1
    return plantOf({ foot, moments, flower, tall: heightOf(moments, most), slot, kind }, chance)
  })
  return compose(width, height, [...earth(), ...rows.flat(), ...turf(chanceFrom(seed + 1))])
}

/** Every moment adds the same, and the fullest week just fits. */
const heightOf = (moments: number, most: number): number => 20 + moments * Math.min(11.5, 96 / most)

type Plant = {
  readonly foot: Point
  readonly moments: number
  readonly flower: Flower
  readonly tall: number
  readonly slot: number
  /** From 0 to 1: mostly the flower, at the end of it the meadow's own. */
  readonly kind: number
}

function plantOf(plant: Plant, chance: Chance): Mark[] {
  const { foot, tall, slot, kind } = plant
  const lean = slot * 0.2
  // A spike has no head above its stem, so its stem is the longer by as much.
  const isSpike = kind >= 0.66 && kind < 0.84
  const stem = rise(foot, isSpike ? tall + 8 : tall, sway(chance, lean), sway(chance, lean))
  if (isSpike) return spikePlant(plant, stem, chance)
  return kind < 0.66 ? flowerPlant(plant, stem, chance) : umbelPlant(plant, stem, chance)
}

/** Many weeks stand closer, so their plants are slighter. */
const girthOf = (slot: number): number => Math.max(0.6, Math.min(1, slot / 26))

function foliage(
  plant: Plant,
  stem: Curve,
  look: { kind: LeafKind; tones: Tones; to: number },
  chance: Chance,
): Mark[] {
  const girth = girthOf(plant.slot)
  const size = {
    pointed: [15, 4.6],
    round: [14, 6.4],
    lobed: [16, 6.4],
    narrow: [18, 3.6],
    oval: [14, 5.2],
    feathered: [19, 7],
    leaflet: [14, 4],
  } as const
  const [length, thick] = size[look.kind]
  const count = Math.max(2, Math.min(9, Math.round(plant.tall / 13)))
  return leafy(
    stem,
    { ...look, count, from: 0.1, length: length * girth, width: thick * girth, shrink: 0.35 },
    chance,
  )
}

function flowerPlant(plant: Plant, stem: Curve, chance: Chance): Mark[] {
  const { moments, flower, slot } = plant
  const { leaf, habit } = floweringOf[flower]
  const [x, y] = endOf(stem)
  const girth = girthOf(slot)
  const isRound = habit === 'hanging'
  const wood = isRound ? 'stem-b' : 'stem-a'
  const tones: Tones = isRound ? ['leaf-b', 'leaf-b2'] : ['leaf-a', 'leaf-a2']
  const body = gather([
    filled(wood, [taper(stem, 2.2 * girth, girth)]),
    ...foliage(plant, stem, { kind: leaf.kind, tones, to: 0.8 }, chance),
  ])
  if (moments < 2)
    return [...body, ...bud(flower, { at: [x, y + 2], radius: 4.5 * girth, turn: 0, stem: wood })]
  const size = Math.min(14, 7 + plant.tall * 0.056) * girth
  if (habit === 'open')
    return [...body, ...bloom(flower, { at: [x, y], radius: size, turn: sway(chance, 0.22), stem: wood })]
  const hook: Curve = curve(
    x,
    y,
    x - 1,
    y - 9 * girth,
    x + 9 * girth,
    y - 12 * girth,
    x + 12 * girth,
    y - 5 * girth,
  )
  const [lowX, lowY] = pointAt(stem, 0.62)
  return [
    ...body,
    filled(wood, [taper(hook, 1.1, 0.8)]),
    ...bloom(flower, { at: endOf(hook), radius: size * 0.85, turn: -0.1, stem: wood }),
    ...bloom(flower, { at: [lowX - 6 * girth, lowY - 1], radius: 6.2 * girth, turn: 0.24, stem: wood }),
  ]
}

function spikePlant(plant: Plant, stem: Curve, chance: Chance): Mark[] {
  const girth = girthOf(plant.slot)
  return [
    ...gather([
      filled('stem-a', [taper(stem, 2 * girth, girth)]),
      ...foliage(plant, stem, { kind: 'pointed', tones: ['leaf-a', 'leaf-a2'], to: 0.5 }, chance),
    ]),
    ...spike(stem, { whorls: 9, size: 3.3 * girth, tones: ['bloom-b2', 'bloom-b'], from: 0.48 }, chance),
  ]
}

function umbelPlant(plant: Plant, stem: Curve, chance: Chance): Mark[] {
  const girth = girthOf(plant.slot)
  const radius = Math.min(13, 8 + plant.moments * 0.7) * girth
  return [
    ...gather([
      filled('stem-b', [taper(stem, 2.2 * girth, girth)]),
      ...foliage(plant, stem, { kind: 'round', tones: ['leaf-b', 'leaf-b2'], to: 0.8 }, chance),
    ]),
    ...umbel(
      endOf(stem),
      { radius, angle: -Math.PI / 2, rays: 9, blossoms: 'umbel-seed', stem: 'stem-b' },
      chance,
    ),
  ]
}

/** Paths have no gradients, so the earth fades out in thin steps. */
function earth(): Mark[] {
  const top: Point = [0, earthLine - 1]
  const steps = 14
  return Array.from({ length: steps }, (_, i): Mark => {
    const floor = earthLine + 6 + ((i + 1) / steps) * (height - earthLine - 6)
    const band = outline(
      top,
      to(100, 143, 200, 147),
      to(295, 151, width, 145),
      [[width, floor]],
      [[0, floor]],
    )
    return faded(filled('bed-earth', [band]), 0.12)
  })
}

function turf(chance: Chance): Mark[] {
  const blades: Mark[] = []
  for (let x = -4; x < width + 4; x += 4.4) {
    const foot: Point = [x + chance() * 3, earthLine + 1 + chance() * 6]
    const blade = grass(foot, { height: 5 + chance() * 9, lean: sway(chance, 4), width: 1.8 })
    const pick = chance()
    blades.push(filled(pick < 0.55 ? 'bed-grass' : pick < 0.85 ? 'bed-grass-2' : 'bed-grass-3', [blade]))
  }
  return gather(blades)
}
