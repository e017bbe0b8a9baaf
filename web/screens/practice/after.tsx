/** After it: how it was and what to remember, both only if one likes. Private unless said otherwise. */
import type { Practice } from '../../../core/content.ts'
import type { Day } from '../../../core/day.ts'
import type { Fields } from '../../../core/record.ts'
import { useDraft } from '../../draft.ts'
import { offerOfToday } from '../../offer.ts'
import { Choices } from '../../parts/choose.tsx'
import { momentOf } from '../../parts/dayfield.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { Ways } from '../../parts/top.tsx'
import { BegunOn } from '../../parts/unfinished.tsx'
import { useShared, Visibility } from '../../parts/visibility.tsx'
import { Write } from '../../parts/write.tsx'
import { back } from '../../router.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/practice.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('practice', en)
const s = words('shell', shell)

type Felt = NonNullable<Fields<'done'>['felt']>
const felts = ['closer', 'same', 'further'] as const satisfies readonly Felt[]

export const noteKey = (space: string, practice: string): string => `${space}.practice.${practice}.note`

export function After(from: {
  readonly practice: Practice
  /** When it was done. */
  readonly day: Day
  readonly isAlone: boolean
  readonly onBack: () => void
  readonly onKept: () => void
}) {
  const { practice, day, isAlone } = from
  const tend = useTend()
  const { own } = useHere()
  const note = useDraft(noteKey(own, practice.id), '')
  const felt = useDraft<Felt | ''>(`${own}.practice.${practice.id}.felt`, '')
  const shared = useShared('done')
  const keep = async () => {
    const today = tend.today.value
    // Asked before anything is kept: what was offered today is still what it was.
    const offer = day === today ? await offerOfToday(tend) : undefined
    // First of all: another tab that sees it done, while it still seems to be offered, would offer something else.
    if (offer && offer.fact.id === practice.id) await tend.change('offer', offer.rec, { became: 'done' })
    await tend.keep(
      'done',
      {
        day,
        practice: practice.id,
        title: practice.title,
        note: note.value.trim() || undefined,
        felt: felt.value || undefined,
      },
      { shared: shared.value, at: momentOf(day, today) },
    )
    drop()
    from.onKept()
    announce(t('kept'))
    back('/a/today')
  }
  const drop = () => {
    note.drop()
    felt.drop()
  }
  return (
    <div class="screen whole after">
      <div class="top">
        <button type="button" class="icon-button" aria-label={t('leaveNow')} onClick={from.onBack}>
          <Icon name="back" />
        </button>
        <Ways />
      </div>
      <p class="kicker">{practice.title}</p>
      <Heading>{t('how')}</Heading>
      <BegunOn day={day} />
      <p class="lead">{t('howHint')}</p>
      <Visibility
        kind="done"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <Choices
        legend={t('how')}
        options={felts.map((id) => ({ id, text: t(isAlone ? `howAlone.${id}` : `how.${id}`) }))}
        value={felt.value || undefined}
        onChoose={(id) => {
          felt.value = id
        }}
      />
      {felt.value === 'further' && (
        <div class="note" role="status">
          <p>{t('furtherText')}</p>
          <a class="link" href="/a/info">
            {t('furtherHelp')}
          </a>
        </div>
      )}
      <Write label={t('note')} hint={t('noteHint')} draft={note} />
      <div class="foot stuck">
        <button type="button" class="button" onClick={keep}>
          {s('keep')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            drop()
            from.onBack()
          }}
        >
          {t('dontKeep')}
        </button>
      </div>
    </div>
  )
}
