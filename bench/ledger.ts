/**
 * The numbers of a suite: what was measured, what we promise, and what it was the last time somebody looked closely.
 * A number is at fault when it breaks its promise, or grows over its baseline by more than the suite tolerates.
 *
 * Bytes are the same everywhere. Times are not, so a baseline of times binds only the kind of machine it was taken on;
 * elsewhere it is shown and nothing more.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'

type Unit = 'B' | 'ms' | '×' | ''

export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: Unit
  /** What we promise: never more than this. */
  readonly most?: number
  /** What we want and do not have yet. It is shown, and said when it is missed, but breaks nothing. */
  readonly goal?: number
  /** Held against the baseline as well. */
  readonly kept?: boolean
  /** The middle half of the runs. */
  readonly spread?: readonly [low: number, high: number]
}

type Baseline = {
  readonly tolerance: number
  readonly machine?: string
  readonly figures: Readonly<Record<string, number>>
}
type Baselines = Readonly<Record<string, Baseline>>

const baselinesFile = join(import.meta.dirname, 'baselines.json')
const outFolder = join(import.meta.dirname, 'out')
const renewing = process.env['TEND_BASELINES'] === 'renew'

export type Ledger = ReturnType<typeof openLedger>

/** `tolerance` is a ratio. `clock`: these are times, which belong to a machine. */
export function openLedger(suite: string, { tolerance, clock }: { tolerance: number; clock: boolean }) {
  const known = readBaselines()[suite]
  const machine = clock ? machineName() : undefined
  const binds = known !== undefined && known.machine === machine
  const loadAtStart = loadavg()
  const entered: Figure[] = []

  /** Enters figures, and gives back what is wrong with them, a sentence each. */
  const enter = (figures: readonly Figure[]): readonly string[] => {
    entered.push(...figures)
    return figures.flatMap((figure) => faultsOf(figure))
  }

  const faultsOf = ({ name, value, unit, most, kept }: Figure): readonly string[] => {
    const before = known?.figures[name]
    const grown = kept && binds && !renewing && before !== undefined && value > before * known.tolerance
    return [
      ...(most !== undefined && !(value <= most)
        ? [`${name}: ${told(value, unit)} is more than the ${told(most, unit)} we promise`]
        : []),
      ...(grown
        ? [
            `${name}: ${told(value, unit)} has grown from ${told(before, unit)}, more than × ${known.tolerance}`,
          ]
        : []),
    ]
  }

  /** Prints the table, writes it to `bench/out/`, and renews the baseline when asked to. */
  const close = (notes: readonly string[] = []): void => {
    const load = `load average ${loadAtStart.map(short).join(' ')} before, ${loadavg().map(short).join(' ')} after`
    console.log(table({ title: `${suite} · ${machineName()} · ${load}`, figures: entered, known, notes }))
    mkdirSync(outFolder, { recursive: true })
    const out = { suite, machine: machineName(), loadAtStart, loadAtEnd: loadavg(), figures: entered, notes }
    writeFileSync(join(outFolder, `${suite}.json`), `${JSON.stringify(out, null, 2)}\n`)
    if (!renewing || !entered.some(({ kept }) => kept)) return
    const figures = Object.fromEntries(
      entered.filter(({ kept }) => kept).map(({ name, value }) => [name, Math.round(value * 100) / 100]),
    )
    const renewed = { tolerance: known?.tolerance ?? tolerance, ...(machine && { machine }), figures }
    writeFileSync(baselinesFile, `${JSON.stringify({ ...readBaselines(), [suite]: renewed }, null, 2)}\n`)
  }

  return { enter, close }
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which that share of the values lies; between two values, what lies between them. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

/** The median of some runs with the middle half beside it. */
export const medianFigure = (
  figure: Omit<Figure, 'value' | 'spread'>,
  values: readonly number[],
): Figure => ({
  ...figure,
  value: median(values),
  spread: [quantile(values, 0.25), quantile(values, 0.75)],
})

function readBaselines(): Baselines {
  return JSON.parse(readFileSync(baselinesFile, 'utf8')) as Baselines
}

function machineName(): string {
  const all = cpus()
  return `${all[0]?.model ?? 'unknown'}, ${all.length} cores`
}

function table(from: {
  readonly title: string
  readonly figures: readonly Figure[]
  readonly known: Baseline | undefined
  readonly notes: readonly string[]
}): string {
  const rows = from.figures.map(({ name, value, unit, most, goal, spread, kept }) => {
    const before = kept ? from.known?.figures[name] : undefined
    const limit = most ?? goal
    const missed = goal !== undefined && value > goal ? 'MISSED ' : ''
    return [
      name,
      told(value, unit),
      spread ? `${short(spread[0])} to ${short(spread[1])}` : '',
      limit === undefined ? '' : `${goal === undefined ? '' : `${missed}goal `}≤ ${told(limit, unit)}`,
      before === undefined ? '' : told(before, unit),
    ]
  })
  const all = [['', 'measured', 'middle half', 'promised', 'baseline'], ...rows]
  const wide = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(wide[0] ?? 0) : cell.padStart(wide[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return ['', from.title, '', ...lines, ...from.notes.map((note) => `· ${note}`), ''].join('\n')
}

const told = (value: number, unit: Unit): string =>
  unit === 'B'
    ? value < 1e6
      ? `${(value / 1e3).toFixed(1)} kB`
      : `${(value / 1e6).toFixed(2)} MB`
    : `${short(value)}${unit && ` ${unit}`}`

const short = (value: number): string =>
  Number.isInteger(value) || value >= 100
    ? Math.round(value).toLocaleString('en-GB')
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(2)
