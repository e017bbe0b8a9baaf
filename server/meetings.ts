/**
 * Where two who join hands leave each other mail before they share a space. A meeting is a name that both know from an
 * invitation and nobody else can guess; nobody says here who they are.
 *
 * Who waits is only ever told to look again, and looks into the boxes: so nothing is told twice or out of order.
 */
import type { Hex } from '../wire/message.ts'
import type { Boxes, Mail, MailPost } from './boxes.ts'

export type Waiter = {
  readonly meeting: Hex
  readonly send: (mail: Mail) => void
  /** The index of the first mail it has not had. */
  next: number
  looking: 'no' | 'yes' | 'and-again'
}

export type Meetings = ReturnType<typeof createMeetings>

export function createMeetings(about: {
  readonly boxes: Boxes
  readonly nowMs: () => number
  readonly trouble: (error: unknown) => void
}) {
  const { boxes, nowMs, trouble } = about
  const waitersByMeeting = new Map<Hex, Set<Waiter>>()

  const look = async (waiter: Waiter) => {
    if (waiter.looking !== 'no') {
      waiter.looking = 'and-again'
      return
    }
    do {
      waiter.looking = 'yes'
      const { meeting, next: from } = waiter
      for (const mail of await boxes.mail({ meeting, from, nowMs: nowMs() })) {
        if (mail.index < waiter.next) continue
        waiter.next = mail.index + 1
        waiter.send(mail)
      }
    } while (isPoked(waiter))
    waiter.looking = 'no'
  }

  return {
    /** What is there now, and from then on whatever comes. */
    async ask(asked: { readonly meeting: Hex; readonly from: number; readonly send: Waiter['send'] }) {
      const { meeting, from, send } = asked
      const waiter: Waiter = { meeting, send, next: from, looking: 'no' }
      waitersByMeeting.set(meeting, (waitersByMeeting.get(meeting) ?? new Set()).add(waiter))
      await look(waiter)
      return waiter
    },

    async post(post: Omit<MailPost, 'nowMs'>, by: Waiter | undefined) {
      const answer = await boxes.postMail({ ...post, nowMs: nowMs() })
      if (answer === 'taken') return answer
      // Whoever writes knows what they wrote.
      if (by?.next === post.index) by.next++
      for (const waiter of waitersByMeeting.get(post.meeting) ?? []) look(waiter).catch(trouble)
      return answer
    },

    leave(waiter: Waiter) {
      const all = waitersByMeeting.get(waiter.meeting)
      all?.delete(waiter)
      if (all?.size === 0) waitersByMeeting.delete(waiter.meeting)
    },
  }
}

/** In a function of its own, or the compiler believes what it saw before the wait. */
function isPoked({ looking }: Waiter): boolean {
  return looking === 'and-again'
}
