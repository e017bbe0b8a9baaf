/**
 * Promises for answers that open together, with ids and hashes as the app keeps them: hex digits. What is promised, and
 * why it needs salt, is `crypto/answer.ts`'s to say.
 */
import { commitToAnswer as commitBytes } from '../crypto/answer.ts'
import type { SpaceId } from '../store/store.ts'
import { ofHex, toHex } from '../wire/bytes.ts'

export function commitToAnswer(about: {
  readonly space: SpaceId
  readonly question: string
  readonly round: string
  readonly person: number
  readonly salt: string
  readonly answer: string
}): string {
  const { space, salt, ...rest } = about
  if (!/^[0-9a-f]{64}$/.test(salt)) return ''
  // Half a letter has no bytes. Somebody else's text may hold one, and then it is no answer that was ever promised.
  if (![rest.answer, rest.question, rest.round].every((text) => text.isWellFormed())) return ''
  return toHex(commitBytes({ ...rest, space: ofHex(space), salt: ofHex(salt) }))
}
