/**
 * Somebody who has been handed the phone may join, or not. What they type here is no draft: if they say "Not now",
 * nobody must find it later.
 */
import { useSignal } from '@preact/signals'
import type { Form } from '../../../core/content.ts'
import type { flowers } from '../../../core/record.ts'
import { makeLock } from '../../lock.ts'
import { Chips } from '../../parts/choose.tsx'
import { NewCode } from '../../parts/code.tsx'
import { FlowerPicker, freeFlower } from '../../parts/flowers.tsx'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Top } from '../../parts/top.tsx'
import { restart } from '../../router.ts'
import { type Neighbour, useTend } from '../../tend.ts'
import lockWords from '../../words/en/lock.json'
import en from '../../words/en/people.json'
import shell from '../../words/en/shell.json'
import you from '../../words/en/you.json'
import { words } from '../../words.ts'

const t = words('people', en)
const l = words('lock', lockWords)
const s = words('shell', shell)
const y = words('you', you)

export function Join({ host, onNo }: { host: Neighbour; onNo: () => void }) {
  const tend = useTend()
  const taken = tend.residents.value.flatMap((person) => person.flower ?? [])
  const name = useSignal('')
  const flower = useSignal<(typeof flowers)[number]>(freeFlower(taken))
  const form = useSignal<Form | undefined>(undefined)
  const code = useSignal<string | undefined>(undefined)
  const joining = useSignal(false)
  const join = async () => {
    if (joining.value) return
    joining.value = true
    const lock = code.value === undefined ? undefined : await makeLock(code.value)
    await tend.join({
      host: host.space,
      person: { name: name.value.trim() || undefined, flower: flower.value, capacity: 'normal', lock },
      bond: { name: host.name, form: form.value ?? 'partner' },
    })
    restart('/a/today')
  }
  return (
    <div class="screen whole">
      <Top />
      <Heading>{t('join')}</Heading>
      <p class="lead">{t('joinText')}</p>
      <p class="note">{t('joinLimit')}</p>
      <label class="field">
        <span class="label">{t('joinName')}</span>
        <span class="hint">{t('joinNameHint')}</span>
        <input
          class="input"
          maxLength={60}
          autocomplete="off"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value
          }}
        />
      </label>
      <FlowerPicker
        legend={t('joinFlower')}
        value={flower.value}
        taken={taken}
        onChoose={(chosen) => {
          flower.value = chosen
        }}
      />
      <Chips
        legend={host.name ? t('joinForm', { name: host.name }) : t('joinFormUnnamed')}
        shown
        single
        options={(['partner', 'friend', 'family'] as const).map((id) => ({ id, text: y(`form.${id}`) }))}
        value={form.value ? [form.value] : []}
        onChange={([chosen]) => {
          form.value = chosen
        }}
      />
      <OwnLock
        isSet={code.value !== undefined}
        onChosen={(chosen) => {
          code.value = chosen
        }}
      />
      <div class="foot stuck">
        <button type="button" class="button" aria-disabled={joining.value} onClick={join}>
          {joining.value ? s('loading') : t('joinYes')}
        </button>
        <button type="button" class="quiet" onClick={onNo}>
          {t('notNow')}
        </button>
      </div>
    </div>
  )
}

function OwnLock({ isSet, onChosen }: { isSet: boolean; onChosen: (code: string) => void }) {
  return (
    <details class="fold">
      <summary>
        {t('joinLock')}
        <span class="end">
          <Icon name="chevron" size={20} />
        </span>
      </summary>
      {isSet ? (
        <p role="status">{t('lockReady')}</p>
      ) : (
        <div class="stack">
          <p>{l('does')}</p>
          <p class="note">{l('ifForgotten')}</p>
          <NewCode button={t('lockKeep')} onChosen={onChosen} />
        </div>
      )}
    </details>
  )
}
