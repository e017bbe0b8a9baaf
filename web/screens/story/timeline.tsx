/**
 * The pages of the story on the screen. What lies far above and below is one empty block each, as tall as the pages it
 * stands for, so that the scroll bar is true and the document stays small.
 */
import { Fragment } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { type Day, noonUtcMs } from '../../../core/day.ts'
import { byDay, monthOf, type Seen } from '../../../core/story.ts'
import en from '../../words/en/story.json'
import { language, words } from '../../words.ts'
import { Line } from './line.tsx'
import { type Page, type Pages, remember, type Shown } from './pages.ts'

const t = words('story', en)

/** How early the next page is fetched: a screen and a bit before it is seen. */
const margin = '1000px 0px'

export function Timeline({ pages, chapter, today }: { pages: Pages; chapter: string; today: Day }) {
  const list = useRef<HTMLDivElement>(null)
  const end = useRef<HTMLDivElement>(null)
  const now = pages.shown.value

  // Observed anew after every change, because an observer tells only of changes and a jump may land in empty space.
  useEffect(() => {
    const observer = new IntersectionObserver(
      (changes) => {
        if (list.current) void pages.look(placeOf(list.current))
        if (changes.some((change) => change.isIntersecting && change.target === end.current))
          void pages.earlier()
      },
      { rootMargin: margin },
    )
    for (const gap of list.current?.querySelectorAll('.gap') ?? []) observer.observe(gap)
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [now, pages])

  // On the way out, while it still stands on the screen, its heights are noted for the way back.
  const last = useRef({ pages, chapter })
  last.current = { pages, chapter }
  useLayoutEffect(
    () => () => {
      const { shown } = last.current.pages
      if (shown.value && list.current)
        remember(withHeights(shown.value, placeOf(list.current).px), last.current.chapter)
    },
    [],
  )

  if (!now) return null
  const above = now.pages.slice(0, now.from)
  const below = now.pages.slice(now.to + 1)
  const hasMore = now.pages.at(-1)?.until !== undefined
  return (
    <div class="timeline" ref={list}>
      {above.length > 0 && <Gap pages={above} />}
      {now.pages.slice(now.from, now.to + 1).map((page, i) => (
        <PageOf key={now.from + i} shown={now} page={page} place={now.from + i} today={today} />
      ))}
      {below.length > 0 && <Gap pages={below} />}
      {hasMore ? (
        <div ref={end} class="end">
          <button type="button" class="quiet" onClick={() => void pages.earlier()}>
            {t('earlier')}
          </button>
        </div>
      ) : (
        now.asked.text === '' && chapter === 'all' && <p class="hint end">{t('beginning')}</p>
      )}
    </div>
  )
}

const Gap = ({ pages }: { pages: readonly Page[] }) => (
  <div class="gap" style={{ blockSize: `${pages.reduce((sum, { px }) => sum + px, 0)}px` }} />
)

function PageOf({ shown, page, place, today }: { shown: Shown; page: Page; place: number; today: Day }) {
  if (!page.seen) return <div class="page" data-page={place} style={{ blockSize: `${page.px}px` }} />
  let last = shown.pages[place - 1]?.lastDay
  return (
    <div class="page" data-page={place}>
      {byDay(page.seen).map(({ day, seen }, i) => {
        const newMonth = last === undefined || monthOf(day) !== monthOf(last)
        const sameDay = last === day
        last = day
        return (
          <Fragment key={`${day} ${i}`}>
            {newMonth && <Month day={day} />}
            <DayOf day={day} seen={seen} again={sameDay} today={today} text={shown.asked.text} />
          </Fragment>
        )
      })}
    </div>
  )
}

const Month = ({ day }: { day: Day }) => (
  <h2>
    {format(day, { month: 'long' })} <span>{format(day, { year: 'numeric' })}</span>
  </h2>
)

function DayOf(from: { day: Day; seen: readonly Seen[]; again: boolean; today: Day; text: string }) {
  const { day, seen, again, today, text } = from
  return (
    <section class={day === today ? 'day on' : 'day'}>
      <h3 class={again ? 'away' : undefined}>
        <span>{format(day, { weekday: 'short' })}</span> <b>{format(day, { day: 'numeric' })}</b>
      </h3>
      <ol>
        {seen.map((one) => (
          <Line key={one.rec.id} seen={one} text={text} />
        ))}
      </ol>
    </section>
  )
}

const format = (day: Day, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language.value.tag, { ...how, timeZone: 'UTC' }).format(noonUtcMs(day))

function placeOf(list: HTMLElement) {
  const px = new Map<number, number>()
  for (const page of list.querySelectorAll<HTMLElement>('[data-page]'))
    px.set(Number(page.dataset['page']), page.getBoundingClientRect().height)
  return { top: list.getBoundingClientRect().top, height: innerHeight, px }
}

const withHeights = (shown: Shown, px: ReadonlyMap<number, number>): Shown => ({
  ...shown,
  pages: shown.pages.map((page, i) => ({ ...page, px: px.get(i) ?? page.px })),
})
