/** What a device is sent, and when: all of it, in order, and never more than it takes. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../wire/message.ts'
import { packetOf } from './couple.fixture.ts'
import { beginStory, noor, type Phone, type Story, subscribe } from './phone.fixture.ts'

let phones: Story['phones']
beforeEach(async () => {
  ;({ phones } = await beginStory())
})

describe('Reading', () => {
  const many = async (count: number, about: { from?: number; parcelBytes?: number } = {}) => {
    const { from = 1, parcelBytes = limits.parcelBytesMin } = about
    for (let at = 0; at < count; at += 3) {
      const counters = Array.from({ length: Math.min(3, count - at) }, (_, n) => from + at + n)
      await phones.noor.push(...counters.map((counter) => packetOf(noor, { counter, parcelBytes })))
    }
  }
  const sequences = (phone: Phone) => phone.boxes().map(({ sequence }) => sequence)
  const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1)

  test('goes by pages, each when it is asked for, and then by news', async () => {
    await many(20, { parcelBytes: 65_536 })
    expect(await phones.sam.say(subscribe())).toMatchObject([{ page: { more: true, boxes: { length: 7 } } }])
    await many(1, { from: 100 })
    expect(sequences(phones.sam)).toEqual(upTo(7))
    await phones.sam.say({ say: 'more', after: 7 })
    await phones.sam.say({ say: 'more', after: 14 })
    expect(sequences(phones.sam)).toEqual(upTo(21))
    await many(1, { from: 101 })
    expect(sequences(phones.sam)).toEqual(upTo(22))
  })

  test('goes by a page as well where there is too much news for one frame', async () => {
    await phones.sam.say(subscribe())
    await many(3, { parcelBytes: 131_072 })
    await phones.noor.write(4)
    await phones.sam.quiet()
    expect(sequences(phones.sam)).toEqual(upTo(4))
  })

  test('does not fill the memory of the server for somebody slow, and forgets nothing for them', async () => {
    await phones.sam.say(subscribe())
    phones.sam.state.isSlow = true
    await many(40)
    expect(sequences(phones.sam)).toEqual([])
    phones.sam.state.isSlow = false
    phones.sam.drained()
    await phones.sam.quiet()
    expect(sequences(phones.sam)).toEqual(upTo(40))
    await many(1, { from: 99 })
    expect(sequences(phones.sam)).toEqual(upTo(41))
  })

  test('begins anew for somebody who has read further than the server has written', async () => {
    await many(3)
    await phones.sam.say(subscribe(50))
    expect(sequences(phones.sam)).toEqual(upTo(3))
  })

  test('misses nothing and repeats nothing, however writing, slowness and asking mix', async () => {
    const step = fc.constantFrom('write', 'write-much', 'slow', 'quick', 'more', 'anew')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        ;({ phones } = await beginStory())
        await phones.sam.say(subscribe())
        let counter = 0
        const write = (count: number, parcelBytes: number) => {
          const packets = Array.from({ length: count }, () =>
            packetOf(noor, { counter: ++counter, parcelBytes }),
          )
          phones.noor.mumble({ say: 'push', batch: counter, packets })
        }
        const askOn = async () => {
          if (!phones.sam.last('boxes')?.page.more) return
          await phones.sam.say({ say: 'more', after: sequences(phones.sam).at(-1) ?? 0 })
        }
        const act = {
          write: () => write(1, 512),
          'write-much': () => write(3, 131_072),
          slow: () => {
            phones.sam.state.isSlow = true
          },
          quick: () => {
            phones.sam.state.isSlow = false
            phones.sam.drained()
          },
          more: askOn,
          anew: () => phones.sam.mumble(subscribe(sequences(phones.sam).at(-1) ?? 0)),
        }
        for (const one of steps) await act[one]()
        await phones.noor.quiet()
        act.quick()
        do {
          await phones.sam.quiet()
          await askOn()
        } while (phones.sam.last('boxes')?.page.more)
        await phones.sam.quiet()
        // Whoever begins anew may be told again what was on its way, and passes over it.
        const told: number[] = []
        for (const sequence of sequences(phones.sam)) if (sequence > (told.at(-1) ?? 0)) told.push(sequence)
        expect(told).toEqual(upTo(counter))
      }),
      { numRuns: 60 },
    )
  })

  test('stops with the connection', async () => {
    await phones.sam.say(subscribe())
    phones.sam.hangUp()
    const heard = phones.sam.heard.length
    await many(1)
    expect(phones.sam.heard).toHaveLength(heard)
  })
})
