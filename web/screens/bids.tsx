/**
 * Small reaches for each other: one I noticed, one I missed, and for that one a sentence to say. It asks for my own
 * noticing and nothing about the other person's; it is mine alone, and a day has one page. One that was begun and not
 * kept waits, and is kept for its own day.
 */
import './bids.css'
import { useSignal } from '@preact/signals'
import { type BidKind, bidKinds, repairsFor, withRepair } from '../../core/bids.ts'
import type { Day } from '../../core/day.ts'
import { fieldsOf, type Rec } from '../../core/record.ts'
import { type Draft, useDraft } from '../draft.ts'
import { useRecords } from '../live.ts'
import { Chips } from '../parts/choose.tsx'
import { momentOf } from '../parts/dayfield.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { BegunOn, LetGo, pageKey, usePageDay } from '../parts/unfinished.tsx'
import { Write } from '../parts/write.tsx'
import { back } from '../router.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/bids.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'

const t = words('bids', en)
const s = words('shell', shell)

export default function Bids() {
  const { own } = useHere()
  const { day, onward } = usePageDay([pageKey(own, 'bid')], ['noticed', 'missed', 'repair'])
  return <OfDay key={day} day={day} onLetGo={onward} />
}

type Shown = { readonly day: Day; readonly onLetGo: () => void }

function OfDay(shown: Shown) {
  const { day } = shown
  const records = useRecords(['bid'], { from: day, until: day, mineOnly: true })
  if (!records.value) return <div class="screen whole" />
  return <Page {...shown} rec={records.value[0]} />
}

/** Writing goes on from an earlier page of the day, unless something newer is being written. */
function Page({ day, rec, onLetGo }: Shown & { rec: Rec | undefined }) {
  const tend = useTend()
  const { own } = useHere()
  const isToday = day === tend.today.value
  const key = `${pageKey(own, 'bid')}.${day}`
  const before = rec && fieldsOf('bid', rec)
  const noticed = useDraft(`${key}.noticed`, before?.noticed ?? '')
  const missed = useDraft(`${key}.missed`, before?.missed ?? '')
  const repair = useDraft(`${key}.repair`, before?.repair ?? '')
  const kind = useDraft<BidKind | ''>(`${key}.kind`, '')
  const empty = [noticed, missed, repair].every((draft) => !draft.value.trim())
  const drop = () => {
    for (const draft of [noticed, missed, repair, kind]) draft.drop()
  }
  const keep = async () => {
    if (empty) return
    // What was said before and is empty now is kept as empty, or it would still be there.
    const text = (draft: Draft<string>) => draft.value.trim() || (before ? '' : undefined)
    const fields = { day, noticed: text(noticed), missed: text(missed), repair: text(repair) }
    await tend.keep('bid', fields, { at: momentOf(day, tend.today.value) })
    drop()
    announce(t('kept'))
    back()
  }
  return (
    <div class="screen whole">
      <Top to="/a/today" x />
      <Heading>{t('title')}</Heading>
      <BegunOn day={day} />
      {isToday && <p class="lead">{t(before ? 'edit' : 'lead')}</p>}
      <Explained />
      <p class="hint">{t('counts')}</p>
      <p class="hint kicker">
        <span>
          <Icon name="lock" size={16} />
          {s('private')}
        </span>
      </p>
      <Write label={t('noticed')} hint={t('noticedHint')} draft={noticed} />
      <Write label={t('missed')} hint={t('missedHint')} draft={missed} />
      {(missed.value.trim() || repair.value.trim()) && <Repair kind={kind} repair={repair} />}
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

function Explained() {
  const { bond } = useHere()
  const form = bond?.form ?? 'partner'
  return (
    <details class="fold">
      <summary>
        {t('what')}
        <span class="end">
          <Icon name="chevron" size={20} />
        </span>
      </summary>
      <div class="stack tight">
        <p>{t('whatText')}</p>
        <ul class="stack tight">
          {([1, 2, 3, 4] as const).map((n) => (
            <li key={n} class="says">
              {t(`example.${form}.${n}`)}
            </li>
          ))}
        </ul>
        <a class="link" href="/a/practise/turn-toward-small-bids">
          {t('practice')}
        </a>
      </div>
    </details>
  )
}

/** What they may have wanted, and two or three sentences for it. A sentence that was picked can be rewritten. */
function Repair({ kind, repair }: { kind: Draft<BidKind | ''>; repair: Draft<string> }) {
  const said = useSignal('')
  const offered = bidKinds.flatMap(repairsFor).map((key) => t(key))
  return (
    <section class="stack repair">
      <Chips
        legend={t('kind')}
        shown
        single
        options={bidKinds.map((id) => ({ id, text: t(`kind.${id}`) }))}
        value={kind.value ? [kind.value] : []}
        onChange={([chosen]) => {
          kind.value = chosen ?? ''
        }}
      />
      {kind.value && (
        <fieldset class="stack tight">
          <legend class="label">{t('offer')}</legend>
          {repairsFor(kind.value).map((key) => (
            <button
              key={key}
              type="button"
              class="choice"
              aria-pressed={said.value === key}
              onClick={() => {
                repair.value = withRepair(repair.value, t(key), offered)
                said.value = key
              }}
            >
              <span class="serif">{t(key)}</span>
            </button>
          ))}
        </fieldset>
      )}
      <Write label={t('repair')} hint={t('repairHint')} draft={repair} />
    </section>
  )
}
