/**
 * What is to be written into the log next: what the person wants, and epochs. And what is not wanted any more, because it
 * has come true or cannot any more.
 *
 * What surprises: a wish is never answered. Whether it came true is read off the log, so it makes no difference which
 * device of the person, which connection, or somebody else made it come true.
 */
import { counting, type Device, isIn, type Roster } from '../wire/control.ts'
import { mayGrant } from './membership.ts'
import {
  andThen,
  type Duty,
  type Effect,
  type Finished,
  type LineState,
  only,
  type Step,
  type Wish,
} from './state.ts'

/** "Apart from that a device makes a new epoch when the last one is more than thirty days old by its own clock." */
const epochAgeMsMax = 30 * 24 * 3_600_000

/** Takes away the wishes that have come true or never will, and ends what is at its end. */
export function settled(step: Step): Step {
  return andThen(step, (state) => {
    const finished = state.finished ?? endOf(state)
    const wishes = finished ? [] : state.wishes.filter((wish) => isOpen(state, wish))
    const hasFewer = wishes.length !== state.wishes.length
    if (!hasFewer && finished === state.finished) return only(state)
    const effects: readonly Effect[] = [{ do: 'keep', marks: { wishes, finished } }]
    return { state: { ...state, wishes, finished }, effects }
  })
}

/** What is written next, once the log is known. */
export function nextDuty(state: LineState): Duty | undefined {
  const { roster, wishes } = state
  if (!roster || roster.closed || !isIn(roster, state.key)) return undefined
  const leave = wishes.find((wish) => wish.wish === 'leave')
  if (leave?.wish === 'leave') {
    if (leave.first === 'send' && state.unsent)
      return needsEpoch(state, roster) ? { wish: 'epoch' } : undefined
    return knowsOwnEnds(state, roster) ? leave : undefined
  }
  const wish = wishes.find((one) => one.wish !== 'revoke' || isCaughtUp(state))
  const isWanted =
    needsEpoch(state, roster) || isOldEpoch(state, roster) || (isLockedOut(state) && !state.healed)
  return wish ?? (isWanted ? { wish: 'epoch' } : undefined)
}

/** Whoever made the present epoch has given us no key that opens, although we were in the space. */
export function isLockedOut({ roster, key, holdsEpoch, holdsSlotSecret }: LineState): boolean {
  const own = roster?.devices.find((device) => device.key === key)
  if (!roster?.epoch || roster.due || roster.closed || !own || own.last !== undefined) return false
  return !holdsEpoch && (holdsSlotSecret || own.since < roster.epoch.entry)
}

/** Everything up to now was read, so what others have counted is known. */
export function isCaughtUp({ call }: LineState): boolean {
  return call?.pages === 'live' && call.reading === 0
}

/**
 * Whether we can say how far our own devices have counted. Of this one we always can; what another has told since we
 * last looked would be cut off, so that has to be read first.
 */
export function knowsOwnEnds(state: LineState, roster: Roster): boolean {
  return isCaughtUp(state) || !roster.devices.some((device) => isOwnOther(state, device) && !device.root)
}

const isOwnOther = (state: LineState, { key, person, last }: Device): boolean =>
  person === state.person && key !== state.key && last === undefined

/** Where the end of a line is. A space that was closed is still read to its end, for what was taken back before it. */
function endOf(state: LineState): Finished | undefined {
  const { roster } = state
  if (!roster) return undefined
  if (roster.left.includes(state.person)) return 'left'
  if (roster.devices.some(({ key, last }) => key === state.key && last !== undefined)) return 'ended'
  return roster.closed && isCaughtUp(state) && state.call?.compared ? 'closed' : undefined
}

function isOpen({ roster, key, person }: LineState, wish: Wish): boolean {
  // Until the log is here, nobody can say.
  if (!roster) return true
  if (roster.closed) return false
  switch (wish.wish) {
    case 'leave':
      return true
    case 'approve':
      return (
        roster.open?.add === wish.add && roster.open.by !== person && !roster.open.approved.includes(person)
      )
    case 'decline':
      return roster.open?.add === wish.add
    case 'admit':
      return isFree(roster, wish.joining) && roster.head === wish.joining.before
    case 'revoke': {
      const own = roster.devices.filter((device) => device.person === person && device.last === undefined)
      const ended = own.find((device) => device.key === wish.key)
      return ended !== undefined && own.length > 1 && (!ended.root || ended.key === key)
    }
  }
}

const isFree = (roster: Roster, { key }: { readonly key: string }): boolean =>
  roster.open?.device.key !== key && !roster.devices.some((device) => device.key === key)

/** Whoever is alone makes one only once there is something to say: until then the log stays as an invitation names it. */
function needsEpoch({ unsent, holdsSlotSecret }: LineState, roster: Roster): boolean {
  const isAlone = counting(roster).filter(({ root }) => !root).length === 1
  return roster.due && (unsent || !isAlone) && mayGrant(roster, holdsSlotSecret)
}

/** A clock that was set back makes an epoch young again, and that is all it does. */
const isOldEpoch = ({ epochMs, nowMs, unsent, holdsSlotSecret }: LineState, roster: Roster): boolean =>
  unsent &&
  holdsSlotSecret &&
  roster.epoch !== undefined &&
  epochMs !== undefined &&
  nowMs - epochMs > epochAgeMsMax
