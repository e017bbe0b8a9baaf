/**
 * Writing down: what is kept, changed and taken back becomes a record with the next clock of this device. Nobody can
 * write where they have no business, nor over what somebody else wrote.
 */
import type { Signal } from '@preact/signals'
import { type Clock, tick } from '../core/clock.ts'
import type { Day } from '../core/day.ts'
import { clockOf, edit, takeBack } from '../core/merge.ts'
import {
  dailyId,
  type Fields,
  fieldsOf,
  type Kind,
  kinds,
  mayWrite,
  type Rec,
  recordId,
  type SpaceId,
} from '../core/record.ts'
import { type Side, slotIn } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'

export type Where = {
  readonly shared?: boolean
  readonly space?: SpaceId
  readonly at?: number
  /** Makes it the only one of its kind under this name: written twice, it is still one. */
  readonly of?: string
  /** Somebody who lives on this phone and shares my bond, when both write on one screen by turns. */
  readonly as?: SpaceId
}

export type Pen = ReturnType<typeof createPen>

export function createPen(
  store: Store,
  about: {
    readonly today: Signal<Day>
    /** The person who is here, as far as sharing goes. */
    readonly side: () => Side | undefined
  },
) {
  let device = ''
  let last: Clock | undefined

  const stamp = (overwritten: readonly Clock[] = []): Clock => {
    last = tick({ wallMs: Date.now(), device, last, overwritten })
    return last
  }

  /** Goes on from the last clock of this device. Once, before anything is written. */
  async function fill(with_: string): Promise<void> {
    device = with_
    last = await store.lastClock(device)
  }

  /** Keeps something new. Private unless `shared`. */
  async function keep<K extends Kind>(kind: K, fields: Fields<K>, where: Where = {}): Promise<Rec> {
    const rec = await written(kind, fields, where)
    await store.apply([rec])
    return rec
  }

  /** The record that keeping would keep. */
  async function written<K extends Kind>(kind: K, fields: Fields<K>, where: Where): Promise<Rec> {
    const side = where.as === undefined ? about.side() : await sideBeside(where.as)
    const shared = where.shared ? side?.shared : undefined
    const space = where.space ?? shared ?? side?.person
    if (!space) throw new Error('nobody is here to keep it for')
    const by = shared ? (side?.slot ?? 0) : 0
    const at = where.at ?? Date.now()
    const day = (fields as { day?: Day }).day ?? about.today.value
    const daily = 'daily' in kinds[kind] || where.of !== undefined
    const nameOf = (of: string) =>
      dailyId({ space, kind, by, day: where.of === undefined ? day : '1970-01-01', of })
    let id = daily
      ? nameOf(where.of ?? '')
      : recordId({ atMs: at, by, random: crypto.getRandomValues(new Uint8Array(9)) })
    let known = daily ? await store.get(id) : undefined
    // A take-back is final, so what is written after it on the same day goes by the next name, on every phone alike.
    for (let again = 2; known?.x !== undefined; again++) {
      id = nameOf(`${where.of ?? ''}#${again}`)
      known = await store.get(id)
    }
    const f = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    return known ? edited(known, f) : { id, space, kind, v: 1, at, by, h: stamp(), f }
  }

  /** The side of somebody who sits beside me: only of those with whom I share. */
  async function sideBeside(person: SpaceId): Promise<Side> {
    const [rec] = await store.list({ spaces: [person], kinds: ['bond'], limit: 1 })
    const { shared, slot, before } = rec ? fieldsOf('bond', rec) : {}
    if (!shared || shared !== about.side()?.shared) throw new Error('not together with whom this is for')
    return { person, shared, slot, before }
  }

  const edited = (rec: Rec, fields: Readonly<Record<string, unknown>>): Rec =>
    edit(rec, fields, stamp(Object.keys(fields).map((field) => clockOf(rec, field))))

  const mayI = (rec: Rec): boolean => {
    const side = about.side()
    const number = side && slotIn(side, rec.space)
    return number !== undefined && mayWrite(rec, number)
  }

  /** Writes some fields anew. Nothing happens when it is not this person's to write. */
  async function change<K extends Kind>(_kind: K, rec: Rec, fields: Fields<K>): Promise<void> {
    if (mayI(rec)) await store.apply([edited(rec, fields)])
  }

  /** Takes something back for good: its words are gone from every table, here at once. */
  async function erase(rec: Rec): Promise<void> {
    if (mayI(rec)) await store.apply([takeBack(rec, stamp([rec.h]))])
  }

  return { fill, keep, written, edited, change, erase }
}
