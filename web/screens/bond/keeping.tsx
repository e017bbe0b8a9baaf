/** How it is kept, in lines that only I can see, what keeps it from going on, and a switch to be quiet. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { momentText } from '../../days.ts'
import { Switch } from '../../parts/choose.tsx'
import en from '../../words/en/bond.json'
import { words } from '../../words.ts'
import type { WithLine } from '../bond.tsx'

const t = words('bond', en)

export function Keeping({ between, line }: WithLine) {
  const isKept = usePersisted()
  const { syncedMs, unsent, aside, trouble, quiet } = line
  const hasWords = line.devices.some((device) => device.root)
  const facts = [
    ...(hasWords ? [['words', t('keeping.words.yes')] as const] : []),
    ['synced', syncedMs === undefined ? t('keeping.synced.never') : momentText(syncedMs)],
    ['device', t(isKept ? 'keeping.device.kept' : 'keeping.device.may')],
  ] as const
  return (
    <section class="stack">
      <h2>{t('keeping')}</h2>
      <div class="card">
        <dl class="facts3">
          {facts.map(([name, says]) => (
            <div key={name}>
              <dt>{t(`keeping.${name}`)}</dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
        {unsent > 0 && <p>{t('keeping.unsent', { n: unsent })}</p>}
        {aside > 0 && <p>{t('keeping.aside', { n: aside })}</p>}
        {trouble && !quiet && <p role="status">{t(`trouble.${trouble}`)}</p>}
        <p class="hint">{t('keeping.mine')}</p>
      </div>
      <div class="rows">
        <Switch
          text={t('quiet')}
          hint={t('quietHint')}
          on={quiet}
          onChange={(on) => between.lines.hush(line.space, on)}
        />
      </div>
    </section>
  )
}

/** Whether the browser has promised not to clear what is kept here. */
function usePersisted(): boolean | undefined {
  const persisted = useSignal<boolean | undefined>(undefined)
  useEffect(() => {
    void navigator.storage?.persisted?.().then((is) => {
      persisted.value = is
    })
  }, [])
  return persisted.value
}
