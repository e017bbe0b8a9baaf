/** The sheet behind the question: favourites, which can be asked whenever one likes, and questions of one's own. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Deck } from '../../../core/content.ts'
import { type Ask, asksOf, type Depth, depths } from '../../../core/deck.ts'
import { useDraft } from '../../draft.ts'
import { Chips, Segments } from '../../parts/choose.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { useShared, Visibility } from '../../parts/visibility.tsx'
import { Write } from '../../parts/write.tsx'
import { deck } from '../../shelf.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/question.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'
import { deckId, ownAsk, type Table, textOf } from './table.ts'

const t = words('question', en)
const s = words('shell', shell)

type Opened = 'lists' | 'add' | { readonly removing: Ask }

export function Lists(from: {
  readonly open: boolean
  readonly depth: Depth
  readonly table: Table
  readonly onClose: () => void
  readonly onAsk: (ask: Ask) => void
}) {
  const opened = useSignal<Opened>('lists')
  const now = opened.value
  const toLists = () => {
    opened.value = 'lists'
  }
  return (
    <Sheet
      open={from.open}
      onClose={() => {
        toLists()
        from.onClose()
      }}
      label={t('lists')}
    >
      {now === 'add' ? (
        <Add depth={from.depth} table={from.table} onDone={toLists} />
      ) : now === 'lists' ? (
        <Both
          {...from}
          onAdd={() => {
            opened.value = 'add'
          }}
          onRemove={(removing) => {
            opened.value = { removing }
          }}
        />
      ) : (
        <Removing ask={now.removing} table={from.table} onDone={toLists} />
      )}
    </Sheet>
  )
}

function Both(from: {
  readonly table: Table
  readonly onAsk: (ask: Ask) => void
  readonly onAdd: () => void
  readonly onRemove: (ask: Ask) => void
}) {
  const { table } = from
  const { me } = useHere()
  const decks = useSignal<readonly Deck[] | undefined>(undefined)
  useEffect(() => {
    void Promise.all(depths.map((depth) => deck(deckId(table.form, depth)))).then((loaded) => {
      decks.value = loaded.flatMap((one) => one ?? [])
    })
  }, [table.form])
  if (!decks.value || !table.own || !table.favourites) return null
  const own = table.own.filter((ask) => ask.form === table.form)
  const liked = [...decks.value.flatMap(asksOf), ...own].filter(({ id }) => table.favourites?.includes(id))
  const row = (ask: Ask) => (
    <button type="button" class="row" onClick={() => from.onAsk(ask)}>
      <span>
        <b>{textOf(ask, me.literal)}</b>
        <small>{t(ask.depth)}</small>
      </span>
      <span class="end">
        <Icon name="chevron" size={20} />
      </span>
    </button>
  )
  return (
    <>
      <h2>{t('favourites')}</h2>
      {liked.length === 0 ? (
        <p class="lead">{t('noFavourites')}</p>
      ) : (
        <ul class="rows">
          {liked.map((ask) => (
            <li key={ask.id}>{row(ask)}</li>
          ))}
        </ul>
      )}
      <h2>{t('ownList')}</h2>
      {own.length === 0 ? (
        <p class="lead">{t('noOwn')}</p>
      ) : (
        <ul class="rows ownlist">
          {own.map((ask) => (
            <li key={ask.id}>
              {row(ask)}
              <button
                type="button"
                class="icon-button"
                aria-label={t('remove', { text: ask.text })}
                onClick={() => from.onRemove(ask)}
              >
                <Icon name="trash" size={20} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button soft" onClick={from.onAdd}>
        {t('add')}
      </button>
    </>
  )
}

function Add({ depth, table, onDone }: { depth: Depth; table: Table; onDone: () => void }) {
  const tend = useTend()
  const { own } = useHere()
  const draft = useDraft(`${own}.question.own`, '')
  const chosen = useSignal<Depth>(depth)
  const form = useSignal(table.form)
  const shared = useShared('question')
  const text = draft.value.trim()
  const keep = async () => {
    if (!text) return
    await tend.keep('question', { text, form: form.value, depth: chosen.value }, { shared: shared.value })
    draft.drop()
    announce(t('added'))
    onDone()
  }
  return (
    <>
      <h2>{t('add')}</h2>
      <Visibility
        kind="question"
        shared={shared.value}
        onChange={(next) => {
          shared.value = next
        }}
      />
      <Write label={t('addText')} hint={t('addHint')} draft={draft} max={200} />
      <Segments
        legend={t('depth')}
        options={depths.map((id) => ({ id, text: t(id) }))}
        value={chosen.value}
        onChoose={(id) => {
          chosen.value = id
        }}
      />
      <Chips
        legend={t('form')}
        shown
        single
        options={(['partner', 'friend', 'family'] as const).map((id) => ({ id, text: t(`form.${id}`) }))}
        value={[form.value]}
        onChange={([id]) => {
          if (id) form.value = id
        }}
      />
      <button type="button" class="button" aria-disabled={!text} onClick={keep}>
        {t('addKeep')}
      </button>
      <button type="button" class="quiet" onClick={onDone}>
        {s('notNow')}
      </button>
    </>
  )
}

function Removing({ ask, table, onDone }: { ask: Ask; table: Table; onDone: () => void }) {
  const tend = useTend()
  const rec = table.ownRecords?.find((one) => ownAsk(one)?.id === ask.id)
  return (
    <>
      <h2>{t('removeSure')}</h2>
      <p class="says">{ask.text}</p>
      <p class="lead">{t('removeText')}</p>
      <button type="button" class="button" onClick={onDone}>
        {t('removeNo')}
      </button>
      <button
        type="button"
        class="quiet danger"
        onClick={async () => {
          if (rec) await tend.erase(rec)
          onDone()
        }}
      >
        {t('removeYes')}
      </button>
    </>
  )
}
