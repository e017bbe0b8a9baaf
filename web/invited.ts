/**
 * An invitation that came with the address of the page (`/a/join#…`). It opens a door, so it is taken out of the
 * address at once, before anything else is done, and no step of the history holds it. Until it is used it waits beside
 * the store, because somebody new has first to say who they are, and a phone may close the page meanwhile.
 */
import { type Signal, signal } from '@preact/signals'
import { keepBeside, readBeside } from './beside.ts'

const key = 'tend.invited'
const path = '/a/join'
/** As long as an invitation may be, with dashes and spaces. Anything longer is none. */
const charsMax = 80

/** What came with the address and was not used yet. */
export const invited: Signal<string | undefined> = signal(undefined)

export function holdInvitation(code: string | undefined): void {
  invited.value = code
  keepBeside(key, code)
}

/** Call once, before the first screen. */
export function listenForInvitation(): void {
  invited.value = readBeside(key)
  take()
  addEventListener('hashchange', take)
}

function take(): void {
  if (location.pathname.replace(/\/+$/, '') !== path || location.hash.length < 2) return
  const code = location.hash.slice(1)
  history.replaceState(history.state, '', path)
  if (code.length <= charsMax) holdInvitation(decoded(code))
}

function decoded(code: string): string {
  try {
    return decodeURIComponent(code)
  } catch {
    return code
  }
}
