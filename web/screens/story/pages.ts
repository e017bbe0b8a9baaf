/**
 * The story in pages, read from the store one after the other by where the last one ended, so that the ten-thousandth
 * entry costs what the first did. Only pages near the eye are on the screen; the others are a height. A page far away
 * forgets its entries and is read again when it comes near.
 *
 * A page is a stretch of time, from one entry to another. Something new falls into the page of its time, which grows.
 */
import { type Signal, signal } from '@preact/signals'
import { addDays, type Day } from '../../../core/day.ts'
import type { Rec } from '../../../core/record.ts'
import { readable, type Side } from '../../../core/sharing.ts'
import { entryOf, mayRead, roundDays, roundOf, type Seen, storyDay } from '../../../core/story.ts'
import type { Store, Touched } from '../../../store/store.ts'
import { commit } from '../../commitment.ts'

export type Asked = {
  readonly spaces: readonly string[]
  readonly kinds: readonly string[]
  readonly text: string
}

type Place = { readonly at: number; readonly id: string }

export type Page = {
  /** The last entry of the page before; the first page has none. */
  readonly after: Place | undefined
  /** The last entry of this page; undefined when nothing comes after it. */
  readonly until: Place | undefined
  /** Undefined while they are being read, or far away. */
  readonly seen: readonly Seen[] | undefined
  /** The day it ends with, so that the next page knows whether its month was told. */
  readonly lastDay: Day | undefined
  /** Height in pixels, as it was last on the screen. */
  readonly px: number
}

export type Shown = {
  readonly asked: Asked
  readonly pages: readonly Page[]
  /** Pages on the screen, both included. */
  readonly from: number
  readonly to: number
}

/** Entries a page begins with, and how many may come to be in the newest before everything is paged anew. */
const entriesInPage = 16
const entriesInPageMax = 60
/** Records asked for at once: more than fit, because not every record is an entry. */
const recordsAtOnce = 48
/** Screens above and below the one that is seen. */
const nearPx = 1200

export type Pages = ReturnType<typeof createPages>

/**
 * What was on the screen when the story was left for an entry, so that the way back leads to the same place. One person
 * at a time: another one's is never shown, because it is only taken up by who asks the same of the same spaces.
 */
let left: (Shown & { readonly chapter: string }) | undefined
export const remember = (shown: Shown | undefined, chapter: string): void => {
  left = shown && { ...shown, chapter }
}
export const remembered = (space: string) => (left?.asked.spaces[0] === space ? left : undefined)

export function createPages(store: Store, reader: Side, offsetMinutes: number) {
  const shown: Signal<Shown | undefined> = signal(undefined)
  // Each new question makes the answers to the one before too late.
  let run = 0
  let wanted = ''
  let reading = false
  let filling = false
  const read = (asked: Asked, from: Pick<Page, 'after' | 'until'>) =>
    readPage(store, asked, { reader, offsetMinutes, ...from })

  async function ask(asked: Asked): Promise<void> {
    if (JSON.stringify(asked) === wanted) return
    wanted = JSON.stringify(asked)
    const mine = ++run
    const first = await read(asked, { after: undefined, until: undefined })
    if (mine === run) shown.value = { asked, pages: [first], from: 0, to: 0 }
  }

  async function earlier(): Promise<void> {
    const now = shown.value
    const last = now?.pages.at(-1)
    if (!now || !last?.until || reading) return
    reading = true
    const mine = run
    try {
      const page = await read(now.asked, { after: last.until, until: undefined })
      if (mine !== run || !shown.value) return
      const pages = [...shown.value.pages, page]
      shown.value = { ...shown.value, pages, to: pages.length - 1 }
    } finally {
      reading = false
    }
  }

  /** Puts the pages near the eye on the screen. `top` is where the list begins, seen from the top of the window. */
  async function look(eye: Eye): Promise<void> {
    const now = shown.value
    if (!now || filling) return
    const next = seenFrom(now, eye)
    if (next.from !== now.from || next.to !== now.to) shown.value = next
    filling = true
    await fill((page, i) => i >= next.from && i <= next.to && page.seen === undefined).finally(() => {
      filling = false
    })
  }

  /** Reads some of the pages again, each from where it begins to where it ended. */
  async function fill(which: (page: Page, i: number) => boolean): Promise<void> {
    const mine = run
    for (const i of shown.value?.pages.flatMap((page, place) => (which(page, place) ? [place] : [])) ?? []) {
      const now = shown.value
      const old = now?.pages[i]
      if (!now || !old) return
      const page = await read(now.asked, old)
      if (mine !== run || !shown.value) return
      const isTooMuch = i === 0 && (page.seen?.length ?? 0) > entriesInPageMax
      const pages = isTooMuch
        ? [await read(now.asked, { after: undefined, until: undefined })]
        : shown.value.pages.map((one, j) => (i === j ? { ...page, px: one.px } : one))
      shown.value = isTooMuch ? { asked: now.asked, pages, from: 0, to: 0 } : { ...shown.value, pages }
    }
  }

  /** After something was kept, changed or taken back. */
  const touched = (what: Touched): void => {
    if (shown.value && concerns(shown.value.asked, what)) void fill((page) => page.seen !== undefined)
  }

  /** Takes up what was remembered, and reads it again in case it has changed since. */
  const resume = (before: Shown): void => {
    wanted = JSON.stringify(before.asked)
    shown.value = before
    void fill((_, i) => i >= before.from && i <= before.to)
  }

  return { shown, ask, earlier, look, touched, resume }
}

