/**
 * Stopping: one person's own decision, in two taps, with or without a network. What each keeps is said before, and what
 * cannot be called back as well.
 */
import { useSignal } from '@preact/signals'
import { download, exportFile } from '../../file.ts'
import { Switch } from '../../parts/choose.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { useTend } from '../../tend.ts'
import en from '../../words/en/bond.json'
import { words } from '../../words.ts'
import type { WithLine } from '../bond.tsx'

const t = words('bond', en)

export function StopSharing({ between, line, name }: WithLine & { readonly name: string | undefined }) {
  const tend = useTend()
  const asking = useSignal(false)
  const back = useSignal(false)
  const going = useSignal(false)
  const close = () => {
    asking.value = false
  }
  const leave = async () => {
    if (going.value) return
    going.value = true
    try {
      await between.leave(line, { takeBack: back.value })
      announce(t('leave.done'))
    } finally {
      going.value = false
      close()
    }
  }
  const save = async () => download(await exportFile(tend, () => {}), `tend-${tend.today.value}.json`)
  return (
    <>
      <button
        type="button"
        class="quiet danger"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="leave" size={20} />
        {t('leave')}
      </button>
      <Sheet open={asking.value} onClose={close} label={t('leave')}>
        <h2>{name ? t('leaveAsk', { name }) : t('leaveAskUnnamed')}</h2>
        <ul class="points">
          {(['you', 'they', 'out', 'alone'] as const).map((point) => (
            <li key={point}>{t(`leave.${point}`)}</li>
          ))}
        </ul>
        <div class="rows">
          <Switch
            text={t('leave.back')}
            on={back.value}
            onChange={(on) => {
              back.value = on
            }}
          />
        </div>
        <button type="button" class="quiet" onClick={save}>
          <Icon name="file" size={20} />
          {t('leave.copy')}
        </button>
        <button type="button" class="button ink" onClick={close}>
          {t('leave.stay')}
        </button>
        <button type="button" class="quiet danger" aria-disabled={going.value} onClick={leave}>
          {t(going.value ? 'leave.going' : 'leave.yes')}
        </button>
      </Sheet>
    </>
  )
}
