/**
 * Local days and weeks, as values. A day is the text "2026-11-25": the date on the wall where the person was,
 * so it never moves when they travel. Nothing here reads a clock; the moment and its offset are arguments.
 */

/** "YYYY-MM-DD" */
export type Day = string

const dayMs = 86_400_000
/** 0000-01-01 and 9999-12-31, in days since 1970. */
const firstDay = -719_528
const lastDay = 2_932_896

export const isDay = (text: unknown): text is Day =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && dayText(dayNumber(text)) === text

/** The local day of a moment. `offsetMinutes` is minutes east of Greenwich, 60 for Vienna in winter. */
export const localDay = (ms: number, offsetMinutes: number): Day =>
  dayText(Math.floor((ms + offsetMinutes * 60_000) / dayMs))

export const addDays = (day: Day, days: number): Day => dayText(dayNumber(day) + days)

/** Days from one to the other; negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

/** The Monday of the week a day lies in (ISO 8601). */
export const weekOf = (day: Day): Day => addDays(day, -weekday(day))

/** 0 is Monday, 6 is Sunday. */
export const weekday = (day: Day): number => (((dayNumber(day) + 3) % 7) + 7) % 7

/** Noon UTC of a day in ms: for `Intl.DateTimeFormat` with `timeZone: 'UTC'`, which then cannot slip a day. */
export const noonUtcMs = (day: Day): number => dayNumber(day) * dayMs + dayMs / 2

const dayNumber = (day: Day): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs)
// Outside of the years 0 to 9999 a date is not ten characters, and far outside there is none: a wild clock gets words.
const dayText = (number: number): Day =>
  number >= firstDay && number <= lastDay
    ? new Date(number * dayMs).toISOString().slice(0, 10)
    : 'no such day'
