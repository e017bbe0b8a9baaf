/**
 * Who shares which space on one phone. Everybody has a space of their own; those who are here together share one more,
 * and each has a number in it, so that nobody can write under another's hand.
 *
 * What surprises: when somebody leaves, those who stay do not go on in the same space. They keep it, to read and to
 * take back from, and begin a new one. So whoever joins later meets nothing of the one who left, and no number is ever
 * given out twice. [Note: Fresh space]
 */
import type { Fields, SpaceId } from './record.ts'

/** One person's side: their own space, and what their bond record says of the shared ones. */
export type Side = { readonly person: SpaceId } & Pick<Fields<'bond'>, 'shared' | 'slot' | 'before'>

/** What is to be written into somebody's bond record. */
export type SideChange = {
  readonly person: SpaceId
  readonly fields: Pick<Fields<'bond'>, 'shared' | 'slot' | 'before'>
}

/** The spaces a person may read: their own first, then the shared one, then those of earlier times. */
export const readable = (side: Side): readonly SpaceId[] => [
  ...new Set([
    side.person,
    ...(side.shared ? [side.shared] : []),
    ...(side.before ?? []).map((past) => past.space),
  ]),
]

/** A person's number in a space. In their own it is 0; in one that is not theirs they have none. */
export function slotIn(side: Side, space: SpaceId): number | undefined {
  if (space === side.person) return 0
  if (space === side.shared) return side.slot ?? 0
  return side.before?.find((past) => past.space === space)?.slot
}

/** The others who share a person's space at present. */
export function othersWith(sides: readonly Side[], person: SpaceId): readonly Side[] {
  const shared = sides.find((side) => side.person === person)?.shared
  return shared === undefined ? [] : sides.filter((side) => side.person !== person && side.shared === shared)
}

/** `guest` joins `host` and everybody who shares with them. `fresh` is a new space, in case they need one. */
export function joined(
  sides: readonly Side[],
  from: { readonly host: SpaceId; readonly guest: SpaceId; readonly fresh: SpaceId },
): readonly SideChange[] {
  const host = sides.find((side) => side.person === from.host)
  if (!host) return []
  const others = othersWith(sides, from.host)
  if (host.shared !== undefined && others.length > 0) {
    const slot = Math.max(...[host, ...others].map((side) => side.slot ?? 0)) + 1
    return [{ person: from.guest, fields: { shared: host.shared, slot } }]
  }
  return [
    { person: from.host, fields: { shared: from.fresh, slot: 0, ...moved(host) } },
    { person: from.guest, fields: { shared: from.fresh, slot: 1 } },
  ]
}

/** `leaving` goes. What those who stay write in their records, and the spaces that nobody here reads any more. */
export function parted(
  sides: readonly Side[],
  from: { readonly leaving: SpaceId; readonly fresh: SpaceId },
): { readonly changes: readonly SideChange[]; readonly forget: readonly SpaceId[] } {
  const leaving = sides.find((side) => side.person === from.leaving)
  const staying = othersWith(sides, from.leaving)
  const changes = staying.map((side, slot) => ({
    person: side.person,
    fields: {
      ...(staying.length > 1 ? { shared: from.fresh, slot } : { shared: undefined, slot: undefined }),
      ...moved(side),
    },
  }))
  const left = sides.filter((side) => side.person !== from.leaving)
  const stillRead = new Set(left.flatMap(readable))
  const mine = leaving ? readable(leaving) : [from.leaving]
  return { changes, forget: mine.filter((space) => !stillRead.has(space)) }
}

/** The shared space of a side, moved to those of earlier times. */
function moved(side: Side): Pick<Fields<'bond'>, 'before'> {
  if (side.shared === undefined) return {}
  return { before: [...(side.before ?? []), { space: side.shared, slot: side.slot ?? 0 }] }
}
