/**
 * A backup file: everything a person has, under a passphrase, to be laid wherever they like.
 *
 *     file     0 "TENDBAK" 7 | 7 version 1 | 8 salt 16 | 24 memory in KiB u32 | 28 passes u32 | 32 lanes u32 | 36 chunks
 *     chunk    length u32 | envelope of at most 64 KiB of deflated text
 *
 * The surprise is how slow it is, on purpose: a passphrase can be guessed, so each guess shall cost seconds and much
 * memory (Argon2id, RFC 9106). How much stands in the file. Whoever lowers it gets another key, and a file that asks
 * for too little is not even tried: it was not written by us.
 */
import { concatBytes, utf8ToBytes } from '@noble/ciphers/utils.js'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { deflated, inflated } from './deflate.ts'
import { exactly, labelled, number } from './derive.ts'
import { envelopeBytes, labels, open, type RandomBytes, seal } from './seal.ts'

/** What one guess costs whoever guesses, and what one opening costs us. */
export type Cost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }

/** From what lies openly in the file to its key. `keyFrom` makes one of a passphrase. */
export type KeyOf = (head: { readonly salt: Uint8Array; readonly cost: Cost }) => Promise<Uint8Array>

/**
 * `not-a-backup`: some other file. `too-new`: asks for a newer app. `cost`: asks for more or less work than we ever
 * do. `passphrase`: not the right one, or no part is whole; those two look the same. `cut`: the end is
 * missing. `damaged`: something in it was changed, moved or added. `too-large`: more text than we take.
 */
export type OpenedBackup =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false
      readonly why: 'not-a-backup' | 'too-new' | 'cost' | 'passphrase' | 'cut' | 'damaged' | 'too-large'
    }

/** The second recommendation of RFC 9106, 4, with one lane, because a page has one thread: about two seconds. */
export const usualCost: Cost = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 }
/** The floor is OWASP's; at the ceiling a phone gives up. More lanes than this is nobody's computer. */
const least: Cost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 }
const most: Cost = { memoryKiB: 1024 * 1024, passes: 10, lanes: 16 }

const magic = utf8ToBytes('TENDBAK')
const version = 1
const keyBytes = 32
const saltBytes = 16
const saltAt = magic.length + 1
const costAt = saltAt + saltBytes
const headBytes = costAt + 12
const lengthBytes = 4
const chunkBytesMax = 64 * 1024
/** Ten years of two people are 55 MB. Deflated text can unfold a thousandfold, so it is counted while it does. */
const textBytesMax = 256 * 1024 * 1024

/**
 * NFKC, because one phone types é as one letter and another as two. It takes seconds; `progress` hears how far it is,
 * and between two words of it the page stays alive.
 */
export function keyFrom(passphrase: string, progress?: (share: number) => void): KeyOf {
  return ({ salt, cost: { memoryKiB, passes, lanes } }) =>
    argon2idAsync(utf8ToBytes(passphrase.normalize('NFKC')), salt, {
      m: memoryKiB,
      t: passes,
      p: lanes,
      dkLen: keyBytes,
      ...(progress && { onProgress: progress }),
    })
}

/**
 * The file in pieces as they come, so that nobody has to hold it twice.
 *
 * What its length gives away is how much there is, deflated. It is a file in the person's own hands, so we do not pad
 * it. And nobody else writes into it while it is deflated, so nobody can try out what else it holds (CRIME, 2012).
 */
export async function* sealBackup(about: {
  readonly text: Iterable<string> | AsyncIterable<string>
  readonly keyOf: KeyOf
  readonly randomBytes: RandomBytes
  readonly cost?: Cost
}): AsyncGenerator<Uint8Array> {
  const { text, keyOf, randomBytes, cost = usualCost } = about
  if (!isWithin(cost)) throw new Error('a cost that we would refuse ourselves')
  const salt = randomBytes(saltBytes)
  const numbers = [cost.memoryKiB, cost.passes, cost.lanes].map((each) => number(each, 4))
  const head = concatBytes(magic, Uint8Array.of(version), salt, ...numbers)
  const key = await keyOf({ salt, cost })
  yield head

  let at = 0
  for await (const { plain, last } of chunksOf(deflated(text))) {
    const sealed = seal({ key, header: chunkHeader({ head, at, last }), plain, randomBytes })
    yield concatBytes(number(sealed.length, lengthBytes), sealed)
    at++
  }
}

