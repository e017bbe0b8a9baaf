/**
 * The sky behind the meadow: painted with the first frame, before any plant is drawn, so it stays small.
 * Its frame is that of the scene (390 by 392, from the lower right), and its colours follow the hour and the theme.
 * Stars, fireflies and the moon's seas show where `--night` says so.
 */
import { Shapes } from './drawing.tsx'
import type { Contour, Shape } from './ink.ts'
import { compose, dot, faded, filled, nightly, stroked } from './ink.ts'
import { chanceFrom, hill } from './plant.ts'

export type SkyName = 'dawn' | 'day' | 'dusk' | 'night'

export function skyOfHour(hour: number): SkyName {
  const h = ((hour % 24) + 24) % 24
  if (h >= 5 && h < 9) return 'dawn'
  if (h >= 9 && h < 17) return 'day'
  return h >= 17 && h < 21 ? 'dusk' : 'night'
}

const width = 390
const height = 392

/** High at noon, low at either end of the day; always behind the second plant, beside the greeting. */
const lightBySky: Record<SkyName, readonly [x: number, y: number]> = {
  dawn: [286, 198],
  day: [304, 150],
  dusk: [298, 184],
  night: [300, 176],
}

export function Sky({ hour, class: className }: { readonly hour: number; readonly class?: string }) {
  const sky = skyOfHour(hour)
  // Two skies of one name are equal, so they may share their gradients.
  const id = `sky-${sky}-`
  const [x, y] = lightBySky[sky]
  const ref = (name: string): string => `url(#${id}${name})`
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMaxYMax slice"
      aria-hidden="true"
      focusable="false"
      data-sky={sky}
      {...(className ? { class: className } : {})}
    >
      <Gradients id={id} />
      <rect width={width} height={height} fill={ref('air')} />
      <Shapes shapes={stars} />
      <circle cx={x} cy={y} r="160" fill={ref('glow')} />
      <circle cx={x} cy={y} r="36" fill="var(--sun)" />
      <g
        class={sky === 'night' ? undefined : 'night'}
        fill="var(--sky-1)"
        opacity={sky === 'night' ? 0.22 : 0.11}
      >
        <circle cx={x - 11} cy={y - 8} r="6" />
        <circle cx={x + 10} cy={y + 8} r="9" />
        <circle cx={x + 6} cy={y - 18} r="3.5" />
      </g>
      <Shapes shapes={farHills} />
      <rect y={height * 0.5} width={width} height={height * 0.22} fill={ref('mist')} opacity="0.8" />
      <Shapes shapes={nearHill} />
    </svg>
  )
}

function Gradients({ id }: { readonly id: string }) {
  return (
    <defs>
      <linearGradient id={`${id}air`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="var(--sky-0)" />
        <stop offset="0.5" stop-color="var(--sky-1)" />
        <stop offset="0.86" stop-color="var(--sky-2)" />
      </linearGradient>
      <radialGradient id={`${id}glow`}>
        <stop offset="0" stop-color="var(--sun)" stop-opacity="0.8" />
        <stop offset="0.3" stop-color="var(--sun)" stop-opacity="0.28" />
        <stop offset="1" stop-color="var(--sun)" stop-opacity="0" />
      </radialGradient>
      <linearGradient id={`${id}mist`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="var(--sky-2)" stop-opacity="0" />
        <stop offset="1" stop-color="var(--sky-2)" stop-opacity="0.75" />
      </linearGradient>
    </defs>
  )
}

const farHills: readonly Shape[] = compose(width, height, [
  filled('hill-1', [hill({ width, floor: height, crest: height * 0.6, swell: 14, phase: 0.4 })]),
  filled('hill-2', [hill({ width, floor: height, crest: height * 0.66, swell: 12, phase: 2.5 })]),
]).shapes

const nearHill: readonly Shape[] = compose(width, height, [
  filled('hill-3', [hill({ width, floor: height, crest: height * 0.72, swell: 9, phase: 4.2 })]),
  ...distantFireflies(),
]).shapes

const stars: readonly Shape[] = skyfulOfStars()

function skyfulOfStars(): readonly Shape[] {
  const chance = chanceFrom(7)
  const [small, large]: [Contour[], Contour[]] = [[], []]
  for (let i = 0; i < 76; i++) {
    const [x, y] = [chance() * width, chance() * height * 0.5]
    const isBehindGreeting = x < 250 && y > 50 && y < 168
    if (!isBehindGreeting) (chance() < 0.65 ? small : large).push(dot([x, y]))
  }
  const scattered = [stroked('star', 1, small), stroked('star', 1.8, large)]
  return compose(
    width,
    height,
    scattered.map((mark) => nightly(faded(mark, 0.6))),
  ).shapes
}

function distantFireflies() {
  const chance = chanceFrom(12)
  const places = Array.from({ length: 5 }, () => dot([30 + chance() * 330, height * (0.6 + chance() * 0.14)]))
  return [
    nightly(faded(stroked('firefly', 11, places), 0.1)),
    nightly(faded(stroked('firefly-2', 2, places), 0.8)),
  ]
}
