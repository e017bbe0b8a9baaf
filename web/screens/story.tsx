/**
 * The story: everything that was kept, newest first, to read again. It looks for words and for kinds, takes landmarks
 * from before the app, and costs the same with ten entries as with a hundred thousand (`story/pages.ts`).
 */
import './story.css'
import '../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { type Chapter, chapters, kindsOf } from '../../core/story.ts'
import { Avatars, facesOf } from '../parts/avatar.tsx'
import { FindField } from '../parts/find.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Ways } from '../parts/top.tsx'
import { sideOf, useHere, useTend } from '../tend.ts'
import en from '../words/en/story.json'
import { words } from '../words.ts'
import { FirstPage, Nothing } from './story/empty.tsx'
import { Landmark } from './story/landmark.tsx'
import { createPages, type Pages, remembered } from './story/pages.ts'
import { Timeline } from './story/timeline.tsx'

const t = words('story', en)

type Shelf = Chapter | 'all'
const shelves: readonly Shelf[] = ['all', ...(Object.keys(chapters) as Chapter[])]
/** Long enough for the next letter, short enough to feel at once. */
const pauseMs = 140

export default function Story() {
  const tend = useTend()
  const here = useHere()
  const { me, own } = here
  const spaces = tend.spaces.value
  const before = useMemo(() => (cameBack() !== undefined ? remembered(own) : undefined), [])
  const chapter = useSignal<Shelf>((before?.chapter as Shelf | undefined) ?? 'all')
  const typed = useSignal(before?.asked.text ?? '')
  const landmark = useSignal<'began' | 'any' | undefined>(undefined)
  const pages = usePages({ chapter: chapter.value, text: typed.value.trim() })
  useLayoutEffect(() => {
    if (before) scrollTo({ top: cameBack() ?? 0, behavior: 'instant' })
  }, [])

  const shown = pages.shown.value
  const isEmpty = shown?.pages.every((page) => page.seen?.length === 0 && !page.until) ?? false
  const looksForAll = shown?.asked.text === '' && shown.asked.kinds.length === kindsOf('all').length
  const showAll = () => {
    typed.value = ''
    chapter.value = 'all'
  }
  return (
    <div class="screen story">
      <div class="top">
        <a class="avatars" href="/a/you">
          <Avatars faces={facesOf(here)} />
          <span class="away">{t('you')}</span>
        </a>
        <Ways />
      </div>
      <Heading>{t('title')}</Heading>
      {isEmpty && looksForAll ? (
        <FirstPage
          flower={me.flower ?? 'marigold'}
          onBegin={() => {
            landmark.value = 'began'
          }}
        />
      ) : (
        shown && (
          <>
            {spaces.length === 1 && <p class="lead">{t('onlyYou')}</p>}
            <FindField
              label={t('search')}
              example={t('search')}
              value={typed.value}
              onReady={() => {}}
              onInput={(text) => {
                typed.value = text
              }}
            />
            <Shelves
              value={chapter.value}
              onChoose={(next) => {
                chapter.value = next
              }}
            />
            <p class="away" role="status">
              {isEmpty ? t(typed.value ? 'nothing.search' : 'nothing.chapter') : ''}
            </p>
            {isEmpty && <Nothing searched={typed.value !== ''} onAll={showAll} />}
            {shown && !isEmpty && <Timeline pages={pages} chapter={chapter.value} today={tend.today.value} />}
            <div class="foot stuck">
              <button
                type="button"
                class="button"
                onClick={() => {
                  landmark.value = 'any'
                }}
              >
                <Icon name="plus" size={20} />
                {t('addLandmark')}
              </button>
            </div>
          </>
        )
      )}
      <Landmark
        open={landmark.value}
        onClose={() => {
          landmark.value = undefined
        }}
      />
    </div>
  )
}

/** The scroll position of a screen one has come back to; a screen that is opened anew has none. */
const cameBack = (): number | undefined => (history.state as { scroll?: number } | null)?.scroll

/** The pages of what is asked for: at once for a kind, after a short pause for words. */
function usePages({ chapter, text }: { readonly chapter: Shelf; readonly text: string }): Pages {
  const tend = useTend()
  const here = useHere()
  const reader = sideOf(here)
  const spaces = tend.spaces.value
  const asked = { spaces, kinds: kindsOf(chapter), text }
  const pages = useMemo(() => {
    const made = createPages(tend.store, reader, -new Date().getTimezoneOffset())
    const before = cameBack() === undefined ? undefined : remembered(reader.person)
    if (before) made.resume(before)
    return made
  }, [JSON.stringify(reader)])
  const lastText = useRef(text)
  useEffect(() => {
    const wait = text === lastText.current ? 0 : pauseMs
    lastText.current = text
    const timer = setTimeout(() => void pages.ask(asked), wait)
    return () => clearTimeout(timer)
  }, [pages, JSON.stringify(asked)])
  useEffect(() => tend.store.watch(pages.touched), [pages])
  return pages
}

/** What to show, one at a time: radios dressed as chips, in one line that can be pushed aside. */
function Shelves({ value, onChoose }: { value: Shelf; onChoose: (shelf: Shelf) => void }) {
  const line = useRef<HTMLFieldSetElement>(null)
  useLayoutEffect(() => {
    const chip = line.current?.querySelector<HTMLElement>('.chip:has(:checked)')
    if (line.current && chip)
      line.current.scrollLeft = chip.offsetLeft - (line.current.clientWidth - chip.offsetWidth) / 2
  }, [])
  return (
    <fieldset class="shelves" ref={line}>
      <legend class="away">{t('chapter')}</legend>
      <div>
        {shelves.map((shelf) => (
          <label key={shelf} class="chip">
            <input type="radio" name="shelf" checked={shelf === value} onChange={() => onChoose(shelf)} />
            {t(`chapter.${shelf}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
