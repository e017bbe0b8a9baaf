/**
 * The last picture of Today, so that the first screen has something true to show before the database is open. It holds
 * what Today shows and nothing anybody wrote. It is dropped with a lock, a change of person, and everything else.
 */

import type { flowers } from '../core/record.ts'
import type { Item } from '../core/today.ts'

export type Snapshot = {
  readonly space: string
  readonly day: string
  readonly name: string
  readonly flower: (typeof flowers)[number]
  readonly people: readonly { readonly name: string; readonly flower: (typeof flowers)[number] }[]
  readonly capacity: 'normal' | 'hectic' | 'recovery'
  readonly small?:
    | {
        readonly id: string
        readonly title: string
        readonly lead: string
        readonly minutes: number
        readonly alone: boolean
        readonly reasons: readonly string[]
        readonly done: boolean
      }
    | undefined
  readonly items: readonly { readonly item: Item; readonly done: boolean }[]
  readonly week: readonly { readonly mine: boolean; readonly ours: boolean }[]
  readonly moments: number
}

const key = 'tend.today'

export function readSnapshot(): Snapshot | undefined {
  try {
    const text = localStorage.getItem(key)
    return text === null ? undefined : (JSON.parse(text) as Snapshot)
  } catch {
    return undefined
  }
}

export function writeSnapshot(snapshot: Snapshot | undefined): void {
  try {
    if (snapshot) localStorage.setItem(key, JSON.stringify(snapshot))
    else localStorage.removeItem(key)
  } catch {
    // Without storage the first screen is a little later. Nothing else is lost.
  }
}
