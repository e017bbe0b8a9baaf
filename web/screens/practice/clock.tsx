/**
 * The soft clock: petals that fill, and no sound. It wakes once a petal and sleeps with the page; while it runs the
 * screen stays lit, so that a glance from across the table is enough.
 */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { filledAt } from '../../../core/span.ts'
import { Drawing } from '../../parts/garden/drawing.tsx'
import { drawPetals } from '../../parts/garden/petals.ts'
import en from '../../words/en/practice.json'
import { words } from '../../words.ts'

const t = words('practice', en)

const petals = 20

export function Clock({ sinceMs, minutes }: { sinceMs: number; minutes: number }) {
  const nowMs = useSignal(Date.now())
  const { full, minutesLeft, nextMs } = filledAt({ sinceMs, minutes, steps: petals }, nowMs.value)
  useWakeLock(nextMs !== undefined)
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') nowMs.value = Date.now()
    }
    document.addEventListener('visibilitychange', look)
    // A hidden page has no timer: it looks again when it is seen.
    const hidden = document.visibilityState !== 'visible'
    const timer = nextMs === undefined || hidden ? undefined : setTimeout(look, nextMs)
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearTimeout(timer)
    }
  }, [nowMs.value])
  return (
    <div class="petals">
      <Drawing drawing={drawPetals({ petals, filled: full })} label={t('timerLeft', { n: minutesLeft })} />
      <p class="serif" aria-hidden="true">
        {t('timerShort', { n: minutesLeft })}
      </p>
    </div>
  )
}

/** Keeps the screen lit. The browser lets go whenever the page is hidden, so it is asked again on return. */
function useWakeLock(isOn: boolean): void {
  useEffect(() => {
    if (!isOn || !('wakeLock' in navigator)) return
    let over = false
    let lock: WakeLockSentinel | undefined
    const hold = async () => {
      if (document.visibilityState !== 'visible') return
      // Refused on a low battery; then the screen goes dark as always, and the clock is right when it comes back.
      const held = await navigator.wakeLock.request('screen').catch(() => undefined)
      if (over) void held?.release()
      else lock = held
    }
    void hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [isOn])
}
