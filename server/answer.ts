/**
 * What is answered to a frame, to whoever it may be. (The frames in words: `docs/protocol.md`, section 5.)
 *
 * What surprises: whoever is not in a space gets the same answers for a space that is there and for one that is not.
 * A true *hello* is then welcomed as to an unknown space, since that is how a space begins, and everything after it
 * but the first entry of that very space is refused.
 */
import { decodeFromDevice, helloProof } from '../wire/codec.ts'
import { isIn } from '../wire/control.ts'
import { noHead } from './boxes.ts'
import type { House } from './house.ts'
import { endWith, hold, type Line, letGo, type Peer, refuse, type Said, say, type Who } from './line.ts'
import type { Waiter } from './meetings.ts'
import { closeMember, enter, hearMember } from './member.ts'
import { isSigned } from './signature.ts'
import { putLog } from './spaces.ts'

const version = 1
const meetingsMax = 4
/** What a frame costs that waits, besides its bytes. Or somebody could make a great many of nothing. */
const frameBytes = 256

export function openLine(house: House, peer: Peer): Line {
  const line: Line = {
    house,
    peer,
    who: nobody,
    hasSaidHello: false,
    isOver: false,
    working: undefined,
    backlog: [],
    heldBytes: 0,
    waiters: none,
  }
  say(line, { say: 'challenge', nonce: peer.nonce, oldest: version, newest: version })
  return line
}

/** A frame came. Frames of one line are dealt with one after the other. */
export function hear(line: Line, frame: Uint8Array): void {
  if (line.isOver) return
  hold(line, frame.length + frameBytes)
  line.backlog.push(frame)
  goOn(line)
}

/** The peer has taken what was sent. */
export function drained(line: Line): void {
  if (line.who.is === 'in') line.who.member.reader?.drained()
  goOn(line)
}

/** The connection is gone. */
export function closeLine(line: Line): void {
  line.isOver = true
  line.backlog = []
  if (line.who.is === 'in') closeMember(line.who.member)
  for (const waiter of line.waiters) line.house.meetings.leave(waiter)
  line.who = nobody
  line.waiters = none
}

/** Until everything that was heard has been dealt with. */
export async function settled(line: Line): Promise<void> {
  while (line.working) await line.working
}

/** Nothing is answered to a peer that has not taken earlier answers: one packet of the network holds a thousand questions. */
function goOn(line: Line): void {
  while (!line.working && !line.isOver && !line.peer.isSlow()) {
    const frame = line.backlog.shift()
    if (!frame) return
    deal(line, frame)
  }
}

function deal(line: Line, frame: Uint8Array): void {
  const trouble = (error: unknown) => {
    line.house.trouble(error)
    refuse(line, 'trouble')
  }
  const done = () => {
    line.working = undefined
    letGo(line, frame.length + frameBytes)
  }
  try {
    line.working = answer(line, frame)
      ?.catch(trouble)
      .then(() => {
        done()
        goOn(line)
      })
    if (!line.working) done()
  } catch (error) {
    trouble(error)
    done()
  }
}

/** A promise where others have to be waited for. */
function answer(line: Line, bytes: Uint8Array): Promise<void> | undefined {
  const decoded = decodeFromDevice(bytes)
  if (!decoded.ok) return endWith(line, 'malformed')
  const { frame } = decoded
  switch (frame.say) {
    case 'hello':
      return hello(line, frame)
    case 'ask-mail':
      return askMail(line, frame)
    case 'post-mail':
      return postMail(line, frame)
    default:
      if (line.who.is === 'in') return hearMember(line.who.member, frame)
      if (line.who.is === 'stranger' && frame.say === 'put-control') return begin(line, line.who, frame)
      return refuse(line, 'refused', frame.say === 'push' ? { batch: frame.batch } : {})
  }
}

