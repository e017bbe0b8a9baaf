/**
 * What is being written is never lost: each keystroke is put where a killed tab, an update or a flat battery
 * cannot take it. A draft belongs to one person and one field, and is dropped when the thing is kept.
 *
 * localStorage, because it is synchronous: a promise that has not settled when the tab dies has saved nothing.
 */
import { type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'

const prefix = 'tend.draft.'

/** A signal that remembers. `key` names person, screen and field. */
export function useDraft<T>(key: string, empty: T): Draft<T> {
  return useMemo(() => draft(key, empty), [key])
}

export type Draft<T> = Signal<T> & { readonly drop: () => void }

export function draft<T>(key: string, empty: T): Draft<T> {
  const value = signal<T>(stored(key) ?? empty)
  const stop = value.subscribe((now) => {
    try {
      if (JSON.stringify(now) === JSON.stringify(empty)) localStorage.removeItem(prefix + key)
      else localStorage.setItem(prefix + key, JSON.stringify(now))
    } catch {
      // Storage may be full or forbidden. The text stays on the screen, which is the best that is left.
    }
  })
  return Object.assign(value, {
    drop: () => {
      stop()
      localStorage.removeItem(prefix + key)
    },
  })
}

/** Drops every draft of one person (or of everybody), as erasing does. */
export function dropDrafts(person = ''): void {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(prefix + person)) localStorage.removeItem(key)
}

function stored<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(prefix + key)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}
