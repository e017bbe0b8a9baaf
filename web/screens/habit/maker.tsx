/**
 * Making a habit, or changing one: a moment that comes anyway, and something small. Each half is written out whole
 * ("When the kettle boils", "I will …"), because the words that join them are different in every language.
 */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { isWhole } from '../../../core/habit.ts'
import type { Draft } from '../../draft.ts'
import { Chips } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { practice } from '../../shelf.ts'
import en from '../../words/en/habit.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('habit', en)
const s = words('shell', shell)

export type Habit = { readonly when?: string; readonly then?: string; readonly practice?: string }
export type WholeHabit = { readonly when: string; readonly then: string; readonly practice?: string }

const cues = ['cue.1', 'cue.2', 'cue.3', 'cue.4', 'cue.5', 'cue.6'] as const

export function Maker(from: {
  readonly draft: Draft<Habit>
  readonly edits?: boolean
  readonly onKeep: (habit: WholeHabit) => void
  /** Missing when there is nothing to go back to. */
  readonly onLeave?: (() => void) | undefined
}) {
  const { draft, edits, onKeep, onLeave } = from
  const set = (part: Habit) => {
    draft.value = { ...draft.value, ...part }
  }
  const when = draft.value.when ?? t('opening.when')
  const then = draft.value.then ?? t('opening.then')
  const whole = isWhole({ when, then }, [t('opening.when'), t('opening.then')])
  const keep = () => {
    const { practice: id } = draft.value
    if (whole) onKeep({ when: when.trim(), then: then.trim(), ...(id && { practice: id }) })
  }
  const chosen = cues.find((cue) => t(cue) === when)
  return (
    <>
      <Heading>{t(edits ? 'editTitle' : 'makeTitle')}</Heading>
      {!edits && <p class="lead">{t('makeLead')}</p>}
      <p class="hint kicker">
        <span>
          <Icon name="lock" size={16} />
          {s('private')}
        </span>
      </p>
      <Half label={t('when')} value={when} onInput={(text) => set({ when: text })} />
      <Chips
        legend={t('cues')}
        single
        options={cues.map((id) => ({ id, text: t(`${id}.short`) }))}
        value={chosen ? [chosen] : []}
        onChange={([cue]) => set({ when: cue ? t(cue) : t('opening.when') })}
      />
      <Half label={t('then')} hint={t('thenHint')} value={then} onInput={(text) => set({ then: text })} />
      <Example id={draft.value.practice} now={when + then} onUse={set} />
      <div class="foot stuck">
        <p class="hint" hidden={whole}>
          {t('unfinished')}
        </p>
        <button type="button" class="button" aria-disabled={!whole} onClick={keep}>
          {edits ? s('keep') : t('begin')}
        </button>
        {onLeave && (
          <button type="button" class="quiet" onClick={onLeave}>
            {s('notNow')}
          </button>
        )}
      </div>
    </>
  )
}

function Half(from: { label: string; hint?: string; value: string; onInput: (text: string) => void }) {
  return (
    <label class="field">
      <span class="label">{from.label}</span>
      {from.hint && <span class="hint">{from.hint}</span>}
      <textarea
        class="input line"
        rows={1}
        maxLength={200}
        value={from.value}
        onInput={(event) => from.onInput(event.currentTarget.value.replaceAll('\n', ' '))}
      />
    </label>
  )
}

/** The cue of the practice one came from, as long as it says something else than what is written. */
function Example({ id, now, onUse }: { id: string | undefined; now: string; onUse: (cue: Habit) => void }) {
  const cue = useSignal<{ readonly when: string; readonly then: string } | undefined>(undefined)
  useEffect(() => {
    if (id)
      void practice(id).then((known) => {
        cue.value = known?.cue
      })
  }, [id])
  const example = cue.value
  if (!example || example.when + example.then === now) return null
  return (
    <div class="note">
      <p>{t('example', example)}</p>
      <button type="button" class="link" onClick={() => onUse(example)}>
        {t('useExample')}
      </button>
    </div>
  )
}
