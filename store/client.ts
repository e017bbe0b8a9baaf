/**
 * The store as a page sees it: the same door, with everything behind it in a worker. A request that cannot be
 * answered yet, because another tab is just handing the database over, waits.
 */

import type { GuestDoor, News } from './guest.ts'
import { createWatchers, trouble } from './keep.ts'
import type { Store, Touched, Trouble } from './store.ts'
import type { Call, FromPage, Request, ToPage } from './tabs.ts'

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }
type Behind = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>

/**
 * `onWiped` is called when everything was removed, here or in another tab: the page should then load itself anew.
 */
export function connectStore(
  worker: Behind,
  onWiped: () => void = () => {},
): Store & { readonly guest: GuestDoor } {
  const watchers = createWatchers()
  const listeners = new Set<{ readonly told: (news: News) => void }>()
  const { ask, close } = createTalk(worker, {
    touched: ({ spaces, kinds }) => watchers.tell(spaces, kinds),
    news: (news) => {
      for (const { told } of [...listeners]) told(news)
    },
    wiped: onWiped,
  })
  const remote =
    <C extends Call>(call: C) =>
    (...args: Parameters<Store[C]>) =>
      ask(call, args) as ReturnType<Store[C]>

  return {
    keeping: remote('keeping'),
    get: remote('get'),
    getAll: remote('getAll'),
    list: remote('list'),
    search: remote('search'),
    countByWeek: remote('countByWeek'),
    page: remote('page'),
    apply: remote('apply'),
    fact: remote('fact'),
    setFact: remote('setFact'),
    lastClocks: remote('lastClocks'),
    forget: remote('forget'),
    share: remote('share'),
    unshare: remote('unshare'),
    unsent: remote('unsent'),
    unsentCount: remote('unsentCount'),
    sent: remote('sent'),
    resend: remote('resend'),
    receive: remote('receive'),
    met: remote('met'),
    putAside: remote('putAside'),
    aside: remote('aside'),
    asideCount: remote('asideCount'),
    clearAside: remote('clearAside'),
    wipe: remote('wipe'),
    watch: watchers.watch,
    guest: {
      ask: (args) => ask('guest', args),
      watch: (told) => {
        const listener = { told }
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    close: async () => {
      close()
      watchers.clear()
      listeners.clear()
    },
  }
}

/** Questions to the worker and its answers, and what it tells unasked. */
function createTalk(
  worker: Behind,
  hear: {
    readonly touched: (touched: Touched) => void
    readonly news: (news: News) => void
    readonly wiped: () => void
  },
) {
  const waitingById = new Map<number, Waiting>()
  let asked = 0
  let heard = false
  let gone: Trouble | undefined

  const send = (message: FromPage) => worker.postMessage(message)

  const end = (why: Trouble) => {
    gone ??= why
    for (const { reject } of waitingById.values()) reject(trouble(gone))
    waitingById.clear()
  }

  worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    heard = true
    if (data === 'wiped') {
      end('wiped')
      worker.terminate()
      hear.wiped()
    } else if ('touched' in data) hear.touched(data.touched)
    else if ('news' in data) hear.news(data.news)
    else {
      const waiting = waitingById.get(data.id)
      waitingById.delete(data.id)
      if (data.ok) waiting?.resolve(data.value as never)
      else waiting?.reject(new Error(data.why))
    }
  })
  // The worker's script did not load: nothing that is waiting will ever be answered.
  worker.addEventListener('error', () => {
    if (!heard) end('failed')
  })

  const ask = (call: Request['call'], args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      if (gone !== undefined) return reject(trouble(gone))
      const id = ++asked
      waitingById.set(id, { resolve, reject })
      try {
        send({ id, call, args })
      } catch {
        // Something a message cannot carry, such as a function: it is no record either.
        waitingById.delete(id)
        reject(trouble('refused'))
      }
    })

  const close = () => {
    if (gone === undefined) send('close')
    end('closed')
  }

  return { ask, close }
}
