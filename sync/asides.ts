/**
 * Packets that could not be read, by slot: at most one of each, because the server keeps no more either. They are tried
 * again with every new key and after every update; until then somebody can be told how many there are.
 *
 * What surprises: of an epoch before we came in only the header is kept. It will never be read, but it was met.
 */
import type { Aside } from '../store/exchange.ts'
import type { SpaceId } from '../store/store.ts'
import { type Box, type Hex, limits, type PacketHeader } from '../wire/message.ts'
import type { Shelf } from './desk.ts'

export type Asides = Awaited<ReturnType<typeof openAsides>>
type Unreadable = {
  readonly box: Box
  readonly why: string
  readonly header?: PacketHeader
  readonly device?: number
}

/** Somebody could fill a disk with what nobody can read. What is over this is forgotten; the server has it still. */
const asidesMax = 500
const neverRead = 'earlier'
/** Of these it is known, or can be believed, that the slot is their device's. */
const met: readonly string[] = [neverRead, 'no-key', 'malformed', 'too-large', 'foreign', 'not-theirs']

export async function openAsides(store: Pick<Shelf, 'aside' | 'putAside' | 'clearAside'>, space: SpaceId) {
  const bySlot = new Map<Hex, Omit<Aside, 'bytes'>>()
  for (let after = 0; ; ) {
    const some = await store.aside(space, { limit: 500, after })
    for (const { bytes: _bytes, ...aside } of some) bySlot.set(nameOf(aside), aside)
    const last = some.at(-1)
    if (!last) break
    after = last.sequence
  }
  const count = () => [...bySlot.values()].filter(({ why }) => why !== neverRead).length

  return {
    /** How many may be read one day. */
    count,

    async put(unreadable: readonly Unreadable[]) {
      let room = asidesMax - count()
      const packets = unreadable.flatMap(({ box, why, header, device }): readonly Aside[] => {
        const slot = header?.slot ?? ''
        const isKnown = bySlot.has(nameOf({ slot, sequence: box.sequence }))
        if (why !== neverRead && !isKnown && --room < 0) return []
        const bytes = why === neverRead ? box.bytes.subarray(0, limits.packetHeaderBytes) : box.bytes
        return [{ sequence: box.sequence, device, slot, why, bytes }]
      })
      if (packets.length === 0) return
      await store.putAside(space, packets)
      const replaced = packets.flatMap((packet) => bySlot.get(nameOf(packet)) ?? [])
      const isNew = (sequence: number) => packets.some((packet) => packet.sequence === sequence)
      const old = replaced.map(({ sequence }) => sequence).filter((sequence) => !isNew(sequence))
      if (old.length > 0) await store.clearAside(space, old)
      for (const { bytes: _bytes, ...aside } of packets) bySlot.set(nameOf(aside), aside)
    },

    async clear(slots: readonly Hex[]) {
      const cleared = slots.filter((slot) => bySlot.has(slot))
      if (cleared.length === 0) return
      const sequences = cleared.flatMap((slot) => bySlot.get(slot)?.sequence ?? [])
      await store.clearAside(space, sequences)
      for (const slot of cleared) bySlot.delete(slot)
    },

    /** How many slots of a device were met and not read. */
    slotsOf: (device: number): number =>
      [...bySlot.values()].filter((aside) => aside.device === device && met.includes(aside.why)).length,
  }
}

/** What has no readable header is named by its place. */
const nameOf = ({ slot, sequence }: { readonly slot: Hex; readonly sequence: number }): string =>
  slot === '' ? `#${sequence}` : slot
