/** A short word that something happened. Said aloud by screen readers, gone after a few seconds. */
import { signal } from '@preact/signals'

const said = signal('')
let timer: ReturnType<typeof setTimeout> | undefined

export function announce(text: string): void {
  said.value = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    said.value = ''
  }, 3200)
}

export function Status() {
  return (
    <div class="status" role="status">
      {said.value && <p>{said.value}</p>}
    </div>
  )
}
