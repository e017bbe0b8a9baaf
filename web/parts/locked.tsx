/**
 * The lock screen. It says nothing about what lies behind it: no name, no count, nothing that looks different when it
 * is empty or full (SR-20). Help and leaving stay where they always are.
 */
import { useSignal } from '@preact/signals'
import { farewell } from '../farewell.ts'
import { go } from '../router.ts'
import { useTend } from '../tend.ts'
import en from '../words/en/lock.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { AskCode } from './code.tsx'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import { Sheet } from './sheet.tsx'
import { Ways } from './top.tsx'

const t = words('lock', en)
const s = words('shell', shell)

export function Locked() {
  const tend = useTend()
  const me = tend.here.value?.me
  if (!me?.lock) return null
  const { space, lock } = me
  return (
    <div class="screen whole">
      <div class="top">
        <Ways />
      </div>
      <span class="glyph lockglyph">
        <Icon name="lock" />
      </span>
      <Heading>{t('title')}</Heading>
      <p class="lead">{t('lead')}</p>
      <AskCode
        space={space}
        lock={lock}
        label={t('code')}
        button={t('open')}
        onOpened={() => {
          tend.opened.value = space
        }}
      />
      {tend.residents.value.length > 1 && (
        <a class="quiet" href="/a/pass" data-replace>
          {t('somebodyElse')}
        </a>
      )}
      <div class="foot">
        <Forgotten space={space} />
      </div>
    </div>
  )
}

function Forgotten({ space }: { space: string }) {
  const asking = useSignal(false)
  return (
    <>
      <details class="fold forgotten">
        <summary>
          {t('forgotten')}
          <span class="end">
            <Icon name="chevron" size={20} />
          </span>
        </summary>
        <p>{t('forgottenText')}</p>
        <p>{t('forgottenErase')}</p>
        <button
          type="button"
          class="quiet danger"
          onClick={() => {
            asking.value = true
          }}
        >
          <Icon name="trash" size={20} />
          {t('remove')}
        </button>
      </details>
      <Sheet
        open={asking.value}
        onClose={() => {
          asking.value = false
        }}
        label={t('removeAsk')}
      >
        <Remove
          space={space}
          onNo={() => {
            asking.value = false
          }}
        />
      </Sheet>
    </>
  )
}

/** Whoever holds the phone could press this, so it asks for a word, which nobody types by mistake. */
function Remove({ space, onNo }: { space: string; onNo: () => void }) {
  const tend = useTend()
  const typed = useSignal('')
  const going = useSignal(false)
  const word = t('removeWord')
  const ready = typed.value.trim().toLowerCase() === word.toLowerCase()
  const remove = async () => {
    if (!ready || going.value) return
    going.value = true
    if ((await farewell(tend, space)) === 'nobody-stays') location.assign('/a/begin')
    else go('/a/pass', 'replace')
  }
  return (
    <>
      <h2>{t('removeAsk')}</h2>
      <p class="lead">{t('removeText')}</p>
      <label class="field">
        <span class="label">{t('removeType', { word })}</span>
        <input
          class="input"
          autocomplete="off"
          autocapitalize="off"
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value
          }}
        />
      </label>
      <button type="button" class="button ink" onClick={onNo}>
        {t('removeNo')}
      </button>
      <button type="button" class="quiet danger" aria-disabled={!ready || going.value} onClick={remove}>
        {going.value ? s('loading') : t('removeYes')}
      </button>
    </>
  )
}
