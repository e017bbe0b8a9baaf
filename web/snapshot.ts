/**
 * The last picture of Today, so that the first screen has something true to show before the database is open. It holds
 * what Today shows and nothing anybody wrote. It is dropped with a lock, a change of person, and everything else.
 */

import type { flowers } from '../core/record.ts'
import type { Item } from '../core/today.ts'
import { keepBeside, readBeside } from './beside.ts'

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

/** `space`: who is here, once that is known. Another's picture is never theirs. */
export function readSnapshot(space?: string): Snapshot | undefined {
  try {
    const text = readBeside(key)
    const snapshot = text === undefined ? undefined : (JSON.parse(text) as Snapshot)
    return space === undefined || snapshot?.space === space ? snapshot : undefined
  } catch {
    return undefined
  }
}

export const writeSnapshot = (snapshot: Snapshot | undefined): void =>
  keepBeside(key, snapshot && JSON.stringify(snapshot))
