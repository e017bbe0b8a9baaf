/**
 * The people the contract of a store is told with: Noor and Sam, who share a space and each have one of their own,
 * and Kit, somebody else on the same device, who must never see any of it.
 */
import { tick } from '../core/clock.ts'
import { type Rec, recordId } from '../core/record.ts'
import type { Query, Store, Touched } from './store.ts'

export const noorsOwn = 'a0'.repeat(16)
export const samsOwn = 'b0'.repeat(16)
export const shared = 'c0'.repeat(16)
export const kitsOwn = 'd0'.repeat(16)

/** Their numbers in the shared space. */
export const noor = 0
export const sam = 1

export const noorsPhone = 'aaaaaaaaaaaaaaaa'
export const samsPhone = 'bbbbbbbbbbbbbbbb'

/** 25 November 2026, a Wednesday, 20:00 in Greenwich. */
export const evening = Date.UTC(2026, 10, 25, 20)
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

let made = 0
export const clock = (ms: number, device = noorsPhone) => tick({ wallMs: ms, device })
/** A record of Noor's, in the shared space, unless said otherwise. */
export function note(text: string, more: Partial<Rec> = {}): Rec {
  const at = more.at ?? evening
  const random = Uint8Array.from({ length: 9 }, (_, i) => (i === 8 ? ++made : made >> (8 * i)) & 0xff)
  const by = more.by ?? noor
  const id = recordId({ atMs: evening, by, random })
  return { id, space: shared, kind: 'done', v: 1, at, by, h: clock(evening), f: { note: text }, ...more }
}
export const textsOf = (records: readonly Rec[]) =>
  records.map((rec) => rec.f.note ?? rec.f.text ?? rec.f.title)
export const ours: Query = { spaces: [noorsOwn, shared] }

/** Every record, as an export reads them. */
export async function everything(
  store: Store,
  limit = 100,
  spaces?: readonly string[],
): Promise<readonly Rec[]> {
  const all: Rec[] = []
  let page: readonly Rec[]
  do {
    const afterId = all.at(-1)?.id
    page = await store.page({ limit, ...(spaces && { spaces }), ...(afterId !== undefined && { afterId }) })
    all.push(...page)
  } while (page.length > 0)
  return all
}

export async function pages(
  next: (after: Pick<Query, 'after'>) => Promise<readonly Rec[]>,
): Promise<readonly Rec[]> {
  const all: Rec[] = []
  let page = await next({})
  while (page.length > 0) {
    all.push(...page)
    const { at, id } = page.at(-1) as Rec
    page = await next({ after: { at, id } })
  }
  return all
}

export async function listening(store: Store, work: () => Promise<void>): Promise<readonly Touched[]> {
  const heard: Touched[] = []
  const stop = store.watch((touched) => heard.push(touched))
  await work()
  stop()
  return heard
}
