/** A round at dinner: one phone, the names of those present, and one good thing each, said aloud. Writing is optional. */
import { useSignal } from '@preact/signals'
import { itemsMax } from '../../../core/gratitude.ts'
import { type Draft, draft, useDraft } from '../../draft.ts'
import { Chips } from '../../parts/choose.tsx'
import { Heading } from '../../parts/heading.tsx'
import { announce } from '../../parts/status.tsx'
import { Steps } from '../../parts/steps.tsx'
import { beginsShared, Visibility } from '../../parts/visibility.tsx'
import { Write } from '../../parts/write.tsx'
import { back } from '../../router.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/good.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('good', en)
const s = words('shell', shell)

/** `at`: whose turn it is; undefined while the names are being chosen, and past the last one at the end. */
type Table = {
  readonly names: readonly string[]
  readonly others: readonly string[]
  readonly at?: number
  readonly shared: boolean
}

const turnKey = (space: string, at: number) => `${space}.good.dinner.${at}`

export function Dinner({ onBack }: { onBack: () => void }) {
  const here = useHere()
  const { me, bond, others, own } = here
  const known = [me, ...(others.length > 1 ? others : []), { name: bond?.name ?? others[0]?.name }].flatMap(
    ({ name }) => name || [],
  )
  const table = useDraft<Table>(`${own}.good.dinner`, {
    names: [...new Set(known)],
    others: [],
    shared: beginsShared(here, 'gratitude'),
  })
  const said = useDraft<readonly string[]>(`${own}.good.dinner.said`, [])
  const { at, names } = table.value
  const to = (next: number | undefined) => {
    const { at: _, ...others } = table.value
    table.value = next === undefined ? others : { ...others, at: next }
    scrollTo({ top: 0 })
  }
  const over = () => {
    for (const i of names.keys()) draft(turnKey(own, i), '').drop()
    table.drop()
    said.drop()
    onBack()
  }
  if (at === undefined) return <Who table={table} known={known} onBack={onBack} onBegin={() => to(0)} />
  if (at >= names.length)
    return <End table={table.value} said={said.value} onBack={() => to(names.length - 1)} onOver={over} />
  return (
    <Turn
      key={at}
      table={table.value}
      at={at}
      said={said}
      onBack={() => to(at === 0 ? undefined : at - 1)}
      onNext={() => to(at + 1)}
    />
  )
}

function Who(from: {
  readonly table: Draft<Table>
  readonly known: readonly string[]
  readonly onBack: () => void
  readonly onBegin: () => void
}) {
  const { table } = from
  const { names, others, shared } = table.value
  const isAsked = useSignal(false)
  const extra = useSignal('')
  const set = (part: Partial<Table>) => {
    table.value = { ...table.value, ...part }
  }
  const add = () => {
    const name = extra.value.trim()
    extra.value = ''
    if (!name || names.length >= itemsMax) return
    set({ others: [...new Set([...others, name])], names: [...new Set([...names, name])] })
  }
  return (
    <div class="screen whole good">
      <Steps onBack={from.onBack} />
      <Heading>{t('who')}</Heading>
      <p class="lead">{t('whoLead')}</p>
      <Visibility kind="gratitude" shared={shared} onChange={(next) => set({ shared: next })} />
      <Chips
        legend={t('people')}
        options={[...new Set([...from.known, ...others])].map((name) => ({ id: name, text: name }))}
        value={names}
        onChange={(next) => set({ names: next.slice(0, itemsMax) })}
      />
      <form
        class="addname"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <label class="field">
          <span class="label">{t('addName')}</span>
          <input
            class="input"
            maxLength={60}
            autocomplete="off"
            value={extra.value}
            onInput={(event) => {
              extra.value = event.currentTarget.value
            }}
          />
        </label>
        <button type="submit" class="quiet">
          {t('add')}
        </button>
      </form>
      <div class="foot stuck">
        <p class="hint" aria-live="polite">
          {names.length === 0 && isAsked.value ? t('needName') : ''}
        </p>
        <button
          type="button"
          class="button"
          aria-disabled={names.length === 0}
          onClick={() => {
            isAsked.value = true
            if (names.length > 0) from.onBegin()
          }}
        >
          {t('beginRound')}
        </button>
      </div>
    </div>
  )
}

function Turn(from: {
  readonly table: Table
  readonly at: number
  readonly said: Draft<readonly string[]>
  readonly onBack: () => void
  readonly onNext: () => void
}) {
  const { table, at, said } = from
  const { own } = useHere()
  const name = table.names[at] ?? ''
  const next = table.names[at + 1]
  const text = useDraft(turnKey(own, at), said.value[at] ?? '')
  const on = (words: string) => {
    said.value = table.names.map((_, i) => (i === at ? words.trim() : (said.value[i] ?? '')))
    text.drop()
    from.onNext()
  }
  return (
    <div class="screen whole good turn">
      <Steps onBack={from.onBack} />
      <div class="middle">
        <p class="hint">{t('place', { n: at + 1, all: table.names.length })}</p>
        <Heading>{name}</Heading>
        <p class="lead big">{t('say')}</p>
      </div>
      <Write label={t('write')} draft={text} as="line" max={900} />
      <div class="foot stuck">
        <button type="button" class="button ink" onClick={() => on(text.value)}>
          {next === undefined ? t('finish') : t('next', { name: next })}
        </button>
        <button type="button" class="quiet" onClick={() => on('')}>
          {t('pass')}
        </button>
      </div>
    </div>
  )
}

function End(from: {
  readonly table: Table
  readonly said: readonly string[]
  readonly onBack: () => void
  readonly onOver: () => void
}) {
  const { table } = from
  const tend = useTend()
  const items = table.names.flatMap((name, i) =>
    from.said[i] ? [t('said', { name, text: from.said[i] })] : [],
  )
  const keep = async () => {
    const day = tend.today.value
    await tend.keep('gratitude', { day, way: 'dinner', items }, { shared: table.shared })
    from.onOver()
    announce(s('kept'))
    back()
  }
  return (
    <div class="screen whole good">
      <Steps onBack={from.onBack} />
      <Heading>{t('round')}</Heading>
      <p class="lead">{t(items.length > 0 ? 'roundWritten' : 'roundEmpty')}</p>
      <ul class="stack">
        {items.map((item) => (
          <li key={item} class="says">
            {item}
          </li>
        ))}
      </ul>
      <div class="foot stuck">
        <button type="button" class="button" onClick={keep}>
          {s('keep')}
        </button>
        <button type="button" class="quiet" onClick={from.onOver}>
          {t('discard')}
        </button>
      </div>
    </div>
  )
}
