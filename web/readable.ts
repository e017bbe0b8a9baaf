/**
 * The copy for reading: the story from its beginning, as Markdown that any text editor shows. It says what the screens
 * say, in the same words, and is made of the same records as the other copy.
 */

import { plain } from '../core/markdown.ts'
import type { Rec } from '../core/record.ts'
import { readable } from '../core/sharing.ts'
import { type Entry, entryOf, isEarlier, mayRead, monthOf, storyDay, writerOf } from '../core/story.ts'
import { commit } from './commitment.ts'
import { dayAs } from './days.ts'
import { recordsOf } from './file.ts'
import { chosenWord, dayText, factText, labelText, namesKnown, titleText } from './parts/told.tsx'
import { otherName } from './parts/writer.ts'
import { type Here, sideOf, type Tend } from './tend.ts'
import shell from './words/en/shell.json'
import en from './words/en/story.json'
import { words } from './words.ts'

const t = words('story', en)
const s = words('shell', shell)

export async function readableFile(tend: Tend, onProgress: (records: number) => void): Promise<Blob> {
  const here = tend.here.value
  const told: Told[] = []
  const answers: Rec[] = []
  for await (const page of recordsOf(tend)) {
    for (const rec of page) {
      const entry = entryOf(rec)
      if (entry) told.push({ rec, entry })
      if (rec.kind === 'answer') answers.push(rec)
    }
    onProgress(told.length)
  }
  if (!here) return new Blob([])
  told.sort((one, other) => one.rec.at - other.rec.at)
  // Asked once so that the names of checks and steps are fetched, then told.
  for (const { entry } of told) titleText(entry.title)
  chosenWord('feelings', '')
  chosenWord('needs', '')
  await namesKnown()
  const parts = here.bonds.flatMap((bond) => {
    const title = here.bonds.length > 1 ? t('titleWith', { name: bond.name ?? s('someone') }) : t('title')
    return [`# ${title}\n`, ...storyText({ ...here, bond }, told, answers), '\n']
  })
  return new Blob(parts, { type: 'text/markdown' })
}

type Told = { readonly rec: Rec; readonly entry: Entry }

/** One bond's story. What belongs to another is in that one's. */
function storyText(here: Here, told: readonly Told[], answers: readonly Rec[]): readonly string[] {
  const reader = sideOf(here)
  const spaces = readable(reader)
  const parts: string[] = []
  let day = ''
  for (const { rec, entry } of told) {
    if (!spaces.includes(rec.space) || !mayRead(rec, reader, answers, commit)) continue
    const of = storyDay(rec, -new Date(rec.at).getTimezoneOffset())
    if (monthOf(of) !== monthOf(day || '0000-00')) parts.push(`\n## ${monthText(of)}\n`)
    if (of !== day) parts.push(`\n### ${dayText(of)}\n`)
    day = of
    parts.push(`\n${entryText(entry, whose(rec, here))}\n`)
  }
  return parts
}

function entryText(entry: Entry, whose: string | undefined): string {
  const chosen = [
    ...entry.feelings.map((id) => chosenWord('feelings', id)),
    ...entry.needs.map((id) => chosenWord('needs', id)),
    ...entry.facts.flatMap((fact) => factText(fact) ?? []),
  ]
  return [
    `**${plain(titleText(entry.title))}**${whose ? ` (${plain(whose)})` : ''}`,
    ...entry.paragraphs.map(({ label, text }) => `${label ? `${labelText(label)}: ` : ''}${plain(text)}`),
    ...(chosen.length > 0 ? [`_${plain(chosen.join(' · '))}_`] : []),
  ].join('\n\n')
}

function whose(rec: Rec, here: Here): string | undefined {
  const writer = writerOf(rec, sideOf(here))
  if (writer === 'private') return undefined
  if (writer === 'me') return here.me.name
  // The name of the present bond is not that of somebody who left.
  return (isEarlier(rec, sideOf(here)) ? undefined : otherName(here)) ?? s('someone')
}

const monthText = (day: string): string => dayAs(day, { month: 'long', year: 'numeric' })
