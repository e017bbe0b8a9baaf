/** A day to choose, with the browser's own calendar. */
import { useId } from 'preact/hooks'
import { type Day, isDay, noonUtcMs } from '../../core/day.ts'
import type { Draft } from '../draft.ts'

export function DayField(from: {
  readonly label: string
  readonly hint?: string
  readonly draft: Draft<Day>
  readonly latest: Day
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{from.label}</label>
      {from.hint && (
        <p class="hint" id={`${id}-hint`}>
          {from.hint}
        </p>
      )}
      <input
        id={id}
        type="date"
        class="input"
        max={from.latest}
        aria-describedby={from.hint ? `${id}-hint` : undefined}
        value={from.draft.value}
        onInput={(event) => {
          if (isDay(event.currentTarget.value)) from.draft.value = event.currentTarget.value
        }}
      />
    </div>
  )
}

/** When something of that day happened, for the order of the story: noon where the person is, or now for today. */
export const momentOf = (day: Day, today: Day): number =>
  day === today ? Date.now() : noonUtcMs(day) + new Date(noonUtcMs(day)).getTimezoneOffset() * 60_000
