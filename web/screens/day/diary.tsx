/** Earlier days, newest first, a fortnight of entries a page. */
import { useSignal } from '@preact/signals'
import { daysTold } from '../../../core/diary.ts'
import { dayText } from '../../days.ts'
import { useRecords } from '../../live.ts'
import { Heading } from '../../parts/heading.tsx'
import { Steps } from '../../parts/steps.tsx'
import { useWriter } from '../../parts/writer.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/day.json'
import { words } from '../../words.ts'
import { TheDay, toldOf } from './told.tsx'

const t = words('day', en)

const pageSize = 14

type Place = { readonly at: number; readonly id: string }

export function Diary({ onLeave }: { onLeave: () => void }) {
  const { own } = useHere()
  const { isMine } = useWriter()
  const today = useTend().today.value
  /** Where each page begins; the first begins at the newest. */
  const pages = useSignal<readonly Place[]>([])
  const after = pages.value.at(-1)
  // One more than a page, to know whether there is another.
  const records = useRecords(['highlow'], { limit: pageSize + 1, ...(after && { after }) })
  const those = records.value?.slice(0, pageSize)
  const last = those?.at(-1)
  const turn = (next: readonly Place[]) => {
    pages.value = next
    scrollTo({ top: 0 })
  }
  return (
    <div class="screen whole">
      <Steps onBack={onLeave} />
      <Heading>{t('diary')}</Heading>
      {those?.length === 0 && <p class="lead">{t('diaryEmpty')}</p>}
      {daysTold((those ?? []).map((rec) => toldOf(rec, { isMine, own }))).map(({ day, told }) => (
        <section key={day} class="stack tight">
          <h2>{dayText(day, today)}</h2>
          {told.map((one) => (
            <TheDay key={one.rec.id} told={one} many={told.length > 1} />
          ))}
        </section>
      ))}
      <div class="pages">
        {pages.value.length > 0 ? (
          <button type="button" class="quiet" onClick={() => turn(pages.value.slice(0, -1))}>
            {t('newer')}
          </button>
        ) : (
          <span />
        )}
        {last && (records.value?.length ?? 0) > pageSize && (
          <button
            type="button"
            class="quiet"
            onClick={() => turn([...pages.value, { at: last.at, id: last.id }])}
          >
            {t('older')}
          </button>
        )}
      </div>
    </div>
  )
}
