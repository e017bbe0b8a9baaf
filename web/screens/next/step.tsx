/** One action of a list: a box to tick, and what to do, folded away until somebody wants to read it. */
import { useSignal } from '@preact/signals'
import type { Session } from '../../../core/content.ts'
import { isSharing, type ListId, type Pace, paceOf } from '../../../core/list.ts'
import { Segments } from '../../parts/choose.tsx'
import { Icon } from '../../parts/icon.tsx'
import { type Here, useHere } from '../../tend.ts'
import en from '../../words/en/next.json'
import { words } from '../../words.ts'

const t = words('next', en)

type StepOf = Session['steps'][number]
type Way = keyof NonNullable<StepOf['other']>
const ways = ['noTouch', 'noEyes', 'distance', 'lowEnergy', 'written'] as const

export function Step(from: {
  readonly list: ListId
  readonly step: StepOf
  readonly done: boolean
  readonly onTick: (on: boolean) => void
}) {
  const { step, done } = from
  return (
    <li class={done ? 'done' : undefined}>
      <label class="tickbox">
        <span class="away">{t('did', { step: step.title })}</span>
        <input
          type="checkbox"
          checked={done}
          onChange={(event) => from.onTick(event.currentTarget.checked)}
        />
      </label>
      <details class="fold">
        <summary>
          <b>{step.title}</b>
          <span class="end">
            <Icon name="chevron" size={20} />
          </span>
        </summary>
        <div class="stack">
          {isSharing(from.list, step.id) ? <Paced step={step} /> : <Told step={step} />}
          {step.practice && (
            <a class="link" href={`/a/practise/${step.practice}`}>
              {t('practice')}
            </a>
          )}
        </div>
      </details>
    </li>
  )
}

/** The way of doing it that fits this person comes first; the others wait in a fold. */
function Told({ step }: { step: StepOf }) {
  const first = wayFor(step, useHere())
  const others = ways.filter((way) => way !== first && step.other?.[way])
  return (
    <>
      {first ? <p>{step.other?.[first]}</p> : step.text.map((text) => <p key={text}>{text}</p>)}
      {step.say && step.say.length > 0 && (
        <div class="stack tight">
          <p class="hint">{t('say')}</p>
          {step.say.map((text) => (
            <p key={text} class="says">
              {text}
            </p>
          ))}
        </div>
      )}
      {others.length > 0 && (
        <details class="fold">
          <summary>
            {t('other')}
            <span class="end">
              <Icon name="chevron" size={18} />
            </span>
          </summary>
          <dl class="stack tight">
            {others.map((way) => (
              <div key={way}>
                <dt class="hint">{t(`other.${way}`)}</dt>
                <dd>{step.other?.[way]}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

function wayFor(step: StepOf, { me, bond }: Here): Way | undefined {
  if (me.noTouch && step.other?.noTouch) return 'noTouch'
  if (me.noEyes && step.other?.noEyes) return 'noEyes'
  if (bond?.apart && step.other?.distance) return 'distance'
  return undefined
}

/** Two questions before something of oneself is told. The answers are kept nowhere. */
function Paced({ step }: { step: StepOf }) {
  const pace = useSignal<Pace>({})
  const says = paceOf(pace.value)
  const ask = (which: keyof Pace, legend: string) => (
    <div class="stack tight">
      <p aria-hidden="true">{legend}</p>
      <Segments
        legend={legend}
        options={[
          { id: 'yes', text: t('yes') },
          { id: 'no', text: t('no') },
        ]}
        value={pace.value[which] === undefined ? undefined : pace.value[which] ? 'yes' : 'no'}
        onChoose={(id) => {
          pace.value = { ...pace.value, [which]: id === 'yes' }
        }}
      />
    </div>
  )
  return (
    <>
      <div class="pace">
        <p class="hint">{t('pace')}</p>
        {ask('moment', t('paceMoment'))}
        {ask('size', t('paceSize'))}
      </div>
      <div class="stack" aria-live="polite">
        {says === 'go' && (
          <>
            <p>{t('goOn')}</p>
            <Told step={step} />
          </>
        )}
        {says === 'smaller' && (
          <div class="note">
            <p>{t('smaller')}</p>
            <p>
              <strong>{step.other?.lowEnergy ?? t('smallerText')}</strong>
            </p>
            <p>{t('smallerLeave')}</p>
          </div>
        )}
      </div>
    </>
  )
}
