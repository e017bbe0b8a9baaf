/**
 * Noor’s phone while a line to Sam’s comes, carries and ends. The worker is a twin that says what a test tells it to,
 * and Sam’s records come straight into the store, as from a line.
 */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Fields, fieldsOf, type Kind, type Rec, recordId } from '../core/record.ts'
import { invitedIn, openedIn, shownIn, waitingIn } from '../core/sealed.ts'
import { createMemoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import type { News, Pairing, Standing } from '../sync/line.ts'
import { type Between, openBetween } from './between.ts'
import { isAnswerWaiting, peopleIn, readCircle } from './circle.ts'
import { commit } from './commitment.ts'
import { promise, withdraw } from './promise.ts'
import { createTend, sideOf, type Tend } from './tend.ts'

vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' })
vi.stubGlobal('addEventListener', () => {})

const sams = 1
const line = 'c1'.repeat(16)
const soon = (look: () => unknown) => vi.waitFor(look, { interval: 5 })

let store: Store
let tend: Tend
let between: Between
let lines: readonly Standing[]
let tell: (news: News) => void
let asked: unknown[][]
const here = () => tend.here.value!

const standing = (more: Partial<Standing> = {}): Standing => ({
  space: line,
  owner: here().me.space,
  about: here().bond!.rec.id,
  person: 0,
  people: [0, sams],
  closed: false,
  left: false,
  quiet: false,
  unsent: 0,
  aside: 0,
  devices: [{ key: 'k', here: true, root: false }],
  ...more,
})
const say = (...now: readonly Standing[]) => {
  lines = now
  tell({ tell: 'standing', lines })
}
let came = 0
async function comes<K extends Kind>(kind: K, f: Fields<K>, more: Partial<Rec> = {}): Promise<Rec> {
  const id = recordId({
    atMs: Date.now(),
    by: sams,
    random: Uint8Array.from([9, ++came, 1, 1, 1, 1, 1, 1, 1]),
  })
  const h = Date.now().toString(16).padStart(12, '0') + String(came).padStart(4, '0') + 'b'.repeat(16)
  const rec: Rec = { id, space: line, kind, v: 1, at: Date.now(), by: sams, h, f, ...more }
  await store.apply([rec])
  return rec
}
const membersSeen = () => store.list({ spaces: [line], kinds: ['member'] })

async function connect(): Promise<void> {
  between = await openBetween(tend, {
    ask: async ([name, ...rest]) => {
      asked.push([name, ...rest])
      if (name === 'standing') return lines
      if (name === 'leave') say(...lines.map((one) => ({ ...one, left: true, closed: true })))
      return undefined
    },
    watch: (told) => {
      tell = told as typeof tell
      return () => {}
    },
  })
}

beforeEach(async () => {
  store = createMemoryStore()
  tend = createTend(store)
  lines = []
  asked = []
  await tend.open()
  await tend.welcome({ name: 'Noor', flower: 'marigold' })
  await tend.keep('bond', { form: 'partner', name: 'Sam' }, { of: 'bond' })
  await tend.look()
})

describe('a phone that was never paired', () => {
  test('remembers nothing of lines, also when a screen has asked for them', async () => {
    await connect()
    say()
    await between.lines.pairing()
    expect(await store.fact('lines')).toBeUndefined()
    expect(here().others).toEqual([])
  })

  test('fetches nothing of them at its start, and one that was does', async () => {
    const connectTo = vi.fn(async () => between)
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const start = async () => {
      await createTend(store, { connect: connectTo }).open()
      await vi.advanceTimersByTimeAsync(700)
    }
    await start()
    expect(connectTo).not.toHaveBeenCalled()
    await connect()
    await between.begin()
    await start()
    expect(connectTo).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })
})

describe('a line to Sam', () => {
  beforeEach(async () => {
    await connect()
    say(standing())
    await soon(async () => expect(await membersSeen()).toHaveLength(1))
  })

  test('is where the bond shares, and Noor is introduced once', async () => {
    expect(here().bond).toMatchObject({ shared: line, slot: 0 })
    const [mine] = await membersSeen()
    expect(mine).toMatchObject({
      by: 0,
      f: { name: 'Noor', flower: 'marigold', since: tend.today.value, to: [0, sams] },
    })
    const before = JSON.stringify(await store.page({ limit: 500 }))
    say(standing())
    say(standing({ unsent: 3 }))
    await connect()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(JSON.stringify(await store.page({ limit: 500 }))).toBe(before)
  })

  test('says who is at the other end, once they have said it themselves', async () => {
    expect(here().others).toEqual([{ slot: sams, flower: 'heather' }])
    await comes('member', { name: 'Samuel', flower: 'cornflower', since: '2026-11-25' })
    await soon(() =>
      expect(here().others).toEqual([
        { slot: sams, name: 'Samuel', flower: 'cornflower', since: '2026-11-25' },
      ]),
    )
    const again = createTend(store)
    await again.open()
    expect(again.here.value?.others).toEqual(here().others)
  })

  test('shows Sam with a flower of another kind than Noor’s, whichever he chose on his phone', async () => {
    await comes('member', { name: 'Sam', flower: 'marigold' })
    await soon(() => expect(here().others).toEqual([{ slot: sams, name: 'Sam', flower: 'heather' }]))
  })

  test('tells of a new name, and nothing else of what Noor changes about herself', async () => {
    await tend.change('person', here().me.rec, { name: 'Noor Amal', noTouch: true, capacity: 'recovery' })
    await soon(async () => expect((await membersSeen())[0]?.f.name).toBe('Noor Amal'))
    expect(Object.keys((await membersSeen())[0]?.f ?? {}).sort()).toEqual(['flower', 'name', 'since', 'to'])
  })

  test('on which Kim joins has Noor introduce herself anew, because Kim cannot read what was before', async () => {
    const [before] = await membersSeen()
    say(standing({ people: [0, sams, 2] }))
    await soon(async () => expect((await membersSeen())[0]?.f.to).toEqual([0, sams, 2]))
    const [mine] = await membersSeen()
    expect(mine?.h).not.toBe(before?.h)
    expect(mine?.f.since).toBe(before?.f.since)
    // Whoever goes is no reason to say it once more.
    say(standing({ people: [0, 2] }))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await membersSeen())[0]?.h).toBe(mine?.h)
  })

  test('that is quiet or in trouble is still the same line', async () => {
    say(standing({ quiet: true, trouble: 'offline' }))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(here().bond?.shared).toBe(line)
  })

  test('is of no concern to somebody else who lives on this phone', async () => {
    tell({
      tell: 'pairing',
      pairing: { side: 'inviting', owner: here().me.space, step: 'waiting', code: 'X' } as Pairing,
    })
    expect(between.pairing.value?.step).toBe('waiting')
    await tend.join({
      host: here().me.space,
      person: { name: 'Dana', flower: 'poppy' },
      bond: { form: 'friend' },
    })
    expect(between.pairing.value).toBeUndefined()
    expect(between.standing.value).toEqual([])
    expect(here().others.map(({ name }) => name)).toEqual(['Noor'])
    // And Noor has a bond of its own for Dana: who is in the one with Sam is not for this phone to say.
    await tend.switchTo(tend.people()[0])
    expect(here().bonds.map(({ name }) => name)).toEqual(['Sam', 'Dana'])
    expect(here().bond).toMatchObject({ name: 'Sam', shared: line })
  })

  test('that Noor leaves stays to be read, and she can begin anew with nobody', async () => {
    const shared = await tend.keep('landmark', { title: 'The lake' }, { shared: true })
    await between.leave(lines[0]!, { takeBack: false })
    await soon(() => expect(here().bond?.shared).toBeUndefined())
    expect(asked.find(([name]) => name === 'leave')).toEqual(['leave', line, { first: 'nothing' }])
    expect(tend.spaces.value).toContain(line)
    expect((await store.get(shared.id))?.f.title).toBe('The lake')
    expect(here().others).toEqual([])
    await tend.keep('landmark', { title: 'Alone' }, { shared: true })
    expect((await store.list({ spaces: [line], kinds: ['landmark'] })).map((rec) => rec.f.title)).toEqual([
      'The lake',
    ])
  })

  test('can be left with nothing of hers in it, and what Sam wrote stays', async () => {
    const mine = await tend.keep('landmark', { title: 'The lake' }, { shared: true })
    const theirs = await comes('landmark', { title: 'The hill' })
    await between.leave(lines[0]!, { takeBack: true })
    expect(asked.find(([name]) => name === 'leave')).toEqual(['leave', line, { first: 'send' }])
    expect((await store.get(mine.id))?.x).toBeDefined()
    expect((await store.get(theirs.id))?.x).toBeUndefined()
    await soon(() => expect(here().bond?.shared).toBeUndefined())
    expect(await membersSeen()).toEqual([])
  })

  test('that Sam has ended is kept to read', async () => {
    say(standing({ closed: true, people: [0] }))
    await soon(() => expect(here().bond).toMatchObject({ before: [{ space: line, slot: 0 }] }))
    expect(here().bond?.shared).toBeUndefined()
  })
})

