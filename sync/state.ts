/**
 * What is known of one line, what can happen to it, and what can be done about it: the nouns of `engine.ts`.
 *
 * What surprises: what lies on the disk (`Kept`) and what is true of one connection (`Call`) never mix. When a call ends,
 * all that was under way on it ends with it, and nothing has to be tidied up.
 */
import type { Unsent } from '../store/exchange.ts'
import type { RecordId } from '../store/store.ts'
import type { Roster } from '../wire/control.ts'
import type { Box, FromDevice, FromServer, Hex } from '../wire/message.ts'
import type { Joining } from './membership.ts'

/** The last that is known of a device: how far it has counted, and how many slots it had then. */
export type Head = { readonly counter: number; readonly alive: number }

/** What the person wants and what only a server can do. It lies in the vault until it is done or cannot be done. */
export type Wish =
  /** `said`: it was on the line at least once, so who is refused afterwards has left. */
  | { readonly wish: 'leave'; readonly first: 'nothing' | 'send'; readonly said: boolean }
  | { readonly wish: 'admit'; readonly joining: Joining }
  | { readonly wish: 'approve' | 'decline'; readonly add: Hex }
  | { readonly wish: 'revoke'; readonly key: Hex }

/** What is to be written into the log next. */
export type Duty = Wish | { readonly wish: 'epoch' }

export type Trouble = 'full' | 'refused' | 'gone' | 'too-new' | 'withheld'
export type Finished = 'left' | 'closed' | 'ended'

/** What lies on the disk. Each of it changes here when it has changed there. */
export type Kept = {
  readonly space: Hex
  readonly key: Hex
  readonly tag: Hex
  readonly person: number
  readonly roster: Roster | undefined
  readonly cursor: number
  readonly heads: Readonly<Record<Hex, Head>>
  readonly used: number
  readonly acked: number
  readonly wishes: readonly Wish[]
  readonly quiet: boolean
  readonly finished: Finished | undefined
  /** Slot names can be made, so the next epoch can be. */
  readonly holdsSlotSecret: boolean
  /** The present epoch can be read and written. */
  readonly holdsEpoch: boolean
  readonly epochMs: number | undefined
}

/** What was told in one push. */
export type Told = { readonly id: RecordId; readonly state: Unsent['state']; readonly counter: number }

/** One connection, from the first try on. Everything that is under way on it ends with it. */
export type Call = {
  readonly id: number
  readonly at: 'dialled' | 'greeted' | 'up'
  /** `behind`: it must be asked for. `checking`: entries came and are being looked at. */
  readonly log: 'behind' | 'asked' | 'checking' | 'known'
  /** How many entries the server says there are. */
  readonly entries: number
  readonly writing:
    | { readonly is: 'being-made'; readonly duty: Duty }
    | { readonly is: 'put'; readonly duty: Duty; readonly entry: Uint8Array }
    /** Entries that the server has lost. */
    | { readonly is: 'put-back' }
    | undefined
  /** `owed`: there is another page, and it has not been asked for. */
  readonly pages: 'none' | 'asked' | 'owed' | 'live'
  /** The first page was there. */
  readonly isSubscribed: boolean
  /** Pages that came and are not read yet. */
  readonly reading: number
  /** The last sequence that came. */
  readonly heard: number
  readonly sending: /** `more`: something was written while it was looked for, and may have been missed. */
    | { readonly is: 'gathered'; readonly more: boolean }
    | { readonly is: 'pushed'; readonly batch: number; readonly told: readonly Told[] }
    | { readonly is: 'marked'; readonly lost: boolean }
    | undefined
  readonly batch: number
  /** How often we were too late. Now and then is normal, always is not. */
  readonly stales: number
  readonly slow: boolean
  /** Everything that came has been read and held against what was told. */
  readonly compared: boolean
}

export type LineState = Kept & {
  readonly nowMs: number
  readonly call: Call | undefined
  readonly calls: number
  /** Calls that failed since the last good one. */
  readonly tries: number
  /** The next call has its time, and that has not come. */
  readonly waiting: boolean
  readonly trouble: Trouble | undefined
  /** Something may be there to send. */
  readonly unsent: boolean
  readonly full: boolean
  /** The server knows this space no more. It is asked again when somebody looks. */
  readonly gone: boolean
  /** When everything was read once more last, because something was missing. */
  readonly rereadMs: number | undefined
  /** We have made an epoch because the key of the last one was kept from us. Once is enough to see whether that helps. */
  readonly healed: boolean
  /** Everything is read and sent, and that was written down. */
  readonly synced: boolean
}

export type Timer = 'call' | 'answer' | 'slow' | 'full'

