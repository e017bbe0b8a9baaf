/**
 * Two people as two plants that grow around one another, or one plant that waits with the same ease.
 * Numbers are steps right of and above the couple's foot.
 */
import type { Curve } from './curve.ts'
import { curve, cut, taper } from './curve.ts'
import type { Flower } from './flower.ts'
import { bloom, bud, floweringOf } from './flower.ts'
import type { Mark, Point } from './ink.ts'
import { filled, gather } from './ink.ts'
import type { Chance, Tones } from './plant.ts'
import { leafy } from './plant.ts'

export type Couple = readonly [Flower, Flower] | readonly [Flower]

type Twig = {
  readonly way: Curve
  readonly width: number
  readonly leaves?: number
  readonly end?: {
    readonly what: 'bloom' | 'bud'
    readonly at: Point
    readonly radius: number
    readonly turn: number
  }
}
type Side = {
  readonly trunk: Curve
  readonly crown: Curve
  readonly stem: string
  readonly tones: Tones
  readonly twigs: Record<'open' | 'hanging', readonly Twig[]>
}

const first: Side = {
  trunk: curve(-16, 0, -58, 62, 60, 94, 4, 156),
  crown: curve(4, 156, -18, 182, -32, 200, -30, 227),
  stem: 'stem-a',
  tones: ['leaf-a', 'leaf-a2'],
  twigs: {
    open: [
      {
        way: curve(-30, 226, -30, 226.3, -30, 226.6, -30, 227),
        width: 1.5,
        end: { what: 'bloom', at: [-30, 227], radius: 29, turn: -0.14 },
      },
      {
        way: curve(-16, 176, -32, 190, -54, 182, -66, 192),
        width: 1.7,
        leaves: 2,
        end: { what: 'bloom', at: [-67, 194], radius: 16, turn: -0.42 },
      },
      {
        way: curve(2, 150, -18, 156, -36, 148, -47, 160),
        width: 1.4,
        end: { what: 'bud', at: [-47, 159], radius: 6.2, turn: -0.31 },
      },
    ],
    hanging: [
      {
        way: curve(-30, 227, -29, 242, -47, 249, -55, 238),
        width: 1.5,
        end: { what: 'bloom', at: [-55, 237], radius: 14.5, turn: 0.12 },
      },
      {
        way: curve(-16, 176, -36, 196, -60, 192, -66, 178),
        width: 1.5,
        end: { what: 'bloom', at: [-66, 177], radius: 12.5, turn: 0.14 },
      },
      {
        way: curve(-29, 204, -22, 220, -8, 226, -3, 216),
        width: 1.4,
        end: { what: 'bloom', at: [-3, 215], radius: 10.5, turn: -0.18 },
      },
      {
        way: curve(2, 150, -18, 156, -36, 148, -47, 160),
        width: 1.3,
        end: { what: 'bud', at: [-47, 159], radius: 4.8, turn: -0.31 },
      },
      {
        way: curve(-30, 227, -30, 230, -31, 234, -31, 237),
        width: 1.2,
        end: { what: 'bud', at: [-31, 237], radius: 4.5, turn: 0.2 },
      },
    ],
  },
}

const second: Side = {
  trunk: curve(18, 0, 64, 54, -56, 84, 4, 138),
  crown: curve(4, 138, 34, 166, 50, 184, 47, 212),
  stem: 'stem-b',
  tones: ['leaf-b', 'leaf-b2'],
  twigs: {
    open: [
      {
        way: curve(47, 211, 47, 211.3, 47, 211.6, 47, 212),
        width: 1.4,
        end: { what: 'bloom', at: [47, 213], radius: 25, turn: 0.2 },
      },
      {
        way: curve(33, 166, 52, 176, 70, 168, 86, 178),
        width: 1.6,
        leaves: 2,
        end: { what: 'bloom', at: [87, 180], radius: 15, turn: 0.4 },
      },
      {
        way: curve(38, 174, 28, 186, 18, 184, 14, 194),
        width: 1.3,
        end: { what: 'bud', at: [14, 193], radius: 5.6, turn: -0.2 },
      },
    ],
    hanging: [
      {
        way: curve(36, 168, 56, 182, 78, 178, 89, 168),
        width: 1.5,
        end: { what: 'bloom', at: [90, 168], radius: 12.5, turn: -0.14 },
      },
      {
        way: curve(46, 190, 40, 208, 28, 212, 18, 203),
        width: 1.4,
        end: { what: 'bloom', at: [17, 203], radius: 10.5, turn: 0.21 },
      },
      {
        way: curve(47, 212, 45, 226, 62, 233, 71, 222),
        width: 1.4,
        end: { what: 'bloom', at: [71, 221], radius: 14.5, turn: -0.1 },
      },
      {
        way: curve(47, 212, 47, 215, 48, 219, 48, 222),
        width: 1.1,
        end: { what: 'bud', at: [48, 222], radius: 4.5, turn: -0.24 },
      },
    ],
  },
}

