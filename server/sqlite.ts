/**
 * What is kept, in SQLite, through Node's own `node:sqlite`: no native build, one file, one folder to back up.
 *
 * An answer here is a promise about the disk: with WAL and `synchronous = full` a commit survives a power cut, and a
 * device may then forget what it sent. What is taken back is promised to be gone as well, and that is the surprising
 * part: see `sqlite-rows.ts`. (Packets are in `sqlite-packets.ts`, what ends in `sqlite-ends.ts`.)
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { type Hex, limits } from '../wire/message.ts'
import { type Boxes, goneMark, hourOf, type LogPut, noHead } from './boxes.ts'
import { endsIn, mailIn } from './sqlite-ends.ts'
import { packetsIn } from './sqlite-packets.ts'
import { atOnce, type Bodies, bytesOf, createBodies, textOf } from './sqlite-rows.ts'

/** Raised with every change of the tables below. An older server must not write into a newer file. */
const version = 2

/** The only tables of version 1. No released app ever wrote into them. */
const dropFirstVersion = 'drop table if exists box; drop table if exists space'

/**
 * Everything that was sealed or signed lies in `body`, of which a row is never deleted (`sqlite-rows.ts` says why); the
 * other tables say whose it is. No time is written beside a packet: nothing needs one.
 */
const tables = `
  create table if not exists space (
    id blob primary key,
    entries integer not null,
    head blob not null,
    sequence integer not null,
    usedBytes integer not null,
    closedHour integer
  ) strict, without rowid;
  create index if not exists space_closed on space (closedHour) where closedHour is not null;
  create table if not exists control (
    space blob not null,
    n integer not null,
    body integer not null,
    primary key (space, n)
  ) strict, without rowid;
  create table if not exists member (
    space blob not null,
    key blob not null,
    counts integer not null,
    counter integer not null,
    primary key (space, key)
  ) strict, without rowid;
  create table if not exists box (
    space blob not null,
    sequence integer not null,
    tag blob not null,
    slot blob not null,
    body integer not null,
    primary key (space, sequence)
  ) strict, without rowid;
  create unique index if not exists box_slot on box (space, tag, slot);
  create table if not exists body (
    n integer primary key,
    bytes blob not null
  ) strict;
  create table if not exists spare (
    sizeBytes integer not null,
    n integer not null,
    primary key (sizeBytes, n)
  ) strict, without rowid;
  create table if not exists gone (
    mark blob primary key,
    hour integer not null
  ) strict, without rowid;
  create table if not exists meeting (
    id blob primary key,
    endsMs integer not null
  ) strict, without rowid;
  create table if not exists mail (
    meeting blob not null,
    n integer not null,
    body integer not null,
    primary key (meeting, n)
  ) strict, without rowid;
  pragma user_version = ${version};
`

export type Opened =
  | { readonly ok: true; readonly boxes: Boxes }
  | { readonly ok: false; readonly why: 'not-writable' | 'newer' }

export function openSqliteBoxes(
  folder: string,
  { spaceBytesMax = limits.spaceBytesMax as number } = {},
): Opened {
  try {
    // Nobody else on the machine has business in here.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'boxes.sqlite')
    const database = new DatabaseSync(file, { timeout: 5_000 })
    // With the usual 1,000 pages a busy server would empty its log many times a second, and wait for the disk each time.
    database.exec(`
      pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
      pragma wal_autocheckpoint = 8000; pragma cache_size = -32768
    `)
    const { user_version: found } = database.prepare('pragma user_version').get() as { user_version: number }
    if (found > version) {
      database.close()
      return { ok: false, why: 'newer' }
    }
    if (found === 1) database.exec(dropFirstVersion)
    database.exec(tables)
    return { ok: true, boxes: boxesIn({ database, file, spaceBytesMax }) }
  } catch {
    // Full disk, missing rights, a file where the folder should be: for the person it is one thing to mend.
    return { ok: false, why: 'not-writable' }
  }
}

/** What the thread of a backup does; `copier.ts` is that thread. The copy has no free pages, so nothing deleted is in it. */
export function copyDatabase({ from, to }: { readonly from: string; readonly to: string }): void {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 5_000 })
  database.prepare('vacuum into ?').run(to)
  database.close()
  const copy = openSync(to, 'r+')
  fsyncSync(copy)
  closeSync(copy)
}

const sizeNow = 'select page_count * page_size as sizeBytes from pragma_page_count, pragma_page_size'
/** Sweeping takes a few seconds for this much, in which everybody waits. It is done at night. */
const sweptBytesMax = 2 * 1024 ** 3

