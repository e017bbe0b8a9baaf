/**
 * What a server does by itself: forgets what is due, cleans up behind what was deleted, and at night copies and sweeps.
 * Every chore may fail, on a full disk for example. Then that is said, and the next time comes.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { House } from './house.ts'
import { endSpace } from './spaces.ts'

export type Backups = {
  readonly folder: string
  /** So many nights are kept. None: no backups. */
  readonly nights: number
}

const minuteMs = 60_000
/** Often enough for a night, and seldom enough where the disk has no room for a copy. */
const quarterMs = 15 * minuteMs
const dayMs = 24 * 60 * minuteMs
/** What was deleted is out of the write-ahead log a second later. */
const tidyMs = 1_000
/** When most people sleep, by the clock of the machine. */
const nightHour = 3
/** What was taken back or left must be gone from backups within a month, even where nobody makes new ones. */
const backupDaysMax = 30

export function startChores(about: {
  readonly house: House
  readonly nowMs: () => number
  readonly backups: Backups
  readonly say: (line: string) => void
}): { readonly stop: () => Promise<void> } {
  const { house, nowMs, backups, say } = about
  const chore = (
    work: () => Promise<void>,
    { everyMs, first }: { everyMs: number; first: 'now' | 'later' },
  ) => {
    let running: Promise<void> | undefined
    const run = () => {
      running ??= work()
        .catch(house.trouble)
        .finally(() => {
          running = undefined
        })
    }
    if (first === 'now') run()
    const timer = setInterval(run, everyMs)
    timer.unref()
    return async () => {
      clearInterval(timer)
      await running
    }
  }
  let sweptOn = ''
  const atNight = async () => {
    await backUp({ house, backups, nowMs: nowMs(), say })
    const now = new Date(nowMs())
    if (now.getHours() < nightHour || sweptOn === dayOf(now)) return
    sweptOn = dayOf(now)
    await house.boxes.sweep()
  }
  const stops = [
    chore(() => house.boxes.tidy(), { everyMs: tidyMs, first: 'later' }),
    chore(() => forgetDue(house, nowMs()), { everyMs: minuteMs, first: 'now' }),
    chore(atNight, { everyMs: quarterMs, first: 'later' }),
  ]
  return {
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}

export async function forgetDue(house: House, nowMs: number): Promise<void> {
  house.rates.forget()
  for (const space of await house.boxes.purge(nowMs)) endSpace(house.spaces, space)
}

/** Once a night. A machine that sleeps at night does it when it wakes up. */
export async function backUp(about: {
  readonly house: House
  readonly backups: Backups
  readonly nowMs: number
  readonly say: (line: string) => void
}): Promise<void> {
  const { house, backups, nowMs, say } = about
  const { folder, nights } = backups
  const now = new Date(nowMs)
  const tonight = `boxes-${dayOf(now)}.sqlite`
  if (nights > 0 && now.getHours() >= nightHour && !namesIn(folder).includes(tonight)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const partial = join(folder, 'unfinished.sqlite')
    rmSync(partial, { force: true })
    await house.boxes.backup(partial)
    renameSync(partial, join(folder, tonight))
    say('A backup was made.')
  }
  const tooOld = `boxes-${dayOf(new Date(nowMs - backupDaysMax * dayMs))}.sqlite`
  const copies = namesIn(folder).toSorted().toReversed()
  for (const [place, name] of copies.entries())
    if (place >= Math.max(nights, 1) || name < tooOld) rmSync(join(folder, name))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^boxes-\d{4}-\d{2}-\d{2}\.sqlite$/.test(name))
  } catch {
    // No backup was made yet.
    return []
  }
}

function dayOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
