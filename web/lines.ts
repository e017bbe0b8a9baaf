/**
 * The lines between phones as a page sees them: the door of `sync/line.ts`, with everything behind it in the worker that
 * holds the store. Every question is sent by its name, and what the worker has to tell is told to whoever listens.
 */
import type { Lines, News } from '../sync/line.ts'

/** What the worker lets a page ask beside the store. The first word of a question is its name. */
export type Guest = {
  readonly ask: (args: readonly unknown[]) => Promise<unknown>
  readonly watch: (told: (news: unknown) => void) => () => void
}

export function connectLines(guest: Guest): Lines {
  const remote =
    <C extends Asked>(call: C) =>
    (...args: Parameters<Lines[C]>): ReturnType<Lines[C]> =>
      guest.ask([call, ...args]) as ReturnType<Lines[C]>
  return {
    standing: remote('standing'),
    pairing: remote('pairing'),
    invite: remote('invite'),
    join: remote('join'),
    compare: remote('compare'),
    dismiss: remote('dismiss'),
    answer: remote('answer'),
    hush: remote('hush'),
    leave: remote('leave'),
    drop: remote('drop'),
    revoke: remote('revoke'),
    wake: remote('wake'),
    watch: (told) => guest.watch((news) => told(news as News)),
    wipe: remote('wipe'),
    close: remote('close'),
  }
}

type Asked = Exclude<keyof Lines, 'watch'>
