/** One of those who share already is asked whether somebody else may join. With a lock, only they can say yes. */
import { useSignal } from '@preact/signals'
import { AskCode } from '../../parts/code.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Top } from '../../parts/top.tsx'
import type { Neighbour } from '../../tend.ts'
import en from '../../words/en/people.json'
import { words } from '../../words.ts'

const t = words('people', en)

export function Agree({ who, onYes, onNo }: { who: Neighbour; onYes: () => void; onNo: () => void }) {
  const code = useSignal(false)
  return (
    <div class="screen whole">
      <Top />
      <Heading>{t('agree')}</Heading>
      <p class="lead">{t('agreeText')}</p>
      <div class="foot">
        {code.value && who.lock ? (
          <AskCode
            space={who.space}
            lock={who.lock}
            label={t('agreeCode')}
            button={t('agreeYes')}
            onOpened={onYes}
          />
        ) : (
          <button
            type="button"
            class="button"
            onClick={() => {
              if (who.lock) code.value = true
              else onYes()
            }}
          >
            {t('agreeYes')}
          </button>
        )}
        <button type="button" class="quiet" onClick={onNo}>
          {t('notNow')}
        </button>
      </div>
    </div>
  )
}
