/** An entry written anew, in place: every field it has, and for a landmark the day. */
import { useMemo } from 'preact/hooks'
import { type Day, isDay } from '../../../core/day.ts'
import { type Fields, fieldsOf, type Kind, type Rec } from '../../../core/record.ts'
import {
  isEarlier,
  leavesSomething,
  lengthOf,
  rewritten,
  type Written,
  writable,
  writerOf,
} from '../../../core/story.ts'
import { draft, useDraft } from '../../draft.ts'
import { DayField, momentOf } from '../../parts/dayfield.tsx'
import { announce } from '../../parts/status.tsx'
import { labelText } from '../../parts/told.tsx'
import { Write } from '../../parts/write.tsx'
import { go } from '../../router.ts'
import { sideOf, useHere, useTend } from '../../tend.ts'
import shell from '../../words/en/shell.json'
import en from '../../words/en/story.json'
import { words } from '../../words.ts'

const t = words('story', en)
const s = words('shell', shell)

export function Rewrite({ rec, onDone }: { rec: Rec; onDone: () => void }) {
  const tend = useTend()
  const here = useHere()
  const key = `${here.own}.entry.${rec.id}`
  const parts = useMemo(
    () =>
      writable(rec).map((part) => ({
        part,
        text: draft(`${key}.${part.field}.${part.item ?? ''}`, part.text),
      })),
    [rec.id],
  )
  const told = fieldsOf('landmark', rec).day ?? tend.today.value
  const day = useDraft<Day>(`${key}.day`, told)
  const fields = rewritten(
    rec,
    parts.map(({ part, text }) => ({ part, text: text.value })),
  )
  const isLeft = leavesSomething(rec, fields)
  // Anew means into the space of today, and nothing of an earlier time goes there.
  const canMove = rec.kind === 'landmark' && !isEarlier(rec, sideOf(here))

  const drop = () => {
    for (const { text } of parts) text.drop()
    day.drop()
  }
  const keep = async () => {
    if (!isLeft) return
    const moved = canMove && day.value !== told && isDay(day.value) && day.value <= tend.today.value
    if (moved) {
      const to = await move(
        tend,
        rec,
        { ...fields, day: day.value },
        writerOf(rec, sideOf(here)) !== 'private',
      )
      drop()
      announce(t('changed'))
      return go(`/a/story/${to.id}`, 'replace')
    }
    await tend.change(rec.kind as Kind, rec, fields)
    drop()
    announce(t('changed'))
    onDone()
  }
  return (
    <>
      <div class="stack">
        {parts.map(({ part, text }, i) => (
          <Write
            key={`${part.field} ${part.item}`}
            as={
              part.field === 'title' || part.field === 'quality' || part.item !== undefined ? 'line' : 'page'
            }
            label={nameOf(part, i)}
            draft={text}
            max={lengthOf(part)}
          />
        ))}
        {canMove && <DayField label={t('day')} draft={day} latest={tend.today.value} />}
      </div>
      <div class="foot stuck">
        <p class="hint" role="status">
          {isLeft ? '' : t('nothingLeft')}
        </p>
        <button type="button" class="button" aria-disabled={!isLeft} onClick={keep}>
          {s('keep')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            drop()
            onDone()
          }}
        >
          {s('notNow')}
        </button>
      </div>
    </>
  )
}

/** The place in the story cannot be changed in a record, so the landmark is kept anew at its day and removed here. */
async function move(
  tend: ReturnType<typeof useTend>,
  rec: Rec,
  fields: Fields<'landmark'>,
  shared: boolean,
): Promise<Rec> {
  const day = fields.day ?? tend.today.value
  const kept = await tend.keep(
    'landmark',
    { ...fieldsOf('landmark', rec), ...fields },
    { shared, at: momentOf(day, tend.today.value) },
  )
  await tend.erase(rec)
  return kept
}

const nameOf = ({ label, field, item }: Written, i: number): string =>
  label
    ? labelText(label)
    : item !== undefined
      ? String(i + 1)
      : t(field === 'note' ? 'label.note' : 'label.words')
