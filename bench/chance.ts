/** Chance that is the same every time: numbers from a seed (mulberry32), and what is drawn with them. */

export type Chance = ReturnType<typeof createChance>

export function createChance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** A whole number, both ends included. */
  const from = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  const below = (share: number): boolean => next() < share
  const one = <T>(things: readonly T[]): T => things[from(0, things.length - 1)] as T
  /** The first are drawn more often than the last, as words are: of a hundred, the first ten for a fifth of the time. */
  const oneOfMany = <T>(things: readonly T[]): T => things[Math.floor(things.length * next() ** 1.5)] as T
  const shuffled = <T>(things: readonly T[]): readonly T[] => {
    const pile = [...things]
    for (let i = pile.length - 1; i > 0; i--) {
      const j = from(0, i)
      ;[pile[i], pile[j]] = [pile[j] as T, pile[i] as T]
    }
    return pile
  }
  /** One to `most` of them, none twice. */
  const some = <T>(things: readonly T[], most: number): T[] => shuffled(things).slice(0, from(1, most))
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => from(0, 255))
  return { from, below, one, oneOfMany, shuffled, some, bytes }
}
