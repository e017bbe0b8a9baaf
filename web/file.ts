/** Everything of one person, out to a file and in from one. The format and its faults are `core/bundle.ts`'s. */
import { admit, hasMixedIds } from '../core/admit.ts'
import {
  type BundleFault,
  type BundleHead,
  bundleCharsMax,
  bundleEnd,
  bundleLine,
  bundleStart,
  openBundle,
  readRecords,
} from '../core/bundle.ts'
import type { Rec, SpaceId } from '../core/record.ts'
import { readable, type Side } from '../core/sharing.ts'
import type { Store } from '../store/store.ts'
import { type Here, sidesOf, type Tend } from './tend.ts'

const pageSize = 500
const noDevice = '0'.repeat(16)

/** Everything the person who is here may read, in all their bonds: what is theirs alone, and what was shared with them. */
export function spacesOf({ me, bonds }: Here): {
  readonly own: readonly SpaceId[]
  readonly shared: readonly SpaceId[]
} {
  const own = [...new Set([me.space, ...bonds.map((bond) => bond.own)])]
  const all = sidesOf({ me, bonds }).flatMap(readable)
  return { own, shared: [...new Set(all)].filter((space) => !own.includes(space)) }
}

/** The records that go into a person's file, page by page: their own and what was shared with them. */
export async function* recordsOf(tend: Tend): AsyncGenerator<readonly Rec[]> {
  const here = tend.here.value
  if (!here) return
  const { own, shared } = spacesOf(here)
  let afterId: string | undefined
  for (;;) {
    const page = await tend.store.page({
      spaces: [...own, ...shared],
      limit: pageSize,
      ...(afterId && { afterId }),
    })
    if (page.length === 0) return
    yield page.filter((rec) => rec.x === undefined)
    afterId = page.at(-1)?.id
  }
}

/** Everything that goes into a file of the person who is here, piece by piece, so that nobody has to hold it whole. */
export async function* exportText(
  tend: Tend,
  onProgress: (records: number) => void,
): AsyncGenerator<string, void> {
  const here = tend.here.value
  if (!here) return
  const { own, shared } = spacesOf(here)
  const [space = here.me.space, ...others] = own
  const now = here.bond?.shared
  const before = shared.filter((one) => one !== now)
  yield bundleStart({
    space,
    own: others.length > 0 ? others : undefined,
    shared: now,
    before: before.length > 0 ? before : undefined,
    day: tend.today.value,
  })
  let count = 0
  for await (const page of recordsOf(tend)) {
    const lines = page.map((rec) => bundleLine(portable(rec)))
    if (lines.length > 0) yield `${count > 0 ? ',\n' : ''}${lines.join(',\n')}`
    count += lines.length
    onProgress(count)
  }
  yield bundleEnd
}

export async function exportFile(tend: Tend, onProgress: (records: number) => void): Promise<Blob> {
  const parts: string[] = []
  for await (const piece of exportText(tend, onProgress)) parts.push(piece)
  return new Blob(parts, { type: 'application/json' })
}

/** Without what must not travel in a file: the lock, and which device wrote what. */
function portable(rec: Rec): Rec {
  const { lock: _lock, ...f } = rec.f
  const bare = (clock: string) => clock.slice(0, 16) + noDevice
  const c = Object.entries(rec.c ?? {}).filter(([field]) => field in f)
  return {
    ...rec,
    h: bare(rec.h),
    f: rec.kind === 'person' ? f : rec.f,
    ...(rec.c && { c: Object.fromEntries(c.map(([field, clock]) => [field, bare(clock)])) }),
  }
}

export type ReadFile =
  | { readonly ok: true; readonly head: BundleHead; readonly records: readonly Rec[] }
  | { readonly ok: false; readonly why: ReadFault }
export type ReadFault = BundleFault | 'unreadable'

/** What a file is brought in to. */
type Into = { readonly residents: readonly Side[]; readonly store: Pick<Store, 'getAll'> }

/** A letter is three bytes at most for each unit that JavaScript counts. */
const fileBytesMax = 3 * bundleCharsMax

/** What a sealed copy begins with, whatever its version: the format is `crypto/backup.ts`'s, and frozen. */
const sealedMark = 'TENDBAK'

/** Reads a whole file. One that is `sealed` has a text only for those who have its passphrase: `readText` takes it then. */
export async function readFile(
  file: Blob,
  into: Into,
): Promise<ReadFile | { readonly ok: false; readonly why: 'sealed' }> {
  // Before it is read: a file of many gigabytes would take the page with it.
  if (file.size > fileBytesMax) return { ok: false, why: 'too-large' }
  let text: string
  try {
    if ((await file.slice(0, sealedMark.length).text()) === sealedMark) return { ok: false, why: 'sealed' }
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch (error) {
    return { ok: false, why: error instanceof TypeError ? 'not-json' : 'unreadable' }
  }
  return readText(text, into)
}

/** Checks every record of a file, whose it is, and that it fits what is here, before anything is written. */
export async function readText(text: string, { residents, store }: Into): Promise<ReadFile> {
  const opened = openBundle(text)
  if (!opened.ok) return opened
  const records: Rec[] = []
  const here: Rec[] = []
  for (let at = 0; at < opened.records.length; at += pageSize) {
    const read = readRecords(opened.head, opened.records.slice(at, at + pageSize))
    if (!read.ok) return read
    records.push(...read.records)
    here.push(...(await store.getAll(read.records.map((rec) => rec.id))))
    await breath()
  }
  const admitted = admit(records, { owner: opened.head.space, own: opened.head.own, residents })
  if (!admitted.ok) return admitted
  if (hasMixedIds(admitted.records, here)) return { ok: false, why: 'damaged' }
  return { ok: true, head: opened.head, records: admitted.records }
}

/** Merges the records of a file in, a page at a time. */
export async function bringIn(
  tend: Tend,
  records: readonly Rec[],
  onProgress: (records: number) => void,
): Promise<void> {
  for (let at = 0; at < records.length; at += pageSize) {
    await tend.store.apply(records.slice(at, at + pageSize))
    onProgress(Math.min(records.length, at + pageSize))
  }
}

/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Lets the page paint between two pages of work. */
const breath = () => new Promise((resolve) => setTimeout(resolve))
