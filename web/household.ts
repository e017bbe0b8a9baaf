/**
 * Who lives on this phone, who of them is here, and what happens when somebody joins, changes over or leaves. What each
 * shares with whom is `core/sharing.ts`'s to say; `residents.ts` reads it from the store, and this writes it down.
 */
import { batch, type Signal, signal } from '@preact/signals'
import { bytesHex, type Fields, type Rec, type RecordId, type SpaceId } from '../core/record.ts'
import { homeOf, joined, parted, readable, type Side, type SideChange } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'
import type { Pen } from './pen.ts'
import { type BondSide, openSide, readHere, readSides } from './residents.ts'
import type { Bond, Here, Neighbour } from './tend.ts'
import { readWired } from './wired.ts'

/** What the device itself knows. It never travels. */
type Facts = {
  readonly device: string
  readonly people: readonly SpaceId[]
  readonly present: SpaceId | undefined
}

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

  /** What each who lives here shares, and under which number: a side for each of their bonds. */
  const sides = (): Promise<readonly Side[]> => readSides(store, residing().people)

  return {
    ...presence,
    opened,
    residing,
    enter,
    sides,
    welcome,
    join,
    settle,
    switchTo,
    part,
    ...createBonds(store, pen, presence),
  }
}

/** The bonds of the person who is here: one is open at a time. */
function createBonds(
  store: Store,
  pen: Pen,
  { here, look }: { readonly here: Signal<Here | undefined>; readonly look: () => Promise<void> },
) {
  /** Another bond of mine is open from now on. */
  async function turnTo(bond: RecordId): Promise<void> {
    const me = here.value?.me
    if (!me) return
    await store.apply([pen.edited(me.rec, { bond })])
    await look()
  }

  /** One more bond, with a space of its own for what I keep in it. It is open from now on. */
  async function addBond(fields: Fields<'bond'>): Promise<RecordId | undefined> {
    const me = here.value?.me
    if (!me) return undefined
    const rec = await pen.written('bond', { ...fields, mine: newSpace() }, { space: me.space })
    await store.apply([rec, pen.edited(me.rec, { bond: rec.id })])
    await look()
    return rec.id
  }

  /** Removes a bond with everything that only it holds. The first one is who I began with, and stays. */
  async function removeBond(bond: Bond): Promise<void> {
    const now = here.value
    if (!now || bond.own === now.me.space) return
    const kept = now.bonds.filter((one) => one.rec.id !== bond.rec.id)
    const stillRead = new Set([now.me.space, ...kept.flatMap((one) => readable({ ...one, person: one.own }))])
    const gone = readable({ ...bond, person: bond.own }).filter((space) => !stillRead.has(space))
    await store.apply([pen.edited(now.me.rec, { bond: undefined })])
    await pen.erase(bond.rec)
    await store.forget(gone)
    await look()
  }

  return { turnTo, addBond, removeBond }
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

/** The records of somebody who joins, and what changes in those of the others. */
async function arrival(
  store: Store,
  pen: Pen,
  from: Joining & { readonly guest: SpaceId; readonly people: readonly SpaceId[] },
): Promise<readonly Rec[]> {
  const { guest } = from
  const sides = await readSides(store, from.people)
  const host = openSide(sides, from.host)
  const fresh = newSpace()
  const isWired = (await readWired(store))?.some((line) => line.space === host?.shared) ?? false
  const records = [await pen.written('person', from.person, { space: guest, of: 'person' })]
  const join = async (fields: Fields<'bond'>) =>
    records.push(await pen.written('bond', { ...from.bond, ...fields }, { space: guest, of: 'bond' }))
  if (host && isWired) {
    // Who is in a space with a line is not for this phone to say. So the two of them begin a bond of their own.
    const { name } = from.person
    const fields = { name, form: from.bond.form, mine: newSpace(), shared: fresh, slot: 0 }
    records.push(await pen.written('bond', fields, { space: homeOf(host) }))
    await join({ shared: fresh, slot: 1 })
    return records
  }
  const changes = host ? joined(sides, { host: host.person, guest, fresh }) : []
  await join(changes.find((change) => change.person === guest)?.fields ?? {})
  return [...records, ...sidesWritten(pen, sides, changes)]
}

/** What changes in the records of those who stay, and the spaces to forget. */
async function departure(
  store: Store,
  pen: Pen,
  { leaving, people }: { readonly leaving: SpaceId; readonly people: readonly SpaceId[] },
): Promise<{ readonly records: readonly Rec[]; readonly forget: readonly SpaceId[] }> {
  const sides = await readSides(store, people)
  const fresh = sides.map(newSpace)
  const lines = (await readWired(store))?.map((line) => line.space) ?? []
  const { changes, forget } = parted(sides, { leaving, fresh, lines })
  return { records: sidesWritten(pen, sides, changes), forget }
}

const sidesWritten = (pen: Pen, sides: readonly BondSide[], changes: readonly SideChange[]) =>
  changes.flatMap(({ person, fields }) => {
    const rec = sides.find((side) => side.person === person)?.bond?.rec
    return rec ? [pen.edited(rec, fields)] : []
  })

const newSpace = (): SpaceId => bytesHex(crypto.getRandomValues(new Uint8Array(16)))
