/** Sixty seconds as a flower that fills. It begins when somebody begins it, makes no sound, and ends by itself. */
import '../../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { filledAt } from '../../../core/span.ts'
import { Drawing } from '../../parts/garden/drawing.tsx'
import { drawPetals } from '../../parts/garden/petals.ts'
import en from '../../words/en/good.json'
import { words } from '../../words.ts'

const t = words('good', en)

const petals = 12
const seconds = 60

export function Minute() {
  const sinceMs = useSignal<number | undefined>(undefined)
  const nowMs = useSignal(0)
  const began = sinceMs.value
  const { full: gone, nextMs } =
    began === undefined
      ? { full: 0, nextMs: undefined }
      : filledAt({ sinceMs: began, minutes: 1, steps: seconds }, nowMs.value)
  const isOver = gone === seconds
  useEffect(() => {
    if (nextMs === undefined) return
    const timer = setTimeout(() => {
      nowMs.value = Date.now()
    }, nextMs)
    return () => clearTimeout(timer)
  }, [nowMs.value, began])
  useEffect(() => {
    if (isOver) navigator.vibrate?.(10)
  }, [isOver])
  const filled = Math.floor((gone * petals) / seconds)
  return (
    <div class="minute">
      <div class="petals">
        <Drawing drawing={drawPetals({ petals, filled })} />
        <p class="serif" role="timer" aria-label={t('left', { n: seconds - gone })}>
          <span aria-hidden="true">{seconds - gone}</span>
        </p>
      </div>
      {began === undefined ? (
        <button
          type="button"
          class="button soft"
          onClick={() => {
            nowMs.value = Date.now()
            sinceMs.value = nowMs.value
          }}
        >
          {t('begin')}
        </button>
      ) : (
        <p class="lead" aria-live="polite">
          {isOver ? t('over') : ''}
        </p>
      )}
    </div>
  )
}
