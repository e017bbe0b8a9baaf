/**
 * The six flowers a person can be. Each has a shape of its own as well as a colour, so nobody needs to tell colours
 * apart: marigold an open face, heather hanging bells, poppy four broad petals, cornflower a fringed star,
 * fern a curl, camellia a rosette. `drawFlower` is the small head for avatars and for choosing.
 */
import type { flowers } from '../../../core/record.ts'
import type { Curve } from './curve.ts'
import { curve, taper } from './curve.ts'
import type { Contour, Drawing, Mark, Piece, Placement, Point } from './ink.ts'
import { compose, dot, filled, gather, line, outline, place, placeMarks, stroked, to } from './ink.ts'
import type { LeafKind, Tones } from './plant.ts'
import { drop, leaf } from './plant.ts'

export type Flower = (typeof flowers)[number]

/** `petals` shade then light; `heart` the dark middle; `spark` the pollen on it. */
export type Flowering = {
  readonly petals: Tones
  readonly heart: string
  readonly spark: string
  readonly leaf: { readonly kind: LeafKind; readonly length: number; readonly width: number }
  readonly habit: 'open' | 'hanging'
}

export const floweringOf: Record<Flower, Flowering> = {
  marigold: {
    petals: ['bloom-a2', 'bloom-a'],
    heart: 'bloom-a3',
    spark: 'pollen',
    leaf: { kind: 'pointed', length: 34, width: 8.5 },
    habit: 'open',
  },
  heather: {
    petals: ['bloom-b2', 'bloom-b'],
    heart: 'bloom-b3',
    spark: 'bloom-b',
    leaf: { kind: 'round', length: 28, width: 12 },
    habit: 'hanging',
  },
  poppy: {
    petals: ['bloom-poppy-2', 'bloom-poppy'],
    heart: 'bloom-poppy-3',
    spark: 'bloom-poppy-4',
    leaf: { kind: 'lobed', length: 34, width: 13 },
    habit: 'open',
  },
  cornflower: {
    petals: ['bloom-cornflower-2', 'bloom-cornflower'],
    heart: 'bloom-cornflower-3',
    spark: 'bloom-cornflower-4',
    leaf: { kind: 'narrow', length: 42, width: 7 },
    habit: 'open',
  },
  fern: {
    petals: ['bloom-fern-2', 'bloom-fern'],
    heart: 'bloom-fern-2',
    spark: 'bloom-fern',
    leaf: { kind: 'feathered', length: 42, width: 15 },
    habit: 'open',
  },
  camellia: {
    petals: ['bloom-camellia-2', 'bloom-camellia'],
    heart: 'bloom-camellia-3',
    spark: 'pollen',
    leaf: { kind: 'oval', length: 32, width: 11 },
    habit: 'open',
  },
}

export function drawFlower(flower: Flower): Drawing {
  const curl: Placement = { at: [16.5, 13.8] }
  const marksByFlower: Record<Flower, () => Mark[]> = {
    marigold: () => bloom('marigold', { at: [16, 16], radius: 14.5, turn: 0, stem: 'stem-a' }),
    heather: heatherSprig,
    poppy: () => bloom('poppy', { at: [16, 16], radius: 14.5, turn: -0.16, stem: 'stem-a' }),
    cornflower: () => bloom('cornflower', { at: [16, 16], radius: 14.8, turn: 0.1, stem: 'stem-a' }),
    fern: () => placeMarks(crozier(floweringOf.fern, 13.6), curl),
    camellia: () => bloom('camellia', { at: [16, 16], radius: 14.8, turn: 0, stem: 'stem-a' }),
  }
  return compose(32, 32, marksByFlower[flower]())
}

