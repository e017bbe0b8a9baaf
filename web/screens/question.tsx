/**
 * One question at a time, in three depths. It may be answered in writing, asked aloud, passed without a reason, or
 * answered by two on one phone. Which one comes next is `core/deck.ts`'s to say.
 */
import './question.css'
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { type Ask, type Depth, depths, passedRestDays, seenRestDays } from '../../core/deck.ts'
import { type Draft, useDraft } from '../draft.ts'
import { Aloud } from '../parts/aloud.tsx'
import { Segments } from '../parts/choose.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { back } from '../router.ts'
import { useHere } from '../tend.ts'
import en from '../words/en/question.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Answered, Answering } from './question/answer.tsx'
import { Lists } from './question/lists.tsx'
import { Rounds, Waiting } from './question/rounds.tsx'
import { Sealing } from './question/sealing.tsx'
import { type Table, textOf, useTable } from './question/table.ts'
import { newRound, type Round, Together } from './question/together.tsx'

const t = words('question', en)
const s = words('shell', shell)

type Mode =
  | { readonly is: 'ask' | 'write' | 'aloud' | 'lists' | 'rounds' }
  | { readonly is: 'seal'; readonly ask: Ask }
  | { readonly is: 'answered'; readonly ask: Ask; readonly rec: string; readonly text: string }

export default function Question() {
  const { me, own } = useHere()
  const depth = useDraft<Depth>(`${own}.question.depth`, 'light')
  const round = useDraft<Round | null>(`${own}.question.round`, null)
  const mode = useSignal<Mode>({ is: 'ask' })
  const table = useTable(depth.value, mode.value.is === 'ask' && round.value === null)
  const to = (next: Mode) => {
    mode.value = next
    scrollTo({ top: 0 })
  }
  const ask = () => to({ is: 'ask' })

  const { current } = table
  const now = mode.value
  if (round.value)
    return (
      <Together
        round={round}
        onOver={() => {
          table.clear()
          ask()
        }}
      />
    )
  if (now.is === 'answered') return <Answered {...now} onNext={ask} onDone={() => back()} />
  if (now.is === 'write' && current)
    return (
      <Answering
        ask={current}
        onBack={ask}
        onKept={(rec, text) => {
          to({ is: 'answered', ask: current, rec, text })
          table.clear()
        }}
      />
    )
  if (now.is === 'seal')
    return <Sealing key={now.ask.id} ask={now.ask} onBack={ask} onOver={ask} onKept={table.clear} />
  if (now.is === 'rounds')
    return (
      <Rounds
        onBack={ask}
        onAnswer={(prompt, text) => {
          const asked = { id: prompt, text, form: table.form, depth: depth.value }
          void table.lay(asked)
          to({ is: 'seal', ask: asked })
        }}
      />
    )
  if (now.is === 'aloud' && current)
    return <Aloud text={textOf(current, me.literal)} hint={t('aloudHint')} onClose={ask} />
  return (
    <>
      <Asking table={table} depth={depth} to={to} round={round} />
      <Lists
        open={now.is === 'lists'}
        depth={depth.value}
        table={table}
        onClose={() => {
          mode.value = { is: 'ask' }
        }}
        onAsk={(chosen) => {
          void table.lay(chosen)
          depth.value = chosen.depth
          ask()
        }}
      />
    </>
  )
}

function Asking(from: {
  readonly table: Table
  readonly depth: Draft<Depth>
  readonly round: Draft<Round | null>
  readonly to: (mode: Mode) => void
}) {
  const { table, depth, to } = from
  const { current } = table
  const { me, others } = useHere()
  const isApart = others.some(({ space }) => space === undefined)
  const turn = useSignal(0)
  const question = useRef<HTMLHeadingElement>(null)
  // After a pass the next question is where a screen reader goes on. A change of depth leaves the focus where it was.
  useEffect(() => {
    if (turn.value > 0) question.current?.focus({ preventScroll: true })
  }, [turn.value])
  const next = async (how: Promise<unknown>) => {
    await how
    turn.value++
  }
  return (
    <div class="screen whole question">
      <Top to="/a/today" x />
      <Heading class="away">{t('title')}</Heading>
      <Segments
        legend={t('depth')}
        options={depths.map((id) => ({ id, text: t(id) }))}
        value={depth.value}
        onChoose={(id) => {
          depth.value = id
        }}
      />
      {isApart && <Waiting onOpen={() => to({ is: 'rounds' })} />}
      {depth.value === 'deep' && <p class="lead deepline">{t('deepLine')}</p>}
      <div class="middle">
        {current && (
          <>
            <p class="hint">{table.isOwn(current) ? t('own') : table.deck?.title}</p>
            <h2 class="prompt" tabIndex={-1} ref={question}>
              {textOf(current, me.literal)}
            </h2>
            {current.all && <p class="lead">{t('all')}</p>}
            <Heart table={table} ask={current} />
          </>
        )}
      </div>
      <div class="under">
        <p class="hint">{t('window', { seen: seenRestDays, passed: passedRestDays })}</p>
        <button type="button" class="link" onClick={() => to({ is: 'lists' })}>
          {t('lists')}
        </button>
      </div>
      <div class="foot stuck">
        {current && (
          <>
            <button type="button" class="button" onClick={() => to({ is: 'write' })}>
              {t('write')}
            </button>
            <TogetherWays ask={current} round={from.round} />
            {isApart && (
              <button type="button" class="button soft" onClick={() => to({ is: 'seal', ask: current })}>
                {t('apart')}
              </button>
            )}
            <div class="ways-on">
              <button type="button" class="quiet" onClick={() => to({ is: 'aloud' })}>
                {t('aloud')}
              </button>
              <button type="button" class="quiet" onClick={() => next(table.pass(current))}>
                {t('pass')}
              </button>
              <button type="button" class="quiet" onClick={() => next(table.another())}>
                {t('another')}
              </button>
            </div>
          </>
        )}
      </div>
    </div>
  )
}

function Heart({ table, ask }: { table: Table; ask: Ask }) {
  const on = table.favourites?.includes(ask.id) ?? false
  return (
    <button
      type="button"
      class="heart"
      aria-pressed={on}
      aria-label={t('favourite')}
      onClick={() => {
        void table.mark(ask, { favourite: !on })
      }}
    >
      <Icon name="heart" size={26} />
    </button>
  )
}

/** Only where somebody who shares this bond lives on this phone. */
function TogetherWays({ ask, round }: { ask: Ask; round: Draft<Round | null> }) {
  const { me, people } = useHere()
  const beside = people.filter((person) => person.together && person.space !== me.space)
  return beside.map((second) => (
    <button
      key={second.space}
      type="button"
      class="button soft"
      onClick={() => {
        round.value = newRound({ ...ask, text: textOf(ask, me.literal) }, second.space)
        scrollTo({ top: 0 })
      }}
    >
      {beside.length === 1 ? t('together') : t('togetherWith', { name: second.name ?? s('someone') })}
    </button>
  ))
}
