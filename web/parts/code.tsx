/** Codes: asking for the one that is set, and choosing a new one. A code is never a draft; it lives on the screen alone. */
import './code.css'
import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { codeFault } from '../../core/lock.ts'
import type { SpaceId } from '../../core/record.ts'
import { createTryCounter, type Lock, tryLock } from '../lock.ts'
import en from '../words/en/lock.json'
import { words } from '../words.ts'
import { Switch } from './choose.tsx'

const t = words('lock', en)

const tries = createTryCounter(
  () => localStorage,
  () => Date.now(),
)

/** Removes what was counted of somebody who is no longer here. */
export const forgetTries = tries.forget

/** Asks for a person's code, and waits with them when it was wrong too often. */
export function AskCode(from: {
  readonly space: SpaceId
  readonly lock: Lock
  readonly label: string
  readonly button: string
  readonly onOpened: () => void
}) {
  const { space, lock } = from
  const code = useSignal('')
  const shown = useSignal(false)
  const says = useSignal('')
  const busy = useSignal(false)
  const wait = useWait(space)
  const hint = useId()
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy.value || wait.value > 0 || code.value === '') return
    busy.value = true
    const result = await tryLock(tries, { space, lock, code: code.value })
    busy.value = false
    if (result.ok) return from.onOpened()
    code.value = ''
    says.value = result.why === 'wrong' ? t('wrong') : ''
    wait.value = result.waitMs
  }
  return (
    <form class="stack" onSubmit={submit}>
      <CodeField label={from.label} code={code} shown={shown.value} about={hint} first />
      <Show shown={shown} />
      <p class="hint" id={hint} role="status">
        {[says.value, wait.value > 0 && waitText(wait.value)].filter(Boolean).join(' ')}
      </p>
      <button type="submit" class="button" aria-disabled={busy.value || wait.value > 0}>
        {busy.value ? t('opening') : from.button}
      </button>
    </form>
  )
}

/** A new code, written twice. `onChosen` gets it once both are the same. */
export function NewCode(from: {
  readonly button: string
  readonly onChosen: (code: string) => Promise<void> | void
}) {
  const code = useSignal('')
  const again = useSignal('')
  const shown = useSignal(false)
  const fault = useSignal<ReturnType<typeof codeFault>>(undefined)
  const busy = useSignal(false)
  const hint = useId()
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    fault.value = codeFault(code.value, again.value)
    if (fault.value) return
    busy.value = true
    await from.onChosen(code.value)
    busy.value = false
  }
  return (
    <form class="stack" onSubmit={submit}>
      <CodeField label={t('newCode')} code={code} shown={shown.value} hint={t('newCodeHint')} />
      <CodeField label={t('again')} code={again} shown={shown.value} about={hint} />
      <Show shown={shown} />
      <p class="hint" id={hint} role="status">
        {fault.value && t(fault.value)}
      </p>
      <button type="submit" class="button soft" aria-disabled={busy.value}>
        {busy.value ? t('opening') : from.button}
      </button>
    </form>
  )
}

/** One field for a code or a passphrase, hidden or shown as it is typed. */
export function CodeField(from: {
  readonly label: string
  readonly code: Signal<string>
  readonly shown: boolean
  readonly hint?: string
  /** The id of the text that says what is wrong. */
  readonly about?: string
  /** Takes the focus when it appears. */
  readonly first?: boolean
}) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (from.first) field.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div class="field">
      <label for={id}>{from.label}</label>
      {from.hint && (
        <p class="hint" id={`${id}-hint`}>
          {from.hint}
        </p>
      )}
      {/* Not a password field: a browser would offer to keep it, where others who use the phone find it. */}
      <input
        ref={field}
        id={id}
        class={from.shown ? 'input' : 'input secret'}
        autocomplete="off"
        autocapitalize="off"
        autocorrect="off"
        spellcheck={false}
        maxLength={200}
        aria-describedby={[from.hint && `${id}-hint`, from.about].filter(Boolean).join(' ') || undefined}
        value={from.code.value}
        onInput={(event) => {
          from.code.value = event.currentTarget.value
        }}
      />
    </div>
  )
}

export const Show = ({ shown }: { shown: Signal<boolean> }) => (
  <div class="showcode">
    <Switch
      text={t('show')}
      on={shown.value}
      onChange={(on) => {
        shown.value = on
      }}
    />
  </div>
)

/** The time left to wait, counted down while there is any. */
function useWait(space: SpaceId): Signal<number> {
  const left = useSignal(tries.waitMs(space))
  useEffect(() => {
    if (left.value <= 0) return
    // Wakes when the words change: each second in the last minute, each minute before.
    const step = left.value > 60_000 ? left.value % 60_000 || 60_000 : Math.min(1000, left.value)
    const timer = setTimeout(() => {
      left.value = tries.waitMs(space)
    }, step)
    return () => clearTimeout(timer)
  }, [left.value, space])
  return left
}

const waitText = (ms: number): string =>
  ms > 60_000
    ? t('waitMinutes', { n: Math.ceil(ms / 60_000) })
    : t('waitSeconds', { n: Math.ceil(ms / 1000) })
