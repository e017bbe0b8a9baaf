/**
 * Who can see what is being written: chosen before, in words, private unless said otherwise. Shown only where there is
 * somebody to share with; alone, a plain line says that it stays here.
 */
import { useHere } from '../tend.ts'
import en from '../words/en/shell.json'
import { words } from '../words.ts'
import { Segments } from './choose.tsx'
import { Icon } from './icon.tsx'

const t = words('shell', en)

export function Visibility({ shared, onChange }: { shared: boolean; onChange: (shared: boolean) => void }) {
  const { bond, people } = useHere()
  const others = people.filter((person) => person.together)
  const name = others.length === 1 ? (bond?.name ?? others[0]?.name) : undefined
  const says = shared ? (name ? t('shared', { name }) : t('sharedNobody')) : t('private')
  return (
    <div class="stack tight">
      {others.length > 0 && (
        <Segments
          legend={t('who')}
          options={[
            { id: 'mine', text: t('onlyMe') },
            { id: 'ours', text: t(others.length === 1 ? 'both' : 'all') },
          ]}
          value={shared ? 'ours' : 'mine'}
          onChoose={(id) => onChange(id === 'ours')}
        />
      )}
      <p class="hint kicker" aria-live="polite">
        <span>
          <Icon name={shared ? 'people' : 'lock'} size={16} />
          {says}
        </span>
      </p>
    </div>
  )
}
