/** Answers that open together: those others left for me, mine that wait, and those that have opened. */
import { useSignal } from '@preact/signals'
import { fieldsOf, type Rec } from '../../../core/record.ts'
import { type Circle, invitedIn, openedIn, shownIn, waitingIn } from '../../../core/sealed.ts'
import { circleKinds, peopleIn, readCircle } from '../../circle.ts'
import { commit } from '../../commitment.ts'
import { dayText } from '../../days.ts'
import { useLive } from '../../live.ts'
import { Avatar } from '../../parts/avatar.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { Steps } from '../../parts/steps.tsx'
import { otherName } from '../../parts/writer.ts'
import { withdraw } from '../../promise.ts'
import { sideOf, useHere, useTend } from '../../tend.ts'
import en from '../../words/en/question.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { leaveWaiting } from './table.ts'

const t = words('question', en)
const s = words('shell', shell)

/** The rounds of the open bond, as they are now. */
export function useCircle(): Circle | undefined {
  const here = useHere()
  const people = peopleIn(here)
  const { own, bond } = here
  const about = { spaces: [own, ...(bond?.shared ? [bond.shared] : [])], kinds: circleKinds, people }
  return useLive((store) => readCircle(store, sideOf(here), people), about).value
}

/** A line on the screen of the question: that an answer waits for mine, or the way to those that wait or have opened. */
export function Waiting({ onOpen }: { onOpen: () => void }) {
  const circle = useCircle()
  const name = otherName(useHere())
  if (!circle) return null
  const isInvited = invitedIn(circle).length > 0
  if (!isInvited && waitingIn(circle).length === 0 && openedIn(circle).length === 0) return null
  const text = !isInvited ? t('rounds') : name ? t('rounds.invited', { name }) : t('rounds.invitedUnnamed')
  return (
    <button type="button" class="row card-row" onClick={onOpen}>
      <span class="glyph b">
        <Icon name={isInvited ? 'question' : 'people'} size={22} />
      </span>
      <span>
        <b>{text}</b>
        {isInvited && <small>{t('rounds.invitedText')}</small>}
      </span>
      <span class="end">
        <Icon name="chevron" size={20} />
      </span>
    </button>
  )
}

export function Rounds(from: {
  readonly onBack: () => void
  readonly onAnswer: (prompt: string, text: string) => void
}) {
  const circle = useCircle()
  const reading = useSignal<Rec | undefined>(undefined)
  if (!circle) return <div class="screen whole" />
  if (reading.value)
    return (
      <OpenRound
        circle={circle}
        mine={reading.value}
        onDone={() => {
          reading.value = undefined
          scrollTo({ top: 0 })
        }}
      />
    )
  return (
    <List
      circle={circle}
      {...from}
      onRead={(mine) => {
        reading.value = mine
        scrollTo({ top: 0 })
      }}
    />
  )
}

