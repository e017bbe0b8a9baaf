/**
 * The door to everything that travels: what the app may ask of the lines between this device and others, and what it
 * is told. One line for each space this device is in; behind it are keys, a server and a queue, none of which a screen sees.
 *
 * What surprises: nothing here says who is connected, when somebody was last there, or what they have read. It is not
 * hidden, it is not known. [Note: No presence]
 */
import type { RecordId, SpaceId } from '../store/store.ts'

/** What this device knows of one space. */
export type Standing = {
  readonly space: SpaceId
  /** Whose line it is, of those who live on this phone: their own space. */
  readonly owner: SpaceId
  /** What the app said it is about when it was made; not looked into here. The bond's record. */
  readonly about: string
  /** My number in it. */
  readonly person: number
  /** Numbers of those who are in it now, mine too. */
  readonly people: readonly number[]
  /** Somebody was asked in, and not everybody has said yes. `by` asked; `mine` says that my word is still missing. */
  readonly open?: { readonly by: number; readonly mine: boolean }
  /** Nobody is left to share with, or I have left. Nothing is sent any more. */
  readonly closed: boolean
  readonly left: boolean
  /** Nothing is sent or fetched until it is switched off again; nobody is told. */
  readonly quiet: boolean
  /** Records that have not reached the server. */
  readonly unsent: number
  /** When everything was sent and fetched last, ms; mine alone to see. */
  readonly syncedMs?: number
  /** Why it does not go on, if so. */
  readonly trouble?: 'offline' | 'full' | 'refused' | 'gone' | 'too-new' | 'withheld'
  /** Packets that could not be read and were put aside. */
  readonly aside: number
  readonly devices: readonly {
    /** Only my own devices are listed, and only those that count. */
    readonly key: string
    readonly here: boolean
    /** The words on paper. */
    readonly root: boolean
  }[]
}

/** Where two who join hands are. `inviting` made the invitation, `joining` holds it. */
export type Pairing = { readonly side: 'inviting' | 'joining'; readonly owner: SpaceId } & (
  | { readonly step: 'waiting'; readonly code?: string; readonly untilMs?: number }
  /** Six digits, to be compared by the people themselves. `said`: I have said that they are the same. */
  | { readonly step: 'compare'; readonly digits: string; readonly said: boolean }
  /** `asked`: others are in the space, and each has to say yes first. */
  | { readonly step: 'done'; readonly space: SpaceId; readonly person: number; readonly asked: boolean }
  | { readonly step: 'over'; readonly why: Over }
)
export type Over = 'used' | 'expired' | 'different' | 'stopped' | 'unreadable' | 'too-new' | 'failed'

export type News =
  | { readonly tell: 'standing'; readonly lines: readonly Standing[] }
  | { readonly tell: 'pairing'; readonly pairing: Pairing | undefined }

/** Every promise is kept once the thing is written down on this device; what needs the server follows when it can. */
export type Lines = {
  readonly standing: () => Promise<readonly Standing[]>
  readonly pairing: () => Promise<Pairing | undefined>
  /** Makes an invitation, to a new space or into one that is there. One at a time; an earlier one is over. */
  readonly invite: (about: {
    readonly owner: SpaceId
    readonly about: string
    readonly into?: SpaceId
  }) => Promise<void>
  /** Takes an invitation somebody made: its text, or a link that ends in it. */
  readonly join: (about: {
    readonly owner: SpaceId
    readonly about: string
    readonly code: string
  }) => Promise<void>
  /** My word on the six digits. `false` ends it, and nothing was shared. */
  readonly compare: (same: boolean) => Promise<void>
  /** Ends an invitation or a pairing, and takes away what `done` or `over` left to be seen. */
  readonly dismiss: () => Promise<void>
  /** My word on somebody who was asked in. */
  readonly answer: (space: SpaceId, yes: boolean) => Promise<void>
  readonly hush: (space: SpaceId, quiet: boolean) => Promise<void>
  /**
   * Ends my part in a space: at once here, and for others when the server hears of it. `send`: what waits to be sent goes
   * out before, such as what was just taken back; `nothing`: it never will.
   */
  readonly leave: (space: SpaceId, how: { readonly first: 'nothing' | 'send' }) => Promise<void>
  /** Drops a line of a space that is closed or left, with its keys. */
  readonly drop: (space: SpaceId) => Promise<void>
  /** Ends another device of mine. */
  readonly revoke: (space: SpaceId, key: string) => Promise<void>
  /** Something may be there to send, or the network is back. */
  readonly wake: () => Promise<void>
  readonly watch: (told: (news: News) => void) => () => void
  /** Removes every key of this device. */
  readonly wipe: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A record's id, for those who commit to an answer. */
export type { RecordId, SpaceId }
