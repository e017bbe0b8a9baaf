/**
 * Answering for those on phones of their own: what is written is promised, and stays here until everybody has answered.
 * Then all of it opens, on every phone, by itself. Whoever does not answer is not told of, and not asked again.
 */
import { useSignal } from '@preact/signals'
import type { Ask } from '../../../core/deck.ts'
import { fieldsOf } from '../../../core/record.ts'
import { type Circle, openedIn, waitingIn } from '../../../core/sealed.ts'
import { useDraft } from '../../draft.ts'
import { Switch } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Steps } from '../../parts/steps.tsx'
import { Top } from '../../parts/top.tsx'
import { Write } from '../../parts/write.tsx'
import { otherName } from '../../parts/writer.ts'
import { promise } from '../../promise.ts'
import { back } from '../../router.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/question.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { OpenRound, useCircle } from './rounds.tsx'
import { answerKey, textOf } from './table.ts'

const t = words('question', en)
const s = words('shell', shell)

type Promised = { readonly text: string; readonly round: string }
type Way = {
  readonly ask: Ask
  readonly onBack: () => void
  /** It was kept, and the question need not lie on the table any more. */
  readonly onKept: () => void
  readonly onOver: () => void
}

export function Sealing({ ask, onBack, onKept, onOver }: Way) {
  const kept = useSignal<Promised | undefined>(undefined)
  const reading = useSignal(false)
  const circle = useCircle()
  if (!circle) return <div class="screen whole" />
  const waits = waitingIn(circle).map((one) => fieldsOf('sealed', one.kept))
  // What waits already is not written twice.
  const before = waits.find(({ prompt }) => prompt === ask.id)
  const now = kept.value ?? (before && { text: before.text ?? '', round: before.round ?? '' })
  const opened = openedIn(circle).find((rec) => {
    const { prompt, round } = fieldsOf('answer', rec)
    return prompt === ask.id && round === now?.round
  })
  if (reading.value && opened) return <OpenRound circle={circle} mine={opened} onDone={onOver} />
  if (now)
    return (
      <Kept
        ask={ask}
        text={now.text}
        onRead={
          opened &&
          (() => {
            reading.value = true
          })
        }
        onOver={onOver}
      />
    )
  return (
    <Writing
      ask={ask}
      circle={circle}
      onBack={onBack}
      onKept={(promised) => {
        kept.value = promised
        scrollTo({ top: 0 })
        onKept()
      }}
    />
  )
}

function Writing(
  from: Pick<Way, 'ask' | 'onBack'> & {
    readonly circle: Circle
    readonly onKept: (promised: Promised) => void
  },
) {
  const { ask, circle, onBack, onKept } = from
  const tend = useTend()
  const here = useHere()
  const { me, own, others } = here
  const draft = useDraft(answerKey(own, ask.id), '')
  const shows = useSignal(true)
  const asked = useSignal(false)
  const busy = useSignal(false)
  const text = draft.value.trim()
  const name = otherName(here) ?? s('someone')
  const isMany = others.length > 1
  const keep = async () => {
    asked.value = true
    if (!text || busy.value) return
    busy.value = true
    const question = textOf(ask, me.literal)
    const round = await promise(tend, circle, { prompt: ask.id, question, text, shows: shows.value })
    await tend.keep('prompt', { prompt: ask.id, seen: tend.today.value }, { of: ask.id })
    draft.drop()
    onKept({ text, round })
  }
  return (
    <div class="screen whole question">
      <Steps onBack={onBack} />
      <Heading class="prompt">{textOf(ask, me.literal)}</Heading>
      <p class="hint kicker">
        <span>
          <Icon name="lock" size={16} />
          {isMany ? t('seal.promiseMany') : t('seal.promise', { name })}
        </span>
      </p>
      <Write label={t('answer')} labelAway placeholder={t('startHere')} draft={draft} as="page" />
      <div class="rows">
        <Switch
          text={isMany ? t('seal.showsMany') : t('seal.shows', { name })}
          hint={t('seal.showsHint')}
          on={shows.value}
          onChange={(on) => {
            shows.value = on
          }}
        />
      </div>
      <div class="foot stuck">
        <p class="hint" aria-live="polite">
          {!text && asked.value ? t('needWords') : ''}
        </p>
        <button type="button" class="button" aria-disabled={!text || busy.value} onClick={keep}>
          {t('seal.keep')}
        </button>
      </div>
    </div>
  )
}

function Kept(from: {
  readonly ask: Ask
  readonly text: string
  /** Once it has opened. */
  readonly onRead: (() => void) | undefined
  readonly onOver: () => void
}) {
  const here = useHere()
  const name = otherName(here) ?? s('someone')
  return (
    <div class="screen whole question">
      <Top to="/a/today" x />
      <p class="kicker" role="status">
        <span>
          <Icon name={from.onRead ? 'people' : 'lock'} size={17} />
          {t(from.onRead ? 'seal.opened' : 'seal.kept')}
        </span>
      </p>
      <Heading class="prompt">{textOf(from.ask, here.me.literal)}</Heading>
      <p class="said">{from.text}</p>
      {!from.onRead && (
        <p class="lead">{here.others.length > 1 ? t('seal.keptMany') : t('seal.keptText', { name })}</p>
      )}
      <div class="foot stuck">
        {from.onRead ? (
          <button type="button" class="button" onClick={from.onRead}>
            {t('seal.read')}
          </button>
        ) : (
          <button type="button" class="button" onClick={() => back()}>
            {s('done')}
          </button>
        )}
        <button type="button" class="quiet" onClick={from.onOver}>
          {t('anotherOne')}
        </button>
      </div>
    </div>
  )
}
