/** The one promise for an answer: made before it is shared, and asked again of whatever opens. */
import type { Commit } from '../core/sealed.ts'
import { commitToAnswer } from '../sync/commitment.ts'

export const commit: Commit = commitToAnswer
