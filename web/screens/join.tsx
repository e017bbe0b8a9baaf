/**
 * Joining somebody who invited: by the link that opened this page, by scanning, or by typing. Whoever is new here says
 * first who they are (`begin.tsx`) and then comes back; the invitation waits meanwhile. Nothing is told to anybody
 * before both have compared the digits.
 */
import './people.css'
import './pairing.css'
import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Between } from '../between.ts'
import { holdInvitation, invited } from '../invited.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { atStep, Joining, NoLines } from '../parts/joining.tsx'
import { Top } from '../parts/top.tsx'
import { useBetween } from '../parts/usebetween.ts'
import { go } from '../router.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/pair.json'
import { words } from '../words.ts'
import { Scan } from './join/scan.tsx'
import { Whom } from './join/whom.tsx'

const t = words('pair', en)

export default function Join() {
  const tend = useTend()
  const isHere = tend.here.value !== undefined
  // Others live here, and nobody has said who holds the phone. The invitation waits for whoever says it.
  useEffect(() => {
    if (tend.ready.value && !isHere && !tend.fresh()) go('/a/pass', 'replace')
  }, [isHere])
  if (isHere) return <WithLines />
  return tend.fresh() ? <SomebodyNew /> : null
}

function SomebodyNew() {
  return (
    <div class="screen whole">
      <Top to="/a/begin" />
      <Heading>{t(invited.value ? 'invited' : 'join')}</Heading>
      <p class="lead">{t('joinText')}</p>
      <p class="note">{t('joinNew')}</p>
      <div class="foot">
        <button
          type="button"
          class="button"
          onClick={() => {
            // Also without one in hand: it can be scanned afterwards.
            holdInvitation(invited.value ?? '')
            go('/a/begin')
          }}
        >
          {t('joinBegin')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            holdInvitation(undefined)
            go('/a/begin', 'replace')
          }}
        >
          {t('joinNo')}
        </button>
      </div>
    </div>
  )
}

function WithLines() {
  const between = useBetween()
  if (between === 'none') return <NoLines to="/a/you/bond" />
  return between ? <WithBetween between={between} /> : <div class="screen whole" />
}

function WithBetween({ between }: { between: Between }) {
  const { me } = useHere()
  const code = useSignal(invited.value ?? '')
  const step = useSignal<'code' | 'whom'>('code')
  // Another link may be opened while this is on the screen.
  useEffect(() => {
    if (invited.value) code.value = invited.value
  }, [invited.value])
  const pairing = between.pairing.value
  const isMistyped = useSignal(false)
  const join = async (about: string) => {
    step.value = 'code'
    isMistyped.value = false
    try {
      await between.begin()
      await between.lines.join({ owner: me.space, about, code: code.value })
      holdInvitation(undefined)
      code.value = ''
    } catch {
      // Only the letters can be wrong; everything else is told as a step of joining.
      isMistyped.value = true
    }
  }
  if (atStep(pairing, 'waiting')?.side === 'joining') return <Reaching between={between} />
  if (pairing && pairing.step !== 'waiting')
    return <Joining between={between} pairing={pairing} onAgain={() => {}} />
  if (step.value === 'whom')
    return (
      <Whom
        between={between}
        onBack={() => {
          step.value = 'code'
        }}
        onChosen={join}
      />
    )
  return (
    <Code
      code={code}
      isMistyped={isMistyped.value}
      onGo={() => {
        step.value = 'whom'
        scrollTo({ top: 0 })
      }}
    />
  )
}

function Code(from: {
  readonly code: Signal<string>
  readonly isMistyped: boolean
  readonly onGo: () => void
}) {
  const { code, onGo } = from
  const scanning = useSignal(false)
  const asked = useSignal(false)
  const isWhole = lettersIn(code.value) >= letters
  const submit = (event: Event) => {
    event.preventDefault()
    asked.value = true
    if (isWhole) onGo()
  }
  const leave = () => {
    holdInvitation(undefined)
    go('/a/today', 'replace')
  }
  return (
    <div class="screen whole">
      <Top to="/a/you/bond" />
      <Heading>{t(invited.value ? 'invited' : 'join')}</Heading>
      <p class="lead">{t('joinText')}</p>
      {scanning.value ? (
        <Scan
          onFound={(text) => {
            code.value = text
            scanning.value = false
            onGo()
          }}
          onStop={() => {
            scanning.value = false
          }}
        />
      ) : (
        <div class="stack tight">
          <button
            type="button"
            class="button soft"
            onClick={() => {
              scanning.value = true
            }}
          >
            <Icon name="phone" size={20} />
            {t('scan')}
          </button>
          <p class="hint">{t('scanInside')}</p>
        </div>
      )}
      <form class="stack" id="invitation" onSubmit={submit}>
        <label class="field">
          <span class="label">{t('field')}</span>
          <span class="hint">{t('fieldHint')}</span>
          <input
            class="input"
            autocomplete="off"
            autocapitalize="characters"
            autocorrect="off"
            spellcheck={false}
            maxLength={200}
            value={code.value}
            onInput={(event) => {
              code.value = event.currentTarget.value
            }}
          />
        </label>
        <p class="hint" role="status">
          {asked.value && !isWhole ? t('notWhole') : from.isMistyped ? t('mistyped') : ''}
        </p>
      </form>
      <div class="foot stuck">
        <button type="submit" form="invitation" class="button" aria-disabled={!isWhole}>
          {t('goOn')}
        </button>
        <button type="button" class="quiet" onClick={leave}>
          {t('joinNo')}
        </button>
      </div>
    </div>
  )
}

/** What stands behind the last # is the invitation; dashes and spaces are for the eye. */
const letters = 28
const lettersIn = (text: string): number =>
  text.slice(text.lastIndexOf('#') + 1).replace(/[^\p{L}\p{N}]/gu, '').length

function Reaching({ between }: { between: Between }) {
  return (
    <div class="screen whole">
      <Top to="/a/today" />
      <Heading>{t('reaching')}</Heading>
      <p class="lead" role="status">
        {t('reachingText')}
      </p>
      <div class="foot">
        <button type="button" class="quiet" onClick={() => between.lines.dismiss()}>
          {t('stop')}
        </button>
      </div>
    </div>
  )
}
