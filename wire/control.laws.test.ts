/**
 * Many hands write into logs at random: valid entries, nearly valid ones, and nonsense. After every entry the roster
 * must be what a slow, clear twin says, which keeps people and devices as things that change and counts everything
 * anew. Beside it stand the laws that hold whatever is written.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting, isIn, peopleIn, type Roster, tagOf } from './control.ts'
import { add, epoch, genesis, type Hand, hand, leave, logWith, nothing, type Told } from './log.fixture.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const { say } = logWith(sha256)

/** Twenty-four devices, of nobody in particular: whose they are is decided as they come in. */
const hands = Array.from({ length: 24 }, (_, at) => hand((0xa0 + at).toString(16)))

/** What chance decides of one entry. What it comes to depends on the log so far. */
type Throw = { readonly who: number; readonly what: number; readonly which: number; readonly odd: number }

function toldBy(roster: Roster, author: Hand, { what, which, odd }: Throw): Told {
  const own = roster.devices.find(({ key }) => key === author.key)?.person ?? 0
  const any = hands[which % hands.length]!
  const other = roster.devices[which % roster.devices.length]!
  const right = odd > 2
  switch (what) {
    case 0:
      return add(any, right ? own : which % 3, which % 5 === 0)
    case 1:
      return add(any, right ? roster.people : which % 5, which % 7 === 0)
    case 2:
    case 3:
      return { type: 'approve', add: right ? (roster.open?.add ?? nothing) : roster.head }
    case 4:
      return { type: 'decline', add: right ? (roster.open?.add ?? nothing) : roster.head }
    case 5:
      return { type: 'revoke', key: other.key, last: which }
    case 6:
      return leave(roster, right ? own : other.person)
    case 7:
      return right ? epoch(roster) : { ...epoch(roster), epoch: which + 1 }
    case 8:
      return { ...epoch(roster), grants: epoch(roster).grants.slice(1) }
    default:
      return genesis(any)
  }
}

/** How often each is tried. Leaving is seldom: it ends the story for whoever does it, and soon for all. */
const often = [5, 5, 6, 6, 2, 4, 1, 4, 2, 1]
const throws = fc.array(
  fc.record({
    who: fc.nat(99),
    what: fc.oneof(...often.map((weight, what) => ({ weight, arbitrary: fc.constant(what) }))),
    which: fc.nat(99),
    odd: fc.nat(15),
  }),
  { minLength: 20, maxLength: 50 },
)

/** Tells one throw after another; `seen` is asked after each. */
function play(story: readonly Throw[], seen: (moment: Moment) => void): Roster {
  const first = say(undefined, hands[0]!, genesis(hands[0]!))
  if (!first.ok) throw new Error('nobody can begin')
  let roster = first.roster
  for (const one of story) {
    const among = one.odd === 0 ? hands : hands.filter(({ key }) => isIn(roster, key))
    const author = (among.length > 0 ? among : hands)[one.who % (among.length || hands.length)]!
    const wanted = toldBy(roster, author, one)
    // Nobody can even write down an entry about no devices.
    const told = isAboutNobody(wanted) ? genesis(author) : wanted
    const said = say(roster, author, told)
    seen({ before: roster, author, told, after: said.ok ? said.roster : undefined })
    if (said.ok) roster = said.roster
  }
  return roster
}

function isAboutNobody(told: Told): boolean {
  return (
    (told.type === 'leave' && told.devices.length === 0) ||
    (told.type === 'epoch' && told.grants.length === 0)
  )
}

type Moment = {
  readonly before: Roster
  readonly author: Hand
  readonly told: Told
  readonly after: Roster | undefined
}

