/**
 * Who lives on this phone, who of them is here, and what happens when somebody joins, changes over or leaves. What each
 * shares with whom is `core/sharing.ts`'s to say; this reads it from the store and writes it down.
 */
import { batch, type Signal, signal } from '@preact/signals'
import { bytesHex, dailyId, type Fields, fieldsOf, type Rec, type SpaceId } from '../core/record.ts'
import { joined, othersWith, parted, type Side, type SideChange } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'
import type { Pen } from './pen.ts'
import type { Bond, Here, Neighbour, Person } from './tend.ts'

/** What the device itself knows. It never travels. */
type Facts = {
  readonly device: string
  readonly people: readonly SpaceId[]
  readonly present: SpaceId | undefined
}
type BondSide = Side & { readonly bond: Bond | undefined }

/** Whom somebody joins, who they are, and what they say of the bond. */
export type Joining = {
  readonly host: SpaceId
  readonly person: Fields<'person'>
  readonly bond: Fields<'bond'>
}

export function createHousehold(store: Store, pen: Pen) {
  const { opened, residing, write, ...presence } = createPresence(store)

  async function enter() {
    await presence.enter()
    await pen.fill(residing().device)
  }

  /** A person comes to live on this phone, and is here from now on. */
  async function welcome(fields: Fields<'person'>): Promise<void> {
    const space = newSpace()
    await pen.keep('person', fields, { space, of: 'person' })
    await write((people) => [...people, space], space)
  }

  /** Somebody joins a person who lives here, and whoever shares with them, and is here from now on. */
  async function join(joining: Joining): Promise<void> {
    const guest = newSpace()
    opened.value = guest
    // The list first: a name on it without a record is nobody, but a record that is not on it would lie there unseen.
    await write((people) => [...people, guest], guest)
    await store.apply(await arrival(store, pen, { ...joining, guest, people: residing().people }))
    await presence.look()
  }

  /** Somebody whose records came from a file. With a lock of their own, they have just opened it. */
  async function settle(space: SpaceId): Promise<void> {
    opened.value = space
    await write((people) => [...people, space], space)
  }

  /** Somebody else is here now, or nobody. They open their lock next, unless `opened` says that they just did. */
  async function switchTo(
    space: SpaceId | undefined,
    how: { readonly opened?: boolean } = {},
  ): Promise<void> {
    // Nobody at once, and both together: a lock that closed first would take the screen from whoever hands the phone over.
    batch(() => {
      presence.here.value = undefined
      opened.value = how.opened ? space : undefined
    })
    await write((people) => people, space)
  }

  /** Removes a person from this phone with everything that is theirs alone. Then nobody has said who is here. */
  async function part(space: SpaceId): Promise<void> {
    const { records, forget } = await departure(store, pen, { leaving: space, people: residing().people })
    await store.apply(records)
    opened.value = undefined
    // Their words before their name: words of somebody who is not on the list would lie there for good.
    await store.forget(forget)
    await write((people) => people.filter((other) => other !== space), undefined)
  }

  /** What each who lives here shares, and under which number. */
  const sides = (): Promise<readonly Side[]> => readSides(store, residing().people)

  return { ...presence, opened, residing, enter, sides, welcome, join, settle, switchTo, part }
}

/** Who lives on this phone and who of them is here, as this page knows it and as the store keeps it. */
function createPresence(store: Store) {
  const here: Signal<Here | undefined> = signal(undefined)
  /** Everybody who lives on this phone, also while nobody has said that they are here. */
  const residents: Signal<readonly Neighbour[]> = signal([])
  /** Whose lock was opened on this page. Nobody's at the start, after a switch, and after a while out of sight. */
  const opened: Signal<SpaceId | undefined> = signal(undefined)
  let facts: Facts = { device: '', people: [], present: undefined }

  async function enter() {
    facts = await readFacts(store)
    await look()
  }

  /** Reads who lives here, and who of them is here, from the store. */
  async function look() {
    const { present } = facts
    const known = await readFacts(store)
    // An older look must not bring back somebody who has left meanwhile.
    if (present !== facts.present) return
    // Handed over on another page: whoever holds the phone now has to say on this one, too, who they are.
    const isHandedOver = known.present !== present
    facts = { ...facts, people: known.people, present: isHandedOver ? undefined : present }
    const now = facts.present
    const read = await readHere(store, facts)
    if (now !== facts.present) return
    batch(() => {
      residents.value = read.people
      here.value = read.here
      if (isHandedOver) opened.value = undefined
    })
  }

  /** Another page may have changed who lives here, so what is written starts from what is there. */
  async function write(
    change: (people: readonly SpaceId[]) => readonly SpaceId[],
    present: SpaceId | undefined,
  ) {
    const known = await readFacts(store)
    facts = { ...known, people: [...new Set(change(known.people))], present }
    await store.setFact('people', JSON.stringify({ people: facts.people, present }))
    await look()
  }

  return { here, residents, opened, enter, look, write, residing: () => facts }
}

