/**
 * Laws of the engine, whatever happens and in whatever order: a server may say anything at any time, disks and keys may
 * answer late, people may change their minds. Nothing is run here; what the engine wants done is only looked at.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../crypto/derive.ts'
import type { Roster } from '../wire/control.ts'
import {
  add,
  epoch,
  genesis,
  leave,
  logWith,
  noor,
  noorsPhone,
  noorsTablet,
  revoke,
  sam,
  samsPhone,
} from '../wire/log.fixture.ts'
import { type FromServer, refusals } from '../wire/message.ts'
import { step } from './engine.ts'
import { createLine, type Effect, type Kept, type LineEvent, type LineState, type Wish } from './state.ts'

const log = logWith(sha256)
const alone = log.after(undefined, [noorsPhone, genesis(noorsPhone)])
const due = log.after(alone, [noorsPhone, add(samsPhone, sam)])
const both = log.after(due, [noorsPhone, epoch])
const more = log.after(both, [noorsPhone, add(noorsTablet, noor)])
const lost = log.after(more, [noorsPhone, revoke(noorsTablet)])
const closed = log.after(more, [samsPhone, (roster: Roster) => leave(roster, sam)])
const left = log.after(more, [noorsPhone, (roster: Roster) => leave(roster, noor)])
const rosters = [undefined, alone, due, both, more, lost, closed, left]

const noorsTag = both.devices[0]?.tag ?? ''
const samsTag = both.devices[1]?.tag ?? ''
const kept = (more: Partial<Kept> = {}): Kept => ({
  ...{ space: both.space, key: noorsPhone.key, tag: noorsTag, person: noor, roster: both },
  ...{ cursor: 5, heads: { [samsTag]: { counter: 3, alive: 2 } }, used: 4, acked: 4, wishes: [] },
  ...{ quiet: false, finished: undefined, holdsSlotSecret: true, holdsEpoch: true, epochMs: 0 },
  ...more,
})

const number = fc.nat({ max: 9 })
const bytes = fc.constant(new Uint8Array(8))
const frame: fc.Arbitrary<FromServer> = fc.oneof(
  fc.record({
    say: fc.constant('challenge' as const),
    nonce: bytes,
    oldest: fc.constantFrom(1, 1, 1, 2),
    newest: fc.constantFrom(1, 3),
  }),
  fc.record({ say: fc.constant('welcome' as const), entries: number, sequence: number, counter: number }),
  fc.record({
    say: fc.constant('control' as const),
    first: number,
    more: fc.boolean(),
    entries: fc.array(bytes, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    say: fc.constant('control' as const),
    first: number,
    more: fc.constant(false),
    entries: fc.constant([]),
  }),
  fc.record({ say: fc.constant('put' as const), entries: number }),
  fc.record({
    say: fc.constant('boxes' as const),
    page: fc.record({
      more: fc.boolean(),
      boxes: fc.array(fc.record({ sequence: number, bytes }), { maxLength: 3 }),
    }),
  }),
  fc.record({
    say: fc.constant('ack' as const),
    batch: number,
    sequences: fc.array(number, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    say: fc.constant('error' as const),
    why: fc.constantFrom(...refusals),
    waitMs: fc.nat(),
    batch: number,
  }),
  fc.constant({ say: 'mail' as const, meeting: '', index: 0, bytes: new Uint8Array() }),
)
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({
    wish: fc.constant('leave' as const),
    first: fc.constantFrom('nothing' as const, 'send' as const),
    said: fc.constant(false),
  }),
  fc.record({
    wish: fc.constantFrom('approve' as const, 'decline' as const),
    add: fc.constant('ab'.repeat(32)),
  }),
  fc.record({
    wish: fc.constant('revoke' as const),
    key: fc.constantFrom(noorsTablet.key, noorsPhone.key, samsPhone.key),
  }),
)
const outside: fc.Arbitrary<LineEvent> = fc.oneof(
  fc.constantFrom<LineEvent>({ on: 'begin' }, { on: 'wake' }, { on: 'written' }, { on: 'failed' }),
  wish.map((one): LineEvent => ({ on: 'wished', wish: one })),
  fc.boolean().map((quiet): LineEvent => ({ on: 'hushed', quiet })),
  fc.constantFrom('call', 'answer', 'slow', 'full').map((timer) => ({ on: 'rang', timer }) as LineEvent),
)
/** Of the call that is under way, or of one that is over. */
const ofCall = (fromLate: boolean, state: LineState) => (fromLate ? state.calls - 1 : (state.call?.id ?? 0))
type Draw = (state: LineState) => LineEvent
const came: fc.Arbitrary<Draw> = fc
  .record({
    frame,
    late: fc.nat({ max: 9 }),
    which: number,
    roster: fc.constantFrom(...rosters),
    yes: fc.boolean(),
  })
  .map((drawn) => (state) => {
    const call = ofCall(drawn.late === 0, state)
    const told = [{ id: '0', state: '1', counter: state.used + 1 }]
    const events: readonly LineEvent[] = [
      {
        on: 'believed',
        roster: drawn.roster ?? state.roster,
        holdsSlotSecret: true,
        holdsEpoch: drawn.yes,
        epochMs: 0,
        unsent: drawn.yes,
      },
      {
        on: 'believed',
        why: 'refused',
        roster: state.roster,
        holdsSlotSecret: true,
        holdsEpoch: true,
        epochMs: 0,
        unsent: false,
      },
      {
        on: 'made',
        call,
        duty: state.wishes[0] ?? { wish: 'epoch' },
        head: state.roster?.head ?? '',
        entry: drawn.yes ? new Uint8Array(3) : undefined,
      },
      { on: 'read', call, cursor: state.cursor + 1, heads: state.heads },
      { on: 'compared', met: { [samsTag]: drawn.yes ? 2 : 1 } },
      {
        on: 'gathered',
        call,
        epoch: state.roster?.epoch?.number ?? 0,
        packets: drawn.yes ? [new Uint8Array(4)] : [],
        told: drawn.yes ? told : [],
        used: state.used + 1,
        isEmpty: !drawn.yes,
      },
      { on: 'marked', acked: state.used, cursor: state.cursor },
      { on: 'rewound' },
      { on: 'lost', call },
      { on: 'garbled', call },
    ]
    return events[drawn.which] ?? { on: 'begin' }
  })
