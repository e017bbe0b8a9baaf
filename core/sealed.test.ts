/**
 * Noor, Sam and Kim answer the same questions on phones of their own, and the records between them come late, in any
 * order, or not at all. Then Sam's app is changed.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clock, evening, shared, walk } from './couple.fixture.ts'
import { edit, takeBack } from './merge.ts'
import { dailyId, type Fields, fieldsOf, type Rec } from './record.ts'
import {
  type Circle,
  type Commit,
  dueOpenings,
  invitedIn,
  keepsItsPromise,
  openedIn,
  roundFor,
  shownIn,
  waitingIn,
} from './sealed.ts'

const commit: Commit = (about) =>
  createHash('sha256')
    .update(JSON.stringify(Object.values(about)))
    .digest('hex')
const saltOf = (seed: string) => createHash('sha256').update(seed).digest('hex')

let ticks = 0
const now = () => clock(evening + ++ticks)

/** A phone as far as rounds go: what it holds, and what an honest app does with it. */
function phone(me: number, people: readonly number[]) {
  const byId = new Map<string, Rec>()
  const sealed = new Map<string, Rec>()
  const circle = (): Circle => ({
    space: shared,
    me,
    people,
    records: [...byId.values()].filter((rec) => rec.x === undefined),
    sealed: [...sealed.values()],
  })
  const write = (kind: 'commitment' | 'answer', f: Rec['f'], of: string): Rec => {
    const name = (n: number) =>
      dailyId({ space: shared, kind, by: me, day: '1970-01-01', of: n > 1 ? `${of}#${n}` : of })
    let n = 1
    while (byId.get(name(n))?.x !== undefined) n++
    const rec = walk({ id: name(n), kind, by: me, h: now(), f })
    byId.set(rec.id, rec)
    return rec
  }
  /** What an app does by itself when something has come. */
  const open = () =>
    dueOpenings(circle(), commit).map((f) => write('answer', f, `sealed.${f.prompt}.${f.round}`))
  return {
    me,
    circle,
    all: () => [...byId.values()],
    receive: (rec: Rec) => {
      const known = byId.get(rec.id)
      if (!known || known.h < rec.h) byId.set(rec.id, rec)
    },
    answer: (prompt: string, text: string, { shows = true } = {}): Rec | undefined => {
      const round = roundFor(circle(), prompt)
      const of = `${prompt}.${round}`
      if (sealed.has(of)) return undefined
      const salt = saltOf(`${me}${of}${text}${++ticks}`)
      sealed.set(
        of,
        walk({ kind: 'sealed', by: 0, f: { prompt, round, text, salt, shared, question: `${prompt}?` } }),
      )
      const hash = commit({ space: shared, question: prompt, round, person: me, salt, answer: text })
      return write('commitment', { prompt, round, hash, shows, question: `${prompt}?` }, of)
    },
    withdraw: (prompt: string) => {
      for (const { kept, promised } of waitingIn(circle())) {
        if (fieldsOf('sealed', kept).prompt !== prompt) continue
        sealed.delete(`${prompt}.${fieldsOf('sealed', kept).round}`)
        byId.set(promised.id, takeBack(promised, now()))
      }
    },
    open,
    write,
    shown: (prompt: string, round = '0') => shownIn(circle(), { prompt, round }, commit),
  }
}
type Phone = ReturnType<typeof phone>

/** Everything between them, until nobody has anything more to say. */
function settle(phones: readonly Phone[]): void {
  for (let again = 0; again < 4; again++) {
    for (const from of phones) for (const to of phones) for (const rec of from.all()) to.receive(rec)
    for (const one of phones) one.open()
  }
}
const texts = (one: Phone, prompt: string, round = '0') =>
  one
    .shown(prompt, round)
    .map(({ rec, open, person }) => [person, open ? fieldsOf('answer', rec).text : undefined])
    .sort()