describe('Whatever is written', () => {
  test('the roster is what the twin says', () =>
    fc.assert(
      fc.property(throws, (story) => {
        const twin = new Twin(hands[0]!)
        play(story, ({ author, told, after }) => {
          expect(twin.hear(author, told, after)).toBe(after !== undefined)
          if (after) expect(shape(after)).toEqual(twin.shape())
        })
      }),
      { numRuns: 150 },
    ))

  test('nobody counts who was not added: by their own, or with a yes of everybody else', () =>
    each(({ before, author, told, after }) => {
      for (const { key, person } of after!.devices.slice(before.devices.length)) {
        const by = before.devices.find((device) => device.key === author.key)!
        if (person === by.person) expect(told).toMatchObject({ type: 'add', key, person })
        else {
          const asked = told.type === 'add' ? { by: by.person, approved: [] } : before.open!
          const said = [asked.by, ...asked.approved, by.person]
          expect(peopleIn(before).filter((one) => !said.includes(one))).toEqual([])
        }
      }
    }))

  test('who has left or ended never comes back, and no counter changes', () =>
    each(({ before, after }) => {
      expect(after!.left.slice(0, before.left.length)).toEqual(before.left)
      before.devices.forEach((device, at) => {
        const { last: _, ...same } = after!.devices[at]!
        expect(device).toMatchObject(same)
        if (device.last !== undefined) expect(after!.devices[at]).toEqual(device)
        if (after!.left.includes(device.person)) expect(after!.devices[at]!.last).toBeDefined()
      })
    }))

  test('a person loses devices by their own hand alone, and the paper only by itself or a goodbye', () =>
    each(({ before, author, told, after }) => {
      const by = before.devices.find((device) => device.key === author.key)!
      before.devices.forEach((device, at) => {
        if (device.last !== undefined || after!.devices[at]!.last === undefined) return
        expect(device.person).toBe(by.person)
        if (device.root && told.type !== 'leave') expect(device.key).toBe(author.key)
      })
    }))

  test('epochs rise by one and hold a grant for each who counts; who ended or came in makes one due', () =>
    each(({ before, told, after }) => {
      const ended = before.devices.some(({ last }, at) => last !== after!.devices[at]!.last)
      if (told.type === 'epoch') {
        expect(after!.epoch!.number).toBe((before.epoch?.number ?? 0) + 1)
        expect(told.grants.map(({ tag }) => tag)).toEqual(counting(after!).map(({ tag }) => tag))
        expect(after!.due).toBe(false)
      } else {
        expect(after!.epoch).toEqual(before.epoch)
        expect(after!.due).toBe(!after!.closed && (before.due || ended || after!.people > before.people))
      }
    }))

  test('keys, agreement keys and tags are one device’s for ever, and everybody who is in has a device', () =>
    each(({ after }) => {
      const all = [...after!.devices, ...(after!.open ? [after!.open.device] : [])]
      for (const name of ['key', 'agreement', 'tag'] as const)
        expect(new Set(all.map((device) => device[name])).size).toBe(all.length)
      const owners = new Set(counting(after!).map(({ person }) => person))
      expect([...owners].toSorted()).toEqual(peopleIn(after!))
    }))

  function each(law: (moment: Moment) => void) {
    fc.assert(
      fc.property(throws, (story) => {
        play(story, (moment) => moment.after && law(moment))
      }),
      { numRuns: 40 },
    )
  }
})

/** What of a roster the twin knows. */
function shape(roster: Roster) {
  const { devices, people, left, open, epoch: made, due, closed } = roster
  return {
    people: Array.from({ length: people }, (_, person) => ({
      gone: left.includes(person),
      devices: devices
        .filter((device) => device.person === person)
        .map(({ key, root, last }) => ({ key, root, last })),
    })),
    open: open && { key: open.device.key, by: open.by, approved: open.approved.toSorted() },
    epochs: made?.number ?? 0,
    due,
    closed,
  }
}

type Person = { gone: boolean; devices: { hand: Hand; root: boolean; last?: number }[] }

/** Slow and plain: everything is looked for anew, and nothing is remembered but people, devices and one question. */
class Twin {
  people: Person[]
  question: { hash: string; hand: Hand; root: boolean; by: number; yes: number[] } | undefined
  epochs = 0
  due = true

