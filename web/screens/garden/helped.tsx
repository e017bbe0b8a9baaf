/** What seemed to help: a vine for each practice, as long as it was often followed by feeling closer, and the count in words. */
import type { Helped } from '../../../core/garden.ts'
import en from '../../words/en/garden.json'
import { words } from '../../words.ts'

const t = words('garden', en)

export function HelpedCard({ helped }: { helped: readonly Helped[] }) {
  if (helped.length === 0) return <p class="note">{t('helped.few')}</p>
  return (
    <section class="card">
      <h2>{t('helped.title')}</h2>
      <p class="lead">{t('helped.text')}</p>
      <ul class="vines">
        {helped.map(({ practice, title, times, closer }) => (
          <li key={practice}>
            <a href={`/a/practise/${practice}`}>{title}</a>
            <Vine part={closer / times} />
            <p>{closer === times ? t('helped.all', { times }) : t('helped', { closer, times })}</p>
          </li>
        ))}
      </ul>
      <p class="hint">{t('here')}</p>
    </section>
  )
}

const wide = 300
const wave = 20

/** A stem of the given part of the width with leaves on it and a blossom at its end. */
function Vine({ part }: { part: number }) {
  const length = Math.max(30, part * (wide - 24))
  const waves = Math.max(1, Math.round(length / wave))
  const step = length / waves
  const stem = Array.from({ length: waves }, (_, i) =>
    i % 2 === 0 ? `q${step / 2} -7 ${step} 0` : `q${step / 2} 7 ${step} 0`,
  )
  return (
    <svg class="vine flip" viewBox={`0 0 ${wide} 28`} aria-hidden="true" focusable="false">
      <path class="trunk" d={`M4 15${stem.join('')}`} />
      {Array.from({ length: waves - 1 }, (_, i) => (
        <path
          key={i}
          class={i % 3 === 1 ? 'leaf-2' : 'leaf-1'}
          d={i % 2 === 0 ? 'm0 0c2-6 6-9 11-9c0 6-5 9-11 9z' : 'm0 0c2 6 6 9 11 9c0-6-5-9-11-9z'}
          transform={`translate(${4 + step * (i + 1)} 15)`}
        />
      ))}
      <g class="blossom" transform={`translate(${length + 8} 14)`}>
        {[0, 60, 120, 180, 240, 300].map((turn) => (
          <ellipse key={turn} cx="0" cy="-6.5" rx="3.6" ry="5.4" transform={`rotate(${turn})`} />
        ))}
        <circle r="3.2" />
      </g>
    </svg>
  )
}
