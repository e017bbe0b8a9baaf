/**
 * The hand-over veil: while the phone goes from one to the other, everything is hidden. It stands instead of the
 * screen, not over it, so there is nothing behind it to be read, and a reload shows it again.
 */

import { useEffect } from 'preact/hooks'
import { path } from '../router.ts'
import { type Neighbour, useTend } from '../tend.ts'
import en from '../words/en/question.json'
import { words } from '../words.ts'
import { Avatar } from './avatar.tsx'
import { AskCode } from './code.tsx'
import './handover.css'
import { Heading } from './heading.tsx'
import { Top } from './top.tsx'

const t = words('question', en)

/** From the veil on, until the phone is back with whoever is here. */
export function useLending(isLent: boolean): void {
  const { lent } = useTend()
  useEffect(() => {
    if (isLent) lent.value = path.value
    // Over, not only gone from the screen: whoever walks away from the veil has not given the phone back.
    return () => {
      if (isLent && path.value === lent.value) lent.value = undefined
    }
  }, [isLent])
}

export function Handover(from: {
  /** Who is to take the phone. With a lock of their own, they open it. */
  readonly to: Pick<Neighbour, 'space' | 'name' | 'flower' | 'lock'>
  readonly onHere: () => void
  /** A way out for whoever holds the phone. */
  readonly onStop?: () => void
}) {
  const { space, lock } = from.to
  const name = from.to.name || t('veil.nobody')
  return (
    <div class="screen whole handover">
      <Top />
      <div class="middle">
        <Avatar {...from.to} />
        <Heading>
          <small>{t('veil.pass')}</small> {name}
        </Heading>
        <p class="lead">{t('veil.hidden')}</p>
      </div>
      <div class="foot">
        {lock ? (
          <AskCode
            space={space}
            lock={lock}
            label={t('veil.code', { name })}
            button={t('veil.am', { name })}
            onOpened={from.onHere}
          />
        ) : (
          <button type="button" class="button ink" onClick={from.onHere}>
            {t('veil.am', { name })}
          </button>
        )}
        {from.onStop && (
          <button type="button" class="quiet" onClick={from.onStop}>
            {t('round.stop')}
          </button>
        )}
      </div>
    </div>
  )
}
