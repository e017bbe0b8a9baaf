/**
 * One connection as a state and a voice: who is at the other end, what was heard and not answered yet, and how to speak.
 * No socket: frames come in and go out, so tests are a table of frames. (What is answered: `answer.ts`; inside a space:
 * `member.ts`; the real socket: `socket.ts`.)
 */
import { encodeFromServer } from '../wire/codec.ts'
import type { Roster } from '../wire/control.ts'
import type { FromDevice, FromServer, Hex, Refusal } from '../wire/message.ts'
import type { House } from './house.ts'
import type { Waiter } from './meetings.ts'
import type { Member } from './member.ts'

/** Where the frames of a line go. */
export type Peer = {
  /** What its address is called this hour. */
  readonly address: string
  readonly nonce: Uint8Array
  readonly send: (frame: Uint8Array) => void
  /** More was sent than it has taken. */
  readonly isSlow: () => boolean
  /** Stops to listen to it, or goes on. What it says meanwhile waits in the network. */
  readonly hold: () => void
  readonly resume: () => void
  /** Ends the connection behind what was sent. */
  readonly close: () => void
}

export type Line = {
  readonly house: House
  readonly peer: Peer
  who: Who
  hasSaidHello: boolean
  isOver: boolean
  /** What is being dealt with. What is heard meanwhile waits its turn in the backlog. */
  working: Promise<void> | undefined
  backlog: Uint8Array[]
  /** Bytes that were heard and are neither answered nor forgotten. */
  heldBytes: number
  waiters: readonly Waiter[]
}

export type Who =
  /** Has said nothing about itself yet, or nothing that holds. */
  | { readonly is: 'nobody' }
  /** Has signed for a space in which nobody knows it. With a roster, it is writing that space's log. */
  | { readonly is: 'stranger'; readonly space: Hex; readonly key: Hex; readonly roster?: Roster }
  | { readonly is: 'in'; readonly member: Member }

export type Said<Say extends FromDevice['say']> = Extract<FromDevice, { say: Say }>

/** So much of what a peer has said may wait here; it is listened to again when half of it is gone. */
const heldBytesMax = 2 * 1024 * 1024
const troubleWaitMs = 5_000

export function say(line: Line, frame: FromServer): void {
  if (!line.isOver) line.peer.send(encodeFromServer(frame))
}

/** Gives back nothing, so that whoever has nothing else to answer can end with it. */
export function refuse(
  line: Line,
  why: Refusal,
  about: { readonly batch?: number; readonly waitMs?: number } = {},
): undefined {
  line.house.counts.refusals[why]++
  const waitMs = about.waitMs ?? (why === 'trouble' ? troubleWaitMs : 0)
  say(line, { say: 'error', why, waitMs, batch: about.batch ?? 0 })
  return undefined
}

/** Bytes wait here. Once it is too much, nothing more is taken from the network. */
export function hold(line: Line, sizeBytes: number): void {
  const before = line.heldBytes
  line.heldBytes += sizeBytes
  if (before < heldBytesMax && line.heldBytes >= heldBytesMax) line.peer.hold()
}

export function letGo(line: Line, sizeBytes: number): void {
  const before = line.heldBytes
  line.heldBytes -= sizeBytes
  const enough = heldBytesMax / 2
  if (before >= enough && line.heldBytes < enough) line.peer.resume()
}

/** Says why and hangs up. What it held is let go when the connection is gone. */
export function endWith(line: Line, why: Refusal): undefined {
  refuse(line, why)
  line.isOver = true
  line.backlog = []
  line.peer.close()
  return undefined
}
