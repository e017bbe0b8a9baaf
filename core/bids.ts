/**
 * Small reaches for each other: a joke, a sigh, a link sent at noon. For one that was missed there is a sentence to say
 * afterwards, which speaks of what I did and opens a door. Which sentences fit is decided here; the sentences themselves
 * are in the words of the app, by these keys, so that each language can say it its own way.
 */
export const bidKinds = ['attention', 'help', 'good', 'worry', 'closeness', 'funny'] as const
export type BidKind = (typeof bidKinds)[number]

export type Repair = `repair.${BidKind}.${'late' | 'small'}` | `repair.${Exclude<BidKind, 'funny'>}.ask`

/**
 * `late` says that I noticed only now, `ask` opens the door again, `small` is for when words are too much. Someone who
 * shared a worry is asked whether they want to say more, never told what to do; a joke needs no question.
 */
export function repairsFor(kind: BidKind): readonly Repair[] {
  return kind === 'funny'
    ? [`repair.${kind}.late`, `repair.${kind}.small`]
    : [`repair.${kind}.late`, `repair.${kind}.ask`, `repair.${kind}.small`]
}

/**
 * The text after somebody picked a suggestion. One suggestion makes room for another; what they wrote themselves stays,
 * and the suggestion comes below it.
 */
export function withRepair(text: string, chosen: string, offered: readonly string[]): string {
  const own = text.trim()
  return own === '' || offered.includes(own) ? chosen : own.endsWith(chosen) ? text : `${own}\n${chosen}`
}
