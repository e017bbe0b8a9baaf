/** A field to search with. What is typed is remembered for this visit only, never written down. */
import './find.css'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

export function FindField(from: {
  readonly label: string
  readonly example: string
  readonly value: string
  readonly onInput: (text: string) => void
  /** The search is about to be used: time to fetch what it needs. */
  readonly onReady: () => void
}) {
  const id = useId()
  return (
    <search class="find">
      <label for={id} class="away">
        {from.label}
      </label>
      <Icon name="search" size={22} />
      <input
        id={id}
        type="search"
        class="input"
        placeholder={from.example}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        maxLength={80}
        value={from.value}
        onFocus={from.onReady}
        onInput={(event) => from.onInput(event.currentTarget.value)}
      />
    </search>
  )
}
