/**
 * Pushes of everybody, kept together: what comes within two thousandths of a second is one transaction, and so one
 * wait for the disk. Nothing is acknowledged, or shown to anybody, before it is kept.
 */
import type { Hex } from '../wire/message.ts'
import type { Appended, Boxes, Push } from './boxes.ts'
import { type Brought, type Listener, type Spaces, tellNews } from './spaces.ts'

export type Waiting = {
  readonly push: Push
  readonly from: Listener
  readonly answered: (answer: Answer) => void
}
export type Answer = Appended | { readonly ok: false; readonly why: 'trouble' }

export type Group = ReturnType<typeof createGroup>

export function createGroup(about: {
  readonly boxes: Boxes
  readonly spaces: Spaces
  readonly waitMs: number
  /** A group is full before its time. */
  readonly bytesMax: number
  readonly kept: (group: { readonly pushes: number; readonly tookMs: number }) => void
  readonly trouble: (error: unknown) => void
}) {
  const { boxes, spaces, waitMs, bytesMax, kept, trouble } = about
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  const keep = async (group: readonly Waiting[]) => {
    const begunAt = performance.now()
    const answers = await boxes.append(group.map(({ push }) => push)).catch((error: unknown) => {
      trouble(error)
      return undefined
    })
    kept({ pushes: group.length, tookMs: performance.now() - begunAt })
    if (answers)
      for (const [space, brought] of broughtBySpace(group, answers)) tellNews(spaces, space, brought)
    for (const [at, { answered }] of group.entries()) answered(answers?.[at] ?? { ok: false, why: 'trouble' })
  }

  /** One group at a time. Whatever comes while the disk works is the next one. */
  const run = async () => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      waitingBytes = 0
      await keep(group)
    }
    running = undefined
  }

  const start = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length > 0) running ??= run()
  }

  return {
    add(one: Waiting) {
      waiting.push(one)
      for (const { bytes } of one.push.packets) waitingBytes += bytes.length
      if (running) return
      if (waitingBytes >= bytesMax) start()
      else timer ??= setTimeout(start, waitMs)
    },

    /** Until nothing waits. */
    async settled() {
      while (waiting.length > 0 || running) {
        start()
        await running
      }
    },
  }
}

function broughtBySpace(group: readonly Waiting[], answers: readonly Appended[]): Map<Hex, Brought[]> {
  const bySpace = new Map<Hex, Brought[]>()
  for (const [at, { push, from }] of group.entries()) {
    const answer = answers[at]
    if (!answer?.ok) continue
    const boxes = push.packets.flatMap(({ bytes }, n) => {
      const sequence = answer.sequences[n] ?? 0
      return sequence > 0 ? [{ sequence, bytes }] : []
    })
    if (boxes.length === 0) continue
    const brought = bySpace.get(push.space)
    if (brought) brought.push({ from, boxes })
    else bySpace.set(push.space, [{ from, boxes }])
  }
  return bySpace
}