describe('two answers', () => {
  const two = () => [phone(0, [0, 1]), phone(1, [0, 1])] as const

  test('open together, for both, once both have promised', () => {
    const [noor, sam] = two()
    noor.answer('q1', 'The goat')
    settle([noor, sam])
    expect(noor.shown('q1')).toEqual([])
    sam.answer('q1', 'The tent')
    settle([noor, sam])
    const both = [
      [0, 'The goat'],
      [1, 'The tent'],
    ]
    expect(texts(noor, 'q1')).toEqual(both)
    expect(texts(sam, 'q1')).toEqual(both)
  })

  test('of two who begin apart are in one round', () => {
    const [noor, sam] = two()
    noor.answer('q1', 'The goat')
    sam.answer('q1', 'The tent')
    settle([noor, sam])
    expect(texts(noor, 'q1')).toHaveLength(2)
    expect(roundFor(noor.circle(), 'q1')).toBe('1')
  })

  test('to another question are of no account', () => {
    const [noor, sam] = two()
    noor.answer('q1', 'The goat')
    sam.answer('q2', 'The tent')
    settle([noor, sam])
    expect([...noor.shown('q1'), ...noor.shown('q2'), ...sam.shown('q2')]).toEqual([])
  })

  test('open once more when the same is asked again', () => {
    const [noor, sam] = two()
    for (const [round, texts] of [
      ['The goat', 'The tent'],
      ['Nothing', 'Snow'],
    ].entries()) {
      noor.answer('q1', texts[0]!)
      settle([noor, sam])
      expect(roundFor(sam.circle(), 'q1')).toBe(String(round))
      sam.answer('q1', texts[1]!)
      settle([noor, sam])
    }
    expect(openedIn(sam.circle()).map((rec) => fieldsOf('answer', rec).round)).toEqual(['1', '0'])
    expect(texts(sam, 'q1', '0')).toEqual([
      [0, 'The goat'],
      [1, 'The tent'],
    ])
    expect(texts(sam, 'q1', '1')).toEqual([
      [0, 'Nothing'],
      [1, 'Snow'],
    ])
  })

  test('made on two devices of Noor are one answer', () => {
    const [noor, sam] = two()
    noor.answer('q1', 'The goat')
    sam.answer('q1', 'The tent')
    noor.receive(sam.all()[0]!)
    const first = noor.open()
    expect(first).toHaveLength(1)
    expect(noor.open()).toEqual([])
    expect(first[0]?.id).toBe(
      dailyId({ space: shared, kind: 'answer', by: 0, day: '1970-01-01', of: 'sealed.q1.0' }),
    )
  })

  test('say what an answer is to, and that it waits only where its author wants that', () => {
    const [noor, sam] = two()
    noor.answer('q1', 'The goat')
    noor.answer('q2', 'The lake', { shows: false })
    settle([noor, sam])
    expect(invitedIn(sam.circle()).map((rec) => fieldsOf('commitment', rec).question)).toEqual(['q1?'])
    expect(invitedIn(noor.circle())).toEqual([])
    sam.answer('q2', 'The hill')
    settle([noor, sam])
    expect(texts(noor, 'q2')).toHaveLength(2)
    sam.answer('q1', 'The tent')
    settle([noor, sam])
    expect(invitedIn(sam.circle())).toEqual([])
  })

  test('never open for somebody whose bond has nobody else in it', () => {
    const noor = phone(0, [0])
    noor.answer('q1', 'The goat')
    expect(noor.open()).toEqual([])
    expect(waitingIn(noor.circle()).map(({ stranded }) => stranded)).toEqual([true])
  })

  test('stay closed in a space of another time', () => {
    const [noor, sam] = two()
    noor.answer('q1', 'The goat')
    sam.answer('q1', 'The tent')
    const elsewhere = { ...noor.circle(), space: 'e0'.repeat(16) }
    const records = sam.all().map((rec) => ({ ...rec, space: elsewhere.space }))
    expect(dueOpenings({ ...elsewhere, records }, commit)).toEqual([])
    expect(waitingIn(elsewhere)).toEqual([])
  })
})

