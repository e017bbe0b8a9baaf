import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './day.ts'
import { itemsMax, itemsOf, readingOf, repeatDays, repeatsOf } from './gratitude.ts'

const today = '2026-11-25'
const monday = '2026-11-23'

describe('Noor writes what she is glad of', () => {
  const earlier = [{ day: monday, items: ['The first coffee with Sam', 'sun on the stairs'] }]

  test('and is told when it was there on Monday too', () =>
    expect(repeatsOf(['A walk', 'first coffee, with Sam.'], earlier, today)).toEqual([
      { item: 1, day: monday },
    ]))

  test.each([
    'the first coffee with sam',
    'I am grateful for the first coffee with Sam',
    'With Sam: the first coffee!',
    '  First  coffee with  SAM ',
  ])('in other words that say the same: %s', (text) =>
    expect(repeatsOf([text], earlier, today)).toHaveLength(1),
  )

  test.each(['The second coffee with Sam', 'Coffee', 'Sam', '', '   ', '…', 'snow on the stairs'])(
    'and is not told so of something else: %s',
    (text) => expect(repeatsOf([text], earlier, today)).toEqual([]),
  )

  test('accents make no difference, and words of small words alone still count', () => {
    expect(repeatsOf(['cafe au lait'], [{ day: monday, items: ['Café au lait'] }], today)).toHaveLength(1)
    expect(repeatsOf(['us'], [{ day: monday, items: ['Us.'] }], today)).toHaveLength(1)
    expect(repeatsOf(['this'], [{ day: monday, items: ['that'] }], today)).toEqual([])
  })

  test('it looks back fourteen days, and not fifteen', () => {
    const on = (ago: number) => [{ day: addDays(today, -ago), items: ['tea'] }]
    expect(repeatsOf(['tea'], on(repeatDays), today)).toHaveLength(1)
    expect(repeatsOf(['tea'], on(repeatDays + 1), today)).toEqual([])
    expect(repeatsOf(['tea'], on(-1), today)).toEqual([])
  })

  test('it names the last of several days', () =>
    expect(
      repeatsOf(
        ['tea'],
        [
          { day: '2026-11-20', items: ['tea'] },
          { day: monday, items: ['Tea'] },
          { day: '2026-11-12', items: ['tea'] },
        ],
        today,
      ),
    ).toEqual([{ item: 0, day: monday }]))

  test('whatever was written with a letter in it is found again, in any case', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => /[a-z]/.test(text)),
        (text) => {
          expect(repeatsOf([`${text}!`], [{ day: monday, items: [text] }], today)).toHaveLength(1)
        },
      ),
    ))
})

describe('A text becomes things, one a line', () => {
  test('without empty lines and spaces around', () =>
    expect(itemsOf(' tea\n\n the walk ')).toEqual(['tea', 'the walk']))

  test('never more than an entry can hold, and no word is lost', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('tea', ' sun ', ''), { maxLength: 40 }), (lines) => {
        const items = itemsOf(lines.join('\n'))
        expect(items.length).toBeLessThanOrEqual(itemsMax)
        expect(items.join('\n').split('\n').filter(Boolean)).toEqual(
          lines.map((line) => line.trim()).filter(Boolean),
        )
      }),
    ))
})

describe('Noor and Sam read on a later day', () => {
  const entry = (day: string, ...items: string[]) => ({ day, items })

  test('oldest first, without today and without what holds no words', () => {
    const { pages } = readingOf(
      [
        entry(today, 'soup'),
        entry(monday, 'sun'),
        entry('2026-03-01', 'snow'),
        entry('2026-04-01'),
        entry('2026-04-02', ' '),
      ],
      today,
    )
    expect(pages.map(({ day }) => day)).toEqual(['2026-03-01', monday])
  })

  test('entries of one day keep their order', () =>
    expect(
      readingOf([entry(monday, 'one'), entry(monday, 'two')], today).pages.map(({ items }) => items[0]),
    ).toEqual(['one', 'two']))

  test('and a year ago is found within three days of the date', () => {
    expect(
      readingOf(
        [entry('2025-11-20', 'far'), entry('2025-11-24', 'near'), entry('2025-11-28', 'less near')],
        today,
      ).yearAgo,
    ).toBe(1)
    expect(readingOf([entry('2025-11-28', 'three days')], today).yearAgo).toBe(0)
    expect(readingOf([entry('2025-11-29', 'four days')], today).yearAgo).toBeUndefined()
    expect(readingOf([], today)).toEqual({ pages: [], yearAgo: undefined })
  })

  test('also on the 29th of February', () =>
    expect(readingOf([entry('2027-02-28', 'rain')], '2028-02-29').yearAgo).toBe(0))
})
