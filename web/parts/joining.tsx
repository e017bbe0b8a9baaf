/**
 * Joining hands, from where both sides are alike: six digits that the people compare themselves, then that they are
 * joined, or why they are not. Whoever says that the digits are not the same ends it, and nothing was shared.
 */
import '../screens/pairing.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Pairing } from '../../sync/line.ts'
import type { Between } from '../between.ts'
import { go } from '../router.ts'
import { useHere } from '../tend.ts'
import en from '../words/en/pair.json'
import { words } from '../words.ts'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import { Top } from './top.tsx'
import { otherName } from './writer.ts'

const t = words('pair', en)

type Step<S extends Pairing['step']> = Extract<Pairing, { step: S }>
export const atStep = <S extends Pairing['step']>(pairing: Pairing | undefined, step: S) =>
  pairing?.step === step ? (pairing as Step<S>) : undefined

/** `onAgain` begins anew after it has ended. */
export function Joining(from: {
  readonly between: Between
  readonly pairing: Pairing
  readonly onAgain: () => void
}) {
  const { between, pairing } = from
  const compare = atStep(pairing, 'compare')
  if (compare) return <Compare key={compare.digits} between={between} {...compare} />
  const done = atStep(pairing, 'done')
  if (done) return <Done between={between} asked={done.asked} />
  const over = atStep(pairing, 'over')
  return over ? <Over between={between} why={over.why} onAgain={from.onAgain} /> : null
}

function Compare({ between, digits, said }: { between: Between } & Step<'compare'>) {
  const busy = useSignal(false)
  const say = async (same: boolean) => {
    if (busy.value) return
    busy.value = true
    try {
      await between.lines.compare(same)
    } finally {
      busy.value = false
    }
  }
  return (
    <div class="screen whole">
      <Top />
      <Heading>{t('compare')}</Heading>
      {/* Read out one by one: as a number they would be six hundred thousand of something. */}
      <p class="away">{t('digits', { digits: [...digits].join(' ') })}</p>
      <p class="digits" aria-hidden="true">
        <span>{digits.slice(0, 3)}</span>
        <span>{digits.slice(3)}</span>
      </p>
      <p class="lead" role="status">
        {t(said ? 'said' : 'compareText')}
      </p>
      <div class="foot stuck">
        {said ? (
          <button type="button" class="quiet" aria-disabled={busy.value} onClick={() => say(false)}>
            {t('stop')}
          </button>
        ) : (
          <>
            <button type="button" class="button ink" aria-disabled={busy.value} onClick={() => say(true)}>
              {t('same')}
            </button>
            <button type="button" class="button soft" aria-disabled={busy.value} onClick={() => say(false)}>
              {t('different')}
            </button>
          </>
        )}
      </div>
    </div>
  )
}

/** Whoever has seen how it ended need not see it again, however they go on from here. */
function useSeen(between: Between): void {
  useEffect(
    () => () => {
      const step = between.pairing.value?.step
      if (step === 'done' || step === 'over') void between.lines.dismiss()
    },
    [between],
  )
}

function Done({ between, asked }: { between: Between; asked: boolean }) {
  const name = otherName(useHere())
  useSeen(between)
  const leave = (to: string) => go(to, 'replace')
  return (
    <div class="screen whole">
      <Top />
      <p class="kicker">
        <span>
          <Icon name="people" size={18} />
        </span>
      </p>
      <Heading>{asked ? t('asked') : name ? t('done', { name }) : t('doneUnnamed')}</Heading>
      <p class="lead">{t(asked ? 'askedText' : 'doneText')}</p>
      <div class="foot stuck">
        <button type="button" class="button" onClick={() => leave('/a/today')}>
          {t('toToday')}
        </button>
        {!asked && (
          <button type="button" class="quiet" onClick={() => leave('/a/you/sharing')}>
            {t('choose')}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => leave('/a/you/bond')}>
          {t('toBond')}
        </button>
      </div>
    </div>
  )
}

function Over(from: { between: Between; why: Step<'over'>['why']; onAgain: () => void }) {
  const { between, why } = from
  useSeen(between)
  return (
    <div class="screen whole">
      <Top />
      <Heading>{t(`over.${why}`)}</Heading>
      <p class="lead">{t(`over.${why}.text`)}</p>
      <div class="foot">
        <button
          type="button"
          class="button"
          onClick={async () => {
            await between.lines.dismiss()
            from.onAgain()
          }}
        >
          {t('again')}
        </button>
        <button type="button" class="quiet" onClick={() => go('/a/today', 'replace')}>
          {t('toToday')}
        </button>
      </div>
    </div>
  )
}

/** Where this phone can have no line, or not now. */
export function NoLines({ to }: { to: string }) {
  return (
    <div class="screen whole">
      <Top to={to} />
      <Heading>{t('none')}</Heading>
      <p class="lead">{t('noneText')}</p>
      <div class="foot">
        <button type="button" class="button" onClick={() => location.reload()}>
          {t('again')}
        </button>
      </div>
    </div>
  )
}
