/**
 * How close one felt: a line through the means of the weeks, only one's own. A week without a check-in is
 * bridged with dots: nothing fell, nothing is known. The plot runs from left to right in every language.
 */
import { useId } from 'preact/hooks'
import { type Closeness, closenessWord } from '../../../core/garden.ts'
import type { flowers } from '../../../core/record.ts'
import en from '../../words/en/garden.json'
import { words } from '../../words.ts'
import { dayShort, Fold } from './fold.tsx'
import { gapsOf, lineThrough, type Point, runsOf } from './line.ts'

const t = words('garden', en)

const wide = 320
const high = 172
const left = 4
const right = 312
const top = 26
const bottom = 142

const yOf = (mean: number) => bottom - ((mean - 1) / 6) * (bottom - top)

export function ClosenessCard(from: {
  weeks: readonly Closeness[] | undefined
  flower: (typeof flowers)[number]
}) {
  const { weeks, flower } = from
  if (!weeks) return <p class="note">{t('close.few')}</p>
  const felt = weeks.filter((week) => week.mean !== undefined)
  return (
    <section class="card">
      <h2>{t('close.title')}</h2>
      <p class="lead">{t('close.text')}</p>
      <Plot weeks={weeks} felt={felt} flower={flower} />
      <Fold>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('week')}</th>
              <th scope="col">{t('closeColumn')}</th>
              <th scope="col">{t('entriesColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {[...weeks].reverse().map(({ week, mean, entries }) => (
              <tr key={week}>
                <th scope="row">{dayShort(week)}</th>
                <td>{mean === undefined ? t('none') : t(`word.${closenessWord(mean)}`)}</td>
                <td>{entries}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
      <p class="hint">{t('here')}</p>
    </section>
  )
}

function Plot({
  weeks,
  felt,
  flower,
}: {
  weeks: readonly Closeness[]
  felt: readonly Closeness[]
  flower: string
}) {
  const id = useId()
  const [first] = felt
  const last = felt.at(-1)
  const points = weeks.map(({ mean }, i): Point | undefined =>
    mean === undefined ? undefined : [left + (i / Math.max(1, weeks.length - 1)) * (right - left), yOf(mean)],
  )
  const runs = runsOf(points)
  const end = points.findLast((point) => point !== undefined)
  const said = (week: Closeness | undefined) => t(`word.${closenessWord(week?.mean ?? 4)}`)
  return (
    <svg
      class={`plot ${flower}`}
      viewBox={`0 0 ${wide} ${high}`}
      role="img"
      aria-labelledby={`${id}t`}
      aria-describedby={`${id}d`}
    >
      <title id={`${id}t`}>{t('close.title')}</title>
      <desc id={`${id}d`}>
        {t('closeDesc', {
          first: dayShort(first?.week ?? ''),
          start: said(first),
          last: dayShort(last?.week ?? ''),
          end: said(last),
        })}
      </desc>
      {[1, 3, 5, 7].map((mean) => (
        <path key={mean} class="rule" d={`M0 ${yOf(mean)}H${wide}`} />
      ))}
      <g>
        <text x="0" y={top - 8}>
          {t('close')}
        </text>
        <text x="0" y={bottom - 7}>
          {t('far')}
        </text>
        <text x="0" y={high - 8}>
          {dayShort(weeks[0]?.week ?? '')}
        </text>
        <text x={wide} y={high - 8} text-anchor="end">
          {t('now')}
        </text>
      </g>
      {gapsOf(runs).map((gap) => (
        <path key={gap[0][0]} class="bridge" d={`M${gap.flat().join(' ')}`} />
      ))}
      {runs.map((run) => (
        <path key={run[0]?.[0]} class={weeks.length > 26 ? 'stem slight' : 'stem'} d={lineThrough(run)} />
      ))}
      {runs
        .filter((run) => run.length === 1)
        .flat()
        .map(([x, y]) => (
          <circle key={x} class="dot" cx={x} cy={y} r="3.5" />
        ))}
      {end && <circle class="dot" cx={end[0]} cy={end[1]} r="6" />}
    </svg>
  )
}
