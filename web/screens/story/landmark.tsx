/** A landmark: something that belongs to the story, however long ago. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type Day, isDay } from '../../../core/day.ts'
import { useDraft } from '../../draft.ts'
import { DayField, momentOf } from '../../parts/dayfield.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { useShared, Visibility } from '../../parts/visibility.tsx'
import { Write } from '../../parts/write.tsx'
import { useHere, useTend } from '../../tend.ts'
import shell from '../../words/en/shell.json'
import en from '../../words/en/story.json'
import { words } from '../../words.ts'

const t = words('story', en)
const s = words('shell', shell)

const starts = ['began', 'through', 'win'] as const

/** `open` says how: for how it began, which is then its name, or for anything. */
export const Landmark = ({ open, onClose }: { open: 'began' | 'any' | undefined; onClose: () => void }) => (
  <Sheet open={open !== undefined} onClose={onClose} label={t('addLandmark')}>
    <h2>{t('addLandmark')}</h2>
    <p class="lead">{t('landmarkText')}</p>
    <Form name={open === 'began' ? t('start.began') : ''} onKept={onClose} />
  </Sheet>
)

function Form({ name, onKept }: { name: string; onKept: () => void }) {
  const tend = useTend()
  const { own } = useHere()
  const key = `${own}.landmark`
  const shared = useShared('landmark')
  const day = useDraft<Day>(`${key}.day`, tend.today.value)
  const title = useDraft(`${key}.title`, '')
  const text = useDraft(`${key}.text`, '')
  const needs = useSignal(false)
  useEffect(() => {
    if (name) start(name)
  }, [])

  const keep = async () => {
    const said = { title: title.value.trim() || undefined, text: text.value.trim() || undefined }
    needs.value = !said.title && !said.text
    if (needs.value) return
    const on = isDay(day.value) && day.value <= tend.today.value ? day.value : tend.today.value
    await tend.keep(
      'landmark',
      { day: on, ...said },
      { shared: shared.value, at: momentOf(on, tend.today.value) },
    )
    for (const draft of [day, title, text]) draft.drop()
    announce(s('kept'))
    onKept()
  }
  const start = (name: string) => {
    if (title.value === '' || starts.some((one) => t(`start.${one}`) === title.value)) title.value = name
  }
  return (
    <>
      <Visibility
        kind="landmark"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <fieldset>
        <legend class="away">{t('start')}</legend>
        <div class="chips">
          {starts.map((one) => (
            <button
              key={one}
              type="button"
              class="chip"
              aria-pressed={title.value === t(`start.${one}`)}
              onClick={() => start(t(`start.${one}`))}
            >
              {t(`start.${one}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <Write as="line" label={t('name')} draft={title} max={200} />
      <DayField label={t('day')} hint={t('dayHint')} draft={day} latest={tend.today.value} />
      <Write as="page" label={t('text')} hint={t('textHint')} draft={text} />
      <p class="hint" role="status">
        {needs.value ? t('landmarkNeeds') : ''}
      </p>
      <button type="button" class="button" onClick={keep}>
        {s('keep')}
      </button>
    </>
  )
}
