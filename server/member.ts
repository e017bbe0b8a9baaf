/**
 * A device inside its space: it reads the log and what others wrote, and writes itself.
 * It is believed to be who it says; whether it is still in is asked of the log with each thing it wants.
 */
import { isIn, tagOf } from '../wire/control.ts'
import { type FromDevice, type Hex, limits, type Refusal } from '../wire/message.ts'
import { packetHeaderOf } from '../wire/packet.ts'
import type { Packet } from './boxes.ts'
import type { Answer } from './group.ts'
import { endWith, hold, type Line, letGo, refuse, type Said, say } from './line.ts'
import { createReader, type Reader } from './reader.ts'
import { sha256 } from './signature.ts'
import {
  enterSpace,
  forgetSpace,
  isAlone,
  type Listener,
  leaveSpace,
  putLog,
  readOn,
  type Space,
} from './spaces.ts'

export type Member = {
  readonly line: Line
  readonly space: Space
  readonly key: Hex
  readonly tag: Hex
  readonly listener: Listener
  reader: Reader | undefined
}

/** Nothing, where the device has ended meanwhile. */
export async function enter(line: Line, { space: id, key }: { readonly space: Hex; readonly key: Hex }) {
  let member: Member | undefined
  const listener: Listener = {
    key,
    news: (news) => member?.reader?.news(news),
    logged: (frame) => member && !line.isOver && line.peer.send(frame),
    over: (why) => member && over(member, why),
  }
  const entered = await enterSpace(line.house.spaces, id, listener)
  if (!entered) return undefined
  const { space, counter } = entered
  member = { line, space, key, tag: tagOf(key, sha256), listener, reader: undefined }
  if (!line.isOver && isIn(space.roster, key)) return { member, counter }
  closeMember(member)
  return undefined
}

export function closeMember({ line, space, listener, reader }: Member): void {
  reader?.close()
  leaveSpace(line.house.spaces, space, listener)
}

/** A promise where others have to be waited for. */
export function hearMember(member: Member, frame: FromDevice): Promise<void> | undefined {
  const { line, space, key } = member
  if (!isIn(space.roster, key))
    return refuse(line, 'refused', frame.say === 'push' ? { batch: frame.batch } : {})
  switch (frame.say) {
    case 'ask-control':
      return askControl(member, frame)
    case 'put-control':
      return putControl(member, frame)
    case 'subscribe':
      return subscribe(member, frame)
    case 'more':
      return more(member, frame)
    case 'push':
      return push(member, frame)
    case 'forget':
      return forget(member)
    default:
      return undefined
  }
}

function over(member: Member, why: Refusal): void {
  const { line } = member
  closeMember(member)
  line.who = { is: 'nobody' }
  refuse(line, why)
}

async function askControl({ line, space, key }: Member, { after }: Said<'ask-control'>) {
  const waitMs = line.house.rates.take('pagesOfDevice', key)
  if (waitMs > 0) return refuse(line, 'slow-down', { waitMs })
  const entries = await line.house.boxes.log({ space: space.id, after, most: limits.entriesPerFrameMax })
  const more = entries.length > 0 && after + entries.length < space.roster.entries
  say(line, { say: 'control', first: after, more, entries })
}

async function putControl(member: Member, { head, entries }: Said<'put-control'>) {
  const { line, space, key, listener } = member
  if (head !== space.roster.head) return refuse(line, 'stale')
  const waitMs = line.house.rates.take('entriesOfDevice', key, entries.length)
  if (waitMs > 0) return refuse(line, 'slow-down', { waitMs })
  const logged = await putLog(line.house.spaces, {
    id: space.id,
    before: space.roster,
    entries,
    by: listener,
  })
  if (!logged.ok) return refuse(line, logged.why)
  say(line, { say: 'put', entries: logged.roster.entries })
  // They have just ended themselves, and know it.
  if (isIn(logged.roster, key)) return
  closeMember(member)
  line.who = { is: 'nobody' }
}

async function subscribe(member: Member, { after }: Said<'subscribe'>) {
  const { line, space } = member
  member.reader?.close()
  member.reader = createReader({
    boxes: line.house.boxes,
    space,
    send: (frame) => !line.isOver && line.peer.send(frame),
    isSlow: line.peer.isSlow,
    trouble: (error) => {
      line.house.trouble(error)
      refuse(line, 'trouble')
    },
  })
  await page(member, after)
}

function more(member: Member, { after }: Said<'more'>) {
  return member.reader ? page(member, after) : endWith(member.line, 'malformed')
}

async function page({ line, key, reader }: Member, after: number) {
  const waitMs = line.house.rates.take('pagesOfDevice', key)
  if (waitMs > 0) return refuse(line, 'slow-down', { waitMs })
  await reader?.from(after)
}

type Judged =
  | { readonly ok: true; readonly packets: readonly Packet[] }
  | { readonly ok: false; readonly why: Refusal }

/** By the log as it is known here. The boxes hold the push against the log once more. */
function judge({ space: { roster }, key, tag }: Member, bytes: readonly Uint8Array[]): Judged {
  if (!isIn(roster, key)) return { ok: false, why: 'refused' }
  const packets: Packet[] = []
  for (const packet of bytes) {
    const read = packetHeaderOf(packet)
    if (!read.ok || read.header.tag !== tag) return { ok: false, why: 'refused' }
    const { epoch, counter, slot } = read.header
    if (roster.closed || roster.due || roster.epoch?.number !== epoch) return { ok: false, why: 'stale' }
    packets.push({ counter, slot, bytes: packet })
  }
  return { ok: true, packets }
}

/** Does not wait for the disk: a device may have many pushes on the way, and they are kept together. */
function push(member: Member, { batch, packets }: Said<'push'>): undefined {
  const { line, space, key, tag, listener } = member
  const { rates, counts } = line.house
  const waitMs =
    rates.take('packetsOfDevice', key, packets.length) ||
    rates.take('packetsOfSpace', space.id, packets.length)
  if (waitMs > 0) return refuse(line, 'slow-down', { batch, waitMs })
  counts.pushes++
  const sizeBytes = packets.reduce((sum, { length }) => sum + length, 0)
  hold(line, sizeBytes)
  const refused = (why: Refusal) => {
    letGo(line, sizeBytes)
    return refuse(line, why, { batch })
  }
  const judged = judge(member, packets)
  if (!judged.ok) return refused(judged.why)
  const answered = (answer: Answer) => {
    if (!answer.ok) {
      // Somebody else has written into the log, and this is how we hear of it.
      if (answer.why === 'stale') readOn(line.house.spaces, space).catch(line.house.trouble)
      refused(answer.why)
      return
    }
    letGo(line, sizeBytes)
    counts.packets += answer.sequences.length
    say(line, { say: 'ack', batch, sequences: answer.sequences })
  }
  const { head } = space.roster
  const push = { space: space.id, head, key, tag, packets: judged.packets }
  line.house.group.add({ push, from: listener, answered })
  return undefined
}

/** Everybody in it is told that it is gone, and so is whoever asked. */
async function forget({ line, space }: Member) {
  if (!isAlone(space)) return refuse(line, 'refused')
  await forgetSpace(line.house.spaces, space.id)
}
