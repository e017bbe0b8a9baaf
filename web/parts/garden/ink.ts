/**
 * From marks to a drawing. Plants are made of contours (plain numbers), painted with the name of a colour token;
 * only at the very end does this file write them down as path data, which keeps a whole meadow small:
 * every coordinate is relative, on a grid of a tenth, and marks of equal paint share one path.
 *
 * A dot is a line of no length with a round cap, so a thousand blossoms cost six characters each.
 */

export type Shape = {
  readonly d: string
  readonly fill?: string
  readonly stroke?: string
  readonly strokeWidth?: number
  readonly opacity?: number
  readonly night?: true
}
export type Drawing = {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

export type Point = readonly [x: number, y: number]
/** The rest of a line (one point), of a quadratic curve (two) or of a cubic (three); the last one is where it ends. */
export type Piece = readonly [Point] | readonly [Point, Point] | readonly [Point, Point, Point]
export type Contour = {
  readonly start: Point
  readonly pieces: readonly Piece[]
  readonly closed: boolean
}
export type Paint = Omit<Shape, 'd'>
export type Mark = { readonly paint: Paint; readonly contours: readonly Contour[] }
/** Squashed first (a face seen from the side), then scaled, turned by radians, and moved. */
export type Placement = {
  readonly at: Point
  readonly turn?: number
  readonly scale?: number
  readonly squash?: number
}

/** The next piece of a line, as in path data: controls first, its end last. Two, four or six numbers. */
export function to(...numbers: readonly number[]): Piece {
  const points: Point[] = []
  for (let i = 0; i < numbers.length; i += 2) points.push([numbers[i] ?? 0, numbers[i + 1] ?? 0])
  return points as unknown as Piece
}

export const outline = (start: Point, ...pieces: readonly Piece[]): Contour => ({
  start,
  pieces,
  closed: true,
})
export const line = (start: Point, ...pieces: readonly Piece[]): Contour => ({ start, pieces, closed: false })
export const dot = (at: Point): Contour => ({ start: at, pieces: [], closed: false })

/** All filled contours run the same way round, so that two which overlap in one path never cut a hole. */
export const filled = (fill: string, contours: readonly Contour[]): Mark => ({
  paint: { fill },
  contours: contours.map((contour) => (turnsLeft(contour) ? reversed(contour) : contour)),
})

export const stroked = (stroke: string, strokeWidth: number, contours: readonly Contour[]): Mark => ({
  paint: { stroke, strokeWidth: Math.round(strokeWidth * 10) / 10 },
  contours,
})

export const faded = (mark: Mark, opacity: number): Mark => ({ ...mark, paint: { ...mark.paint, opacity } })
export const nightly = (mark: Mark): Mark => ({ ...mark, paint: { ...mark.paint, night: true } })

export function place(
  contours: readonly Contour[],
  { at, turn = 0, scale = 1, squash = 1 }: Placement,
): Contour[] {
  const cos = Math.cos(turn) * scale
  const sin = Math.sin(turn) * scale
  const move = ([x, y]: Point): Point => [
    at[0] + x * cos - y * squash * sin,
    at[1] + x * sin + y * squash * cos,
  ]
  return contours.map(({ start, pieces, closed }) => ({
    start: move(start),
    pieces: pieces.map((piece) => piece.map(move) as unknown as Piece),
    closed,
  }))
}

export const placeMarks = (marks: readonly Mark[], placement: Placement): Mark[] =>
  marks.map(({ paint, contours }) => ({ paint, contours: place(contours, placement) }))

/** Marks of equal paint become one, at the place of the first. For groups in which who covers whom does not matter. */
export function gather(marks: readonly Mark[]): Mark[] {
  const markByPaint = new Map<string, { paint: Paint; contours: Contour[] }>()
  for (const { paint, contours } of marks) {
    const key = paintKey(paint)
    const gathered = markByPaint.get(key)
    if (gathered) gathered.contours.push(...contours)
    else markByPaint.set(key, { paint, contours: [...contours] })
  }
  return [...markByPaint.values()]
}

export function compose(width: number, height: number, marks: readonly Mark[]): Drawing {
  const runs: { paint: Paint; contours: Contour[] }[] = []
  for (const { paint, contours } of marks) {
    const last = runs.at(-1)
    // Translucent neighbours stay apart: laid over one another they add up, in one path they would not.
    const isSame = last && paint.opacity === undefined && paintKey(last.paint) === paintKey(paint)
    if (isSame) last.contours.push(...contours)
    else runs.push({ paint, contours: [...contours] })
  }
  const shapes = runs
    .filter(({ contours }) => contours.length > 0)
    .map(({ paint, contours }) => ({ d: writePath(contours), ...paint }))
  return { width, height, shapes }
}

const paintKey = ({ fill, stroke, strokeWidth, opacity, night }: Paint): string =>
  `${fill} ${stroke} ${strokeWidth} ${opacity} ${night}`

function reversed({ start, pieces, closed }: Contour): Contour {
  const points = [start, ...pieces.flat()].reverse()
  const [first = start, ...rest] = points
  const turned: Piece[] = []
  let from = 0
  for (const { length } of [...pieces].reverse()) {
    turned.push(rest.slice(from, from + length) as unknown as Piece)
    from += length
  }
  return { start: first, pieces: turned, closed }
}

function turnsLeft({ start, pieces }: Contour): boolean {
  let twiceArea = 0
  let [fromX, fromY] = start
  for (const [x, y] of [...pieces.flat(), start]) {
    twiceArea += fromX * y - x * fromY
    fromX = x
    fromY = y
  }
  return twiceArea < 0
}

const letterBySize = ['', 'l', 'q', 'c']

/** Everything is counted in whole tenths, so rounding cannot add up along a path. */
function writePath(contours: readonly Contour[]): string {
  let text = ''
  let penX = 0
  let penY = 0
  const write = (letter: string, points: readonly Point[]): void => {
    let numbers = ''
    let end: Point = [penX, penY]
    for (const [x, y] of points) {
      end = [Math.round(x * 10), Math.round(y * 10)]
      numbers = joinNumber(joinNumber(numbers, end[0] - penX), end[1] - penY)
    }
    text += letter + numbers
    penX = end[0]
    penY = end[1]
  }
  for (const { start, pieces, closed } of contours) {
    write('m', [start])
    const home: Point = [penX, penY]
    for (const piece of pieces) write(letterBySize[piece.length] ?? '', piece)
    if (pieces.length === 0) text += 'h0'
    if (!closed) continue
    text += 'z'
    penX = home[0]
    penY = home[1]
  }
  return text
}

function joinNumber(before: string, tenths: number): string {
  const number = String(tenths / 10).replace(/^(-?)0\./, '$1.')
  // A minus or a second decimal point already ends the number before it.
  const endsItself = number.startsWith('-') || (number.startsWith('.') && /\.\d$/.test(before))
  return before + (before === '' || endsItself ? '' : ' ') + number
}
