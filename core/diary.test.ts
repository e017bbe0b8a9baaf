import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './day.ts'
import { daysTold, latestOf, type Told } from './diary.ts'

const noors = (day: string, high: string, more: Partial<Told> = {}): Told => ({
  day,
  high,
  mine: true,
  shared: false,
  ...more,
})
const sams = (day: string, high: string): Told => ({ day, high, mine: false, shared: true })

describe('The diary of Noor and Sam', () => {
  test('begins with the newest day', () =>
    expect(
      daysTold([noors('2026-11-23', 'soup'), noors('2026-11-25', 'snow')]).map(({ day }) => day),
    ).toEqual(['2026-11-25', '2026-11-23']))

  test('on a day Noor reads her own first, then what Sam shared', () =>
    expect(
      daysTold([sams('2026-11-25', 'the train was on time'), noors('2026-11-25', 'snow')])[0]?.told.map(
        (one) => one.mine,
      ),
    ).toEqual([true, false]))

  test('what she shared in the same words is there once, as shared', () =>
    expect(
      daysTold([noors('2026-11-25', 'snow'), noors('2026-11-25', 'snow', { shared: true })])[0]?.told,
    ).toEqual([noors('2026-11-25', 'snow', { shared: true })]))

  test('not once when a word differs: both stay', () =>
    expect(
      daysTold([noors('2026-11-25', 'snow, and a quarrel'), noors('2026-11-25', 'snow', { shared: true })])[0]
        ?.told,
    ).toHaveLength(2))

  test('the same words from Sam do not take the place of hers', () =>
    expect(daysTold([noors('2026-11-25', 'snow'), sams('2026-11-25', 'snow')])[0]?.told).toHaveLength(2))

  test('a day nobody told is not there', () => expect(daysTold([])).toEqual([]))
  test('nor is one whose words were removed', () =>
    expect(daysTold([noors('2026-11-25', '', { low: '' })])).toEqual([]))

  test('no words are ever lost', () => {
    const told = fc.record({
      day: fc.integer({ min: 0, max: 5 }).map((n) => addDays('2026-11-20', n)),
      high: fc.constantFrom('snow', 'soup', 'a letter'),
      mine: fc.boolean(),
      shared: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(told), (all) => {
        const shown = daysTold(all).flatMap((one) => one.told)
        for (const one of all)
          expect(
            shown.some(
              (other) => other.day === one.day && other.high === one.high && other.mine === one.mine,
            ),
          ).toBe(true)
      }),
    )
  })
})

describe('Going on with a day', () => {
  test('goes on with what Noor wrote last', () =>
    expect(
      latestOf([
        { mine: true, h: '1', at: 'morning' },
        { mine: true, h: '2', at: 'evening' },
      ]),
    ).toMatchObject({ at: 'evening' }))
  test('cannot go on with what Sam wrote', () => expect(latestOf([{ mine: false, h: '9' }])).toBeUndefined())
})