function heatherSprig(): Mark[] {
  const stem: Curve = curve(14.5, 31, 13.5, 20, 11.5, 1, 21.8, 6)
  const twig: Curve = curve(14, 21, 13.4, 11, 7.6, 9, 6.8, 14)
  const bells = [
    ...bloom('heather', { at: [21.8, 7], radius: 9.9, turn: -0.1, stem: 'stem-b' }),
    ...bloom('heather', { at: [6.8, 15.2], radius: 7, turn: 0.14, stem: 'stem-b' }),
  ]
  const foliage = leaf({
    at: [14.6, 29.5],
    angle: -0.42,
    length: 12.5,
    width: 5,
    tones: ['leaf-b', 'leaf-b2'],
    kind: 'round',
  })
  return [filled('stem-b', [taper(stem, 2, 1.3), taper(twig, 1.3, 1)]), ...foliage, ...bells]
}

export type Head = {
  readonly at: Point
  readonly radius: number
  readonly turn: number
  readonly stem: string
}

/** An open flower around `at`, or a hanging one below it. */
export function bloom(flower: Flower, { at, radius, turn, stem }: Head): Mark[] {
  const flowering = floweringOf[flower]
  const face: Placement = { at, turn, squash: flower === 'camellia' ? 0.95 : 0.86 }
  switch (flower) {
    case 'marigold':
      return placeMarks(openFace(flowering, radius), face)
    case 'heather':
      return placeMarks(bell(flowering, stem), { at, turn, scale: radius / 10 })
    case 'poppy':
      return placeMarks(fourPetals(flowering, radius), face)
    case 'cornflower':
      return placeMarks(fringedStar(flowering, radius), face)
    case 'fern': {
      // A curl stands on its stem, where a face covers the end of it.
      const lift = radius * 0.8
      const centre: Point = [at[0] + Math.sin(turn) * lift, at[1] - Math.cos(turn) * lift]
      return placeMarks(crozier(flowering, radius * 0.86), { at: centre, turn })
    }
    case 'camellia':
      return placeMarks(rosette(flowering, radius), face)
  }
}

export function bud(flower: Flower, { at, radius, turn, stem }: Head): Mark[] {
  if (flower === 'fern') return bloom('fern', { at, radius: radius * 1.25, turn, stem })
  const petals = outline([0, 0], to(0.7, -0.3, 0.55, -1.2, 0, -1.7), to(-0.55, -1.2, -0.7, -0.3, 0, 0))
  const cup = outline(
    [0, 0.1],
    to(0.75, -0.1, 0.6, -0.7, 0.2, -0.95),
    to(0, -0.45),
    to(-0.2, -0.95),
    to(-0.6, -0.7, -0.75, -0.1, 0, 0.1),
  )
  const placement: Placement = { at, turn, scale: radius }
  const colour = floweringOf[flower].petals[flower === 'heather' ? 1 : 0]
  return [filled(colour, place([petals], placement)), filled(stem, place([cup], placement))]
}

/** The same contour again and again around a middle. */
function ring(
  petal: Contour,
  { count, radius, from = 0 }: { count: number; radius: number; from?: number },
): Contour[] {
  return Array.from({ length: count }, (_, i) =>
    place([petal], { at: [0, 0], turn: from + (Math.PI * 2 * i) / count, scale: radius }),
  ).flat()
}

function twoTones(petals: readonly Contour[], [shade, light]: Tones): Mark[] {
  return gather(petals.map((petal, i) => filled(i % 2 ? light : shade, [petal])))
}

const seeds = (count: number, reach: number): Contour[] =>
  Array.from({ length: count }, (_, i) => {
    const away = reach * Math.sqrt(i / count)
    return dot([Math.cos(i * 2.4) * away, Math.sin(i * 2.4) * away])
  })

