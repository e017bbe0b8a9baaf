/**
 * How much one device, one space and one address may ask for. Who asks too much is told how long to wait, and keeps
 * their connection.
 *
 * What surprises: an address is never held as such. It is hashed with a salt that lives for an hour at most and is
 * never written down, and all that is known of addresses is dropped with it. So the slowest allowances, a few a day,
 * are really a few an hour. A day of remembering who came from where would be worse than a day of strangers.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'

type Allowance = { readonly burst: number; readonly everyMs: number }

/** So many at once, and one more each so often. */
const ofNames = {
  packetsOfDevice: { burst: 2_000, everyMs: 1_000 / 20 },
  packetsOfSpace: { burst: 5_000, everyMs: 1_000 / 50 },
  /** A page is up to half a megabyte: once through the largest space, and some more. */
  pagesOfDevice: { burst: 500, everyMs: 200 },
  /** Each costs one or two signatures to check. An honest log has hundreds of entries after decades. */
  entriesOfDevice: { burst: 512, everyMs: 1_000 },
} as const satisfies Record<string, Allowance>

const ofAddresses = {
  connectionsOfAddress: { burst: 20, everyMs: 1_000 / 10 },
  spacesOfAddress: { burst: 20, everyMs: 86_400_000 / 20 },
  meetingsOfAddress: { burst: 10, everyMs: 3_600_000 / 10 },
  mailsOfAddress: { burst: 120, everyMs: 1_000 },
} as const satisfies Record<string, Allowance>

const allowances = { ...ofNames, ...ofAddresses }
export type Allowed = keyof typeof allowances

export type Rates = {
  /** Takes so many for that name, or takes none and says how many ms to wait. 0: taken. */
  readonly take: (allowed: Allowed, name: string, count?: number) => number
  /** What an address is called here. Another name in the next hour. */
  readonly nameOf: (address: string) => string
  /** To be called every minute or so: forgets everybody who has asked for nothing lately. */
  readonly forget: () => void
}

const addressHourMs = 3_600_000

/** `isOff` lets everybody have everything: for a server that only a household can reach, and for measuring. */
export function createRates(about: { readonly nowMs: () => number; readonly isOff: boolean }): Rates {
  const { nowMs, isOff } = about
  const buckets = new Map(Object.keys(allowances).map((allowed) => [allowed, new Map<string, number>()]))
  let salt = randomBytes(32)
  let saltSinceMs = nowMs()

  return {
    take(allowed, name, count = 1) {
      const fullAt = buckets.get(allowed)
      return isOff || !fullAt ? 0 : take(fullAt, { ...allowances[allowed], name, count, nowMs: nowMs() })
    },

    nameOf(address) {
      return createHmac('sha256', salt).update(household(address)).digest('base64').slice(0, 22)
    },

    forget() {
      const now = nowMs()
      for (const fullAt of buckets.values())
        for (const [name, atMs] of fullAt) if (atMs <= now) fullAt.delete(name)
      if (now - saltSinceMs < addressHourMs - 60_000) return
      salt = randomBytes(32)
      saltSinceMs = now
      for (const allowed of Object.keys(ofAddresses)) buckets.get(allowed)?.clear()
    },
  }
}

/** A bucket is one number: when it will be full again. Nothing needs to be counted up while nobody asks. */
function take(
  fullAt: Map<string, number>,
  asked: Allowance & { readonly name: string; readonly count: number; readonly nowMs: number },
): number {
  const { burst, everyMs, name, count, nowMs } = asked
  const emptyMs = burst * everyMs
  // Never further off than an empty bucket, or a clock that was set back would lock everybody out.
  const before = Math.min(Math.max(fullAt.get(name) ?? 0, nowMs), nowMs + emptyMs)
  const after = before + count * everyMs
  const waitMs = after - nowMs - emptyMs
  fullAt.set(name, waitMs > 0 ? before : after)
  return Math.max(0, Math.ceil(waitMs))
}

/** Whoever has one IPv6 address has 2^64 of them, so those count as one. */
function household(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped || !isIPv6(address)) return mapped ?? address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
