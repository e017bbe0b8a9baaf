/**
 * Behind the door of `line.ts`: one line for each space this device is in, and at most one pairing. What is wanted is
 * written down first, and done when there is a server; so every promise here is kept without a network.
 */
import { createInvitation, readInvitation } from '../crypto/invitation.ts'
import type { DeviceKeys } from '../crypto/keys.ts'
import { hashOf } from '../wire/control.ts'
import { type Hex, limits } from '../wire/message.ts'
import { dropSpace, holdSpace, spacesHeld } from './keyring.ts'
import type { Place, Proof } from './letters.ts'
import type { Lines, News, Standing } from './line.ts'
import { createMeet, type Hands } from './meet.ts'
import { beginLog } from './membership.ts'
import type { Meeting } from './pairing.ts'
import type { Wish } from './state.ts'
import { type Doors, type Line, openLine } from './transport.ts'

export async function openLines(doors: Doors): Promise<Lines> {
  const watchers = new Set<(news: News) => void>()
  const tell = (news: News) => {
    for (const told of watchers) told(news)
  }
  let look = () => {}
  const set = await openSet(doors, {
    changed: () => look(),
    tell: (lines) => tell({ tell: 'standing', lines }),
  })
  const meet = await createMeet(doors, {
    ...handsOf(doors, set),
    tell: (pairing) => tell({ tell: 'pairing', pairing }),
  })
  look = meet.look

  const wish = async (space: Hex, what: Wish) => set.carrying(space)?.tell({ on: 'wished', wish: what })
  return {
    standing: set.standing,
    pairing: async () => meet.pairing(),
    invite: async (about) => {
      const secret = createInvitation(doors.randomBytes)
      await meet.begin({ side: 'inviting', purpose: 'person', secret, ...about })
    },
    join: async ({ code, ...about }) => {
      const read = readInvitation(code)
      if (!read.ok) throw new Error(read.why)
      await meet.begin({ side: 'joining', purpose: 'person', secret: read.secret, ...about })
    },
    compare: meet.compare,
    dismiss: meet.dismiss,
    answer: async (space, yes) => {
      const add = set.carrying(space)?.state().roster?.open?.add
      if (add) await wish(space, { wish: yes ? 'approve' : 'decline', add })
    },
    hush: async (space, quiet) => set.carrying(space)?.tell({ on: 'hushed', quiet }),
    leave: (space, { first }) => wish(space, { wish: 'leave', first, said: false }),
    drop: async (space) => {
      const line = set.carrying(space)
      // A line that still goes on is left first, or others would wait for somebody who cannot come back.
      if (line?.state().finished) await set.drop(line.state().space)
    },
    revoke: (space, key) => wish(space, { wish: 'revoke', key }),
    wake: async () => {
      set.wake()
      meet.wake()
    },
    watch: (heard) => {
      watchers.add(heard)
      return () => void watchers.delete(heard)
    },
    wipe: async () => {
      meet.close()
      await set.close()
      await doors.vault.wipe()
    },
    close: async () => {
      meet.close()
      await set.close()
      await doors.vault.close()
    },
  }
}

type LineSet = Awaited<ReturnType<typeof openSet>>

/** Every line of this device, by its space. */
async function openSet(
  doors: Doors,
  told: { readonly changed: () => void; readonly tell: (lines: readonly Standing[]) => void },
) {
  const lines = new Map<Hex, Line>()
  const standing = async (): Promise<readonly Standing[]> =>
    Promise.all([...lines.values()].map((line) => line.standing()))
  const tellSoon = soon(async () => told.tell(await standing()))

  const open = async (space: Hex) => {
    if (lines.has(space)) return
    const line = await openLine(doors, space)
    if (!line) return
    lines.set(space, line)
    line.watch(() => {
      tellSoon()
      told.changed()
    })
    tellSoon()
  }
  for (const space of await spacesHeld(doors.vault)) await open(space)

  return {
    open,
    standing,
    of: (space: Hex) => lines.get(space),
    /** The app knows a line by the space of the store that it carries. */
    carrying: (space: Hex) => [...lines.values()].find((line) => line.marks().carries === space),
    all: () => [...lines.values()],
    drop: async (space: Hex) => {
      await lines.get(space)?.close()
      lines.delete(space)
      await dropSpace(doors.vault, space)
      tellSoon()
    },
    wake: () => {
      for (const line of lines.values()) void line.tell({ on: 'wake' })
    },
    close: async () => {
      await Promise.all([...lines.values()].map((line) => line.close()))
      lines.clear()
    },
  }
}