const heard: fc.Arbitrary<Draw> = fc
  .record({ frame, late: fc.nat({ max: 9 }) })
  .map(({ frame, late }) => (state) => ({ on: 'heard', call: ofCall(late === 0, state), frame }))
/** What an honest server would say now, or most histories would end at the first word. */
const honest: Draw = (state) => {
  const { call, roster } = state
  const say = (frame: FromServer): LineEvent => ({ on: 'heard', call: call?.id ?? 0, frame })
  if (call?.at === 'dialled')
    return say({ say: 'challenge', nonce: new Uint8Array(32), oldest: 1, newest: 1 })
  const entries = roster?.entries ?? 0
  if (call?.at === 'greeted')
    return say({ say: 'welcome', entries, sequence: state.cursor, counter: state.acked })
  if (call?.log === 'asked') return say({ say: 'control', first: entries, more: false, entries: [] })
  if (call?.pages === 'asked') return say({ say: 'boxes', page: { more: false, boxes: [] } })
  if (call?.writing?.is === 'put') return say({ say: 'put', entries: entries + 1 })
  if (call?.sending?.is === 'pushed')
    return say({ say: 'ack', batch: call.sending.batch, sequences: [state.cursor + 1] })
  return { on: 'rang', timer: 'call' }
}
const events = fc.array(
  fc.oneof(
    { arbitrary: fc.constant(honest), weight: 6 },
    { arbitrary: came, weight: 5 },
    { arbitrary: heard, weight: 2 },
    outside.map(
      (event): Draw =>
        () =>
          event,
    ),
  ),
  {
    maxLength: 60,
  },
)
const start = fc
  .record({
    roster: fc.constantFrom(...rosters),
    quiet: fc.boolean(),
    unsent: fc.boolean(),
    first: fc.boolean(),
  })
  .map(({ roster, quiet, unsent }) => createLine({ ...kept({ roster, quiet: quiet && unsent }), unsent }))

