/**
 * What the errands of a line work on: its keys, its part of the store, what was put aside, and who is in the space as far
 * as the log on this disk goes.
 *
 * What surprises: the roster does not lie on the disk. It is followed from the entries each time a line is opened, and
 * so are the keys of epochs that we were switched off before writing down.
 */
import type { Store } from '../store/store.ts'
import { isIn, type Roster } from '../wire/control.ts'
import { type Asides, openAsides } from './asides.ts'
import type { Holding, Keyring } from './keyring.ts'
import { epochsIn, isCommitted, openOwnGrant, remembered } from './membership.ts'
import type { Kept } from './state.ts'

/** What a line asks of the store. */
export type Shelf = Pick<
  Store,
  | 'share'
  | 'unshare'
  | 'unsent'
  | 'unsentCount'
  | 'sent'
  | 'resend'
  | 'receive'
  | 'met'
  | 'putAside'
  | 'aside'
  | 'clearAside'
  | 'watch'
>

export type Desk = Holding & {
  readonly store: Shelf
  readonly keyring: Keyring
  readonly asides: Asides
  roster: Roster | undefined
}

export async function openDesk(
  about: Holding & { readonly store: Shelf; readonly keyring: Keyring },
): Promise<Desk> {
  const { craft, store, keyring } = about
  const { vault, randomBytes } = about
  const roster = await remembered({ craft, entries: keyring.entries() })
  const asides = await openAsides(store, keyring.marks().carries)
  const desk: Desk = { vault, randomBytes, craft, store, keyring, asides, roster }
  await learnEpochs(desk, keyring.entries())
  if (!keyring.marks().finished) await shareIn(desk)
  return desk
}

/** Keys of the epochs in these entries, as far as they are for us. */
export async function learnEpochs({ craft, keyring }: Desk, entries: readonly Uint8Array[]): Promise<void> {
  const { space, keys, tag } = keyring
  for (const { epoch, entry, commitment, bytes } of epochsIn(entries, craft)) {
    const held = keyring.epochs().get(epoch)
    if (held) {
      // Told by another device of ours; the entry says what everybody was promised.
      const { epochKey } = held
      if (held.entry === entry && isCommitted({ craft, space, epoch, epochKey, commitment })) continue
      await keyring.unlearn(epoch)
    }
    const granted = await openOwnGrant({ craft, space, keys, tag, bytes })
    if (granted) await keyring.learn(granted)
  }
}

/** From the moment this device counts, what is written in the space waits to be told. Said again, nothing happens. */
export async function shareIn({ store, keyring, roster }: Desk): Promise<void> {
  const { carries, person } = keyring.marks()
  if (!roster || roster.closed || !isIn(roster, keyring.key)) return
  await store.share(carries, { person, device: roster.devices.findIndex(({ key }) => key === keyring.key) })
}

/** What is known of the log, and what can be done with it. */
export function knownOf({
  keyring,
  roster,
}: Desk): Pick<Kept, 'roster' | 'holdsSlotSecret' | 'holdsEpoch' | 'epochMs'> {
  return {
    roster,
    holdsSlotSecret: keyring.slotSecret() !== undefined,
    holdsEpoch: roster?.epoch !== undefined && keyring.epochs().has(roster.epoch.number),
    epochMs: keyring.place().epochMs,
  }
}

export function keptOn(desk: Desk): Kept {
  const { space, key, tag, ...keyring } = desk.keyring
  const { person, quiet, finished } = keyring.marks()
  const { cursor, heads } = keyring.place()
  const wishes = keyring.wishes()
  return {
    space,
    key,
    tag,
    person,
    quiet,
    finished,
    wishes,
    cursor,
    heads,
    ...keyring.counter(),
    ...knownOf(desk),
  }
}
