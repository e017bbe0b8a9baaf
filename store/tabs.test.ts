/** Noor has Tend open in several tabs. Beside the store lives a guest, of whom there must never be two. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectStore } from './client.ts'
import { noorsOwn, note, sam, shared } from './couple.contract.ts'
import type { Guest, News } from './guest.ts'
import { trouble } from './keep.ts'
import { createMemoryStore } from './memory.ts'
import type { Store } from './store.ts'
import { type Device, type FromPage, serveTabs, type ToPage } from './tabs.ts'

type Listener = (event: MessageEvent) => void

/** What is kept on the device, whichever tab holds it, and what was done with it. */
let log: string[] = []
let disk: ReturnType<typeof createDisk>
let tabs: { readonly leave: () => void }[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  log = []
  disk = createDisk()
})
afterEach(async () => {
  for (const tab of tabs) tab.leave()
  tabs = []
  await turns()
  vi.useRealTimers()
})

/** Messages between tabs take turns of the event loop. */
async function turns(count = 20) {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}
const wait = async (ms: number) => {
  await turns()
  await vi.advanceTimersByTimeAsync(ms)
  await turns()
}

function createDisk() {
  let kept = createMemoryStore()
  let isLost = false
  const open = async (): Promise<Store> => {
    log.push('open')
    isLost = false
    const alive = async <T>(work: () => Promise<T>): Promise<T> => {
      if (isLost) throw trouble('lost')
      return work()
    }
    return {
      ...kept,
      list: (query) => alive(() => kept.list(query)),
      unsentCount: (space) => alive(() => kept.unsentCount(space)),
      close: async () => void log.push('close'),
    }
  }
  const wipe = async () => {
    log.push('wipe')
    kept = createMemoryStore()
  }
  const device: Device = { open, wipe }
  return {
    device,
    kept: () => kept,
    lose: () => {
      isLost = true
    },
  }
}

function openTab(guest?: Guest) {
  const toWorker: Listener[] = []
  const toPage: Listener[] = []
  const post = (listeners: readonly Listener[], message: unknown) => {
    const data = structuredClone(message)
    queueMicrotask(() => {
      for (const listener of listeners) listener({ data } as MessageEvent)
    })
  }
  serveTabs(
    {
      postMessage: (message: ToPage) => post(toPage, message),
      addEventListener: (_, listener) => void toWorker.push(listener as Listener),
    },
    disk.device,
    guest,
  )
  const leave = () => post(toWorker, 'close' satisfies FromPage)
  const worker = {
    postMessage: (message: unknown) => post(toWorker, message),
    addEventListener: (type: string, listener: unknown) => {
      if (type === 'message') toPage.push(listener as Listener)
    },
    terminate: leave,
  }
  const tab = { ...connectStore(worker as Parameters<typeof connectStore>[0]), leave }
  tabs.push(tab)
  return tab
}

/** Answers with what it was asked, and with which visit of how many it is. */
function createGuest(more: { readonly ask?: (args: readonly unknown[]) => Promise<unknown> } = {}) {
  let visits = 0
  let here = 0
  const tell = new Set<(news: News) => void>()
  const guest: Guest = async (store) => {
    const visit = ++visits
    if (++here > 1) throw new Error('two guests')
    log.push(`come ${visit}`)
    return {
      ask: async (args) => {
        if (args[0] === 'count') return store.unsentCount(shared)
        return more.ask ? more.ask([...args, visit]) : [...args, visit]
      },
      watch: (told) => {
        tell.add(told)
        return () => void tell.delete(told)
      },
      close: async () => {
        here--
        log.push(`leave ${visit}`)
      },
    }
  }
  const say = (news: News) => {
    for (const told of tell) told(news)
  }
  return { guest, visits: () => visits, say }
}

describe('Without a guest', () => {
  test('tabs share one store, and the next one goes on when the first is closed', async () => {
    const [one, other] = [openTab(), openTab()]
    const rec = note('Tea')
    await one.apply([rec])
    expect(await other.get(rec.id)).toEqual(rec)
    one.leave()
    await turns()
    expect(await other.get(rec.id)).toEqual(rec)
    expect(log).toEqual(['open', 'close', 'open'])
  })

  test('what others told goes through the worker like everything else', async () => {
    const tab = openTab()
    const change = new TextEncoder().encode(JSON.stringify(note('His', { by: sam })))
    await tab.share(shared, { person: 0, device: 0 })
    expect(await tab.receive(shared, [{ person: sam, device: 1, change }])).toEqual(['kept'])
    await tab.apply([note('Hers'), note('Private', { space: noorsOwn })])
    const [unsent, ...more] = await tab.unsent(shared, 9)
    expect(more).toEqual([])
    expect(unsent?.change).toBeInstanceOf(Uint8Array)
    await tab.sent(shared, unsent ? [unsent] : [])
    expect(await tab.met(shared)).toEqual(
      new Map([
        [0, 1],
        [1, 1],
      ]),
    )
  })

  test('nobody answers for one', async () => {
    await expect(openTab().guest.ask(['standing'])).rejects.toThrow(/^failed$/)
  })
})

