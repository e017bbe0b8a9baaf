/**
 * The mailbox in which two devices meet: asks for what lies in it, hears what comes, posts what is to be posted, and goes
 * on trying while there is no network. Nobody says who they are here; who knows the meeting's name may read it.
 */

import { toHex } from '../wire/bytes.ts'
import { decodeFromServer, encodeFromDevice } from '../wire/codec.ts'
import { type FromDevice, type Hex, limits, type Refusal } from '../wire/message.ts'
import type { Dial } from './transport.ts'

export type Mailbox = {
  /** Until it is there: posted again after each new connection. One letter at a time. */
  readonly post: (letter: { readonly index: number; readonly bytes: Uint8Array }) => void
  readonly wake: () => void
  readonly close: () => void
}

export type Mail =
  | { readonly on: 'mail'; readonly index: number; readonly bytes: Uint8Array }
  /** Our letter is there. */
  | { readonly on: 'posted'; readonly index: number }
  /** Somebody else's letter lies in the place of ours, or the meeting is over. */
  | { readonly on: 'taken'; readonly index: number }
  | { readonly on: 'too-new' }

export function openMailbox(about: {
  readonly meeting: Hex
  readonly dial: Dial
  /** Waits, and can be told to stop. */
  readonly wait: (ms: number, then: () => void) => () => void
  /** From 0 up to 1. */
  readonly jitter: () => number
  readonly tell: (mail: Mail) => void
}): Mailbox {
  const { meeting, dial, wait, jitter, tell } = about
  let letter: { readonly index: number; readonly bytes: Uint8Array } | undefined
  let call: ReturnType<Dial> | undefined
  let isUp = false
  let isOver = false
  let tries = 0
  let stopWaiting = () => {}

  const say = (frame: FromDevice) => call?.send(encodeFromDevice(frame))
  const sayLetter = () => {
    if (isUp && letter) say({ say: 'post-mail', meeting, lifetimeS: limits.mailLifetimeSMax, ...letter })
  }

  const again = (ms: number) => {
    stopWaiting()
    if (!isOver) stopWaiting = wait(ms, ring)
  }

  /** Full jitter, from half a second to a minute, as everywhere. */
  const lost = () => {
    call = undefined
    isUp = false
    again(jitter() * Math.min(60_000, 500 * 2 ** tries++))
  }

  const hear = (bytes: Uint8Array) => {
    const decoded = decodeFromServer(bytes)
    if (!decoded.ok) return call?.close()
    const { frame } = decoded
    if (frame.say === 'challenge') {
      isUp = true
      tries = 0
      say({ say: 'ask-mail', meeting, from: 0 })
      sayLetter()
    } else if (frame.say === 'mail' && frame.meeting === meeting) delivered(frame)
    else if (frame.say === 'error') refused(frame)
  }

  /** An empty letter says that ours was taken in. After a lost connection we may also meet ours as it lies there. */
  const delivered = ({ index, bytes }: { readonly index: number; readonly bytes: Uint8Array }) => {
    const mine = letter?.index === index ? letter : undefined
    if (bytes.length > 0) tell({ on: 'mail', index, bytes })
    if (!mine) return
    letter = undefined
    tell({ on: bytes.length === 0 || toHex(bytes) === toHex(mine.bytes) ? 'posted' : 'taken', index })
  }

  const refused = ({ why, waitMs }: { readonly why: Refusal; readonly waitMs: number }) => {
    if (why === 'too-new') tell({ on: 'too-new' })
    // Whose letter lies there is seen when it comes. If ours was posted before the line broke, that is no fault.
    else if (why === 'taken') letter && say({ say: 'ask-mail', meeting, from: letter.index })
    else {
      call?.close()
      call = undefined
      isUp = false
      again(Math.max(waitMs, 1_000))
    }
  }

  const ring = () => {
    if (call || isOver) return
    call = dial({ heard: hear, lost })
  }

  ring()
  return {
    post: (next) => {
      letter = next
      sayLetter()
    },
    wake: () => {
      if (call) return
      tries = 0
      stopWaiting()
      ring()
    },
    close: () => {
      isOver = true
      stopWaiting()
      call?.close()
    },
  }
}