  constructor(first: Hand) {
    this.people = [{ gone: false, devices: [{ hand: first, root: false }] }]
  }

  isClosed(): boolean {
    const here = this.people.filter(({ gone }) => !gone).length
    return here === 0 || (here === 1 && this.people.length > 1)
  }

  /** Whether it is taken; and if so, what it does is done. `after` tells the name of a question, nothing else. */
  hear(author: Hand, told: Told, after: Roster | undefined): boolean {
    const by = this.people.findIndex(({ devices }) =>
      devices.some((device) => device.hand.key === author.key && device.last === undefined),
    )
    if (by < 0 || this.isClosed()) return false
    const mine = this.people[by]!.devices.filter(({ last }) => last === undefined)
    switch (told.type) {
      case 'genesis':
        return false
      case 'add':
        return this.hearAdd(by, told, after)
      case 'approve':
        if (this.question?.hash !== told.add) return false
        if (by === this.question.by || this.question.yes.includes(by)) return false
        this.question.yes.push(by)
        this.settle()
        return true
      case 'decline':
        if (this.question?.hash !== told.add) return false
        this.question = undefined
        return true
      case 'revoke': {
        const one = mine.find(({ hand }) => hand.key === told.key)
        if (!one || mine.length < 2 || (one.root && told.key !== author.key)) return false
        one.last = told.last
        this.due = true
        return true
      }
      case 'leave': {
        const inOrder = byTag(mine.map(({ hand }) => hand.key))
        if (JSON.stringify(told.devices.map(({ key }) => key)) !== JSON.stringify(inOrder)) return false
        for (const one of mine) one.last = told.devices.find(({ key }) => key === one.hand.key)!.last
        this.people[by]!.gone = true
        this.question = undefined
        this.due = !this.isClosed()
        return true
      }
      case 'epoch': {
        const all = this.people.flatMap(({ devices }) => devices).filter(({ last }) => last === undefined)
        const inOrder = byTag(all.map(({ hand }) => hand.key)).map((key) => tagOf(key, sha256))
        if (told.epoch !== this.epochs + 1) return false
        if (JSON.stringify(told.grants.map(({ tag }) => tag)) !== JSON.stringify(inOrder)) return false
        this.epochs++
        this.due = false
        return true
      }
    }
  }

  hearAdd(by: number, told: Told<'add'>, after: Roster | undefined): boolean {
    const { key, agreement, person, root } = told
    const known = this.people.flatMap(({ devices }) => devices.map(({ hand }) => hand.key))
    if (this.question) known.push(this.question.hand.key)
    if (known.includes(key)) return false
    if (person === by) {
      const { devices } = this.people[by]!
      if (root && devices.some((device) => device.root && device.last === undefined)) return false
      devices.push({ hand: { key, agreement }, root })
      return true
    }
    if (this.question || person !== this.people.length) return false
    this.question = { hash: after?.head ?? '', hand: { key, agreement }, root, by, yes: [] }
    this.settle()
    return true
  }

  settle() {
    const { question } = this
    if (!question) return
    const missing = this.people.filter(
      ({ gone }, person) => !gone && person !== question.by && !question.yes.includes(person),
    )
    if (missing.length > 0) return
    this.people.push({ gone: false, devices: [{ hand: question.hand, root: question.root }] })
    this.question = undefined
    this.due = true
  }

  shape(): ReturnType<typeof shape> {
    const { people, question, epochs, due } = this
    return {
      people: people.map(({ gone, devices }) => ({
        gone,
        devices: devices.map(({ hand, root, last }) => ({ key: hand.key, root, last })),
      })),
      open: question && { key: question.hand.key, by: question.by, approved: question.yes.toSorted() },
      epochs,
      due,
      closed: this.isClosed(),
    }
  }
}

function byTag(keys: readonly string[]): readonly string[] {
  return keys.toSorted((one, other) => tagOf(one, sha256).localeCompare(tagOf(other, sha256)))
}
