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
import { createHousehold } from './household.ts'
import { createPen } from './pen.ts'

export type Person = { readonly space: SpaceId; readonly rec: Rec } & Fields<'person'>
export type Bond = { readonly rec: Rec } & Fields<'bond'>

/** What people who live on one phone may know of each other. The rest of a person's record is theirs. */
export type Neighbour = Pick<Person, 'space' | 'name' | 'flower' | 'lock'> & {
  /** Shares a space with the person who is here. */
  readonly together: boolean
}

export type Here = {
  readonly me: Person
  /** My side of the bond; missing only while the first questions are being asked. */
  readonly bond: Bond | undefined
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

/** What the person who is here may read and write, and under which number. */
export function sideOf({ me, bond, people }: Here): Side {
  // What a record says is believed, but never that somebody else's own space were shared.
  const isTheirs = (space: SpaceId) => people.some((person) => person.space === space)
  const shared = bond?.shared !== undefined && isTheirs(bond.shared) ? undefined : bond?.shared
  return {
    person: me.space,
    shared,
    slot: bond?.slot,
    before: bond?.before?.filter((past) => !isTheirs(past.space)),
  }
}

/** For screens behind the first questions, where somebody is always here. */
export function useHere(): Here {
  const here = useTend().here.value
  if (!here) throw new Error('nobody is here')
  return here
}

/** `onKept` is told when something of worth was kept. */
export function createTend(store: Store, onKept: () => void = () => {}) {
  const ready = signal(false)
  const keeping: Signal<Keeping> = signal('device')
  const today: Signal<Day> = signal(todayNow())
  const pen = createPen(store, { today, side: () => side.value })
  const { here, residents, opened, residing, enter, ...household } = createHousehold(store, pen)
  const side: ReadonlySignal<Side | undefined> = computed(() => here.value && sideOf(here.value))
  /** Spaces the person who is here may read. */
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
    store.watch((touched) => {
      if (touched.kinds.some((kind) => kind === 'person' || kind === 'bond')) void household.look()
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
  }
}

/** What is written by the way. Nobody would miss it. */
const asides: ReadonlySet<string> = new Set(['person', 'bond', 'check', 'offer', 'prompt'])

const todayNow = (): Day => localDay(Date.now(), -new Date().getTimezoneOffset())
