/**
 * What of somebody's file may be brought in on a phone where others live. A file speaks for its owner and for nobody
 * else, because whoever has one can change it by hand: it may not claim another's own space, nor their number in a
 * shared one, nor carry a lock, which no file of ours does.
 *
 * What surprises: of what was shared, the words of those who live here are left out. They are here already, and only
 * their own file may add to them.
 */
import { type Fields, fieldsOf, type Rec, type RecordId, type SpaceId } from './record.ts'
import { homeOf, type Side, slotIn } from './sharing.ts'

/** `own` are the spaces of further bonds, in which the owner keeps what is theirs alone. */
export function admit(
  records: readonly Rec[],
  from: {
    readonly owner: SpaceId
    readonly own?: readonly SpaceId[] | undefined
    readonly residents: readonly Side[]
  },
): { readonly ok: true; readonly records: readonly Rec[] } | { readonly ok: false; readonly why: 'damaged' } {
  const { owner, own = [], residents } = from
  const others = residents.filter((side) => homeOf(side) !== owner)
  const isKnown = others.length < residents.length
  // Without a person there would be a space on this phone in which nobody is.
  if (!isKnown && !records.some((rec) => rec.space === owner && rec.kind === 'person'))
    return { ok: false, why: 'damaged' }
  // What is said to be the owner's alone may be nobody else's, shared or not.
  if (own.some((space) => isReadBy(space, others))) return { ok: false, why: 'damaged' }
  const isBad = (rec: Rec) => {
    if (rec.space === owner) return isForged(rec, others)
    return own.includes(rec.space) ? rec.by !== 0 : isOwnOf(rec.space, others)
  }
  if (records.some(isBad)) return { ok: false, why: 'damaged' }
  const isTheirs = (rec: Rec) => others.some((side) => slotIn(side, rec.space) === rec.by)
  return { ok: true, records: records.filter((rec) => !isTheirs(rec)) }
}

/**
 * Whether an id stands for two things: for one thing in the file and another there or here. Joined, they would spoil
 * each other, and no copy that Tend makes holds such a pair. `here` are the records of this phone by the same ids.
 */
export function hasMixedIds(records: readonly Rec[], here: readonly Rec[]): boolean {
  const first = new Map<RecordId, Rec>(here.map((rec) => [rec.id, rec]))
  return records.some((rec) => {
    const known = first.get(rec.id) ?? rec
    first.set(rec.id, known)
    return known.space !== rec.space || known.kind !== rec.kind || known.by !== rec.by
  })
}

/** Whether a record of the owner's own space says what only another's hand, or no file at all, can say. */
function isForged(rec: Rec, others: readonly Side[]): boolean {
  if (rec.by !== 0) return true
  if (rec.kind === 'person') return Object.hasOwn(rec.f, 'lock')
  if (rec.kind !== 'bond') return false
  const bond = fieldsOf('bond', rec)
  return (
    (bond.mine !== undefined && isReadBy(bond.mine, others)) ||
    claims(bond).some(
      ({ space, slot }) => isOwnOf(space, others) || others.some((side) => slotIn(side, space) === slot),
    )
  )
}

const claims = ({ shared, slot = 0, before = [] }: Fields<'bond'>) =>
  shared === undefined ? before : [{ space: shared, slot }, ...before]

const isOwnOf = (space: SpaceId, people: readonly Side[]): boolean =>
  people.some((side) => side.person === space || side.home === space)

const isReadBy = (space: SpaceId, people: readonly Side[]): boolean =>
  people.some((side) => slotIn(side, space) !== undefined)
