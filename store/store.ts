/**
 * The door to what is kept on this device: what any store can do. `sqlite.ts` keeps it on the device's disk,
 * `memory.ts` keeps it until the page is closed; `store.contract.ts` is what both must do, and both run it.
 *
 * Writing is joining: `apply` merges what it is given into what is there, so doing it twice, late, or in another
 * order changes nothing. That is why a caller who never heard back may always ask again.
 */
import type { Clock } from '../core/clock.ts'
import type { Day } from '../core/day.ts'
import type { Rec, RecordId, SpaceId } from '../core/record.ts'
import type { Exchange } from './exchange.ts'

export type { RecordId, SpaceId }

/** Which records. Newest first by `at`, then by id. Records that were taken back are left out. */
export type Query = {
  readonly spaces: readonly SpaceId[]
  readonly kinds?: readonly string[]
  /** Local days, both included. */
  readonly from?: Day
  readonly until?: Day
  /** Everything after this one in the order of the list: for the next page. */
  readonly after?: { readonly at: number; readonly id: RecordId }
  /** 1 to 500, 50 when unsaid. */
  readonly limit?: number
}

export type WeekQuery = {
  readonly spaces: readonly SpaceId[]
  readonly kinds?: readonly string[]
  /** Counted from the Monday of this day's week on, because a week is only told whole. */
  readonly from?: Day
}

export type WeekCount = {
  readonly week: Day
  readonly kind: string
  readonly space: SpaceId
  readonly count: number
}

/** What a commit touched, so that screens know whether to look again. */
export type Touched = { readonly spaces: readonly SpaceId[]; readonly kinds: readonly string[] }

/** Where it is kept. `memory`: gone when the page is closed, and the person must be told so. */
export type Keeping = 'device' | 'memory'

/**
 * Why a store could not do as asked. Every promise below that fails, fails with an `Error` whose message is one of
 * these words and nothing else, because SQLite's own messages may quote what somebody wrote.
 *
 * `newer`  kept by a later version of this app: load the page anew
 * `busy`   another page holds the files and does not let go
 * `full`   no room left on the device
 * `lost`   the browser took the files away while they were open
 * `broken` the file is there but is no longer a database
 * `refused` what was given cannot be kept: not a record, or a fact that is too long
 * `wiped`  everything was removed, here or in another page
 * `closed` this store was closed
 * `failed` anything else, which is a bug of ours
 */
export type Trouble = (typeof troubles)[number]
export const troubles = [
  'newer',
  'busy',
  'full',
  'lost',
  'broken',
  'refused',
  'wiped',
  'closed',
  'failed',
] as const

export type Store = Exchange & {
  readonly keeping: () => Promise<Keeping>
  /** One record, also when it was taken back: then `x` says so. */
  readonly get: (id: RecordId) => Promise<Rec | undefined>
  /** Those of the ids that are here, taken back or not, wherever they lie. In no order. */
  readonly getAll: (ids: readonly RecordId[]) => Promise<readonly Rec[]>
  readonly list: (query: Query) => Promise<readonly Rec[]>
  /** Records with every word of the text, as whole words or beginnings of words; accents and case do not matter. */
  readonly search: (query: Query & { readonly text: string }) => Promise<readonly Rec[]>
  /** How many of each kind in each week that has any, oldest week first, then by kind and space. */
  readonly countByWeek: (query: WeekQuery) => Promise<readonly WeekCount[]>
  /** All records of the spaces, taken back or not, in order of id, for an export. */
  readonly page: (query: {
    readonly spaces?: readonly SpaceId[]
    readonly afterId?: RecordId
    readonly limit: number
  }) => Promise<readonly Rec[]>
  /** Merges records in, all or none. A record never moves: given with an id that lies in another space, `refused`. */
  readonly apply: (records: readonly Rec[]) => Promise<void>
  /** Facts of this device that never travel: its tag, who lives here. At most 64 KiB a value. */
  readonly fact: (key: string) => Promise<string | undefined>
  readonly setFact: (key: string, value: string) => Promise<void>
  /**
   * The greatest clock this store has seen from a device, in each space. One is never to be ordered by another's: then
   * what somebody wrote for themselves alone would show in what they share.
   */
  readonly lastClocks: (device: string) => Promise<ReadonlyMap<SpaceId, Clock>>
  /** Removes spaces whole, as if they had never been. */
  readonly forget: (spaces: readonly SpaceId[]) => Promise<void>
  /** Removes everything, the files too. The store is closed afterwards. */
  readonly wipe: () => Promise<void>
  /** Calls back after each commit that changed something, from this page or another one. Returns how to stop. */
  readonly watch: (changed: (touched: Touched) => void) => () => void
  readonly close: () => Promise<void>
}
