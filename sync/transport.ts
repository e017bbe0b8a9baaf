/**
 * Runs a line: takes what `engine.ts` wants done and does it, one thing after the other, with a socket, timers, a clock,
 * chance, a disk and keys. All of them are doors, so the browser and the tests run the same code.
 *
 * What surprises: whatever happens is told to the engine at once, but what it wants done then waits for its turn. So two
 * things never touch the disk at the same time, and a device that is switched off between two steps has done the first.
 */
import type { RandomBytes } from '../crypto/seal.ts'
import { decodeFromServer, encodeFromDevice } from '../wire/codec.ts'
import { counting, peopleIn } from '../wire/control.ts'
import type { FromDevice, Hex } from '../wire/message.ts'
import { countMet, countOn, gather, markTold, readAside, readPage, resend, rewind } from './carry.ts'
import type { Craft } from './craft.ts'
import { type Desk, keptOn, openDesk, type Shelf } from './desk.ts'
import { step } from './engine.ts'
import { hello, keepMarks, makeEntry, putBack, readEntries } from './errands.ts'
import { type Marks, openKeyring } from './keyring.ts'
import type { Given } from './letters.ts'
import type { Standing } from './line.ts'
import { createLine, type Effect, type LineEvent, type LineState, type Timer } from './state.ts'
import type { Vault } from './vault.ts'
import { isLockedOut } from './wishes.ts'

export type Socket = { readonly send: (bytes: Uint8Array) => void; readonly close: () => void }
/** `lost` is called once, also when it never came about; not after `close`. */
export type Dial = (hears: {
  readonly heard: (bytes: Uint8Array) => void
  readonly lost: () => void
}) => Socket

export type Doors = {
  readonly vault: Vault
  readonly store: Shelf
  readonly craft: Craft
  readonly dial: Dial
  readonly nowMs: () => number
  /** Gives back how to stop it. */
  readonly wait: (ms: number, then: () => void) => () => void
  /** From 0 up to 1. */
  readonly jitter: () => number
  readonly randomBytes: RandomBytes
}

/** What comes from outside. The rest is the line's own. */
export type Outside = Extract<LineEvent, { on: 'wake' | 'written' | 'wished' | 'hushed' }>

export type Line = {
  readonly space: Hex
  readonly state: () => LineState
  readonly marks: () => Marks
  readonly standing: () => Promise<Standing>
  /** For another device of one's own. Undefined as long as there is nothing to give. */
  readonly given: () => Given | undefined
  /** Kept once what follows from it is written down. What needs a server follows when there is one. */
  readonly tell: (event: Outside) => Promise<void>
  /** Calls back whenever something may have changed. Gives back how to stop. */
  readonly watch: (changed: () => void) => () => void
  readonly close: () => Promise<void>
}

/** Undefined where the vault holds nothing for the space, or nothing that can be opened. */
export async function openLine(doors: Doors, space: Hex): Promise<Line | undefined> {
  const keyring = await openKeyring(doors, space)
  if (!keyring) return undefined
  const desk = await openDesk({ ...doors, keyring })
  const { carries } = keyring.marks()
  const unsent = (await doors.store.unsentCount(carries)) > 0
  const runner = createRunner(doors, { desk, state: createLine({ ...keptOn(desk), unsent }) })
  const stop = doors.store.watch(({ spaces }) => {
    if (spaces.includes(carries)) runner.dispatch({ on: 'written' })
  })
  runner.dispatch({ on: 'begin' })
  return {
    space,
    state: runner.state,
    marks: keyring.marks,
    standing: () => standingOf(desk, runner.state()),
    given: keyring.given,
    tell: runner.tell,
    watch: runner.watch,
    close: async () => {
      stop()
      await runner.close()
    },
  }
}

type Job =
  | Effect
  | { readonly do: 'answer'; readonly settle: (hasFailed: boolean) => void; readonly failures: number }

function createRunner(doors: Doors, from: { readonly desk: Desk; readonly state: LineState }) {
  const jobs: Job[] = []
  const watchers = new Set<() => void>()
  let { state } = from
  let running: Promise<void> | undefined
  let failures = 0
  let isOver = false

  const dispatch = (event: LineEvent) => {
    if (isOver) return
    const next = step(state, { ...event, nowMs: doors.nowMs() })
    state = next.state
    jobs.push(...next.effects)
    for (const changed of watchers) changed()
    running ??= run()
  }
  const hands = createHands(doors, dispatch)

  const perform = (job: Job): undefined | Promise<LineEvent | undefined> => {
    if (job.do === 'answer') return void job.settle(failures > job.failures)
    if (isForHands(job)) return hands.perform(job)
    return atDesk(from.desk, { job, say: hands.say })
  }

  const run = async () => {
    // Whoever tells us something is not kept waiting by what follows from it.
    await undefined
    for (let job = jobs.shift(); job && !isOver; job = jobs.shift()) {
      try {
        const came = perform(job)
        const event = came && (await came)
        if (event) dispatch(event)
      } catch {
        failures += 1
        dispatch({ on: 'failed' })
      }
    }
    running = undefined
  }

  return {
    dispatch,
    state: () => state,

    tell(event: LineEvent): Promise<void> {
      if (isOver) return Promise.reject(new Error('closed'))
      dispatch(event)
      return new Promise((resolve, reject) => {
        const settle = (hasFailed: boolean) => (hasFailed ? reject(new Error('failed')) : resolve())
        jobs.push({ do: 'answer', settle, failures })
        running ??= run()
      })
    },

    watch(changed: () => void) {
      const told = () => changed()
      watchers.add(told)
      return () => void watchers.delete(told)
    },

    async close() {
      isOver = true
      hands.letGo()
      watchers.clear()
      await running
      for (const job of jobs) if (job.do === 'answer') job.settle(true)
    },
  }
}

