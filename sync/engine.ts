/**
 * One line of one space as a pure function: `(state, event) → { state, effects }`. No socket, no timer, no clock and no
 * cryptography: what needs those is an effect, and what came of it comes back as an event. (`transport.ts` runs them,
 * one after the other; the frames are told in the protocol, section 5.)
 *
 * What surprises: there is no plan of steps. After each event everything that might be due is looked at anew, in
 * `due.ts`, from what is known and what is under way. So a connection that ends anywhere, a log that moves meanwhile or
 * a wish that comes late need no path of their own.
 */
import type { Hex } from '../wire/message.ts'
import { due, maySend } from './due.ts'
import { hear } from './hear.ts'
import {
  again,
  andThen,
  type Call,
  type Effect,
  hangUp,
  type LineEvent,
  type LineState,
  onCall,
  only,
  type Step,
  type Timer,
  type Wish,
} from './state.ts'
import { settled } from './wishes.ts'

export type { Wish } from './state.ts'

export function step(state: LineState, event: LineEvent & { readonly nowMs: number }): Step {
  const before = { ...state, nowMs: event.nowMs }
  const after = due(settled(react(before, event)))
  return patient(before, event, after)
}

/** What is true after an event. What is to be done about it comes afterwards. */
function react(state: LineState, event: LineEvent): Step {
  switch (event.on) {
    case 'begin':
      return only(state)
    case 'wake':
      return woken(state)
    case 'written':
      return only(onCall({ ...state, unsent: true, synced: false }, moreToSend))
    case 'wished':
      return wished(state, event.wish)
    case 'hushed':
      return {
        state: { ...state, quiet: event.quiet },
        effects: [{ do: 'keep', marks: { quiet: event.quiet } }],
      }
    case 'heard':
      return isCall(state, event.call) ? hear(state, event.frame) : only(state)
    case 'garbled':
      return isCall(state, event.call) ? hangUp(state) : only(state)
    case 'lost':
      return isCall(state, event.call) ? again({ ...state, call: undefined }) : only(state)
    case 'rang':
      return rung(state, event.timer)
    case 'failed':
      return state.call ? hangUp(state) : only(state)
    default:
      return came(state, event)
  }
}

/** What came of an effect. It was done on the disk, whatever has become of the call for which it was done. */
function came(
  state: LineState,
  event: Extract<
    LineEvent,
    { on: 'believed' | 'made' | 'read' | 'compared' | 'gathered' | 'marked' | 'counted' | 'rewound' }
  >,
): Step {
  switch (event.on) {
    case 'believed':
      return believed(state, event)
    case 'made':
      return made(state, event)
    case 'read': {
      const { cursor, heads } = event
      const next = { ...state, cursor, heads, synced: false }
      if (!isCall(state, event.call)) return only(next)
      return only(onCall(next, (call) => ({ reading: call.reading - 1, compared: false })))
    }
    case 'compared':
      return compared(state, event.met)
    case 'gathered':
      return gathered(state, event)
    case 'marked': {
      const { acked, cursor } = event
      const lost = state.call?.sending?.is === 'marked' && state.call.sending.lost
      const next = onCall({ ...state, acked, cursor, unsent: true, synced: false }, () => ({
        sending: undefined,
      }))
      return lost ? hangUp(next) : only(next)
    }
    case 'counted':
      return only({ ...state, used: event.used, acked: event.acked, unsent: true })
    case 'rewound':
      return only({ ...state, cursor: 0 })
  }
}

function woken(state: LineState): Step {
  const next = { ...withRoom(state), gone: false }
  if (state.waiting)
    return { state: { ...next, waiting: false, tries: 0 }, effects: [{ do: 'stop-waiting', timer: 'call' }] }
  // Phones sleep, and their connections end without a sound. A question shows whether somebody is there.
  const isIdle = state.call?.at === 'up' && state.call.log === 'known' && !isExpecting(state)
  return only(isIdle ? onCall(next, () => ({ log: 'behind' })) : next)
}

function rung(state: LineState, timer: Timer): Step {
  switch (timer) {
    case 'call':
      return only({ ...state, waiting: false })
    case 'answer':
      return state.call && isExpecting(state) ? hangUp(state) : only(state)
    case 'slow':
      return only(onCall(state, () => ({ slow: false })))
    case 'full':
      return only({ ...withRoom(state), unsent: true })
  }
}

/** Whether there is room again shows when the next push is answered. */
const withRoom = (state: LineState): LineState => ({
  ...state,
  full: false,
  trouble: state.trouble === 'full' ? undefined : state.trouble,
})

function wished(state: LineState, wish: Wish): Step {
  const leave = state.wishes.find((other) => other.wish === 'leave')
  const others = state.wishes.filter((other) => JSON.stringify(other) !== JSON.stringify(wish))
  // Whoever leaves wants nothing else any more, and what was said first of how they leave stands.
  const wishes = leave ? [leave] : wish.wish === 'leave' ? [wish] : [...others, wish]
  return { state: { ...state, wishes }, effects: [{ do: 'keep', marks: { wishes } }] }
}

