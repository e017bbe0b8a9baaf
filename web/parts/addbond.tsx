/** One more bond: who it is, and what they are called. It gets a place of its own, apart from the others. */
import { useSignal } from '@preact/signals'
import type { Form } from '../../core/content.ts'
import { useTend } from '../tend.ts'
import en from '../words/en/bond.json'
import you from '../words/en/you.json'
import { words } from '../words.ts'
import { Chips } from './choose.tsx'

const t = words('bond', en)
const y = words('you', you)

export function AddBond(from: { readonly button: string; readonly onAdded: (bond: string) => void }) {
  const tend = useTend()
  const name = useSignal('')
  const form = useSignal<Form>('friend')
  const busy = useSignal(false)
  const add = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    busy.value = true
    const id = await tend.addBond({ name: name.value.trim() || undefined, form: form.value })
    if (id) from.onAdded(id)
  }
  return (
    <form class="stack grow" onSubmit={add}>
      <label class="field">
        <span class="label">{y('theirName')}</span>
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
      <Chips
        legend={y('form')}
        shown
        single
        options={(['partner', 'friend', 'family'] as const).map((id) => ({ id, text: y(`form.${id}`) }))}
        value={[form.value]}
        onChange={([chosen]) => {
          if (chosen) form.value = chosen
        }}
      />
      <p class="hint">{t('addHint')}</p>
      <div class="foot stuck">
        <button type="submit" class="button" aria-disabled={busy.value}>
          {from.button}
        </button>
      </div>
    </form>
  )
}
