/**
 * What one subscribed device has been sent, and what comes next: pages while it asks for them, then news as it comes.
 *
 * A device that reads slowly is never buffered for. It falls behind, which costs one number, and reads from the boxes
 * where it was once it has caught up.
 */
import { encodeFromServer } from '../wire/codec.ts'
import type { Boxes } from './boxes.ts'
import type { News, Space } from './spaces.ts'

export type Reader = ReturnType<typeof createReader>

export function createReader(about: {
  readonly boxes: Boxes
  readonly space: Space
  readonly send: (frame: Uint8Array) => void
  readonly isSlow: () => boolean
  readonly trouble: (error: unknown) => void
}) {
  const { boxes, space, send, isSlow, trouble } = about
  /** Everything up to here was sent. */
  let sent = 0
  /**
   * `live` is sent everything as it comes. `paging` has a page and asks for the next. `behind` could not take what came.
   * In the last three nothing is sent unasked.
   */
  let is: 'live' | 'reading' | 'paging' | 'behind' | 'over' = 'paging'
  /** Whoever begins to read anew ends whatever was being read. */
  let turn = 0

  const read = async (sendEvenNothing: 'send-nothing-too' | 'send-something') => {
    const mine = ++turn
    is = 'reading'
    let isFirst = sendEvenNothing === 'send-nothing-too'
    for (;;) {
      const upTo = space.newest
      const page = await boxes.page(space.id, sent)
      if (mine !== turn) return
      if (isFirst || page.boxes.length > 0) send(encodeFromServer({ say: 'boxes', page }))
      isFirst = false
      sent = Math.max(sent, page.boxes.at(-1)?.sequence ?? 0)
      if (page.more) {
        is = 'paging'
        return
      }
      // Not every number has a packet: some were replaced since.
      sent = Math.max(sent, upTo)
      if (sent >= space.newest || isSlow()) {
        is = sent >= space.newest ? 'live' : 'behind'
        return
      }
    }
  }

  const catchUp = () => {
    if (!isSlow()) read('send-something').catch(trouble)
  }

  return {
    /** A page from there on, and what is behind it when it is asked for. */
    async from(after: number) {
      // Somebody who has read further than we have written has met us before we lost something. They begin anew.
      sent = after > space.newest ? 0 : after
      await read('send-nothing-too')
    },

    news({ after, upTo, frame }: News) {
      if (is !== 'live') return
      if (!frame || sent !== after || isSlow()) {
        is = 'behind'
        catchUp()
        return
      }
      const bytes = frame()
      if (bytes) send(bytes)
      sent = upTo
    },

    drained() {
      if (is === 'behind') catchUp()
    },

    close() {
      turn++
      is = 'over'
    },
  }
}
