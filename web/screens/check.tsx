/**
 * Any check: what it is and is not, one question a page, and words at the end. Nothing is added up. It is kept when the
 * person says so at the end, and every earlier time can be looked at and removed.
 */
import './check.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Check } from '../../core/content.ts'
import { bondOf, groupsOf } from '../../core/measure.ts'
import { type Draft, useDraft } from '../draft.ts'
import { Heading } from '../parts/heading.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import type { Params } from '../router.ts'
import { go } from '../router.ts'
import { check } from '../shelf.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/check.json'
import { words } from '../words.ts'
import { AloudTogether } from './check/aloud.tsx'
import { Asking } from './check/asking.tsx'
import { Before } from './check/before.tsx'
import { Result } from './check/result.tsx'

const t = words('check', en)

export type Progress = {
  /** 0 is the page before the first question; after the last question comes the result. */
  readonly step: number
  readonly answers: Readonly<Record<string, string>>
  readonly tend?: string
}

const fresh: Progress = { step: 0, answers: {} }

export default function CheckScreen({ params }: { params: Params }) {
  const { own } = useHere()
  const id = params['id'] ?? ''
  const script = useSignal<Check | 'none' | undefined>(undefined)
  const progress = useDraft<Progress>(`${own}.check.${id}`, fresh)
  useEffect(() => {
    void check(id).then((found) => {
      script.value = found ?? 'none'
    })
  }, [id])
  if (script.value === undefined)
    return (
      <div class="screen whole check">
        <Top to="/a/today" x />
      </div>
    )
  if (script.value === 'none')
    return (
      <div class="screen whole">
        <Top to="/a/today" x />
        <Heading>{t('lost')}</Heading>
        <p class="lead">{t('lostText')}</p>
      </div>
    )
  return <Running script={script.value} progress={progress} />
}

function Running({ script, progress }: { script: Check; progress: Draft<Progress> }) {
  const tend = useTend()
  const { bond } = useHere()
  // A check that was left half-way opens on its first page, which offers to go on.
  const view = useSignal<'before' | 'aloud' | 'asking'>('before')
  const to = (step: number) => {
    progress.value = { ...progress.value, step }
    if (step === 0) view.value = 'before'
    scrollTo({ top: 0 })
  }
  const begin = () => {
    if (progress.value.step === 0) to(1)
    view.value = 'asking'
  }
  const keep = async (to = '/a/today') => {
    const { answers, tend: chosen } = progress.value
    // An answer may have been changed after the choice, and then there is nothing to tend in it.
    const tended = groupsOf(script, answers).open.find(({ question }) => question.id === chosen)?.question.id
    await tend.keep('check', {
      check: script.id,
      day: tend.today.value,
      answers: { ...answers },
      tend: tended,
    })
    const changed = bondOf(script, answers)
    const changes = Object.keys(changed).length > 0
    if (bond && changes) await tend.change('bond', bond.rec, changed)
    progress.value = fresh
    announce(t(changes ? 'changed' : 'kept'))
    go(to, 'replace')
  }
  if (view.value === 'aloud')
    return (
      <AloudTogether
        script={script}
        onLeave={() => {
          view.value = 'before'
        }}
      />
    )
  if (view.value === 'before')
    return (
      <Before
        script={script}
        begun={progress.value.step > 0}
        onBegin={begin}
        onAloud={() => {
          view.value = 'aloud'
        }}
      />
    )
  if (progress.value.step > script.questions.length)
    return (
      <Result
        script={script}
        progress={progress}
        onBack={() => to(script.questions.length)}
        onKeep={keep}
        onLeave={() => {
          progress.value = fresh
          go('/a/today', 'replace')
        }}
      />
    )
  return <Asking script={script} progress={progress} onStep={to} />
}