describe('withdrawing', () => {
  test('before the other has answered looks as if nobody had answered', () => {
    const [noor, sam] = [phone(0, [0, 1]), phone(1, [0, 1])]
    noor.answer('q1', 'The goat')
    settle([noor, sam])
    noor.withdraw('q1')
    settle([noor, sam])
    const untouched = phone(1, [0, 1])
    expect(sam.circle()).toEqual(untouched.circle())
    expect(waitingIn(noor.circle())).toEqual([])
    // And both may begin anew.
    noor.answer('q1', 'The heron')
    sam.answer('q1', 'The tent')
    settle([noor, sam])
    expect(texts(sam, 'q1')).toContainEqual([0, 'The heron'])
  })

  test('is no longer possible once it is open', () => {
    const [noor, sam] = [phone(0, [0, 1]), phone(1, [0, 1])]
    noor.answer('q1', 'The goat')
    sam.answer('q1', 'The tent')
    settle([noor, sam])
    noor.withdraw('q1')
    settle([noor, sam])
    expect(texts(sam, 'q1')).toHaveLength(2)
  })
})

describe('three people', () => {
  const people = [0, 1, 2]
  test('see nothing until the last of them has promised, then everything', () => {
    const [noor, sam, kim] = people.map((me) => phone(me, people)) as [Phone, Phone, Phone]
    noor.answer('q1', 'The goat')
    sam.answer('q1', 'The tent')
    settle([noor, sam, kim])
    for (const one of [noor, sam, kim]) expect(one.shown('q1')).toEqual([])
    kim.answer('q1', 'The snow')
    settle([noor, sam, kim])
    for (const one of [noor, sam, kim])
      expect(texts(one, 'q1')).toEqual([
        [0, 'The goat'],
        [1, 'The tent'],
        [2, 'The snow'],
      ])
  })

  test('an answer that two of them were promised differently is shown to neither', () => {
    const [noor, sam, kim] = people.map((me) => phone(me, people)) as [Phone, Phone, Phone]
    noor.answer('q1', 'The goat')
    kim.answer('q1', 'The snow')
    const first = sam.answer('q1', 'The tent')!
    settle([noor, kim])
    // Noor is told one thing, and Kim another.
    noor.receive(first)
    kim.receive({ ...first, f: { ...first.f, hash: '00'.repeat(32) } })
    noor.open()
    kim.open()
    settle([noor, sam, kim])
    expect(texts(noor, 'q1')).toContainEqual([1, undefined])
    expect(texts(kim, 'q1')).toContainEqual([1, undefined])
    expect(texts(noor, 'q1')).toContainEqual([2, 'The snow'])
  })
})

describe('Sam, whose app was changed', () => {
  const people = [0, 1]
  const begun = () => {
    const [noor, sam] = [phone(0, people), phone(1, people)]
    noor.answer('q1', 'The goat')
    sam.answer('q1', 'The tent')
    for (const rec of sam.all()) noor.receive(rec)
    noor.open()
    for (const rec of noor.all()) sam.receive(rec)
    return { noor, sam }
  }

  test('cannot open with another answer than he promised', () => {
    const { noor, sam } = begun()
    const [honest] = dueOpenings(sam.circle(), commit)
    const lie = sam.write('answer', { ...honest, text: 'A goat, too' }, 'sealed.q1.0')
    noor.receive(lie)
    expect(texts(noor, 'q1')).toEqual([
      [0, 'The goat'],
      [1, undefined],
    ])
  })

  test('cannot change it later, nor promise something else when he has seen hers', () => {
    const { noor, sam } = begun()
    settle([noor, sam])
    expect(texts(noor, 'q1')).toContainEqual([1, 'The tent'])
    for (const rec of sam.all().filter((one) => one.by === 1)) {
      const text = 'The goat, of course'
      const { salt = '' } = fieldsOf('answer', rec)
      const hash = commit({ space: shared, question: 'q1', round: '0', person: 1, salt, answer: text })
      noor.receive(edit(rec, rec.kind === 'answer' ? { text } : { hash }, now()))
    }
    expect(texts(noor, 'q1')).toContainEqual([1, undefined])
  })

  test('can wait for ever, and that is all', () => {
    const { noor } = begun()
    expect(texts(noor, 'q1')).toEqual([[0, 'The goat']])
  })

  test('cannot use a promise of another round, another question or another person', () => {
    const { noor, sam } = begun()
    const [mine] = dueOpenings(sam.circle(), commit)
    const elsewhere: readonly Fields<'answer'>[] = [
      { ...mine, round: '1' },
      { ...mine, prompt: 'q2' },
    ]
    for (const [i, f] of elsewhere.entries()) {
      const rec = walk({ id: `0190${'0'.repeat(9)}1${'0'.repeat(17)}${i}`, kind: 'answer', by: 1, f })
      expect(keepsItsPromise(rec, [...noor.circle().records, rec], commit)).toBe(false)
    }
    const asNoor = walk({ kind: 'answer', by: 0, f: { ...mine } })
    expect(keepsItsPromise(asNoor, [...sam.circle().records, asNoor], commit)).toBe(false)
  })

  test('does not get hers by opening early, with promises nobody made', () => {
    const [noor, sam] = [phone(0, people), phone(1, people)]
    noor.answer('q1', 'The goat')
    noor.receive(
      sam.write(
        'answer',
        {
          prompt: 'q1',
          round: '0',
          text: 'Open',
          salt: saltOf('x'),
          seen: [{ person: 0, hash: saltOf('y') }],
        },
        'early',
      ),
    )
    expect(noor.open()).toEqual([])
    // And no round that cannot be counted keeps anybody from the next one.
    for (const round of ['-1', '1e9', '00', '99999', ''])
      noor.receive(sam.write('answer', { prompt: 'q3', round, text: 'x', salt: saltOf('x') }, `r${round}`))
    expect(roundFor(noor.circle(), 'q3')).toBe('0')
  })
})

