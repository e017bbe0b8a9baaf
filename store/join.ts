/**
 * What a store does with copies of records that it is given: joins them with what it holds, and works out which of them
 * wait to be told to others from then on. Both stores ask here and then only write down the answer.
 *
 * What surprises: what others told does not wait to be told on, with one exception. A record that somebody took back
 * waits if this device has told it, so that what the server keeps of it in this device's name is emptied as well.
 */
import { merge } from '../core/merge.ts'
import { isKind, kinds, mayWrite, type Rec, type RecordId, type SpaceId } from '../core/record.ts'
import type { Speaker } from './exchange.ts'
import { isSame, trouble } from './keep.ts'

/** A record as it is kept, and what is known of its telling. */
export type Held = {
  readonly rec: Rec
  /** Which devices have told it: one bit for each number. At most 48 devices, so it is an exact number. */
  readonly told: number
  /** Its number in the order of those that wait, if it does. A new one each time it changes. */
  readonly unsent: number | undefined
}

/** As whom this device speaks in a space, and the last number that was given to what waits. */
export type Line = Speaker & { readonly serial: number }

/** A copy to be joined in, and the device that told it, if it was not written or brought in here. */
export type Copy = { readonly rec: Rec; readonly device?: number }

/** `after.rec` is the very one of `before` when only its telling has changed. */
export type Step = { readonly before: Held | undefined; readonly after: Held }

export type Joined = {
  readonly steps: readonly Step[]
  readonly lineBySpace: ReadonlyMap<SpaceId, Line>
}

const devicesMax = 48
const peopleMax = 256

export function joinIn(
  copies: readonly Copy[],
  from: {
    readonly heldById: ReadonlyMap<RecordId, Held>
    readonly lineBySpace: ReadonlyMap<SpaceId, Line>
  },
): Joined {
  const nowById = new Map<RecordId, Held>()
  const lineBySpace = new Map(from.lineBySpace)
  for (const { rec: copy, device } of copies) {
    const before = nowById.get(copy.id) ?? from.heldById.get(copy.id)
    const rec = before ? merged(before.rec, copy) : normal(copy)
    const told = withTold(before?.told ?? 0, device)
    const line = lineBySpace.get(rec.space)
    let unsent = before?.unsent
    if (line && waits(rec, { before, device, line })) {
      unsent = line.serial + 1
      lineBySpace.set(rec.space, { ...line, serial: unsent })
    }
    nowById.set(rec.id, { rec, told, unsent })
  }
  const steps = [...nowById].flatMap(([id, after]) => {
    const before = from.heldById.get(id)
    return before && isSameHeld(before, after) ? [] : [{ before, after }]
  })
  return { steps, lineBySpace }
}

function waits(
  rec: Rec,
  {
    before,
    device,
    line,
  }: { readonly before: Held | undefined; readonly device: number | undefined; readonly line: Line },
): boolean {
  if (device === undefined) return mayWrite(rec, line.person) && before?.rec !== rec
  // What waits may be on its way at this moment, and then arrive after the word that it was taken back.
  return (
    before !== undefined &&
    before.rec.x === undefined &&
    rec.x !== undefined &&
    (before.unsent !== undefined || hasTold(before.told, line.device))
  )
}

/** Every version of a record that came or went. */
export const versionsOf = (steps: readonly Step[]): readonly Rec[] =>
  steps.flatMap(({ before, after }) =>
    before?.rec === after.rec ? [] : [after.rec, ...(before ? [before.rec] : [])],
  )

/**
 * Whether a record that is here waits once this device begins to speak, or begins anew: what is this person's, and of
 * what anybody may write, what this device has told, or nobody has.
 */
export const waitsAnew = ({ rec, told }: Held, { person, device }: Speaker): boolean =>
  rec.by === person || (mayWrite(rec, person) && (told === 0 || hasTold(told, device)))

/** The kinds that anybody in a space may write. */
export const kindsOfAll: readonly string[] = Object.keys(kinds).filter(
  (kind) => isKind(kind) && kinds[kind].writer === 'any',
)

export const hasTold = (told: number, device: number): boolean => Math.floor(told / 2 ** device) % 2 === 1

export const withTold = (told: number, device: number | undefined): number =>
  device === undefined || hasTold(told, device) ? told : told + 2 ** device

export function assertSpeaker({ person, device }: Speaker): void {
  const isNumber = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value < most
  if (!isNumber(person, peopleMax) || !isNumber(device, devicesMax)) throw trouble('refused')
}

const isSameHeld = (one: Held, other: Held): boolean =>
  one.told === other.told && one.unsent === other.unsent && one.rec === other.rec

/** The very record that is here, when the copy says nothing new. */
function merged(rec: Rec, copy: Rec): Rec {
  const both = merge(rec, copy)
  return isSame(rec, both) ? rec : both
}

/** Joined with itself a record comes into its normal form. Nearly every one is in it already. */
function normal(rec: Rec): Rec {
  const names = Object.keys(rec.f)
  const isSorted = names.every((name, i) => i === 0 || (names[i - 1] ?? '') < name)
  return rec.c === undefined && rec.x === undefined && isSorted ? rec : merge(rec, rec)
}
