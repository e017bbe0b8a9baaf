/** A lock of my own: what it does and does not do, said before it is set; and changed only by who knows the code. */
import { useSignal } from '@preact/signals'
import { lockMinutes, lockMinutesUnsaid } from '../../../core/lock.ts'
import { makeLock } from '../../lock.ts'
import { Segments } from '../../parts/choose.tsx'
import { AskCode, NewCode } from '../../parts/code.tsx'
import { announce } from '../../parts/status.tsx'
import { writeSnapshot } from '../../snapshot.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/lock.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('lock', en)
const s = words('shell', shell)

export function LockSettings() {
  const tend = useTend()
  const { me } = useHere()
  /** What the current code was asked for, and whether it was given. */
  const asked = useSignal<'change' | 'take' | 'changing' | undefined>(undefined)

  const set = async (code: string) => {
    // Opened first, or setting the lock would lock its owner out at once.
    tend.opened.value = me.space
    await tend.change('person', me.rec, { lock: await makeLock(code) })
    writeSnapshot(undefined)
    announce(t(me.lock ? 'changed' : 'isSet'))
    asked.value = undefined
  }
  const take = async () => {
    await tend.change('person', me.rec, { lock: undefined })
    announce(t('taken'))
    asked.value = undefined
  }

  if (!me.lock || asked.value === 'changing')
    return (
      <>
        <p>{t('does')}</p>
        <p class="note">{t('ifForgotten')}</p>
        <NewCode button={t(me.lock ? 'change' : 'set')} onChosen={set} />
        <p class="hint">
          {t('wrongTries')} {t('help')}
        </p>
      </>
    )
  if (asked.value)
    return (
      <>
        <AskCode
          space={me.space}
          lock={me.lock}
          label={t('current')}
          button={t('next')}
          onOpened={() => {
            if (asked.value === 'take') void take()
            else asked.value = 'changing'
          }}
        />
        <button
          type="button"
          class="quiet"
          onClick={() => {
            asked.value = undefined
          }}
        >
          {s('notNow')}
        </button>
      </>
    )
  return (
    <>
      <Closes />
      <p class="hint">{t('does')}</p>
      <button
        type="button"
        class="button soft"
        onClick={() => {
          asked.value = 'change'
        }}
      >
        {t('change')}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          asked.value = 'take'
        }}
      >
        {t('take')}
      </button>
    </>
  )
}

function Closes() {
  const tend = useTend()
  const { me } = useHere()
  return (
    <div class="stack tight">
      <p class="label" aria-hidden="true">
        {t('closes')}
      </p>
      <Segments
        legend={t('closes')}
        options={lockMinutes.map((minutes) => ({ id: String(minutes), text: t(`closes.${minutes}`) }))}
        value={String(me.lockMinutes ?? lockMinutesUnsaid)}
        onChoose={(id) => tend.change('person', me.rec, { lockMinutes: Number(id) })}
      />
    </div>
  )
}