export type LineEvent =
  | { readonly on: 'begin' }
  /** The network is back, or somebody looks. */
  | { readonly on: 'wake' }
  /** Something in the space was written here. Never a reason to call: what is written in private is also written. */
  | { readonly on: 'written' }
  | { readonly on: 'wished'; readonly wish: Wish }
  | { readonly on: 'hushed'; readonly quiet: boolean }
  | { readonly on: 'heard'; readonly call: number; readonly frame: FromServer }
  | { readonly on: 'garbled'; readonly call: number }
  | { readonly on: 'lost'; readonly call: number }
  | { readonly on: 'rang'; readonly timer: Timer }
  // What came of effects
  | ({
      readonly on: 'believed'
      readonly why?: 'malformed' | 'too-new' | 'refused'
      /** Something waits: what was here before we were let in waits from then on. */
      readonly unsent: boolean
    } & Pick<Kept, 'roster' | 'holdsSlotSecret' | 'holdsEpoch' | 'epochMs'>)
  | {
      readonly on: 'made'
      readonly call: number
      readonly duty: Duty
      /** The head it was made for. Without an entry it cannot be made, and never will be. */
      readonly head: Hex
      readonly entry: Uint8Array | undefined
    }
  | ({ readonly on: 'read'; readonly call: number } & Pick<Kept, 'cursor' | 'heads'>)
  | { readonly on: 'compared'; readonly met: Readonly<Record<Hex, number>> }
  | {
      readonly on: 'gathered'
      readonly call: number
      readonly epoch: number
      readonly packets: readonly Uint8Array[]
      readonly told: readonly Told[]
      readonly used: number
      /** Nothing waits any more. */
      readonly isEmpty: boolean
    }
  | { readonly on: 'marked'; readonly acked: number; readonly cursor: number }
  | { readonly on: 'counted'; readonly used: number; readonly acked: number }
  | { readonly on: 'rewound' }
  /** The disk did not do as asked. */
  | { readonly on: 'failed' }

export type Effect =
  | { readonly do: 'dial'; readonly call: number }
  | { readonly do: 'hang-up' }
  | { readonly do: 'greet'; readonly call: number; readonly nonce: Uint8Array }
  | { readonly do: 'say'; readonly call: number; readonly frame: FromDevice }
  /** `jitter`: any time up to then. */
  | { readonly do: 'wait'; readonly timer: Timer; readonly ms: number; readonly jitter: boolean }
  | { readonly do: 'stop-waiting'; readonly timer: Timer }
  | { readonly do: 'keep'; readonly marks: Partial<Pick<Kept, 'wishes' | 'quiet' | 'finished'>> }
  | { readonly do: 'keep-synced'; readonly nowMs: number }
  | {
      readonly do: 'believe'
      readonly roster: Roster | undefined
      readonly entries: readonly Uint8Array[]
      readonly nowMs: number
    }
  | { readonly do: 'put-back'; readonly call: number; readonly after: number }
  | { readonly do: 'make'; readonly call: number; readonly duty: Duty; readonly roster: Roster }
  | {
      readonly do: 'read'
      readonly call: number
      readonly roster: Roster
      readonly boxes: readonly Box[]
      readonly cursor: number
    }
  | { readonly do: 'read-aside'; readonly roster: Roster }
  | { readonly do: 'compare'; readonly roster: Roster }
  | { readonly do: 'gather'; readonly call: number; readonly roster: Roster }
  | {
      readonly do: 'mark'
      readonly told: readonly Told[]
      readonly acked: number
      readonly cursor: number
    }
  /** Goes on from the server's counter: this device is an old copy of itself. */
  | { readonly do: 'count-on'; readonly counter: number }
  /** Sends everything again: the server has lost something. */
  | { readonly do: 'resend'; readonly acked: number }
  | { readonly do: 'rewind' }

export type Step = { readonly state: LineState; readonly effects: readonly Effect[] }

/** `unsent`: something waits to be sent. */
export function createLine(kept: Kept & { readonly unsent: boolean }): LineState {
  return {
    ...kept,
    nowMs: 0,
    call: undefined,
    calls: 0,
    tries: 0,
    waiting: false,
    trouble: undefined,
    full: false,
    gone: false,
    rereadMs: undefined,
    healed: false,
    synced: false,
  }
}

export const only = (state: LineState): Step => ({ state, effects: [] })

export function andThen(before: Step, next: (state: LineState) => Step): Step {
  const { state, effects } = next(before.state)
  return { state, effects: [...before.effects, ...effects] }
}

/** Changes what is known of the call, if there is one. */
export function onCall(state: LineState, change: (call: Call) => Partial<Call>): LineState {
  const { call } = state
  return call ? { ...state, call: { ...call, ...change(call) } } : state
}

/** Full jitter from half a second up to a minute, so that a server that comes back is not met by everybody at once. */
const backoffMs = { first: 500, most: 60_000 }
/** Somebody who was refused, or is too old, has no reason to be quick. */
const backoffWhenRefusedMs = { first: 5_000, most: 600_000 }

/** Ends the call; the next one has to wait. */
export function hangUp(
  state: LineState,
  about: { readonly trouble?: Trouble; readonly leastMs?: number } = {},
): Step {
  const { trouble = state.trouble, leastMs = 0 } = about
  const next = again(
    { ...state, call: undefined, trouble },
    { leastMs, isRefused: about.trouble !== undefined },
  )
  return { state: next.state, effects: [{ do: 'hang-up' }, ...next.effects] }
}

/** The call has ended, and the next one waits for its time. */
export function again(
  state: LineState,
  about: { readonly leastMs: number; readonly isRefused: boolean } = { leastMs: 0, isRefused: false },
): Step {
  const { first, most } = about.isRefused ? backoffWhenRefusedMs : backoffMs
  const ms = Math.min(most, first * 2 ** state.tries)
  const wait: Effect =
    about.leastMs > ms
      ? { do: 'wait', timer: 'call', ms: about.leastMs, jitter: false }
      : { do: 'wait', timer: 'call', ms, jitter: true }
  return { state: { ...state, waiting: true, tries: state.tries + 1 }, effects: [wait] }
}
