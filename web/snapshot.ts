/**
 * The last picture of Today, so that the first screen has something true to show before the database is open. It holds
 * what Today shows and nothing anybody wrote. It is dropped with a lock, a change of person, and everything else.
 */

import type { flowers } from '../core/record.ts'
import type { Item } from '../core/today.ts'
import { keepBeside, readBeside } from './beside.ts'

export type Snapshot = {
  /** Where what they keep for themselves lies: it says who is here, and which of their bonds is open. */
  readonly own: string
  readonly day: string
  readonly name: string
  readonly flower: (typeof flowers)[number]
  readonly people: readonly Face[]
  /** Those who are in the open bond and live elsewhere. */
  readonly away: readonly Face[]
  /** What the other is called, where there is more than one bond. */
  readonly bond: string | undefined
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
  /** Somebody's answer waits for mine: what they are called, if anything. */
  readonly waits?: string
}

type Face = { readonly name: string; readonly flower: (typeof flowers)[number] }

const key = 'tend.today'

/** `own`: of whom and which bond, once that is known. Another's picture is never theirs. */
export function readSnapshot(own?: string): Snapshot | undefined {
  try {
    const text = readBeside(key)
    const snapshot = text === undefined ? undefined : (JSON.parse(text) as Snapshot)
    // An older version of the app left another picture.
    if (!Array.isArray(snapshot?.away)) return undefined
    return own === undefined || snapshot.own === own ? snapshot : undefined
  } catch {
    return undefined
  }
}

export const writeSnapshot = (snapshot: Snapshot | undefined): void =>
  keepBeside(key, snapshot && JSON.stringify(snapshot))
