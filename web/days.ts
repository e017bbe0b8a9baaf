/** A day in the words of the language in use. */
import { type Day, daysBetween, noonUtcMs } from '../core/day.ts'
import { language } from './words.ts'

/** Any form the platform knows. The day is a date and no moment, so no time zone can move it. */
export const dayAs = (day: Day, how: Intl.DateTimeFormatOptions): string => {
  const ms = noonUtcMs(day)
  // A date from a damaged file is said as it stands there.
  if (!Number.isFinite(ms)) return day
  return new Intl.DateTimeFormat(language.value.tag, { ...how, timeZone: 'UTC' }).format(ms)
}

/** "Wednesday 25 November"; further back than a good half year the year is said, and the weekday is not. */
export const dayText = (day: Day, today: Day): string =>
  dayAs(day, {
    ...(Math.abs(daysBetween(day, today)) > 200 ? { year: 'numeric' } : { weekday: 'long' }),
    day: 'numeric',
    month: 'long',
  })

/** "25 November 2026" */
export const dateText = (day: Day): string => dayAs(day, { dateStyle: 'long' })

/** "Monday" */
export const weekdayText = (day: Day): string => dayAs(day, { weekday: 'long' })

/** "Thursday 26 November, 18:20", on the clock of this phone. */
export const momentText = (ms: number): string =>
  new Intl.DateTimeFormat(language.value.tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms)
