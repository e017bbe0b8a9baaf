/**
 * The store as a page sees it: the same door, with everything behind it in a worker. A request that cannot be
 * answered yet, because another tab is just handing the database over, waits.
 */
import { createWatchers, trouble } from './keep.ts'
import type { Store, Trouble } from './store.ts'
import type { Call, FromPage, ToPage } from './tabs.ts'

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }

/**
 * `onWiped` is called when everything was removed, here or in another tab: the page should then load itself anew.
 */
export function connectStore(worker: Worker, onWiped: () => void = () => {}): Store {
  const waitingById = new Map<number, Waiting>()
  const watchers = createWatchers()
  let asked = 0
  let heard = false
  let gone: Trouble | undefined

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
      onWiped()
    } else if ('touched' in data) watchers.tell(data.touched.spaces, data.touched.kinds)
    else {
      const waiting = waitingById.get(data.id)
      waitingById.delete(data.id)
      if (data.ok) waiting?.resolve(data.value as never)
      else waiting?.reject(trouble(data.why))
    }
  })
  // The worker's script did not load: nothing that is waiting will ever be answered.
  worker.addEventListener('error', () => {
    if (!heard) end('failed')
  })

  const send = (message: FromPage) => worker.postMessage(message)

  const remote =
    <C extends Call>(call: C) =>
    (...args: Parameters<Store[C]>): ReturnType<Store[C]> =>
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
      }) as ReturnType<Store[C]>

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
    lastClock: remote('lastClock'),
    forget: remote('forget'),
    wipe: remote('wipe'),
    watch: watchers.watch,
    close: async () => {
      if (gone === undefined) send('close')
      end('closed')
      watchers.clear()
    },
  }
}
