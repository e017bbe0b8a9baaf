/**
 * The meadow of the Today screen: everything that grows, without the sky. Sky, sun and far hills are `sky.tsx`, which
 * is painted at once; the meadow is drawn in a worker and laid over it, so both share one frame of 390 by 392.
 * The upper left quarter stays empty for the greeting.
 */
import type { Couple } from './couple.ts'
import { growCouple } from './couple.ts'
import type { Curve } from './curve.ts'
import { curve, endOf, rise, taper } from './curve.ts'
import type { Contour, Drawing, Mark, Point } from './ink.ts'
import { compose, dot, faded, filled, gather, nightly, outline, place, stroked, to } from './ink.ts'
import type { Chance, Tones } from './plant.ts'
import { chanceFrom, drop, farSpike, frond, grass, hill, leafy, spike, sway, umbel } from './plant.ts'
import type { Meadow, Season } from './season.ts'
import { meadowOf } from './season.ts'

export type Scene = {
  readonly width: number
  readonly height: number
  readonly seed: number
  readonly flowers: Couple
  readonly season: Season
}

type Ground = {
  readonly width: number
  readonly height: number
  readonly meadow: Meadow
  readonly chance: Chance
}

export function drawScene({ width, height, seed, flowers, season }: Scene): Drawing {
  // Each layer throws its own dice, so that a change in one leaves the others as they were.
  const groundOf = (layer: number): Ground => ({
    width,
    height,
    meadow: meadowOf[season],
    chance: chanceFrom(seed * 31 + layer),
  })
  const nearHill = hill({ width, floor: height, crest: height * 0.86, swell: 6, phase: 1.2 })
  return compose(width, height, [
    ...farMeadow(groundOf(1)),
    filled('hill-4', [nearHill]),
    ...umbels(groundOf(2)),
    ...spikes(groundOf(3)),
    ...growCouple(flowers, [width - 122, height + 4], chanceFrom(seed * 31 + 4)),
    ...foreground(groundOf(5)),
    ...lowBlossoms(groundOf(6)),
    ...fireflies(groundOf(7)),
  ])
}

const upward = -Math.PI / 2

/** Plants so far away that only their outlines show, in one colour and therefore one path. */
function farMeadow({ width, height, meadow, chance }: Ground): Mark[] {
  const far = 'far'
  const tones: Tones = [far, far]
  const marks: Mark[] = []
  for (let i = 0; i < meadow.farPlants; i++) {
    const foot: Point = [((i + chance()) / meadow.farPlants) * width, height * 0.82 + chance() * 18]
    const stem = rise(foot, 42 + chance() * 62, sway(chance, 13), sway(chance, 6))
    const angle = upward + sway(chance, 0.15)
    marks.push(filled(far, [taper(stem, 1.5, 0.6)]))
    const kind = chance()
    if (kind < 0.36) {
      const radius = 12 + chance() * 5
      marks.push(
        ...umbel(endOf(stem), { radius, angle, rays: 8, blossoms: far, stem: far, dotsPerRay: 4 }, chance),
      )
    } else if (kind < 0.66) marks.push(farSpike(stem, { whorls: 9, size: 3, tones, from: 0.5 }))
    else marks.push(...leafy(stem, { kind: 'pointed', tones, count: 6, length: 16, width: 5 }, chance))
  }
  return gather(marks)
}

const umbelPlaces = (width: number): readonly (readonly [x: number, height: number])[] => [
  [24, 172],
  [104, 112],
  [width - 9, 150],
  [136, 150],
  [60, 142],
]

function umbels({ width, height, meadow, chance }: Ground): Mark[] {
  const wood: Mark[] = []
  const heads: Mark[] = []
  const leaves: Mark[] = []
  const stem = 'stem-2'
  const sideColour = meadow.sideUmbels === 'seed' ? 'umbel-seed' : meadow.umbelColour
  for (const [x, tall] of umbelPlaces(width).slice(0, meadow.umbels)) {
    const side = x < width / 2 ? 1 : -1
    const main = rise([x, height + 6], tall, sway(chance, 11), sway(chance, 7))
    const [foot, knee, shoulder, top] = main
    const branch: Curve = [
      foot,
      knee,
      [(knee[0] + shoulder[0]) / 2 + 10 * side, shoulder[1] + 20],
      [shoulder[0] + 22 * side, shoulder[1] - 4],
    ]
    const rib: Curve = curve(
      x,
      height + 4,
      x + 6,
      height - tall * 0.2,
      x + 14 * side,
      height - tall * 0.33,
      x + 34 * side,
      height - tall * 0.42,
    )
    wood.push(filled(stem, [taper(main, 1.9, 0.9), taper(branch, 1.4, 0.6)]))
    heads.push(
      ...umbel(
        top,
        {
          radius: 17 + chance() * 7,
          angle: upward + (top[0] - shoulder[0]) * 0.012,
          rays: 13,
          blossoms: meadow.umbelColour,
          stem,
        },
        chance,
      ),
      ...umbel(
        branch[3],
        { radius: 10 + chance() * 4, angle: upward + 0.35 * side, rays: 9, blossoms: sideColour, stem },
        chance,
      ),
    )
    leaves.push(...frond(rib, { leaflets: 9, length: 14, tones: ['leaf-b', 'leaf-b2'], width: 1.4, stem }))
  }
  return [...gather(wood), ...gather(heads), ...gather(leaves)]
}

