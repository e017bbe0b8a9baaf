/**
 * What a server says, and what is true after it. (The frames in words: the protocol, section 5.)
 *
 * A server is believed in one thing only: in which order packets come. What it says about the log is checked, what it
 * says about counters is held against ours, and what it says out of turn ends the call.
 */
import { isIn } from '../wire/control.ts'
import type { FromServer } from '../wire/message.ts'
import { andThen, type Call, type Effect, hangUp, type LineState, onCall, only, type Step } from './state.ts'
import { isCaughtUp } from './wishes.ts'

type Heard<Say extends FromServer['say']> = Extract<FromServer, { say: Say }>

const version = 1
/** A server that says that we have counted further than this says it to use our counters up. */
const counterJumpMax = 2 ** 32
/** Whoever is always too late is being played with. */
const stalesMax = 8
const slowMs = { least: 50, most: 600_000 }
const fullMs = 600_000

export function hear(state: LineState, frame: FromServer): Step {
  switch (frame.say) {
    case 'challenge':
      return challenged(state, frame)
    case 'welcome':
      return welcomed(state, frame)
    case 'control':
      return logged(state, frame)
    case 'put':
      return put(state, frame)
    case 'boxes':
      return boxed(state, frame)
    case 'ack':
      return acknowledged(state, frame)
    case 'error':
      return refused(state, frame)
    case 'mail':
      // Somebody else's. Mail is for meetings, which have connections of their own.
      return only(state)
  }
}

function challenged(state: LineState, { nonce, oldest, newest }: Heard<'challenge'>): Step {
  if (state.call?.at !== 'dialled') return hangUp(state)
  if (oldest > version) return hangUp(state, { trouble: 'too-new' })
  if (newest < version) return hangUp(state, { trouble: 'refused' })
  return {
    state: onCall(state, () => ({ at: 'greeted' })),
    effects: [{ do: 'greet', call: state.call.id, nonce }],
  }
}

function welcomed(state: LineState, { entries, sequence, counter }: Heard<'welcome'>): Step {
  if (state.call?.at !== 'greeted') return hangUp(state)
  const have = state.roster?.entries ?? 0
  // We were told that we would be let in, and have not been yet.
  if (entries === 0 && have === 0) return hangUp(state)
  if (counter > state.used + counterJumpMax) return hangUp(state, { trouble: 'refused' })

  const effects: Effect[] = []
  if (counter > state.used) effects.push({ do: 'count-on', counter })
  if (counter < state.acked) effects.push({ do: 'resend', acked: counter })
  // What the server counts anew from here on would look as if it had been read already.
  if (sequence < state.cursor) effects.push({ do: 'rewind' })
  const next = onCall(state, () => ({
    at: 'up',
    entries,
    log: entries > have ? 'behind' : 'known',
    heard: state.cursor,
  }))
  const cursor = sequence < state.cursor ? 0 : state.cursor
  return { state: { ...next, cursor }, effects }
}

function logged(state: LineState, { first, entries: told, more }: Heard<'control'>): Step {
  const { call } = state
  if (call?.at !== 'up') return hangUp(state)
  const have = state.roster?.entries ?? 0
  const said = first + told.length + (more ? 1 : 0)
  const entries = Math.max(call.entries, said)
  // Something is being looked at already; whether that was all shows afterwards.
  if (call.log === 'checking') return only(onCall(state, () => ({ entries })))
  const fresh = first <= have ? told.slice(have - first) : []
  if (fresh.length > 0)
    return {
      state: onCall(state, () => ({ entries, log: 'checking' })),
      effects: [{ do: 'believe', roster: state.roster, entries: fresh, nowMs: state.nowMs }],
    }
  // An answer with nothing new in it: this is all there is, whatever was said before.
  if (call.log === 'asked' && first === have)
    return only(onCall(state, () => ({ entries: have, log: 'known' })))
  return only(onCall(state, () => ({ entries, log: first > have ? 'behind' : call.log })))
}

function put(state: LineState, { entries }: Heard<'put'>): Step {
  const { call } = state
  const writing = call?.writing
  if (!writing || writing.is === 'being-made') return hangUp(state)
  const have = state.roster?.entries ?? 0
  if (writing.is === 'put-back') {
    // Each answer must be a step forward, or this would never end.
    if (entries <= call.entries) return hangUp(state)
    return only(
      onCall(state, () => ({ writing: undefined, entries, log: entries > have ? 'behind' : 'known' })),
    )
  }
  const next = onCall(state, () => ({ writing: undefined, entries: Math.max(entries, call.entries) }))
  if (entries !== have + 1 || call.log === 'checking') return only(onCall(next, () => ({ log: 'behind' })))
  return {
    state: onCall(next, () => ({ log: 'checking' })),
    effects: [{ do: 'believe', roster: state.roster, entries: [writing.entry], nowMs: state.nowMs }],
  }
}

function boxed(state: LineState, { page }: Heard<'boxes'>): Step {
  const { call, roster } = state
  if (!call || !roster || call.pages === 'none') return hangUp(state)
  const heard = page.boxes.at(-1)?.sequence ?? call.heard
  const pages = page.more ? 'owed' : 'live'
  if (page.boxes.length === 0) return only(onCall(state, () => ({ isSubscribed: true, pages })))
  return {
    state: onCall({ ...state, synced: false }, () => ({
      isSubscribed: true,
      pages,
      heard,
      reading: call.reading + 1,
    })),
    effects: [{ do: 'read', call: call.id, roster, boxes: page.boxes, cursor: heard }],
  }
}

