/** The bed: one plant a week, taller with every moment. The picture is the chart; the same is there as a table. */

import { momentsIn, plantsOf, type Week } from '../../../core/garden.ts'
import type { flowers } from '../../../core/record.ts'
import { Drawing } from '../../parts/garden/drawing.tsx'
import { drawSprout } from '../../parts/garden/sprout.ts'
import { picture } from '../../parts/meadow.tsx'
import en from '../../words/en/garden.json'
import { words } from '../../words.ts'
import { dayShort, Fold } from './fold.tsx'

const t = words('garden', en)

type Flower = (typeof flowers)[number]

export function Bed(from: { weeks: readonly Week[] | undefined; flower: Flower; isFirstDay: boolean }) {
  const { weeks, flower, isFirstDay } = from
  if (!weeks) return <div class="bed" />
  const plants = plantsOf(weeks)
  const isByWeek = plants.length === weeks.length
  const drawn = picture({
    kind: 'bed',
    input: { weeks: plants.map(({ count }) => count), seed: seedOf(plants), flower },
  })
  if (isFirstDay)
    return (
      <>
        <div class="bed first">
          {drawn && <Drawing drawing={drawn} />}
          <Drawing drawing={drawSprout({ mine: true, ours: true })} class="sprout" />
        </div>
        <p class="prompt">{t('first')}</p>
        <p class="lead">{t('firstText')}</p>
        <div class="foot">
          <a class="button" href="/a/today" data-replace>
            {t('toToday')}
          </a>
        </div>
      </>
    )
  const moments = momentsIn(weeks)
  const now = weeks.at(-1)?.count ?? 0
  const label = t('bed', {
    weeks: weeks.length,
    moments: t('bedMoments', { n: moments }),
    now: t('bedNow', { n: now }),
  })
  return (
    <>
      <div class="bed" role="img" aria-label={label}>
        {drawn && <Drawing key={plants.length} drawing={drawn} class="grown" />}
      </div>
      <p class="line caption">
        <b>{t('moments', { n: moments })}</b>
        <span>{t(isByWeek ? 'plants.week' : 'plants.fortnight')}</span>
      </p>
      <Fold>
        <table>
          <thead>
            <tr>
              <th scope="col">{t(isByWeek ? 'week' : 'fortnight')}</th>
              <th scope="col">{t('count')}</th>
            </tr>
          </thead>
          <tbody>
            {[...plants].reverse().map(({ week, count }) => (
              <tr key={week}>
                <th scope="row">{dayShort(week)}</th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">{t('bedNote')}</p>
        <p class="hint">{t('here')}</p>
      </Fold>
    </>
  )
}

/** The same weeks are the same flowers, and a new week moves everything along by one. */
const seedOf = (plants: readonly Week[]): number => 7 + plants.length
