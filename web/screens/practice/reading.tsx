/** Before it: the whole description, with one thing to press. */
import { companyOf, type Reader, waysOf } from '../../../core/browse.ts'
import type { Practice } from '../../../core/content.ts'
import { addDays } from '../../../core/day.ts'
import { lessDays } from '../../../core/plan.ts'
import { fieldsOf } from '../../../core/record.ts'
import { dateText } from '../../days.ts'
import { draft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { offerOfToday } from '../../offer.ts'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { Top } from '../../parts/top.tsx'
import { type Tend, useHere, useTend } from '../../tend.ts'
import { toolPath } from '../../tools.ts'
import en from '../../words/en/practice.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { Folds, Known, Turn } from './ways.tsx'

const t = words('practice', en)
const s = words('shell', shell)

export function Reading(from: {
  readonly practice: Practice
  readonly reader: Reader
  readonly onDoing: () => void
  readonly onAfter: () => void
}) {
  const { practice, reader } = from
  const ways = waysOf(practice, reader)
  const mine = ways.filter(({ fits }) => fits)
  const others = ways.filter(({ fits }) => !fits)
  return (
    <div class="screen whole practice">
      <Top to="/a/practise" />
      <Kicker practice={practice} />
      <Heading>{practice.title}</Heading>
      <p class="lead big">{practice.lead}</p>
      {practice.care && <Care text={practice.care} isAbout={practice.contra.includes('afraid')} />}
      {mine.length > 0 && <Folds title={t('yours')} ways={mine} />}
      <section class="stack tight">
        <h2 class="part">{t('steps')}</h2>
        <ol class="steps">
          {practice.steps.map((step) => (
            <li key={step}>
              <span>{step}</span>
            </li>
          ))}
        </ol>
      </section>
      {practice.say && practice.say.length > 0 && (
        <section class="stack tight">
          <h2 class="part">{t('say')}</h2>
          <ul class="stack tight">
            {practice.say.map((sentence) => (
              <li key={sentence} class="says">
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 class="part">{t('why')}</h2>
        <p class="lead">{practice.why}</p>
        <Known evidence={practice.evidence} />
      </section>
      {others.length > 0 && <Folds title={t('ways')} ways={others} />}
      <Later practice={practice} onDoing={from.onDoing} />
      <Earlier practice={practice} />
      <Foot {...from} />
    </div>
  )
}

function Kicker({ practice }: { practice: Practice }) {
  const company = companyOf(practice)
  return (
    <p class="kicker">
      <span>
        <Icon name="clock" size={17} />
        {s('minutes', { n: practice.minutes })}
      </span>
      <span>
        <Icon name={company === 'together' ? 'people' : 'person'} size={17} />
        {t(company === 'together' ? 'together' : 'alone')}
      </span>
      <span>
        <Icon name="wave" size={17} />
        {t(`depth.${practice.depth}`)}
      </span>
    </p>
  )
}

const Care = ({ text, isAbout }: { text: string; isAbout: boolean }) => (
  <div class="note">
    <p>
      <strong>{t('care')}.</strong> {text}
    </p>
    {isAbout && (
      <a class="link" href="/a/info">
        {t('afraid')}
      </a>
    )}
  </div>
)

function Foot({
  practice,
  onDoing,
  onAfter,
}: {
  practice: Practice
  onDoing: () => void
  onAfter: () => void
}) {
  const prefill = useCue(practice)
  return (
    <div class="foot stuck">
      {practice.tool ? (
        <a
          class="button"
          href={toolPath[practice.tool]}
          // What is kept there leads back to where one came from, and not to the description once more.
          data-replace
          onClick={practice.tool === 'habit' ? prefill : undefined}
        >
          {t(`tool.${practice.tool}`)}
        </a>
      ) : (
        <button type="button" class="button" onClick={onDoing}>
          {t('now')}
        </button>
      )}
      <button type="button" class="quiet" onClick={onAfter}>
        {t('already')}
      </button>
    </div>
  )
}

/** Puts the cue of a practice into the habit somebody is about to make. What they were writing themselves stays. */
function useCue({ id, cue }: Practice): () => void {
  const { own } = useHere()
  return () => {
    if (!cue) return
    const habit = draft(`${own}.habit`, { when: '', then: '', practice: '' })
    const isOwn = (habit.value.when || habit.value.then) && !habit.value.practice
    if (!isOwn) habit.value = { when: cue.when, then: cue.then, practice: id }
  }
}

/** What one may want of it later: to have it often, or less. */
function Later({ practice, onDoing }: { practice: Practice; onDoing: () => void }) {
  const tend = useTend()
  const prefill = useCue(practice)
  const since = addDays(tend.today.value, -lessDays)
  const offers = useRecords(['offer'], { mineOnly: true, from: since, limit: 300 })
  const less = offers.value?.filter((rec) => {
    const { practice: id, became } = fieldsOf('offer', rec)
    return id === practice.id && became === 'less'
  })
  const undo = async () => {
    for (const rec of less ?? []) await tend.erase(rec)
    announce(t('lessUndone'))
  }
  return (
    <div class="later">
      {practice.tool && (
        <button type="button" class="quiet" onClick={onDoing}>
          <Icon name="phone" size={19} />
          {t('without')}
        </button>
      )}
      {practice.cue && practice.tool !== 'habit' && (
        <a class="quiet" href={toolPath.habit} onClick={prefill}>
          <Icon name="repeat" size={19} />
          {t('habit')}
        </a>
      )}
      {less && less.length > 0 ? (
        <>
          <p class="hint">{t('lessNow')}</p>
          <button type="button" class="quiet" onClick={undo}>
            {t('lessUndo')}
          </button>
        </>
      ) : (
        <button type="button" class="quiet" onClick={() => offerLess(tend, practice.id)}>
          <Icon name="close" size={19} />
          {t('less')}
        </button>
      )}
    </div>
  )
}

async function offerLess(tend: Tend, id: string): Promise<void> {
  const offer = await offerOfToday(tend)
  if (offer && offer.fact.id === id && !offer.done) await tend.change('offer', offer.rec, { became: 'less' })
  else await tend.keep('offer', { day: tend.today.value, practice: id, reasons: [], became: 'less' })
  announce(t('lessSaid'))
}

/** My own earlier times, newest first. */
function Earlier({ practice }: { practice: Practice }) {
  const { bond, own } = useHere()
  const done = useRecords(['done'], { limit: 500 })
  const times = (done.value ?? [])
    .filter((rec) => rec.space === own || rec.by === bond?.slot)
    .map((rec) => ({ id: rec.id, ...fieldsOf('done', rec) }))
    .filter((one) => one.practice === practice.id)
  if (times.length === 0) return null
  return (
    <details class="fold">
      <summary>
        <h2 class="part">{t('earlier')}</h2>
        <Turn />
      </summary>
      <ul class="rows">
        {times.map(({ id, day, note, felt }) => (
          <li key={id}>
            <a class="row" href={`/a/story/${id}`}>
              <span>
                <b>{day && dateText(day)}</b>
                {felt && <small>{t(`felt.${felt}`)}</small>}
                {note && <small>{note}</small>}
              </span>
              <span class="end">
                <Icon name="chevron" size={20} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
