/**
 * Choosing a passphrase and sealing a copy with it. The passphrase lives on this sheet alone; closing the sheet ends the
 * work and forgets it.
 */
import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { download, exportText } from '../../file.ts'
import { CodeField, Show } from '../../parts/code.tsx'
import { announce } from '../../parts/status.tsx'
import type { Tend } from '../../tend.ts'
import en from '../../words/en/data.json'
import { words } from '../../words.ts'
import { meantBy, passphraseFault } from './passphrase.ts'
import { useUntilGone } from './untilgone.ts'

const t = words('data', en)

type Step =
  | { readonly is: 'choosing'; readonly failed?: true }
  | { readonly is: 'key'; readonly percent: number }
  | { readonly is: 'sealing'; readonly records: number }
  | { readonly is: 'done'; readonly name: string }

export function SealCopy({ tend, onDone }: { tend: Tend; onDone: () => void }) {
  const step = useSignal<Step>({ is: 'choosing' })
  const signal = useUntilGone()
  const seal = async (passphrase: string) => {
    step.value = { is: 'key', percent: 0 }
    const sealing = await import('./sealing.ts')
    const sealed = await sealing.seal({
      signal,
      passphrase,
      text: exportText(tend, (records) => {
        step.value = { is: 'sealing', records }
      }),
      onKey: (percent) => {
        step.value = { is: 'key', percent }
      },
    })
    if (sealed.ok) {
      const name = `tend-${tend.today.value}.bak`
      download(sealed.file, name)
      announce(t('exported'))
      step.value = { is: 'done', name }
    } else if (sealed.why === 'failed') {
      announce(t('seal.failed'))
      step.value = { is: 'choosing', failed: true }
    }
  }
  const now = step.value
  if (now.is === 'done') return <Done name={now.name} onDone={onDone} />
  return (
    <>
      <h2>{t('seal')}</h2>
      {now.is === 'choosing' && <Choose failed={now.failed ?? false} signal={signal} onChosen={seal} />}
      <div role="status">
        {now.is === 'key' && <p class="lead">{t('keying')}</p>}
        {now.is === 'sealing' && <p class="lead">{t('sealing')}</p>}
      </div>
      {now.is === 'key' && <progress max={100} value={now.percent} aria-label={t('keying')} />}
      {now.is === 'sealing' && <p class="hint">{t('preparing', { n: now.records })}</p>}
    </>
  )
}

function Choose(from: {
  readonly failed: boolean
  readonly signal: AbortSignal
  readonly onChosen: (passphrase: string) => void
}) {
  const typed = useSignal('')
  const again = useSignal('')
  const shown = useSignal(false)
  const fault = useSignal<'short' | 'differs' | 'failed' | undefined>(from.failed ? 'failed' : undefined)
  const says = useId()
  const submit = (event: Event) => {
    event.preventDefault()
    const found = passphraseFault(typed.value, again.value)
    fault.value = found
    if (!found) from.onChosen(meantBy(typed.value))
  }
  return (
    <>
      <p class="lead">{t('sealLead')}</p>
      <form class="stack" onSubmit={submit}>
        <Suggestion
          signal={from.signal}
          onSuggested={(words) => {
            typed.value = words
            shown.value = true
            fault.value = undefined
          }}
        />
        <CodeField label={t('passphrase')} code={typed} shown={shown.value} hint={t('passphraseHint')} />
        <CodeField label={t('passphraseAgain')} code={again} shown={shown.value} about={says} />
        <Show shown={shown} />
        <p class="hint" id={says} role="status">
          {fault.value && t(`seal.${fault.value}`)}
        </p>
        <button type="submit" class="button">
          {t('sealSave')}
        </button>
      </form>
    </>
  )
}

/** Six words by chance, to be written down. Only one field is filled, so that they pass through a hand once. */
function Suggestion(from: { readonly signal: AbortSignal; readonly onSuggested: (words: string) => void }) {
  const suggested: Signal<string | undefined> = useSignal(undefined)
  const draw = async () => {
    const { suggest } = await import('./sealing.ts')
    const words = await suggest({ signal: from.signal, onKey: () => {} })
    if (!words) return
    suggested.value = words
    from.onSuggested(words)
  }
  return (
    <div class="stack tight">
      <button type="button" class="link" onClick={draw}>
        {t(suggested.value ? 'suggestAnother' : 'suggest')}
      </button>
      <div role="status">
        {suggested.value && (
          <div class="note">
            <strong>{suggested.value}</strong>
            <p>{t('suggested')}</p>
          </div>
        )}
      </div>
    </div>
  )
}

function Done({ name, onDone }: { name: string; onDone: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  // What had the focus is gone.
  useEffect(() => button.current?.focus(), [])
  return (
    <>
      <h2>{t('exported')}</h2>
      <p class="lead">{t('sealedText', { name })}</p>
      <button ref={button} type="button" class="button ink" onClick={onDone}>
        {t('done')}
      </button>
    </>
  )
}
