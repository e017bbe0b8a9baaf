/** Writing an answer alone, and what is shown once it is kept. */
import { useSignal } from '@preact/signals'
import type { Ask } from '../../../core/deck.ts'
import { fieldsOf } from '../../../core/record.ts'
import { mayRead } from '../../../core/story.ts'
import { commit } from '../../commitment.ts'
import { dayText } from '../../days.ts'
import { useDraft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Steps } from '../../parts/steps.tsx'
import { Top } from '../../parts/top.tsx'
import { useShared, Visibility } from '../../parts/visibility.tsx'
import { Write } from '../../parts/write.tsx'
import { useWriter } from '../../parts/writer.ts'
import { sideOf, useHere, useTend } from '../../tend.ts'
import en from '../../words/en/question.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { answerKey, textOf } from './table.ts'

const t = words('question', en)
const s = words('shell', shell)

export function Answering(from: {
  readonly ask: Ask
  readonly onBack: () => void
  readonly onKept: (rec: string, text: string) => void
}) {
  const { ask } = from
  const tend = useTend()
  const { me, own } = useHere()
  const draft = useDraft(answerKey(own, ask.id), '')
  const shared = useShared('answer')
  const asked = useSignal(false)
  const text = draft.value.trim()
  const keep = async () => {
    asked.value = true
    if (!text) return
    const question = textOf(ask, me.literal)
    const day = tend.today.value
    const rec = await tend.keep('answer', { day, prompt: ask.id, question, text }, { shared: shared.value })
    await tend.keep('prompt', { prompt: ask.id, seen: day }, { of: ask.id })
    draft.drop()
    from.onKept(rec.id, text)
  }
  return (
    <div class="screen whole question">
      <Steps onBack={from.onBack} />
      <Heading class="prompt">{textOf(ask, me.literal)}</Heading>
      <Visibility
        kind="answer"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <Write label={t('answer')} labelAway placeholder={t('startHere')} draft={draft} as="page" />
      <div class="foot stuck">
        <p class="hint" aria-live="polite">
          {!text && asked.value ? t('needWords') : ''}
        </p>
        <button type="button" class="button" aria-disabled={!text} onClick={keep}>
          {s('keep')}
        </button>
      </div>
    </div>
  )
}

export function Answered(from: {
  readonly ask: Ask
  readonly rec: string
  readonly text: string
  readonly onNext: () => void
  readonly onDone: () => void
}) {
  const { me } = useHere()
  return (
    <div class="screen whole question">
      <Top to="/a/today" x />
      <p class="kicker">
        <span>
          <Icon name="tick" size={17} />
          {s('kept')}
        </span>
      </p>
      <Heading class="prompt">{textOf(from.ask, me.literal)}</Heading>
      <p class="said">{from.text}</p>
      <Earlier ask={from.ask} without={[from.rec]} />
      <div class="foot stuck">
        <button type="button" class="button" onClick={from.onDone}>
          {s('done')}
        </button>
        <button type="button" class="quiet" onClick={from.onNext}>
          {t('anotherOne')}
        </button>
      </div>
    </div>
  )
}

/** What was answered to the same question before, newest first. `sharedOnly` when two are reading. */
export function Earlier(from: {
  readonly ask: Ask
  readonly without: readonly string[]
  readonly sharedOnly?: boolean
}) {
  const tend = useTend()
  const here = useHere()
  const writer = useWriter()
  const answers = useRecords(['answer'], { limit: 500 })
  const all = answers.value ?? []
  const reader = sideOf(here)
  const earlier = all.filter((rec) => {
    if (from.without.includes(rec.id) || fieldsOf('answer', rec).prompt !== from.ask.id) return false
    return mayRead(rec, reader, all, commit) && !(from.sharedOnly && rec.space === reader.person)
  })
  if (earlier.length === 0) return null
  return (
    <section class="stack tight">
      <h2>{t('earlier')}</h2>
      <ul class="rows">
        {earlier.map((rec) => {
          const { day, text } = fieldsOf('answer', rec)
          return (
            <li key={rec.id}>
              <a class="row" href={`/a/story/${rec.id}`}>
                <span>
                  <small>
                    {!from.sharedOnly && `${writer.isMine(rec) ? t('you') : writer.other} · `}
                    {day && dayText(day, tend.today.value)}
                  </small>
                  <span class="said">{text}</span>
                </span>
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
