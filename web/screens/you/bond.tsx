/** What I said of the bond when I began, to change whenever it has changed. Mine alone. */
import type { Fields } from '../../../core/record.ts'
import { Chips, Switch } from '../../parts/choose.tsx'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/you.json'
import { words } from '../../words.ts'
import { KeptLine } from './self.tsx'

const t = words('you', en)

export function BondSettings() {
  const tend = useTend()
  const { bond } = useHere()
  if (!bond) return null
  const change = (fields: Fields<'bond'>) => tend.change('bond', bond.rec, fields)
  return (
    <>
      <p class="hint">{t('bondText')}</p>
      <KeptLine
        label={t('theirName')}
        kept={bond.name}
        autocomplete="off"
        onKeep={(name) => change({ name })}
      />
      <Chips
        legend={t('form')}
        shown
        single
        options={(['partner', 'friend', 'family'] as const).map((id) => ({ id, text: t(`form.${id}`) }))}
        value={[bond.form ?? 'partner']}
        onChange={([form]) => form && change({ form })}
      />
      <Chips
        legend={t('stage')}
        shown
        single
        options={(['early', 'mid', 'long'] as const).map((id) => ({ id, text: t(`stage.${id}`) }))}
        value={bond.stage ? [bond.stage] : []}
        onChange={([stage]) => change({ stage })}
      />
      <Chips
        legend={t('age')}
        shown
        single
        options={(['18-35', '35-55', '55-up'] as const).map((id) => ({ id, text: t(`age.${id}`) }))}
        value={bond.age ? [bond.age] : []}
        onChange={([age]) => change({ age })}
      />
      <div class="switches">
        {(['apart', 'parents', 'cultures'] as const).map((fact) => (
          <Switch
            key={fact}
            text={t(fact)}
            on={bond[fact] ?? false}
            onChange={(on) => change({ [fact]: on || undefined })}
          />
        ))}
      </div>
      <div>
        <a class="link" href="/a/check/a01">
          {t('askAgain')}
        </a>
        <p class="hint">{t('askAgainHint')}</p>
      </div>
    </>
  )
}
