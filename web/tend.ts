/**
 * What every screen is given: who is here, what day it is, and how to keep something.
 *
 * Two people may live on one phone. Each has a space of their own; what they share lies in a third. The person who is
 * here can read their own space and the shared one, nothing else. [Note: Visibility is the space]
 */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type Day, localDay } from '../core/day.ts'
import type { Fields, Rec, SpaceId } from '../core/record.ts'
import { readable, type Side } from '../core/sharing.ts'
import type { Keeping, Store } from '../store/store.ts'
import type { Between } from './between.ts'
import { createHousehold } from './household.ts'
import { createPen } from './pen.ts'
import { readWired } from './wired.ts'

export type Person = { readonly space: SpaceId; readonly rec: Rec } & Fields<'person'>
export type Bond = {
  readonly rec: Rec
  /** Where I keep what is mine alone in it. For the first bond that is where I am written down myself. */
  readonly own: SpaceId
} & Fields<'bond'>

/** What people who live on one phone may know of each other. The rest of a person's record is theirs. */
export type Neighbour = Pick<Person, 'space' | 'name' | 'flower' | 'lock'> & {
  /** Shares the open bond of the person who is here. */
  readonly together: boolean
  /** Where they keep what is theirs alone in that bond. */
  readonly own: SpaceId
}

/** Somebody who is in the open bond with me, on this phone or on another. */
export type Other = Pick<Person, 'name' | 'flower'> & {
  /** Their number in the shared space. */
  readonly slot: number
  readonly since?: Day | undefined
  /** Who it is, when they live on this phone. */
  readonly space?: SpaceId | undefined
}

export type Here = {
  readonly me: Person
  /** My side of the bond that is open; missing only while the first questions are being asked. */
  readonly bond: Bond | undefined
  /** All my bonds, in the order in which I made them. */
  readonly bonds: readonly Bond[]
  /** Where what I keep for myself lies while this bond is open. */
  readonly own: SpaceId
  /** Those who are in the open bond with me. Nobody, as long as nothing is shared. */
  readonly others: readonly Other[]
  /** Everybody who lives on this phone, me included, in the order in which they came. */
  readonly people: readonly Neighbour[]
}

export type Tend = ReturnType<typeof createTend>

export const TendContext = createContext<Tend | undefined>(undefined)

export function useTend(): Tend {
  const tend = useContext(TendContext)
  if (!tend) throw new Error('no Tend above this screen')
  return tend
}

/** What the person who is here may read and write in a bond, and under which number. */
export function sideOf({ me, bond }: Pick<Here, 'me' | 'bond'>): Side {
  const person = bond?.own ?? me.space
  return {
    person,
    home: person === me.space ? undefined : me.space,
    shared: bond?.shared,
    slot: bond?.slot,
    before: bond?.before,
  }
}

/** The same for all of somebody's bonds. */
export const sidesOf = ({ me, bonds }: Pick<Here, 'me' | 'bonds'>): readonly Side[] =>
  bonds.map((bond) => sideOf({ me, bond }))

/** For screens behind the first questions, where somebody is always here. */
export function useHere(): Here {
  const here = useTend().here.value
  if (!here) throw new Error('nobody is here')
  return here
}

/** What a page brings along. */
export type Around = {
  /** Is told when something of worth was kept. */
  readonly onKept?: () => void
  /** Fetches the lines to other phones. Without it there are none. */
  readonly connect?: (() => Promise<Between>) | undefined
}

export function createTend(store: Store, { onKept = () => {}, connect }: Around = {}) {
  const ready = signal(false)
  const keeping: Signal<Keeping> = signal('device')
  const today: Signal<Day> = signal(todayNow())
  const pen = createPen(store, { today, side: () => side.value, sides: () => sides.value })
  const { here, residents, opened, residing, enter, ...household } = createHousehold(store, pen)
  const { between, goOn } = createWay(store, connect)
  const side: ReadonlySignal<Side | undefined> = computed(() => here.value && sideOf(here.value))
  /** All bonds of the person who is here, the open one among them. */
  const sides: ReadonlySignal<readonly Side[]> = computed(() => (here.value ? sidesOf(here.value) : []))
  /** Spaces the person who is here may read while this bond is open. */
  const spaces: ReadonlySignal<readonly SpaceId[]> = computed(() => (side.value ? readable(side.value) : []))
  /** The lock that stands before somebody who lives here, unless they have just opened it. */
  const lockBefore = (space: SpaceId): Neighbour['lock'] =>
    opened.value === space ? undefined : residents.value.find((person) => person.space === space)?.lock
  /**
   * The screen on which the person who is here has put the phone into somebody else's hands, while they write by turns.
   * Everywhere else their lock is closed meanwhile, whatever address or way back the other tries.
   */
  const lent: Signal<string | undefined> = signal(undefined)
  /** The person who is here has a lock, and has not opened it yet. */
  const locked: ReadonlySignal<boolean> = computed(
    () => here.value !== undefined && lockBefore(here.value.me.space) !== undefined,
  )

  async function open() {
    keeping.value = await store.keeping()
    await enter()
    ready.value = true
    void goOn()
    store.watch((touched) => {
      if (touched.kinds.some((kind) => readAnew.has(kind))) void household.look()
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return
      today.value = todayNow()
      void household.look()
    })
  }

  /** Keeps something new. Private unless `shared`. */
  const keep: typeof pen.keep = async (kind, fields, where) => {
    const rec = await pen.keep(kind, fields, where)
    if (!asides.has(kind)) onKept()
    return rec
  }

  return {
    store,
    here,
    residents,
    opened,
    lockBefore,
    locked,
    lent,
    ready,
    keeping,
    today,
    spaces,
    open,
    keep,
    change: pen.change,
    erase: pen.erase,
    ...household,
    device: () => residing().device,
    people: () => residing().people,
    fresh: () => residing().people.length === 0,
    between,
  }
}

/** The lines to other phones, fetched when they are first asked for. Nothing, where this page can have none. */
function createWay(store: Store, connect: Around['connect']) {
  let opening: Promise<Between> | undefined
  async function between(): Promise<Between | undefined> {
    opening ??= connect?.()
    try {
      return await opening
    } catch (error) {
      opening = undefined
      throw error
    }
  }
  /** Once the first screen is there, and only where something was ever paired. */
  async function goOn(): Promise<void> {
    if ((await readWired(store)) === undefined) return
    await new Promise((resolve) => setTimeout(resolve, quietMs))
    // Without a network its code may not be here yet. It is asked for again by whoever needs it.
    await between().catch(() => undefined)
  }
  return { between, goOn }
}

/** What is written by the way. Nobody would miss it. */
const asides: ReadonlySet<string> = new Set(['person', 'bond', 'member', 'check', 'offer', 'prompt'])
/** Kinds that say who is here, and with whom. */
const readAnew: ReadonlySet<string> = new Set(['person', 'bond', 'member'])
/** Long enough for the first screen to be there and still. */
const quietMs = 600

const todayNow = (): Day => localDay(Date.now(), -new Date().getTimezoneOffset())
