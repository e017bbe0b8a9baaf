/**
 * A span of minutes that fills in steps, as the petal clock does. It steps rather than runs, so that nothing moves at
 * the edge of the eye and the phone may sleep in between.
 */
export type Span = { readonly sinceMs: number; readonly minutes: number; readonly steps: number }

export type Filled = {
  /** Steps that are over, 0 to all. */
  readonly full: number
  /** Whole minutes left, rounded up. */
  readonly minutesLeft: number
  /** Until the next step; undefined when the span is over. */
  readonly nextMs: number | undefined
}

export function filledAt({ sinceMs, minutes, steps }: Span, nowMs: number): Filled {
  const wholeMs = minutes * 60_000
  // A clock that was set back must not make time that has passed come back as more than all of it.
  const goneMs = Math.max(0, Math.min(wholeMs, nowMs - sinceMs))
  const full = goneMs === wholeMs ? steps : Math.floor((goneMs * steps) / wholeMs)
  return {
    full,
    minutesLeft: Math.ceil((wholeMs - goneMs) / 60_000),
    nextMs: full === steps ? undefined : Math.max(1, Math.ceil(((full + 1) * wholeMs) / steps - goneMs)),
  }
}
