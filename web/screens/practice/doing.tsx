/** Doing it: the phone goes down, one step at a time, with a soft clock for those who want one. */
import type { Course } from '../../../core/browse.ts'
import type { Practice } from '../../../core/content.ts'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Ways } from '../../parts/top.tsx'
import en from '../../words/en/practice.json'
import { words } from '../../words.ts'
import { Clock } from './clock.tsx'

const t = words('practice', en)

/** Shorter things are over before a clock is of use. */
const clockFromMinutes = 3

export function Doing(from: {
  readonly practice: Practice
  readonly course: Course
  readonly step: number
  readonly sinceMs: number | undefined
  readonly done: string
  readonly onStep: (step: number) => void
  readonly onClock: (sinceMs: number | undefined) => void
  readonly onDone: () => void
  readonly onBack: () => void
}) {
  const { practice, sinceMs, onStep } = from
  const { before, steps } = from.course
  const single = steps.length > 2
  const step = Math.min(from.step, steps.length - 1)
  const isLast = !single || step === steps.length - 1
  const clock = practice.minutes >= clockFromMinutes && (
    <button
      type="button"
      class="quiet clock"
      onClick={() => from.onClock(sinceMs === undefined ? Date.now() : undefined)}
    >
      <Icon name="clock" size={19} />
      {sinceMs === undefined ? t('timer', { n: practice.minutes }) : t('timerStop')}
    </button>
  )
  return (
    <div class="screen whole doing">
      <div class="top">
        <button type="button" class="icon-button" aria-label={t('leaveNow')} onClick={from.onBack}>
          <Icon name="close" />
        </button>
        <Ways />
      </div>
      <Heading>{practice.title}</Heading>
      <p class="lead">{t('down')}</p>
      {before.length > 0 && (
        <div class="note">
          {before.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      )}
      {sinceMs !== undefined && (
        <>
          <Clock sinceMs={sinceMs} minutes={practice.minutes} />
          {clock}
        </>
      )}
      {single ? (
        <div class="now">
          <p class="hint">{t('stepOf', { n: step + 1, all: steps.length })}</p>
          <p class="prompt" aria-live="polite">
            {steps[step]}
          </p>
        </div>
      ) : (
        <div class="now">
          {steps.map((text) => (
            <p key={text} class="prompt">
              {text}
            </p>
          ))}
        </div>
      )}
      {sinceMs === undefined && clock}
      <div class="foot stuck">
        <button type="button" class="button ink" onClick={() => (isLast ? from.onDone() : onStep(step + 1))}>
          {isLast ? from.done : t('next')}
        </button>
        <div class="under">
          {single && step > 0 ? (
            <button type="button" class="quiet" onClick={() => onStep(step - 1)}>
              {t('before')}
            </button>
          ) : (
            <span />
          )}
          {!isLast && (
            <button type="button" class="quiet" onClick={from.onDone}>
              {from.done}
            </button>
          )}
        </div>
      </div>
    </div>
  )
}
