/** Where the way back leads, over a history as a browser keeps it. */
import { beforeEach, describe, expect, test, vi } from 'vitest'

type Step = { path: string; state: unknown }
const listeners: ((event: Event) => void)[] = []
let steps: Step[] = []
let at = 0
/** Steps that this browser will walk: a person in a hurry may have one that will not. */
let walks = true

const fake = {
  get state() {
    return steps[at]?.state
  },
  get length() {
    return steps.length
  },
  replaceState: (state: unknown, _: string, path = steps[at]?.path ?? '') => {
    steps[at] = { state, path }
  },
  pushState: (state: unknown, _: string, path: string) => {
    steps = [...steps.slice(0, at + 1), { state, path }]
    at++
  },
  go: (by: number) => {
    if (!walks || at + by < 0) return
    setTimeout(() => {
      at += by
      for (const listener of listeners) listener(new Event('popstate'))
    })
  },
}
vi.stubGlobal('location', {
  get pathname() {
    return steps[at]?.path ?? '/a/today'
  },
})
vi.stubGlobal('history', fake)
vi.stubGlobal('document', {})
vi.stubGlobal('scrollY', 0)
vi.stubGlobal('matchMedia', () => ({ matches: true }))
vi.stubGlobal('addEventListener', (type: string, listener: (event: Event) => void) => {
  if (type === 'popstate') listeners.push(listener)
})

const { go, listen, match, path, restart, rewind } = await import('./router.ts')
listen()
const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

beforeEach(() => {
  walks = true
  steps = [
    { path: '/elsewhere', state: null },
    { path: '/a/today', state: null },
  ]
  at = 1
  path.value = '/a/today'
})

describe('when the phone may be in other hands', () => {
  test('no step leads to where Noor was, neither back nor forward', async () => {
    for (const to of ['/a/info', '/a/story', '/a/story/1', '/a/next']) go(to)
    fake.go(-1)
    await settled()
    expect(path.value).toBe('/a/story/1')
    restart('/a/pass')
    await settled()
    expect(steps.map((step) => step.path)).toEqual(['/elsewhere', '/a/today', '/a/pass'])
    expect(path.value).toBe('/a/pass')
  })

  test('the same holds from the first step', async () => {
    restart('/a/pass')
    await settled()
    expect(steps.map((step) => step.path)).toEqual(['/elsewhere', '/a/today', '/a/pass'])
  })
})

describe('walking back to the first step', () => {
  test('goes on where the browser does not walk, or has forgotten the first steps', async () => {
    for (const walking of [false, true]) {
      walks = walking
      const then = vi.fn()
      fake.replaceState({ depth: 60 }, '')
      rewind(then)
      await expect.poll(() => then.mock.calls.length, { timeout: 2000 }).toBe(1)
      await settled()
      expect(then).toHaveBeenCalledTimes(1)
    }
  })
})

test('an address that was cut in the middle of a letter is the address of nothing', () => {
  const routes = [['/a/story/:id', 'entry']] as const
  expect(match(routes, '/a/story/caf%C3%A9')).toEqual({ value: 'entry', params: { id: 'café' } })
  expect(match(routes, '/a/story/caf%C3')).toBeUndefined()
})
