/** What ends in `sqlite.ts`: meetings, and spaces that are closed or forgotten. */
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Hex } from '../wire/message.ts'
import { type Boxes, goneMark, hourOf, keeping, type Mail } from './boxes.ts'
import { atOnce, type Bodies, bytesOf, textOf } from './sqlite-rows.ts'

export function mailIn(database: DatabaseSync, bodies: Bodies): Pick<Boxes, 'postMail' | 'mail'> {
  const findMeeting = database.prepare('select endsMs from meeting where id = ?')
  const countMails = database.prepare('select count(*) as count from mail where meeting = ?')
  const addMeeting = database.prepare('insert into meeting (id, endsMs) values (?, ?)')
  const addMail = database.prepare('insert into mail (meeting, n, body) values (?, ?, ?)')
  const findMails = database.prepare(`
    select mail.n as n, body.bytes as bytes from mail
    join meeting on meeting.id = mail.meeting join body on body.n = mail.body
    where mail.meeting = ? and mail.n >= ? and meeting.endsMs > ? order by mail.n
  `)

  return {
    async postMail({ meeting, index, bytes, nowMs, lifetimeMs }) {
      const id = bytesOf(meeting)
      return atOnce(database, () => {
        const found = findMeeting.get(id) as { endsMs: number } | undefined
        const { count } = countMails.get(id) as { count: number }
        if (count !== index || (found && found.endsMs <= nowMs)) return 'taken'
        if (!found) addMeeting.run(id, Math.floor(nowMs + lifetimeMs))
        addMail.run(id, index, bodies.write(bytes))
        return 'posted'
      })
    },

    async mail({ meeting, from, nowMs }) {
      const rows = findMails.all(bytesOf(meeting), from, Math.floor(nowMs)) as {
        n: number
        bytes: Uint8Array
      }[]
      return rows.map(({ n, bytes }): Mail => ({ index: n, bytes }))
    },
  }
}

/** So many packets are deleted before others get their turn. */
const packetsPerSlice = 200

export function endsIn(database: DatabaseSync, bodies: Bodies): Pick<Boxes, 'forget' | 'purge'> {
  const findMembers = database.prepare('select key from member where space = ?')
  const addMark = database.prepare(
    'insert into gone (mark, hour) values (?, ?) on conflict (mark) do nothing',
  )
  const deleteMembers = database.prepare('delete from member where space = ?')
  const deleteLog = database.prepare('delete from control where space = ? returning body')
  const deleteSpace = database.prepare('delete from space where id = ?')
  const condemn = database.prepare('update space set closedHour = 0 where id = ?')
  const deleteSlice = database.prepare(`
    delete from box where space = ? and sequence in
      (select sequence from box where space = ? order by sequence limit ${packetsPerSlice})
    returning body
  `)
  const emptySpace = database.prepare('update space set usedBytes = 0 where id = ?')
  const findClosed = database.prepare('select id, closedHour from space where closedHour <= ?')
  const deleteMarks = database.prepare('delete from gone where hour <= ?')
  const deleteMails = database.prepare(
    'delete from mail where meeting in (select id from meeting where endsMs <= ?) returning body',
  )
  const deleteMeetings = database.prepare('delete from meeting where endsMs <= ?')

  const wipe = (rows: readonly unknown[]) => {
    for (const { body } of rows as readonly { body: number }[]) bodies.wipe(body)
  }

  /** From here on nobody finds the way to it. What it held may take a while to delete, even over a restart. */
  const end = (id: Uint8Array, nowMs: number) =>
    atOnce(database, () => {
      const space = textOf(id)
      for (const { key } of findMembers.all(id) as { key: Uint8Array }[])
        addMark.run(goneMark({ space, key: textOf(key) }), hourOf(nowMs))
      deleteMembers.run(id)
      wipe(deleteLog.all(id))
      condemn.run(id)
    })

  const emptySlice = (id: Uint8Array) =>
    atOnce(database, () => {
      const deleted = deleteSlice.all(id, id)
      wipe(deleted)
      if (deleted.length > 0) emptySpace.run(id)
      return deleted.length
    })

  const empty = async (id: Uint8Array) => {
    while (emptySlice(id) > 0) await nextTurn()
  }

  return {
    async forget(space, nowMs) {
      const id = bytesOf(space)
      end(id, nowMs)
      await empty(id)
      deleteSpace.run(id)
    },

    async purge(nowMs) {
      const hour = hourOf(nowMs)
      atOnce(database, () => {
        wipe(deleteMails.all(Math.floor(nowMs)))
        deleteMeetings.run(Math.floor(nowMs))
      })
      deleteMarks.run(hour - keeping.goneHours)

      const gone: Hex[] = []
      const closed = findClosed.all(hour - keeping.closedPacketsHours) as {
        id: Uint8Array
        closedHour: number
      }[]
      for (const { id, closedHour } of closed) {
        const isOver = closedHour <= hour - keeping.closedLogHours
        if (isOver) end(id, nowMs)
        await empty(id)
        if (!isOver) continue
        deleteSpace.run(id)
        gone.push(textOf(id))
      }
      return gone
    },
  }
}
