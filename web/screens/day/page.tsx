/** A day being written: its high and low or its story, and how it felt. Each field is a draft of its own. */
import type { Fields } from '../../../core/record.ts'
import { type Draft, draft, useDraft } from '../../draft.ts'
import { Segments } from '../../parts/choose.tsx'
import { WordPicker } from '../../parts/wordpicker.tsx'
import { Write } from '../../parts/write.tsx'
import en from '../../words/en/day.json'
import { words } from '../../words.ts'

const t = words('day', en)

type Way = 'lines' | 'story'

export type Page = {
  readonly way: Draft<Way>
  readonly high: Draft<string>
  readonly low: Draft<string>
  readonly story: Draft<string>
  readonly feelings: Draft<readonly string[]>
  readonly drop: () => void
}

/**
 * Writing goes on from what was told before, unless something newer is being written. What was told is not copied into
 * the drafts: taken back, it must be gone.
 */
export function usePage(key: string, before: Fields<'highlow'> = {}): Page {
  const { high = '', low = '', story = '', feelings = [] } = before
  const drafts = {
    way: useDraft<Way>(`${key}.way`, story && !high && !low ? 'story' : 'lines'),
    high: useDraft(`${key}.high`, high),
    low: useDraft(`${key}.low`, low),
    story: useDraft(`${key}.story`, story),
    feelings: useDraft<readonly string[]>(`${key}.feelings`, feelings),
  }
  return {
    ...drafts,
    drop: () => {
      for (const draft of Object.values(drafts)) draft.drop()
    },
  }
}

/**
 * What somebody wrote as the second of two and did not keep goes on here, on their own page. It is added to what they
 * wrote there or kept, because neither may take the other's place.
 */
export function bringOver(from: string, page: Page): void {
  for (const name of ['high', 'low', 'story'] as const) {
    const waiting = draft(`${from}.${name}`, '')
    const own = page[name]
    if (waiting.value.trim()) {
      own.value = own.value.trim() ? `${own.value}\n\n${waiting.value}` : waiting.value
      page.way.value = name === 'story' ? 'story' : 'lines'
    }
    waiting.drop()
  }
  draft(`${from}.way`, '').drop()
}

export const isEmpty = (page: Page): boolean =>
  [page.high, page.low, page.story].every((draft) => !draft.value.trim()) && page.feelings.value.length === 0

/** What is kept of a page. What was said before and is empty now is kept as empty, or it would still be there. */
export function fieldsToKeep(page: Page, before?: Fields<'highlow'>): Fields<'highlow'> {
  const text = (name: 'high' | 'low' | 'story') =>
    page[name].value.trim() || (before?.[name] ? '' : undefined)
  return { high: text('high'), low: text('low'), story: text('story'), feelings: [...page.feelings.value] }
}

export function Pages({ page, feelings }: { page: Page; feelings: boolean }) {
  return (
    <>
      <Segments
        legend={t('way')}
        options={(['lines', 'story'] as const).map((id) => ({ id, text: t(`way.${id}`) }))}
        value={page.way.value}
        onChoose={(id) => {
          page.way.value = id
        }}
      />
      {page.way.value === 'lines' ? (
        <>
          <Write as="line" label={t('high')} hint={t('highHint')} draft={page.high} />
          <Write as="line" label={t('low')} hint={t('lowHint')} draft={page.low} />
        </>
      ) : (
        <Write as="page" label={t('story')} hint={t('storyHint')} draft={page.story} />
      )}
      {feelings && (
        <WordPicker
          list="feelings"
          label={t('feelings')}
          more={t('allFeelings')}
          value={page.feelings.value}
          onChange={(next) => {
            page.feelings.value = next
          }}
        />
      )}
    </>
  )
}
