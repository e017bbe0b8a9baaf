/**
 * How a page comes to its lines: the code for them is fetched when they are first asked for, and talks with the worker
 * that holds the store. A store without a guest has none.
 */
import type { Store } from '../store/store.ts'
import type { Between } from './between.ts'
import type { Guest } from './lines.ts'
import type { Tend } from './tend.ts'

export const connector = (
  { guest }: Store & { readonly guest?: Guest },
  tend: () => Tend,
): (() => Promise<Between>) | undefined =>
  guest && (async () => (await import('./between.ts')).openBetween(tend(), guest))
