/**
 * Leave quickly: a plain page covers everything at once, and the way back does not lead here again.
 *
 * The cover is a plain element that is always in the page, so that showing it needs no rendering. Then the steps this
 * app left in the history are walked back to the first one, that one is renamed to the plain page, and the plain page
 * is opened on top, which drops every step forward. Going back from there shows the plain page again. It all works
 * offline: the service worker keeps the plain page. It does not erase the browser's history, and we say so.
 */

import { rewind } from '../router.ts'

/** The neutral page. It must look like something anybody could have open. */
const plainPage = '/tables.html'

export function leaveQuickly(): void {
  document.documentElement.classList.add('left')
  document.title = 'Tables'
  document.getElementById('app')?.replaceChildren()
  rewind(() => {
    history.replaceState(null, '', plainPage)
    // A new step drops every step forward; to the address where one is already, `assign` makes none.
    history.pushState(null, '', plainPage)
    location.replace(plainPage)
  })
}

/** Shift three times within five seconds and nothing in between, or three fingers at once. */
export function listenForLeaving(): void {
  const isThird = createShiftCounter()
  addEventListener('keydown', (event) => {
    if (!event.repeat && isThird(event.key, event.timeStamp)) leaveQuickly()
  })
  addEventListener(
    'touchstart',
    (event) => {
      if (event.touches.length >= 3) leaveQuickly()
    },
    { passive: true },
  )
  // A page brought back from the browser's memory stays covered and goes on to the plain page.
  addEventListener('pageshow', (event) => {
    if (event.persisted && document.documentElement.classList.contains('left')) location.replace(plainPage)
  })
}

/** Any other key begins the count anew, or three capital letters in a hurry would lose a person their page. */
export function createShiftCounter(): (key: string, atMs: number) => boolean {
  let presses: readonly number[] = []
  return (key, atMs) => {
    presses = key === 'Shift' ? [...presses.filter((at) => atMs - at < 5000), atMs] : []
    return presses.length >= 3
  }
}
