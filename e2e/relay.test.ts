/**
 * The histories of `sync/chaos.test.ts` once more, over the real server instead of the one that was written for them: two
 * hands that read the same protocol. Without sockets, so that a history is the same each time.
 */
import { expect, test } from 'vitest'
import { closeLine, hear, openLine, settled } from '../server/answer.ts'
import { createHouse } from '../server/house.ts'
import type { Line } from '../server/line.ts'
import { createMemoryBoxes } from '../server/memory.ts'
import { createRates } from '../server/rates.ts'
import { faults, heal, live } from '../sync/chaos.fixture.ts'
import { craft } from '../sync/craft.ts'
import { remembered } from '../sync/membership.ts'
import type { ModelServer } from '../sync/server.fixture.ts'
import type { World } from '../sync/world.fixture.ts'

const { TEND_SEED, TEND_RELAYS } = process.env
const count = Number(TEND_RELAYS ?? 40)
const seeds = TEND_SEED ? [Number(TEND_SEED)] : Array.from({ length: count }, (_, at) => at + 1)

/** The real one in the place of the other: its log, its packets, its lines. It checks signatures, so keys are real too. */
function realServer(time: World['time']): ModelServer {
  const boxes = createMemoryBoxes()
  const rates = createRates({ nowMs: time.nowMs, isOff: false })
  const troubles: unknown[] = []
  const house = createHouse({ boxes, rates, nowMs: time.nowMs, trouble: (error) => troubles.push(error) })
  const lines = new Map<Line, () => void>()

  const copyOf = async (space: string) => {
    if (troubles.length > 0) throw troubles[0]
    const entries = await boxes.log({ space, after: 0, most: 9_999 })
    const all: { sequence: number; bytes: Uint8Array }[] = []
    for (let more = true; more; ) {
      const page = await boxes.page(space, all.at(-1)?.sequence ?? 0)
      all.push(...page.boxes)
      more = page.more
    }
    return { roster: await remembered({ craft, entries }), entries, boxes: all }
  }
  const server = {
    copyOf,
    hangUpOnAll() {
      for (const lost of lines.values()) lost()
    },
    connect({ heard, lost, nonce }: Parameters<ModelServer['connect']>[0]) {
      const line = openLine(house, {
        address: 'here',
        nonce,
        send: heard,
        isSlow: () => false,
        hold: () => {},
        resume: () => {},
        close: lost,
      })
      lines.set(line, lost)
      const quiet = async () => {
        await settled(line)
        await house.group.settled()
        await settled(line)
      }
      return {
        hear: (bytes: Uint8Array) => {
          hear(line, bytes)
          void time.busyWith(quiet())
        },
        gone: () => {
          lines.delete(line)
          closeLine(line)
        },
      }
    },
  }
  return server as unknown as ModelServer
}

test(`After any of ${seeds.length} histories over the real server everybody has the same`, {
  timeout: 600_000,
}, async () => {
  for (const seed of seeds) {
    const history = await live(seed, {
      craft: { it: craft, isSlow: true },
      server: realServer,
      keepsAll: true,
    })
    await heal(history)
    expect((await faults(history)).map((fault) => `TEND_SEED=${seed}: ${fault}`)).toEqual([])
    for (const phone of history.world.phones) phone.switchOff()
  }
})
