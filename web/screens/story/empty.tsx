/** The story before there is one, and the story when nothing fits what is looked for. */
import type { flowers } from '../../../core/record.ts'
import { Drawing } from '../../parts/garden/drawing.tsx'
import { drawSprout } from '../../parts/garden/sprout.ts'
import { picture } from '../../parts/meadow.tsx'
import en from '../../words/en/story.json'
import { words } from '../../words.ts'

const t = words('story', en)

/** A first page: a bed with one plant in it, a sentence, and two ways to begin. */
export function FirstPage({ flower, onBegin }: { flower: (typeof flowers)[number]; onBegin: () => void }) {
  const bed = picture({ kind: 'bed', input: { weeks: [0, 0, 0, 0, 8, 0, 0, 0, 0], seed: 4, flower } })
  return (
    <>
      <section class="firstpage">
        <p class="prompt">{t('empty')}</p>
        <p class="lead">{t('emptyText')}</p>
        <div class="bed">
          {bed ? <Drawing drawing={bed} /> : <Drawing drawing={drawSprout({ mine: false, ours: false })} />}
        </div>
      </section>
      <div class="foot">
        <button type="button" class="button" onClick={onBegin}>
          {t('emptyBegin')}
        </button>
        <a class="quiet" href="/a/thanks">
          {t('emptyThanks')}
        </a>
      </div>
    </>
  )
}

export const Nothing = ({ searched, onAll }: { searched: boolean; onAll: () => void }) => (
  <div class="note">
    <p>
      <strong>{t(searched ? 'nothing.search' : 'nothing.chapter')}</strong>
    </p>
    <p>{t(searched ? 'nothing.searchText' : 'nothing.chapterText')}</p>
    <button type="button" class="link" onClick={onAll}>
      {t('showAll')}
    </button>
  </div>
)
