/**
 * Bonds and lines brought into line: what a bond record has to say of where it shares, once lines between phones are as
 * they are. `sharing.ts` is the same for people on one phone.
 */
import type { RecordId, SpaceId } from './record.ts'
import { moved, type Shared } from './sharing.ts'

/** What a line between phones says of one space, as far as sharing goes. */
export type Line = {
  readonly space: SpaceId
  /** The record of the bond it is for. */
  readonly about: RecordId
  /** My number in it, and those of everybody who is in it now. */
  readonly person: number
  readonly people: readonly number[]
  /** Nobody is left to share with, or I have left. */
  readonly closed: boolean
  readonly left: boolean
}

/** Somebody's bond, as far as lines go. */
export type Bonded = { readonly id: RecordId } & Shared

/**
 * What somebody's bonds have to say, once lines are as they are: an open line is where the bond shares, whatever was
 * there before is kept to read, and so is what a closed one carried.
 *
 * What surprises: it looks at lines only and remembers nothing, so it may run as often as it likes, on each of two
 * devices of one person, and joined they say the same. Where two lines are open for one bond, that is why the choice is
 * the same everywhere: the one the bond names, otherwise the one it has not yet left, otherwise the first by its name.
 */
export function reconciled(
  bonds: readonly Bonded[],
  lines: readonly Line[],
): readonly { readonly bond: RecordId; readonly fields: Shared }[] {
  return bonds.flatMap((bond) => {
    const about = lines.filter((line) => line.about === bond.id && isIn(line))
    if (about.length === 0) return []
    const now = sharedOver(bond, about)
    return isSame(bond, now) ? [] : [{ bond: bond.id, fields: now }]
  })
}

/** Somebody who was asked in waits for the others, and shares nothing until then. */
const isIn = ({ people, person, closed, left }: Line) => closed || left || people.includes(person)

function sharedOver(bond: Bonded, about: readonly Line[]): Shared {
  const past = bond.before ?? []
  const isPast = ({ space }: { readonly space: SpaceId }) => past.some((one) => one.space === space)
  const [chosen] = about
    .filter((line) => !line.closed && !line.left)
    .sort(
      (one, other) =>
        Number(other.space === bond.shared) - Number(one.space === bond.shared) ||
        Number(isPast(one)) - Number(isPast(other)) ||
        (one.space < other.space ? -1 : 1),
    )
  const isOver = about.some((line) => line.space === bond.shared && line.space !== chosen?.space)
  // Without an open line the bond may still share with somebody on this phone.
  const kept = chosen || isOver ? undefined : bond.shared
  const was = moved(bond.shared === kept ? {} : bond).before ?? []
  const over = about.map(({ space, person }) => ({ space, slot: person }))
  const before = [...past, ...was, ...over].filter(
    ({ space }, i, all) =>
      space !== (chosen?.space ?? kept) && all.findIndex((one) => one.space === space) === i,
  )
  return {
    shared: chosen?.space ?? kept,
    slot: chosen?.person ?? (kept === undefined ? undefined : bond.slot),
    before: before.length > 0 ? before : undefined,
  }
}

const isSame = (one: Shared, other: Shared): boolean =>
  one.shared === other.shared &&
  one.slot === other.slot &&
  JSON.stringify(one.before ?? []) === JSON.stringify(other.before ?? [])
