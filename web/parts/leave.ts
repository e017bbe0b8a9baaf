/**
 * Leave quickly: a plain page covers everything at once, and the way back does not lead here again.
 *
 * The cover is a plain element that is always in the page, so that showing it needs no rendering. Then the steps this
 * app left in the history are walked back to the first one, that one is renamed to the plain page, and the plain page
 * is opened on top, which drops every step forward. Going back from there shows the plain page again. It all works
 * offline: the service worker keeps the plain page. It does not erase the browser's history, and we say so.
 */

/** The neutral page. It must look like something anybody could have open. */
export const plainPage = '/tables.html'

export function leaveQuickly(): void {
  document.documentElement.classList.add('left')
  document.title = 'Tables'
  document.getElementById('app')?.replaceChildren()
  const depth = Number((history.state as { depth?: number } | null)?.depth ?? 0)
  const open = () => {
    history.replaceState(null, '', plainPage)
    location.assign(plainPage)
  }
  if (depth === 0) {
    open()
    return
  }
  addEventListener(
    'popstate',
    (event) => {
      event.stopImmediatePropagation()
      open()
    },
    { capture: true, once: true },
  )
  history.go(-depth)
}

/** Shift three times within five seconds, or three fingers at once. */
export function listenForLeaving(): void {
  let presses: number[] = []
  addEventListener('keydown', (event) => {
    if (event.key !== 'Shift' || event.repeat) return
    presses = [...presses.filter((at) => event.timeStamp - at < 5000), event.timeStamp]
    if (presses.length >= 3) leaveQuickly()
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
