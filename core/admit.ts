/**
 * What of somebody's file may be brought in on a phone where others live. A file speaks for its owner and for nobody
 * else, because whoever has one can change it by hand: it may not claim another's own space, nor their number in a
 * shared one, nor carry a lock, which no file of ours does.
 *
 * What surprises: of what was shared, the words of those who live here are left out. They are here already, and only
 * their own file may add to them.
 */
import { type Fields, fieldsOf, type Rec, type RecordId, type SpaceId } from './record.ts'
import { type Side, slotIn } from './sharing.ts'

export function admit(
  records: readonly Rec[],
  { owner, residents }: { readonly owner: SpaceId; readonly residents: readonly Side[] },
): { readonly ok: true; readonly records: readonly Rec[] } | { readonly ok: false; readonly why: 'damaged' } {
  const others = residents.filter((side) => side.person !== owner)
  const isKnown = others.length < residents.length
  // Without a person there would be a space on this phone in which nobody is.
  if (!isKnown && !records.some((rec) => rec.space === owner && rec.kind === 'person'))
    return { ok: false, why: 'damaged' }
  if (records.some((rec) => (rec.space === owner ? isForged(rec, others) : isOwnOf(rec.space, others))))
    return { ok: false, why: 'damaged' }
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
  return (
    rec.kind === 'bond' &&
    claims(fieldsOf('bond', rec)).some(
      ({ space, slot }) => isOwnOf(space, others) || others.some((side) => slotIn(side, space) === slot),
    )
  )
}

const claims = ({ shared, slot = 0, before = [] }: Fields<'bond'>) =>
  shared === undefined ? before : [{ space: shared, slot }, ...before]

const isOwnOf = (space: SpaceId, people: readonly Side[]): boolean =>
  people.some((side) => side.person === space)
