/**
 * A record as it is told, and the door through which what others told comes in. Whoever sealed a change may have put
 * anything into it, so one is read as a file is read, and whose hand may have written it is asked before it is joined.
 */
import { limits, parseRecord } from '../core/parse.ts'
import { mayWrite, type Rec, type RecordId, type SpaceId } from '../core/record.ts'
import type { Change, Outcome, Received } from './exchange.ts'
import type { Copy } from './join.ts'

/** A change as it came through the door, or why it did not. */
export type Read = Copy | Exclude<Outcome, 'kept'>

export const changeOf = ({ id, space, kind, v, at, by, h, f, c, x }: Rec): Change =>
  encoder.encode(
    JSON.stringify({
      ...{ id, space, kind, v, at, by, h, f },
      ...(c === undefined ? {} : { c }),
      ...(x === undefined ? {} : { x }),
    }),
  )

/** What the changes say, as far as they may say it. */
export function readChanges(space: SpaceId, received: readonly Received[]): readonly Read[] {
  return received.map(({ person, device, change }): Read => {
    // No letter that JavaScript counts takes more than three bytes.
    if (change.length > 3 * limits.recordChars) return 'too-large'
    let said: unknown
    try {
      said = JSON.parse(decoder.decode(change))
    } catch {
      return 'malformed'
    }
    const parsed = parseRecord(said)
    if (!parsed.ok) return parsed.why === 'damaged' ? 'malformed' : parsed.why
    if (parsed.rec.space !== space) return 'foreign'
    return mayWrite(parsed.rec, person) ? { rec: parsed.rec, device } : 'not-theirs'
  })
}

/** Those to be joined in, and what became of each. An id stands for one thing, for the first that it stood for. */
export function admitted(
  changes: readonly Read[],
  recById: ReadonlyMap<RecordId, Rec>,
): { readonly copies: readonly Copy[]; readonly outcomes: readonly Outcome[] } {
  const firstById = new Map<RecordId, Rec>()
  const copies: Copy[] = []
  const outcomes = changes.map((change): Outcome => {
    if (typeof change === 'string') return change
    const { rec } = change
    const first = recById.get(rec.id) ?? firstById.get(rec.id) ?? rec
    if (first.space !== rec.space || first.kind !== rec.kind || first.by !== rec.by) return 'foreign'
    firstById.set(rec.id, first)
    copies.push(change)
    return 'kept'
  })
  return { copies, outcomes }
}

const encoder = new TextEncoder()
// A mark before the text is no part of JSON, and is not to be swallowed.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