function openFace({ petals, heart, spark }: Flowering, radius: number): Mark[] {
  const petal = outline(
    [0, 0],
    to(0.25, -0.25, 0.46, -0.78, 0.29, -0.97),
    to(0.17, -1.03, 0.1, -0.95),
    to(0, -1.07, -0.1, -0.95),
    to(-0.17, -1.03, -0.29, -0.97),
    to(-0.46, -0.78, -0.25, -0.25, 0, 0),
  )
  const from = 0.19
  const veins = ring(line([0, -0.24], to(0, -0.72)), { count: 8, radius, from })
  const vein = stroked(heart, Math.max(0.4, radius * 0.035), veins)
  return [
    ...twoTones(ring(petal, { count: 8, radius, from }), petals),
    { ...vein, paint: { ...vein.paint, opacity: 0.28 } },
    stroked(heart, radius * 0.5, [dot([0, 0])]),
    stroked(spark, radius * 0.09, seeds(9, radius * 0.19)),
  ]
}

function bell({ petals: [shade, light] }: Flowering, stem: string): Mark[] {
  const whole = outline(
    [-1.6, -1],
    to(-6.5, 1.5, -6.8, 8, -8, 13.2),
    to(-5.6, 12.2, -4.4, 15),
    to(-2.2, 12.6, 0, 15.6),
    to(2.2, 12.6, 4.4, 15),
    to(5.6, 12.2, 8, 13.2),
    to(6.8, 8, 6.5, 1.5, 1.6, -1),
  )
  const shadow = outline(
    [0, -1],
    to(2.6, 2, 3.4, 9, 4.4, 15),
    to(5.6, 12.2, 8, 13.2),
    to(6.8, 8, 6.5, 1.5, 1.6, -1),
  )
  const cap = outline([-2.6, -0.6], to(0, -3.2, 2.6, -0.6), to(1.4, 1.6, 0, 0.6), to(-1.4, 1.6, -2.6, -0.6))
  return [filled(light, [whole]), filled(shade, [shadow]), filled(stem, [cap])]
}

function fourPetals({ petals: [shade, light], heart, spark }: Flowering, radius: number): Mark[] {
  const petal = outline(
    [0, 0.06],
    to(-0.5, -0.06, -1.02, -0.5, -0.74, -0.86),
    to(-0.56, -1.1, -0.3, -0.97),
    to(-0.06, -1.12, 0.16, -0.98),
    to(0.52, -1.12, 0.74, -0.84),
    to(1.02, -0.5, 0.5, -0.06, 0, 0.06),
  )
  const blotch = outline([0, 0], to(-0.42, -0.2, -0.2, -0.46), to(0, -0.36, 0.2, -0.46), to(0.42, -0.2, 0, 0))
  const folds = ring(line([-0.1, -0.5], to(-0.22, -0.7, -0.3, -0.86)), { count: 4, radius })
  const moreFolds = ring(line([0.12, -0.5], to(0.2, -0.66, 0.34, -0.8)), { count: 4, radius })
  const fold = stroked(heart, Math.max(0.4, radius * 0.03), [...folds, ...moreFolds])
  const stamens = ring(dot([0, -0.31]), { count: 14, radius })
  return [
    filled(shade, ring(petal, { count: 2, radius })),
    filled(light, ring(petal, { count: 2, radius, from: Math.PI / 2 })),
    { ...fold, paint: { ...fold.paint, opacity: 0.25 } },
    filled(heart, ring(blotch, { count: 4, radius, from: 0 })),
    stroked(heart, radius * 0.085, stamens),
    stroked(spark, radius * 0.34, [dot([0, 0])]),
    stroked(heart, Math.max(0.5, radius * 0.04), ring(line([0, 0], to(0, -0.13)), { count: 6, radius })),
  ]
}

