/** What waits to be told to others, and what others told, in SQLite. What the rules are, `join.ts` and `change.ts` say. */
import type { Rec, SpaceId } from '../core/record.ts'
import { admitted, changeOf, readChanges } from './change.ts'
import type { Aside, Exchange, Outcome, Received, Speaker } from './exchange.ts'
import { assertSpeaker, hasTold, kindsOfAll, type Line, withTold } from './join.ts'
import type { SqlDatabase } from './sqlite.ts'
import { inList, rowsOf, rowToHeld, rowToRecord } from './sqlite-row.ts'
import { countTold, join, linesOf } from './sqlite-write.ts'

type Around = {
  readonly answer: <T>(work: () => T) => Promise<T>
  /** All or none. */
  readonly within: <T>(work: () => T) => T
  readonly tell: (changed: readonly Rec[]) => void
}

export function exchangeOf(database: SqlDatabase, { answer, within, tell }: Around): Exchange {
  const lineOf = (space: SpaceId): Line | undefined => linesOf(database, [space]).get(space)

  const receiveAll = (space: SpaceId, received: readonly Received[]): readonly Outcome[] => {
    for (const from of received) assertSpeaker(from)
    const changes = readChanges(space, received)
    const { changed, outcomes } = within(() => receive(database, changes))
    tell(changed)
    return outcomes
  }

  return {
    share: (space, as) =>
      answer(() => {
        assertSpeaker(as)
        within(() => share(database, space, { as, line: lineOf(space) }))
      }),
    unshare: (space) =>
      answer(() =>
        within(() => {
          database.run('delete from line where space = ?', space)
          database.run(
            'update rec set unsent = null where n in (select n from rec where space = ? and unsent is not null)',
            space,
          )
        }),
      ),
    unsent: (space, limit) => answer(() => unsent(database, space, { limit, line: lineOf(space) })),
    unsentCount: (space) =>
      answer(() => {
        const [row] = database.all(`select count(*) as count from ${waiting}`, space)
        return Number(row?.count)
      }),
    sent: (space, told) => answer(() => within(() => sent(database, space, { told, line: lineOf(space) }))),
    resend: (space) =>
      answer(() => {
        const line = lineOf(space)
        if (line) within(() => resend(database, space, line))
      }),
    receive: (space, received) => answer(() => receiveAll(space, received)),
    met: (space) =>
      answer(() => {
        const rows = database.all('select device, count from met where space = ? order by device', space)
        return new Map(rows.map(({ device, count }) => [Number(device), Number(count)]))
      }),
    putAside: (space, packets) => answer(() => within(() => putAside(database, space, packets))),
    aside: (space, which) => answer(() => aside(database, space, which)),
    asideCount: (space) =>
      answer(() => {
        const [row] = database.all('select count(*) as count from aside where space = ?', space)
        return Number(row?.count)
      }),
    clearAside: (space, sequences) =>
      answer(() =>
        database.run(
          `delete from aside where space = ? and ${inList('sequence')}`,
          space,
          JSON.stringify(sequences),
        ),
      ),
  }
}

const waiting = 'rec indexed by rec_unsent where space = ? and unsent is not null'

function share(
  database: SqlDatabase,
  space: SpaceId,
  { as, line }: { readonly as: Speaker; readonly line: Line | undefined },
): void {
  if (line?.person === as.person && line.device === as.device) return
  database.run(
    `insert into line (space, person, device, serial) values (?, ?, ?, 0)
     on conflict do update set person = excluded.person, device = excluded.device`,
    space,
    as.person,
    as.device,
  )
  // What this device has told stays told, if it comes back under the number it had.
  mark(database, space, { line: { ...as, serial: line?.serial ?? 0 }, which: 'not told' })
}

