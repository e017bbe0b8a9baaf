/**
 * One entry whole. What is mine can be written anew in place, and removed after one question. What somebody else wrote
 * can be read, and nothing more.
 */
import './entry.css'
import { useSignal } from '@preact/signals'
import { addDays } from '../../core/day.ts'
import type { Rec } from '../../core/record.ts'
import {
  type Entry,
  entryOf,
  mayRead,
  roundDays,
  roundOf,
  storyDay,
  writable,
  writerOf,
} from '../../core/story.ts'
import type { Store } from '../../store/store.ts'
import { commit } from '../commitment.ts'
import { dropDrafts } from '../draft.ts'
import { useLive } from '../live.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { announce } from '../parts/status.tsx'
import { chosenWord, dayText, factText, labelText, titleText, Whose } from '../parts/told.tsx'
import { Top } from '../parts/top.tsx'
import { dropPage } from '../parts/unfinished.tsx'
import { back } from '../router.ts'
import { sideOf, useHere, useTend } from '../tend.ts'
import en from '../words/en/story.json'
import { words } from '../words.ts'
import { Answers } from './entry/answers.tsx'
import { Rewrite } from './entry/rewrite.tsx'

const t = words('story', en)

const home = '/a/story'

export default function EntryScreen({ params }: { params: { id?: string } }) {
  const tend = useTend()
  const here = useHere()
  const reader = sideOf(here)
  const id = params.id ?? ''
  const spaces = tend.spaces.value
  const about = { spaces, id }
  const found = useLive(async (store) => ({ rec: await readable(store, id, { reader, spaces }) }), about)
  const editing = useSignal(false)
  const leaving = useSignal(false)
  if (!found.value || leaving.value)
    return (
      <div class="screen whole">
        <Top to={home} />
      </div>
    )
  const { rec } = found.value
  const entry = rec && entryOf(rec)
  if (!rec || !entry) return <Gone />
  const day = storyDay(rec, -new Date().getTimezoneOffset())
  return (
    <div class="screen whole entry">
      <Top to={home} />
      <div class="stack tight">
        <p class="kicker">{dayText(day)}</p>
        <Heading>{titleText(entry.title)}</Heading>
        <Whose rec={rec} />
      </div>
      {editing.value ? (
        <Rewrite
          rec={rec}
          onDone={() => {
            editing.value = false
          }}
        />
      ) : (
        <>
          <Whole rec={rec} entry={entry} />
          {writerOf(rec, reader) !== 'other' && (
            <Ways
              rec={rec}
              onEdit={() => {
                editing.value = true
              }}
              onLeave={() => {
                leaving.value = true
              }}
            />
          )}
        </>
      )}
    </div>
  )
}

/** The record, when the person who is here may read it. */
async function readable(
  store: Store,
  id: string,
  { reader, spaces }: { reader: ReturnType<typeof sideOf>; spaces: readonly string[] },
): Promise<Rec | undefined> {
  const rec = await store.get(id)
  if (!rec || rec.x !== undefined || !spaces.includes(rec.space)) return undefined
  if (roundOf(rec, reader) === undefined) return rec
  const day = storyDay(rec, 0)
  const from = addDays(day, -roundDays)
  const answers = await store.list({
    spaces,
    kinds: ['answer'],
    from,
    until: addDays(day, roundDays),
    limit: 500,
  })
  return mayRead(rec, reader, answers, commit) ? rec : undefined
}

function Whole({ rec, entry }: { rec: Rec; entry: Entry }) {
  const said = (list: 'feelings' | 'needs') => entry[list].map((one) => chosenWord(list, one)).join(', ')
  const lines = [
    ...(entry.feelings.length > 0 ? [t('feelingsLine', { words: said('feelings') })] : []),
    ...entry.facts.flatMap((fact) => factText(fact) ?? []),
    ...(entry.needs.length > 0 ? [t('needsLine', { words: said('needs') })] : []),
  ]
  return (
    <>
      {entry.paragraphs.length > 0 && (
        <div class="words">
          {entry.paragraphs.map(({ field, item, label, text }) => (
            <div key={`${field} ${item}`}>
              {label && <p class="kicker">{labelText(label)}</p>}
              {text.split(/\n+/).map((paragraph, i) => (
                <p key={i}>{paragraph}</p>
              ))}
            </div>
          ))}
        </div>
      )}
      {lines.length > 0 && (
        <ul class="facts">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {rec.kind === 'check' && <Answers rec={rec} />}
      {rec.kind === 'landmark' && (
        <a class="link" href="/a/practise/how-we-began">
          {t('beganPractice')}
        </a>
      )}
    </>
  )
}

function Ways({ rec, onEdit, onLeave }: { rec: Rec; onEdit: () => void; onLeave: () => void }) {
  const tend = useTend()
  const here = useHere()
  const asking = useSignal(false)
  const fields = writable(rec)
  const isShared = writerOf(rec, sideOf(here)) !== 'private'
  const ask = t(isShared ? 'takeBackAsk' : 'removeAsk')
  const remove = async () => {
    onLeave()
    await tend.erase(rec)
    // What was being written anew goes as well, on whichever screen it was.
    dropDrafts(`${here.own}.entry.${rec.id}`)
    dropPage(here.own, rec)
    announce(t(isShared ? 'takenBack' : 'removed'))
    back(home)
  }
  return (
    <div class="foot">
      {fields.length > 0 && (
        <button type="button" class="button soft" onClick={onEdit}>
          <Icon name="pen" size={20} />
          {t(fields.some(({ text }) => text.trim() !== '') ? 'edit' : 'add')}
        </button>
      )}
      <button
        type="button"
        class="quiet danger"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="trash" size={20} />
        {t(isShared ? 'takeBack' : 'remove')}
      </button>
      <Sheet
        open={asking.value}
        onClose={() => {
          asking.value = false
        }}
        label={ask}
      >
        <h2>{ask}</h2>
        <p class="lead">{t('removeText')}</p>
        {isShared && <p class="lead">{t('removeShared')}</p>}
        <button type="button" class="button ink" onClick={remove}>
          {t(isShared ? 'takeBackYes' : 'removeYes')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            asking.value = false
          }}
        >
          {t(isShared ? 'takeBackNo' : 'removeNo')}
        </button>
      </Sheet>
    </div>
  )
}

function Gone() {
  return (
    <div class="screen whole">
      <Top to={home} />
      <Heading>{t('gone')}</Heading>
      <p class="lead">{t('goneText')}</p>
      <div class="foot">
        <button type="button" class="button" onClick={() => back(home)}>
          {t('toStory')}
        </button>
      </div>
    </div>
  )
}
