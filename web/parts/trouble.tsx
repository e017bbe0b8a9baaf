/**
 * When the store cannot do what was asked: one sentence that says what to do, and nothing a person wrote is dropped.
 * Before anything could be read it fills the page; later it is a sheet over the screen, whose drafts stay as they are.
 */
import { signal } from '@preact/signals'
import { type Trouble, troubles } from '../../store/store.ts'
import en from '../words/en/trouble.json'
import { words } from '../words.ts'
import { Sheet } from './sheet.tsx'

const t = words('trouble', en)

type Shown = Exclude<Trouble, 'wiped' | 'closed'>
const trouble = signal<Shown | undefined>(undefined)

/** Hears of every request of the store that failed and that nobody answered for. Call once. */
export function watchForTrouble(): void {
  addEventListener('unhandledrejection', ({ reason }) => {
    const word = reason instanceof Error ? troubles.find((known) => known === reason.message) : undefined
    // A page whose store was wiped or closed is being left; there is nothing to say any more.
    if (word !== undefined && word !== 'wiped' && word !== 'closed') trouble.value = word
  })
}

export const isInTrouble = (): boolean => trouble.value !== undefined

/** Instead of the first screen. */
export function TroubleScreen() {
  const word = trouble.value ?? 'failed'
  return (
    <main class="screen whole">
      <h1>{t(`title.${word}`)}</h1>
      <p class="lead">{t(`text.${word}`)}</p>
      <div class="foot">
        <Again />
      </div>
    </main>
  )
}

/** Over the screen one is on. */
export function TroubleSheet() {
  const word = trouble.value
  const close = () => {
    trouble.value = undefined
  }
  return (
    <Sheet open={word !== undefined} onClose={close} label={t(`title.${word ?? 'failed'}`)}>
      <h2>{t(`title.${word ?? 'failed'}`)}</h2>
      <p class="lead">{t(`text.${word ?? 'failed'}`)}</p>
      {word === 'full' || word === 'refused' ? (
        <button type="button" class="button" onClick={close}>
          {t('close')}
        </button>
      ) : (
        <Again />
      )}
    </Sheet>
  )
}

const Again = () => (
  <button type="button" class="button" onClick={() => location.reload()}>
    {t('again')}
  </button>
)
