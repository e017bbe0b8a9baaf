/** The lines to other phones, for a screen that needs them. They are fetched when the first such screen opens. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Between } from '../between.ts'
import { useTend } from '../tend.ts'

/** Undefined while they come; `none` where there can be none, or their code is not on this phone and there is no network. */
export function useBetween(): Between | 'none' | undefined {
  const tend = useTend()
  const found = useSignal<Between | 'none' | undefined>(undefined)
  useEffect(() => {
    let over = false
    const say = (between: Between | undefined) => {
      if (!over) found.value = between ?? 'none'
    }
    tend.between().then(say, () => say(undefined))
    return () => {
      over = true
    }
  }, [tend])
  return found.value
}
