/**
 * What is being written is never lost: each keystroke is put where a killed tab, an update or a flat battery
 * cannot take it. A draft belongs to one person and one field, and is dropped when the thing is kept.
 *
 * Not in the store: a promise that has not settled when the tab dies has saved nothing.
 */
import { type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { type Day, isDay } from '../core/day.ts'
import { dropBeside, keepBeside, keysBeside, readBeside } from './beside.ts'

const prefix = 'tend.draft.'

/** A signal that remembers. `key` names person, screen and field. */
export function useDraft<T>(key: string, empty: T): Draft<T> {
  return useMemo(() => draft(key, empty), [key])
}

export type Draft<T> = Signal<T> & { readonly drop: () => void }

export function draft<T>(key: string, empty: T): Draft<T> {
  const value = signal<T>(stored(key) ?? empty)
  const stop = value.subscribe((now) => {
    const text = JSON.stringify(now)
    keepBeside(prefix + key, text === JSON.stringify(empty) ? undefined : text)
  })
  return Object.assign(value, {
    drop: () => {
      stop()
      keepBeside(prefix + key, undefined)
    },
  })
}

/** Something was written there, and neither kept nor dropped. */
export const isBegun = (key: string): boolean => saysSomething(stored(key))

/**
 * The drafts of a day lie under its name (`<key>.<day>`, `<key>.<day>.<field>`), and after midnight no page asks for
 * them. This is the earliest day before today on which one of `fields` says something; '' is the draft without a field.
 */
export function unfinishedDay(of: {
  readonly keys: readonly string[]
  readonly fields: readonly string[]
  readonly today: Day
}): Day | undefined {
  const daysUnder = (key: string) => {
    const start = `${prefix}${key}.`
    return keysBeside(start).flatMap((name) => {
      const [, day, field = ''] = /^(.{10})(?:\.(.*))?$/.exec(name.slice(start.length)) ?? []
      const isEarlier = isDay(day) && day < of.today
      return isEarlier && of.fields.includes(field) && isBegun(name.slice(prefix.length)) ? [day] : []
    })
  }
  return of.keys.flatMap(daysUnder).sort()[0]
}

/** Drops every draft of one person (or of everybody), as erasing does. */
export const dropDrafts = (person = ''): void => dropBeside(prefix + person)

function stored<T>(key: string): T | undefined {
  try {
    const text = readBeside(prefix + key)
    return text === undefined ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

const saysSomething = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.trim() !== ''
    : typeof value === 'object' && value !== null
      ? Object.values(value).some(saysSomething)
      : value !== undefined && value !== null
