/**
 * The first two minutes: hello, who is here, three questions, and one small thing to do with the reason why. Every
 * question can be skipped, and a page that was closed half-way opens where it was.
 */
import './today.css'
import './begin.css'
import '../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Check } from '../../core/content.ts'
import type { Fields, SpaceId } from '../../core/record.ts'
import { type Draft, useDraft } from '../draft.ts'
import { invited } from '../invited.ts'
import { type Offer, offerOfToday } from '../offer.ts'
import { Chips, Choices } from '../parts/choose.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Meadow } from '../parts/meadow.tsx'
import { Ways } from '../parts/top.tsx'
import { go } from '../router.ts'
import { check } from '../shelf.ts'
import { readSnapshot } from '../snapshot.ts'
import { useTend } from '../tend.ts'
import en from '../words/en/begin.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'

const t = words('begin', en)
const s = words('shell', shell)

type Answers = {
  step: number
  /** Who has answered, once they are somebody. */
  of?: SpaceId | undefined
  name: string
  theirName: string
  form: 'partner' | 'friend' | 'family'
  know: readonly string[]
  stage?: Fields<'bond'>['stage']
  age?: Fields<'bond'>['age']
  a01: Record<string, string>
}

const empty: Answers = { step: 0, name: '', theirName: '', form: 'partner', know: [], a01: {} }
const steps = 6

export default function Begin() {
  const tend = useTend()
  const draft = useDraft('begin', empty)
  const quick = useSignal<Check | undefined>(undefined)
  useEffect(() => {
    void check('a01').then((loaded) => {
      quick.value = loaded
    })
  }, [])
  const { step, of } = draft.value
  const isResult = step >= steps && of !== undefined && of === tend.here.value?.me.space
  // Somebody who is already here has nothing to begin; the result of this visit is the one exception, and theirs alone.
  useEffect(() => {
    if (!tend.ready.value || tend.fresh() || isResult) return
    draft.drop()
    go('/a/today', 'replace')
  }, [tend.ready.value])

  const to = (next: number) => {
    draft.value = { ...draft.value, step: next }
    scrollTo({ top: 0 })
  }
  if (isResult) return <Result draft={draft} quick={quick.value} />
  if (step === 0 || step >= steps) return tend.fresh() ? <Hello onBegin={() => to(1)} /> : null
  const question = quick.value?.questions[step - 3]
  const isOpen = question !== undefined && !draft.value.a01[question.id]
  const finish = async () => {
    await settle(tend, draft.value)
    draft.value = { ...draft.value, step: steps, of: tend.here.value?.me.space }
    scrollTo({ top: 0 })
  }
  return (
    <div class="begin">
      <div class="top">
        <button type="button" class="icon-button" aria-label={s('back')} onClick={() => to(step - 1)}>
          <Icon name="back" />
        </button>
        <div class="bars" role="img" aria-label={t('stepOf', { n: step, all: steps - 1 })}>
          {Array.from({ length: steps - 1 }, (_, i) => (
            <i key={i} class={i < step ? 'on' : undefined} />
          ))}
        </div>
        <Ways />
      </div>
      {step === 1 && <Who draft={draft} />}
      {step === 2 && <Know draft={draft} />}
      {step > 2 && question && (
        <Question
          key={question.id}
          question={question}
          others={draft.value.form !== 'partner'}
          value={draft.value.a01[question.id]}
          onChoose={(id) => {
            draft.value = { ...draft.value, a01: { ...draft.value.a01, [question.id]: id } }
          }}
        />
      )}
      <div class="foot stuck">
        <button
          type="button"
          class={isOpen ? 'button soft' : 'button'}
          onClick={() => (step === steps - 1 ? finish() : to(step + 1))}
        >
          {isOpen ? s('skip') : s('next')}
        </button>
      </div>
    </div>
  )
}

function Hello({ onBegin }: { onBegin: () => void }) {
  const now = new Date()
  return (
    <div class="begin hello">
      <header class="hero">
        <Meadow hour={now.getHours()} month={now.getMonth() + 1} couple={['marigold', 'heather']} />
        <div class="top">
          <span />
          <Ways />
        </div>
        <Heading>{t('hello')}</Heading>
      </header>
      {/* A picture of Today without a diary behind it: it was here, and the browser cleared it. */}
      {readSnapshot() && <p class="note error">{t('lost')}</p>}
      <p class="lead big">{t('helloText')}</p>
      <div class="note">
        <p>{t('note')}</p>
        <a class="link" href="/a/info">
          {t('noteMore')}
        </a>
      </div>
      <div class="foot stuck">
        <button type="button" class="button" onClick={onBegin}>
          {t('start')}
        </button>
        <a class="quiet" href="/a/you/data">
          {t('fromFile')}
        </a>
        {invited.value === undefined && (
          <a class="quiet" href="/a/join">
            {t('invited')}
          </a>
        )}
      </div>
    </div>
  )
}

function Who({ draft }: { draft: Draft<Answers> }) {
  const set = (part: Partial<Answers>) => {
    draft.value = { ...draft.value, ...part }
  }
  return (
    <>
      <Heading>{t('who')}</Heading>
      <p class="lead">{t('whoText')}</p>
      <Line
        label={t('name')}
        value={draft.value.name}
        onInput={(name) => set({ name })}
        autocomplete="given-name"
      />
      <Chips
        legend={t('formLegend')}
        shown
        single
        options={(['partner', 'friend', 'family'] as const).map((id) => ({ id, text: t(`form.${id}`) }))}
        value={[draft.value.form]}
        onChange={([form]) => form && set({ form })}
      />
      <Line
        label={t('theirName')}
        value={draft.value.theirName}
        onInput={(theirName) => set({ theirName })}
        autocomplete="off"
      />
    </>
  )
}