/** What a pairing does to the lines. */
function handsOf(doors: Doors, set: LineSet): Omit<Hands, 'tell'> {
  return {
    name: (meeting) => named(doors, { lines: set, meeting }),
    admit: async (places, proofs) => {
      for (const [at, place] of places.entries()) {
        await set.open(place.space)
        await set.of(place.space)?.tell({ on: 'wished', wish: admission(place, proofs[at] as Proof) })
      }
    },
    admitted: (places, proofs) =>
      furthest(
        places.map(({ space, head }, at) =>
          admittedIn(set.of(space), { head, key: (proofs[at] as Proof).key }),
        ),
      ),
    enter: async ({ meeting, places, keys }) => {
      for (const [at, place] of places.entries()) {
        await holdSpace(doors, { space: place.space, keys: keys[at] as DeviceKeys, ...held(meeting, place) })
        await set.open(place.space)
      }
    },
    numberIn: (space) => set.of(space)?.state().person ?? 0,
    abandon: set.drop,
  }
}

/** The spaces that the other device is to be in. */
async function named(
  doors: Doors,
  { lines, meeting }: { readonly lines: Pick<LineSet, 'of' | 'all'>; readonly meeting: Meeting },
): Promise<readonly Place[]> {
  const { purpose, owner, about, into } = meeting
  if (purpose === 'device')
    return lines.all().flatMap((line) => {
      const { roster, person } = line.state()
      const given = line.given()
      const isMine = line.marks().owner === owner && isOpen(line)
      return roster && given && isMine ? [{ space: roster.space, head: roster.head, person, given }] : []
    })
  const there = into === undefined ? undefined : lines.of(into)?.state().roster
  if (there) return [{ space: there.space, head: there.head, person: there.people, given: undefined }]

  const { craft, randomBytes } = doors
  const keys = await craft.createDeviceKeys()
  const nonce = randomBytes(limits.genesisNonceBytes)
  const { space, entry } = await beginLog({ craft, keys, nonce, root: false })
  await holdSpace(doors, {
    space,
    keys,
    marks: { carries: space, owner, about, person: 0 },
    entries: [entry],
  })
  return [{ space, head: hashOf(entry, craft.sha256), person: 1, given: undefined }]
}

const isOpen = (line: Line): boolean => line.state().finished === undefined

const admission = ({ head, person }: Place, proof: Proof): Wish => ({
  wish: 'admit',
  joining: { before: head, person, root: false, ...proof },
})

type Admitted = 'yes' | 'asked' | 'not-yet' | 'never'

/** Where the log says that a key is, after the head that its proof was made for. */
function admittedIn(line: Line | undefined, about: { readonly head: Hex; readonly key: Hex }): Admitted {
  const state = line?.state()
  if (!state?.roster) return 'not-yet'
  const { roster, wishes } = state
  if (roster.devices.some(({ key }) => key === about.key)) return 'yes'
  if (roster.open?.device.key === about.key) return 'asked'
  const isWished = wishes.some((one) => one.wish === 'admit' && one.joining.key === about.key)
  return isWished || roster.head === about.head ? 'not-yet' : 'never'
}

const furthest = (all: readonly Admitted[]): Admitted =>
  (['never', 'not-yet', 'asked', 'yes'] as const).find((one) => all.includes(one)) ?? 'never'

/** What a device keeps of a space that it was let into. */
function held(
  meeting: Meeting,
  { space, person, given }: Place,
): Pick<Parameters<typeof holdSpace>[1], 'marks' | 'given'> {
  const { owner, about } = meeting
  if (!given) return { marks: { carries: space, owner, about, person }, given }
  return {
    marks: {
      carries: given.carries,
      owner: given.owner,
      about: new TextDecoder().decode(given.about),
      person,
    },
    given,
  }
}

/** Told once for many changes at a time, and again when something changed while it was being told. */
function soon(work: () => Promise<void>): () => void {
  let isUnderWay = false
  let isAgain = false
  const go = async () => {
    do {
      isAgain = false
      await work()
    } while (isAgain)
    isUnderWay = false
  }
  return () => {
    if (isUnderWay) isAgain = true
    else {
      isUnderWay = true
      go().catch(() => {
        // The store was closed under it: there is nobody left to tell.
        isUnderWay = false
      })
    }
  }
}
