/** A drawing on the page: paths as elements, never as text, because the page allows no HTML from strings. */
import type { Drawing as Paper, Shape } from './ink.ts'

export type DrawingProps = {
  readonly drawing: Paper
  readonly class?: string
  /** What a drawing says, if it says something. Without it the drawing is decoration. */
  readonly label?: string
  /** A scene fills its frame from the lower right, where the couple stands; everything else fits into it. */
  readonly fit?: 'whole' | 'scene'
}

export function Drawing({ drawing, class: className, label, fit = 'whole' }: DrawingProps) {
  const { width, height, shapes } = drawing
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={fit === 'scene' ? 'xMaxYMax slice' : 'xMidYMid meet'}
      focusable="false"
      {...(className ? { class: className } : {})}
      {...(label ? { role: 'img' as const, 'aria-label': label } : { 'aria-hidden': 'true' as const })}
    >
      <Shapes shapes={shapes} />
    </svg>
  )
}

export function Shapes({ shapes }: { readonly shapes: readonly Shape[] }) {
  return shapes.map(({ d, fill, stroke, strokeWidth, opacity, night }, i) => (
    <path
      key={i}
      d={d}
      fill={fill ? `var(--${fill})` : 'none'}
      {...(stroke
        ? { stroke: `var(--${stroke})`, 'stroke-width': strokeWidth ?? 1, 'stroke-linecap': 'round' as const }
        : {})}
      {...(opacity === undefined ? {} : { opacity })}
      {...(night ? { class: 'night' } : {})}
    />
  ))
}
