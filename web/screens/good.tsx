/**
 * What was good: a minute in the morning, three things, one at bedtime, a round at dinner; and reading it again on a
 * later day. Alone all of it is complete.
 */
import './good.css'
import { useSignal } from '@preact/signals'
import { readingOf } from '../../core/gratitude.ts'
import { fieldsOf } from '../../core/record.ts'
import { useDraft } from '../draft.ts'
import { useRecords } from '../live.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/good.json'
import { words } from '../words.ts'
import { Dinner } from './good/dinner.tsx'
import { Reading } from './good/reading.tsx'
import { Writing } from './good/writing.tsx'

const t = words('good', en)

const ways = ['morning', 'three', 'bedtime', 'dinner'] as const
type Way = (typeof ways)[number]
const look: Record<Way, { readonly icon: IconName; readonly tone: string }> = {
  morning: { icon: 'sun', tone: 'a' },
  three: { icon: 'list', tone: '' },
  bedtime: { icon: 'moon', tone: 'b' },
  dinner: { icon: 'people', tone: 'a' },
}

export default function Good() {
  const { own } = useHere()
  // Remembered, so that a reload in the middle of dinner is still at dinner.
  const way = useDraft<Way | ''>(`${own}.good.way`, '')
  const isReading = useSignal(false)
  const leave = () => {
    way.value = ''
    isReading.value = false
    scrollTo({ top: 0 })
  }
  if (isReading.value) return <Reading onBack={leave} />
  if (way.value === 'dinner') return <Dinner onBack={leave} />
  if (way.value) return <Writing key={way.value} way={way.value} onBack={leave} />
  return (
    <div class="screen whole good">
      <Top to="/a/today" x />
      <Heading>{t('title')}</Heading>
      <p class="lead">{t('lead')}</p>
      <ul class="rows">
        {ways.map((id) => (
          <li key={id}>
            <button
              type="button"
              class="row"
              onClick={() => {
                way.value = id
                scrollTo({ top: 0 })
              }}
            >
              <span class={`glyph ${look[id].tone}`}>
                <Icon name={look[id].icon} size={22} />
              </span>
              <span>
                <b>{t(id)}</b>
                <small>{t(`${id}.hint`)}</small>
              </span>
              <span class="end">
                <Icon name="chevron" size={20} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Archive
        onOpen={() => {
          isReading.value = true
          scrollTo({ top: 0 })
        }}
      />
    </div>
  )
}

/** The way to the archive. It says so when there is one from a year ago. */
function Archive({ onOpen }: { onOpen: () => void }) {
  const tend = useTend()
  const records = useRecords(['gratitude'], { limit: 500 })
  if (!records.value) return null
  const entries = records.value.map((rec) => fieldsOf('gratitude', rec))
  const { pages, yearAgo } = readingOf(
    entries.flatMap(({ day, items }) => (day && items ? [{ day, items }] : [])),
    tend.today.value,
  )
  return (
    <div class="foot">
      {pages.length === 0 ? (
        <p class="hint">{t('readNone')}</p>
      ) : (
        <button type="button" class="button soft" onClick={onOpen}>
          <Icon name="book" size={20} />
          {t(yearAgo === undefined ? 'read' : 'readYear')}
        </button>
      )}
    </div>
  )
}
