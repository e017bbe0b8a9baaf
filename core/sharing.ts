/**
 * Who shares which space. Everybody has a space of their own, and one more for each further bond, so that what is kept
 * beside one person never turns up beside another. Those who share have a space together, on one phone or over lines
 * between phones, and each has a number in it, so that nobody can write under another's hand.
 *
 * What surprises: when somebody leaves, those who stay do not go on in the same space. They keep it, to read and to
 * take back from, and begin a new one. So whoever joins later meets nothing of the one who left, and no number is ever
 * given out twice. [Note: Fresh space]
 */
import type { Fields, SpaceId } from './record.ts'

/** What a bond record says of where it shares. */
export type Shared = Pick<Fields<'bond'>, 'shared' | 'slot' | 'before'>

/** A person in one of their bonds. */
export type Side = {
  /** Where they keep what is theirs alone in this bond. No two sides have the same. */
  readonly person: SpaceId
  /** Where they themselves are written down, when that is another space: whatever the bond, they are one person. */
  readonly home?: SpaceId | undefined
} & Shared

/** What is to be written into somebody's bond record. `person` says which side of theirs. */
export type SideChange = { readonly person: SpaceId; readonly fields: Shared }

/** Who a side belongs to. */
export const homeOf = (side: Side): SpaceId => side.home ?? side.person

/** The spaces a person may read in a bond: what is theirs alone first, then the shared one, then those of earlier times. */
export const readable = (side: Side): readonly SpaceId[] => [
  ...new Set([
    side.person,
    ...(side.shared ? [side.shared] : []),
    ...(side.before ?? []).map((past) => past.space),
  ]),
]

/** A person's number in a space. In what is their own it is 0; in one that is not theirs they have none. */
export function slotIn(side: Side, space: SpaceId): number | undefined {
  if (space === side.person || space === side.home) return 0
  if (space === side.shared) return side.slot ?? 0
  return side.before?.find((past) => past.space === space)?.slot
}

/** The others who live here and share this side's space at present. */
export function othersWith(sides: readonly Side[], person: SpaceId): readonly Side[] {
  const side = sides.find((one) => one.person === person)
  if (side?.shared === undefined) return []
  return sides.filter((other) => homeOf(other) !== homeOf(side) && other.shared === side.shared)
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

/**
 * `leaving` goes, out of every bond. What those who stay write in their records, and the spaces that nobody here reads
 * any more. `fresh` has a new space for each side of whoever leaves. In a space with `lines` nobody here has to begin
 * anew: who is in it is not a matter of this phone.
 */
export function parted(
  sides: readonly Side[],
  from: {
    readonly leaving: SpaceId
    readonly fresh: readonly SpaceId[]
    readonly lines?: readonly SpaceId[]
  },
): { readonly changes: readonly SideChange[]; readonly forget: readonly SpaceId[] } {
  const gone = sides.filter((side) => homeOf(side) === from.leaving)
  const left = sides.filter((side) => homeOf(side) !== from.leaving)
  const shared = [...new Set(gone.flatMap((side) => side.shared ?? []))]
  const changes = shared
    .filter((space) => !from.lines?.includes(space))
    .flatMap((space, i) => {
      const staying = left.filter((side) => side.shared === space)
      return staying.map((side, slot) => ({
        person: side.person,
        fields: {
          ...(staying.length > 1 ? { shared: from.fresh[i], slot } : { shared: undefined, slot: undefined }),
          ...moved(side),
        },
      }))
    })
  const stillRead = new Set(left.flatMap((side) => [homeOf(side), ...readable(side)]))
  const mine = new Set([from.leaving, ...gone.flatMap(readable)])
  return { changes, forget: [...mine].filter((space) => !stillRead.has(space)) }
}

/** The shared space of a side, moved to those of earlier times. */
export function moved(side: Shared): Pick<Fields<'bond'>, 'before'> {
  if (side.shared === undefined) return {}
  return { before: [...(side.before ?? []), { space: side.shared, slot: side.slot ?? 0 }] }
}
