/**
 * While nobody looks: a person with a lock has their page covered before the device takes its picture of it, and the
 * lock closes after the time they chose (SR-19). A person without one notices nothing. No timer runs.
 */
import { closesAfter } from '../core/lock.ts'
import type { Tend } from './tend.ts'

export function coverUnseen(tend: Tend): void {
  const { classList } = document.documentElement
  let hiddenAtMs: number | undefined

  const hide = () => {
    const me = tend.here.value?.me
    if (!me?.lock) return
    // By hand, not by rendering: the picture is taken before the next frame.
    classList.add('covered')
    hiddenAtMs ??= Date.now()
    if (closesAfter(me.lockMinutes, 0)) tend.opened.value = undefined
  }

  const show = () => {
    const me = tend.here.value?.me
    if (hiddenAtMs !== undefined && closesAfter(me?.lockMinutes, Date.now() - hiddenAtMs))
      tend.opened.value = undefined
    hiddenAtMs = undefined
    // Two frames later the lock screen, if there is one, has taken the place of what was there.
    requestAnimationFrame(() => requestAnimationFrame(() => classList.remove('covered')))
  }

  document.addEventListener('visibilitychange', () =>
    document.visibilityState === 'hidden' ? hide() : show(),
  )
  addEventListener('pagehide', hide)
  addEventListener('pageshow', (event) => {
    if (event.persisted) show()
  })
}
