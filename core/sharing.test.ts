/** Noor and Sam on one phone, Kim who joins them, and Eve who comes when Sam has gone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  homeOf,
  joined,
  othersWith,
  parted,
  readable,
  type Side,
  type SideChange,
  slotIn,
} from './sharing.ts'

const id = (name: string) =>
  [...name]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(32, '0')
const [noor, sam, kim, eve] = ['noor', 'sam', 'kim', 'eve'].map(id) as [string, string, string, string]

function written(sides: readonly Side[], changes: readonly SideChange[]): readonly Side[] {
  const known = new Map(sides.map((side) => [side.person, side]))
  for (const { person, fields } of changes) known.set(person, { ...known.get(person), person, ...fields })
  return [...known.values()]
}
const join = (
  sides: readonly Side[],
  host: string,
  guest: string,
  fresh = id(`${host}${guest}`.slice(0, 9)),
) => written(sides, joined(sides, { host, guest, fresh }))
function part(sides: readonly Side[], leaving: string, fresh = id('fresh')) {
  const { changes, forget } = parted(sides, { leaving, fresh: [fresh, id(`${fresh}2`), id(`${fresh}3`)] })
  return { sides: written(sides, changes).filter((side) => homeOf(side) !== leaving), forget }
}
const sideOf = (sides: readonly Side[], person: string) =>
  sides.find((side) => side.person === person) as Side

describe('joining', () => {
  const two = join([{ person: noor }], noor, sam, id('ours'))

  test('Noor and Sam share one space, each under a number of their own', () => {
    expect(readable(sideOf(two, noor))).toEqual([noor, id('ours')])
    expect(readable(sideOf(two, sam))).toEqual([sam, id('ours')])
    expect(slotIn(sideOf(two, noor), id('ours'))).toBe(0)
    expect(slotIn(sideOf(two, sam), id('ours'))).toBe(1)
  })

  test('neither has a number in the other’s own space', () => {
    expect(slotIn(sideOf(two, noor), sam)).toBeUndefined()
    expect(slotIn(sideOf(two, sam), noor)).toBeUndefined()
  })

  test('Kim joins both, whoever asks', () => {
    const three = join(two, sam, kim)
    expect(three.map((side) => [side.shared, side.slot])).toEqual([
      [id('ours'), 0],
      [id('ours'), 1],
      [id('ours'), 2],
    ])
    expect(othersWith(three, noor).map((side) => side.person)).toEqual([sam, kim])
  })

  test('nobody can be joined who is not here', () => {
    expect(joined([], { host: noor, guest: sam, fresh: id('x') })).toEqual([])
  })
})

describe('leaving', () => {
  const two = join([{ person: noor }], noor, sam, id('ours'))

  test('Noor keeps what Sam shared, and shares with nobody', () => {
    const { sides, forget } = part(two, sam)
    expect(readable(sideOf(sides, noor))).toEqual([noor, id('ours')])
    expect(slotIn(sideOf(sides, noor), id('ours'))).toBe(0)
    expect(othersWith(sides, noor)).toEqual([])
    expect(forget).toEqual([sam])
  })

  test('Eve, who comes later, meets nothing of Sam', () => {
    const later = join(part(two, sam).sides, noor, eve, id('new'))
    expect(readable(sideOf(later, eve))).toEqual([eve, id('new')])
    expect(readable(sideOf(later, noor))).toEqual([noor, id('new'), id('ours')])
  })

  test('of three, the two who stay begin a new space and keep the old one', () => {
    const { sides } = part(join(two, noor, kim), sam, id('new'))
    expect(sides.map((side) => [side.person, side.shared, side.slot, side.before])).toEqual([
      [noor, id('new'), 0, [{ space: id('ours'), slot: 0 }]],
      [kim, id('new'), 1, [{ space: id('ours'), slot: 2 }]],
    ])
  })

  test('the last one to leave leaves nothing behind', () => {
    expect(part(part(two, sam).sides, noor).forget).toEqual([noor, id('ours')])
  })
})

describe('whoever comes and goes, in any order', () => {
  const names = ['noor', 'sam', 'kim', 'eve', 'lee'].map(id)
  const steps = fc.array(fc.record({ leave: fc.boolean(), one: fc.nat(4), other: fc.nat(4) }), {
    maxLength: 30,
  })

  /** Plays a history and says at each step who was ever in which space. */
  function play(history: readonly { leave: boolean; one: number; other: number }[]) {
    let sides: readonly Side[] = [{ person: names[0] as string }]
    const gone = new Map<string, Set<string>>()
    const forgotten = new Set<string>()
    history.forEach(({ leave, one, other }, n) => {
      const [a, b] = [names[one] as string, names[other] as string]
      const here = (person: string) => sides.some((side) => side.person === person)
      const fresh = id(`s${n}`)
      if (leave && here(a)) {
        for (const space of readable(sideOf(sides, a))) gone.set(space, (gone.get(space) ?? new Set()).add(a))
        const result = part(sides, a, fresh)
        sides = result.sides
        for (const space of result.forget) forgotten.add(space)
      } else if (!leave && here(a) && !here(b)) {
        sides = join(sides, a, b, fresh)
        // A newcomer reads their own space and one that nobody has ever left.
        for (const space of readable(sideOf(sides, b)).slice(1)) expect(gone.has(space)).toBe(false)
      }
    })
    return { sides, forgotten }
  }

  test('nobody reads another’s own space, or a space that was forgotten', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { sides, forgotten } = play(history)
        for (const side of sides) {
          const spaces = readable(side).slice(1)
          expect(spaces.filter((space) => names.includes(space))).toEqual([])
          expect(spaces.filter((space) => forgotten.has(space) && !names.includes(space))).toEqual([])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('in each space every number belongs to one person', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { sides } = play(history)
        for (const space of new Set(sides.flatMap((side) => readable(side).slice(1)))) {
          const slots = sides.flatMap((side) => slotIn(side, space) ?? [])
          expect(new Set(slots).size).toBe(slots.length)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('Noor, who has a friend besides', () => {
  const [ours, theirs] = [id('ours'), id('theirs')]
  const withEve: Side = { person: id('noor-eve'), home: noor, shared: theirs, slot: 0 }
  const sides: readonly Side[] = [
    { person: noor, shared: ours, slot: 0 },
    withEve,
    { person: sam, shared: ours, slot: 1 },
    { person: eve, shared: theirs, slot: 1 },
  ]

  test('reads with Eve what is of Eve, and nothing that she keeps beside Sam', () => {
    expect(readable(withEve)).toEqual([id('noor-eve'), theirs])
    expect(readable(sides[0] as Side)).toEqual([noor, ours])
  })

  test('may write down who she is, whoever she is with; Eve may not', () => {
    expect(slotIn(withEve, noor)).toBe(0)
    expect(slotIn(withEve, ours)).toBeUndefined()
    expect(slotIn(sides[3] as Side, noor)).toBeUndefined()
  })

  test('is together with one of them at a time', () => {
    expect(othersWith(sides, noor).map(homeOf)).toEqual([sam])
    expect(othersWith(sides, withEve.person).map(homeOf)).toEqual([eve])
    expect(othersWith(sides, sam).map(homeOf)).toEqual([noor])
  })

  test('takes both of her spaces with her when she leaves, and nothing that others read', () => {
    const { sides: left, forget } = part(sides, noor)
    expect(forget).toEqual([noor, id('noor-eve')])
    expect(left.map((side) => [side.person, side.shared, side.before])).toEqual([
      [sam, undefined, [{ space: ours, slot: 1 }]],
      [eve, undefined, [{ space: theirs, slot: 1 }]],
    ])
  })

  test('leaves nobody a new space where lines say who is in it', () => {
    const { changes } = parted(sides, { leaving: noor, fresh: [id('x'), id('y')], lines: [ours] })
    expect(changes.map((change) => change.person)).toEqual([eve])
  })

  test('is not forgotten by what Sam claims, when he goes', () => {
    const claimed = sides.map((side) => (side.person === sam ? { ...side, shared: noor } : side))
    expect(part(claimed, sam).forget).toEqual([sam])
  })
})
