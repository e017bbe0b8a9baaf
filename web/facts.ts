/**
 * The facts of all practices, for screens that list them. Once fetched they stay, so that the way back to a list finds
 * it whole in the first frame and the place where one was can be scrolled to.
 */
import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Fact } from '../core/library.ts'
import { practiceFacts } from './shelf.ts'

const facts = signal<readonly Fact[] | undefined>(undefined)

/** Undefined until they are here. */
export function useFacts(): ReadonlySignal<readonly Fact[] | undefined> {
  useEffect(() => {
    if (!facts.value)
      void practiceFacts().then((fetched) => {
        facts.value = fetched
      })
  }, [])
  return facts
}
