/**
 * Lists for a day: five actions for the next 24 hours and three more lists, to tick as they happen. A round closes by
 * itself; what was not done is shown nowhere. Before something of oneself is told there are two kind questions.
 */
import './next.css'
import '../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../core/content.ts'
import { type ListId, lists, type Round, roundOf, roundsSince } from '../../core/list.ts'
import { fieldsOf } from '../../core/record.ts'
import { useDraft } from '../draft.ts'
import { useRecords } from '../live.ts'
import { Choices } from '../parts/choose.tsx'
import { Drawing } from '../parts/garden/drawing.tsx'
import { drawSprout } from '../parts/garden/sprout.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { Top } from '../parts/top.tsx'
import { back } from '../router.ts'
import { session } from '../shelf.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/next.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Step } from './next/step.tsx'

const t = words('next', en)
const s = words('shell', shell)

export default function Next() {
  const tend = useTend()
  const { own } = useHere()
  const day = tend.today.value
  const chosen = useDraft<ListId>(`${own}.next`, 'next-24-hours')
  const scripts = useSignal<readonly Session[] | undefined>(undefined)
  const records = useRecords(['step'], { mineOnly: true, from: roundsSince(day), limit: 500 })
  useEffect(() => {
    void Promise.all(lists.map(session)).then((found) => {
      scripts.value = found.flatMap((one) => one ?? [])
    })
  }, [])
  const list = scripts.value?.find((one) => one.id === chosen.value)
  if (!list || !records.value) return <Frame />

  const ticks = records.value.map((rec) => ({ rec, ...fieldsOf('step', rec) }))
  const round = roundOf({ id: chosen.value, steps: list.steps.map((step) => step.id) }, ticks, day)
  const tick = async (step: string) => {
    await tend.keep('step', { list: chosen.value, step, started: round.started, day })
  }
  const untick = async (step: string) => {
    const those = ticks.filter(
      (one) => one.list === chosen.value && one.step === step && one.started === round.started,
    )
    for (const one of those) await tend.erase(one.rec)
  }
  return (
    <Frame>
      <List
        key={list.id}
        list={list}
        id={chosen.value}
        round={round}
        onTick={(step, on) => (on ? tick(step) : untick(step))}
        others={
          <Chooser
            scripts={scripts.value ?? []}
            value={chosen.value}
            onChoose={(id) => {
              chosen.value = id
            }}
          />
        }
      />
    </Frame>
  )
}

const Frame = ({ children }: { children?: ComponentChildren }) => (
  <div class="screen whole">
    <Top to="/a/today" x />
    {children}
  </div>
)

function List(from: {
  readonly list: Session
  readonly id: ListId
  readonly round: Round
  readonly onTick: (step: string, on: boolean) => void
  readonly others: ComponentChildren
}) {
  const { list, round, id } = from
  const day = useTend().today.value
  const ended = useSignal(false)
  // The last tick opens the ending by itself; a list that was whole when this screen opened stays a list.
  const whole = useSignal(round.state === 'all')
  useEffect(() => {
    if (round.state === 'all' && !whole.value) ended.value = true
    whole.value = round.state === 'all'
  }, [round.state])
  if (ended.value)
    return (
      <Ending
        text={round.state === 'all' ? list.close : t('endSome')}
        onAgain={() => {
          ended.value = false
        }}
      />
    )
  const touched = round.done.size > 0
  return (
    <>
      <Heading>{list.title}</Heading>
      <p class="lead">{list.lead}</p>
      <div class="line">
        <p class="hint kicker">
          <span>
            <Icon name="clock" size={16} />
            {t(round.until > day ? 'untilTomorrow' : 'untilTonight')}
          </span>
        </p>
        {from.others}
      </div>
      {round.state === 'over' && <p class="note">{t('over')}</p>}
      {(round.state === 'enough' || round.state === 'all') && <p class="note">{t('enough')}</p>}
      <ul class="steplist">
        {list.steps.map((step) => (
          <Step
            key={step.id}
            list={id}
            step={step}
            done={round.done.has(step.id)}
            onTick={(on) => from.onTick(step.id, on)}
          />
        ))}
      </ul>
      <details class="fold">
        <summary>
          {t('why')}
          <span class="end">
            <Icon name="chevron" size={20} />
          </span>
        </summary>
        <div class="stack tight">
          <p>{list.why}</p>
          <p class="hint">{list.evidence.says}</p>
          <p class="hint">{list.evidence.source}</p>
        </div>
      </details>
      <p class="hint">
        {t('leave')}{' '}
        <a class="link" href="/a/info">
          {t('leaveHelp')}
        </a>
      </p>
      {touched && (
        <div class="foot stuck">
          <button
            type="button"
            class="button"
            onClick={() => {
              ended.value = true
            }}
          >
            {t('thatIsEnough')}
          </button>
        </div>
      )}
    </>
  )
}

function Ending({ text, onAgain }: { text: string; onAgain: () => void }) {
  return (
    <>
      <div class="ending">
        <Drawing drawing={drawSprout({ mine: true, ours: true })} />
        <Heading>{t('endTitle')}</Heading>
        <p class="lead big">{text}</p>
      </div>
      <div class="foot">
        <button type="button" class="button" onClick={() => back()}>
          {s('done')}
        </button>
        <button type="button" class="quiet" onClick={onAgain}>
          {t('again')}
        </button>
      </div>
    </>
  )
}

function Chooser(from: { scripts: readonly Session[]; value: ListId; onChoose: (id: ListId) => void }) {
  const open = useSignal(false)
  const close = () => {
    open.value = false
  }
  const options = lists.flatMap((id) => {
    const script = from.scripts.find((one) => one.id === id)
    return script ? [{ id, text: script.title }] : []
  })
  return (
    <>
      <button
        type="button"
        class="link"
        onClick={() => {
          open.value = true
        }}
      >
        {t('choose')}
      </button>
      <Sheet open={open.value} onClose={close} label={t('chooseTitle')}>
        <h2>{t('chooseTitle')}</h2>
        <Choices
          legend={t('chooseTitle')}
          options={options}
          value={from.value}
          onChoose={(id) => {
            close()
            from.onChoose(id)
          }}
        />
        <button type="button" class="quiet" onClick={close}>
          {s('notNow')}
        </button>
      </Sheet>
    </>
  )
}