function boxesIn(about: {
  readonly database: DatabaseSync
  readonly file: string
  readonly spaceBytesMax: number
}): Boxes {
  const { database, file, spaceBytesMax } = about
  /** Something was deleted, and may still lie in the write-ahead log, or between rows. */
  const still = { inLog: false, betweenRows: true }
  const bodies = createBodies(database, () => {
    still.inLog = true
    still.betweenRows = true
  })
  return {
    ...logIn(database, bodies),
    ...packetsIn({ database, bodies, spaceBytesMax }),
    ...mailIn(database, bodies),
    ...endsIn(database, bodies),

    async tidy() {
      if (!still.inLog) return
      const { busy } = database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number }
      // A backup that is being written needs the log. There is another time.
      still.inLog = busy !== 0
    },

    async sweep() {
      const { sizeBytes } = database.prepare(sizeNow).get() as { sizeBytes: number }
      if (!still.betweenRows || sizeBytes > sweptBytesMax) return
      still.betweenRows = false
      still.inLog = true
      atOnce(database, () =>
        database.exec('delete from body where n in (select n from spare); delete from spare'),
      )
      database.exec('vacuum')
    },

    async backup(to) {
      // In a thread of its own, because a large file takes minutes and everybody else would wait.
      const copier = new Worker(new URL('./copier.ts', import.meta.url), { workerData: { from: file, to } })
      await new Promise<void>((resolve, reject) => copier.once('exit', () => resolve()).once('error', reject))
    },

    async close() {
      database.close()
    },
  }
}

type SpaceRow = { entries: number; head: Uint8Array; sequence: number; usedBytes: number }

function logIn(database: DatabaseSync, bodies: Bodies): Pick<Boxes, 'find' | 'log' | 'putLog'> {
  const findMember = database.prepare('select counts, counter from member where space = ? and key = ?')
  const findMark = database.prepare('select hour from gone where mark = ?')
  const findSpace = database.prepare('select entries, head, sequence, usedBytes from space where id = ?')
  const findEntries = database.prepare(`
    select body.bytes as entry from control join body on body.n = control.body
    where control.space = ? and control.n >= ? order by control.n limit ?
  `)
  const addSpace = database.prepare(
    'insert into space (id, entries, head, sequence, usedBytes) values (?, 0, ?, 0, 0)',
  )
  const addEntry = database.prepare('insert into control (space, n, body) values (?, ?, ?)')
  const raiseLog = database.prepare('update space set entries = ?, head = ? where id = ?')
  const closeSpace = database.prepare('update space set closedHour = ? where id = ?')
  const addMember = database.prepare(`
    insert into member (space, key, counts, counter) values (?, ?, ?, 0)
    on conflict (space, key) do update set counts = excluded.counts
  `)
  const findMembers = database.prepare('select key from member where space = ?')
  const deleteMember = database.prepare('delete from member where space = ? and key = ?')

  const counterOf = (id: Uint8Array, key: Hex) => {
    const member = findMember.get(id, bytesOf(key)) as { counter: number } | undefined
    return member?.counter ?? 0
  }
  const replaceMembers = (id: Uint8Array, members: LogPut['members']) => {
    const named = new Set(members.map(({ key }) => key))
    for (const { key } of findMembers.all(id) as { key: Uint8Array }[])
      if (!named.has(textOf(key))) deleteMember.run(id, key)
    for (const { key, counts } of members) addMember.run(id, bytesOf(key), counts ? 1 : 0)
  }

  return {
    async find({ space, key }) {
      const id = bytesOf(space)
      const member = findMember.get(id, bytesOf(key)) as { counts: number; counter: number } | undefined
      if (!member) return { is: findMark.get(goneMark({ space, key })) ? 'gone' : 'none' }
      const row = findSpace.get(id) as SpaceRow | undefined
      if (!row || member.counts === 0) return { is: 'ended' }
      return { is: 'in', entries: row.entries, sequence: row.sequence, counter: member.counter }
    },

    async log({ space, after, most }) {
      const rows = findEntries.all(bytesOf(space), after, most) as { entry: Uint8Array }[]
      return rows.map(({ entry }) => entry)
    },

    async putLog({ space, head, entries, members, ends, closedMs }) {
      const id = bytesOf(space)
      return atOnce(database, () => {
        const row = findSpace.get(id) as SpaceRow | undefined
        if ((row ? textOf(row.head) : noHead) !== head) return { ok: false, why: 'stale' }
        if (ends.some(({ key, last }) => counterOf(id, key) > last)) return { ok: false, why: 'stale' }
        if (!row) addSpace.run(id, bytesOf(noHead))
        const before = row?.entries ?? 0
        for (const [at, { bytes }] of entries.entries()) addEntry.run(id, before + at, bodies.write(bytes))
        const last = entries.at(-1)
        if (last) raiseLog.run(before + entries.length, bytesOf(last.hash), id)
        replaceMembers(id, members)
        if (closedMs !== undefined) closeSpace.run(hourOf(closedMs), id)
        return { ok: true, entries: before + entries.length }
      })
    },
  }
}
