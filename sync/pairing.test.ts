/** Noor invites Sam; Kit reads along, and gets nothing. The mailbox is a list, as on a server that keeps what it is given. */
import { randomBytes as nodeRandomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createInvitation } from '../crypto/invitation.ts'
import { verify } from '../crypto/keys.ts'
import { ofHex } from '../wire/bytes.ts'
import { joinProof } from '../wire/entry.ts'
import type { Place } from './letters.ts'
import {
  type Advanced,
  advance,
  agreeTo,
  createMeeting,
  finishing,
  lastWritten,
  letterToName,
  type Meeting,
  meetingId,
  naming,
  receive,
} from './pairing.ts'

const randomBytes = (sizeBytes: number) => new Uint8Array(nodeRandomBytes(sizeBytes))
const noorsOwn = 'a0'.repeat(16)
const samsOwn = 'b0'.repeat(16)
const place: Place = { space: 'c0'.repeat(16), head: 'd0'.repeat(32), person: 1, given: undefined }

const meet = (about: Partial<Parameters<typeof createMeeting>[0]>) =>
  createMeeting({
    side: 'inviting',
    purpose: 'person',
    owner: noorsOwn,
    about: 'bond',
    secret: createInvitation(randomBytes),
    nowMs: 0,
    randomBytes,
    ...about,
  })

/** What lies in the mailbox. `tamper` is whoever stands between. */
type Box = { letters: Uint8Array[]; readonly tamper?: (index: number, bytes: Uint8Array) => Uint8Array }

/** One side does all it can do now. */
async function go(start: Meeting, box: Box): Promise<Advanced> {
  let meeting = start
  for (;;) {
    for (const [index, bytes] of box.letters.entries()) {
      const next = receive(meeting, { index, bytes: meeting.letters[index] ?? bytes })
      if (!next) return { next: 'over', why: 'used' }
      meeting = next
    }
    const next = await advance(meeting, randomBytes)
    if (next.next === 'post') {
      const letter = next.meeting.letters[next.index] as Uint8Array
      box.letters[next.index] = box.tamper?.(next.index, letter) ?? letter
      meeting = next.meeting
    } else if (next.next === 'wait' && next.meeting !== meeting) meeting = next.meeting
    else return next
  }
}

const meetingIn = (advanced: Advanced): Meeting => {
  if (advanced.next === 'over') throw new Error(advanced.why)
  return advanced.meeting
}

/** Both up to the digits. */
async function untilDigits(
  box: Box = { letters: [] },
  more: Partial<Parameters<typeof createMeeting>[0]> = {},
) {
  const secret = createInvitation(randomBytes)
  let noor = await meet({ secret, ...more })
  let sam = await meet({ secret, owner: samsOwn, ...more, side: 'joining' })
  noor = meetingIn(await go(noor, box))
  sam = meetingIn(await go(sam, box))
  noor = meetingIn(await go(noor, box))
  sam = meetingIn(await go(sam, box))
  return { noor, sam, box, secret }
}

const post = (box: Box, index: number, meeting: Meeting) => {
  box.letters[index] = meeting.letters[index] as Uint8Array
}

describe('Noor and Sam', () => {
  test('see the same six digits, and nobody who reads the mailbox sees them', async () => {
    const { noor, sam, box } = await untilDigits()
    expect(noor.agreed?.digits).toMatch(/^\d{6}$/)
    expect(sam.agreed).toEqual(noor.agreed)
    const read = Buffer.concat(box.letters).toString('latin1')
    expect(read).not.toContain(noor.agreed?.digits)
    expect(read).not.toContain(Buffer.from(noor.own.publicKey).toString('latin1'))
  })

  test('come to share a space: Noor names it, Sam proves a key for it', async () => {
    const { noor, sam, box } = await untilDigits()
    const named = await go(agreeTo(noor), box)
    expect(named.next).toBe('name')
    const noorNamed = naming(meetingIn(named), [place], randomBytes)
    post(box, letterToName, noorNamed)

    const samWaits = await go(agreeTo(sam), box)
    expect(samWaits.next).toBe('wait')
    const admits = await go(noorNamed, box)
    if (admits.next !== 'admit') throw new Error(admits.next)
    expect(admits.places).toEqual([place])
    const [proof] = admits.proofs
    if (!proof) throw new Error('no proof')
    const message = joinProof({ ...proof, before: place.head, person: 1, root: false })
    const claim = { publicKey: ofHex(proof.key), signature: proof.proof, message }
    expect(await verify(claim)).toBe(true)
    expect(
      await verify({
        ...claim,
        message: joinProof({ ...proof, before: place.head, person: 2, root: false }),
      }),
    ).toBe(false)

    const noorDone = finishing(admits.meeting, { asked: true, randomBytes })
    post(box, 5, noorDone)
    expect(await go(noorDone, box)).toMatchObject({ next: 'told', asked: true, places: [place] })
    const enters = await go(meetingIn(samWaits), box)
    expect(enters).toMatchObject({ next: 'enter', asked: true, places: [place] })
    if (enters.next === 'enter')
      expect(Buffer.from(enters.keys[0]?.signing.publicKey ?? []).toString('hex')).toBe(proof.key)
  })

  test('tell each other nothing before both have said that the digits are the same', async () => {
    const { noor, sam, box } = await untilDigits()
    expect((await go(noor, box)).next).toBe('wait')
    expect((await go(sam, box)).next).toBe('wait')
    expect((await go(agreeTo(sam), box)).next).toBe('wait')
    expect(box.letters).toHaveLength(3)
    const named = naming(agreeTo(noor), [place], randomBytes)
    post(box, letterToName, named)
    // Sam has not said yes, so he proves nothing although he is named a space.
    expect((await go(sam, box)).next).toBe('wait')
    expect(box.letters).toHaveLength(4)
  })

  test('go on where they were after the page was closed', async () => {
    const { noor, box } = await untilDigits()
    const woken = structuredClone(noor)
    expect(lastWritten(woken)).toEqual({ index: 2, bytes: box.letters[2] })
    expect((await go(agreeTo(woken), box)).next).toBe('name')
  })
})

