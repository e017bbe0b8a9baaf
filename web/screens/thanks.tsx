/**
 * A thanks that lands: what they did, what it shows about them, what it did for you. The sentence grows as one writes
 * and is changed by hand until it sounds right. Then it can be said, copied or printed. Nothing is ever sent.
 */
import './thanks.css'
import { useSignal } from '@preact/signals'
import { hintOf, partOf, shapeOf } from '../../core/appreciation.ts'
import { type Draft, useDraft } from '../draft.ts'
import { Aloud } from '../parts/aloud.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { useShared, Visibility } from '../parts/visibility.tsx'
import { Write } from '../parts/write.tsx'
import { useHere, useTend } from '../tend.ts'
import shell from '../words/en/shell.json'
import en from '../words/en/thanks.json'
import { words } from '../words.ts'
import { Card, Earlier, Kept, WaysOn } from './thanks/card.tsx'

const t = words('thanks', en)
const s = words('shell', shell)

type Drafts = Readonly<Record<'act' | 'quality' | 'effect' | 'words', Draft<string>>>
type Mode =
  | { readonly is: 'write' }
  | { readonly is: 'aloud' | 'kept'; readonly text: string; readonly rec?: string }

export default function Thanks() {
  const mode = useSignal<Mode>({ is: 'write' })
  /** Where saying it aloud leads back to. */
  const before = useSignal<Mode>({ is: 'write' })
  const to = (next: Mode) => {
    mode.value = next
    scrollTo({ top: 0 })
  }
  const aloud = (text: string) => {
    before.value = mode.value
    to({ is: 'aloud', text })
  }
  const now = mode.value
  if (now.is === 'aloud')
    return <Aloud text={now.text} hint={t('aloudHint')} onClose={() => to(before.value)} />
  if (now.is === 'kept')
    return <Kept text={now.text} rec={now.rec} onAloud={aloud} onAnother={() => to({ is: 'write' })} />
  return <Composer onAloud={aloud} onKept={(text, rec) => to({ is: 'kept', text, rec })} />
}

function Composer(from: {
  readonly onAloud: (text: string) => void
  readonly onKept: (text: string, rec: string) => void
}) {
  const tend = useTend()
  const { bond, own } = useHere()
  const key = `${own}.thanks`
  const drafts: Drafts = {
    act: useDraft(`${key}.act`, ''),
    quality: useDraft(`${key}.quality`, ''),
    effect: useDraft(`${key}.effect`, ''),
    words: useDraft(`${key}.words`, ''),
  }
  const shared = useShared('appreciation')
  const text = sentenceOf(drafts)
  const keep = async () => {
    if (!text) return
    const said = (draft: Draft<string>) => draft.value.trim() || undefined
    const fields = {
      day: tend.today.value,
      act: said(drafts.act),
      quality: said(drafts.quality),
      effect: said(drafts.effect),
      words: text,
    }
    const rec = await tend.keep('appreciation', fields, { shared: shared.value })
    for (const draft of Object.values(drafts)) draft.drop()
    from.onKept(text, rec.id)
  }
  return (
    <div class="screen whole thanks">
      <Card text={text} />
      <Top to="/a/today" x />
      <Heading>{t('title')}</Heading>
      <p class="lead">{t('lead')}</p>
      <Visibility
        kind="appreciation"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <Fields drafts={drafts} />
      <Sentence drafts={drafts} text={text} />
      {text && <WaysOn text={text} onAloud={() => from.onAloud(text)} />}
      <p class="hint">{t('neverSent', { name: bond?.name ?? s('someone') })}</p>
      <Earlier onOpen={from.onKept} />
      <div class="foot stuck">
        <button type="button" class="button" aria-disabled={!text} onClick={keep}>
          {s('keep')}
        </button>
      </div>
    </div>
  )
}

/** The three lines, and at most one hint, which waits until the line it is about is left. */
function Fields({ drafts }: { drafts: Drafts }) {
  const isWriting = useSignal(false)
  const hint = hintOf({
    act: drafts.act.value,
    quality: drafts.quality.value,
    effect: drafts.effect.value,
    words: drafts.words.value,
  })
  const shown = hint === 'short' && isWriting.value ? undefined : hint
  return (
    <div
      class="stack"
      onFocusIn={() => {
        isWriting.value = true
      }}
      onFocusOut={() => {
        isWriting.value = false
      }}
    >
      {(['act', 'quality', 'effect'] as const).map((part) => (
        <Write
          key={part}
          label={t(part)}
          hint={part === 'act' ? t('actHint') : undefined}
          placeholder={t(`${part}Placeholder`)}
          draft={drafts[part]}
          as="line"
          max={part === 'quality' ? 200 : 2000}
        />
      ))}
      <div class="live" aria-live="polite">
        {shown && (
          <div class="note nudge">
            <Icon name="spark" size={20} />
            <div>
              <p>{t(`hint.${shown}`)}</p>
              <p class="example">{t(`hint.${shown}.example`)}</p>
            </div>
          </div>
        )}
      </div>
    </div>
  )
}

/** The sentence as it can be said. It follows the three lines until somebody changes it by hand. */
function Sentence({ drafts, text }: { drafts: Drafts; text: string }) {
  const { words: own } = drafts
  if (!text && !own.value) return <p class="says empty">{t('empty')}</p>
  return (
    <div class="field">
      <label for="sentence">{t('words')}</label>
      <textarea
        id="sentence"
        class="input page"
        rows={3}
        maxLength={4000}
        value={text}
        onInput={(event) => {
          own.value = event.currentTarget.value
        }}
      />
      {own.value && shapeOf(linesOf(drafts)) !== 'none' && (
        <button
          type="button"
          class="link"
          onClick={() => {
            own.value = ''
          }}
        >
          {t('afresh')}
        </button>
      )}
    </div>
  )
}

const linesOf = (drafts: Drafts) => ({
  act: drafts.act.value,
  quality: drafts.quality.value,
  effect: drafts.effect.value,
})

function sentenceOf(drafts: Drafts): string {
  if (drafts.words.value.trim()) return drafts.words.value
  const { act, quality, effect } = linesOf(drafts)
  return t(`say.${shapeOf({ act, quality, effect })}`, {
    act: partOf('act', act),
    quality: partOf('quality', quality),
    effect: partOf('effect', effect),
  })
}
