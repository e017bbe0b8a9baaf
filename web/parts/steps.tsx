/** The line above a step inside a screen: back to the step before, help, and leaving. */

import en from '../words/en/shell.json'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'
import { Ways } from './top.tsx'

const s = words('shell', en)

export function Steps({ onBack }: { onBack: () => void }) {
  return (
    <div class="top">
      <button type="button" class="icon-button" aria-label={s('back')} onClick={onBack}>
        <Icon name="back" />
      </button>
      <Ways />
    </div>
  )
}
