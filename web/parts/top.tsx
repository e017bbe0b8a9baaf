/** The line above every screen: the way back, help, and leaving quickly. Always in the same place. */
import type { ComponentChildren } from 'preact'
import { back } from '../router.ts'
import en from '../words/en/shell.json'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'
import { leaveQuickly } from './leave.ts'

const t = words('shell', en)

/** `to` is where the way back leads when this screen was the first one opened. `x` shows a cross instead of an arrow. */
export function Top({ to, x, children }: { to?: string; x?: boolean; children?: ComponentChildren }) {
  return (
    <div class="top">
      {to === undefined ? (
        (children ?? <span />)
      ) : (
        <button
          type="button"
          class="icon-button"
          aria-label={x ? t('close') : t('back')}
          onClick={() => back(to)}
        >
          <Icon name={x ? 'close' : 'back'} />
        </button>
      )}
      {to !== undefined && children}
      <Ways />
    </div>
  )
}

/** Help and leaving, side by side. */
export function Ways() {
  return (
    <span class="ways">
      <a class="icon-button" href="/a/info" aria-label={t('help')}>
        <Icon name="help" />
      </a>
      <Exit />
    </span>
  )
}

/** Leaving quickly, by itself: for a sheet, which makes everything behind it deaf. */
export const Exit = () => (
  <button type="button" class="exit" onClick={leaveQuickly} aria-label={t('leaveLong')}>
    <Icon name="leave" size={18} />
    <span aria-hidden="true">{t('leave')}</span>
  </button>
)
