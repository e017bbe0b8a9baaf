/**
 * Somebody leaves this phone: what is theirs alone goes, with their drafts and everything beside the store that was
 * theirs. What they shared stays with the others, unless they take it back first. The last one to leave leaves nothing.
 */
import { dropDrafts } from './draft.ts'
import { eraseEverything } from './erase.ts'
import { spacesOf } from './file.ts'
import { holdInvitation } from './invited.ts'
import { forgetTries } from './parts/code.tsx'
import { writeSnapshot } from './snapshot.ts'
import type { Tend } from './tend.ts'
import { readWired } from './wired.ts'

/** `takenBack`: what was shared has just been taken back, and the others have still to hear of it. */
export async function farewell(
  tend: Tend,
  how: { readonly takenBack: boolean },
): Promise<'others-stay' | 'nobody-stays'> {
  const here = tend.here.value
  if (!here) return 'others-stay'
  const { space } = here.me
  writeSnapshot(undefined)
  if (tend.people().every((person) => person === space)) {
    await eraseEverything(tend.store)
    return 'nobody-stays'
  }
  // First what lies beside the store: after this nobody would look for it.
  for (const own of spacesOf(here).own) dropDrafts(own)
  dropDrafts('begin')
  holdInvitation(undefined)
  forgetTries(space)
  await endLines(tend, how.takenBack ? 'send' : 'nothing')
  await tend.part(space)
  return 'others-stay'
}

/** This device goes out of every line of the person who is here; and they themselves, where it is their only one. */
async function endLines(tend: Tend, first: 'send' | 'nothing'): Promise<void> {
  if ((await readWired(tend.store)) === undefined) return
  const between = await tend.between()
  for (const line of between?.standing.value ?? []) {
    if (line.closed || line.left) continue
    const here = line.devices.find((device) => device.here)
    if (here && line.devices.some((device) => !device.here && !device.root))
      await between?.lines.revoke(line.space, here.key)
    else await between?.lines.leave(line.space, { first })
  }
}