describe('Kit', () => {
  test('who is faster with the same invitation gets other digits than Noor, and Sam finds it used', async () => {
    const box: Box = { letters: [] }
    const { noor, secret } = await untilDigits(box)
    const sam = await meet({ secret, side: 'joining', owner: samsOwn })
    const late = meetingIn(await go(sam, { letters: box.letters.slice(0, 1) }))
    expect(receive(late, { index: 1, bytes: box.letters[1] as Uint8Array })).toBeUndefined()
    expect(late.agreed).toBeUndefined()
    expect(noor.agreed).toBeDefined()
  })

  test('who does not hold the invitation cannot answer it', async () => {
    const box: Box = { letters: [] }
    const noor = meetingIn(await go(await meet({}), box))
    const kit = await meet({ side: 'joining' })
    expect(await go(kit, box)).toEqual({ next: 'over', why: 'unreadable' })
    expect(meetingId(kit)).not.toBe(meetingId(noor))
  })

  test('who stands between with the invitation in hand shows two people different digits', async () => {
    const secret = createInvitation(randomBytes)
    const [toNoor, toSam]: [Box, Box] = [{ letters: [] }, { letters: [] }]
    let noor = meetingIn(await go(await meet({ secret }), toNoor))
    let sam = await meet({ secret, side: 'joining', owner: samsOwn })
    const kitAsSam = meetingIn(await go(await meet({ secret, side: 'joining' }), toNoor))
    const kitAsNoor = meetingIn(await go(await meet({ secret }), toSam))
    sam = meetingIn(await go(sam, toSam))
    noor = meetingIn(await go(noor, toNoor))
    await go(kitAsSam, toNoor)
    await go(kitAsNoor, toSam)
    noor = meetingIn(await go(noor, toNoor))
    sam = meetingIn(await go(sam, toSam))
    expect(noor.agreed?.digits).not.toBe(sam.agreed?.digits)
  })

  test('who changes any letter on its way ends the pairing', async () => {
    const secret = createInvitation(randomBytes)
    for (const changed of [0, 1, 2]) {
      const flip = (index: number, bytes: Uint8Array) => {
        const copy = bytes.slice()
        if (index === changed) copy[copy.length - 1]! ^= 1
        return copy
      }
      const box: Box = { letters: [], tamper: flip }
      const sides = [await meet({ secret }), await meet({ secret, side: 'joining', owner: samsOwn })]
      const seen: Advanced[] = []
      for (let turn = 0; turn < 4; turn++) {
        const side = turn % 2
        const next = await go(sides[side] as Meeting, box)
        seen.push(next)
        if (next.next === 'over') break
        sides[side] = next.meeting
      }
      expect(seen.at(-1)).toEqual({ next: 'over', why: 'unreadable' })
    }
  })
})

test('a device of Noor’s own is given every space and what it may read there', async () => {
  const own: Place = {
    ...place,
    person: 0,
    given: {
      carries: noorsOwn,
      owner: noorsOwn,
      about: new Uint8Array([1, 2, 3]),
      slotSecret: randomBytes(32),
      epochs: [{ epoch: 1, entry: 'e0'.repeat(32), key: randomBytes(32) }],
    },
  }
  const {
    noor,
    sam: tablet,
    box,
  } = await untilDigits({ letters: [] }, { purpose: 'device', owner: noorsOwn })
  const named = naming(agreeTo(noor), [own, { ...own, space: 'f0'.repeat(16) }], randomBytes)
  post(box, letterToName, named)
  await go(agreeTo(tablet), box)
  const admits = await go(named, box)
  if (admits.next !== 'admit') throw new Error(admits.next)
  expect(admits.proofs).toHaveLength(2)
  expect(admits.places[0]).toEqual(own)
  expect(new Set(admits.proofs.map(({ key }) => key)).size).toBe(2)
})

test('nobody becomes a device of somebody else, nor lets somebody else become one, by mistake', async () => {
  const { noor, sam, box } = await untilDigits()
  const given = {
    carries: noorsOwn,
    owner: noorsOwn,
    about: new Uint8Array(),
    slotSecret: randomBytes(32),
    epochs: [],
  }
  const named = naming({ ...agreeTo(noor), purpose: 'device' }, [{ ...place, given }], randomBytes)
  post(box, letterToName, named)
  expect(await go(agreeTo(sam), box)).toEqual({ next: 'over', why: 'unreadable' })
})
