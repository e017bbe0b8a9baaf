/**
 * One store for all open tabs. Every tab starts the same worker. A Web Lock chooses the one that holds the database;
 * the others send it their requests over a BroadcastChannel and wait. When the holder's tab closes, the browser hands
 * the lock to the next, which opens the database and says so, and whatever had no answer yet is asked again. That is
 * safe because every request may be repeated: writing is joining.
 *
 * Beside the store there may be a guest, for what must happen once on a device however many tabs are open. It lives where
 * the database is held, comes only when there is something for it to do, and leaves before the database is closed.
 *
 * Nothing here polls. While nobody asks anything, nothing happens.
 */
import { createHost, type Guest, type News } from './guest.ts'
import { trouble, troubleOf } from './keep.ts'
import type { Store, Touched } from './store.ts'

/** What may be asked of a store in another place. */
export type Call = Exclude<keyof Store, 'watch' | 'close'>
export type Request = {
  readonly id: number
  readonly call: Call | 'guest'
  readonly args: readonly unknown[]
}
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  /** A `Trouble`, or a word of the guest's own. */
  | { readonly id: number; readonly ok: false; readonly why: string }

export type Device = {
  /** Opens the store, or opens it anew after it was closed or lost. */
  readonly open: () => Promise<Store>
  /** Removes every file, also when the store cannot be opened. */
  readonly wipe: () => Promise<void>
}

/** Between a page and its own worker. */
export type FromPage = Request | 'close'
export type ToPage = Answer | { readonly touched: Touched } | { readonly news: News } | 'wiped'

/** Between workers. */
type Said =
  | { readonly say: 'ask'; readonly from: string; readonly request: Request }
  | { readonly say: 'answer'; readonly to: string; readonly answer: Answer }
  | { readonly say: 'touched'; readonly touched: Touched }
  | { readonly say: 'news'; readonly news: News }
  /** By the new holder: ask me whatever you still want to know. */
  | { readonly say: 'holding' }
  | { readonly say: 'wiped' }

/** The page as its worker sees it. */
type Page = {
  readonly postMessage: (message: ToPage) => void
  readonly addEventListener: (type: 'message', listener: (event: MessageEvent<FromPage>) => void) => void
}

const name = 'tend-store'

/**
 * Serves the page that started this worker, and, while it holds the lock, every other tab too. `guest` is who comes to
 * the store, if anybody.
 */
export function serveTabs(page: Page, device: Device, guest?: Guest): void {
  const me = crypto.randomUUID()
  const channel = new BroadcastChannel(name)
  const say = (said: Said) => channel.postMessage(said)
  /** My page's requests that have no answer yet, in the order in which they came. */
  const waitingById = new Map<number, Request>()
  let holder: ReturnType<typeof createHolder> | undefined
  let gone: 'closed' | 'wiped' | undefined
  const leave = new AbortController()

  const answered = (answer: Answer) => {
    if (waitingById.delete(answer.id)) page.postMessage(answer)
  }

  const ask = (request: Request) => {
    if (gone) return answered(lastAnswer(request, gone))
    if (holder) void holder.answer(request).then(answered)
    else say({ say: 'ask', from: me, request })
  }

  const askAll = () => {
    for (const request of waitingById.values()) ask(request)
  }

  const end = (how: 'closed' | 'wiped') => {
    if (gone) return
    gone = how
    leave.abort()
    askAll()
    if (how === 'wiped') page.postMessage('wiped')
  }

  page.addEventListener('message', ({ data }) => {
    if (data === 'close') {
      end('closed')
      channel.close()
      return void holder?.close()
    }
    waitingById.set(data.id, data)
    ask(data)
  })

  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.say === 'ask')
      void holder?.answer(data.request).then((answer) => {
        // What was not answered before the end is asked again of the next holder.
        if (!gone) say({ say: 'answer', to: data.from, answer })
      })
    else if (data.say === 'answer' && data.to === me) answered(data.answer)
    else if (data.say === 'touched') page.postMessage({ touched: data.touched })
    else if (data.say === 'news') page.postMessage({ news: data.news })
    else if (data.say === 'holding') askAll()
    else if (data.say === 'wiped') end('wiped')
  })

  const hold = () => {
    holder = createHolder(device, guest, {
      news: (news) => {
        if (gone) return
        page.postMessage({ news })
        say({ say: 'news', news })
      },
      touched: (touched) => {
        page.postMessage({ touched })
        say({ say: 'touched', touched })
      },
      wiped: () => {
        say({ say: 'wiped' })
        end('wiped')
      },
    })
    say({ say: 'holding' })
    askAll()
    return holder.over
  }

  // Refused only when we left before our turn came.
  navigator.locks.request(name, { signal: leave.signal }, hold).catch(() => {})
}

