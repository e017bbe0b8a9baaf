/**
 * Twelve words on paper, and the keys that are made from nothing else: the root device of a person's own space.
 *
 * The surprise is how little it takes to read a word. No two words of the list begin with the same four letters, so
 * four are enough, and a smudged ending does no harm. The last word holds four bits that check the others, so one
 * wrong word in sixteen goes unnoticed here; the space it leads to will not be there.
 *
 * The list alone is 13 KB, so whoever imports this file does it when words are needed.
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { derived, exactly, labelled } from './derive.ts'
import { type DeviceKeys, deviceKeysOf } from './keys.ts'
import { labels } from './seal.ts'

/**
 * `count`: not twelve. `unknown`: the word in this place, counted from 1, is not in the list. `unfit`: all are in the
 * list, and do not belong together; one of them is another word than was written down, or two were exchanged.
 */
export type ReadWords =
  | { readonly ok: true; readonly entropy: Uint8Array }
  | { readonly ok: false; readonly why: 'count'; readonly found: number }
  | { readonly ok: false; readonly why: 'unknown'; readonly place: number; readonly word: string }
  | { readonly ok: false; readonly why: 'unfit' }

const entropyBytes = 16
const wordCount = 12
/** Chosen so by BIP-39; a test counts. */
const enoughLetters = 4

export function wordsOf(entropy: Uint8Array): readonly string[] {
  return entropyToMnemonic(exactly(entropy, entropyBytes), wordlist).split(' ')
}

/** Takes them as people bring them: numbered, in capitals, over several lines, with commas. */
export function readWords(text: string): ReadWords {
  const given =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  if (given.length !== wordCount) return { ok: false, why: 'count', found: given.length }
  const meant = given.map(wordMeantBy)
  const place = meant.indexOf(undefined)
  if (place >= 0) return { ok: false, why: 'unknown', place: place + 1, word: given[place]! }
  try {
    return { ok: true, entropy: mnemonicToEntropy(meant.join(' '), wordlist) }
  } catch {
    // Twelve words of the list: there is only the check left to fail.
    return { ok: false, why: 'unfit' }
  }
}

/** The one word that is meant, as soon as it is sure, also while somebody types. */
export function wordMeantBy(given: string): string | undefined {
  if (given.length < enoughLetters) return wordlist.find((word) => word === given)
  return wordlist.find((word) => word.startsWith(given))
}

/** All that the first entry of the own space is made of, so that the words are enough to find it again. */
export async function rootOf(entropy: Uint8Array): Promise<{
  readonly keys: DeviceKeys
  readonly nonce: Uint8Array
}> {
  exactly(entropy, entropyBytes)
  const [signing, agreement] = [
    derived(entropy, 32, labelled(labels.wordsSign)),
    derived(entropy, 32, labelled(labels.wordsAgree)),
  ]
  const keys = await deviceKeysOf({ signing, agreement })
  return { keys, nonce: derived(entropy, 16, labelled(labels.wordsNonce)) }
}
