/** A copy to take along: sealed with a passphrase, which is the safe way, or plain, for another phone or for reading. */
import { useSignal } from '@preact/signals'
import { download, exportFile } from '../../file.ts'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import type { Tend } from '../../tend.ts'
import en from '../../words/en/data.json'
import { words } from '../../words.ts'
import { SealCopy } from './sealcopy.tsx'

const t = words('data', en)

export function TakeCopy({ tend }: { tend: Tend }) {
  const count = useSignal<number | undefined>(undefined)
  const sealing = useSignal(false)
  const gather = async (make: (onProgress: (records: number) => void) => Promise<Blob>, ending: string) => {
    count.value = 0
    const file = await make((records) => {
      count.value = records
    })
    download(file, `tend-${tend.today.value}.${ending}`)
    count.value = undefined
    announce(t('exported'))
  }
  const save = () => gather((onProgress) => exportFile(tend, onProgress), 'json')
  const saveForReading = () =>
    gather(async (onProgress) => (await import('../../readable.ts')).readableFile(tend, onProgress), 'md')
  const isBusy = count.value !== undefined
  const close = () => {
    sealing.value = false
  }
  return (
    <section class="card">
      <h2>{t('export')}</h2>
      <p class="lead">{t('exportText')}</p>
      <button
        type="button"
        class="button"
        disabled={isBusy}
        onClick={() => {
          sealing.value = true
        }}
      >
        <Icon name="lock" size={20} />
        {t('seal')}
      </button>
      <p class="hint">{t('sealText')}</p>
      <button type="button" class="button soft" disabled={isBusy} onClick={save}>
        <Icon name="file" size={20} />
        {t('exportJson')}
      </button>
      <button type="button" class="button soft" disabled={isBusy} onClick={saveForReading}>
        <Icon name="book" size={20} />
        {t('exportText2')}
      </button>
      <p class="hint">{t('plainText')}</p>
      <p class="hint" role="status">
        {count.value !== undefined && t('preparing', { n: count.value })}
      </p>
      <Sheet open={sealing.value} onClose={close} label={t('seal')}>
        <SealCopy tend={tend} onDone={close} />
      </Sheet>
    </section>
  )
}