function Line(from: {
  label: string
  value: string
  onInput: (text: string) => void
  autocomplete: 'given-name' | 'off'
}) {
  return (
    <label class="field">
      <span class="label">{from.label}</span>
      <input
        class="input"
        maxLength={60}
        autocomplete={from.autocomplete}
        value={from.value}
        onInput={(event) => from.onInput(event.currentTarget.value)}
      />
    </label>
  )
}

const facts = ['apart', 'parents', 'cultures', 'literal', 'noTouch', 'noEyes'] as const

function Know({ draft }: { draft: Draft<Answers> }) {
  const { know, stage, age } = draft.value
  const set = (part: Partial<Answers>) => {
    draft.value = { ...draft.value, ...part }
  }
  return (
    <>
      <Heading>{t('know')}</Heading>
      <p class="lead">{t('knowText')}</p>
      <Chips
        legend={t('knowAbout')}
        options={facts.map((id) => ({ id, text: t(`know.${id}`) }))}
        value={know as readonly (typeof facts)[number][]}
        onChange={(chosen) => set({ know: chosen })}
      />
      <Chips
        legend={t('stage')}
        shown
        single
        options={(['early', 'mid', 'long'] as const).map((id) => ({ id, text: t(`stage.${id}`) }))}
        value={stage ? [stage] : []}
        onChange={([chosen]) => set({ stage: chosen })}
      />
      <Chips
        legend={t('age')}
        shown
        single
        options={(['18-35', '35-55', '55-up'] as const).map((id) => ({ id, text: t(`age.${id}`) }))}
        value={age ? [age] : []}
        onChange={([chosen]) => set({ age: chosen })}
      />
    </>
  )
}

function Question(from: {
  question: Check['questions'][number]
  others: boolean
  value: string | undefined
  onChoose: (id: string) => void
}) {
  const text = (from.others && from.question.textForOthers) || from.question.text
  return (
    <>
      <Heading class="prompt">{text}</Heading>
      <Choices legend={text} options={from.question.options} value={from.value} onChoose={from.onChoose} />
    </>
  )
}

function Result({ draft, quick }: { draft: Draft<Answers>; quick: Check | undefined }) {
  const tend = useTend()
  const offer = useSignal<Offer | undefined>(undefined)
  useEffect(() => {
    void offerOfToday(tend).then((found) => {
      offer.value = found
    })
  }, [])
  const says = (quick?.questions ?? []).flatMap((question) => {
    const chosen = question.options.find((option) => option.id === draft.value.a01[question.id])
    return chosen?.says ? [{ id: question.id, text: chosen.text, says: chosen.says }] : []
  })
  const leave = (to: string) => {
    draft.drop()
    go('/a/today', 'replace')
    if (to !== '/a/today') go(to)
  }
  return (
    <div class="begin">
      <div class="top">
        <span />
        <Ways />
      </div>
      <Heading>{t('result')}</Heading>
      <p class="lead">{t('resultText')}</p>
      <div class="result">
        {offer.value && (
          <section class="card">
            <p class="kicker">{t('first')}</p>
            <h2>{offer.value.fact.title}</h2>
            <p class="lead">{offer.value.fact.lead}</p>
          </section>
        )}
        {says.map(({ id, text, says: sentence }) => (
          <section key={id} class="note">
            <p>
              <strong>{text}</strong>
            </p>
            <p>{sentence}</p>
          </section>
        ))}
        {quick && <p class="hint">{quick.note}</p>}
      </div>
      <div class="foot stuck">
        {invited.value !== undefined && (
          <button type="button" class="button" onClick={() => leave('/a/join')}>
            {t('toInvitation')}
          </button>
        )}
        <button
          type="button"
          class={invited.value === undefined ? 'button' : 'quiet'}
          onClick={() => leave('/a/today')}
        >
          {t('toToday')}
        </button>
      </div>
    </div>
  )
}

/** Makes the person, their side of the bond and the first check, in one go. */
async function settle(tend: ReturnType<typeof useTend>, answers: Answers): Promise<void> {
  const knows = (fact: (typeof facts)[number]) => answers.know.includes(fact) || undefined
  if (tend.fresh())
    await tend.welcome({
      name: answers.name.trim() || undefined,
      flower: 'marigold',
      capacity: 'normal',
      literal: knows('literal'),
      noTouch: knows('noTouch'),
      noEyes: knows('noEyes'),
    })
  const { closeness, barrier, style } = answers.a01
  await tend.keep(
    'bond',
    {
      name: answers.theirName.trim() || undefined,
      form: answers.form,
      apart: knows('apart'),
      parents: knows('parents'),
      cultures: knows('cultures'),
      stage: answers.stage,
      age: answers.age,
      closeness: closeness as Fields<'bond'>['closeness'],
      barrier: barrier as Fields<'bond'>['barrier'],
      style: style as Fields<'bond'>['style'],
    },
    { of: 'bond' },
  )
  if (closeness || barrier || style)
    await tend.keep('check', { check: 'a01', day: tend.today.value, answers: answers.a01 })
  await tend.look()
}
