/** The other ways of a practice, and how well it is known to help. */

import type { waysOf } from '../../../core/browse.ts'
import type { Practice } from '../../../core/content.ts'
import { Icon } from '../../parts/icon.tsx'
import en from '../../words/en/practice.json'
import { words } from '../../words.ts'

const t = words('practice', en)

export function Folds({ title, ways }: { title: string; ways: ReturnType<typeof waysOf> }) {
  return (
    <section>
      <h2 class="part">{title}</h2>
      {ways.map(({ way, text, fits }) => (
        <details key={way} class="fold" open={fits}>
          <summary>
            {t(`way.${way}`)}
            <Turn />
          </summary>
          <p>{text}</p>
        </details>
      ))}
    </section>
  )
}

/** The grade in plain words first, then what was found, then where it stands. Nothing is fetched from elsewhere. */
export function Known({ evidence }: { evidence: Practice['evidence'] }) {
  const { grade, says, source, url } = evidence
  return (
    <details class="fold">
      <summary>
        {t('known')}
        <Turn />
      </summary>
      <div class="stack tight">
        <p>
          <b>{t(`grade.${grade}`)}</b>
        </p>
        <p>{says}</p>
        <p class="hint">{t('source', { source })}</p>
        {url && (
          <>
            <a class="link" href={url} target="_blank" rel="noopener noreferrer">
              {t('open')}
            </a>
            <p class="hint">{t('openHint')}</p>
          </>
        )}
      </div>
    </details>
  )
}

export const Turn = () => (
  <span class="end">
    <Icon name="chevron" size={20} />
  </span>
)