describe('whoever does what, and whatever comes when', () => {
  const Step = fc.record({
    who: fc.nat(2),
    to: fc.nat(2),
    act: fc.constantFrom('answer', 'answer', 'withdraw', 'send', 'send', 'send', 'open'),
    prompt: fc.constantFrom('q1', 'q2'),
    /** Which of the sender's records comes through. */
    of: fc.nat(30),
  })

  test.each([2, 3])('nothing of anybody opens before all %i have promised', (count) => {
    const people = Array.from({ length: count }, (_, i) => i)
    fc.assert(
      fc.property(fc.array(Step, { maxLength: 60 }), (history) => {
        const phones = people.map((me) => phone(me, people))
        const said = new Map<string, string>()
        /** Who has ever promised what, whether or not it was withdrawn. */
        const promised = new Set<string>()
        for (const { who, to, act, prompt, of } of history) {
          const one = phones[who % count]!
          if (act === 'answer') {
            const text = `Of ${one.me}, number ${ticks}`
            const rec = one.answer(prompt, text)
            const { round } = rec ? fieldsOf('commitment', rec) : {}
            if (rec) said.set(`${one.me} ${prompt} ${round} ${text}`, text)
            if (rec) promised.add(`${one.me} ${prompt} ${round}`)
          } else if (act === 'withdraw') one.withdraw(prompt)
          else if (act === 'open')
            for (const rec of one.open()) {
              const { prompt: asked, round } = fieldsOf('answer', rec)
              for (const person of people) expect(promised).toContain(`${person} ${asked} ${round}`)
            }
          else {
            const all = one.all()
            const rec = all[of % Math.max(1, all.length)]
            if (rec) phones[to % count]!.receive(rec)
          }
          for (const seer of phones)
            for (const asked of ['q1', 'q2'])
              for (const round of ['0', '1', '2'])
                for (const { rec, open, person } of seer.shown(asked, round)) {
                  // What is shown is what its author wrote, and the seer has given theirs.
                  const text = fieldsOf('answer', rec).text ?? ''
                  if (open) expect(said.get(`${person} ${asked} ${round} ${text}`)).toBe(text)
                  expect(promised).toContain(`${seer.me} ${asked} ${round}`)
                }
        }
        // With nobody withdrawing any more, everything everybody has promised opens for all, and alike.
        settle(phones)
        for (const asked of ['q1', 'q2'])
          for (const round of ['0', '1', '2']) {
            const seen = phones.map((seer) => texts(seer, asked, round)).filter((all) => all.length === count)
            for (const all of seen) expect(all).toEqual(seen[0])
          }
      }),
      { numRuns: 150 },
    )
  })
})
