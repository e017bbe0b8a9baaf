/**
 * One order over two people's edits: a hybrid logical clock.
 *
 * A clock is text, 32 hex digits: 48-bit milliseconds, 16-bit counter, 64-bit device tag. Text of equal length
 * sorts as numbers do, so `<` is the order, in TypeScript and in SQL alike. Two healthy devices never make the
 * same clock twice, because the device tag is part of it.
 *
 * Wrong wall clocks are expected. A clock far in the future is stored as it came and never drags ours along;
 * yet a field stamped in the future can still be changed today, because `tick` looks at what it overwrites.
 */

/** 32 hex digits: ms (12), counter (4), device tag (16). */
export type Clock = string

const clockPattern = /^[0-9a-f]{32}$/
const msMax = 2 ** 48 - 1
/** How far ahead a clock from elsewhere may be before we stop following it. */
const aheadMsMax = 10 * 60 * 1000

export const isClock = (text: unknown): text is Clock => typeof text === 'string' && clockPattern.test(text)

/** Milliseconds since 1970 that a clock claims. A claim, never a proof. */
export const clockMs = (clock: Clock): number => Number.parseInt(clock.slice(0, 12), 16)

/** The 16 hex digits of the device that made it. */
export const clockDevice = (clock: Clock): string => clock.slice(16)

/** The next clock of a device: later than the wall, than its own last one, and than everything it overwrites. */
export function tick(from: {
  readonly wallMs: number
  readonly device: string
  readonly last?: Clock | undefined
  readonly overwritten?: readonly Clock[]
}): Clock {
  let ms = Math.min(Math.max(Math.floor(from.wallMs), 0), msMax)
  let count = 0
  for (const seen of [from.last ?? '', ...(from.overwritten ?? [])]) {
    if (!isClock(seen)) continue
    const seenMs = clockMs(seen)
    const seenCount = Number.parseInt(seen.slice(12, 16), 16)
    if (seenMs > ms) {
      ms = seenMs
      count = seenCount + 1
    } else if (seenMs === ms && seenCount >= count) count = seenCount + 1
  }
  // At the end of time (the year 10889) there is no later clock. It stays a clock, or nothing could be kept.
  if (count > 0xffff && ms === msMax) count = 0xffff
  else if (count > 0xffff) {
    ms += 1
    count = 0
  }
  return hex(ms, 12) + hex(count, 4) + from.device
}

/** Our last clock after seeing one from elsewhere: follows it, unless it is more than ten minutes ahead of our wall. */
export function follow(last: Clock | undefined, seen: Clock, wallMs: number): Clock | undefined {
  if (clockMs(seen) > wallMs + aheadMsMax) return last
  return last === undefined || seen > last ? seen : last
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
