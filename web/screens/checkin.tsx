/**
 * The check-in: how close, how I am, what weighs, what I need, and how much there is to give. Any one answer is enough.
 * It is mine alone unless I say otherwise, and a day has one, which can be changed until the day is over. One that was
 * begun and not kept waits, and is kept for its own day.
 */
import type { Day } from '../../core/day.ts'
import { type Fields, fieldsOf, type Rec } from '../../core/record.ts'
import { useDraft } from '../draft.ts'
import { useRecords } from '../live.ts'
import { Chips, Scale, Segments } from '../parts/choose.tsx'
import { momentOf } from '../parts/dayfield.tsx'
import { Heading } from '../parts/heading.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { BegunOn, LetGo, pageKey, usePageDay } from '../parts/unfinished.tsx'
import { useShared, Visibility } from '../parts/visibility.tsx'
import { WordPicker } from '../parts/wordpicker.tsx'
import { Write } from '../parts/write.tsx'
import { back } from '../router.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/checkin.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'

const t = words('checkin', en)
const s = words('shell', shell)

const stressors = ['work', 'money', 'health', 'family', 'time', 'us', 'world', 'nothing'] as const
type Draftable = Pick<Fields<'checkin'>, 'feelings' | 'needs' | 'stressor' | 'capacity' | 'closeness'>

export default function CheckIn() {
  const { own } = useHere()
  const { day, onward } = usePageDay([pageKey(own, 'checkin')], ['', 'note'])
  return <OfDay key={day} day={day} onLetGo={onward} />
}

type Page = { readonly day: Day; readonly onLetGo: () => void }

function OfDay(page: Page) {
  const { day } = page
  const those = useRecords(['checkin'], { from: day, until: day, mineOnly: true })
  // Until it is known whether there was one already, there is nothing true to show.
  return those.value ? <Form {...page} before={those.value[0]} /> : <div class="screen whole" />
}

function Form({ day, before, onLetGo }: Page & { before: Rec | undefined }) {
  const tend = useTend()
  const { me, bond, own } = useHere()
  const isToday = day === tend.today.value
  const key = `${pageKey(own, 'checkin')}.${day}`
  // What was kept is where writing goes on. It is no draft, so a check-in that is taken back leaves none behind.
  const {
    note: said = '',
    feelings,
    needs,
    stressor,
    capacity,
    closeness,
  } = before ? fieldsOf('checkin', before) : {}
  const draft = useDraft<Draftable>(key, { feelings, needs, stressor, capacity, closeness })
  const note = useDraft(`${key}.note`, said)
  const shared = useShared('checkin')

  const set = (part: Draftable) => {
    draft.value = { ...draft.value, ...part }
  }
  const empty =
    Object.values(draft.value).every(
      (value) => value === undefined || (Array.isArray(value) && value.length === 0),
    ) && !note.value.trim()

  const drop = () => {
    draft.drop()
    note.drop()
  }
  const keep = async () => {
    if (empty) return
    const fields = { ...draft.value, day, note: note.value.trim() || undefined }
    await tend.keep('checkin', fields, { shared: shared.value, at: momentOf(day, tend.today.value) })
    // What there was to give on an earlier day says nothing about today.
    if (isToday && draft.value.capacity && draft.value.capacity !== (me.capacity ?? 'normal'))
      await tend.change('person', me.rec, { capacity: draft.value.capacity })
    drop()
    announce(t('thanks'))
    back()
  }

  return (
    <div class="screen whole">
      <Top to="/a/today" x />
      <Heading>{t(isToday ? 'title' : 'titleThen')}</Heading>
      <BegunOn day={day} />
      {isToday && before && <p class="lead">{t('edit')}</p>}
      <Visibility
        kind="checkin"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <Questions isToday={isToday} said={draft.value} set={set} name={bond?.name ?? s('someone')} />
      <Write label={t('note')} hint={t('noteHint')} draft={note} />
      <div class="foot stuck">
        <p class="hint" hidden={!empty}>
          {t('none')}
        </p>
        <button type="button" class="button" aria-disabled={empty} onClick={keep}>
          {s('keep')}
        </button>
        <LetGo day={day} drop={drop} onLetGo={onLetGo} />
      </div>
    </div>
  )
}

function Questions(from: {
  readonly isToday: boolean
  readonly said: Draftable
  readonly set: (part: Draftable) => void
  readonly name: string
}) {
  const { said, set, name } = from
  const then = from.isToday ? '' : 'Then'
  return (
    <>
      <Scale
        legend={t(`closeness${then}`, { name })}
        least={t('far')}
        most={t('close')}
        stops={7}
        value={said.closeness}
        onChoose={(closeness) => set({ closeness })}
      />
      <WordPicker
        list="feelings"
        label={t(`feelings${then}`)}
        more={t('allFeelings')}
        value={said.feelings ?? []}
        onChange={(feelings) => set({ feelings: [...feelings] })}
      />
      <Chips
        legend={t(`stressor${then}`)}
        shown
        single
        options={stressors.map((id) => ({ id, text: t(`stressor.${id}`) }))}
        value={said.stressor ? [said.stressor as (typeof stressors)[number]] : []}
        onChange={([stressor]) => set({ stressor })}
      />
      <WordPicker
        list="needs"
        label={t(`needs${then}`)}
        more={t('allNeeds')}
        value={said.needs ?? []}
        onChange={(needs) => set({ needs: [...needs] })}
      />
      <div class="stack tight">
        <p class="label">{t(`capacity${then}`)}</p>
        <Segments
          legend={t(`capacity${then}`)}
          options={(['normal', 'hectic', 'recovery'] as const).map((id) => ({
            id,
            text: t(`capacity.${id}`),
          }))}
          value={said.capacity}
          onChoose={(capacity) => set({ capacity })}
        />
      </div>
    </>
  )
}
