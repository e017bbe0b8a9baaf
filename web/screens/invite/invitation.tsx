/** The invitation: a square to be scanned, a link to be sent, and the same in letters to be typed. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { momentText } from '../../days.ts'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { Top } from '../../parts/top.tsx'
import en from '../../words/en/pair.json'
import { words } from '../../words.ts'

const t = words('pair', en)

export function Invitation(from: {
  readonly code?: string
  readonly untilMs?: number
  readonly onBack: () => Promise<void>
}) {
  const { code, untilMs } = from
  return (
    <div class="screen whole">
      <Top to="/a/you/bond" />
      <Heading>{t('waiting')}</Heading>
      {code && (
        <>
          <p class="lead">{t('waitingText', { until: untilMs ? momentText(untilMs) : '' })}</p>
          <Square text={linkOf(code)} />
          <Send link={linkOf(code)} />
          <div class="stack tight">
            <h2 class="label">{t('typed')}</h2>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is there to be selected, also by keyboard. */}
            <p class="typed" tabIndex={0}>
              {code.split('-').map((group, i) => (
                <span key={i}>{group}</span>
              ))}
            </p>
            <p class="hint">{t('typedHint')}</p>
          </div>
        </>
      )}
      <div class="foot">
        <p class="hint" role="status">
          {t(code ? 'bothOpen' : 'making')}
        </p>
        <button type="button" class="quiet" onClick={from.onBack}>
          {t('takeBack')}
        </button>
      </div>
    </div>
  )
}

/** What stands behind the # is sent to no server. */
const linkOf = (code: string) => `${location.origin}/a/join#${code}`

function Send({ link }: { link: string }) {
  const canShare = typeof navigator.share === 'function'
  const share = async () => {
    // Whoever closes the sheet without sending has not failed.
    await navigator.share({ text: t('sent'), url: link }).catch(() => {})
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      announce(t('copied'))
    } catch {
      announce(t('copyFailed'))
    }
  }
  return (
    <div class="stack tight">
      {canShare && (
        <button type="button" class="button" onClick={share}>
          {t('send')}
        </button>
      )}
      <button type="button" class={canShare ? 'quiet' : 'button'} onClick={copy}>
        <Icon name="file" size={20} />
        {t('copy')}
      </button>
    </div>
  )
}

/** Drawn on this phone, as one path: a square for each dark point. */
function Square({ text }: { text: string }) {
  const rows = useSignal<readonly (readonly boolean[])[] | undefined>(undefined)
  useEffect(() => {
    let over = false
    void import('qr').then(({ encodeQR }) => {
      if (!over) rows.value = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
    })
    return () => {
      over = true
    }
  }, [text])
  const side = rows.value?.length ?? 1
  const path = rows.value?.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])))
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={t('square')}>
        <path d={path?.join('') ?? ''} fill="currentColor" />
      </svg>
    </div>
  )
}
