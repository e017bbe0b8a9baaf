/** My name and flower, how Tend speaks to me, and what it looks like. Names are kept as they are typed, so they need no draft. */
import { useSignal } from '@preact/signals'
import { Segments, Switch } from '../../parts/choose.tsx'
import { FlowerPicker } from '../../parts/flowers.tsx'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/you.json'
import { words } from '../../words.ts'

const t = words('you', en)

export function Name() {
  const tend = useTend()
  const { me, people } = useHere()
  const taken = people.filter((person) => person.space !== me.space).flatMap((person) => person.flower ?? [])
  return (
    <>
      <KeptLine
        label={t('name')}
        hint={t('nameHint')}
        kept={me.name}
        autocomplete="given-name"
        onKeep={(name) => tend.change('person', me.rec, { name })}
      />
      <FlowerPicker
        legend={t('flower')}
        value={me.flower}
        taken={taken}
        onChoose={(flower) => tend.change('person', me.rec, { flower })}
      />
    </>
  )
}

export function Speaks() {
  const tend = useTend()
  const { me } = useHere()
  const change = (fields: { literal?: boolean; noTouch?: boolean; noEyes?: boolean; minutes?: number }) =>
    tend.change('person', me.rec, fields)
  return (
    <>
      <div class="switches">
        <Switch
          text={t('literal')}
          hint={t('literalHint')}
          on={me.literal ?? false}
          onChange={(literal) => change({ literal })}
        />
        <Switch
          text={t('noTouch')}
          hint={t('noTouchHint')}
          on={me.noTouch ?? false}
          onChange={(noTouch) => change({ noTouch })}
        />
        <Switch
          text={t('noEyes')}
          hint={t('noEyesHint')}
          on={me.noEyes ?? false}
          onChange={(noEyes) => change({ noEyes })}
        />
      </div>
      <div class="stack tight">
        <p class="label" aria-hidden="true">
          {t('minutes')}
        </p>
        <Segments
          legend={t('minutes')}
          options={(['2', '5', '15', '30'] as const).map((id) => ({ id, text: t(`minutes.${id}`) }))}
          value={me.minutes === undefined ? undefined : (String(me.minutes) as '2')}
          onChoose={(id) => change({ minutes: Number(id) })}
        />
      </div>
    </>
  )
}

export function Look() {
  const tend = useTend()
  const { me } = useHere()
  return (
    <Segments
      legend={t('theme')}
      options={(['device', 'light', 'dark'] as const).map((id) => ({ id, text: t(`theme.${id}`) }))}
      value={me.theme ?? 'device'}
      onChoose={(id) => tend.change('person', me.rec, { theme: id === 'device' ? undefined : id })}
    />
  )
}

/** One line that is kept with every key. */
export function KeptLine(from: {
  readonly label: string
  readonly hint?: string
  readonly kept: string | undefined
  readonly autocomplete: 'given-name' | 'off'
  readonly onKeep: (text: string | undefined) => void
}) {
  const text = useSignal(from.kept ?? '')
  return (
    <label class="field">
      <span class="label">{from.label}</span>
      {from.hint && <span class="hint">{from.hint}</span>}
      <input
        class="input"
        maxLength={60}
        autocomplete={from.autocomplete}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value
          from.onKeep(text.value.trim() || undefined)
        }}
      />
    </label>
  )
}
