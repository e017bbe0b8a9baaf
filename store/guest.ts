/**
 * A guest beside the store: something that must run once on a device, where the database is held, for as long as it is.
 * What it is, this room does not know; it is asked with a list and answers with a value.
 *
 * What surprises: whoever asked it may ask the same again, because the tab that held it was closed before an answer came.
 * So everything that can be asked of a guest must be such that asking twice is the same as asking once.
 */
import { trouble } from './keep.ts'
import type { Store } from './store.ts'

/** What a guest tells every page, unasked. */
export type News = unknown

/** Comes to an open store. */
export type Guest = (store: Store) => Promise<Visit>

export type Visit = {
  readonly ask: (args: readonly unknown[]) => Promise<unknown>
  readonly watch: (told: (news: News) => void) => () => void
  /** Ends the visit. Whatever it still does with the store, it has done by then. */
  readonly close: () => Promise<void>
}

/** The guest as a page sees it. */
export type GuestDoor = Pick<Visit, 'ask' | 'watch'>

/** With this fact the guest comes of itself; without, it comes when it is asked for. */
const factOfGuest = 'lines'
/** The first screen has its questions first. */
const firstScreenMs = 1000

/** Erasing everything must not wait for a guest that does not leave. */
const patienceMs = 3000

type Stay = {
  readonly store: Store
  readonly visit: Promise<Visit>
  /** Fails once the visit is over: what was asked and not answered is asked again of the next one. */
  readonly over: Promise<never>
  readonly end: () => void
}

/** Who lets the guest in, one visit at a time, and sees it out. */
export function createHost(guest: Guest | undefined, tell: (news: News) => void) {
  let stay: Stay | undefined
  let expected: Store | undefined
  let left: Promise<void> = Promise.resolve()
  let waiting: ReturnType<typeof setTimeout> | undefined

  /** A visit that could not begin is not remembered: whoever asks next tries again. */
  const come = (store: Store): Stay => {
    if (stay?.store === store) return stay
    if (stay) void leave()
    const { promise: over, reject } = Promise.withResolvers<never>()
    // Nobody may be asking just then, and that is no fault.
    over.catch(() => {})
    const visit = left.then(() => {
      if (guest === undefined) throw trouble('failed')
      return guest(store)
    })
    const mine: Stay = { store, visit, over, end: () => reject(trouble('lost')) }
    stay = mine
    visit.then(
      (here) => over.catch(here.watch((news) => stay === mine && tell(news))),
      () => {
        if (stay === mine) stay = undefined
      },
    )
    return mine
  }

  /** A store was opened. If the guest has anything to do here, it comes once the first screen is there. */
  const expect = (store: Store): void => {
    if (guest === undefined) return
    expected = store
    clearTimeout(waiting)
    waiting = setTimeout(async () => {
      const isAwaited = await store.fact(factOfGuest).catch(() => undefined)
      if (isAwaited && expected === store) come(store)
    }, firstScreenMs)
  }

  /** The guest leaves. The database waits a while for it and is closed then; the next visit waits as long as it takes. */
  const leave = async (): Promise<void> => {
    clearTimeout(waiting)
    expected = undefined
    const last = stay
    stay = undefined
    if (last === undefined) return
    last.end()
    // However it fails, it is refused by a database that is closed.
    left = last.visit.then((here) => here.close()).catch(() => {})
    await Promise.race([left, patience()])
  }

  const ask = async (store: Store, args: readonly unknown[]): Promise<unknown> => {
    const { visit, over } = come(store)
    return Promise.race([visit.then((here) => here.ask(args)), over])
  }

  return { expect, leave, ask }
}

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, patienceMs))