async function readFacts(store: Store): Promise<Facts> {
  let device = await store.fact('device')
  if (!device) {
    device = bytesHex(crypto.getRandomValues(new Uint8Array(8)))
    await store.setFact('device', device)
  }
  const known = JSON.parse((await store.fact('people')) ?? '{"people":[]}') as {
    people: SpaceId[]
    present?: SpaceId
  }
  return { device, people: known.people, present: known.present }
}

async function readHere(store: Store, { people: spaces, present }: Facts) {
  const persons = await readPeople(store, spaces)
  const sides = await readSides(store, spaces)
  const me = persons.find((person) => person.space === present)
  const people = neighboursOf(persons, me ? othersWith(sides, me.space) : [])
  const bond = sides.find((side) => side.person === me?.space)?.bond
  return { people, here: me && { me, people, bond } }
}

/** A file may have brought a second one. The one that was made here counts, or a lock could be taken off with it. */
async function theOne(store: Store, space: SpaceId, kind: 'person' | 'bond'): Promise<Rec | undefined> {
  const made = await store.get(dailyId({ space, kind, by: 0, day: '1970-01-01', of: kind }))
  return made ?? (await store.list({ spaces: [space], kinds: [kind], limit: 1 }))[0]
}

async function readPeople(store: Store, spaces: readonly SpaceId[]): Promise<readonly Person[]> {
  const people: Person[] = []
  for (const space of spaces) {
    const rec = await theOne(store, space, 'person')
    if (rec) people.push({ space, rec, ...fieldsOf('person', rec) })
  }
  return people
}

/** Each person's side of what is shared on this phone. */
async function readSides(store: Store, spaces: readonly SpaceId[]): Promise<readonly BondSide[]> {
  const sides: BondSide[] = []
  for (const person of spaces) {
    const rec = await theOne(store, person, 'bond')
    const bond: Bond | undefined = rec && { rec, ...fieldsOf('bond', rec) }
    sides.push({ person, shared: bond?.shared, slot: bond?.slot, before: bond?.before, bond })
  }
  return sides
}

const neighboursOf = (people: readonly Person[], withMe: readonly Side[]): readonly Neighbour[] =>
  people.map(({ space, name, flower, lock }) => ({
    space,
    name,
    flower,
    lock,
    together: withMe.some((side) => side.person === space),
  }))

/** The records of somebody who joins, and what changes in those of the others. */
async function arrival(
  store: Store,
  pen: Pen,
  {
    host,
    guest,
    person,
    bond,
    people,
  }: Joining & { readonly guest: SpaceId; readonly people: readonly SpaceId[] },
): Promise<readonly Rec[]> {
  const sides = await readSides(store, people)
  const changes = joined(sides, { host, guest, fresh: newSpace() })
  const mine = changes.find((change) => change.person === guest)?.fields
  return [
    await pen.written('person', person, { space: guest, of: 'person' }),
    await pen.written('bond', { ...bond, ...mine }, { space: guest, of: 'bond' }),
    ...sidesWritten(pen, sides, changes),
  ]
}

/** What changes in the records of those who stay, and the spaces to forget. */
async function departure(
  store: Store,
  pen: Pen,
  { leaving, people }: { readonly leaving: SpaceId; readonly people: readonly SpaceId[] },
): Promise<{ readonly records: readonly Rec[]; readonly forget: readonly SpaceId[] }> {
  const sides = await readSides(store, people)
  const { changes, forget } = parted(sides, { leaving, fresh: newSpace() })
  return { records: sidesWritten(pen, sides, changes), forget }
}

const sidesWritten = (pen: Pen, sides: readonly BondSide[], changes: readonly SideChange[]) =>
  changes.flatMap(({ person, fields }) => {
    const rec = sides.find((side) => side.person === person)?.bond?.rec
    return rec ? [pen.edited(rec, fields)] : []
  })

const newSpace = (): SpaceId => bytesHex(crypto.getRandomValues(new Uint8Array(16)))
