/**
 * One question a page. After a touch on an answer it goes on by itself, unless that is switched off. With the keyboard
 * it never does: there, moving through the answers is choosing, and nobody wants to be carried away on the first key.
 */
import { useEffect, useRef } from 'preact/hooks'
import type { Check } from '../../../core/content.ts'
import { textOf } from '../../../core/measure.ts'
import { type Draft, useDraft } from '../../draft.ts'
import { Choices, Switch } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Ways } from '../../parts/top.tsx'
import { useHere } from '../../tend.ts'
import en from '../../words/en/check.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import type { Progress } from '../check.tsx'

const t = words('check', en)
const s = words('shell', shell)

/** Long enough to see which answer it was. */
const beforeGoingOnMs = 350

export function Asking(from: {
  readonly script: Check
  readonly progress: Draft<Progress>
  readonly onStep: (step: number) => void
}) {
  const { script, progress, onStep } = from
  const { bond, own } = useHere()
  const byItself = useDraft(`${own}.check.byItself`, true)
  const pointed = usePointed()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { step, answers } = progress.value
  const all = script.questions.length
  const question = script.questions[step - 1]
  useEffect(() => () => clearTimeout(timer.current), [step])
  if (!question) return null

  const text = textOf(question, bond?.form)
  const choose = (id: string) => {
    progress.value = { ...progress.value, answers: { ...answers, [question.id]: id } }
    clearTimeout(timer.current)
    if (pointed.current && byItself.value) timer.current = setTimeout(() => onStep(step + 1), beforeGoingOnMs)
  }
  return (
    <div class="screen whole check">
      <div class="top">
        <button type="button" class="icon-button" aria-label={t('previous')} onClick={() => onStep(step - 1)}>
          <Icon name="back" />
        </button>
        <Bars step={step} all={all} />
        <Ways />
      </div>
      <Heading key={question.id} class="prompt">
        {text}
      </Heading>
      <Choices
        key={question.id}
        legend={text}
        options={question.options}
        value={answers[question.id]}
        onChoose={choose}
      />
      <div class="foot stuck">
        <Switch
          text={t('auto')}
          on={byItself.value}
          onChange={(on) => {
            byItself.value = on
          }}
        />
        <button
          type="button"
          class={answers[question.id] ? 'button' : 'button soft'}
          onClick={() => onStep(step + 1)}
        >
          {answers[question.id] ? s('next') : s('skip')}
        </button>
      </div>
    </div>
  )
}

export const Bars = ({ step, all }: { step: number; all: number }) => (
  <div class="bars" role="img" aria-label={t('stepOf', { n: step, all })}>
    {Array.from({ length: all }, (_, i) => (
      <i key={i} class={i < step ? 'on' : undefined} />
    ))}
  </div>
)

/** Whether the last thing that was touched was the screen and not the keyboard. */
function usePointed() {
  const pointed = useRef(false)
  useEffect(() => {
    const point = () => {
      pointed.current = true
    }
    const press = () => {
      pointed.current = false
    }
    addEventListener('pointerdown', point)
    addEventListener('keydown', press)
    return () => {
      removeEventListener('pointerdown', point)
      removeEventListener('keydown', press)
    }
  }, [])
  return pointed
}
