/**
 * The people of the tests: Noor and Sam, who share a space and each have one of their own, and Kit, whom none of it
 * concerns. No test code: people, phones, and one example of everything they keep.
 */
import { type Clock, tick } from './clock.ts'
import type { Fields, Kind, Rec } from './record.ts'

export const noorsOwn = 'a0'.repeat(16)
export const samsOwn = 'b0'.repeat(16)
export const shared = 'c0'.repeat(16)
export const kitsOwn = 'd0'.repeat(16)
/** Where Noor keeps what is hers alone in another bond. */
export const noorsOther = 'a1'.repeat(16)

/** Their numbers in the shared space. */
export const noor = 0
export const sam = 1
export const kit = 2

export const noorsPhone = 'a'.repeat(16)
export const samsPhone = 'b'.repeat(16)
/** An old tablet, which nobody sets right. */
export const samsTablet = 'e'.repeat(16)

/** 25 November 2026, a Wednesday, 20:00 in Greenwich. */
export const evening = Date.UTC(2026, 10, 25, 20)
export const tenYearsMs = 3653 * 86_400_000

export const clock = (ms: number, device = noorsPhone): Clock => tick({ wallMs: ms, device })

/** The evening walk that Noor wrote down for both, unless said otherwise. */
export const walk = (more: Partial<Rec> = {}): Rec => ({
  id: `0190${'0'.repeat(28)}`,
  space: shared,
  kind: 'landmark',
  v: 1,
  at: evening,
  by: noor,
  h: clock(evening),
  f: { day: '2026-11-25', title: 'The lake' },
  ...more,
})

/** Everything a person can keep, every field of it once. A new kind or field is missed here by the compiler. */
export const said: { readonly [K in Kind]: Required<Fields<K>> } = {
  person: {
    name: 'Noor',
    flower: 'marigold',
    capacity: 'normal',
    country: 'AT',
    noTouch: false,
    noEyes: true,
    literal: false,
    minutes: 15,
    theme: 'dark',
    lock: { salt: 'c2FsdA', hash: 'aGFzaA', rounds: 600_000 },
    lockMinutes: 5,
    bond: 'f1'.repeat(16),
  },
  bond: {
    name: 'Sam',
    form: 'partner',
    mine: noorsOther,
    shared,
    slot: noor,
    before: [{ space: kitsOwn, slot: sam }],
    sharing: { checkin: { how: 'both', since: '2026-11-01' } },
    stage: 'mid',
    age: '35-55',
    apart: false,
    parents: true,
    cultures: true,
    barrier: 'words',
    style: 'talk',
    closeness: 'mostly-close',
  },
  check: { check: 'a01', day: '2026-11-25', answers: { closeness: 'mostly-close' }, tend: 'barrier' },
  offer: { day: '2026-11-25', practice: 'soft-start', reasons: ['barrier:words'], became: 'done' },
  done: {
    day: '2026-11-25',
    practice: 'soft-start',
    title: 'A soft start',
    note: 'Sam laughed. So did I.',
    felt: 'closer',
  },
  checkin: {
    day: '2026-11-25',
    feelings: ['tired', 'warm'],
    needs: ['rest'],
    stressor: 'work',
    capacity: 'hectic',
    closeness: 5,
    note: 'Long day, good evening',
  },
  answer: {
    day: '2026-11-25',
    prompt: 'couple-light-3',
    question: 'What made you laugh lately?',
    text: 'The goat',
    round: '1',
    salt: '5a'.repeat(32),
    seen: [{ person: sam, hash: '4a'.repeat(32) }],
  },
  member: { name: 'Noor', flower: 'marigold', since: '2026-11-25', to: [noor, sam] },
  commitment: {
    day: '2026-11-25',
    prompt: 'couple-light-3',
    question: 'What made you laugh lately?',
    round: '1',
    hash: '4a'.repeat(32),
    shows: true,
  },
  sealed: {
    day: '2026-11-25',
    prompt: 'couple-light-3',
    question: 'What made you laugh lately?',
    text: 'The goat',
    round: '1',
    salt: '5a'.repeat(32),
    shared,
  },
  prompt: { prompt: 'couple-light-3', seen: '2026-11-24', passed: '2026-11-25', favourite: true },
  question: { text: 'What did the sea smell of?', form: 'partner', depth: 'light' },
  appreciation: {
    day: '2026-11-25',
    act: 'Made tea',
    quality: 'Care',
    effect: 'I slept',
    words: 'Thank you',
  },
  gratitude: { day: '2026-11-25', way: 'bedtime', items: ['Tea', 'The goat', 'Snow'] },
  habit: {
    when: 'When the kettle is on',
    then: 'I ask about her day',
    practice: 'one-small-habit',
    since: '2026-11-01',
    paused: false,
    ended: false,
  },
  mark: { habit: 'f0'.repeat(16), day: '2026-11-25', note: 'She told me' },
  bid: { day: '2026-11-25', noticed: 'A sigh', missed: 'A joke', repair: 'I asked again' },
  highlow: { day: '2026-11-25', high: 'The lake', low: 'The bus', feelings: ['calm'], story: 'Snow on both' },
  step: { list: 'next-24-hours', step: 'breathe', started: '2026-11-24', day: '2026-11-25', note: 'Done' },
  landmark: { day: '2019-06-01', title: 'How we began', text: 'A wet tent' },
  word: { list: 'feelings', text: 'frost-bright' },
}
