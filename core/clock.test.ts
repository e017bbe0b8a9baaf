/** One order over the edits of two people, however wrong their clocks are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clock, clockDevice, clockMs, follow, isClock, tick } from './clock.ts'
import { clock, evening, noorsPhone, samsPhone, tenYearsMs } from './couple.fixture.ts'

const minuteMs = 60_000
const lastMs = 2 ** 48 - 1
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

const device = fc.stringMatching(/^[0-9a-f]{16}$/)
/** Any clock, crowded so that equal milliseconds and full counters happen; never the very last millisecond. */
const anyClock = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, evening, evening + 1), fc.nat(lastMs - 1)),
    fc.constantFrom(0, 1, 2, 0xfffe, 0xffff),
    fc.oneof(fc.constantFrom(noorsPhone, samsPhone), device),
  )
  .map(([ms, count, tag]) => hex(ms, 12) + hex(count, 4) + tag)
const wall = fc.oneof(
  fc.constantFrom(evening, evening + 1, 0, -tenYearsMs, evening + tenYearsMs),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
)

describe('the next clock', () => {
  test('is later than the wall, than its own last one and than all that it overwrites', () => {
    fc.assert(
      fc.property(wall, device, fc.option(anyClock), fc.array(anyClock), (wallMs, tag, last, overwritten) => {
        const next = tick({ wallMs, device: tag, last: last ?? undefined, overwritten })
        expect(isClock(next)).toBe(true)
        expect(clockDevice(next)).toBe(tag)
        expect(clockMs(next)).toBeGreaterThanOrEqual(Math.min(Math.floor(wallMs), lastMs))
        for (const seen of [...(last ? [last] : []), ...overwritten]) expect(next > seen).toBe(true)
      }),
    )
  })

  test('is no later than it must be: the wall, or one step after the latest seen', () => {
    expect(tick({ wallMs: evening, device: noorsPhone })).toBe(`${hex(evening, 12)}0000${noorsPhone}`)
    const seen = clock(evening + minuteMs, samsPhone)
    expect(tick({ wallMs: evening, device: noorsPhone, last: seen })).toBe(
      `${hex(evening + minuteMs, 12)}0001${noorsPhone}`,
    )
    expect(tick({ wallMs: evening + 2 * minuteMs, device: noorsPhone, overwritten: [seen] })).toBe(
      `${hex(evening + 2 * minuteMs, 12)}0000${noorsPhone}`,
    )
  })

  test('is never the same on two phones, though they saw the same', () => {
    fc.assert(
      fc.property(wall, fc.array(anyClock), device, device, (wallMs, overwritten, one, other) => {
        fc.pre(one !== other)
        expect(tick({ wallMs, device: one, overwritten })).not.toBe(
          tick({ wallMs, device: other, overwritten }),
        )
      }),
    )
  })

  test('is never one that this phone made before, though its wall clock runs backwards', () => {
    fc.assert(
      fc.property(fc.array(wall, { minLength: 2, maxLength: 30 }), (walls) => {
        const made: Clock[] = []
        for (const wallMs of walls) made.push(tick({ wallMs, device: noorsPhone, last: made.at(-1) }))
        expect(made).toEqual([...new Set(made)].sort())
      }),
    )
  })

  test('goes to the next millisecond when 65,536 edits were made in one', () => {
    const full = `${hex(evening, 12)}ffff${samsPhone}`
    expect(tick({ wallMs: evening, device: noorsPhone, last: full })).toBe(
      `${hex(evening + 1, 12)}0000${noorsPhone}`,
    )
  })

  test('is still a clock at the end of time, where no later one exists', () => {
    const end = `${hex(lastMs, 12)}ffff${samsPhone}`
    const next = tick({ wallMs: evening, device: noorsPhone, overwritten: [end] })
    expect(next).toBe(`${hex(lastMs, 12)}ffff${noorsPhone}`)
    expect(isClock(tick({ wallMs: Number.POSITIVE_INFINITY, device: noorsPhone }))).toBe(true)
  })

  test('takes no notice of what is no clock', () => {
    const from = { wallMs: evening, device: noorsPhone }
    expect(tick({ ...from, last: '', overwritten: ['f', 'F'.repeat(32), 'z'.repeat(32)] })).toBe(tick(from))
  })
})

test('the order of the text is the order of time, then count, then phone', () => {
  const parts = (one: Clock) =>
    [clockMs(one), Number.parseInt(one.slice(12, 16), 16), clockDevice(one)] as const
  fc.assert(
    fc.property(anyClock, anyClock, (one, other) => {
      const [ms, count, tag] = parts(one)
      const [otherMs, otherCount, otherTag] = parts(other)
      const earlier =
        ms !== otherMs ? ms < otherMs : count !== otherCount ? count < otherCount : tag < otherTag
      expect(one < other).toBe(earlier)
    }),
  )
})

describe('following the clocks of others', () => {
  test('Sam a little ahead is followed, up to ten minutes', () => {
    const ahead = clock(evening + 10 * minuteMs, samsPhone)
    expect(follow(clock(evening), ahead, evening)).toBe(ahead)
    expect(follow(undefined, ahead, evening)).toBe(ahead)
  })

  test('Sam more than ten minutes ahead is not followed', () => {
    const ahead = clock(evening + 10 * minuteMs + 1, samsPhone)
    expect(follow(clock(evening), ahead, evening)).toBe(clock(evening))
    expect(follow(undefined, ahead, evening)).toBeUndefined()
    expect(follow(undefined, clock(evening + tenYearsMs, samsPhone), evening)).toBeUndefined()
  })

  test('Sam behind does not hold us back', () => {
    const last = clock(evening)
    expect(follow(last, clock(evening - tenYearsMs, samsPhone), evening)).toBe(last)
  })

  test('whatever is seen, our clock never goes back and is never dragged ten minutes ahead of our wall', () => {
    fc.assert(
      fc.property(fc.array(anyClock), (seen) => {
        let last: Clock | undefined
        for (const one of seen) {
          const next = follow(last, one, evening)
          if (last !== undefined) expect(next! >= last).toBe(true)
          if (next !== undefined) expect(clockMs(next)).toBeLessThanOrEqual(evening + 10 * minuteMs)
          last = next
        }
        const near = seen.filter((one) => clockMs(one) <= evening + 10 * minuteMs)
        expect(last).toBe(near.sort().at(-1))
      }),
    )
  })
})

test('a clock is 32 small hex digits', () => {
  expect(isClock(clock(evening))).toBe(true)
})
test.each([
  '',
  'f'.repeat(31),
  'f'.repeat(33),
  'F'.repeat(32),
  `${'f'.repeat(32)}\n`,
  7,
  null,
  undefined,
  {},
])('a clock is never %j', (wrong) => expect(isClock(wrong)).toBe(false))