/** A store that is gone has one answer left, and to be wiped was perhaps what was asked. */
const lastAnswer = ({ id, call }: Request, gone: 'closed' | 'wiped'): Answer =>
  gone === 'wiped' && call === 'wipe' ? { id, ok: true, value: undefined } : { id, ok: false, why: gone }

type Tell = {
  readonly touched: (touched: Touched) => void
  readonly news: (news: News) => void
  readonly wiped: () => void
}

/** The one that holds the database. `over` ends when it has let go, and the lock goes to the next. */
function createHolder(device: Device, guest: Guest | undefined, tell: Tell) {
  const host = createHost(guest, tell.news)
  let opened: Promise<Store> | undefined
  let ending: 'wiped' | 'closed' | undefined
  let letGo = () => {}
  const over = new Promise<void>((resolve) => {
    letGo = resolve
  })

  const open = async (): Promise<Store> => {
    const store = await device.open()
    store.watch(tell.touched)
    host.expect(store)
    return store
  }

  /** Asks the store, opening it first if need be. A failure to open is not remembered: the next request tries again. */
  const run = async (request: Request): Promise<unknown> => {
    if (ending) throw trouble(ending)
    opened ??= open()
    const mine = opened
    const store = await mine.catch((error) => {
      if (opened === mine) opened = undefined
      throw error
    })
    return ask(store, request).catch((error) => {
      // Whoever is the first to find the files gone opens them again; the request itself is repeated once, below.
      if (troubleOf(error) === 'lost' && opened === mine)
        opened = host
          .leave()
          .then(store.close)
          .catch(() => {})
          .then(open)
      throw error
    })
  }

  const ask = async (store: Store, { call, args }: Request): Promise<unknown> => {
    if (call === 'guest') return host.ask(store, args)
    const work = store[call] as (...args: readonly unknown[]) => Promise<unknown>
    return work(...args)
  }

  /** Also when the store cannot be opened: then more than ever. */
  const wipe = async () => {
    ending = 'wiped'
    const store = await opened?.catch(() => undefined)
    opened = undefined
    await host.leave()
    await store?.close().catch(() => {})
    await device.wipe().finally(() => {
      ending = undefined
    })
    tell.wiped()
  }

  const answer = async (request: Request): Promise<Answer> => {
    const again = (error: unknown) => {
      if (troubleOf(error) === 'lost') return run(request)
      throw error
    }
    try {
      const value = await (request.call === 'wipe' ? wipe() : run(request).catch(again))
      return { id: request.id, ok: true, value }
    } catch (error) {
      const why = request.call === 'guest' ? wordOf(error) : troubleOf(error)
      return { id: request.id, ok: false, why }
    }
  }

  const close = async () => {
    ending = 'closed'
    const store = await opened?.catch(() => undefined)
    await host.leave()
    await store?.close()
    letGo()
  }

  return { answer, close, over }
}

/** A guest's errors are its own, but only a word of them may pass: a sentence could quote what somebody wrote. */
function wordOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return /^[a-z]+(?:-[a-z]+)*$/.test(message) ? message : 'failed'
}
