/**
 * What this room may use besides the language, name by name: the complete list of what purity means here. All of it
 * is a function of its arguments but `generateKey`, which is the one chance made inside, because a key that cannot
 * be read can only come from where it will stay.
 *
 * Rooms that import this one have the same names from their own libraries, which are stricter; this file is not seen
 * there. So it must never promise more than they do.
 */
type Bytes = ArrayBufferView<ArrayBuffer> | ArrayBuffer
type KeyUsage = 'sign' | 'verify' | 'deriveBits' | 'encrypt' | 'decrypt'

/** A key that the browser holds for us. It may lie in IndexedDB, and what it is made of may stay out of reach. */
interface CryptoKey {
  readonly type: string
  readonly extractable: boolean
}
interface CryptoKeyPair {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

type CipherParams = { readonly name: string; readonly iv: Bytes; readonly additionalData: Bytes }

declare const crypto: {
  readonly subtle: {
    generateKey(
      algorithm: 'Ed25519' | 'X25519',
      extractable: boolean,
      usages: readonly KeyUsage[],
    ): Promise<CryptoKeyPair>
    generateKey(
      algorithm: { readonly name: 'AES-GCM'; readonly length: number },
      extractable: boolean,
      usages: readonly KeyUsage[],
    ): Promise<CryptoKey>
    importKey(
      format: 'raw' | 'pkcs8',
      key: Bytes,
      algorithm: string,
      extractable: boolean,
      usages: readonly KeyUsage[],
    ): Promise<CryptoKey>
    exportKey(format: 'raw', key: CryptoKey): Promise<ArrayBuffer>
    sign(algorithm: string, key: CryptoKey, data: Bytes): Promise<ArrayBuffer>
    verify(algorithm: string, key: CryptoKey, signature: Bytes, data: Bytes): Promise<boolean>
    deriveBits(
      algorithm: { readonly name: string; readonly public: CryptoKey },
      key: CryptoKey,
      lengthBits: number,
    ): Promise<ArrayBuffer>
    encrypt(algorithm: CipherParams, key: CryptoKey, data: Bytes): Promise<ArrayBuffer>
    decrypt(algorithm: CipherParams, key: CryptoKey, data: Bytes): Promise<ArrayBuffer>
  }
}

declare class TextDecoder {
  constructor(label: 'utf-8', options: { readonly fatal: boolean; readonly ignoreBOM: boolean })
  decode(bytes?: Bytes, options?: { readonly stream: boolean }): string
}

/** Only what `deflate.ts` needs of a stream: one end that takes bytes and one that gives them. */
interface ReadableStreamDefaultReader<R> {
  read(): Promise<{ done: false; value: R } | { done: true; value: R | undefined }>
  cancel(reason?: unknown): Promise<void>
}
interface WritableStreamDefaultWriter<W> {
  write(piece: W): Promise<void>
  close(): Promise<void>
  abort(reason?: unknown): Promise<void>
}
interface GenericTransformStream {
  readonly readable: { getReader(): ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> }
  readonly writable: { getWriter(): WritableStreamDefaultWriter<Bytes> }
}
interface CompressionStream extends GenericTransformStream {}
declare class CompressionStream {
  constructor(format: 'deflate-raw')
}
interface DecompressionStream extends GenericTransformStream {}
declare class DecompressionStream {
  constructor(format: 'deflate-raw')
}
