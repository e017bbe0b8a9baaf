/**
 * Words for feelings and needs: a few at once, all of them in a sheet with what each can feel like, and one's own.
 * What is kept is the word's id, or the word itself when it is one's own.
 */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { WordList } from '../../core/content.ts'
import { fieldsOf } from '../../core/record.ts'
import { useDraft } from '../draft.ts'
import { useRecords } from '../live.ts'
import { wordList } from '../shelf.ts'
import { useHere, useTend } from '../tend.ts'
import en from '../words/en/checkin.json'
import { words } from '../words.ts'
import { Chips } from './choose.tsx'
import { Icon } from './icon.tsx'
import { Sheet } from './sheet.tsx'
import { Write } from './write.tsx'

const t = words('checkin', en)

/** The words shown before anybody asks for more: the first of each group. */
const atOnce = (list: WordList, count: number) =>
  list.groups.flatMap((group) => group.words.slice(0, 1)).slice(0, count)

export function WordPicker(from: {
  readonly list: 'feelings' | 'needs'
  readonly label: string
  readonly more: string
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
}) {
  const tend = useTend()
  const here = useHere()
  const list = useSignal<WordList | undefined>(undefined)
  const open = useSignal(false)
  const own = useRecords(['word'], { mineOnly: true, limit: 200 })
  const word = useDraft(`${here.own}.word.${from.list}`, '')
  useEffect(() => {
    void wordList(from.list).then((loaded) => {
      list.value = loaded
    })
  }, [from.list])

  const known = (list.value?.groups ?? []).flatMap((group) => group.words)
  const mine = (own.value ?? [])
    .map((rec) => fieldsOf('word', rec))
    .filter((one) => one.list === from.list)
    .flatMap((one) => one.text ?? [])
  const shown = list.value ? atOnce(list.value, 8) : []
  const chosen = from.value.filter((id) => !shown.some((one) => one.id === id))
  const textOf = (id: string) => known.find((one) => one.id === id)?.text ?? id
  const add = async () => {
    const text = word.value.trim()
    if (!text) return
    await tend.keep('word', { list: from.list, text })
    from.onChange([...from.value, text])
    word.value = ''
  }
  return (
    <div class="stack tight">
      <Chips
        legend={from.label}
        shown
        options={[...shown, ...chosen.map((id) => ({ id, text: textOf(id) }))]}
        value={from.value}
        onChange={from.onChange}
      />
      <button
        type="button"
        class="link"
        onClick={() => {
          open.value = true
        }}
      >
        {from.more}
      </button>
      <Sheet
        open={open.value}
        onClose={() => {
          open.value = false
        }}
        label={from.label}
      >
        <h2>{from.label}</h2>
        {list.value?.groups.map((group) => (
          <section key={group.id} class="stack tight">
            <Chips
              legend={group.title}
              shown
              options={group.words}
              value={from.value}
              onChange={from.onChange}
            />
            <details class="fold">
              <summary class="hint">
                {t('meanings')}
                <span class="end">
                  <Icon name="chevron" size={20} />
                </span>
              </summary>
              <dl class="hint">
                {group.words.map((one) => (
                  <div key={one.id}>
                    <dt>
                      <b>{one.text}</b>
                    </dt>
                    <dd>{one.hint}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </section>
        ))}
        {mine.length > 0 && (
          <Chips
            legend={t('own')}
            options={mine.map((text) => ({ id: text, text }))}
            value={from.value}
            onChange={from.onChange}
          />
        )}
        <Write as="line" label={t('own')} draft={word} max={60} />
        <button type="button" class="button soft" onClick={add}>
          {t('add')}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            open.value = false
          }}
        >
          {t('done')}
        </button>
      </Sheet>
    </div>
  )
}
