/**
 * Text ⇄ deflated bytes, by the browser's own streams (RFC 1951), in pieces.
 *
 * The surprise is that writing is not waited for. A stream takes no more than it can hold until somebody reads, so
 * who waited for the writing first would wait for ever.
 */
import { utf8ToBytes } from '@noble/ciphers/utils.js'

export type Inflated =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'damaged' | 'too-large' }

type Stream = CompressionStream | DecompressionStream
type Pieces<P> = Iterable<P> | AsyncIterable<P>

/** What engines make of the same text may differ. Nothing depends on it: it is sealed as it comes, never compared. */
export async function* deflated(text: Pieces<string>): AsyncGenerator<Uint8Array> {
  yield* through(new CompressionStream('deflate-raw'), encoded(text))
}

/** Counted while it unfolds, because a few bytes can say a great deal of nothing. */
export async function inflated(pieces: Pieces<Uint8Array>, bytesMax: number): Promise<Inflated> {
  // Half a letter at the end of one piece waits for the rest in the next.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const text: string[] = []
  let sizeBytes = 0
  try {
    for await (const piece of through(new DecompressionStream('deflate-raw'), pieces)) {
      sizeBytes += piece.length
      if (sizeBytes > bytesMax) return { ok: false, why: 'too-large' }
      text.push(decoder.decode(piece, { stream: true }))
    }
    text.push(decoder.decode())
  } catch {
    // Neither stream nor decoder says more than that these bytes are none of theirs.
    return { ok: false, why: 'damaged' }
  }
  return { ok: true, text: text.join('') }
}

async function* encoded(text: Pieces<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of text) {
    // Cut between the two halves of one letter, both would be lost.
    if (!piece.isWellFormed()) throw new Error('half a letter')
    yield utf8ToBytes(piece)
  }
}

async function* through(stream: Stream, pieces: Pieces<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.readable.getReader()
  void feed(stream.writable.getWriter(), pieces)
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    // Whoever stops reading early also stops the writing. On a stream that has ended this does nothing.
    await reader.cancel().catch(() => {})
  }
}

/** Never fails itself: what goes wrong with the pieces or in the stream is met by who reads. */
async function feed(writer: ReturnType<Stream['writable']['getWriter']>, pieces: Pieces<Uint8Array>) {
  try {
    for await (const piece of pieces) await writer.write(piece.slice())
    await writer.close()
  } catch (error) {
    await writer.abort(error).catch(() => {})
  }
}
