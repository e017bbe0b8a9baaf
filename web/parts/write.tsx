/** A field to write in. It grows with its words, and what is in it survives reload, update and a killed tab. */
import { useId } from 'preact/hooks'
import type { Draft } from '../draft.ts'

export function Write(from: {
  readonly label: string
  readonly draft: Draft<string>
  readonly hint?: string | undefined
  readonly placeholder?: string
  /** `line`: one row that grows. `page`: the hero of the screen, in serif. */
  readonly as?: 'line' | 'text' | 'page'
  readonly labelAway?: boolean
  readonly max?: number
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} class={from.labelAway ? 'away' : undefined}>
        {from.label}
      </label>
      {from.hint && (
        <p class="hint" id={`${id}-hint`}>
          {from.hint}
        </p>
      )}
      <textarea
        id={id}
        class={`input ${from.as ?? 'text'}`}
        rows={from.as === 'line' ? 1 : 3}
        maxLength={from.max ?? 20_000}
        placeholder={from.placeholder}
        aria-describedby={from.hint ? `${id}-hint` : undefined}
        value={from.draft.value}
        onInput={(event) => {
          from.draft.value = event.currentTarget.value
        }}
      />
    </div>
  )
}
