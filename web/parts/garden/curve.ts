/** Stems are cubic Bézier curves: where they are at t, which way they point, and how to cut a stretch out of one. */
import type { Contour, Piece, Point } from './ink.ts'
import { outline } from './ink.ts'

export type Curve = readonly [Point, Point, Point, Point]

/** Foot, two controls, tip. */
export const curve = (
  ...[ax, ay, bx, by, cx, cy, dx, dy]: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
): Curve => [
  [ax, ay],
  [bx, by],
  [cx, cy],
  [dx, dy],
]

/** A stem that rises `height` above its foot, ends `lean` to the side, and bows on the way. */
export const rise = ([x, y]: Point, height: number, lean = 0, bow = 0): Curve =>
  curve(x, y, x + bow, y - height * 0.35, x + lean + bow * 0.4, y - height * 0.7, x + lean, y - height)

export function pointAt(stem: Curve, t: number): Point {
  const u = 1 - t
  const [a, b, c, d] = stem
  const mix = (i: 0 | 1): number =>
    u * u * u * a[i] + 3 * u * u * t * b[i] + 3 * u * t * t * c[i] + t * t * t * d[i]
  return [mix(0), mix(1)]
}

function slopeAt(stem: Curve, t: number): Point {
  const u = 1 - t
  const [a, b, c, d] = stem
  const mix = (i: 0 | 1): number =>
    3 * u * u * (b[i] - a[i]) + 6 * u * t * (c[i] - b[i]) + 3 * t * t * (d[i] - c[i])
  return [mix(0), mix(1)]
}

export function angleAt(stem: Curve, t: number): number {
  const [dx, dy] = slopeAt(stem, t)
  return Math.atan2(dy, dx)
}

export const endOf = (stem: Curve): Point => stem[3]

/** The stretch between two moments of a curve. */
export function cut(stem: Curve, from: number, to: number): Curve {
  const third = (to - from) / 3
  const [start, end] = [pointAt(stem, from), pointAt(stem, to)]
  const [leaving, arriving] = [slopeAt(stem, from), slopeAt(stem, to)]
  return [
    start,
    [start[0] + leaving[0] * third, start[1] + leaving[1] * third],
    [end[0] - arriving[0] * third, end[1] - arriving[1] * third],
    end,
  ]
}

/** A stem as an outline, thick at the foot and thin at the tip. Strongly winding stems need more pieces a side. */
export function taper(stem: Curve, widthAtFoot: number, widthAtTip: number, piecesPerSide = 1): Contour {
  const edge = (t: number, side: 1 | -1): Point => {
    const [x, y] = pointAt(stem, t)
    const across = angleAt(stem, Math.min(0.9999, Math.max(0.0001, t))) + Math.PI / 2
    const half = (side * (widthAtFoot + (widthAtTip - widthAtFoot) * t)) / 2
    return [x + Math.cos(across) * half, y + Math.sin(across) * half]
  }
  const along = (from: number, to: number, side: 1 | -1): Piece => {
    const start = edge(from, side)
    const end = edge(to, side)
    const step = (to - from) / 1000
    const afterStart = edge(from + step, side)
    const beforeEnd = edge(to - step, side)
    const reach = 1000 / 3
    return [
      [start[0] + (afterStart[0] - start[0]) * reach, start[1] + (afterStart[1] - start[1]) * reach],
      [end[0] + (beforeEnd[0] - end[0]) * reach, end[1] + (beforeEnd[1] - end[1]) * reach],
      end,
    ]
  }
  const stations = Array.from({ length: piecesPerSide }, (_, i) => i / piecesPerSide)
  const length = 1 / piecesPerSide
  return outline(
    edge(0, -1),
    ...stations.map((t) => along(t, t + length, -1)),
    [edge(1, 1)],
    ...stations.reverse().map((t) => along(t + length, t, 1)),
  )
}
