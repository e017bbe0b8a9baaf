/**
 * Somebody leaves this phone: their own space goes, with their drafts and everything beside the store that was theirs.
 * What they shared stays with the others, unless they take it back first. The last one to leave leaves nothing.
 */
import type { SpaceId } from '../core/record.ts'
import { slotIn } from '../core/sharing.ts'
import { dropDrafts } from './draft.ts'
import { eraseEverything } from './erase.ts'
import { forgetTries } from './parts/code.tsx'
import { writeSnapshot } from './snapshot.ts'
import { sideOf, type Tend } from './tend.ts'

const pageSize = 500

export async function farewell(tend: Tend, space: SpaceId): Promise<'others-stay' | 'nobody-stays'> {
  writeSnapshot(undefined)
  if (tend.people().every((person) => person === space)) {
    await eraseEverything(tend.store)
    return 'nobody-stays'
  }
  // First what lies beside the store: after this nobody would look for it.
  dropDrafts(space)
  dropDrafts('begin')
  forgetTries(space)
  await tend.part(space)
  return 'others-stay'
}

/** Takes back everything the person who is here has shared and may still take back. */
export async function takeBackShared(tend: Tend): Promise<void> {
  const here = tend.here.value
  if (!here) return
  const side = sideOf(here)
  const spaces = tend.spaces.value.filter((space) => space !== side.person)
  let afterId: string | undefined
  for (;;) {
    const page = await tend.store.page({ spaces, limit: pageSize, ...(afterId && { afterId }) })
    if (page.length === 0 || spaces.length === 0) return
    for (const rec of page)
      if (rec.x === undefined && rec.by === slotIn(side, rec.space)) await tend.erase(rec)
    afterId = page.at(-1)?.id
  }
}
