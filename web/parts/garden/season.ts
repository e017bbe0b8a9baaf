/**
 * What the meadow shows in each quarter of the year. Differences are quiet, nothing ever looks dead, and the couple's
 * own plants bloom all year. The month alone decides: where somebody lives is nothing we want to know.
 */
export type Season = 'spring' | 'summer' | 'autumn' | 'winter'

const seasonByMonth: readonly Season[] = [
  'winter',
  'winter',
  'spring',
  'spring',
  'spring',
  'summer',
  'summer',
  'summer',
  'autumn',
  'autumn',
  'autumn',
  'winter',
]

/** Months count from 1. */
export const seasonOfMonth = (month: number): Season =>
  seasonByMonth[(((month - 1) % 12) + 12) % 12] ?? 'spring'

export type Meadow = {
  readonly farPlants: number
  /** How many of the umbels, from the left, and what they carry. */
  readonly umbels: number
  readonly umbelColour: string
  readonly sideUmbels: 'blossom' | 'seed'
  readonly spikes: number
  /** Low blossoms in the grass. */
  readonly low: { readonly kind: 'daisy' | 'star' | 'snowdrop' | 'none'; readonly count: number }
  readonly dryBlades: number
}

export const meadowOf: Record<Season, Meadow> = {
  spring: {
    farPlants: 22,
    umbels: 4,
    umbelColour: 'umbel',
    sideUmbels: 'blossom',
    spikes: 4,
    low: { kind: 'daisy', count: 13 },
    dryBlades: 0,
  },
  summer: {
    farPlants: 26,
    umbels: 5,
    umbelColour: 'umbel',
    sideUmbels: 'blossom',
    spikes: 7,
    low: { kind: 'star', count: 11 },
    dryBlades: 0,
  },
  autumn: {
    farPlants: 26,
    umbels: 5,
    umbelColour: 'umbel',
    sideUmbels: 'seed',
    spikes: 5,
    low: { kind: 'none', count: 0 },
    dryBlades: 0.3,
  },
  winter: {
    farPlants: 16,
    umbels: 3,
    umbelColour: 'umbel-seed',
    sideUmbels: 'seed',
    spikes: 0,
    low: { kind: 'snowdrop', count: 11 },
    dryBlades: 0.14,
  },
}
