/**
 * What the story and an entry say in the same words: titles, the words behind ids, dates, and whose something is.
 * Names that live in `content` are fetched when the first one is needed and are the same for everybody.
 */
import './told.css'
import { signal } from '@preact/signals'
import { type Day, noonUtcMs } from '../../core/day.ts'
import type { Rec } from '../../core/record.ts'
import { isEarlier, type Title, type Written, writerOf } from '../../core/story.ts'
import { check, session, wordList } from '../shelf.ts'
import { type Here, sideOf, useHere } from '../tend.ts'
import checkin from '../words/en/checkin.json'
import shell from '../words/en/shell.json'
import en from '../words/en/story.json'
import { language, words } from '../words.ts'
import { Avatar, type Face } from './avatar.tsx'
import { Icon } from './icon.tsx'

const t = words('story', en)
const c = words('checkin', checkin)
const s = words('shell', shell)

const known = signal<ReadonlyMap<string, string>>(new Map())
const asked = new Set<string>()
const fetching: Promise<void>[] = []

/** Resolves when every name that was asked for is here: for a text that is made once and not redrawn. */
export const namesKnown = () => Promise.all(fetching)

type Source = 'feelings' | 'needs' | `check.${string}` | `list.${string}`

/** A name by its id, or undefined until it has been fetched. */
function nameOf(source: Source, id: string): string | undefined {
  if (!asked.has(source)) {
    asked.add(source)
    fetching.push(
      fetchNames(source).then((names) => {
        known.value = new Map([
          ...known.value,
          ...names.map(([one, name]) => [`${source}|${one}`, name] as const),
        ])
      }),
    )
  }
  return known.value.get(`${source}|${id}`)
}

async function fetchNames(source: Source): Promise<readonly (readonly [id: string, name: string])[]> {
  if (source === 'feelings' || source === 'needs')
    return ((await wordList(source))?.groups ?? []).flatMap((group) =>
      group.words.map(({ id, text }) => [id, text] as const),
    )
  const id = source.slice(source.indexOf('.') + 1)
  if (source.startsWith('check.')) return [[id, (await check(id))?.title ?? t('check')]]
  return ((await session(id))?.steps ?? []).map((step) => [step.id, step.title] as const)
}

/** A word somebody chose, or wrote themselves. */
export const chosenWord = (list: 'feelings' | 'needs', id: string): string =>
  nameOf(list, id) ?? id.replaceAll('-', ' ')

export function titleText(title: Title): string {
  if ('own' in title) return title.own
  if ('key' in title) return t(title.key)
  if ('check' in title) return nameOf(`check.${title.check}`, title.check) ?? t('check')
  return nameOf(`list.${title.list}`, title.step) ?? t('step')
}

export const labelText = (label: NonNullable<Written['label']>): string => t(`label.${label}`)

/** A small fact in a sentence: how it felt, what weighed. Nothing for what needs no saying. */
export function factText(fact: string): string | undefined {
  if (fact.startsWith('stressor.') && fact in checkin)
    return fact === 'stressor.nothing'
      ? t('noStressor')
      : t('stressor', { what: c(fact as keyof typeof checkin).toLocaleLowerCase() })
  return fact in en ? t(fact as keyof typeof en) : undefined
}

export const dayText = (day: Day): string =>
  new Intl.DateTimeFormat(language.value.tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(noonUtcMs(day))

/** Whose it is and who can see it, quietly. Alone there is only me, so a small lock says it. */
export function Whose({ rec }: { readonly rec: Rec }) {
  const here = useHere()
  const writer = writerOf(rec, sideOf(here))
  if (writer === 'private')
    return (
      <p class="whose">
        <Icon name="lock" size={14} />
        <span class={here.bond?.shared || here.bond?.before?.length ? undefined : 'away'}>
          {t('whose.private')}
        </span>
      </p>
    )
  const other = otherIn(rec, here)
  const isGroup = here.others.length > 1
  const mine = other ? 'whose.me.one' : 'whose.me.many'
  const theirs = !other ? 'whose.other.many' : isGroup ? 'whose.other.named' : 'whose.other.one'
  return (
    <p class="whose">
      {writer === 'me' ? (
        <Avatar {...here.me} />
      ) : other ? (
        <Avatar {...other} />
      ) : (
        <Icon name="people" size={14} />
      )}
      {isEarlier(rec, sideOf(here))
        ? t(`whose.earlier.${writer}`)
        : t(writer === 'me' ? mine : theirs, { name: other?.name ?? '' })}
    </p>
  )
}

/** The one other person of the bond. Among several, or of an earlier time, nobody is named by guessing. */
function otherIn(rec: Rec, here: Here): Face | undefined {
  const { others } = here
  if (isEarlier(rec, sideOf(here))) return undefined
  if (others.length > 1) {
    const writer = others.find((other) => other.slot === rec.by)
    return writer?.name ? writer : undefined
  }
  const [other] = others
  const flower = other?.flower ?? (here.me.flower === 'heather' ? 'marigold' : 'heather')
  return { name: here.bond?.name ?? other?.name ?? s('someone'), flower }
}
