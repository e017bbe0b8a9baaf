/** What came out, in words: first what is there, then one thing to tend for those who like. No score, here or anywhere. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Check, Practice } from '../../../core/content.ts'
import { type Answered, answeredOf, groupsOf, isTended, sentenceOf } from '../../../core/measure.ts'
import type { Draft } from '../../draft.ts'
import { Choices } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Ways } from '../../parts/top.tsx'
import { practice } from '../../shelf.ts'
import { useHere } from '../../tend.ts'
import en from '../../words/en/check.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import type { Progress } from '../check.tsx'

const t = words('check', en)
const s = words('shell', shell)

export function Result(from: {
  readonly script: Check
  readonly progress: Draft<Progress>
  readonly onBack: () => void
  readonly onKeep: (to?: string) => void
  readonly onLeave: () => void
}) {
  const { script, progress } = from
  const { answers, tend } = progress.value
  const empty = answeredOf(script, answers).length === 0
  const tended = isTended(script)
  return (
    <div class="screen whole check">
      <div class="top">
        <button type="button" class="icon-button" aria-label={t('change')} onClick={from.onBack}>
          <Icon name="back" />
        </button>
        <Ways />
      </div>
      <Heading>{t(tended ? 'a03.result' : 'a01.result')}</Heading>
      <p class="lead">{t(empty ? 'noneAnswered' : 'resultText')}</p>
      {tended ? (
        <Tending
          script={script}
          progress={progress}
          onChoose={(id) => {
            progress.value = { ...progress.value, tend: id }
          }}
          chosen={tend}
          onOpen={(id) => from.onKeep(`/a/practise/${id}`)}
        />
      ) : (
        answeredOf(script, answers).map(({ question, option }) => (
          <section key={question.id} class="note">
            <p>
              <strong>{option.text}</strong>
            </p>
            <p>{option.says}</p>
          </section>
        ))
      )}
      <p class="hint">{script.note}</p>
      <div class="foot stuck">
        <button type="button" class="button" onClick={empty ? from.onLeave : () => from.onKeep()}>
          {empty ? t('toToday') : s('keep')}
        </button>
      </div>
    </div>
  )
}

function Tending(from: {
  readonly script: Check
  readonly progress: Draft<Progress>
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  readonly onOpen: (practice: string) => void
}) {
  const { bond } = useHere()
  const { there, open } = groupsOf(from.script, from.progress.value.answers)
  const sentence = ({ question }: Answered) => sentenceOf(question, bond?.form)
  const chosen = open.find(({ question }) => question.id === from.chosen)
  return (
    <>
      {there.length > 0 && (
        <section class="stack tight">
          <h2>{t('there')}</h2>
          <ul class="there">
            {there.map((one) => (
              <li key={one.question.id}>
                <Icon name="tick" size={22} />
                <span>{sentence(one)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {there.length > 0 && open.length === 0 && <p class="note">{t('allThere')}</p>}
      {open.length > 0 && (
        <section class="stack">
          <h2>{t('choose')}</h2>
          <p class="lead">{t('chooseText')}</p>
          <Choices
            legend={t('choose')}
            options={open.map((one) => ({ id: one.question.id, text: sentence(one) }))}
            value={chosen?.question.id}
            onChoose={from.onChoose}
          />
          {chosen && <Tended key={chosen.question.id} answered={chosen} onOpen={from.onOpen} />}
        </section>
      )}
    </>
  )
}

/** What was said about the answer, and the practice that tends it. */
function Tended({ answered, onOpen }: { answered: Answered; onOpen: (practice: string) => void }) {
  const { question, option } = answered
  const way = useSignal<Practice | undefined>(undefined)
  useEffect(() => {
    if (question.practice)
      void practice(question.practice).then((found) => {
        way.value = found
      })
  }, [question.practice])
  return (
    <section class="card" aria-live="polite">
      {option.says && <p class="lead">{option.says}</p>}
      {way.value && (
        <>
          <p class="kicker">{t('tendHow')}</p>
          <h3>{way.value.title}</h3>
          <p>{way.value.lead}</p>
          <button type="button" class="link" onClick={() => onOpen(question.practice ?? '')}>
            {t('open')}
          </button>
        </>
      )}
    </section>
  )
}
