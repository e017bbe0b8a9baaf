/**
 * What is remembered for this visit and not longer: what somebody searched for, which fold stood open. It survives
 * going into a screen and back, belongs to one person, and is written nowhere, because what people look for is
 * nobody's business afterwards.
 */
import { type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'

const remembered = new Map<string, Signal<unknown>>()

/** `key` names person and screen. The same key always holds the same type. */
export function useVisit<T>(key: string, empty: T): Signal<T> {
  return useMemo(() => {
    const known = remembered.get(key) as Signal<T> | undefined
    const value = known ?? signal(empty)
    if (!known) remembered.set(key, value as Signal<unknown>)
    return value
  }, [key])
}