/** Lets what is this person's wait, the oldest first. `waitsAnew` of `join.ts`, for all of a space at once. */
function mark(
  database: SqlDatabase,
  space: SpaceId,
  { line, which }: { readonly line: Line; readonly which: 'all' | 'not told' },
): void {
  const bit = 2 ** line.device
  database.run(
    `update rec set unsent = found.place + ? from (
       select n, row_number() over (order by at, id) as place from rec
       where space = ? and (by = ? or (${inList('kind')} and (told = 0 or told & ? <> 0)))
         and (? or told & ? = 0)
     ) as found where rec.n = found.n`,
    line.serial,
    space,
    line.person,
    JSON.stringify(kindsOfAll),
    bit,
    which === 'all' ? 1 : 0,
    bit,
  )
  database.run(
    `update line set serial = max(serial, (select coalesce(max(unsent), 0) from ${waiting})) where space = ?`,
    space,
    space,
  )
}

function unsent(
  database: SqlDatabase,
  space: SpaceId,
  { limit, line }: { readonly limit: number; readonly line: Line | undefined },
) {
  if (line === undefined) return []
  const rows = database.all(`select * from ${waiting} order by unsent limit ?`, space, limit)
  return rows.map((row) => ({
    id: String(row.id),
    change: changeOf(rowToRecord(row)),
    state: String(row.unsent),
    before: hasTold(Number(row.told), line.device),
  }))
}

function sent(
  database: SqlDatabase,
  space: SpaceId,
  {
    told,
    line,
  }: {
    readonly told: readonly { readonly id: string; readonly state: string }[]
    readonly line: Line | undefined
  },
): void {
  if (line === undefined) return
  let newly = 0
  for (const row of rowsOf(
    database,
    told.map(({ id }) => id),
  )) {
    if (row.space !== space) continue
    const held = rowToHeld(row)
    const mask = withTold(held.told, line.device)
    if (mask !== held.told) newly++
    const isTold = told.some(({ id, state }) => id === row.id && state === String(held.unsent))
    database.run(
      'update rec set told = ?, unsent = ? where n = ?',
      mask,
      isTold ? null : (held.unsent ?? null),
      Number(row.n),
    )
  }
  if (newly > 0) countTold(database, { space, device: line.device, count: newly })
}

/** Slots that were lost are not there. Until all is told again, this device says only how many of them are. */
function resend(database: SqlDatabase, space: SpaceId, line: Line): void {
  mark(database, space, { line, which: 'all' })
  const bit = 2 ** line.device
  database.run('update rec set told = told & ~? where space = ? and told & ? <> 0', bit, space, bit)
  database.run('delete from met where space = ? and device = ?', space, line.device)
}

function receive(database: SqlDatabase, changes: ReturnType<typeof readChanges>) {
  const ids = changes.flatMap((change) => (typeof change === 'string' ? [] : [change.rec.id]))
  const recById = new Map(rowsOf(database, ids).map((row) => [String(row.id), rowToRecord(row)]))
  const { copies, outcomes } = admitted(changes, recById)
  return { changed: join(database, copies), outcomes }
}

function putAside(database: SqlDatabase, space: SpaceId, packets: readonly Aside[]): void {
  for (const { sequence, device, slot, why, bytes } of packets)
    database.run(
      `insert into aside (space, sequence, device, slot, why, bytes) values (?, ?, ?, ?, ?, ?)
       on conflict do update set device = excluded.device, slot = excluded.slot, why = excluded.why,
         bytes = excluded.bytes`,
      space,
      sequence,
      device ?? null,
      slot,
      why,
      bytes,
    )
}

function aside(
  database: SqlDatabase,
  space: SpaceId,
  { limit, after = -1 }: { readonly limit: number; readonly after?: number },
): readonly Aside[] {
  const rows = database.all(
    'select * from aside where space = ? and sequence > ? order by sequence limit ?',
    space,
    after,
    limit,
  )
  return rows.map(({ sequence, device, slot, why, bytes }) => ({
    sequence: Number(sequence),
    ...(device === null ? {} : { device: Number(device) }),
    slot: String(slot),
    why: String(why),
    bytes: bytes as Uint8Array,
  }))
}