function acknowledged(state: LineState, { batch, sequences }: Heard<'ack'>): Step {
  const sending = state.call?.sending
  // An answer to what nobody waits for any more.
  if (sending?.is !== 'pushed' || sending.batch !== batch) return only(state)
  if (sequences.length !== sending.told.length) return hangUp(state)
  // 0: "it was there already". It cannot have been, on this call; so somebody else counts with our keys, an old copy
  // of this device perhaps, and what we sent is not there at all. The next welcome says where to go on.
  const told = sending.told.filter((_, at) => sequences[at] !== 0)
  const acked = told.reduce((greatest, { counter }) => Math.max(greatest, counter), state.acked)
  const cursor = isNext(state, sequences) ? (sequences.at(-1) ?? state.cursor) : state.cursor
  return {
    state: onCall(state, (call) => ({
      sending: { is: 'marked', lost: told.length < sequences.length },
      heard: Math.max(call.heard, cursor),
    })),
    effects: [{ do: 'mark', told, acked, cursor }],
  }
}

/** Nothing of others came in between, so there is no need to be sent our own words again. */
function isNext(state: LineState, sequences: readonly number[]): boolean {
  return isCaughtUp(state) && sequences.every((sequence, at) => sequence === state.cursor + 1 + at)
}

function refused(state: LineState, { why, waitMs, batch }: Heard<'error'>): Step {
  switch (why) {
    case 'stale':
      return stale(state, batch)
    case 'slow-down':
      return slowed(state, { waitMs, batch })
    case 'full': {
      const { state: next, effects } = withoutAsked(
        { ...state, full: true, trouble: 'full' },
        { waitMs, batch },
      )
      return { state: next, effects: [...effects, { do: 'wait', timer: 'full', ms: fullMs, jitter: false }] }
    }
    case 'gone':
      return gone(state)
    case 'refused':
      return turnedAway(state)
    case 'too-new':
      return hangUp(state, { trouble: 'too-new' })
    case 'trouble':
      return hangUp(state, { leastMs: Math.min(waitMs, slowMs.most) })
    case 'malformed':
    case 'taken':
      return hangUp(state)
  }
}

function slowed(state: LineState, about: { readonly waitMs: number; readonly batch: number }): Step {
  const { state: next, effects } = withoutAsked(state, about)
  if (!next.call) return { state: next, effects }
  const ms = Math.min(Math.max(about.waitMs, slowMs.least), slowMs.most)
  return {
    state: onCall(next, () => ({ slow: true })),
    effects: [...effects, { do: 'wait', timer: 'slow', ms, jitter: false }],
  }
}

/**
 * What was refused for now is asked for again. A refusal names a push; of the rest it does not say which is meant. Where
 * several are open we begin anew, because to take one for another could make us believe an entry that was not put.
 */
function withoutAsked(state: LineState, about: { readonly waitMs: number; readonly batch: number }): Step {
  const { call } = state
  if (!call) return only(state)
  if (about.batch !== 0) return only(onCall(state, () => withoutPush(call, about.batch)))
  const isPut = call.writing?.is === 'put' || call.writing?.is === 'put-back'
  const open = [call.log === 'asked', isPut, call.pages === 'asked'].filter((isOpen) => isOpen)
  if (open.length !== 1) return hangUp(state, { leastMs: Math.min(about.waitMs, slowMs.most) })
  return only(
    onCall(state, () => ({
      log: call.log === 'asked' ? 'behind' : call.log,
      writing: isPut ? undefined : call.writing,
      pages: call.pages !== 'asked' ? call.pages : call.isSubscribed ? 'owed' : 'none',
    })),
  )
}

const withoutPush = ({ sending }: Call, batch: number): Partial<Call> =>
  sending?.is === 'pushed' && sending.batch === batch ? { sending: undefined } : {}

/** Somebody else has written into the log. Only what is put or pushed can come too late. */
function stale(state: LineState, batch: number): Step {
  const { call } = state
  const stales = (call?.stales ?? 0) + 1
  // A log that we put back and that has another end is another log.
  if (stales > stalesMax || call?.writing?.is === 'put-back') return hangUp(state, { trouble: 'refused' })
  return only(
    onCall(state, (now) => ({
      stales,
      log: now.log === 'known' ? 'behind' : now.log,
      ...(batch === 0 ? { writing: undefined } : withoutPush(now, batch)),
    })),
  )
}

function turnedAway(state: LineState): Step {
  const leave = state.wishes.find(({ wish }) => wish === 'leave')
  // We have said that we leave, and now we are nobody here: so it was heard.
  if (leave?.wish === 'leave' && leave.said) return finished(state)
  const writing = state.call?.writing
  const wish = writing?.is === 'put' ? writing.duty.wish : undefined
  // Whoever wants to end something goes on trying. A yes or no can be said anew by the person.
  const isDropped = wish === 'admit' || wish === 'approve' || wish === 'decline'
  const wishes = isDropped
    ? state.wishes.filter((one) => writing?.is !== 'put' || one !== writing.duty)
    : state.wishes
  const next: Step = isDropped
    ? { state: { ...state, wishes }, effects: [{ do: 'keep', marks: { wishes } }] }
    : only(state)
  // Somebody who is still being asked about, or will be let in, is not in trouble.
  const isWaiting = !state.roster || !isIn(state.roster, state.key)
  return andThen(next, (now) => hangUp(now, isWaiting ? {} : { trouble: 'refused' }))
}

function gone(state: LineState): Step {
  if (state.wishes.some(({ wish }) => wish === 'leave')) return finished(state)
  return { state: { ...state, call: undefined, trouble: 'gone', gone: true }, effects: [{ do: 'hang-up' }] }
}

function finished(state: LineState): Step {
  return {
    state: { ...state, call: undefined, finished: 'left', wishes: [] },
    effects: [{ do: 'keep', marks: { finished: 'left', wishes: [] } }, { do: 'hang-up' }],
  }
}
