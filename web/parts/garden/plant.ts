/**
 * The parts every plant is grown from: leaf, leafy stem, frond, spike, umbel, grass, hill. Pure functions of numbers;
 * chance is an argument, so one seed always grows the same garden.
 */
import type { Curve } from './curve.ts'
import { angleAt, pointAt, taper } from './curve.ts'
import type { Contour, Mark, Piece, Point } from './ink.ts'
import { dot, filled, line, outline, stroked, to } from './ink.ts'

export type Chance = () => number
/** Two neighbouring greens: the shaded half of a leaf and the one in the light. */
export type Tones = readonly [shade: string, light: string]
export type LeafKind = 'pointed' | 'round' | 'lobed' | 'narrow' | 'oval' | 'feathered' | 'leaflet'
export type Leaf = {
  readonly at: Point
  readonly angle: number
  readonly length: number
  readonly width: number
  readonly tones: Tones
  readonly kind: LeafKind
  readonly bend?: number
}

/** Mulberry32: small, quick, and good enough for petals. */
export function chanceFrom(seed: number): Chance {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A number up to `reach` to either side of nothing. */
export const sway = (chance: Chance, reach: number): number => (chance() - 0.5) * 2 * reach

/** One edge of each leaf, from its foot (0, 0) to its tip (1, 0), with 1 as the width of half a leaf. */
const edgeByKind: Record<Exclude<LeafKind, 'feathered' | 'leaflet'>, readonly Piece[]> = {
  pointed: [to(0.28, 0.75, 0.72, 0.4, 1, 0)],
  round: [to(0.22, 0.98, 0.88, 0.8, 1, 0)],
  narrow: [to(0.3, 0.6, 0.7, 0.36, 1, 0)],
  oval: [to(0.14, 0.82, 0.62, 1, 1, 0)],
  lobed: [
    to(0.06, 0.5, 0.16, 0.95, 0.34, 0.92),
    to(0.28, 0.56, 0.36, 0.34),
    to(0.46, 0.72, 0.66, 0.64),
    to(0.6, 0.4, 0.68, 0.22),
    to(0.86, 0.3, 1, 0),
  ],
}

export function leaf(spec: Leaf): Mark[] {
  if (spec.kind === 'feathered') return featheredLeaf(spec)
  const [shade, light] = spec.tones
  return [filled(light, [leafHalf(spec, -1)]), filled(shade, [leafHalf(spec, 1)])]
}

function leafHalf({ at, angle, length, width, kind, bend = 0.12 }: Leaf, side: 1 | -1): Contour {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const onLeaf = ([along, across]: Point): Point => {
    const x = along * length
    const y = side * across * width + bend * length * along * along
    return [at[0] + x * cos - y * sin, at[1] + x * sin + y * cos]
  }
  if (kind === 'feathered' || kind === 'leaflet') {
    // Too small for anyone to see its midrib bend, and there are hundreds.
    return outline(at, [onLeaf([0.36, 1]), onLeaf([1, 0])])
  }
  const edge = edgeByKind[kind].map((piece) => piece.map(onLeaf) as unknown as Piece)
  return outline(at, ...edge, [onLeaf([0.5, 0]), at])
}

/** A frond for a leaf, so small that each leaflet is one drop in one tone. */
function featheredLeaf({ at, angle, length, width, tones, bend = 0.12 }: Leaf): Mark[] {
  const turned = (along: number, across: number): Point => [
    at[0] + Math.cos(angle) * along - Math.sin(angle) * across,
    at[1] + Math.sin(angle) * along + Math.cos(angle) * across,
  ]
  const rib: Curve = [
    at,
    turned(length * 0.35, 0),
    turned(length * 0.7, bend * length * 0.5),
    turned(length, bend * length),
  ]
  const leaflets = 6
  const sideOf = (side: 1 | -1): Contour[] =>
    Array.from({ length: leaflets }, (_, i) => {
      const t = 0.1 + (0.88 * i) / leaflets
      const size = width * 1.12 * Math.sin(Math.PI * (0.94 - 0.72 * t))
      return drop(pointAt(rib, t), {
        angle: angleAt(rib, t) + side * (1.05 - 0.3 * t),
        length: size,
        width: size * 0.3,
      })
    })
  return [filled(tones[0], [...sideOf(1), taper(rib, 1.1, 0.6)]), filled(tones[1], sideOf(-1))]
}

export type Leafing = {
  readonly kind: LeafKind
  readonly tones: Tones
  readonly count: number
  readonly length: number
  readonly width: number
  readonly from?: number
  readonly to?: number
  readonly shrink?: number
  readonly spread?: number
  readonly bend?: number
}

/** Leaves by turns, left and right along a stem, smaller towards the tip. */
export function leafy(stem: Curve, leafing: Leafing, chance: Chance): Mark[] {
  const { count, from = 0.12, to = 0.86, shrink = 0.55, spread = 0.95, bend = 0.12 } = leafing
  const marks: Mark[] = []
  for (let i = 0; i < count; i++) {
    const t = from + ((to - from) * i) / Math.max(1, count - 1)
    const side = i % 2 ? 1 : -1
    const size = 1 - shrink * (i / count)
    const [shade, light] = leafing.tones
    const spec: Leaf = {
      at: pointAt(stem, t),
      angle: angleAt(stem, t) + side * (spread - 0.25 * (i / count)) + sway(chance, 0.09),
      length: leafing.length * size * (0.9 + chance() * 0.2),
      width: leafing.width * size,
      // The half turned to the sky is the lighter one, on either side of the stem.
      tones: side > 0 ? [shade, light] : [light, shade],
      kind: leafing.kind,
      bend: -side * bend,
    }
    marks.push(...leaf(spec))
  }
  return marks
}

export type Frond = {
  readonly leaflets: number
  readonly length: number
  readonly tones: Tones
  readonly width: number
  readonly stem: string
}

export function frond(rib: Curve, { leaflets, length, tones, width, stem }: Frond): Mark[] {
  const marks: Mark[] = []
  for (let i = 0; i < leaflets; i++) {
    const t = 0.08 + (0.9 * i) / leaflets
    const size = Math.sin(Math.PI * Math.min(1, 0.22 + 0.78 * (1 - t))) * (1 - t * 0.35)
    for (const side of [-1, 1] as const) {
      marks.push(
        ...leaf({
          at: pointAt(rib, t),
          angle: angleAt(rib, t) + side * (1.12 - 0.3 * t),
          length: length * size,
          width: length * size * 0.2,
          tones: side > 0 ? tones : [tones[1], tones[0]],
          kind: 'leaflet',
          bend: -side * 0.22,
        }),
      )
    }
  }
  return [...marks, filled(stem, [taper(rib, width, 0.6)])]
}

export type Spike = {
  readonly whorls: number
  readonly size: number
  readonly tones: Tones
  readonly from?: number
}

/** Small blossoms in whorls up a stem, as of sage or lavender. */
export function spike(stem: Curve, { whorls, size, tones, from = 0.5 }: Spike, chance: Chance): Mark[] {
  const [outer, inner]: [Contour[], Contour[]] = [[], []]
  for (let i = 0; i < whorls; i++) {
    const up = i / (whorls - 1)
    const t = Math.min(1, from + (1 - from) * up ** 0.92)
    const at = pointAt(stem, t)
    const girth = size * (1 - 0.62 * up)
    for (const turn of [-1.05, 1.05, -0.5, 0.5]) {
      const isOuter = Math.abs(turn) > 1
      const angle = angleAt(stem, t) + turn + sway(chance, 0.1)
      const blossom = drop(at, { angle, length: girth * (isOuter ? 1.75 : 1.6), width: girth * 0.62 })
      ;(isOuter ? outer : inner).push(blossom)
    }
  }
  return [filled(tones[0], outer), filled(tones[1], inner)]
}

/** The same far away, where a blossom is a short thick line. */
export function farSpike(stem: Curve, { whorls, size, tones, from = 0.5 }: Spike): Mark {
  const blossoms: Contour[] = []
  for (let i = 0; i < whorls; i++) {
    const t = from + ((1 - from) * i) / whorls
    const [x, y] = pointAt(stem, t)
    const reach = size * (1.25 - t * 0.7)
    blossoms.push(line([x - reach, y - reach * 0.6], [[x, y]], [[x + reach, y - reach * 0.6]]))
  }
  return stroked(tones[0], size * 0.6, blossoms)
}

export function drop(
  at: Point,
  { angle, length, width }: { readonly angle: number; readonly length: number; readonly width: number },
): Contour {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const turned = (along: number, across: number): Point => [
    at[0] + along * cos - across * sin,
    at[1] + along * sin + across * cos,
  ]
  const [tip, left, right] = [turned(length, 0), turned(length * 0.85, -width), turned(length * 0.85, width)]
  return outline(at, [left, tip], [right, at])
}

export type Umbel = {
  readonly radius: number
  readonly angle: number
  readonly rays: number
  readonly blossoms: string
  readonly stem: string
  readonly dotsPerRay?: number
}

export function umbel(at: Point, spec: Umbel, chance: Chance): Mark[] {
  const { radius, angle, rays, blossoms, stem, dotsPerRay = 6 } = spec
  const [ribs, small, large]: [Contour[], Contour[], Contour[]] = [[], [], []]
  for (let i = 0; i < rays; i++) {
    const fan = (i / (rays - 1) - 0.5) * 1.9
    const length = radius * (0.86 + 0.14 * Math.cos(fan * 1.4))
    const tip: Point = [at[0] + Math.cos(angle + fan) * length, at[1] + Math.sin(angle + fan) * length * 0.92]
    const knee: Point = [at[0] + Math.cos(angle) * length * 0.4, at[1] + Math.sin(angle) * length * 0.4]
    ribs.push(line(at, [knee, tip]))
    for (let k = 0; k < dotsPerRay; k++) {
      const around = chance() * Math.PI * 2
      const away = radius * 0.15 * Math.sqrt(chance())
      const blossom = dot([tip[0] + Math.cos(around) * away, tip[1] + Math.sin(around) * away * 0.75])
      ;(k % 2 ? small : large).push(blossom)
    }
  }
  // Few sizes, so that the dots of many umbels share a path.
  const grain = Math.max(1, Math.round(radius * 0.2) / 2)
  return [
    stroked(stem, 0.8, ribs),
    stroked(blossoms, grain * 0.72, small),
    stroked(blossoms, grain * 1.12, large),
  ]
}

export type Blade = { readonly height: number; readonly lean: number; readonly width: number }

export const grass = ([x, y]: Point, { height, lean, width }: Blade): Contour =>
  outline(
    [x - width / 2, y],
    to(x - width / 2 + lean * 0.12, y - height * 0.65, x + lean, y - height),
    to(x + width / 2 + lean * 0.26, y - height * 0.6, x + width / 2, y),
  )

export type Hill = {
  readonly width: number
  readonly floor: number
  readonly crest: number
  readonly swell: number
  readonly phase: number
}

export function hill({ width, floor, crest, swell, phase }: Hill): Contour {
  const waves = 6
  const pieces: Piece[] = [[[0, crest + Math.sin(phase) * swell]]]
  for (let i = 0; i < waves; i++) {
    const middle = (width * (i + 0.5)) / waves
    const right = (width * (i + 1)) / waves
    const top = crest + Math.sin(phase + (i + 0.5) * 1.05) * swell * 1.25
    const y = crest + Math.sin(phase + (i + 1) * 1.05) * swell + Math.sin(phase * 2 + i) * swell * 0.3
    pieces.push(to(middle, top, right, y))
  }
  return outline([0, floor], ...pieces, [[width, floor]])
}
