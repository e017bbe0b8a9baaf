/**
 * A page that belongs to a day, as the check-in does. What was begun there and neither kept nor let go comes first on a
 * later day, because nothing else leads to it; it is kept for the day on which it was begun.
 */
import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { type Day, isDay } from '../../core/day.ts'
import type { Rec } from '../../core/record.ts'
import { dayText } from '../days.ts'
import { dropDrafts, unfinishedDay } from '../draft.ts'
import { useTend } from '../tend.ts'
import en from '../words/en/shell.json'
import { words } from '../words.ts'
import { Sheet } from './sheet.tsx'
import { announce } from './status.tsx'

const t = words('shell', en)

/** The names of such pages among the drafts, by the kind that is kept. */
const pages = { checkin: 'checkin', bid: 'bids', highlow: 'day' } as const

export const pageKey = (space: string, kind: keyof typeof pages): string => `${space}.${pages[kind]}`

/** What was taken back is gone, also where it was being written anew. */
export function dropPage(space: string, { kind, f }: Pick<Rec, 'kind' | 'f'>): void {
  const day = f['day']
  if (Object.hasOwn(pages, kind) && isDay(day))
    dropDrafts(`${pageKey(space, kind as keyof typeof pages)}.${day}`)
}

/**
 * The day whose page is open: the earliest one that waits, or today. It is asked again when a day begins, so a page on
 * which something is written stays open, and an untouched one gives way; and by `onward`, when this page is done with.
 */
export function usePageDay(keys: readonly string[], fields: readonly string[]) {
  const today = useTend().today.value
  const turn = useSignal(0)
  const day = useMemo(
    () => unfinishedDay({ keys, fields, today }) ?? today,
    [keys.join(' '), today, turn.value],
  )
  const onward = () => {
    turn.value += 1
    scrollTo({ top: 0 })
  }
  return { day, onward }
}

/** Says which day an earlier page is for. */
export function BegunOn({ day }: { day: Day }) {
  const today = useTend().today.value
  if (day === today) return null
  return <p class="note">{t('begunOn', { day: dayText(day, today) })}</p>
}

/** Removes what was begun on an earlier day, after one question: it was typed, and nothing brings it back. */
export function LetGo(from: { readonly day: Day; readonly drop: () => void; readonly onLetGo: () => void }) {
  const { day } = from
  const today = useTend().today.value
  const asking = useSignal(false)
  if (day === today) return null
  const close = () => {
    asking.value = false
  }
  return (
    <>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          asking.value = true
        }}
      >
        {t('letGo')}
      </button>
      <Sheet open={asking.value} onClose={close} label={t('letGoTitle')}>
        <h2>{t('letGoTitle')}</h2>
        <p class="lead">{t('letGoText', { day: dayText(day, today) })}</p>
        <button
          type="button"
          class="button ink"
          onClick={() => {
            close()
            from.drop()
            from.onLetGo()
            announce(t('letGoSaid'))
          }}
        >
          {t('letGo')}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t('notNow')}
        </button>
      </Sheet>
    </>
  )
}