type ForHands = Extract<Effect, { do: 'dial' | 'hang-up' | 'say' | 'wait' | 'stop-waiting' }>

const isForHands = (effect: Effect): effect is ForHands =>
  ['dial', 'hang-up', 'say', 'wait', 'stop-waiting'].includes(effect.do)

/** The socket and the timers. What is done with them is done at once. */
function createHands(doors: Doors, dispatch: (event: LineEvent) => void) {
  const timers = new Map<Timer, () => void>()
  let socket: { readonly call: number; readonly open: Socket } | undefined

  const say = (call: number, frame: FromDevice) => {
    if (socket?.call === call) socket.open.send(encodeFromDevice(frame))
  }

  const dial = (call: number) => {
    const heard = (bytes: Uint8Array) => {
      const decoded = decodeFromServer(bytes)
      dispatch(decoded.ok ? { on: 'heard', call, frame: decoded.frame } : { on: 'garbled', call })
    }
    const lost = () => dispatch({ on: 'lost', call })
    socket = { call, open: doors.dial({ heard, lost }) }
  }

  const hangUp = () => {
    socket?.open.close()
    socket = undefined
  }

  const stopWaiting = (timer: Timer) => {
    timers.get(timer)?.()
    timers.delete(timer)
  }

  const wait = ({ timer, ms, jitter }: Extract<Effect, { do: 'wait' }>) => {
    stopWaiting(timer)
    const ring = () => {
      timers.delete(timer)
      dispatch({ on: 'rang', timer })
    }
    timers.set(timer, doors.wait(jitter ? Math.floor(doors.jitter() * ms) : ms, ring))
  }

  return {
    say,
    perform(effect: ForHands): undefined {
      switch (effect.do) {
        case 'dial':
          return void dial(effect.call)
        case 'hang-up':
          return void hangUp()
        case 'say':
          return void say(effect.call, effect.frame)
        case 'wait':
          return void wait(effect)
        case 'stop-waiting':
          return void stopWaiting(effect.timer)
      }
    },
    letGo() {
      hangUp()
      for (const timer of [...timers.keys()]) stopWaiting(timer)
    },
  }
}

async function atDesk(
  desk: Desk,
  {
    job,
    say,
  }: { readonly job: Exclude<Effect, ForHands>; readonly say: (call: number, frame: FromDevice) => void },
): Promise<LineEvent | undefined> {
  switch (job.do) {
    case 'greet':
      return void say(job.call, await hello(desk, job.nonce))
    case 'put-back':
      return void say(job.call, putBack(desk, job.after))
    case 'keep':
      return void (await keepMarks(desk, job.marks))
    case 'keep-synced':
      return void (await desk.keyring.moveTo({ syncedMs: job.nowMs }))
    case 'believe':
      return readEntries(desk, job)
    case 'make':
      return makeEntry(desk, job)
    case 'read':
      return readPage(desk, job)
    case 'read-aside':
      return void (await readAside(desk, job.roster))
    case 'compare':
      return countMet(desk, job.roster)
    case 'gather':
      return gather(desk, job)
    case 'mark':
      return markTold(desk, job)
    case 'count-on':
      return countOn(desk, job.counter)
    case 'resend':
      return resend(desk, job.acked)
    case 'rewind':
      return rewind(desk)
  }
}

async function standingOf({ keyring, store, asides }: Desk, state: LineState): Promise<Standing> {
  const { carries, owner, about } = keyring.marks()
  const { roster, person, quiet, finished, wishes } = state
  const isLeaving = wishes.some(({ wish }) => wish === 'leave')
  const hasSaid = wishes.some(({ wish }) => wish === 'approve' || wish === 'decline')
  const { open } = roster ?? {}
  const mine = open && !hasSaid && open.by !== person && !open.approved.includes(person)
  const left = isLeaving || finished === 'left'
  const { syncedMs } = keyring.place()
  const trouble = troubleOf(state)
  return {
    space: carries,
    owner,
    about,
    person,
    people: roster ? peopleIn(roster) : [person],
    ...(open && { open: { by: open.by, mine: mine === true } }),
    closed: left || roster?.closed === true || finished !== undefined,
    left,
    quiet,
    unsent: await store.unsentCount(carries),
    ...(syncedMs !== undefined && { syncedMs }),
    ...(trouble && { trouble }),
    aside: asides.count(),
    devices: (roster ? counting(roster) : [])
      .filter((device) => device.person === person)
      .map(({ key, root }) => ({ key, here: key === state.key, root })),
  }
}

/** A call that is only just being made is no trouble yet. */
function troubleOf(state: LineState): Standing['trouble'] {
  const { trouble, finished, quiet, call, tries } = state
  if (finished === 'ended') return 'refused'
  if (finished || quiet) return undefined
  if (isLockedOut(state)) return 'withheld'
  return trouble ?? (call?.at !== 'up' && tries > 0 ? 'offline' : undefined)
}
