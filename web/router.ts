/**
 * Which screen is open. Addresses are neutral on purpose (`/a/…`, SR-23): they end up in the browser's history,
 * where others may look.
 *
 * A change of screen moves the focus to the new heading, keeps the scroll position for the way back, and uses a view
 * transition where there is one. `replace` leaves no step to come back to.
 */
import { signal } from '@preact/signals'

export const path = signal(location.pathname)

export type Params = Readonly<Record<string, string>>

/** The params of the first pattern (`/a/practise/:id`) that fits, and its value. */
export function match<T>(routes: readonly (readonly [pattern: string, value: T])[], address: string) {
  for (const [pattern, value] of routes) {
    const params = paramsOf(pattern, address)
    if (params) return { value, params }
  }
  return undefined
}

function paramsOf(pattern: string, address: string): Params | undefined {
  const wanted = pattern.split('/')
  const given = address.replace(/\/+$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? ''
    if (part !== value && !part.startsWith(':')) return undefined
    try {
      if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value)
    } catch {
      // An address that was cut in the middle of a letter is the address of nothing.
      return undefined
    }
  }
  return params
}

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === path.value) return
  history.replaceState({ ...history.state, scroll: scrollY }, '')
  if (how === 'push') history.pushState({ depth: depth() + 1 }, '', to)
  else history.replaceState({ depth: depth() }, '', to)
  show(to, 0)
}

/** One step back inside the app, or to a screen of the app when this is the first. */
export function back(otherwise = '/a/today'): void {
  if (depth() > 0) history.back()
  else go(otherwise, 'replace')
}

/**
 * Walks back to the first step this app has made, so that what comes next takes the place of all of them. Nothing is
 * shown on the way.
 */
export function rewind(then: () => void): void {
  // A browser keeps fifty steps at most, and to one that is gone it does not walk.
  const steps = Math.min(depth(), history.length - 1)
  if (steps <= 0) {
    then()
    return
  }
  walked = () => {
    clearTimeout(timer)
    walked = undefined
    then()
  }
  // A browser that will not walk says nothing, and whoever leaves cannot wait.
  const timer = setTimeout(walked, walkMsMax)
  history.go(-steps)
}

/** What to do instead of showing the step that is come to, while the history is being walked. */
let walked: (() => void) | undefined
const walkMsMax = 1000

/**
 * Opens a screen as if the app had just been opened: the steps before it are gone. For whenever the phone may be in
 * other hands, because the way back tells where somebody was, and help is one of these places.
 */
export function restart(to: string): void {
  rewind(() => {
    history.replaceState({ depth: 0 }, '', '/a/today')
    // A new step drops every step forward.
    history.pushState({ depth: 1 }, '', to)
    show(to, 0)
  })
}

/** Makes plain links work as changes of screen. Call once. */
export function listen(): void {
  // The browser would scroll the old screen before the new one is there.
  history.scrollRestoration = 'manual'
  addEventListener('popstate', (event) => {
    if (walked) return walked()
    show(location.pathname, Number((event.state as { scroll?: number } | null)?.scroll ?? 0))
  })
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.defaultPrevented || event.button !== 0 || link.target || link.hasAttribute('download'))
      return
    if (event.metaKey || event.ctrlKey || event.shiftKey || link.origin !== location.origin) return
    if (!link.pathname.startsWith('/a/')) return
    event.preventDefault()
    go(link.pathname, link.dataset['replace'] === undefined ? 'push' : 'replace')
  })
}

/** A screen calls this when its heading is on the page. The first screen after a cold start keeps the focus where it is. */
export function arrived(heading: HTMLElement | null): void {
  if (!moved || !heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** The shell calls this when the new screen is on the page: only now is there something to scroll. */
export function shown(): void {
  if (moved) requestAnimationFrame(() => scrollTo({ top: place, behavior: 'instant' }))
}

let moved = false
let place = 0
const depth = () => Number((history.state as { depth?: number } | null)?.depth ?? 0)

function show(to: string, scroll: number): void {
  moved = true
  place = scroll
  const change = () => {
    path.value = to
  }
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  // Whoever goes on before a change is over has it skipped. That is as it should be, and no fault.
  if (!still && 'startViewTransition' in document) document.startViewTransition(change).ready.catch(() => {})
  else change()
}
