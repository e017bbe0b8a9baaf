/**
 * A soft line through points that never rises above or falls below them: a curve that swings past what was measured
 * would show a week that never was. Monotone cubic (Fritsch and Carlson 1980, with the slopes of Steffen 1990).
 */
export type Point = readonly [x: number, y: number]

/** Neighbours without a gap between them. */
export function runsOf(points: readonly (Point | undefined)[]): readonly (readonly Point[])[] {
  const runs: Point[][] = []
  let open = false
  for (const point of points) {
    if (point === undefined) open = false
    else if (open) runs.at(-1)?.push(point)
    else {
      runs.push([point])
      open = true
    }
  }
  return runs
}

/** From the end of each run to the beginning of the next. */
export const gapsOf = (runs: readonly (readonly Point[])[]): readonly (readonly [Point, Point])[] =>
  runs.flatMap((run, i) => {
    const from = run.at(-1)
    const to = runs[i + 1]?.[0]
    return from && to ? [[from, to] as const] : []
  })

/** Path data. */
export function lineThrough(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const slopes = points.map((_, i) => slopeAt(points, i))
  let path = `M${round(first[0])} ${round(first[1])}`
  for (const [i, [x, y]] of rest.entries()) {
    const [fromX, fromY] = points[i] ?? first
    const third = (x - fromX) / 3
    const out = fromY + third * (slopes[i] ?? 0)
    const into = y - third * (slopes[i + 1] ?? 0)
    path += `C${[fromX + third, out, x - third, into, x, y].map(round).join(' ')}`
  }
  return path
}

function slopeAt(points: readonly Point[], i: number): number {
  const before = steepness(points[i - 1], points[i])
  const after = steepness(points[i], points[i + 1])
  if (before === undefined || after === undefined) return 0
  // A turn is flat; a way on goes on no steeper than its gentler side allows.
  if (before * after <= 0) return 0
  return Math.sign(before) * Math.min(Math.abs(before), Math.abs(after), Math.abs(before + after) / 4)
}

const steepness = (one: Point | undefined, other: Point | undefined): number | undefined =>
  one && other ? (other[1] - one[1]) / (other[0] - one[0]) : undefined

const round = (value: number): number => Math.round(value * 10) / 10
