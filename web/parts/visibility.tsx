/**
 * Who can see what is being written: chosen before, in words, private unless said otherwise. Shown only where there is
 * somebody to share with; alone, a plain line says that it stays here. Whatever is shared says what of it is seen.
 */
import { type Signal, useSignal } from '@preact/signals'
import type { Kind } from '../../core/record.ts'
import { type Here, useHere } from '../tend.ts'
import share from '../words/en/share.json'
import en from '../words/en/shell.json'
import { words } from '../words.ts'
import { Segments } from './choose.tsx'
import { Icon } from './icon.tsx'
import { otherName } from './writer.ts'

const t = words('shell', en)
const h = words('share', share)

/** Kinds that a person writes and may share, in the order in which they are listed. */
export const sharedKinds = [
  'checkin',
  'answer',
  'appreciation',
  'gratitude',
  'highlow',
  'done',
  'landmark',
  'question',
] as const satisfies readonly Kind[]
export type SharedKind = (typeof sharedKinds)[number]

/** Where an entry of a kind begins: private, unless its author said otherwise for all of them. */
export const beginsShared = ({ bond, others }: Here, kind: SharedKind): boolean =>
  others.length > 0 && bond?.sharing?.[kind]?.how === 'both'

export const useShared = (kind: SharedKind): Signal<boolean> => useSignal(beginsShared(useHere(), kind))

export function Visibility(from: {
  readonly kind: SharedKind
  readonly shared: boolean
  readonly onChange: (shared: boolean) => void
}) {
  const here = useHere()
  const { bond, others } = here
  const name = otherName(here)
  // Without anybody to share with it is kept for oneself, whatever was chosen before they went.
  const shared = from.shared && others.length > 0
  const isAsked = others.length > 0 && bond?.sharing?.[from.kind]?.how !== 'me'
  return (
    <div class="stack tight">
      {isAsked && (
        <Segments
          legend={t('who')}
          options={[
            { id: 'mine', text: t('onlyMe') },
            { id: 'ours', text: t(others.length === 1 ? 'both' : 'all') },
          ]}
          value={shared ? 'ours' : 'mine'}
          onChoose={(id) => from.onChange(id === 'ours')}
        />
      )}
      <div aria-live="polite" class="stack tight">
        <p class="hint kicker">
          <span>
            <Icon name={shared ? 'people' : 'lock'} size={16} />
            {!shared ? t('private') : name ? t('shared', { name }) : t('sharedNobody')}
          </span>
        </p>
        {shared && (
          <p class="hint">
            {h(`sees.${from.kind}`, { name: name ?? h(others.length > 1 ? 'theOthers' : 'theOther') })}{' '}
            {h('seesNot')}
          </p>
        )}
      </div>
    </div>
  )
}
