/** Which bond an invitation is for: one that shares with nobody yet, or a new one. With a single bond nothing is asked. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Between } from '../../between.ts'
import { AddBond } from '../../parts/addbond.tsx'
import { Choices } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Steps } from '../../parts/steps.tsx'
import { type Bond, useHere, useTend } from '../../tend.ts'
import en from '../../words/en/pair.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('pair', en)
const s = words('shell', shell)

export function Whom(from: {
  readonly between: Between
  readonly onBack: () => void
  readonly onChosen: (bond: string) => Promise<void>
}) {
  const { between, onChosen } = from
  const tend = useTend()
  const { bond, bonds } = useHere()
  const isFree = (one: Bond) => {
    const line = between.lineOf(one)
    return !line || line.closed || line.left
  }
  const free = bonds.filter(isFree)
  const only = bonds.length === 1 && free.length === 1 ? free[0] : undefined
  const chosen = useSignal<string | undefined>((bond && isFree(bond) ? bond : free[0])?.rec.id ?? 'new')
  const busy = useSignal(false)
  const go = async (id: string) => {
    if (busy.value) return
    busy.value = true
    if (id !== bond?.rec.id) await tend.turnTo(id)
    await onChosen(id)
  }
  useEffect(() => {
    if (only) void go(only.rec.id)
  }, [])
  if (only) return <div class="screen whole" />
  return (
    <div class="screen whole">
      <Steps onBack={from.onBack} />
      <Heading>{t('whom')}</Heading>
      <p class="lead">{t('whomText')}</p>
      <Choices
        legend={t('whom')}
        options={[
          ...free.map(({ rec, name }) => ({ id: rec.id, text: name || s('someone') })),
          { id: 'new', text: t('whomNew') },
        ]}
        value={chosen.value}
        onChoose={(id) => {
          chosen.value = id
        }}
      />
      {chosen.value === 'new' ? (
        <AddBond button={t('goOn')} onAdded={(id) => go(id)} />
      ) : (
        <div class="foot stuck">
          <button
            type="button"
            class="button"
            aria-disabled={busy.value}
            onClick={() => chosen.value && go(chosen.value)}
          >
            {t('goOn')}
          </button>
        </div>
      )}
    </div>
  )
}
