/** The sentences of a check, large and one by one, for two people at a table. Nothing is asked and nothing recorded. */
import { useSignal } from '@preact/signals'
import type { Check } from '../../../core/content.ts'
import { sentenceOf } from '../../../core/measure.ts'
import { Aloud } from '../../parts/aloud.tsx'
import { useHere } from '../../tend.ts'
import en from '../../words/en/check.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('check', en)
const s = words('shell', shell)

export function AloudTogether({ script, onLeave }: { script: Check; onLeave: () => void }) {
  const { bond } = useHere()
  const place = useSignal(0)
  const all = script.questions.length
  const question = script.questions[place.value]
  if (!question) return null
  const last = place.value === all - 1
  return (
    <Aloud
      key={question.id}
      above={t('placeOf', { n: place.value + 1, all })}
      text={sentenceOf(question, bond?.form)}
      hint={t(last ? 'aloudLast' : 'aloudText')}
      onClose={onLeave}
    >
      <p class="hint">{t('nothingRecorded')}</p>
      <div class="two">
        <button
          type="button"
          class="quiet"
          aria-disabled={place.value === 0}
          onClick={() => {
            place.value = Math.max(0, place.value - 1)
          }}
        >
          {t('previous')}
        </button>
        <button type="button" class="button ink" onClick={() => (last ? onLeave() : place.value++)}>
          {last ? s('done') : s('next')}
        </button>
      </div>
    </Aloud>
  )
}
