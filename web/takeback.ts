/** Taking back much at once: what was shared goes from the app of everybody who shares it, and what is mine alone stays. */
import type { SpaceId } from '../core/record.ts'
import { slotIn } from '../core/sharing.ts'
import { spacesOf } from './file.ts'
import { sidesOf, type Tend } from './tend.ts'

const pageSize = 500

/**
 * Takes back what the person who is here has shared and may still take back: everything in all their bonds, or what is
 * in some of the spaces.
 */
export async function takeBackShared(tend: Tend, only?: readonly SpaceId[]): Promise<void> {
  const here = tend.here.value
  if (!here) return
  const sides = sidesOf(here)
  const isMine = (space: SpaceId, by: number) => sides.some((side) => slotIn(side, space) === by)
  const spaces = only ?? spacesOf(here).shared
  let afterId: string | undefined
  for (;;) {
    const page = await tend.store.page({ spaces, limit: pageSize, ...(afterId && { afterId }) })
    if (page.length === 0 || spaces.length === 0) return
    for (const rec of page) if (rec.x === undefined && isMine(rec.space, rec.by)) await tend.erase(rec)
    afterId = page.at(-1)?.id
  }
}
