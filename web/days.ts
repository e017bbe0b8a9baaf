/** A day in the words of the language in use. */
import { type Day, daysBetween, noonUtcMs } from '../core/day.ts'
import { language } from './words.ts'

/** "Wednesday 25 November"; further back than a good half year the year is said, and the weekday is not. */
export const dayText = (day: Day, today: Day): string =>
  new Intl.DateTimeFormat(language.value.tag, {
    ...(Math.abs(daysBetween(day, today)) > 200 ? { year: 'numeric' } : { weekday: 'long' }),
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(noonUtcMs(day))

/** "Monday" */
export const weekdayText = (day: Day): string =>
  new Intl.DateTimeFormat(language.value.tag, { weekday: 'long', timeZone: 'UTC' }).format(noonUtcMs(day))
