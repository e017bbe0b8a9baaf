/**
 * A day as a sprout: a pointed leaf for something I did, a round one for something we did together. A day with
 * nothing is a line of earth, without the ghosts of leaves: a garden may rest, and nobody is shown what is missing.
 */
import type { Contour, Drawing, Mark } from './ink.ts'
import { compose, filled, line, outline, stroked, to } from './ink.ts'

export type Day = { readonly mine: boolean; readonly ours: boolean }

export function drawSprout({ mine, ours }: Day): Drawing {
  const earth = stroked('sprout-earth', 1.6, [line([7, 27.2], to(15, 26.4, 23, 27.2))])
  const stem = stroked('stem-a', 1.7, [line([15, 26.6], to(14.7, 20, 15, 13.5))])
  const leaves: Mark[] = []
  if (mine) leaves.push(filled('mine', [pointedLeaf()]))
  if (ours) leaves.push(filled('ours', [roundLeaf()]))
  return compose(30, 30, leaves.length ? [earth, stem, ...leaves] : [earth])
}

const pointedLeaf = (): Contour =>
  outline([15, 19], to(9.5, 18.5, 5.5, 14.5, 4.5, 6.5), to(11, 8, 14.7, 12, 15, 19))

const roundLeaf = (): Contour =>
  outline(
    [15, 21],
    to(15, 15, 17.5, 10.5, 22, 9.5),
    to(26.5, 9, 27.5, 13.5, 25, 16.8),
    to(22.7, 19.8, 18.5, 21, 15, 21),
  )