function fringedStar({ petals, heart, spark }: Flowering, radius: number): Mark[] {
  const fringe: readonly Piece[] = [
    to(-0.06, -0.5, -0.33, -0.86),
    to(-0.17, -0.84),
    to(-0.12, -1.06),
    to(0, -0.86),
    to(0.12, -1.06),
    to(0.17, -0.84),
    to(0.33, -0.86),
    to(0.06, -0.5, 0, 0),
  ]
  const floret = outline([0, 0], ...fringe)
  const tuft = Array.from({ length: 14 }, (_, i) => {
    const angle = (Math.PI * 2 * i) / 14 + 0.2
    const from: Point = [Math.cos(angle) * radius * 0.08, Math.sin(angle) * radius * 0.08]
    return drop(from, { angle, length: radius * (i % 2 ? 0.36 : 0.28), width: radius * 0.09 })
  })
  return [
    ...twoTones(ring(floret, { count: 10, radius }), petals),
    filled(heart, tuft),
    stroked(heart, radius * 0.3, [dot([0, 0])]),
    stroked(spark, radius * 0.08, seeds(7, radius * 0.22)),
  ]
}

/** A young frond, still rolled up: the foot comes from below, the curl turns inward with the leaflets outside. */
function crozier({ petals: [shade, light] }: Flowering, radius: number): Mark[] {
  const turns = 1.7
  const steps = 14
  const first = Math.PI
  const at = (i: number): Point => {
    const angle = first + (turns * 2 * Math.PI * i) / steps
    const away = radius * (0.74 - 0.6 * (i / steps) ** 0.85)
    return [Math.cos(angle) * away, Math.sin(angle) * away]
  }
  const pieces = Array.from({ length: steps }, (_, i): Piece => {
    const [a, b] = [at(i), at(i + 1)]
    const middle = at(i + 0.5)
    return [[2 * middle[0] - (a[0] + b[0]) / 2, 2 * middle[1] - (a[1] + b[1]) / 2], b]
  })
  const foot: Piece = [[-radius * 0.1, radius * 0.9], [-radius * 0.74, radius * 0.7], at(0)]
  const coil = line([radius * 0.02, radius * 1.2], foot, ...pieces)
  const leaflets = Array.from({ length: 10 }, (_, i) => {
    const step = -0.7 + i * 0.82
    const angle = first + (turns * 2 * Math.PI * step) / steps
    const base = at(Math.max(0, step))
    const start: Point = step < 0 ? [base[0], base[1] - step * radius * 0.4] : base
    const length = radius * (0.46 - i * 0.018)
    return drop(start, { angle: angle + 0.5, length, width: radius * 0.17 })
  })
  return [
    filled(shade, leaflets),
    stroked(light, radius * 0.2, [coil]),
    stroked(shade, radius * 0.3, [dot(at(steps))]),
  ]
}

function rosette({ petals: [shade, light], heart, spark }: Flowering, radius: number): Mark[] {
  const petal = outline(
    [0, 0.1],
    to(-0.5, -0.1, -0.74, -0.66, -0.42, -0.92),
    to(-0.16, -1.06, 0, -0.93),
    to(0.16, -1.06, 0.42, -0.92),
    to(0.74, -0.66, 0.5, -0.1, 0, 0.1),
  )
  const rims = (size: number, from: number): Contour[] =>
    ring(line([-0.5, -0.72], to(-0.3, -1, 0, -0.86), to(0.3, -1, 0.5, -0.72)), {
      count: 6,
      radius: size,
      from,
    })
  const rim = stroked(heart, Math.max(0.5, radius * 0.03), [
    ...rims(radius * 0.72, 0.52),
    ...rims(radius * 0.46, 0),
  ])
  return [
    ...twoTones(ring(petal, { count: 6, radius }), [shade, light]),
    ...twoTones(ring(petal, { count: 6, radius: radius * 0.72, from: 0.52 }), [light, shade]),
    ...twoTones(ring(petal, { count: 6, radius: radius * 0.46 }), [shade, light]),
    { ...rim, paint: { ...rim.paint, opacity: 0.2 } },
    stroked(heart, radius * 0.36, [dot([0, 0])]),
    stroked(spark, radius * 0.1, seeds(8, radius * 0.16)),
  ]
}
