/** What may narrow the list: who is there and how long at once, the rest behind a fold. */

import { type Wanted, type Wish, wishes } from '../../../core/browse.ts'
import { type Pillar, pillars } from '../../../core/content.ts'
import { Chips } from '../../parts/choose.tsx'
import { Icon } from '../../parts/icon.tsx'
import en from '../../words/en/practise.json'
import { words } from '../../words.ts'

const t = words('practise', en)

const company = ['alone', 'together', 'apart'] as const
const lengths = ['2', '10'] as const

export function Narrow({ wanted, onChange }: { wanted: Wanted; onChange: (wanted: Wanted) => void }) {
  const set = (part: Partial<Wanted>) => onChange({ ...wanted, ...part })
  const hidden = (wanted.pillars?.length ?? 0) + (wanted.wishes?.length ?? 0)
  const length = lengths.find((one) => Number(one) === wanted.minutes)
  return (
    <div>
      <div class="narrow">
        <Chips
          legend={t('who')}
          single
          options={company.map((id) => ({ id, text: t(`who.${id}`) }))}
          value={wanted.who ? [wanted.who] : []}
          onChange={([who]) => set({ who })}
        />
        <Chips
          legend={t('minutes')}
          single
          options={lengths.map((id) => ({ id, text: t(`minutes.${id}`) }))}
          value={length ? [length] : []}
          onChange={([chosen]) => set({ minutes: chosen && Number(chosen) })}
        />
      </div>
      <details class="fold">
        <summary>
          {t('moreChosen', { n: hidden })}
          <span class="end">
            <Icon name="chevron" size={20} />
          </span>
        </summary>
        <div class="stack">
          <Chips
            legend={t('pillars')}
            shown
            options={pillars.map((id) => ({ id, text: t(`pillar.${id}`) }))}
            value={wanted.pillars ?? []}
            onChange={(chosen: readonly Pillar[]) => set({ pillars: chosen })}
          />
          <Chips
            legend={t('wishes')}
            shown
            options={wishes.map((id) => ({ id, text: t(`wish.${id}`) }))}
            value={wanted.wishes ?? []}
            onChange={(chosen: readonly Wish[]) => set({ wishes: chosen })}
          />
        </div>
      </details>
    </div>
  )
}
