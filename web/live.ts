/**
 * The one bridge from store to screen: a query that stays true. It runs once, and again after each commit that touched
 * one of its spaces and kinds, from this tab or another one. While the first answer is on its way the value is
 * undefined, and screens show nothing rather than an emptiness that is not true.
 */
import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Kind, Rec } from '../core/record.ts'
import type { Query, Store, Touched } from '../store/store.ts'
import { useTend } from './tend.ts'

/** Records of some kinds, in the spaces of the person who is here, newest first. */
export function useRecords(
  kinds: readonly Kind[],
  more: Omit<Query, 'spaces' | 'kinds'> & { readonly mineOnly?: boolean } = {},
): ReadonlySignal<readonly Rec[] | undefined> {
  const { mineOnly, ...rest } = more
  const tend = useTend()
  const spaces = mineOnly ? tend.spaces.value.slice(0, 1) : tend.spaces.value
  const query: Query = { spaces, kinds, ...rest }
  return useLive((store) => store.list(query), query)
}

/** Any reading of the store. Runs again when `about` changes or was touched. */
export function useLive<T>(
  read: (store: Store) => Promise<T>,
  about: { readonly spaces: readonly string[]; readonly kinds?: readonly string[] },
): ReadonlySignal<T | undefined> {
  const { store } = useTend()
  const key = JSON.stringify(about)
  const value = useMemo(() => signal<T | undefined>(undefined), [])
  useEffect(() => {
    let over = false
    const run = async () => {
      const answer = await read(store)
      if (!over) value.value = answer
    }
    void run()
    const stop = store.watch((touched) => {
      if (concerns(about, touched)) void run()
    })
    return () => {
      over = true
      stop()
    }
  }, [key, store])
  return value
}

const concerns = (
  about: { spaces: readonly string[]; kinds?: readonly string[] },
  touched: Touched,
): boolean =>
  about.spaces.some((space) => touched.spaces.includes(space)) &&
  (about.kinds === undefined || about.kinds.some((kind) => touched.kinds.includes(kind)))