/** Answers for any bytes at all. Nothing is inflated before all of it was found whole. */
export async function openBackup(about: {
  readonly file: Uint8Array
  readonly keyOf: KeyOf
}): Promise<OpenedBackup> {
  const { file, keyOf } = about
  if (!magic.every((byte, at) => byte === file[at])) return { ok: false, why: 'not-a-backup' }
  // The version goes before everything else: a later one may have another head.
  const written = file[magic.length]
  if (written === undefined) return { ok: false, why: 'cut' }
  if (written > version) return { ok: false, why: 'too-new' }
  if (written < version) return { ok: false, why: 'damaged' }
  if (file.length < headBytes) return { ok: false, why: 'cut' }

  const head = file.slice(0, headBytes)
  const view = new DataView(head.buffer)
  const cost = {
    memoryKiB: view.getUint32(costAt),
    passes: view.getUint32(costAt + 4),
    lanes: view.getUint32(costAt + 8),
  }
  if (!isWithin(cost)) return { ok: false, why: 'cost' }
  // Before the slow part, so that a file without a chunk does not cost two seconds.
  const found = chunksIn(file)
  if (!found.ok) return found
  const key = exactly(await keyOf({ salt: head.slice(saltAt, costAt), cost }), keyBytes)

  const opened = openChunks({ chunks: found.chunks, head, key })
  if (!opened.ok) return opened
  return inflated(opened.chunks, textBytesMax)
}

type Chunks<Why extends string> =
  | { readonly ok: true; readonly chunks: readonly Uint8Array[] }
  | { readonly ok: false; readonly why: Why }

/** Where chunks end is not sealed, but a length that was changed leads to one that does not open. */
function chunksIn(file: Uint8Array): Chunks<'cut' | 'damaged'> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks: Uint8Array[] = []
  let at = headBytes
  while (at < file.length) {
    if (file.length - at < lengthBytes) return { ok: false, why: 'cut' }
    const sizeBytes = view.getUint32(at)
    at += lengthBytes
    if (sizeBytes < envelopeBytes || sizeBytes > envelopeBytes + chunkBytesMax)
      return { ok: false, why: 'damaged' }
    if (sizeBytes > file.length - at) return { ok: false, why: 'cut' }
    chunks.push(file.subarray(at, at + sizeBytes))
    at += sizeBytes
  }
  return chunks.length > 0 ? { ok: true, chunks } : { ok: false, why: 'cut' }
}

/** The last chunk is the one that ends the file, and it must say so itself: then nothing was cut off after it. */
function openChunks(about: {
  readonly chunks: readonly Uint8Array[]
  readonly head: Uint8Array
  readonly key: Uint8Array
}): Chunks<'passphrase' | 'cut' | 'damaged'> {
  const { chunks, head, key } = about
  const end = chunks.length - 1
  const opens = (at: number, last: boolean) =>
    open({ key, header: chunkHeader({ head, at, last }), sealed: chunks[at]! })

  const opened = chunks.map((_, at) => opens(at, at === end))
  const plains = opened.flatMap((each) => (each.ok ? [each.plain] : []))
  if (plains.length === chunks.length) return { ok: true, chunks: plains }
  // It ends where others should follow. Or it goes on after its end, so somebody added to it.
  if (opens(end, false).ok) return { ok: false, why: 'cut' }
  if (chunks.some((_, at) => opens(at, at !== end).ok)) return { ok: false, why: 'damaged' }
  // Whoever has opened one has the right key.
  return { ok: false, why: plains.length > 0 ? 'damaged' : 'passphrase' }
}

/** A chunk has its number, so none can be moved, left out or repeated, and the head is bound to every one of them. */
function chunkHeader({ head, at, last }: { head: Uint8Array; at: number; last: boolean }): Uint8Array {
  return labelled(labels.backup, head, number(at, 4), number(last ? 1 : 0, 1))
}

/** Held against both bounds before any work: a hostile file could otherwise ask a phone for 4 TiB. */
function isWithin(cost: Cost): boolean {
  return (['memoryKiB', 'passes', 'lanes'] as const).every(
    (each) => cost[each] >= least[each] && cost[each] <= most[each],
  )
}

/** Pieces of any length in, chunks of one length out. Each waits for the next, to know whether it is the last. */
async function* chunksOf(pieces: AsyncIterable<Uint8Array>) {
  let held = new Uint8Array()
  for await (const piece of pieces) {
    held = concatBytes(held, piece)
    while (held.length > chunkBytesMax) {
      yield { plain: held.slice(0, chunkBytesMax), last: false }
      held = held.slice(chunkBytesMax)
    }
  }
  yield { plain: held, last: true }
}