export function growCouple(couple: Couple, foot: Point, chance: Chance): Mark[] {
  const [mine, yours] = couple
  const a = raise(first, foot)
  if (!yours) return [...trunkLeaves(a, mine, chance), trunkOf(a), ...crownOf(a, mine, chance)]
  const b = raise(second, foot)
  return [
    ...trunkLeaves(b, yours, chance),
    ...trunkLeaves(a, mine, chance),
    trunkOf(b),
    trunkOf(a),
    // Once over, once under: the second stem comes to the front again on its way up.
    filled(b.stem, [taper(cut(b.trunk, 0.6, 0.96), 3.4, 2.9, 2)]),
    ...crownOf(b, yours, chance),
    ...crownOf(a, mine, chance),
  ]
}

function raise(side: Side, [footX, footY]: Point): Side {
  const lift = (way: Curve): Curve => way.map(([x, y]) => [footX + x, footY - y]) as unknown as Curve
  const liftTwig = (twig: Twig): Twig => {
    const way = lift(twig.way)
    if (!twig.end) return { ...twig, way }
    return { ...twig, way, end: { ...twig.end, at: [footX + twig.end.at[0], footY - twig.end.at[1]] } }
  }
  return {
    ...side,
    trunk: lift(side.trunk),
    crown: lift(side.crown),
    twigs: { open: side.twigs.open.map(liftTwig), hanging: side.twigs.hanging.map(liftTwig) },
  }
}

const trunkOf = (side: Side): Mark => filled(side.stem, [taper(side.trunk, 4.2, 2.9, 4)])

function trunkLeaves({ trunk, tones }: Side, flower: Flower, chance: Chance): Mark[] {
  const { kind, length, width } = floweringOf[flower].leaf
  const leafing = {
    kind,
    length,
    width,
    tones,
    count: kind === 'feathered' ? 5 : 7,
    from: 0.12,
    to: 0.94,
    shrink: 0.3,
    spread: 0.95,
  }
  return gather(leafy(trunk, leafing, chance))
}

function crownOf({ crown, stem, tones, twigs }: Side, flower: Flower, chance: Chance): Mark[] {
  const { leaf, habit } = floweringOf[flower]
  const { kind } = leaf
  const leafing = {
    kind,
    tones,
    length: leaf.length * 0.8,
    width: leaf.width * 0.78,
    count: kind === 'feathered' ? 3 : 4,
    from: 0.13,
    to: 0.75,
    shrink: 0.4,
  }
  const small = {
    kind,
    tones,
    length: leaf.length * 0.47,
    width: leaf.width * 0.52,
    count: 2,
    from: 0.3,
    to: 0.6,
  }
  const ways = twigs[habit]
  const foliage = [
    ...leafy(crown, leafing, chance),
    ...ways.flatMap((twig) => (twig.leaves ? leafy(twig.way, { ...small, count: twig.leaves }, chance) : [])),
  ]
  const wood = [taper(crown, 2.9, 1.5, 2), ...ways.map(({ way, width }) => taper(way, width, width * 0.65))]
  const heads = ways.flatMap(({ end }) => {
    if (!end) return []
    const head = { at: end.at, radius: end.radius, turn: end.turn, stem }
    return end.what === 'bloom' ? bloom(flower, head) : bud(flower, head)
  })
  return [...gather(foliage), filled(stem, wood), ...heads]
}
