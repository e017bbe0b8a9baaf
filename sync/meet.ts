/**
 * The one pairing that goes on here, if any: lets `pairing.ts` say what is next and does it, letter by letter, with the
 * mailbox, the vault and the lines. Everything in turn, and written down before it is posted, so that a page that is
 * closed in the middle goes on where it was.
 */
import { invitationText } from '../crypto/invitation.ts'
import type { DeviceKeys } from '../crypto/keys.ts'
import type { Hex } from '../wire/message.ts'
import type { Place, Proof } from './letters.ts'
import type { Over, Pairing } from './line.ts'
import { type Mail, type Mailbox, openMailbox } from './mailbox.ts'
import {
  type Advanced,
  advance,
  agreeTo,
  createMeeting,
  finishing,
  lastWritten,
  letterToFinish,
  letterToName,
  type Meeting,
  meetingId,
  naming,
  receive,
} from './pairing.ts'
import type { Doors } from './transport.ts'

/** What a pairing does to the lines. Each may be asked again after a crash. */
export type Hands = {
  /** The spaces for the other device. A new space is made, and nobody is told of it yet. */
  readonly name: (meeting: Meeting) => Promise<readonly Place[]>
  readonly admit: (places: readonly Place[], proofs: readonly Proof[]) => Promise<void>
  /** How far the admission of these is. `never`: the log went on meanwhile, and the proofs fit no more. */
  readonly admitted: (
    places: readonly Place[],
    proofs: readonly Proof[],
  ) => 'yes' | 'asked' | 'not-yet' | 'never'
  readonly enter: (entered: {
    readonly meeting: Meeting
    readonly places: readonly Place[]
    readonly keys: readonly DeviceKeys[]
  }) => Promise<void>
  /** My number in a space. */
  readonly numberIn: (space: Hex) => number
  /** A space that was made for a pairing that came to nothing. */
  readonly abandon: (space: Hex) => Promise<void>
  readonly tell: (pairing: Pairing | undefined) => void
}

/** `made`: the space that was made for it. */
type Ongoing = { readonly meeting: Meeting; readonly made?: Hex | undefined }
type Kept = Ongoing | { readonly outcome: Extract<Pairing, { step: 'done' | 'over' }> }

const row = 'meeting'

export async function createMeet(doors: Doors, hands: Hands) {
  const desk = await openDesk(doors, hands)
  const inTurn = createTurns()

  const { go, hear } = stepsOf(doors, { hands, desk })

  const start = () => {
    desk.start({
      hear: (mail) => void inTurn(() => hear(mail)),
      expire: () => void inTurn(() => desk.end('expired')),
    })
    void inTurn(go)
  }

  start()
  return {
    pairing: desk.pairing,
    begin: (about: Omit<Parameters<typeof createMeeting>[0], 'nowMs' | 'randomBytes'>) =>
      inTurn(async () => {
        await desk.end('stopped')
        const { randomBytes } = doors
        await desk.keep({ meeting: await createMeeting({ ...about, nowMs: doors.nowMs(), randomBytes }) })
        start()
      }),
    compare: (same: boolean) =>
      inTurn(async () => {
        const kept = desk.ongoing()
        if (!kept?.meeting.agreed) return
        if (!same) return desk.end('different')
        await desk.keep({ ...kept, meeting: agreeTo(kept.meeting) })
        return go()
      }),
    dismiss: () =>
      inTurn(async () => {
        await desk.end('stopped')
        await desk.keep(undefined)
      }),
    /** A line has changed, so an admission may be through. */
    look: () => void inTurn(go),
    wake: desk.wake,
    close: desk.hangUp,
  }
}

