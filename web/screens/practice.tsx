/**
 * One practice: what to do, why, how well that is known, and other ways to do it. Doing it means putting the phone
 * down; what comes after is a word about how it was, if one likes.
 *
 * Where somebody is, before, in the middle or after, is remembered for the day: a phone that was put down may have
 * closed the page. A note that was begun afterwards waits longer, and is kept for the day it was about.
 */
import './practice.css'
import '../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { companyOf, courseOf, type Reader } from '../../core/browse.ts'
import type { Practice } from '../../core/content.ts'
import type { Day } from '../../core/day.ts'
import { isBegun, useDraft } from '../draft.ts'
import { Top } from '../parts/top.tsx'
import { go, type Params } from '../router.ts'
import { practice as fetchPractice } from '../shelf.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/practice.json'
import { words } from '../words.ts'
import { After, noteKey } from './practice/after.tsx'
import { Doing } from './practice/doing.tsx'
import { Reading } from './practice/reading.tsx'

const t = words('practice', en)

type Stage = {
  readonly at: 'reading' | 'doing' | 'after'
  readonly day?: Day
  readonly step?: number
  readonly sinceMs?: number | undefined
}
const reading: Stage = { at: 'reading' }

export default function PracticeScreen({ params }: { params: Params }) {
  const id = params['id'] ?? ''
  const fetched = useSignal<Practice | undefined>(undefined)
  useEffect(() => {
    void fetchPractice(id).then((found) => {
      if (found) fetched.value = found
      else go('/a/lost', 'replace')
    })
  }, [id])
  if (fetched.value) return <Opened practice={fetched.value} />
  return (
    <div class="screen whole">
      <Top to="/a/practise" />
    </div>
  )
}

function Opened({ practice }: { practice: Practice }) {
  const tend = useTend()
  const { me, bond, own } = useHere()
  const day = tend.today.value
  const kept = useDraft<Stage>(`${own}.practice.${practice.id}.stage`, reading)
  const isNoted = useMemo(() => isBegun(noteKey(own, practice.id)), [own, practice.id, day])
  const isOpen = kept.value.day === day || (kept.value.at === 'after' && isNoted)
  const stage = isOpen ? kept.value : reading
  const set = (part: Partial<Stage>) => {
    kept.value = { ...stage, ...part, day }
  }
  const toReading = () => {
    kept.value = reading
  }
  const reader: Reader = {
    form: bond?.form ?? 'partner',
    noTouch: me.noTouch,
    noEyes: me.noEyes,
    apart: bond?.apart,
    capacity: me.capacity,
  }
  const isAlone = companyOf(practice) !== 'together'
  return (
    <div ref={useArrival(stage.at)}>
      {stage.at === 'reading' && (
        <Reading
          practice={practice}
          reader={reader}
          onDoing={() => set({ at: 'doing', step: 0, sinceMs: undefined })}
          onAfter={() => set({ at: 'after' })}
        />
      )}
      {stage.at === 'doing' && (
        <Doing
          practice={practice}
          course={courseOf(practice, reader)}
          step={stage.step ?? 0}
          sinceMs={stage.sinceMs}
          done={t(isAlone ? 'didIt' : 'weDidIt')}
          onStep={(step) => set({ step })}
          onClock={(sinceMs) => set({ sinceMs })}
          onDone={() => set({ at: 'after' })}
          onBack={toReading}
        />
      )}
      {stage.at === 'after' && (
        <After
          practice={practice}
          day={stage.day ?? day}
          isAlone={isAlone}
          onBack={toReading}
          onKept={kept.drop}
        />
      )}
    </div>
  )
}

/** A change of stage is a change of screen: to the top, and the focus to its heading. */
function useArrival(stage: Stage['at']) {
  const box = useRef<HTMLDivElement>(null)
  const last = useRef(stage)
  useEffect(() => {
    if (last.current === stage) return
    last.current = stage
    scrollTo({ top: 0, behavior: 'instant' })
    const heading = box.current?.querySelector('h1')
    if (!heading) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [stage])
  return box
}
