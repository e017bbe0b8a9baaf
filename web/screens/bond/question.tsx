/** Somebody was asked in. Each who is in it says yes or no; who says no gives no reason, and nobody is told who it was. */
import { useSignal } from '@preact/signals'
import type { Standing } from '../../../sync/line.ts'
import { useHere } from '../../tend.ts'
import en from '../../words/en/bond.json'
import { words } from '../../words.ts'
import type { WithLine } from '../bond.tsx'

const t = words('bond', en)

export function Question(from: WithLine & { readonly asking: NonNullable<Standing['open']> }) {
  const { between, line, asking } = from
  const { others, bond } = useHere()
  const busy = useSignal(false)
  const say = async (yes: boolean) => {
    if (busy.value) return
    busy.value = true
    try {
      await between.lines.answer(line.space, yes)
    } finally {
      busy.value = false
    }
  }
  const asker = others.find((other) => other.slot === asking.by)
  const name = (others.length === 1 ? bond?.name : undefined) ?? asker?.name ?? t('open.someone')
  const isMine = asking.by === line.person
  return (
    <section class="card" aria-live="polite">
      <h2>{t('open')}</h2>
      <p class="lead">{isMine ? t('open.byMe') : asking.mine ? t('open.by', { name }) : t('open.waits')}</p>
      {asking.mine && !isMine && (
        <button type="button" class="button" aria-disabled={busy.value} onClick={() => say(true)}>
          {t('open.yes')}
        </button>
      )}
      {(asking.mine || isMine) && (
        <button type="button" class="quiet" aria-disabled={busy.value} onClick={() => say(false)}>
          {t('open.no')}
        </button>
      )}
    </section>
  )
}
