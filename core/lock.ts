/**
 * A lock for one person on a shared phone. It keeps out somebody who picks up the phone; it does not keep out a person
 * with the time and the tools to read the disk, and the screen that sets it says so.
 *
 * A wrong code never deletes anything. It makes the next try wait, longer each time, up to a quarter of an hour
 * (SR-21); nobody is told.
 */

/** Digits or words; anything from four characters up. */
const codeLengthMin = 4

const freeTries = 4
const waitMsFirst = 5_000
const waitMsMax = 15 * 60 * 1000

/** How often in a row a code was wrong, and when it last was. */
export type Tries = { readonly wrong: number; readonly atMs: number }

/** How long to wait after so many wrong tries in a row, in milliseconds. */
export const waitAfter = (wrongTries: number): number =>
  wrongTries < freeTries ? 0 : Math.min(waitMsMax, waitMsFirst * 2 ** (wrongTries - freeTries))

/** What is left of the wait. A clock that was set back makes it no longer than it was in the first place. */
export function waitLeft({ wrong, atMs }: Tries, nowMs: number): number {
  const wait = waitAfter(wrong)
  return Math.min(wait, Math.max(0, atMs + wait - nowMs))
}

/** A code as it is compared: keyboards differ in how they write one letter, and some add a space after a word. */
export const plainCode = (code: string): string => code.normalize('NFKC').trim()

/** Why a new code, written twice, cannot be taken. */
export function codeFault(code: string, again: string): 'short' | 'differs' | undefined {
  if ([...plainCode(code)].length < codeLengthMin) return 'short'
  return plainCode(code) === plainCode(again) ? undefined : 'differs'
}

/** Minutes out of sight before the lock closes; the first is at once. */
export const lockMinutes = [0, 1, 5, 15] as const
export const lockMinutesUnsaid = 1

/** Whether a page that was out of sight this long asks for the code again. */
export const closesAfter = (minutes: number | undefined, hiddenMs: number): boolean =>
  hiddenMs >= (minutes ?? lockMinutesUnsaid) * 60_000
