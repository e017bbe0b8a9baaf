/**
 * Everything a person kept, as one file: readable JSON, one record a line, so that a text editor can open it and a
 * program can stream it. Importing is merging: the same file twice, or an old one, does no harm.
 *
 * A file holds a person's own space and what was shared with them; never another person's own space, never a key or a
 * device. Whatever is in a file that was handed to us is hostile until it has passed `openBundle` whole; only then is
 * anything written.
 */
import * as v from 'valibot'
import { parseRecord } from './parse.ts'
import type { Rec, SpaceId } from './record.ts'

/** The format, and its version. A newer version is refused, never guessed. */
export const bundleFormat = 'tend-export'
const bundleVersion = 1

/** 128 MB of text: ten years of two busy people are about 30. */
export const bundleCharsMax = 128_000_000
const recordsMax = 500_000

export type BundleHead = {
  readonly space: SpaceId
  /** Where the owner keeps what is theirs alone in further bonds. A file of somebody with one bond has none. */
  readonly own?: readonly SpaceId[] | undefined
  readonly shared?: SpaceId | undefined
  /** Shared spaces of earlier times, and of further bonds. */
  readonly before?: readonly SpaceId[] | undefined
  readonly day: string
}

export type OpenedBundle =
  | { readonly ok: true; readonly head: BundleHead; readonly records: readonly unknown[] }
  | { readonly ok: false; readonly why: BundleFault }

export type BundleFault = 'empty' | 'not-json' | 'not-ours' | 'newer' | 'damaged' | 'too-large'

/** First and last line of a file; the records go between, a line each, with commas. */
export const bundleStart = (head: BundleHead): string =>
  `{"format":"${bundleFormat}","version":${bundleVersion},"day":${JSON.stringify(head.day)},"space":"${head.space}",` +
  `${head.own === undefined ? '' : `"own":${JSON.stringify(head.own)},`}` +
  `${head.shared === undefined ? '' : `"shared":"${head.shared}",`}` +
  `${head.before === undefined ? '' : `"before":${JSON.stringify(head.before)},`}"records":[\n`
export const bundleEnd = '\n]}\n'

export function bundleLine(rec: Rec): string {
  const line = JSON.stringify(rec)
  // Half an emoji, as some keyboards and cuts leave it, would make the door refuse the whole file.
  if (!line.includes('\\ud')) return line
  return JSON.stringify(rec, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))
}

const hexId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const hexIds = (most: number) => v.pipe(v.array(hexId), v.maxLength(most))
const Head = v.strictObject({
  format: v.literal(bundleFormat),
  version: v.literal(bundleVersion),
  day: v.pipe(v.string(), v.maxLength(20)),
  space: hexId,
  own: v.optional(hexIds(50)),
  shared: v.optional(hexId),
  before: v.optional(hexIds(100)),
  records: v.array(v.unknown()),
})

/** The outer shape of a file. The records inside are still unread: see `readRecords`. */
export function openBundle(text: string): OpenedBundle {
  if (text.length > bundleCharsMax) return { ok: false, why: 'too-large' }
  if (text.trim() === '') return { ok: false, why: 'empty' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, why: 'not-json' }
  }
  if (value === null || typeof value !== 'object' || !('format' in value) || value.format !== bundleFormat)
    return { ok: false, why: 'not-ours' }
  if ('version' in value && typeof value.version === 'number' && value.version > bundleVersion)
    return { ok: false, why: 'newer' }
  const head = v.safeParse(Head, value)
  if (!head.success) return { ok: false, why: 'damaged' }
  const { space, own, shared, before, day, records } = head.output
  if (records.length > recordsMax) return { ok: false, why: 'too-large' }
  const spaces = { ...(own && { own }), ...(shared && { shared }), ...(before && { before }) }
  return { ok: true, head: { space, day, ...spaces }, records }
}

/**
 * Some of the records, checked. A file is whole or it is refused: one bad record, or one that belongs to a space the
 * file does not name, and nothing of it is taken.
 */
export function readRecords(
  head: BundleHead,
  values: readonly unknown[],
):
  | { readonly ok: true; readonly records: readonly Rec[] }
  | { readonly ok: false; readonly why: BundleFault } {
  const records: Rec[] = []
  const named = [head.space, head.shared, ...(head.own ?? []), ...(head.before ?? [])]
  for (const value of values) {
    const parsed = parseRecord(value)
    if (!parsed.ok) return { ok: false, why: parsed.why }
    if (!named.includes(parsed.rec.space)) return { ok: false, why: 'damaged' }
    records.push(parsed.rec)
  }
  return { ok: true, records }
}