const spikePlaces = (width: number): readonly (readonly [x: number, height: number])[] => [
  [176, 116],
  [width - 40, 138],
  [163, 90],
  [width - 28, 106],
  [190, 84],
  [width - 52, 98],
  [88, 78],
  [76, 96],
]

function spikes({ width, height, meadow, chance }: Ground): Mark[] {
  return spikePlaces(width)
    .slice(0, meadow.spikes)
    .flatMap(([x, tall]) => {
      const stem = rise([x, height + 6], tall, sway(chance, 6), sway(chance, 6))
      const leafing = {
        kind: 'pointed',
        tones: ['leaf-b', 'leaf-b2'],
        count: 6,
        from: 0.14,
        to: 0.48,
        length: 20,
        width: 4.4,
      } as const
      return [
        ...gather([filled('stem-2', [taper(stem, 1.8, 0.8)]), ...leafy(stem, leafing, chance)]),
        ...spike(stem, { whorls: 10, size: 4, tones: ['bloom-b2', 'bloom-b'], from: 0.5 }, chance),
      ]
    })
}

function foreground({ width, height, meadow, chance }: Ground): Mark[] {
  const ferns: readonly (readonly [x: number, reach: number, height: number])[] = [
    [-6, 56, 104],
    [16, 36, 72],
    [width + 8, -56, 100],
    [width - 14, -36, 74],
    [96, 32, 54],
    [width - 84, 24, 50],
    [214, -24, 50],
  ]
  const tones: Tones = ['leaf-c', 'leaf-c2']
  const marks = ferns.flatMap(([x, reach, tall]) => {
    const rib: Curve = curve(
      x,
      height + 8,
      x + reach * 0.1,
      height - tall * 0.5,
      x + reach * 0.45,
      height - tall * 0.95,
      x + reach * 1.25,
      height - tall * 0.92,
    )
    return frond(rib, { leaflets: 15, length: 24, tones, width: 2, stem: 'leaf-c' })
  })
  const blades = 64
  for (let i = 0; i < blades; i++) {
    const foot: Point = [(i / blades) * (width + 20) - 10 + chance() * 6, height + 4]
    const blade = grass(foot, {
      height: 16 + chance() * 36,
      lean: sway(chance, 14),
      width: 2.4 + chance() * 1.5,
    })
    marks.push(filled(bladeColour(meadow, chance), [blade]))
  }
  return gather(marks)
}

function bladeColour({ dryBlades }: Meadow, chance: Chance): string {
  const pick = chance()
  if (pick > 0.5) return chance() < dryBlades ? 'grass-dry' : 'leaf-c'
  return pick > 0.2 ? 'leaf-c2' : 'leaf-a'
}

/** What the season adds low in the grass, in the lower fifth where the sheet does not cover it. */
function lowBlossoms({ width, height, meadow, chance }: Ground): Mark[] {
  const { kind, count } = meadow.low
  const marks: Mark[] = []
  for (let i = 0; i < count; i++) {
    const foot: Point = [((i + 0.2 + chance() * 0.6) / count) * width, height + 4]
    const stem = rise(foot, 44 + chance() * 26, sway(chance, 8), sway(chance, 4))
    const at = endOf(stem)
    if (kind === 'snowdrop') marks.push(...snowdrop(stem))
    else if (kind === 'daisy') marks.push(...daisy(stem, ['umbel', 'pollen']))
    else if (kind === 'star')
      marks.push(...daisy(stem, i % 3 ? ['umbel', 'pollen'] : ['bloom-a', 'bloom-a3']))
    if (at[0] > width) break
  }
  return gather(marks)
}

function daisy(stem: Curve, [petals, heart]: readonly [string, string]): Mark[] {
  const at = endOf(stem)
  const rays = Array.from({ length: 8 }, (_, i) =>
    drop([0, 0], { angle: (i / 8) * Math.PI * 2, length: 5, width: 1.7 }),
  )
  return [
    filled('stem-2', [taper(stem, 1.3, 0.8)]),
    filled(petals, place(rays, { at, turn: 0.3, squash: 0.75 })),
    stroked(heart, 3, [dot(at)]),
  ]
}

function snowdrop(stem: Curve): Mark[] {
  const [x, y] = endOf(stem)
  const side = stem[3][0] > stem[0][0] ? 1 : -1
  const hook: Curve = curve(x, y, x + side, y - 6, x + side * 6, y - 8, x + side * 7.5, y - 3)
  const bellPetals: Contour[] = [-0.42, 0.42, 0].map((turn) =>
    drop([x + side * 7.5, y - 3], { angle: Math.PI / 2 + turn, length: 9.5, width: 2.7 }),
  )
  const cap = outline(
    [x + side * 7.5 - 1.5, y - 1.6],
    to(x + side * 7.5, y - 6, x + side * 7.5 + 1.5, y - 1.6),
  )
  return [
    filled('leaf-a2', [taper(stem, 1.5, 1), taper(hook, 1, 0.8)]),
    filled('umbel', bellPetals),
    filled('leaf-a2', [cap]),
  ]
}

function fireflies({ width, height, chance }: Ground): Mark[] {
  const places = Array.from(
    { length: 10 },
    (): Contour => dot([30 + chance() * (width - 60), height * 0.52 + chance() * height * 0.36]),
  )
  return [nightly(faded(stroked('firefly', 14, places), 0.14)), nightly(stroked('firefly-2', 3, places))]
}
