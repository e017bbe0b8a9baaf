/** What is kept and where: a copy to take, a copy to bring in, and erasing it all. Also for somebody who is new here. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { eraseEverything } from '../erase.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { type Tend, useTend } from '../tend.ts'
import en from '../words/en/data.json'
import people from '../words/en/people.json'
import { words } from '../words.ts'
import { BringCopy } from './data/bring.tsx'
import { TakeCopy } from './data/take.tsx'

const t = words('data', en)
const p = words('people', people)

export default function Data() {
  const tend = useTend()
  const erased = useSignal(false)
  if (erased.value) return <Erased />
  const me = tend.here.value?.me
  const fresh = me === undefined
  // What lies behind another's lock may be their evidence, and is not for whoever holds the phone to remove.
  const hasLines = tend.here.value?.others.some(({ space }) => space === undefined) ?? false
  const isGuarded = tend.residents.value.some(({ space, lock }) => lock && space !== me?.space)
  return (
    <div class="screen whole">
      <Top to={fresh ? '/a/begin' : '/a/you'} />
      <Heading>{t(fresh ? 'import' : 'title')}</Heading>
      {!fresh && (
        <>
          <p class="lead">{t(hasLines ? 'leadLines' : 'lead')}</p>
          <Keeping tend={tend} />
          <TakeCopy tend={tend} />
        </>
      )}
      <BringCopy tend={tend} fresh={fresh} />
      {!fresh && isGuarded && (
        <a class="quiet danger" href="/a/you/people">
          <Icon name="trash" size={20} />
          {p('leave')}
        </a>
      )}
      {!fresh && !isGuarded && (
        <Erase
          tend={tend}
          hasLines={hasLines}
          onErased={() => {
            erased.value = true
          }}
        />
      )}
    </div>
  )
}

function Keeping({ tend }: { tend: Tend }) {
  const persisted = useSignal<boolean | undefined>(undefined)
  useEffect(() => {
    void navigator.storage?.persisted?.().then((is) => {
      persisted.value = is
    })
  }, [])
  const ask = async () => {
    persisted.value = await navigator.storage.persist()
    announce(t(persisted.value ? 'askedYes' : 'askedNo'))
  }
  if (tend.keeping.value === 'memory') return <p class="note error">{t('keep.memory')}</p>
  return (
    <section class="card">
      <h2>{t('keep.device')}</h2>
      <p class="lead">{t(persisted.value ? 'keep.persisted' : 'keep.may')}</p>
      {persisted.value === false && (
        <button type="button" class="link" onClick={ask}>
          {t('askKeep')}
        </button>
      )}
    </section>
  )
}

function Erase(from: { tend: Tend; hasLines: boolean; onErased: () => void }) {
  const { tend, hasLines, onErased } = from
  const asking = useSignal(false)
  const going = useSignal(false)
  const erase = async () => {
    going.value = true
    try {
      await eraseEverything(tend.store)
      onErased()
    } finally {
      going.value = false
    }
  }
  return (
    <section class="card">
      <h2>{t('erase')}</h2>
      <p class="lead">{t('eraseText')}</p>
      <button
        type="button"
        class="quiet danger"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="trash" size={20} />
        {t('erase')}
      </button>
      <Sheet
        open={asking.value}
        onClose={() => {
          asking.value = false
        }}
        label={t('eraseAsk')}
      >
        <h2>{t('eraseAsk')}</h2>
        <p class="lead">{t('eraseText')}</p>
        {hasLines && <p class="lead">{t('eraseLines')}</p>}
        <p class="hint">{t('eraseLegal')}</p>
        <button
          type="button"
          class="button ink"
          onClick={() => {
            asking.value = false
          }}
        >
          {t('eraseNo')}
        </button>
        <button type="button" class="quiet danger" disabled={going.value} onClick={erase}>
          {t(going.value ? 'erasing' : 'eraseYes')}
        </button>
      </Sheet>
    </section>
  )
}

function Erased() {
  return (
    <div class="screen whole">
      <Heading>{t('erased')}</Heading>
      <p class="lead">{t('erasedText')}</p>
      <div class="foot">
        <button type="button" class="button" onClick={() => location.assign('/a/begin')}>
          {t('startAgain')}
        </button>
      </div>
    </div>
  )
}
