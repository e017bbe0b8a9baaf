/**
 * Those who live on this phone, read from the store: who they are, what each has with whom, and for the one who is here
 * everything a screen needs to know of it.
 *
 * What surprises: what a bond record says is believed only as far as it takes nothing from anybody. It may have come
 * from a file that was changed by hand, so nobody's own space is ever taken for a shared one, or for somebody else's.
 */
import { dailyId, type Fields, fieldsOf, flowers, type Rec, type SpaceId } from '../core/record.ts'
import { homeOf, othersWith, type Side } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'
import type { Bond, Here, Neighbour, Other, Person } from './tend.ts'
import { readWired } from './wired.ts'

/** A side of somebody, with the record that says it; without one while the first questions are being asked. */
export type BondSide = Side & { readonly bond: Bond | undefined; readonly open: boolean }

/** More bonds than one heart has, and fewer than would keep a screen waiting. */
const bondsMax = 50

export async function readHere(
  store: Store,
  { people: spaces, present }: { readonly people: readonly SpaceId[]; readonly present: SpaceId | undefined },
): Promise<{ readonly people: readonly Neighbour[]; readonly here: Here | undefined }> {
  const persons = await readPeople(store, spaces)
  const sides = await readSides(store, spaces, persons)
  const me = persons.find((person) => person.space === present)
  const side = me && openSide(sides, me.space)
  const withMe = side ? othersWith(sides, side.person) : []
  const people = persons.map(({ space, name, flower, lock }) => {
    const beside = withMe.find((other) => homeOf(other) === space)
    return { space, name, flower, lock, own: beside?.person ?? space, together: beside !== undefined }
  })
  if (!me) return { people, here: undefined }
  const bonds = sides.flatMap((one) => (homeOf(one) === me.space && one.bond ? [one.bond] : []))
  const others = side ? await readOthers(store, { me, side, beside: people, withMe }) : []
  return { people, here: { me, people, bond: side?.bond, bonds, own: side?.person ?? me.space, others } }
}

/** The side of a person's that is open. */
export const openSide = <S extends BondSide>(sides: readonly S[], home: SpaceId): S | undefined =>
  sides.find((side) => homeOf(side) === home && side.open)

async function readPeople(store: Store, spaces: readonly SpaceId[]): Promise<readonly Person[]> {
  const people: Person[] = []
  for (const space of spaces) {
    // A file may have brought a second one. The one that was made here counts, or a lock could be taken off with it.
    const rec =
      (await store.get(firstId(space, 'person'))) ??
      (await store.list({ spaces: [space], kinds: ['person'], limit: 1 }))[0]
    if (rec) people.push({ space, rec, ...fieldsOf('person', rec) })
  }
  return people
}

/** What everybody who lives here has with whom: at least one side for each, and one more for each further bond. */
export async function readSides(
  store: Store,
  spaces: readonly SpaceId[],
  persons?: readonly Person[],
): Promise<readonly BondSide[]> {
  const known = persons ?? (await readPeople(store, spaces))
  const bonds: Bond[] = []
  for (const space of spaces) bonds.push(...(await bondsOf(store, space)))
  const owned = new Set([...spaces, ...bonds.map(({ own }) => own)])
  return spaces.flatMap((space): readonly BondSide[] => {
    const mine = ownOnce(bonds.filter((bond) => bond.rec.space === space)).filter(
      // Where somebody else lives, or keeps something of their own, is not mine.
      ({ own }) => own === space || (!spaces.includes(own) && firstWith(bonds, own)?.rec.space === space),
    )
    const chosen = known.find((person) => person.space === space)?.bond
    const open = mine.find(({ rec }) => rec.id === chosen) ?? mine[0]
    if (!open) return [{ person: space, bond: undefined, open: true }]
    return mine.map((bond) => sideWith(bond, { home: space, owned, open: bond === open }))
  })
}

const firstWith = (bonds: readonly Bond[], own: SpaceId): Bond | undefined =>
  bonds.find((bond) => bond.own === own)
const ownOnce = (bonds: readonly Bond[]) => bonds.filter((bond) => firstWith(bonds, bond.own) === bond)

function sideWith(
  bond: Bond,
  about: { readonly home: SpaceId; readonly owned: ReadonlySet<SpaceId>; readonly open: boolean },
): BondSide {
  const { home, owned, open } = about
  const shared = bond.shared !== undefined && owned.has(bond.shared) ? undefined : bond.shared
  const before = bond.before?.filter((past) => !owned.has(past.space))
  const trusted: Bond = { ...bond, shared, before }
  const { own: person, slot } = bond
  return { person, home: person === home ? undefined : home, shared, slot, before, bond: trusted, open }
}

/** The first bond shares the person's own space; a further one without a space of its own is none. */
async function bondsOf(store: Store, space: SpaceId): Promise<readonly Bond[]> {
  const found = await store.list({ spaces: [space], kinds: ['bond'], limit: bondsMax })
  const madeHere = firstId(space, 'bond')
  const inOrder = [...found].sort(
    (one, other) =>
      Number(other.id === madeHere) - Number(one.id === madeHere) || one.at - other.at || order(one, other),
  )
  return inOrder.flatMap((rec, i) => {
    const fields: Fields<'bond'> = fieldsOf('bond', rec)
    const own = i === 0 ? space : fields.mine
    return own === undefined ? [] : [{ ...fields, rec, own }]
  })
}

const order = (one: Rec, other: Rec) => (one.id < other.id ? -1 : 1)
const firstId = (space: SpaceId, kind: 'person' | 'bond') =>
  dailyId({ space, kind, by: 0, day: '1970-01-01', of: kind })

/** Those who are in the shared space now: whoever lives here too, and whoever is at the other end of a line. */
async function readOthers(
  store: Store,
  from: {
    readonly me: Person
    readonly side: BondSide
    readonly beside: readonly Neighbour[]
    readonly withMe: readonly Side[]
  },
): Promise<readonly Other[]> {
  const { me, side, beside, withMe } = from
  const here = withMe.map((other) => {
    const { name, flower, space } = beside.find((one) => one.space === homeOf(other)) ?? {}
    return { slot: other.slot ?? 0, name, flower, space }
  })
  const line = (await readWired(store))?.find((one) => one.space === side.shared && one.owner === me.space)
  if (!line) return here
  const members = await store.list({ spaces: [line.space], kinds: ['member'], limit: 100 })
  const taken = new Set([me, ...here].map((one) => one.flower))
  const away = line.people
    .filter((slot) => slot !== line.person && !here.some((one) => one.slot === slot))
    .map((slot) => {
      const rec = members.find((member) => member.by === slot)
      const said: Fields<'member'> = rec ? fieldsOf('member', rec) : {}
      // Nobody chose it with the others in mind, and two of one flower could not be told apart on this phone.
      const isFree = said.flower !== undefined && !taken.has(said.flower)
      const flower = isFree ? said.flower : flowers.find((one) => !taken.has(one))
      taken.add(flower)
      return { slot, ...said, flower }
    })
  return [...here, ...away]
}
