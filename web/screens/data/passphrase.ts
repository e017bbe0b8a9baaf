/** What counts of a passphrase that somebody types. Both ends of a sealed copy ask here, so it can never keep one closed. */

/** A guess costs a second and 64 MiB; below this length, names and dates can still be tried through. */
const lettersMin = 12

/** A paste brings the end of a line along, and some keyboards put a space after each word. */
export const meantBy = (typed: string): string => typed.normalize('NFKC').trim().replace(/\s+/g, ' ')

/** Why a new passphrase, written twice, cannot be taken. */
export function passphraseFault(typed: string, again: string): 'short' | 'differs' | undefined {
  if (Array.from(meantBy(typed)).length < lettersMin) return 'short'
  return meantBy(typed) === meantBy(again) ? undefined : 'differs'
}
