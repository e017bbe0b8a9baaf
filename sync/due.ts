/**
 * What is due on a line, one thing after the other: to call, to read the log, to write into it, to read what others
 * wrote, to send, to compare. Each looks at what is known and at what is under way, and begins at most one thing.
 */
import { isIn } from '../wire/control.ts'
import { andThen, type LineState, onCall, only, type Step } from './state.ts'
import { isCaughtUp, isLockedOut, knowsOwnEnds, nextDuty } from './wishes.ts'

export function due(step: Step): Step {
  return [call, readLog, writeLog, readPages, send, compare, noteSynced].reduce(andThen, step)
}

/** Whether what waits may go out now, as far as the space goes. */
export function maySend(state: LineState): boolean {
  const { roster, wishes, holdsEpoch, full } = state
  const leave = wishes.find((wish) => wish.wish === 'leave')
  return (
    roster !== undefined &&
    !roster.due &&
    !roster.closed &&
    !full &&
    holdsEpoch &&
    isIn(roster, state.key) &&
    // Who leaves without more sends nothing more.
    (leave?.wish !== 'leave' || leave.first === 'send')
  )
}

/** Quiet is to send nothing and to fetch nothing. Only who leaves is heard once more. */
function wantsCall({ quiet, finished, gone, wishes }: LineState): boolean {
  return !finished && !gone && (!quiet || wishes.some(({ wish }) => wish === 'leave'))
}

function call(state: LineState): Step {
  const isWanted = wantsCall(state)
  if (!isWanted && (state.call || state.waiting))
    return {
      state: { ...state, call: undefined, waiting: false },
      effects: [state.call ? { do: 'hang-up' } : { do: 'stop-waiting', timer: 'call' }],
    }
  if (!isWanted || state.call || state.waiting) return only(state)
  const id = state.calls + 1
  return {
    state: {
      ...state,
      calls: id,
      call: {
        id,
        at: 'dialled',
        log: 'behind',
        entries: 0,
        writing: undefined,
        pages: 'none',
        isSubscribed: false,
        reading: 0,
        heard: 0,
        sending: undefined,
        batch: 0,
        stales: 0,
        slow: false,
        compared: false,
      },
    },
    effects: [{ do: 'dial', call: id }],
  }
}

function readLog(state: LineState): Step {
  const { call, roster } = state
  if (call?.at !== 'up' || call.slow || call.writing) return only(state)
  const have = roster?.entries ?? 0
  if (call.log === 'known' && call.entries < have)
    return {
      state: onCall(state, () => ({ writing: { is: 'put-back' } })),
      effects: [{ do: 'put-back', call: call.id, after: call.entries }],
    }
  if (call.log !== 'behind') return only(state)
  return {
    state: onCall(state, () => ({ log: 'asked' })),
    effects: [{ do: 'say', call: call.id, frame: { say: 'ask-control', after: have } }],
  }
}

/** The log is the same here and there, and nothing is being written into it. */
function isAgreed({ call, roster }: LineState): boolean {
  return call?.at === 'up' && call.log === 'known' && roster !== undefined && call.entries === roster.entries
}

function writeLog(state: LineState): Step {
  const { call, roster } = state
  if (!call || !roster || !isAgreed(state) || call.slow || call.writing) return only(state)
  // The last counter we name must be the last we use.
  if (call.sending && state.wishes.some(({ wish }) => wish === 'leave')) return only(state)
  const duty = nextDuty(state)
  if (!duty) return only(state)
  const healed = state.healed || (duty.wish === 'epoch' && isLockedOut(state))
  return {
    state: onCall({ ...state, healed }, () => ({ writing: { is: 'being-made', duty } })),
    effects: [{ do: 'make', call: call.id, duty, roster }],
  }
}

/** One page is read while the next one is on its way, and no more than that. */
function readPages(state: LineState): Step {
  const { call, roster } = state
  if (call?.at !== 'up' || call.slow || !roster || !isIn(roster, state.key)) return only(state)
  const isLeaving = state.wishes.some(({ wish }) => wish === 'leave')
  const wants = !isLeaving || !knowsOwnEnds(state, roster)
  if (call.pages === 'none' && isAgreed(state) && wants)
    return {
      state: onCall(state, () => ({ pages: 'asked' })),
      effects: [{ do: 'say', call: call.id, frame: { say: 'subscribe', after: state.cursor } }],
    }
  if (call.pages !== 'owed' || call.reading > 1) return only(state)
  return {
    state: onCall(state, () => ({ pages: 'asked' })),
    effects: [{ do: 'say', call: call.id, frame: { say: 'more', after: call.heard } }],
  }
}

function send(state: LineState): Step {
  const { call, roster } = state
  if (!call || !roster || !isAgreed(state) || call.slow || call.sending || call.writing) return only(state)
  if (!state.unsent || !maySend(state)) return only(state)
  return {
    state: onCall(state, () => ({ sending: { is: 'gathered', more: false } })),
    effects: [{ do: 'gather', call: call.id, roster }],
  }
}

function compare(state: LineState): Step {
  const { call, roster } = state
  if (!call || !roster || call.compared || !isCaughtUp(state)) return only(state)
  return {
    state: onCall(state, () => ({ compared: true })),
    effects: [{ do: 'compare', roster }],
  }
}

/** For its own person's eyes alone. */
function noteSynced(state: LineState): Step {
  const isSynced = !state.unsent && !state.call?.sending && isCaughtUp(state) && state.trouble === undefined
  if (!isSynced || state.synced) return only(state)
  return { state: { ...state, synced: true }, effects: [{ do: 'keep-synced', nowMs: state.nowMs }] }
}