async function hello(line: Line, { version: spoken, space, key, signature }: Said<'hello'>) {
  const { house, peer } = line
  // A challenge is good for one answer.
  if (line.hasSaidHello) return endWith(line, 'malformed')
  line.hasSaidHello = true
  if (spoken !== version) return endWith(line, 'too-new')
  const message = helloProof({ nonce: peer.nonce, space, key, version })
  if (!isSigned({ key, message, signature })) return refuse(line, 'refused')

  const { is } = await house.boxes.find({ space, key })
  if (is === 'gone' || is === 'none') {
    line.who = { is: 'stranger', space, key }
    // Whoever really wants to may begin the same space anew: one that is made from words on paper has no other name.
    if (is === 'gone') return refuse(line, 'gone')
    return say(line, { say: 'welcome', entries: 0, sequence: 0, counter: 0 })
  }
  const entered = is === 'in' ? await enter(line, { space, key }) : undefined
  if (!entered) return refuse(line, 'refused')
  const { member, counter } = entered
  line.who = { is: 'in', member }
  const { roster, newest } = member.space
  say(line, { say: 'welcome', entries: roster.entries, sequence: newest, counter })
}

/** The first entries of a space. A long log comes in several frames, and in which of them I am may stand in the last. */
async function begin(
  line: Line,
  who: Extract<Who, { is: 'stranger' }>,
  { head, entries }: Said<'put-control'>,
) {
  const { house, peer } = line
  const { space, key, roster } = who
  if (head !== (roster?.head ?? noHead)) return refuse(line, roster ? 'stale' : 'refused')
  const waitMs =
    (roster ? 0 : house.rates.take('spacesOfAddress', peer.address)) ||
    house.rates.take('entriesOfDevice', key, entries.length)
  if (waitMs > 0) return refuse(line, 'slow-down', { waitMs })

  const logged = await putLog(house.spaces, { id: space, before: roster, entries })
  // Where somebody else has begun this space already, a stranger must not hear so.
  if (!logged.ok) return refuse(line, roster ? logged.why : 'refused')
  line.who = { is: 'stranger', space, key, roster: logged.roster }
  if (isIn(logged.roster, key)) {
    const entered = await enter(line, { space, key })
    if (entered) line.who = { is: 'in', member: entered.member }
  }
  say(line, { say: 'put', entries: logged.roster.entries })
}

async function askMail(line: Line, { meeting, from }: Said<'ask-mail'>) {
  const { house, peer } = line
  const waitMs = house.rates.take('mailsOfAddress', peer.address)
  if (waitMs > 0) return refuse(line, 'slow-down', { waitMs })
  // Who asks again is told from there, and no longer from where they were.
  for (const waiter of line.waiters) if (waiter.meeting === meeting) house.meetings.leave(waiter)
  line.waiters = line.waiters.filter((waiter) => waiter.meeting !== meeting)
  if (line.waiters.length >= meetingsMax) return refuse(line, 'refused')
  const waiter = await house.meetings.ask({
    meeting,
    from,
    send: ({ index, bytes }) => say(line, { say: 'mail', meeting, index, bytes }),
  })
  // The connection may be gone by now.
  if (line.isOver) house.meetings.leave(waiter)
  else line.waiters = [...line.waiters, waiter]
}

async function postMail(line: Line, { meeting, index, lifetimeS, bytes }: Said<'post-mail'>) {
  const { house, peer } = line
  const waitMs =
    house.rates.take('mailsOfAddress', peer.address) ||
    (index === 0 ? house.rates.take('meetingsOfAddress', peer.address) : 0)
  if (waitMs > 0) return refuse(line, 'slow-down', { waitMs })
  const mine = line.waiters.find((waiter) => waiter.meeting === meeting)
  const answered = await house.meetings.post({ meeting, index, bytes, lifetimeMs: 1_000 * lifetimeS }, mine)
  if (answered === 'taken') return refuse(line, 'taken')
  house.counts.mails++
  say(line, { say: 'mail', meeting, index, bytes: nothing })
}

const nobody: Who = { is: 'nobody' }
const none: readonly Waiter[] = []
const nothing = new Uint8Array()
