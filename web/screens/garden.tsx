/**
 * The garden: how it goes, without a score. A plant for each week, the line of how close one felt, and what seemed to
 * help, all from one's own entries. Whose a moment was is not told (SR-04), and a week of nothing is earth.
 */
import './garden.css'
import '../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import {
  closenessByWeek,
  firstWeek,
  helped,
  momentsIn,
  type Span,
  seasonOf,
  weeksOf,
} from '../../core/garden.ts'
import { fieldsOf } from '../../core/record.ts'
import { writerOf } from '../../core/story.ts'
import { momentKinds } from '../../core/today.ts'
import { useLive } from '../live.ts'
import { Avatars, facesOf } from '../parts/avatar.tsx'
import { Segments } from '../parts/choose.tsx'
import { Heading } from '../parts/heading.tsx'
import { Ways } from '../parts/top.tsx'
import { sideOf, useHere, useTend } from '../tend.ts'
import en from '../words/en/garden.json'
import { words } from '../words.ts'
import { Bed } from './garden/bed.tsx'
import { ClosenessCard } from './garden/closeness.tsx'
import { HelpedCard } from './garden/helped.tsx'

const t = words('garden', en)

export default function Garden() {
  const tend = useTend()
  const here = useHere()
  const span = useSignal<Span>('season')
  const today = tend.today.value
  const view = useView(span.value)
  const { season, week } = seasonOf(today)
  return (
    <div class="screen gardenpage">
      <div class="top">
        <a class="avatars" href="/a/you">
          <Avatars faces={facesOf(here)} />
          <span class="away">{t('you')}</span>
        </a>
        <Ways />
      </div>
      <div class="stack tight">
        <p class="kicker">{t('season', { season: t(season), week })}</p>
        <Heading>{t('title')}</Heading>
      </div>
      <Bed weeks={view?.weeks} flower={here.me.flower ?? 'marigold'} isFirstDay={view?.isFirstDay ?? false} />
      {view && !view.isFirstDay && (
        <>
          <Segments
            legend={t('span')}
            options={[
              { id: 'month', text: t('month') },
              { id: 'season', text: t('season.span') },
              { id: 'year', text: t('year') },
            ]}
            value={span.value}
            onChoose={(next) => {
              span.value = next
            }}
          />
          <ClosenessCard weeks={view.closeness} flower={here.me.flower ?? 'marigold'} />
          <HelpedCard helped={view.helped} />
        </>
      )}
    </div>
  )
}

const most = 500

/** What the garden shows of a span; undefined until it has been worked out. The last span stays until the next is ready. */
function useView(span: Span) {
  const tend = useTend()
  const reader = sideOf(useHere())
  const spaces = tend.spaces.value
  const today = tend.today.value
  const about = { spaces, kinds: momentKinds, span, today }
  const view = useLive(async (store) => {
    const from = firstWeek(span, today)
    const aYear = firstWeek('year', today)
    const [counts, [any], checkins, dones] = await Promise.all([
      store.countByWeek({ spaces, kinds: momentKinds, from }),
      store.list({ spaces, kinds: momentKinds, limit: 1 }),
      Promise.all(
        spaces.map((space) =>
          store.list({ spaces: [space], kinds: ['checkin'], from, until: today, limit: most }),
        ),
      ),
      Promise.all(
        spaces.map((space) =>
          store.list({ spaces: [space], kinds: ['done'], from: aYear, until: today, limit: most }),
        ),
      ),
    ])
    const own = (lists: typeof checkins) => lists.flat().filter((rec) => writerOf(rec, reader) !== 'other')
    const weeks = weeksOf(counts, { span, today })
    return {
      weeks,
      isFirstDay: any === undefined && momentsIn(weeks) === 0,
      closeness: closenessByWeek(
        own(checkins).map((rec) => fieldsOf('checkin', rec)),
        { span, today },
      ),
      helped: helped(own(dones).map((rec) => fieldsOf('done', rec))),
    }
  }, about)
  return view.value
}
