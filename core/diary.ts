/**
 * The days that were told, as a diary: one entry for each person and day. What I wrote for myself and then shared in the
 * same words is one entry, the shared one; as soon as a word differs both stay, because nothing written is ever hidden.
 */
import type { Day } from './day.ts'
import type { Fields } from './record.ts'

export type Told = Pick<Fields<'highlow'>, 'day' | 'high' | 'low' | 'story' | 'feelings'> & {
  readonly mine: boolean
  readonly shared: boolean
}

export type DayTold<T extends Told> = { readonly day: Day; readonly told: readonly T[] }

/** Newest day first; on a day, my own first. */
export function daysTold<T extends Told>(all: readonly T[]): readonly DayTold<T>[] {
  const toldByDay = new Map<Day, T[]>()
  for (const one of all)
    if (one.day !== undefined && saysSomething(one))
      toldByDay.set(one.day, [...(toldByDay.get(one.day) ?? []), one])
  return [...toldByDay]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([day, told]) => ({
      day,
      told: told
        .filter((one) => !isCopied(one, told))
        .sort((one, other) => Number(other.mine) - Number(one.mine)),
    }))
}

const isCopied = (one: Told, all: readonly Told[]): boolean =>
  one.mine && !one.shared && all.some((other) => other.mine && other.shared && textOf(other) === textOf(one))

const textOf = ({ high, low, story, feelings }: Told): string =>
  JSON.stringify([high ?? '', low ?? '', story ?? '', feelings ?? []])

/** An entry whose words were all removed again is not one. */
const saysSomething = (one: Told): boolean => textOf(one) !== textOf({ mine: true, shared: false })

/** My entry of a day to go on with: the one written to last. `h` is the clock of its last write. */
export const latestOf = <T extends { readonly mine: boolean; readonly h: string }>(
  all: readonly T[],
): T | undefined => all.filter((one) => one.mine).sort((one, other) => (one.h < other.h ? 1 : -1))[0]
