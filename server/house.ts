/**
 * What all lines of one server have in common, put together: the boxes, the spaces that are open, the group that is
 * being kept, and how much has happened. Only counts; nothing here could say who.
 */
import { refusals } from '../wire/message.ts'
import type { Boxes } from './boxes.ts'
import { createGroup, type Group } from './group.ts'
import { createMeetings, type Meetings } from './meetings.ts'
import type { Rates } from './rates.ts'
import { createSpaces, type Spaces } from './spaces.ts'

export type Counts = ReturnType<typeof noCounts>

export type House = {
  readonly boxes: Boxes
  readonly rates: Rates
  readonly spaces: Spaces
  readonly group: Group
  readonly meetings: Meetings
  readonly counts: Counts
  /** Something that only a broken disk or a bug can cause. */
  readonly trouble: (error: unknown) => void
}

const groupWaitMs = 2
const groupBytesMax = 4 * 1024 * 1024

export function createHouse(about: {
  readonly boxes: Boxes
  readonly rates: Rates
  readonly nowMs: () => number
  readonly trouble: (error: unknown) => void
}): House {
  const { boxes, rates, nowMs } = about
  const counts = noCounts()
  const trouble = (error: unknown) => {
    counts.troubles++
    about.trouble(error)
  }
  const spaces = createSpaces({ boxes, nowMs })
  const group = createGroup({
    boxes,
    spaces,
    waitMs: groupWaitMs,
    bytesMax: groupBytesMax,
    kept: ({ tookMs }) => {
      counts.groups++
      counts.groupMs += tookMs
    },
    trouble,
  })
  return { boxes, rates, spaces, group, meetings: createMeetings({ boxes, nowMs, trouble }), counts, trouble }
}

function noCounts() {
  return {
    connections: 0,
    connectionsEver: 0,
    pushes: 0,
    packets: 0,
    groups: 0,
    groupMs: 0,
    mails: 0,
    troubles: 0,
    refusals: Object.fromEntries(refusals.map((why) => [why, 0])) as Record<
      (typeof refusals)[number],
      number
    >,
  }
}
