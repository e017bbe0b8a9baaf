/** One habit: its sentence, four weeks of it, the mark of today, and a quiet way to change, rest or end it. */
import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { addDays } from '../../../core/day.ts'
import { marksOf } from '../../../core/habit.ts'
import { type Fields, fieldsOf, type Rec } from '../../../core/record.ts'
import { dayText } from '../../days.ts'
import { isBegun, useDraft } from '../../draft.ts'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { Write } from '../../parts/write.tsx'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/habit.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { Strip } from './strip.tsx'

const t = words('habit', en)
const s = words('shell', shell)

export type HabitRec = { readonly rec: Rec } & Fields<'habit'>

export const sentenceOf = ({ when, then }: Fields<'habit'>) =>
  t('sentence', { when: when ?? '', then: then ?? '' })

const dayMs = 86_400_000

export function Card(from: {
  readonly habit: HabitRec
  readonly marks: readonly Rec[]
  /** The one button of the screen that stands out. */
  readonly first: boolean
  readonly onEdit: () => void
}) {
  const tend = useTend()
  const day = tend.today.value
  const { habit, marks, first } = from
  const own = marks
    .map((rec) => ({ rec, ...fieldsOf('mark', rec) }))
    .filter((mark) => mark.habit === habit.rec.id)
  const seen = marksOf(habit.rec.id, own, day)
  const todays = own.filter((mark) => mark.day === day)
  const mark = async () => {
    await tend.keep('mark', { habit: habit.rec.id, day })
    announce(t('markedSaid'))
  }
  const markYesterday = async () => {
    await tend.keep('mark', { habit: habit.rec.id, day: addDays(day, -1) }, { at: Date.now() - dayMs })
    announce(t('yesterdaySaid'))
  }
  const undo = async () => {
    for (const one of todays) await tend.erase(one.rec)
    announce(t('undone'))
  }
  const [todayMark] = todays
  return (
    <article class="card habit">
      <h2 class="sentence">{sentenceOf(habit)}</h2>
      <Strip row={seen.row} />
      {seen.times > 0 && <p class="hint">{t('times', { n: seen.times })}</p>}
      {todayMark ? (
        <>
          <p class="line marked">
            <span>
              <Icon name="tick" size={20} />
              {t('marked')}
            </span>
            <button type="button" class="link" onClick={undo}>
              {t('undo')}
            </button>
          </p>
          <Answered key={todayMark.rec.h} mark={todayMark.rec} />
        </>
      ) : (
        <button type="button" class={first ? 'button' : 'button soft'} onClick={mark}>
          {t('mark')}
        </button>
      )}
      <BegunEarlier marks={own.filter((mark) => mark.day !== day).map(({ rec }) => rec)} />
      <div class="under">
        {!seen.yesterday && (
          <button type="button" class="quiet" onClick={markYesterday}>
            {t('yesterday')}
          </button>
        )}
        <More habit={habit} onEdit={from.onEdit} />
      </div>
    </article>
  )
}

const noteKey = (space: string, mark: Rec) => `${space}.habit.note.${mark.h}`

/** Notes to marks of earlier days that were begun and not kept. One that is emptied is gone. */
function BegunEarlier({ marks }: { marks: readonly Rec[] }) {
  const { own } = useHere()
  const keys = marks.map((mark) => noteKey(own, mark))
  const begun = useMemo(() => keys.filter(isBegun), [keys.join(' ')])
  return <>{marks.map((mark, i) => begun.includes(keys[i] ?? '') && <Answered key={mark.h} mark={mark} />)}</>
}

/** How they answered: a line, if one likes. */
function Answered({ mark }: { mark: Rec }) {
  const tend = useTend()
  const { bond, own } = useHere()
  const today = tend.today.value
  const { note: before = '', day = today } = fieldsOf('mark', mark)
  const note = useDraft(noteKey(own, mark), before)
  const name = bond?.name ?? s('someone')
  const keep = async () => {
    await tend.change('mark', mark, { note: note.value.trim() })
    note.drop()
    announce(t('noteKept'))
  }
  return (
    <>
      <Write
        as="line"
        label={day === today ? t('note', { name }) : t('noteThen', { name, day: dayText(day, today) })}
        hint={t('noteHint')}
        draft={note}
        max={2000}
      />
      {note.value.trim() !== before && (
        <button type="button" class="button soft" onClick={keep}>
          {s('keep')}
        </button>
      )}
    </>
  )
}

function More({ habit, onEdit }: { habit: HabitRec; onEdit: () => void }) {
  const tend = useTend()
  const open = useSignal<'more' | 'end' | undefined>(undefined)
  const close = () => {
    open.value = undefined
  }
  const become = async (fields: Fields<'habit'>, said: string) => {
    close()
    await tend.change('habit', habit.rec, fields)
    announce(said)
  }
  const label = t('more', { habit: sentenceOf(habit) })
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        onClick={() => {
          open.value = 'more'
        }}
      >
        <Icon name="dots" size={20} />
      </button>
      <Sheet
        open={open.value !== undefined}
        onClose={close}
        label={open.value === 'end' ? t('endTitle') : label}
      >
        {open.value === 'end' ? (
          <>
            <h2>{t('endTitle')}</h2>
            <p class="lead">{t('endText')}</p>
            <button type="button" class="button" onClick={() => become({ ended: true }, t('ended'))}>
              {t('endYes')}
            </button>
          </>
        ) : (
          <>
            <h2>{sentenceOf(habit)}</h2>
            <button
              type="button"
              class="button soft"
              onClick={() => {
                close()
                onEdit()
              }}
            >
              {t('change')}
            </button>
            <button type="button" class="button soft" onClick={() => become({ paused: true }, t('paused'))}>
              {t('pause')}
            </button>
            <button
              type="button"
              class="button soft"
              onClick={() => {
                open.value = 'end'
              }}
            >
              {t('end')}
            </button>
          </>
        )}
        <button type="button" class="quiet" onClick={close}>
          {s('notNow')}
        </button>
      </Sheet>
    </>
  )
}