/** Where the list begins, seen from the top of the window, how high the window is, and pages as they were measured. */
type Eye = { readonly top: number; readonly height: number; readonly px: ReadonlyMap<number, number> }

function seenFrom(now: Shown, eye: Eye): Shown {
  const pages = now.pages.map((page, i) => ({ ...page, px: eye.px.get(i) ?? page.px }))
  const heights = pages.map(({ px }) => px)
  const { from, to } = nearOf(heights, eye)
  const forget = (page: Page): Page => ({ ...page, seen: undefined })
  return { ...now, from, to, pages: pages.map((page, i) => (i >= from && i <= to ? page : forget(page))) }
}

const concerns = ({ spaces, kinds }: Asked, touched: Touched): boolean =>
  spaces.some((space) => touched.spaces.includes(space)) && kinds.some((kind) => touched.kinds.includes(kind))

type Reading = {
  readonly reader: Side
  readonly offsetMinutes: number
  readonly after: Place | undefined
  readonly until?: Place | undefined
}

async function readPage(
  store: Store,
  asked: Asked,
  { reader, offsetMinutes, after, until }: Reading,
): Promise<Page> {
  const seen: Seen[] = []
  const page = (ends: Place | undefined): Page => ({
    after,
    until: ends,
    seen,
    lastDay: seen.at(-1)?.day,
    px: 0,
  })
  let last = after
  for (;;) {
    const { spaces, kinds, text } = asked
    const query = { spaces, kinds, limit: recordsAtOnce, ...(last && { after: last }) }
    const records = await (text === '' ? store.list(query) : store.search({ ...query, text }))
    const answers = await answersNear(store, records, reader)
    for (const rec of records) {
      if (until && isBeyond(rec, until)) return page(until)
      last = { at: rec.at, id: rec.id }
      const entry = mayRead(rec, reader, answers, commit) ? entryOf(rec) : undefined
      if (entry) seen.push({ rec, entry, day: storyDay(rec, offsetMinutes) })
      if (!until && seen.length === entriesInPage) return page(last)
    }
    if (records.length < recordsAtOnce) return page(until)
  }
}

/** Answers of the time around, when some of these stay closed until one's own is there. */
async function answersNear(store: Store, records: readonly Rec[], reader: Side): Promise<readonly Rec[]> {
  const days = records
    .filter((rec) => roundOf(rec, reader) !== undefined)
    .map((rec) => storyDay(rec, 0))
    .sort()
  const [first] = days
  const last = days.at(-1)
  if (!first || !last) return []
  const spaces = readable(reader)
  return store.list({
    spaces,
    kinds: ['answer'],
    from: addDays(first, -roundDays),
    until: addDays(last, roundDays),
    limit: 500,
  })
}

/** Earlier in time, which is later in the list. */
const isBeyond = (rec: Rec, { at, id }: Place): boolean => rec.at < at || (rec.at === at && rec.id < id)

/** Which pages to show: those that touch the window or lie near it, and at least one. */
export function nearOf(
  px: readonly number[],
  { top, height }: { readonly top: number; readonly height: number },
): { readonly from: number; readonly to: number } {
  let from = 0
  let to = 0
  let edge = top
  for (const [i, tall] of px.entries()) {
    if (edge + tall < -nearPx) from = i + 1
    if (edge < height + nearPx) to = i
    edge += tall
  }
  from = Math.min(from, px.length - 1)
  return { from, to: Math.max(from, to) }
}
