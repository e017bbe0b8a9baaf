/**
 * Four weeks as a strip of earth: a sprout where a day was marked, and earth everywhere else, also before the habit
 * began. Which days are empty cannot be read off it at a glance, and need not be.
 */

import type { Marks } from '../../../core/habit.ts'
import { dayAs } from '../../days.ts'
import en from '../../words/en/habit.json'
import { words } from '../../words.ts'

const t = words('habit', en)

const stepPx = 10
const groundPx = 32

export function Strip({ row }: { row: Marks['row'] }) {
  const done = row.filter((one) => one.done)
  const widthPx = row.length * stepPx
  return (
    <figure class="strip">
      <svg viewBox={`0 6 ${widthPx} 30`} class="flip" aria-hidden="true" focusable="false">
        <path
          class="ground"
          d={`M3 ${groundPx + 1}Q${widthPx / 2} ${groundPx - 2} ${widthPx - 3} ${groundPx + 1}`}
        />
        {row.map(
          ({ day, done: happened }, i) =>
            happened && <Sprout key={day} place={i} last={i === row.length - 1} />,
        )}
      </svg>
      <p class="ends" aria-hidden="true">
        <span>{t('fourWeeks')}</span>
        <span>{t('today')}</span>
      </p>
      {done.length > 0 && (
        <figcaption class="away">
          {t('days', { days: done.map(({ day }) => dayShort(day)).join(', ') })}
        </figcaption>
      )}
    </figure>
  )
}

/** Leaves take turns and heights differ a little, so that neighbours grow together and do not form a fence. */
function Sprout({ place, last }: { place: number; last: boolean }) {
  const x = place * stepPx + stepPx / 2
  const top = groundPx - 15 - ((place * 7) % 5)
  const side = place % 2 === 0 ? -1 : 1
  return (
    <g class={last ? 'sprout now' : 'sprout'}>
      <path class="stem" d={`M${x} ${groundPx}V${top + 4}`} />
      <path class="leaf" d={leaf({ x, y: top + 7, side, px: 8 })} />
      <path class="leaf second" d={leaf({ x, y: top + 11, side: -side, px: 6 })} />
    </g>
  )
}

const leaf = ({ x, y, side, px }: { x: number; y: number; side: number; px: number }) =>
  `M${x} ${y}C${x + side * px * 0.55} ${y} ${x + side * px * 0.85} ${y - px * 0.45} ${x + side * px * 0.8} ${y - px}` +
  `C${x + side * px * 0.3} ${y - px * 0.85} ${x} ${y - px * 0.5} ${x} ${y}Z`

const dayShort = (day: string) => dayAs(day, { day: 'numeric', month: 'long' })
