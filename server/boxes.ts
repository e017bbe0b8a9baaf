/**
 * The door to whatever keeps what the server is handed: logs, packets, mail. What every keeper can do.
 *
 * A keeper counts, orders and hands back. It never opens anything: no key reaches this room. [Note: Blind server]
 * What surprises: it judges nobody either. Whether an entry is signed or a device may write is found out before, from
 * the log; a keeper only makes sure, in the same transaction, that it is still the log it was found out from. So two
 * servers may share one keeper. Every keeper runs `boxes.contract.ts`.
 */
import { createHash } from 'node:crypto'
import { type Box, type Hex, limits, type Page } from '../wire/message.ts'

/** The head of a log that has no entry. */
export const noHead: Hex = '00'.repeat(limits.hashBytes)

/**
 * What is known of a device in a space. `ended` was in it once, or was asked in and is not yet. `none` says the same
 * of a device nobody knows and of a space nobody knows, and takes one look into one table to say it, because who
 * shares a space with whom is nobody's business.
 */
export type Found =
  | {
      readonly is: 'in'
      readonly entries: number
      /** The newest sequence of the space, and the last counter of this device. */
      readonly sequence: number
      readonly counter: number
    }
  | { readonly is: 'ended' | 'gone' | 'none' }

/** A device as the log has it now. The keeper adds its last counter. */
export type Member = { readonly key: Hex; readonly counts: boolean }

export type LogAsked = { readonly space: Hex; readonly after: number; readonly most: number }
export type LogPut = {
  readonly space: Hex
  /** Hash of the last entry before these; `noHead` makes the space. */
  readonly head: Hex
  readonly entries: readonly { readonly hash: Hex; readonly bytes: Uint8Array }[]
  /** Everybody whom the log names with these entries in it. Who was there before and is not now, is nobody. */
  readonly members: readonly Member[]
  /** Devices that end with these entries, and the last of their packets that anybody will believe. */
  readonly ends: readonly { readonly key: Hex; readonly last: number }[]
  /** Set when the log says that the space is closed: now. */
  readonly closedMs?: number
}
/**
 * `stale`: the log has another head by now, or a device that ends has written more than whoever ends it knew. Some have
 * read that already, so others must not be told to ignore it. Nothing of it was kept.
 */
export type Put =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly why: 'stale' }

export type Packet = { readonly counter: number; readonly slot: Hex; readonly bytes: Uint8Array }
export type Push = {
  readonly space: Hex
  /** The head of the log by which the device was found to be in, and under the last epoch. */
  readonly head: Hex
  readonly key: Hex
  readonly tag: Hex
  readonly packets: readonly Packet[]
}
/** `stale`: the log has another head by now, so all of it has to be judged anew. Of a refused push nothing is kept. */
export type Appended =
  | {
      readonly ok: true
      /** In the order of the packets. 0: its counter is not above the last one, so it was there already. */
      readonly sequences: readonly number[]
    }
  | { readonly ok: false; readonly why: 'stale' | 'full' }

export type Mail = { readonly index: number; readonly bytes: Uint8Array }
export type MailPost = Mail & { readonly meeting: Hex; readonly nowMs: number; readonly lifetimeMs: number }
export type MailAsked = { readonly meeting: Hex; readonly from: number; readonly nowMs: number }

/** How long things are kept. The hours leave room for a clock that stores hours and a purge that is not always awake. */
export const keeping = {
  /** Packets of a closed space are promised to be gone within 24 hours. */
  closedPacketsHours: 23,
  closedLogHours: 30 * 24,
  /** For so long a device is told that a space is gone. Later it would be taken for one that never was. */
  goneHours: 400 * 24,
} as const
/** No finer time than this is written beside a space. */
export const hourMs = 3_600_000

export type Boxes = {
  readonly find: (device: { readonly space: Hex; readonly key: Hex }) => Promise<Found>

  /** The entries after the first `after`, in order. */
  readonly log: (asked: LogAsked) => Promise<readonly Uint8Array[]>
  /** Compare and set: all of the entries behind exactly that head, or none. */
  readonly putLog: (put: LogPut) => Promise<Put>

  /**
   * Keeps pushes of many devices and spaces in one transaction, for good once it answers; each is kept or refused
   * alone, and answered in its place. Sequences of a space rise from 1. Of a slot only the newest packet stays.
   */
  readonly append: (pushes: readonly Push[]) => Promise<readonly Appended[]>
  /** The packets after a sequence, oldest first, at most `limits.pageBytesMax` of them, never a part of one. */
  readonly page: (space: Hex, after: number) => Promise<Page>

  /**
   * The first mail makes the meeting and says how long it lasts; each later one has the next index. `taken`: that
   * place is taken, or the meeting is over or never was.
   */
  readonly postMail: (post: MailPost) => Promise<'posted' | 'taken'>
  readonly mail: (asked: MailAsked) => Promise<readonly Mail[]>

  /** Ends a space with everything in it. All that stays is a mark by which its devices are told so. */
  readonly forget: (space: Hex, nowMs: number) => Promise<void>
  /** Forgets what is due, a little at a time, so that nobody waits for it. Gives back the spaces that are gone now. */
  readonly purge: (nowMs: number) => Promise<readonly Hex[]>
  /** To be called every second: what was sealed and is deleted is nowhere on the disk after that. */
  readonly tidy: () => Promise<void>
  /** To be called at night, because all have to wait: after that nothing at all is left of what was deleted. */
  readonly sweep: () => Promise<void>

  /** Writes a whole copy as it is at one moment, while everything goes on. */
  readonly backup: (file: string) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * What is left of a space that is gone, one for each of its devices: a hash that says nothing to anybody who does not
 * know the space and the device. Without it a second device, long asleep, would bring everything back.
 */
export function goneMark({ space, key }: { readonly space: Hex; readonly key: Hex }): Uint8Array {
  return createHash('sha256').update(`${space} ${key}`).digest()
}

export const hourOf = (ms: number): number => Math.floor(ms / hourMs)

/** Cuts what a keeper found, in order, to one page. It stops reading as soon as the page is full. */
export function cutPage(found: Iterable<Box>): Page {
  const boxes: Box[] = []
  let pageBytes = 0
  for (const box of found) {
    pageBytes += box.bytes.length
    if (pageBytes > limits.pageBytesMax || boxes.length === boxesPerPageMax) return { boxes, more: true }
    boxes.push(box)
  }
  return { boxes, more: false }
}

/** As many of the smallest packets as fit. */
export const boxesPerPageMax = Math.floor(
  limits.pageBytesMax / (limits.packetHeaderBytes + limits.parcelBytesMin),
)
