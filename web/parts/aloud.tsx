/** Words to be read aloud together: large, calm, nothing to type. */
import type { ComponentChildren } from 'preact'
import './aloud.css'
import en from '../words/en/shell.json'
import { words } from '../words.ts'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import { Ways } from './top.tsx'

/** More letters than this are set smaller. */
const longText = 110

const s = words('shell', en)

export function Aloud(from: {
  readonly text: string
  /** A small line above, such as a date. */
  readonly above?: string | undefined
  readonly hint?: string | undefined
  readonly onClose: () => void
  /** What stands below instead of "Done". */
  readonly children?: ComponentChildren
}) {
  return (
    <div class="screen whole aloud">
      <div class="top">
        <button type="button" class="icon-button" aria-label={s('close')} onClick={from.onClose}>
          <Icon name="close" />
        </button>
        <Ways />
      </div>
      <div class="middle">
        {from.above && <p class="hint">{from.above}</p>}
        <Heading class={from.text.length > longText ? 'long' : ''}>
          {from.text.split('\n').map((line, i) => (
            <span key={i}>{line}</span>
          ))}
        </Heading>
        {from.hint && <p class="lead">{from.hint}</p>}
      </div>
      <div class="foot">
        {from.children ?? (
          <button type="button" class="button ink" onClick={from.onClose}>
            {s('done')}
          </button>
        )}
      </div>
    </div>
  )
}
