/**
 * The sealed copy, as a page may ask for it: a text goes in with a passphrase, and out in pieces that only the passphrase
 * opens. The format, what it costs and what can be wrong with a file are `crypto/backup.ts`'s.
 *
 * What surprises: a file can be looked at before anybody is asked for a passphrase. Where it ends, its version and how
 * much work it wants lie openly in it, and none of that has to cost a person two seconds.
 */
import {
  type Cost,
  type KeyOf,
  keyFrom,
  type OpenedBackup,
  openBackup,
  sealBackup,
  usualCost,
} from '../crypto/backup.ts'

export type { Cost, OpenedBackup }
export type BackupFault = Extract<OpenedBackup, { ok: false }>['why']

export type RandomBytes = (sizeBytes: number) => Uint8Array

/** `progress` hears how far the key is, from 0 to 1. */
export function sealCopy(about: {
  readonly text: Iterable<string> | AsyncIterable<string>
  readonly passphrase: string
  readonly randomBytes: RandomBytes
  readonly progress?: (share: number) => void
  readonly cost?: Cost
}): AsyncGenerator<Uint8Array> {
  const { text, passphrase, randomBytes, progress, cost = usualCost } = about
  return sealBackup({ text, randomBytes, cost, keyOf: keyFrom(passphrase, progress) })
}

export function openCopy(about: {
  readonly file: Uint8Array
  readonly passphrase: string
  readonly progress?: (share: number) => void
}): Promise<OpenedBackup> {
  const { file, passphrase, progress } = about
  return openBackup({ file, keyOf: keyFrom(passphrase, progress) })
}

/** Whatever can be said of a file without its passphrase; undefined when it is worth asking for. */
export async function lookAtCopy(file: Uint8Array): Promise<BackupFault | undefined> {
  const asked = new Error('a key is asked for')
  const keyOf: KeyOf = () => Promise.reject(asked)
  try {
    const opened = await openBackup({ file, keyOf })
    return opened.ok ? undefined : opened.why
  } catch (fault) {
    // Everything that comes before the key was found whole.
    if (fault === asked) return undefined
    throw fault
  }
}

/**
 * Six words of a list of 2,048: 66 bits. A thousand machines that each make a thousand guesses a second, which is more
 * than they do at 64 MiB a guess, are at it for a million years. The twelve that `wordsOf` makes of 16 bytes are 11
 * bits each, and only the last one holds a check, so the first six are chance alone.
 */
export async function suggestPassphrase(randomBytes: RandomBytes): Promise<string> {
  const { wordsOf } = await import('../crypto/words.ts')
  return wordsOf(randomBytes(16)).slice(0, 6).join(' ')
}
