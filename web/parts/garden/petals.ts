/**
 * The petal clock: time to speak as a flower whose petals fill, clockwise from the top, in two rings.
 * The screen writes the number into its empty middle (140 wide, at 160/160).
 */
import type { Contour, Drawing, Mark, Point } from './ink.ts'
import { compose, dot, faded, filled, line, outline, stroked } from './ink.ts'

export type Petals = { readonly petals: number; readonly filled: number }

const middle = 160
type Ring = { readonly from: number; readonly to: number; readonly width: number; readonly turn: number }
type Span = { readonly petals: number; readonly first: number; readonly end: number }

export function drawPetals({ petals, filled: full }: Petals): Drawing {
  const now = Math.max(0, Math.min(petals, Math.round(full)))
  const outer: Ring = { from: 62, to: 148, width: 350 / petals, turn: 0 }
  const inner: Ring = { from: 60, to: 122, width: 280 / petals, turn: Math.PI / petals }
  const empty: Span = { petals, first: now, end: petals }
  const grown: Span = { petals, first: 0, end: now }
  return compose(320, 320, [
    ...petalsOf(outer, empty, { fill: 'petal-off', vein: 'vein-off', strength: 0.5 }),
    ...petalsOf(inner, empty, { fill: 'petal-off2', vein: 'vein-off', strength: 0.5 }),
    ...petalsOf(outer, grown, { fill: 'petal-on2', vein: 'vein', strength: 0.32 }),
    ...petalsOf(inner, grown, { fill: 'petal-on', vein: 'vein', strength: 0.3 }),
    stroked('surface', 140, [dot([middle, middle])]),
    stroked('marigold', 3.4, pollen()),
  ])
}

type Colours = { readonly fill: string; readonly vein: string; readonly strength: number }

function petalsOf(ring: Ring, { petals, first, end }: Span, { fill, vein, strength }: Colours): Mark[] {
  const angles = Array.from(
    { length: end - first },
    (_, i) => ((first + i) / petals) * Math.PI * 2 + ring.turn,
  )
  return [
    filled(
      fill,
      angles.map((angle) => petalAt(ring, angle)),
    ),
    faded(
      stroked(
        vein,
        1.1,
        angles.flatMap((angle) => veinsAt(ring, angle)),
      ),
      strength,
    ),
  ]
}

/** Points of one petal: how far out (0 at its foot, 1 at its tip) and how far across. */
function onPetal({ from, to, width }: Ring, angle: number): (out: number, across: number) => Point {
  const [x, y] = [Math.sin(angle), -Math.cos(angle)]
  return (out, across) => {
    const away = from + (to - from) * out
    return [middle + x * away - y * across * width, middle + y * away + x * across * width]
  }
}

function petalAt(ring: Ring, angle: number): Contour {
  const p = onPetal(ring, angle)
  return outline(
    p(0, -0.18),
    [p(0.22, -0.5), p(0.62, -1.22), p(0.9, -0.62)],
    [p(0.98, -0.4), p(1, 0)],
    [p(0.98, 0.4), p(0.9, 0.62)],
    [p(0.62, 1.22), p(0.22, 0.5), p(0, 0.18)],
  )
}

function veinsAt(ring: Ring, angle: number): Contour[] {
  const p = onPetal(ring, angle)
  return [
    line(p(0.1, 0), [p(0.78, 0)]),
    line(p(0.12, -0.1), [p(0.45, -0.42), p(0.66, -0.4)]),
    line(p(0.12, 0.1), [p(0.45, 0.42), p(0.66, 0.4)]),
  ]
}

const pollen = (): Contour[] =>
  Array.from({ length: 36 }, (_, i) => {
    const angle = (i / 36) * Math.PI * 2
    const away = i % 2 ? 63.5 : 60
    return dot([middle + Math.sin(angle) * away, middle - Math.cos(angle) * away])
  })
