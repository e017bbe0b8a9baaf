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

export function paramsOf(pattern: string, address: string): Params | undefined {
  const wanted = pattern.split('/')
  const given = address.replace(/\/+$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
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

/** Makes plain links work as changes of screen. Call once. */
export function listen(): void {
  // The browser would scroll the old screen before the new one is there.
  history.scrollRestoration = 'manual'
  addEventListener('popstate', (event) => {
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
  if (!still && 'startViewTransition' in document) document.startViewTransition(change)
  else change()
}