describe('answers that open together', () => {
  const circle = async () => (await readCircle(store, sideOf(here()), peopleIn(here())))!
  const answer = async (prompt = 'q1', text = 'The goat') =>
    promise(tend, await circle(), { prompt, question: `${prompt}?`, text, shows: true })
  const samPromises = (prompt: string, text: string, { shows = true } = {}) => {
    const salt = '5a'.repeat(32)
    const about = { space: line, question: prompt, round: '0', person: sams, salt, answer: text }
    return {
      opening: { prompt, question: `${prompt}?`, round: '0', text, salt },
      comes: () =>
        comes('commitment', { prompt, question: `${prompt}?`, round: '0', hash: commit(about), shows }),
    }
  }

  beforeEach(async () => {
    await connect()
    say(standing())
    await soon(() => expect(here().others).toHaveLength(1))
  })

  test('leave nothing of the words in the shared space before Sam has promised his', async () => {
    await answer()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const sharedText = JSON.stringify(await store.page({ spaces: [line], limit: 500 }))
    expect(sharedText).toContain('commitment')
    expect(sharedText).not.toContain('goat')
    expect(waitingIn(await circle())).toHaveLength(1)
  })

  test('open by themselves once he has, and his is shown when it is the one he promised', async () => {
    await answer()
    const sam = samPromises('q1', 'The tent')
    await sam.comes()
    await soon(async () => expect(openedIn(await circle())).toHaveLength(1))
    const [mine] = openedIn(await circle())
    const { seen = [] } = fieldsOf('answer', mine!)
    await comes('answer', { ...sam.opening, seen: seen.filter(({ person }) => person === 0) })
    const shown = shownIn(await circle(), { prompt: 'q1', round: '0' }, commit)
    expect(shown.map(({ rec, open }) => [fieldsOf('answer', rec).text, open]).sort()).toEqual([
      ['The goat', true],
      ['The tent', true],
    ])
    // What waited is not kept twice.
    await soon(async () => expect(await store.list({ spaces: [here().own], kinds: ['sealed'] })).toEqual([]))
  })

  test('are told of on Today only where their author wants that, and not once Noor has answered', async () => {
    expect(await isAnswerWaiting(store, here())).toBe(false)
    await samPromises('q2', 'Nothing', { shows: false }).comes()
    expect(await isAnswerWaiting(store, here())).toBe(false)
    await samPromises('q1', 'The tent').comes()
    expect(await isAnswerWaiting(store, here())).toBe(true)
    expect(invitedIn(await circle()).map((rec) => rec.f.prompt)).toEqual(['q1'])
    await answer()
    expect(await isAnswerWaiting(store, here())).toBe(false)
  })

  test('can be taken back while they wait: the words are Noor’s again, and to Sam nothing was there', async () => {
    await answer()
    expect(await withdraw(tend, await circle(), 'q1')).toBe('The goat')
    expect(await store.list({ spaces: [line], kinds: ['commitment', 'answer'] })).toEqual([])
    expect(waitingIn(await circle())).toEqual([])
  })

  test('that wait for somebody who has gone are Noor’s alone from then on', async () => {
    await answer()
    say(standing({ closed: true, people: [0] }))
    await soon(async () =>
      expect(
        (await store.list({ spaces: [here().own], kinds: ['answer'] })).map((rec) => rec.f.text),
      ).toEqual(['The goat']),
    )
    expect(JSON.stringify(await store.page({ spaces: [line], limit: 500 }))).not.toContain('goat')
  })

  test('open in a bond that is not the one Noor is looking at', async () => {
    await answer()
    await tend.addBond({ name: 'Eve', form: 'friend' })
    await samPromises('q1', 'The tent').comes()
    await soon(async () => {
      const opened = await store.list({ spaces: [line], kinds: ['answer'] })
      expect(opened.map((rec) => [rec.by, rec.f.text])).toEqual([[0, 'The goat']])
    })
  })
})