function List(from: {
  readonly circle: Circle
  readonly onBack: () => void
  readonly onAnswer: (prompt: string, text: string) => void
  readonly onRead: (mine: Rec) => void
}) {
  const { circle } = from
  const today = useTend().today.value
  const invited = invitedIn(circle)
  const waiting = waitingIn(circle)
  const opened = openedIn(circle)
  const isEmpty = invited.length + waiting.length + opened.length === 0
  return (
    <div class="screen whole question">
      <Steps onBack={from.onBack} />
      <Heading>{t('rounds')}</Heading>
      {isEmpty && <p class="lead">{t('rounds.none')}</p>}
      {invited.map((rec) => (
        <Invited key={rec.id} rec={rec} onAnswer={from.onAnswer} />
      ))}
      {waiting.length > 0 && (
        <section class="stack tight">
          <h2>{t('rounds.waiting')}</h2>
          {waiting.map((one) => (
            <OneWaiting key={one.kept.id} circle={circle} {...one} />
          ))}
        </section>
      )}
      {opened.length > 0 && (
        <section class="stack tight">
          <h2>{t('rounds.open')}</h2>
          <ul class="rows">
            {opened.map((rec) => {
              const { question, day } = fieldsOf('answer', rec)
              return (
                <li key={rec.id}>
                  <button type="button" class="row" onClick={() => from.onRead(rec)}>
                    <span>
                      <b>{question}</b>
                      {day && <small>{dayText(day, today)}</small>}
                    </span>
                    <span class="end">
                      <Icon name="chevron" size={20} />
                    </span>
                  </button>
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </div>
  )
}

function Invited({ rec, onAnswer }: { rec: Rec; onAnswer: (prompt: string, text: string) => void }) {
  const here = useHere()
  const { prompt, question } = fieldsOf('commitment', rec)
  const writer = here.others.find((other) => other.slot === rec.by)
  const name = otherName(here) ?? writer?.name
  return (
    <section class="card">
      <p class="kicker">{name ? t('rounds.invited', { name }) : t('rounds.invitedUnnamed')}</p>
      <h2>{question}</h2>
      <p class="lead">{t('rounds.invitedText')}</p>
      <button type="button" class="button" onClick={() => prompt && onAnswer(prompt, question ?? '')}>
        {t('rounds.answer')}
      </button>
    </section>
  )
}

function OneWaiting(from: { readonly circle: Circle; readonly kept: Rec; readonly stranded: boolean }) {
  const { circle, kept, stranded } = from
  const tend = useTend()
  const here = useHere()
  const { bond, own, others } = here
  const name = otherName(here) ?? s('someone')
  const { prompt = '', question = '', text } = fieldsOf('sealed', kept)
  const takeBack = async () => {
    const said = await withdraw(tend, circle, prompt)
    // Nothing that was written is lost: it is a draft again, as before it was promised.
    if (said)
      leaveWaiting(own, { id: prompt, text: question, form: bond?.form ?? 'partner', depth: 'light' }, said)
    announce(t('rounds.taken'))
  }
  return (
    <section class="card">
      <h3>{question}</h3>
      <p class="said">{text}</p>
      <p class="hint">
        {stranded
          ? t('rounds.stranded')
          : others.length > 1
            ? t('rounds.waitsMany')
            : t('rounds.waits', { name })}
      </p>
      <div>
        <button type="button" class="link" onClick={takeBack}>
          {t('rounds.takeBack')}
        </button>
      </div>
    </section>
  )
}

/** One round that has opened: what each wrote, mine first, and what could not be opened as such. */
export function OpenRound(from: {
  readonly circle: Circle
  readonly mine: Rec
  readonly onDone: () => void
}) {
  const { circle, mine } = from
  const here = useHere()
  const { me, others } = here
  const { prompt = '', round = '', question } = fieldsOf('answer', mine)
  const shown = [...shownIn(circle, { prompt, round }, commit)].sort(
    (one, other) => Number(other.person === circle.me) - Number(one.person === circle.me),
  )
  const nameOf = (person: number) =>
    otherName(here) ?? others.find((other) => other.slot === person)?.name ?? s('someone')
  return (
    <div class="screen whole question">
      <Steps onBack={from.onDone} />
      <Heading class="prompt">{question}</Heading>
      <ul class="both">
        {shown.map(({ rec, person, open }) => {
          const isMine = person === circle.me
          const flower = isMine
            ? me.flower
            : (others.find((other) => other.slot === person)?.flower ?? 'heather')
          const name = isMine ? (me.name ?? t('you')) : nameOf(person)
          return (
            <li key={rec.id} class="card">
              <p class="turn">
                <Avatar name={name} flower={flower} />
                {name}
              </p>
              {open ? (
                <p class="said">{fieldsOf('answer', rec).text}</p>
              ) : (
                <p class="hint">{t('rounds.unopened')}</p>
              )}
            </li>
          )
        })}
      </ul>
      {shown.length < circle.people.length && (
        <p class="hint" role="status">
          {others.length > 1
            ? t('rounds.laterMany')
            : t('rounds.later', { name: otherName(here) ?? s('someone') })}
        </p>
      )}
      <div class="foot stuck">
        <button type="button" class="button" onClick={from.onDone}>
          {s('done')}
        </button>
      </div>
    </div>
  )
}
