/** Who wrote a record, as far as the person who is here can tell: they themselves, or the other in the bond. */
import type { Rec } from '../../core/record.ts'
import { slotIn } from '../../core/sharing.ts'
import { type Here, sideOf, useHere } from '../tend.ts'
import en from '../words/en/shell.json'
import { words } from '../words.ts'

const s = words('shell', en)

export function useWriter(): {
  readonly isMine: (rec: Rec) => boolean
  /** The other's name. With more than two in a bond it is the bond's. */
  readonly other: string
} {
  const here = useHere()
  const side = sideOf(here)
  return { isMine: (rec) => slotIn(side, rec.space) === rec.by, other: otherName(here) ?? s('someone') }
}

/** What the other is called: what I call them, or what they call themselves. Among several nobody is meant. */
export function otherName({ bond, others }: Pick<Here, 'bond' | 'others'>): string | undefined {
  if (bond?.name) return bond.name
  const [other, another] = others
  return another ? undefined : other?.name || undefined
}
