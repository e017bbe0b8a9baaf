/**
 * Keeps the page on one whole version, and moves it to the next without taking anything from a person's hands.
 *
 * A new version is fetched quietly and then waits. It takes over only while nobody looks at the page: then the
 * page reloads once, and whoever comes back finds the new version and their drafts. No timer runs meanwhile.
 */
import { scriptUrl } from './trusted.ts'

const checkEveryMs = 60 * 60 * 1000

export async function watchForUpdates(): Promise<void> {
  // A development server has no built worker, and a browser without workers simply stays online.
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return

  // The first paint goes first. After an awaited import `load` may be over already, and never fires again.
  if (document.readyState !== 'complete')
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }))

  const registration = await register()
  if (registration) follow(registration)
}

/** Without a worker Tend still works while online, so a refusal (private window, policy) is not an error. */
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  return navigator.serviceWorker
    .register(scriptUrl('/sw.js'), { scope: '/', updateViaCache: 'none' })
    .catch(() => undefined)
}

function follow(registration: ServiceWorkerRegistration) {
  const { serviceWorker } = navigator
  let checkedAtMs = Date.now()
  let controlled = serviceWorker.controller !== null
  let outdated = false

  // Another tab may have let the new version in. The very first worker a page gets is no update.
  serviceWorker.addEventListener('controllerchange', () => {
    outdated = controlled
    controlled = true
    renewUnseen()
  })

  document.addEventListener('visibilitychange', () => {
    renewUnseen()
    checkNowAndThen()
  })

  function renewUnseen() {
    if (document.visibilityState !== 'hidden') return
    if (outdated) {
      outdated = false
      location.reload()
    } else {
      registration.waiting?.postMessage('activate')
    }
  }

  function checkNowAndThen() {
    if (document.visibilityState !== 'visible' || Date.now() - checkedAtMs < checkEveryMs) return
    checkedAtMs = Date.now()
    // Offline is no failure: the next look will come.
    registration.update().catch(() => undefined)
  }
}
