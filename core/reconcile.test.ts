/** Noor’s bond with Sam, while lines between their phones come and go. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bonded, type Line, reconciled } from './reconcile.ts'
import { readable } from './sharing.ts'

const id = (name: string) =>
  [...name]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(32, '0')
const noor = id('noor')

describe('a line between two phones', () => {
  const bond: Bonded = { id: 'b1' }
  const line = (more: Partial<Line> = {}): Line => ({
    space: id('line'),
    about: 'b1',
    person: 1,
    people: [0, 1],
    closed: false,
    left: false,
    ...more,
  })
  const after = (one: Bonded, lines: readonly Line[]): Bonded => {
    const [change] = reconciled([one], lines)
    return change ? { ...one, ...change.fields } : one
  }

  test('is where the bond shares from now on, under the number it gives', () => {
    expect(reconciled([bond], [line()])).toEqual([
      { bond: 'b1', fields: { shared: id('line'), slot: 1, before: undefined } },
    ])
  })

  test('that is for another bond, or for one that is not here, changes nothing', () => {
    expect(reconciled([bond], [line({ about: 'b2' })])).toEqual([])
    expect(reconciled([], [line()])).toEqual([])
    expect(reconciled([{ id: 'b1', shared: id('phone'), slot: 0 }], [])).toEqual([])
  })

  test('takes the place of what was shared on one phone, which stays to be read', () => {
    expect(after({ ...bond, shared: id('phone'), slot: 0 }, [line()])).toEqual({
      ...bond,
      shared: id('line'),
      slot: 1,
      before: [{ space: id('phone'), slot: 0 }],
    })
  })

  test('shares nothing while the others have still to say yes', () => {
    expect(after(bond, [line({ person: 2 })])).toEqual(bond)
    expect(after(bond, [line({ person: 2, people: [0, 1, 2] })])).toMatchObject({
      shared: id('line'),
      slot: 2,
    })
  })

  test.each([{ closed: true }, { left: true }, { closed: true, left: true, people: [] }])(
    'that has ended (%j) is kept to read, and the bond shares with nobody',
    (end) => {
      const shared = after(bond, [line()])
      expect(after(shared, [line(end)])).toEqual({
        ...bond,
        shared: undefined,
        slot: undefined,
        before: [{ space: id('line'), slot: 1 }],
      })
      // Also when nobody looked while it was open.
      expect(after(bond, [line(end)]).before).toEqual([{ space: id('line'), slot: 1 }])
    },
  )

  test('of a new time takes the place of an old one, and the old one never comes back', () => {
    const old = after(after(bond, [line()]), [line({ left: true })])
    const lines = [line({ left: true }), line({ space: id('again'), person: 0 })]
    const again = after(old, lines)
    expect(again).toMatchObject({ shared: id('again'), slot: 0, before: [{ space: id('line'), slot: 1 }] })
    expect(reconciled([again], lines)).toEqual([])
  })

  test('that has ended does not end what is shared on one phone', () => {
    const phone = { ...bond, shared: id('phone'), slot: 0 }
    expect(after(phone, [line({ closed: true })])).toMatchObject({
      shared: id('phone'),
      slot: 0,
      before: [{ space: id('line'), slot: 1 }],
    })
  })

  const Lines = fc.uniqueArray(
    fc.record({
      space: fc.constantFrom('s1', 's2', 's3', 's4').map(id),
      about: fc.constantFrom('b1', 'b2'),
      person: fc.nat(2),
      people: fc.subarray([0, 1, 2]),
      closed: fc.boolean(),
      left: fc.boolean(),
    }),
    { selector: (one) => one.space, maxLength: 4 },
  )
  const Before = fc.uniqueArray(
    fc.record({ space: fc.constantFrom('s1', 's3', 'p1').map(id), slot: fc.nat(2) }),
    { selector: (one) => one.space },
  )
  const Bond: fc.Arbitrary<Bonded> = fc.record({
    id: fc.constant('b1'),
    shared: fc.constantFrom(undefined, id('s1'), id('s2'), id('p2')),
    slot: fc.constantFrom(0, 1),
    before: fc.option(Before, { nil: undefined }),
  })

  test('is reconciled once: a second time nothing is left to say', () => {
    fc.assert(
      fc.property(Bond, Lines, (one, lines) => {
        const now = after(one, lines)
        expect(reconciled([now], lines)).toEqual([])
        expect(reconciled([now], [...lines].reverse())).toEqual([])
      }),
    )
  })

  test('never takes from anybody what they could read, and shares only where a line is open or none is known', () => {
    fc.assert(
      fc.property(Bond, Lines, (one, lines) => {
        const now = after(one, lines)
        const spaces = readable({ person: noor, ...now })
        if (now === one) return
        for (const space of readable({ person: noor, ...one })) expect(spaces).toContain(space)
        const about = lines.find((known) => known.space === now.shared && known.about === 'b1')
        if (now.shared !== one.shared && now.shared !== undefined)
          expect(about).toMatchObject({ closed: false, left: false })
        expect((now.before ?? []).map((past) => past.space)).not.toContain(now.shared)
      }),
    )
  })

  test('on two devices of one person, whichever wrote last, both end with the same', () => {
    fc.assert(
      fc.property(Bond, Lines, Lines, fc.boolean(), (one, some, more, isFirst) => {
        // Each knew other lines at first; then what one of them wrote is what both have, and both know all lines.
        const [a, b] = [after(one, some), after(one, more)]
        const joinedOf = isFirst ? a : b
        const all = [...some, ...more.filter((line) => !some.some((known) => known.space === line.space))]
        const now = after(joinedOf, all)
        expect(reconciled([now], all)).toEqual([])
      }),
    )
  })
})
