/**
 * The lines between phones, as the guest of the store (`store/guest.ts`): a page asks by name, and is told what changed.
 * Here the doors of `sync` are given what a browser has: its sockets, timers, chance and IndexedDB.
 */
import type { Store } from '../store/store.ts'
import { craft } from '../sync/craft.ts'
import { openVault } from '../sync/indexeddb.ts'
import type { Lines } from '../sync/line.ts'
import { openLines } from '../sync/lines.ts'
import type { Dial } from '../sync/transport.ts'

export async function openGuest(store: Store) {
  const lines = await openLines({
    store,
    craft,
    vault: await openVault(),
    dial,
    nowMs: () => Date.now(),
    wait: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    jitter: () => Math.random(),
    randomBytes: (sizeBytes) => crypto.getRandomValues(new Uint8Array(sizeBytes)),
  })
  const wake = () => void lines.wake()
  addEventListener('online', wake)
  return {
    ask: async ([name, ...args]: readonly unknown[]) => {
      const work = lines[name as Exclude<keyof Lines, 'watch'>] as (
        ...args: readonly unknown[]
      ) => Promise<unknown>
      return work(...args)
    },
    watch: lines.watch,
    close: () => {
      removeEventListener('online', wake)
      return lines.close()
    },
  }
}

/** To the server the app came from, and to no other. */
const dial: Dial = ({ heard, lost }) => {
  const address = new URL('/v1/line', location.origin)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  let isOver = false
  const end = () => {
    if (!isOver) lost()
    isOver = true
  }
  socket.addEventListener('message', ({ data }) => {
    if (!isOver && data instanceof ArrayBuffer) heard(new Uint8Array(data))
  })
  socket.addEventListener('close', end)
  socket.addEventListener('error', end)
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>)
    },
    close: () => {
      isOver = true
      socket.close()
    },
  }
}
