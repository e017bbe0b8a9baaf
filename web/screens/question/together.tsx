/**
 * Two answer the same question on one phone. The first writes, the veil comes down, the second writes without seeing;
 * then both are shown. Nothing is kept before both have written, and either may stop at any step: then nothing is
 * shown or shared, and what was written waits for its writer alone.
 *
 * The first answer lies in a draft while the veil and the second's step are shown. It is read when both are kept, and
 * is in no element of the page before. [Note: One phone, two hands]
 */
import { useSignal } from '@preact/signals'
import type { Ask } from '../../../core/deck.ts'
import { bytesHex, fieldsOf, type SpaceId } from '../../../core/record.ts'
import { type Draft, draft, useDraft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { Avatar } from '../../parts/avatar.tsx'
import { Handover, useLending } from '../../parts/handover.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { Top } from '../../parts/top.tsx'
import { Write } from '../../parts/write.tsx'
import { useWriter } from '../../parts/writer.ts'
import { type Neighbour, type Person, useHere, useTend } from '../../tend.ts'
import en from '../../words/en/question.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { Earlier } from './answer.tsx'
import { answerKey, leaveWaiting } from './table.ts'

const t = words('question', en)
const s = words('shell', shell)

/** Remembered, so that a reload in the middle finds the veil and not somebody's words. */
export type Round = {
  readonly id: string
  readonly ask: Ask
  readonly second: SpaceId
  /** `return`: the second has stopped, and the phone goes back. */
  readonly step: 'first' | 'second' | 'return' | 'shown'
  /** When the first had written, ms since 1970: the order in which both are read. */
  readonly writtenAt?: number
}

export const newRound = (ask: Ask, second: SpaceId): Round => ({
  id: bytesHex(crypto.getRandomValues(new Uint8Array(16))),
  ask,
  second,
  step: 'first',
})

const secondKey = (round: Round) => `${round.second}.question.round.${round.id}`

/** What the second has written waits for them, also when it is from the veil, after a reload, that they stop. */
function putAside(round: Round, second: Neighbour): void {
  const text = draft(secondKey(round), '')
  if (text.value.trim()) leaveWaiting(second.own, round.ask, text.value)
  text.drop()
}

export function Together({ round, onOver }: { round: Draft<Round | null>; onOver: () => void }) {
  const { me, people } = useHere()
  const isUnveiled = useSignal(false)
  const now = round.value
  useLending(now !== null && now.step !== 'first')
  if (!now) return null
  const second = people.find((person) => person.space === now.second && person.together)
  const go = (step: Round['step'], more: Partial<Round> = {}) => {
    round.value = { ...now, ...more, step }
    scrollTo({ top: 0 })
  }
  const stop = () => {
    round.value = null
    announce(t('round.stopped'))
  }
  if (now.step === 'shown')
    return (
      <Shown
        round={now}
        second={second}
        onDone={() => {
          round.value = null
          onOver()
        }}
      />
    )
  // Somebody who has left this phone meanwhile cannot answer on it.
  if (!second) return <Handover to={me} onHere={stop} />
  if (now.step === 'return') return <Handover to={me} onHere={stop} />
  if (now.step === 'first')
    return (
      <First
        round={now}
        name={second.name}
        onStop={stop}
        onPass={() => go('second', { writtenAt: Date.now() })}
      />
    )
  if (!isUnveiled.value)
    return (
      <Handover
        to={second}
        // Whoever holds the phone may stop, so it goes back through the veil, or the first's words would lie open.
        onStop={() => {
          putAside(now, second)
          go('return')
        }}
        onHere={() => {
          isUnveiled.value = true
          scrollTo({ top: 0 })
        }}
      />
    )
  return <Second round={now} second={second} onStop={() => go('return')} onBoth={() => go('shown')} />
}

function First(from: {
  readonly round: Round
  readonly name: string | undefined
  readonly onPass: () => void
  readonly onStop: () => void
}) {
  const { me, own } = useHere()
  const text = useDraft(answerKey(own, from.round.ask.id), '')
  const name = from.name ?? s('someone')
  return (
    <Turn
      person={me}
      title={t('round.first', { name: me.name ?? t('you') })}
      ask={from.round.ask}
      promise={t('round.promise', { name })}
      text={text}
      does={t('round.pass', { name })}
      onDo={from.onPass}
      onStop={from.onStop}
    />
  )
}

function Second(from: {
  readonly round: Round
  readonly second: Neighbour
  readonly onBoth: () => void
  readonly onStop: () => void
}) {
  const { round, second } = from
  const tend = useTend()
  const { me, own } = useHere()
  const text = useDraft(secondKey(round), '')

  const keepBoth = async () => {
    const first = draft(answerKey(own, round.ask.id), '')
    const texts = [first.value.trim(), text.value.trim()] as const
    const day = tend.today.value
    const { id: prompt, text: question } = round.ask
    const fields = { day, prompt, question, round: round.id }
    // Each id is made of the round, so that doing this again after a crash in the middle keeps nothing twice.
    const where = { shared: true, of: round.id }
    await tend.keep('answer', { ...fields, text: texts[0] }, { ...where, at: round.writtenAt ?? Date.now() })
    await tend.keep('answer', { ...fields, text: texts[1] }, { ...where, as: second.space })
    await tend.keep('prompt', { prompt, seen: day }, { of: prompt })
    await tend.keep('prompt', { prompt, seen: day }, { of: prompt, as: second.space })
    from.onBoth()
    first.drop()
    text.drop()
  }
  const stop = () => {
    putAside(round, second)
    text.drop()
    from.onStop()
  }
  return (
    <Turn
      person={second}
      title={t('round.second', { name: second.name ?? t('you') })}
      ask={round.ask}
      promise={t('round.secondText', { name: me.name ?? s('someone') })}
      text={text}
      does={t('round.show')}
      onDo={keepBoth}
      onStop={stop}
    />
  )
}

function Turn(from: {
  readonly person: Neighbour | Person
  readonly title: string
  readonly ask: Ask
  readonly promise: string
  readonly text: Draft<string>
  readonly does: string
  readonly onDo: () => void
  readonly onStop: () => void
}) {
  const { text } = from
  const isAsked = useSignal(false)
  const empty = text.value.trim() === ''
  return (
    <div class="screen whole question">
      <Top />
      <p class="turn">
        <Avatar {...from.person} />
        {from.title}
      </p>
      <Heading class="prompt">{from.ask.text}</Heading>
      <p class="hint kicker">
        <span>
          <Icon name="people" size={16} />
          {from.promise}
        </span>
      </p>
      <Write label={t('answer')} labelAway placeholder={t('startHere')} draft={text} as="page" />
      <div class="foot stuck">
        <p class="hint" aria-live="polite">
          {empty && isAsked.value ? t('needWords') : ''}
        </p>
        <button
          type="button"
          class="button ink"
          aria-disabled={empty}
          onClick={() => {
            isAsked.value = true
            if (!empty) from.onDo()
          }}
        >
          {from.does}
        </button>
        <button type="button" class="quiet" onClick={from.onStop}>
          {t('round.stop')}
        </button>
      </div>
    </div>
  )
}

/** Read from what was kept, in the order in which it was written. */
function Shown(from: {
  readonly round: Round
  readonly second: Neighbour | undefined
  readonly onDone: () => void
}) {
  const { round, second } = from
  const { me } = useHere()
  const writer = useWriter()
  const answers = useRecords(['answer'], { limit: 50 })
  if (!answers.value) return null
  const both = answers.value
    .filter((rec) => fieldsOf('answer', rec).round === round.id)
    .sort((one, other) => one.at - other.at)
  return (
    <div class="screen whole question">
      <Top />
      <p class="kicker">{t('round.both')}</p>
      <Heading class="prompt">{round.ask.text}</Heading>
      <ul class="both">
        {both.map((rec) => {
          const person = writer.isMine(rec) ? me : (second ?? { name: writer.other })
          return (
            <li key={rec.id} class="card">
              <p class="turn">
                <Avatar {...person} />
                {person.name}
              </p>
              <p class="said">{fieldsOf('answer', rec).text}</p>
            </li>
          )
        })}
      </ul>
      <Earlier ask={round.ask} without={both.map(({ id }) => id)} sharedOnly />
      <div class="foot stuck">
        <button type="button" class="button ink" onClick={from.onDone}>
          {t('round.done')}
        </button>
      </div>
    </div>
  )
}
