/** The page before a check: what it is and is not, and the earlier times. */
import { useSignal } from '@preact/signals'
import type { Check } from '../../../core/content.ts'
import { answeredOf, isTended, sentenceOf } from '../../../core/measure.ts'
import { type Fields, fieldsOf, type Rec } from '../../../core/record.ts'
import { dayText } from '../../days.ts'
import { useRecords } from '../../live.ts'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { Top } from '../../parts/top.tsx'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/check.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('check', en)
const s = words('shell', shell)

export function Before(from: {
  readonly script: Check
  readonly begun: boolean
  readonly onBegin: () => void
  readonly onAloud: () => void
}) {
  const { script } = from
  return (
    <div class="screen whole check">
      <Top to="/a/today" x />
      <Heading>{script.title}</Heading>
      <p class="kicker">
        <span>
          <Icon name="clock" size={17} />
          {s('minutes', { n: script.minutes })}
        </span>
        <span>
          <Icon name="lock" size={16} />
          {s('private')}
        </span>
      </p>
      <p class="lead big">{script.lead}</p>
      <p class="note">{script.note}</p>
      <Earlier script={script} />
      <details class="fold">
        <summary>
          {t('from')}
          <span class="end">
            <Icon name="chevron" size={20} />
          </span>
        </summary>
        <p>{script.source}</p>
      </details>
      <div class="foot stuck">
        <button type="button" class="button" onClick={from.onBegin}>
          {t(from.begun ? 'goOn' : 'begin')}
        </button>
        {isTended(script) && (
          <button type="button" class="quiet" onClick={from.onAloud}>
            {t('aloud')}
          </button>
        )}
      </div>
    </div>
  )
}

function Earlier({ script }: { script: Check }) {
  const { bond } = useHere()
  const today = useTend().today.value
  const open = useSignal<Rec | undefined>(undefined)
  const records = useRecords(['check'], { mineOnly: true, limit: 100 })
  const earlier = (records.value ?? [])
    .map((rec) => ({ rec, ...fieldsOf('check', rec) }))
    .filter((one) => one.check === script.id)
  if (earlier.length === 0) return null
  return (
    <section class="stack tight">
      <h2>{t('history')}</h2>
      <ul class="rows">
        {earlier.map((one) => (
          <li key={one.rec.id} class="row">
            <span>
              <b>{dayText(one.day ?? today, today)}</b>
              <small>{summaryOf(script, one, bond?.form)}</small>
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={t('delete', { day: dayText(one.day ?? today, today) })}
              onClick={() => {
                open.value = one.rec
              }}
            >
              <Icon name="trash" size={20} />
            </button>
          </li>
        ))}
      </ul>
      <Removing
        rec={open.value}
        onClose={() => {
          open.value = undefined
        }}
      />
    </section>
  )
}

/** What was chosen: the sentence to tend, or, where there is none, the answers themselves. */
function summaryOf(script: Check, run: Fields<'check'>, form: Fields<'bond'>['form']): string {
  if (!isTended(script))
    return answeredOf(script, run.answers ?? {})
      .map(({ option }) => option.text)
      .join(' · ')
  const tended = script.questions.find((question) => question.id === run.tend)
  return tended ? t('tended', { what: sentenceOf(tended, form) }) : t('nothingTended')
}

function Removing({ rec, onClose }: { rec: Rec | undefined; onClose: () => void }) {
  const tend = useTend()
  const remove = async () => {
    onClose()
    if (rec) await tend.erase(rec)
    announce(t('deleted'))
  }
  return (
    <Sheet open={rec !== undefined} onClose={onClose} label={t('deleteTitle')}>
      <h2>{t('deleteTitle')}</h2>
      <p class="lead">{t('deleteText')}</p>
      <button type="button" class="button" onClick={remove}>
        {t('deleteYes')}
      </button>
      <button type="button" class="quiet" onClick={onClose}>
        {s('notNow')}
      </button>
    </Sheet>
  )
}