function lived(
  from: LineState,
  drawn: readonly Draw[],
  look: (now: { state: LineState; event: LineEvent; effects: readonly Effect[]; before: LineState }) => void,
) {
  let state = from
  for (const [at, draw] of drawn.entries()) {
    const event = draw(state)
    const before = frozen(state)
    const next = step(before, { ...event, nowMs: at * 1_000 })
    look({ ...next, event, before })
    state = next.state
  }
}

/** Whoever changes what they were given is found out. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || value instanceof Uint8Array)
    return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

const law = (about: Parameters<typeof lived>[2]) =>
  fc.assert(
    fc.property(start, events, (state, drawn) => lived(state, drawn, about)),
    { numRuns: 400 },
  )
const saidIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'say' ? [effect] : []))

describe('Whatever happens,', () => {
  test('a step wants little, changes nothing it was given, and the same again for the same', () =>
    law(({ before, event, state, effects }) => {
      expect(effects.length).toBeLessThan(14)
      expect(step(before, { ...event, nowMs: state.nowMs })).toEqual({ state, effects })
    }))

  test('nothing is said but on a call that was welcomed, and to the call it is for', () =>
    law(({ state, before, effects }) => {
      for (const { call } of saidIn(effects)) {
        const on = state.call ?? before.call
        expect(on?.id).toBe(call)
        expect(on?.at).toBe('up')
      }
    }))

  test('there is one call at a time, and none without a reason', () =>
    law(({ state, before, effects }) => {
      const dials = effects.filter((effect) => effect.do === 'dial')
      expect(dials.length).toBeLessThanOrEqual(1)
      if (dials.length > 0)
        expect(before.call === undefined || effects.some((effect) => effect.do === 'hang-up')).toBe(true)
      const isLeaving = state.wishes.some(({ wish }) => wish === 'leave')
      if (state.quiet && !isLeaving) expect([state.call, dials]).toEqual([undefined, []])
      if (state.finished) expect([state.call, dials, state.waiting]).toEqual([undefined, [], false])
    }))

  test('who leaves without more says nothing more but that', () =>
    law(({ before, effects }) => {
      const leave = before.wishes.find((one) => one.wish === 'leave')
      if (leave?.wish !== 'leave' || leave.first === 'send') return
      for (const { frame } of saidIn(effects)) expect(frame.say).not.toBe('push')
    }))

  test('who has left does not come back', () => {
    fc.assert(
      fc.property(start, events, (state, drawn) => {
        let finished: LineState['finished']
        lived(state, drawn, (now) => {
          if (finished) expect(now.state.finished).toBe(finished)
          finished = now.state.finished
        })
      }),
      { numRuns: 300 },
    )
  })

  test('nothing is pushed in a space that is closed, under an epoch that is due, or that cannot be read', () =>
    law(({ before, effects }) => {
      if (!saidIn(effects).some(({ frame }) => frame.say === 'push')) return
      expect(before.roster).toMatchObject({ due: false, closed: false })
      expect(before.holdsEpoch).toBe(true)
    }))

  test('a log is put behind the head that it was made for', () =>
    law(({ state, effects }) => {
      for (const { frame } of saidIn(effects))
        if (frame.say === 'put-control') expect(frame.head).toBe(state.roster?.head)
    }))

  test('no more than two pages are under way', () =>
    law(({ state }) => {
      const { call } = state
      if (call?.pages === 'asked') expect(call.reading).toBeLessThanOrEqual(2)
    }))

  test('who is waiting has a timer that ends it, or somebody who will look', () => {
    fc.assert(
      fc.property(start, events, (state, drawn) => {
        let rings = false
        lived(state, drawn, ({ state: now, event, effects }) => {
          if (event.on === 'rang' && event.timer === 'call') rings = false
          for (const effect of effects) {
            if (effect.do === 'wait' && effect.timer === 'call') rings = true
            if (effect.do === 'stop-waiting' && effect.timer === 'call') rings = false
          }
          if (now.waiting) expect(rings).toBe(true)
        })
      }),
      { numRuns: 300 },
    )
  })
})
