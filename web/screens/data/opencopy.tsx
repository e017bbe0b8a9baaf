/** Opening a sealed copy. A wrong passphrase may be tried again as often as it takes: each try costs seconds by itself. */
import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { CodeField, Show } from '../../parts/code.tsx'
import en from '../../words/en/data.json'
import { words } from '../../words.ts'
import { meantBy } from './passphrase.ts'
import { useUntilGone } from './untilgone.ts'

const t = words('data', en)

/** Why a sealed copy cannot be opened, whatever the passphrase. */
export type Unopened =
  | 'newer'
  | 'damaged'
  | 'too-large'
  | 'not-ours'
  | 'cut'
  | 'cost'
  | 'unreadable'
  | 'failed'

const faultOf = {
  'not-a-backup': 'not-ours',
  'too-new': 'newer',
  'too-large': 'too-large',
  cost: 'cost',
  cut: 'cut',
  damaged: 'damaged',
  unreadable: 'unreadable',
  failed: 'failed',
} as const satisfies Record<string, Unopened>

/** What is wrong with it before anybody is asked for a passphrase. */
export async function lookAt(file: Blob): Promise<Unopened | undefined> {
  const { look } = await import('./sealing.ts')
  const why = await look(file, { signal: new AbortController().signal, onKey: () => {} })
  // Nothing was tried and nobody stops it.
  if (why === undefined || why === 'passphrase' || why === 'stopped') return undefined
  return faultOf[why]
}

export function OpenCopy(from: {
  readonly file: Blob
  readonly onOpened: (text: string) => void
  readonly onFault: (fault: Unopened) => void
}) {
  const { file, onOpened, onFault } = from
  const typed = useSignal('')
  const shown = useSignal(false)
  const percent = useSignal<number | undefined>(undefined)
  const isWrong = useSignal(false)
  const signal = useUntilGone()
  const says = useId()
  const submit = async (event: Event) => {
    event.preventDefault()
    if (percent.value !== undefined || meantBy(typed.value) === '') return
    isWrong.value = false
    percent.value = 0
    const { open } = await import('./sealing.ts')
    const onKey = (now: number) => {
      percent.value = now
    }
    const opened = await open({ file, passphrase: meantBy(typed.value), signal, onKey })
    percent.value = undefined
    if (opened.ok) return onOpened(opened.text)
    if (opened.why === 'passphrase') isWrong.value = true
    else if (opened.why !== 'stopped') onFault(faultOf[opened.why])
  }
  const isTrying = percent.value !== undefined
  return (
    <>
      <div id={says} role="status">
        {isTrying && <p class="hint">{t('opening')}</p>}
        {isWrong.value && <p class="note error">{t('fault.passphrase')}</p>}
      </div>
      {isTrying ? (
        <progress max={100} value={percent.value} aria-label={t('opening')} />
      ) : (
        <form class="stack" onSubmit={submit}>
          <CodeField label={t('passphrase')} code={typed} shown={shown.value} about={says} first />
          <Show shown={shown} />
          <button type="submit" class="button">
            {t('open')}
          </button>
        </form>
      )}
    </>
  )
}
