/**
 * The devices of the tests, and a short way to let them write into a log. Noor and Sam share a space, Kit is asked in
 * at times, Alex comes where a fourth is needed.
 *
 * No test code, and no cryptography: signatures are all the same 64 bytes, because whoever follows a log has had them
 * checked before.
 */
import { counting, type Followed, follow, type Roster, type Sha256 } from './control.ts'
import { type Entry, type EntryType, encodeEntry } from './entry.ts'
import { type Hex, limits } from './message.ts'

/** A device as others know it: its two public keys. */
export type Hand = { readonly key: Hex; readonly agreement: Hex }

export const hand = (byte: string): Hand => ({
  key: byte.repeat(limits.keyBytes),
  agreement: `${byte}ee`.repeat(limits.keyBytes / 2),
})
export const noorsPhone = hand('a0')
export const noorsTablet = hand('a1')
export const noorsWords = hand('a2')
export const samsPhone = hand('b0')
export const samsTablet = hand('b1')
export const samsWords = hand('b2')
export const kitsPhone = hand('c0')
export const alexsPhone = hand('d0')

export const noor = 0
export const sam = 1
export const kit = 2

/** What somebody writes into a log, before it has a place there; or with one, where a test gives it a false one. */
export type Told<Type extends EntryType = EntryType> = {
  readonly [One in Type]: Omit<Extract<Entry, { type: One }>, 'before' | 'author'> & { readonly before?: Hex }
}[Type]

export const signature = new Uint8Array(limits.signatureBytes).fill(0x51)
const sealed = new Uint8Array(limits.grantBytes).fill(0x6e)
export const nothing = '00'.repeat(limits.hashBytes)

export const genesis = ({ agreement }: Hand, root = false): Told<'genesis'> => ({
  type: 'genesis',
  nonce: '07'.repeat(limits.genesisNonceBytes),
  agreement,
  root,
})
export const add = (joining: Hand, person: number, root = false): Told<'add'> => ({
  type: 'add',
  person,
  ...joining,
  root,
  proof: signature,
})
/** Yes and no to the question that is open, or to none. */
export const approve = (roster: Roster): Told<'approve'> => ({
  type: 'approve',
  add: roster.open?.add ?? nothing,
})
export const decline = (roster: Roster): Told<'decline'> => ({
  type: 'decline',
  add: roster.open?.add ?? nothing,
})
export const revoke = ({ key }: Hand, last = 5): Told<'revoke'> => ({ type: 'revoke', key, last })
export const leave = (roster: Roster, person: number): Told<'leave'> => ({
  type: 'leave',
  devices: counting(roster)
    .filter((device) => device.person === person)
    .map(({ key }, at) => ({ key, last: at + 1 })),
})
export const epoch = (roster: Roster): Told<'epoch'> => ({
  type: 'epoch',
  epoch: (roster.epoch?.number ?? 0) + 1,
  commitment: '0c'.repeat(limits.hashBytes),
  grants: counting(roster).map(({ tag }) => ({ tag, sealed })),
})

/** `say` answers as `follow` does. `after` is for what comes before the point of a test, and must not be refused. */
export function logWith(sha256: Sha256) {
  function say(roster: Roster | undefined, author: Hand, told: Told): Followed {
    const entry: Entry = { before: roster?.head ?? nothing, author: author.key, ...told }
    return follow({ roster, entry, bytes: encodeEntry(entry, signature), sha256 })
  }
  function after(
    roster: Roster | undefined,
    ...lines: readonly (readonly [Hand, Told | ((roster: Roster) => Told)])[]
  ): Roster {
    let now = roster
    for (const [author, told] of lines) {
      const followed = say(now, author, typeof told === 'function' ? told(now!) : told)
      if (!followed.ok) throw new Error(`a ${JSON.stringify(told)} was refused`)
      now = followed.roster
    }
    return now!
  }
  return { say, after }
}