/** What is done, and what is heard. */
function stepsOf(doors: Doors, { hands, desk }: { readonly hands: Hands; readonly desk: Desk }) {
  /** Does what is next, if there is anything. */
  const go = async (): Promise<void> => {
    const kept = desk.ongoing()
    if (!kept) return
    const { randomBytes } = doors
    const next = await advance(kept.meeting, randomBytes)
    if (next.next === 'over') return desk.end(next.why)
    if (next.next === 'wait')
      return next.meeting === kept.meeting ? undefined : desk.keep({ ...kept, ...next })
    if (next.next === 'post') return desk.write(next.index, { ...kept, meeting: next.meeting })
    if (next.next === 'name') return name(next.meeting)
    if (next.next === 'admit') return admit(kept, next)
    if (next.next === 'enter') return enter(next)
  }

  const name = async (meeting: Meeting) => {
    const places = await hands.name(meeting)
    const isNew = meeting.into === undefined && meeting.purpose === 'person'
    const made = isNew ? places[0]?.space : undefined
    await desk.write(letterToName, { meeting: naming(meeting, places, doors.randomBytes), made })
  }

  const admit = async (kept: Ongoing, { meeting, places, proofs }: Extract<Advanced, { next: 'admit' }>) => {
    const how = hands.admitted(places, proofs)
    if (how === 'never') return desk.end('failed')
    if (how === 'not-yet') return hands.admit(places, proofs)
    const asked = how === 'asked'
    const last = finishing(meeting, { asked, randomBytes: doors.randomBytes })
    await desk.write(letterToFinish, { ...kept, meeting: last })
  }

  const enter = async ({ meeting, places, keys, asked }: Extract<Advanced, { next: 'enter' }>) => {
    await hands.enter({ meeting, places, keys })
    const [first] = places
    if (first) await desk.finish({ space: first.space, person: first.person, asked })
  }

  const hear = async (mail: Mail): Promise<void> => {
    const kept = desk.ongoing()
    if (!kept) return
    if (mail.on === 'taken') return desk.end('used')
    if (mail.on === 'too-new') return desk.end('too-new')
    if (mail.on === 'posted') return mail.index === letterToFinish ? told(kept.meeting) : go()
    const next = receive(kept.meeting, mail)
    if (!next) return desk.end('used')
    if (next !== kept.meeting) await desk.keep({ ...kept, meeting: next })
    return go()
  }

  /** The inviting side is done when its last letter lies there. */
  const told = async (meeting: Meeting) => {
    const next = await advance(meeting, doors.randomBytes)
    const [first] = next.next === 'told' ? next.places : []
    if (next.next === 'told' && first)
      await desk.finish({ space: first.space, person: hands.numberIn(first.space), asked: next.asked })
  }

  return { go, hear }
}

type Desk = Awaited<ReturnType<typeof openDesk>>

/** Where the pairing lies, and the mailbox while it goes on. */
async function openDesk(doors: Doors, hands: Pick<Hands, 'abandon' | 'tell'>) {
  let kept = (await doors.vault.get(row)) as Kept | undefined
  let mailbox: Mailbox | undefined
  let stopWaiting = () => {}

  const ongoing = (): Ongoing | undefined => (kept && 'meeting' in kept ? kept : undefined)
  const pairing = () => pairingOf(kept)

  const keep = async (next: Kept | undefined) => {
    await doors.vault.set({ [row]: next })
    kept = next
    hands.tell(pairing())
  }

  const hangUp = () => {
    stopWaiting()
    mailbox?.close()
    mailbox = undefined
  }

  const end = async (why: Over) => {
    const before = ongoing()
    if (!before) return
    hangUp()
    const { side, owner } = before.meeting
    await keep({ outcome: { side, owner, step: 'over', why } })
    if (before.made !== undefined) await hands.abandon(before.made)
  }

  const finish = async (of: { readonly space: Hex; readonly person: number; readonly asked: boolean }) => {
    const before = ongoing()
    if (!before) return
    hangUp()
    const { side, owner } = before.meeting
    await keep({ outcome: { side, owner, step: 'done', ...of } })
  }

  const write = async (index: number, next: Ongoing) => {
    await keep(next)
    mailbox?.post({ index, bytes: next.meeting.letters[index] as Uint8Array })
  }

  const start = (told: { readonly hear: (mail: Mail) => void; readonly expire: () => void }) => {
    const meeting = ongoing()?.meeting
    if (!meeting) return
    const { dial, wait, jitter, nowMs } = doors
    stopWaiting()
    stopWaiting = wait(Math.max(0, meeting.untilMs - nowMs()), told.expire)
    mailbox = openMailbox({ meeting: meetingId(meeting), dial, wait, jitter, tell: told.hear })
    const letter = lastWritten(meeting)
    if (letter) mailbox.post(letter)
  }

  return { ongoing, pairing, keep, end, finish, write, start, hangUp, wake: () => mailbox?.wake() }
}

function pairingOf(kept: Kept | undefined): Pairing | undefined {
  if (!kept) return undefined
  if ('outcome' in kept) return kept.outcome
  const { side, owner, secret, untilMs, agreed, said } = kept.meeting
  if (agreed) return { side, owner, step: 'compare', digits: agreed.digits, said }
  return side === 'inviting'
    ? { side, owner, step: 'waiting', code: invitationText(secret), untilMs }
    : { side, owner, step: 'waiting' }
}

/** One after the other, whatever comes in between. A fault ends what it was in, and nothing after it. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }
}
