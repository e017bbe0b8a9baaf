/**
 * While nobody looks: the page is covered before the device takes its picture of it, and the lock of a person who has
 * one closes after the time they chose (SR-19). No timer runs.
 */
import { closesAfter } from '../core/lock.ts'
import { path, restart } from './router.ts'
import type { Tend } from './tend.ts'

export function coverUnseen(tend: Tend): void {
  const { classList } = document.documentElement
  let hiddenAtMs: number | undefined

  const hide = () => {
    // By hand, not by rendering: the picture is taken before the next frame.
    classList.add('covered')
    hiddenAtMs ??= Date.now()
    if (closesAfter(tend.here.value?.me.lockMinutes, 0)) tend.opened.value = undefined
  }

  const show = () => {
    const minutes = tend.here.value?.me.lockMinutes
    if (hiddenAtMs !== undefined && closesAfter(minutes, Date.now() - hiddenAtMs))
      tend.opened.value = undefined
    // Help is open to everybody, so the page of help must not tell that its reader was there; nor may the way back.
    if (hiddenAtMs !== undefined && tend.locked.value)
      restart(path.value === '/a/info' ? '/a/today' : path.value)
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
