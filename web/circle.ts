/**
 * Answers that open together, as they lie in the store: what waits, what is promised, and what has opened in a bond. What
 * follows from it is `core/sealed.ts`'s to say; `promise.ts` writes.
 */
import type { Rec, SpaceId } from '../core/record.ts'
import { type Circle, invitedIn } from '../core/sealed.ts'
import type { Side } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'
import { type Here, sideOf } from './tend.ts'

/** What a round is made of. */
export const circleKinds = ['commitment', 'answer', 'sealed'] as const

/** Everything this device knows of the rounds in a bond; nothing, where nothing is shared. */
export async function readCircle(
  store: Store,
  side: Side,
  people: readonly number[],
): Promise<Circle | undefined> {
  const { shared, person, slot = 0 } = side
  if (shared === undefined) return undefined
  const [records, sealed] = await Promise.all([
    allOf(store, shared, ['commitment', 'answer']),
    allOf(store, person, ['sealed']),
  ])
  return { space: shared, me: slot, people, records, sealed }
}

/** The numbers of everybody who is in the open bond, mine too. */
export const peopleIn = ({ bond, others }: Pick<Here, 'bond' | 'others'>): readonly number[] =>
  [bond?.slot ?? 0, ...others.map((other) => other.slot)].sort((one, other) => one - other)

/** Whether somebody else lets it be known that an answer of theirs waits for mine. */
export async function isAnswerWaiting(store: Store, here: Here): Promise<boolean> {
  const { bond, others } = here
  if (bond?.shared === undefined || others.length === 0) return false
  const promised = await store.list({ spaces: [bond.shared], kinds: ['commitment'], limit: 500 })
  if (!promised.some((rec) => rec.by !== bond.slot)) return false
  const circle = await readCircle(store, sideOf(here), peopleIn(here))
  return circle !== undefined && invitedIn(circle).length > 0
}

/** Every record of some kinds in a space. */
export async function allOf(store: Store, space: SpaceId, kinds: readonly string[]): Promise<readonly Rec[]> {
  const all: Rec[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await store.list({
      spaces: [space],
      kinds,
      limit: 500,
      ...(last && { after: { at: last.at, id: last.id } }),
    })
    all.push(...page)
    if (page.length < 500) return all
  }
}
