/**
 * Boxes in a Map: for tests, demos, and a server that should forget when it stops.
 * A real keeper, not a mock. It copies at the door, as a disk would.
 */
import type { Box } from '../wire/message.ts'
import { type Boxes, cutPage, refusal, type SpaceId, sizeBytes } from './boxes.ts'

type Kept = { readonly boxes: Box[]; usedBytes: number }

export function createMemoryBoxes(): Boxes {
  const keptBySpace = new Map<string, Kept>()

  return {
    async append(space, bytes) {
      const kept = keptBySpace.get(key(space)) ?? { boxes: [], usedBytes: 0 }
      const why = refusal(bytes, kept.usedBytes)
      if (why) return { ok: false, why }

      const first = kept.boxes.length + 1
      kept.boxes.push(...bytes.map((body, n) => ({ sequence: first + n, bytes: body.slice() })))
      kept.usedBytes += sizeBytes(bytes)
      if (kept.boxes.length > 0) keptBySpace.set(key(space), kept)
      return { ok: true, sequences: bytes.map((_, n) => first + n) }
    },

    async page(space, after, limit) {
      const boxes = keptBySpace.get(key(space))?.boxes ?? []
      return cutPage(boxes.slice(after, after + limit + 1).map(copy), limit)
    },

    async forget(space) {
      keptBySpace.delete(key(space))
    },

    async close() {
      keptBySpace.clear()
    },
  }
}

const key = (space: SpaceId) => space.join()
const copy = ({ sequence, bytes }: Box): Box => ({ sequence, bytes: bytes.slice() })
