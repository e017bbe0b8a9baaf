/** Ways to choose: native radios and checkboxes, dressed. Keyboard and screen reader get what they know. */
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

export type Option<T extends string> = {
  readonly id: T
  readonly text: string
  readonly hint?: string | undefined
}

type One<T extends string> = {
  readonly legend: string
  /** Shown above the choices; otherwise the legend is for screen readers only. */
  readonly shown?: boolean
  readonly options: readonly Option<T>[]
  readonly value: T | undefined
  readonly onChoose: (id: T) => void
}

/** One of a few, each on a line of its own. */
export function Choices<T extends string>({ legend, shown, options, value, onChoose }: One<T>) {
  const name = useId()
  return (
    <fieldset class="choices">
      <legend class={shown ? 'label' : 'away'}>{legend}</legend>
      {options.map((option) => (
        <label key={option.id} class="choice">
          <input
            type="radio"
            name={name}
            checked={value === option.id}
            onChange={() => onChoose(option.id)}
          />
          <span>
            {option.text}
            {option.hint && <small class="hint"> {option.hint}</small>}
          </span>
          <span class="tick">
            <Icon name="tick" size={20} />
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** One of two or three, side by side. */
export function Segments<T extends string>({ legend, options, value, onChoose }: One<T>) {
  const name = useId()
  return (
    <fieldset class="segments">
      <legend class="away">{legend}</legend>
      {options.map((option) => (
        <label key={option.id}>
          <input
            type="radio"
            name={name}
            checked={value === option.id}
            onChange={() => onChoose(option.id)}
          />
          {option.text}
        </label>
      ))}
    </fieldset>
  )
}

/** As many as fit. */
export function Chips<T extends string>(from: {
  readonly legend: string
  readonly shown?: boolean
  readonly options: readonly Option<T>[]
  readonly value: readonly T[]
  readonly onChange: (ids: readonly T[]) => void
  /** One at a time, and none is a choice too. */
  readonly single?: boolean
}) {
  const { legend, shown, options, value, onChange, single } = from
  const toggle = (id: T) => {
    if (value.includes(id)) onChange(value.filter((other) => other !== id))
    else onChange(single ? [id] : [...value, id])
  }
  return (
    <fieldset>
      <legend class={shown ? 'label' : 'away'}>{legend}</legend>
      <div class="chips">
        {options.map((option) => (
          <label key={option.id} class="chip" title={option.hint}>
            <input type="checkbox" checked={value.includes(option.id)} onChange={() => toggle(option.id)} />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** A step on a scale with words at both ends. The number is for the eye; each step is named for the ear. */
export function Scale(from: {
  readonly legend: string
  readonly least: string
  readonly most: string
  readonly stops: number
  readonly value: number | undefined
  readonly onChoose: (stop: number) => void
}) {
  const { legend, least, most, stops, value, onChoose } = from
  const name = useId()
  return (
    <fieldset class="stack tight">
      <legend class="label">{legend}</legend>
      <div class="scale">
        {Array.from({ length: stops }, (_, i) => i + 1).map((stop) => (
          <label key={stop} class="stop">
            <input
              type="radio"
              name={name}
              checked={value === stop}
              onChange={() => onChoose(stop)}
              aria-label={stop === 1 ? `1, ${least}` : stop === stops ? `${stop}, ${most}` : String(stop)}
            />
            <span aria-hidden="true">{stop}</span>
          </label>
        ))}
      </div>
      <p class="ends" aria-hidden="true">
        <span>{least}</span>
        <span>{most}</span>
      </p>
    </fieldset>
  )
}

/** On or off. */
export function Switch(from: {
  readonly text: string
  readonly hint?: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}) {
  const hint = useId()
  return (
    <label class="switch">
      <span>
        {from.text}
        {from.hint && (
          <small class="hint" id={hint}>
            <br />
            {from.hint}
          </small>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={from.on}
        aria-describedby={from.hint ? hint : undefined}
        onChange={(event) => from.onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
