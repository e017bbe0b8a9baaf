/** "See the numbers": closed until somebody wants them. */
import type { ComponentChildren } from 'preact'
import { type Day, noonUtcMs } from '../../../core/day.ts'
import { Icon } from '../../parts/icon.tsx'
import en from '../../words/en/garden.json'
import { language, words } from '../../words.ts'

const t = words('garden', en)

export const Fold = ({ children }: { children: ComponentChildren }) => (
  <details class="numbers">
    <summary class="link">
      <Icon name="table" size={20} />
      {t('numbers')}
    </summary>
    {children}
  </details>
)

export const dayShort = (day: Day): string =>
  new Intl.DateTimeFormat(language.value.tag, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    noonUtcMs(day),
  )
