/** The archive, read on a later day: one entry at a time, oldest first, with a way to the one of a year ago. */
import { useSignal } from '@preact/signals'
import { readingOf } from '../../../core/gratitude.ts'
import { fieldsOf, type Rec } from '../../../core/record.ts'
import { dayText } from '../../days.ts'
import { useRecords } from '../../live.ts'
import { Aloud } from '../../parts/aloud.tsx'
import { Segments } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Steps } from '../../parts/steps.tsx'
import { useWriter } from '../../parts/writer.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/good.json'
import { words } from '../../words.ts'

const t = words('good', en)

type Page = { readonly rec: Rec; readonly day: string; readonly items: readonly string[] }

export function Reading({ onBack }: { onBack: () => void }) {
  const tend = useTend()
  const { bond, own } = useHere()
  const records = useRecords(['gratitude'], { limit: 500 })
  const isShared = useSignal(bond?.shared !== undefined)
  const page = useSignal<number | undefined>(undefined)
  if (!records.value) return null
  const entries = records.value.flatMap((rec): Page[] => {
    const { day, items } = fieldsOf('gratitude', rec)
    return day && items && (rec.space !== own) === isShared.value ? [{ rec, day, items }] : []
  })
  const { pages, yearAgo } = readingOf(entries, tend.today.value)
  const open = (at: number | undefined) => {
    page.value = at
    scrollTo({ top: 0 })
  }
  const now = page.value === undefined ? undefined : pages[page.value]
  if (now && page.value !== undefined)
    return (
      <Entry
        key={now.rec.id}
        page={now}
        at={page.value}
        all={pages.length}
        isYearAgo={page.value === yearAgo}
        onOpen={open}
      />
    )
  return (
    <div class="screen whole good">
      <Steps onBack={onBack} />
      <Heading>{t('read')}</Heading>
      <p class="lead">{t('readLead')}</p>
      {bond?.shared && (
        <Segments
          legend={t('which')}
          options={[
            { id: 'mine', text: t('mine') },
            { id: 'ours', text: t('ours') },
          ]}
          value={isShared.value ? 'ours' : 'mine'}
          onChoose={(id) => {
            isShared.value = id === 'ours'
          }}
        />
      )}
      {pages.length === 0 ? (
        <p class="note">{t(isShared.value ? 'readNoneShared' : 'readNone')}</p>
      ) : (
        <>
          <p class="hint">
            {t('pages', { n: pages.length })}
            {!isShared.value && `. ${t('mineNote')}`}
          </p>
          <div class="foot">
            <button type="button" class="button ink" onClick={() => open(0)}>
              {t('oldest')}
            </button>
            {yearAgo !== undefined && (
              <button type="button" class="button soft" onClick={() => open(yearAgo)}>
                {t('yearAgo')}
              </button>
            )}
          </div>
        </>
      )}
    </div>
  )
}

function Entry(from: {
  readonly page: Page
  readonly at: number
  readonly all: number
  readonly isYearAgo: boolean
  readonly onOpen: (at: number | undefined) => void
}) {
  const { page, at, all, onOpen } = from
  const { today } = useTend()
  const { own } = useHere()
  const writer = useWriter()
  const when = from.isYearAgo
    ? `${t('yearAgo')} · ${dayText(page.day, today.value)}`
    : dayText(page.day, today.value)
  const above =
    page.rec.space === own
      ? when
      : t('by', { name: writer.isMine(page.rec) ? t('you') : writer.other, day: when })
  const close = () => onOpen(undefined)
  const isLast = at === all - 1
  return (
    <Aloud text={page.items.join('\n')} above={above} onClose={close}>
      <p class="hint centred">{t('place', { n: at + 1, all })}</p>
      <button type="button" class="button ink" onClick={() => onOpen(isLast ? undefined : at + 1)}>
        {t(isLast ? 'close' : 'onwards')}
      </button>
      {at > 0 && (
        <button type="button" class="quiet" onClick={() => onOpen(at - 1)}>
          {t('backwards')}
        </button>
      )}
    </Aloud>
  )
}