function believed(state: LineState, event: Extract<LineEvent, { on: 'believed' }>): Step {
  const { on: _on, why, unsent, ...known } = event
  const entries = known.roster?.entries ?? 0
  const next = onCall({ ...state, ...known, unsent: state.unsent || unsent }, (call) => ({
    log: call.entries > entries ? 'behind' : 'known',
  }))
  const { roster } = known
  const effects: readonly Effect[] = roster ? [{ do: 'read-aside', roster }] : []
  if (!why || !next.call) return { state: next, effects }
  const trouble = why === 'too-new' ? 'too-new' : 'refused'
  return andThen({ state: next, effects }, (now) => hangUp(now, { trouble }))
}

function made(state: LineState, event: Extract<LineEvent, { on: 'made' }>): Step {
  const { call, duty, head, entry } = event
  if (state.call?.id !== call || state.call.writing?.is !== 'being-made') return only(state)
  const idle = onCall(state, () => ({ writing: undefined }))
  if (!entry) return only({ ...idle, wishes: idle.wishes.filter((wish) => wish !== duty) })
  // The log has moved meanwhile: what is due is looked at again.
  if (state.call.log !== 'known' || state.roster?.head !== head) return only(idle)
  const put: Effect = { do: 'say', call, frame: { say: 'put-control', head, entries: [entry] } }
  const next = onCall(state, () => ({ writing: { is: 'put', duty, entry } }))
  if (duty.wish !== 'leave' || duty.said) return { state: next, effects: [put] }
  // Written down before it is said: if no answer comes, the next refusal is the answer.
  const wishes = next.wishes.map((wish) => (wish.wish === 'leave' ? { ...wish, said: true } : wish))
  return { state: { ...next, wishes }, effects: [{ do: 'keep', marks: { wishes } }, put] }
}

const moreToSend = ({ sending }: Call): Partial<Call> =>
  sending?.is === 'gathered' ? { sending: { ...sending, more: true } } : {}

function gathered(state: LineState, event: Extract<LineEvent, { on: 'gathered' }>): Step {
  const { call, epoch, packets, told, used, isEmpty } = event
  const next = { ...state, used }
  const sending = state.call?.sending
  if (state.call?.id !== call || sending?.is !== 'gathered') return only(next)
  const idle = onCall(next, () => ({ sending: undefined }))
  if (packets.length === 0) return only(isEmpty ? { ...idle, unsent: sending.more } : idle)
  // Sealed for an epoch that is over by now, or wanted no more. The counters are lost, and that is all.
  if (state.roster?.epoch?.number !== epoch || !maySend(state)) return only(idle)
  const batch = state.call.batch + 1
  return {
    state: onCall(next, () => ({ batch, sending: { is: 'pushed', batch, told } })),
    effects: [{ do: 'say', call, frame: { say: 'push', batch, packets } }],
  }
}

/** Whoever has read everything up to a packet has met as many slots of its device as the packet says. */
function compared(state: LineState, met: Readonly<Record<Hex, number>>): Step {
  const others = Object.entries(state.heads).filter(([tag]) => tag !== state.tag)
  const isMissing = others.some(([tag, { alive }]) => (met[tag] ?? 0) < alive)
  if (!isMissing) {
    const trouble = state.full ? 'full' : undefined
    return only({ ...state, trouble, tries: 0, rereadMs: undefined })
  }
  const sinceMs = Math.abs(state.nowMs - (state.rereadMs ?? Number.NEGATIVE_INFINITY))
  if (sinceMs < rereadAgainMs || !state.call) return only({ ...state, trouble: 'withheld', tries: 0 })
  // A server that has lost something counts anew, so what is missing may lie where we have read already.
  const next = { ...state, trouble: 'withheld' as const, rereadMs: state.nowMs, call: undefined }
  return { state: next, effects: [{ do: 'hang-up' }, { do: 'rewind' }] }
}

/** Nobody waits for ever for a word. One timer is enough: everything we hear starts it anew. */
function patient(before: LineState, event: LineEvent, { state, effects }: Step): Step {
  const was = before.call?.id === state.call?.id && isExpecting(before)
  const is = isExpecting(state)
  if (is && (!was || event.on === 'heard'))
    return { state, effects: [...effects, { do: 'wait', timer: 'answer', ms: patienceMs, jitter: false }] }
  if (was && !is) return { state, effects: [...effects, { do: 'stop-waiting', timer: 'answer' }] }
  return { state, effects }
}

const patienceMs = 30_000
/** Everything may be fifty megabytes, and whoever withholds once will do so again. */
const rereadAgainMs = 24 * 3_600_000

function isExpecting({ call }: LineState): boolean {
  if (!call) return false
  return (
    call.at !== 'up' ||
    call.log === 'asked' ||
    call.writing?.is === 'put' ||
    call.writing?.is === 'put-back' ||
    call.pages === 'asked' ||
    call.sending?.is === 'pushed'
  )
}

const isCall = (state: LineState, id: number): boolean => state.call?.id === id
