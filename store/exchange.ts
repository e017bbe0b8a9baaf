/**
 * The other half of the store's door: what is kept here as others are to be told of it, and what others told.
 *
 * A change is one whole record as JSON in UTF-8. Nobody beyond this door looks into one: whose it is, whether it may be
 * kept and whether it still waits is decided here, so that what carries changes cannot come to depend on what they say.
 * A device is told by its number in the log of the space, never by its name.
 */
import type { RecordId, SpaceId } from '../core/record.ts'

/** One record, as JSON in UTF-8. */
export type Change = Uint8Array

/** The numbers of this person and this device in a space. A device's is 0 to 47. */
export type Speaker = { readonly person: number; readonly device: number }

/** A change that waits to be told. */
export type Unsent = {
  readonly id: RecordId
  readonly change: Change
  /** Says later whether it is still the same that waits. */
  readonly state: string
  /** This device has told this record before, so there is a slot for it already. */
  readonly before: boolean
}

export type Received = Speaker & { readonly change: Change }

/**
 * What became of a change that was received.
 *
 * `kept`       it is joined with what was here, or was here already
 * `malformed`  not a record
 * `too-large`  more than a record may be
 * `foreign`    of another space, or by an id that is here as something else
 * `not-theirs` not this person's to write
 */
export type Outcome = 'kept' | 'malformed' | 'too-large' | 'foreign' | 'not-theirs'

/** A packet that could not be read, and is tried again later. */
export type Aside = {
  readonly sequence: number
  /** Missing when it is of no device that is known. */
  readonly device?: number | undefined
  readonly slot: string
  readonly why: string
  readonly bytes: Uint8Array
}

export type Exchange = {
  /**
   * From now on what is kept here in this space, and is this person's to write, waits to be told. What of theirs is here
   * already waits, too, unless this device has told it. Said again, nothing happens.
   */
  readonly share: (space: SpaceId, as: Speaker) => Promise<void>
  /** Nothing of this space waits any more, whatever is kept. */
  readonly unshare: (space: SpaceId) => Promise<void>
  /** What waits, the longest first. */
  readonly unsent: (space: SpaceId, limit: number) => Promise<readonly Unsent[]>
  readonly unsentCount: (space: SpaceId) => Promise<number>
  /** These were told: they wait no longer, except those that changed meanwhile, and their slots are there. */
  readonly sent: (space: SpaceId, told: readonly Pick<Unsent, 'id' | 'state'>[]) => Promise<void>
  /** Everything of this person waits again, as if this device had told none of it: what it told was lost. */
  readonly resend: (space: SpaceId) => Promise<void>
  /**
   * Joins what others told, in one go, and says of each what became of it. What cannot be kept is left out and hinders
   * nothing, and no moment is too early or too late. A record that others took back waits if this device has told it.
   */
  readonly receive: (space: SpaceId, received: readonly Received[]) => Promise<readonly Outcome[]>
  /** How many records each device has told, by its number, this one included. Costs nothing. */
  readonly met: (space: SpaceId) => Promise<ReadonlyMap<number, number>>
  /** Puts packets aside. One of a sequence that lies there already takes its place. */
  readonly putAside: (space: SpaceId, packets: readonly Aside[]) => Promise<void>
  /** What was put aside, by sequence, from the first one after `after`. */
  readonly aside: (
    space: SpaceId,
    which: { readonly limit: number; readonly after?: number },
  ) => Promise<readonly Aside[]>
  readonly asideCount: (space: SpaceId) => Promise<number>
  readonly clearAside: (space: SpaceId, sequences: readonly number[]) => Promise<void>
}
