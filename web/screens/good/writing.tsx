/** The three ways that are written: a minute in the morning, three good things, one at bedtime. */
import { useSignal } from '@preact/signals'
import { addDays } from '../../../core/day.ts'
import { type Glad, itemsOf, repeatDays, repeatsOf } from '../../../core/gratitude.ts'
import { fieldsOf } from '../../../core/record.ts'
import { weekdayText } from '../../days.ts'
import { useDraft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { Heading } from '../../parts/heading.tsx'
import { announce } from '../../parts/status.tsx'
import { Steps } from '../../parts/steps.tsx'
import { useShared, Visibility } from '../../parts/visibility.tsx'
import { Write } from '../../parts/write.tsx'
import { useWriter } from '../../parts/writer.ts'
import { back } from '../../router.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/good.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { Minute } from './minute.tsx'

const t = words('good', en)
const s = words('shell', shell)

/** Letters of one thing, as the record can hold them. */
const itemMax = 1000

export function Writing({ way, onBack }: { way: 'morning' | 'three' | 'bedtime'; onBack: () => void }) {
  const tend = useTend()
  const { own } = useHere()
  const key = `${own}.good.${way}`
  const drafts = [useDraft(`${key}.1`, ''), useDraft(`${key}.2`, ''), useDraft(`${key}.3`, '')] as const
  const shared = useShared('gratitude')
  const isWriting = useSignal(false)
  const isAsked = useSignal(false)
  const day = tend.today.value
  const items =
    way === 'morning' ? itemsOf(drafts[0].value) : drafts.flatMap(({ value }) => value.trim() || [])
  const keep = async () => {
    isAsked.value = true
    if (items.length === 0) return
    await tend.keep('gratitude', { day, way, items: [...items] }, { shared: shared.value })
    for (const draft of drafts) draft.drop()
    announce(t('thanks'))
    onBack()
    back()
  }
  return (
    <div class="screen whole good">
      <Steps onBack={onBack} />
      <Heading>{t(way)}</Heading>
      <p class="lead">{t(`${way}.lead`)}</p>
      {way === 'morning' && <Minute />}
      <Visibility
        kind="gratitude"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <div
        class="stack"
        onFocusIn={() => {
          isWriting.value = true
        }}
        onFocusOut={() => {
          isWriting.value = false
        }}
      >
        {way === 'three' ? (
          ([1, 2, 3] as const).map((n) => (
            <Write
              key={n}
              label={t(`three.${n}`)}
              draft={drafts[n === 1 ? 0 : n === 2 ? 1 : 2]}
              as="line"
              max={itemMax}
            />
          ))
        ) : (
          <Write
            label={t('yours')}
            labelAway
            placeholder={t(`${way}.placeholder`)}
            draft={drafts[0]}
            as="page"
            max={itemMax}
          />
        )}
      </div>
      {/* The line that is being written is left in peace until it is done. */}
      <Repeats items={isWriting.value ? items.slice(0, -1) : items} />
      <div class="foot stuck">
        <p class="hint" aria-live="polite">
          {items.length === 0 && isAsked.value ? t('needWords') : ''}
        </p>
        <button type="button" class="button" aria-disabled={items.length === 0} onClick={keep}>
          {s('keep')}
        </button>
      </div>
    </div>
  )
}

/** A kind word when something was there in the last days too. One is enough. */
function Repeats({ items }: { items: readonly string[] }) {
  const tend = useTend()
  const writer = useWriter()
  const day = tend.today.value
  const kept = useRecords(['gratitude'], { from: addDays(day, -repeatDays), limit: 200 })
  const earlier = (kept.value ?? []).filter(writer.isMine).flatMap((rec): Glad[] => {
    const glad = fieldsOf('gratitude', rec)
    return glad.day && glad.items ? [{ day: glad.day, items: glad.items }] : []
  })
  const [repeat] = repeatsOf(items, earlier, day)
  const item = repeat && items[repeat.item]
  return (
    <div class="live" aria-live="polite">
      {repeat && (
        <p class="note">
          {repeat.day === day
            ? t('repeatToday', { item: item ?? '' })
            : t('repeat', { item: item ?? '', day: weekdayText(repeat.day) })}
        </p>
      )}
    </div>
  )
}