describe('The guest', () => {
  test('does not come where nobody asks for it and nothing is there for it', async () => {
    const { guest, visits } = createGuest()
    const tab = openTab(guest)
    await tab.apply([note('Tea')])
    await wait(60_000)
    expect(visits()).toBe(0)
  })

  test('comes of itself where there is something for it, and lets the first screen go first', async () => {
    await disk.kept().setFact('lines', '[]')
    const { guest, visits } = createGuest()
    const tab = openTab(guest)
    await tab.list({ spaces: [shared] })
    await wait(900)
    expect(visits()).toBe(0)
    await wait(100)
    expect(visits()).toBe(1)
    expect(await tab.guest.ask(['who'])).toEqual(['who', 1])
    await wait(60_000)
    expect(visits()).toBe(1)
  })

  test('comes once, however many ask for it and from however many tabs', async () => {
    const { guest } = createGuest()
    const [one, other] = [openTab(guest), openTab(guest)]
    const answers = await Promise.all([one.guest.ask([1]), other.guest.ask([2]), one.guest.ask([3])])
    expect(answers).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ])
    await wait(60_000)
    expect(log).toEqual(['open', 'come 1'])
  })

  test('is given the very store that the tabs have', async () => {
    const tab = openTab(createGuest().guest)
    await tab.share(shared, { person: 0, device: 0 })
    await tab.apply([note('Tea')])
    expect(await tab.guest.ask(['count'])).toBe(1)
  })

  test('is heard in every tab, and not by whoever stopped listening', async () => {
    const { guest, say } = createGuest()
    const [one, other] = [openTab(guest), openTab(guest)]
    const heard: unknown[] = []
    one.guest.watch((news) => heard.push(['one', news]))
    other.guest.watch((news) => heard.push(['other', news]))
    const stop = other.guest.watch((news) => heard.push(['stopped', news]))
    stop()
    await other.guest.ask([])
    say({ tell: 'standing' })
    await turns()
    expect(heard).toEqual([
      ['one', { tell: 'standing' }],
      ['other', { tell: 'standing' }],
    ])
  })

  test('leaves before the store is closed, and comes again where it is opened next', async () => {
    const { guest, say } = createGuest()
    const [one, other] = [openTab(guest), openTab(guest)]
    await one.guest.ask([])
    one.leave()
    await turns()
    expect(await other.guest.ask(['who'])).toEqual(['who', 2])
    expect(log).toEqual(['open', 'come 1', 'leave 1', 'close', 'open', 'come 2'])
    const heard: unknown[] = []
    other.guest.watch((news) => heard.push(news))
    say('once')
    await turns()
    expect(heard).toEqual(['once'])
  })

  test('is asked again what it had not answered when its tab was closed', async () => {
    const { guest } = createGuest({
      ask: async ([word, visit]) => (visit === 1 ? new Promise(() => {}) : [word, visit]),
    })
    const [one, other] = [openTab(guest), openTab(guest)]
    const answer = other.guest.ask(['join'])
    await turns()
    one.leave()
    expect(await answer).toEqual(['join', 2])
  })

  test('leaves before everything is erased, and does not come back', async () => {
    await disk.kept().setFact('lines', '[]')
    const { guest, visits } = createGuest()
    const [one, other] = [openTab(guest), openTab(guest)]
    await other.guest.ask([])
    await other.wipe()
    await wait(60_000)
    expect(log.slice(0, 5)).toEqual(['open', 'come 1', 'leave 1', 'close', 'wipe'])
    await expect(other.guest.ask([])).rejects.toThrow(/^wiped$/)
    await expect(one.guest.ask([])).rejects.toThrow(/^wiped$/)
    expect(visits()).toBe(1)
  })

  test('that does not leave keeps nobody from erasing everything', async () => {
    const stubborn: Guest = async () => ({
      ask: async () => 'here',
      watch: () => () => {},
      close: () => new Promise(() => {}),
    })
    const tab = openTab(stubborn)
    await tab.guest.ask([])
    const wiped = tab.wipe()
    await wait(3000)
    await wiped
    expect(log).toEqual(['open', 'close', 'wipe'])
  })

  test('that is on its way when everything is erased does not arrive afterwards', async () => {
    const coming = Promise.withResolvers<void>()
    const { guest, visits } = createGuest()
    const tab = openTab(async (store) => {
      await coming.promise
      return guest(store)
    })
    const answer = tab.guest.ask([])
    const refused = expect(answer).rejects.toThrow(/^wiped$/)
    await turns()
    const wiped = tab.wipe()
    await wait(3000)
    await wiped
    await refused
    coming.resolve()
    await turns()
    // It came late, and was shown out at once.
    expect(visits()).toBe(1)
    expect(log).toEqual(['open', 'close', 'wipe', 'come 1', 'leave 1'])
  })

  test('leaves and comes again when the files were lost, and the question is answered', async () => {
    const { guest } = createGuest()
    const tab = openTab(guest)
    await tab.guest.ask([])
    disk.lose()
    expect(await tab.guest.ask(['count'])).toBe(0)
    expect(await tab.guest.ask(['who'])).toEqual(['who', 2])
    expect(log).toEqual(['open', 'come 1', 'leave 1', 'close', 'open', 'come 2'])
  })

  test('says in one word what is wrong, and nothing else', async () => {
    const { guest } = createGuest({
      ask: async ([message]) => {
        throw message === undefined ? 'no error at all' : new Error(String(message))
      },
    })
    const tab = openTab(guest)
    await expect(tab.guest.ask(['expired'])).rejects.toThrow(/^expired$/)
    await expect(tab.guest.ask(['too-new'])).rejects.toThrow(/^too-new$/)
    for (const sentence of ['Noor wrote: I love tea', 'two words', 'Upper', '', '7', undefined])
      await expect(tab.guest.ask([sentence])).rejects.toThrow(/^failed$/)
  })

  test('that could not come is sent for again', async () => {
    const { guest } = createGuest()
    let tries = 0
    const tab = openTab(async (store) => {
      if (++tries === 1) throw new Error('offline')
      return guest(store)
    })
    await expect(tab.guest.ask([])).rejects.toThrow(/^offline$/)
    expect(await tab.guest.ask(['who'])).toEqual(['who', 1])
    expect(await tab.keeping()).toBe('memory')
  })
})
