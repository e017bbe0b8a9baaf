/**
 * What lies on the table: the question that is being asked, for each depth, and what has been done with the others.
 * A question stays until it is answered, passed or moved on from; then the next one is laid.
 */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Deck, Form } from '../../../core/content.ts'
import { type Ask, asksOf, type Depth, type Mark, nextPrompt } from '../../../core/deck.ts'
import { type Fields, fieldsOf, type Rec } from '../../../core/record.ts'
import { type Draft, draft, useDraft } from '../../draft.ts'
import { useRecords } from '../../live.ts'
import { useWriter } from '../../parts/writer.ts'
import { deck } from '../../shelf.ts'
import { useHere, useTend } from '../../tend.ts'

/** A question on the table. `all`: it was laid because every other one is resting. */
export type Laid = Ask & { readonly all?: boolean }
/** By depth, and remembered: the question of this morning is the question of this evening. */
type OnTable = Partial<Record<Depth, Laid>>

const tableKey = (space: string) => `${space}.question.table`
export const answerKey = (space: string, ask: string) => `${space}.question.answer.${ask}`

export type Table = NonNullable<ReturnType<typeof useTable>>

export const deckId = (form: Form, depth: Depth) => `${form === 'partner' ? 'couple' : form}-${depth}`

/** `laying`: whether a question may be laid now, which counts as seeing it. */
export function useTable(depth: Depth, laying: boolean) {
  const tend = useTend()
  const { bond, own: space } = useHere()
  const form = bond?.form ?? 'partner'
  const day = tend.today.value
  const onTable: Draft<OnTable> = useDraft<OnTable>(tableKey(space), {})
  const loaded = useDeck(form, depth)
  const done = useRecords(['prompt'], { mineOnly: true, limit: 500 })
  const answers = useRecords(['answer'], { limit: 500 })
  const { isMine } = useWriter()
  const ownRecords = useRecords(['question'], { limit: 200 })

  /** Marks of this visit. The store tells of them a moment later, and somebody may be quick. */
  const lately = useRef<Mark[]>([])

  const laid = onTable.value[depth]
  const current = laid?.form === form ? laid : undefined
  const marks = done.value && answers.value && marksOf(done.value, answers.value.filter(isMine))
  const own = ownRecords.value?.flatMap((rec) => ownAsk(rec) ?? [])
  const isReady = loaded !== undefined && marks !== undefined && own !== undefined

  const mark = (ask: Ask, fields: Fields<'prompt'>) => {
    lately.current.push({ prompt: ask.id, seen: fields.seen, passed: fields.passed })
    return tend.keep('prompt', { ...fields, prompt: ask.id }, { of: ask.id })
  }

  const lay = (ask: Laid) => {
    onTable.value = { ...onTable.value, [ask.depth]: ask }
    return mark(ask, { seen: day })
  }
  const layNext = async () => {
    if (!isReady) return
    const prompts = [...asksOf(loaded), ...own]
    const done = [...marks, ...lately.current]
    const { all, next } = nextPrompt({ prompts, marks: done, day, form, depth, seed: space + day })
    if (next) await lay({ ...next, all })
  }

  useEffect(() => {
    if (laying && isReady && !current) void layNext()
  })

  return {
    form,
    deck: loaded,
    isOwn: (ask: Ask) => own?.some(({ id }) => id === ask.id) ?? false,
    own,
    ownRecords: ownRecords.value,
    current,
    favourites: done.value
      ?.filter((rec) => fieldsOf('prompt', rec).favourite)
      .map((rec) => fieldsOf('prompt', rec).prompt ?? ''),
    mark,
    lay,
    /** It was answered: the place is empty until somebody asks for the next one. */
    clear: () => {
      const { [depth]: _, ...others } = onTable.value
      onTable.value = others
    },
    another: layNext,
    pass: async (ask: Ask) => {
      await mark(ask, { passed: day })
      await layNext()
    },
  }
}

/** What was written and not kept waits for its writer, with the question on their table. */
export function leaveWaiting(space: string, ask: Ask, text: string): void {
  const waiting = draft(answerKey(space, ask.id), '')
  waiting.value = waiting.value ? `${waiting.value}\n\n${text}` : text
  const table = draft<OnTable>(tableKey(space), {})
  table.value = { ...table.value, [ask.depth]: ask }
}

function useDeck(form: Form, depth: Depth): Deck | undefined {
  const loaded = useSignal<Deck | undefined>(undefined)
  useEffect(() => {
    void deck(deckId(form, depth)).then((found) => {
      loaded.value = found
    })
  }, [form, depth])
  const now = loaded.value
  return now?.form === form && now.depth === depth ? now : undefined
}

export const textOf = (ask: Ask, literal: boolean | undefined): string =>
  literal ? (ask.literal ?? ask.text) : ask.text

export function ownAsk(rec: Rec): Ask | undefined {
  const { text, form, depth } = fieldsOf('question', rec)
  return text && form && depth ? { id: rec.id, text, form, depth } : undefined
}

/** In the order in which they were last written; what was answered after all is no longer a pass. */
const marksOf = (prompts: readonly Rec[], answers: readonly Rec[]): readonly Mark[] => [
  ...[...prompts]
    .sort((one, other) => (one.h < other.h ? -1 : 1))
    .flatMap((rec) => {
      const { prompt, seen, passed } = fieldsOf('prompt', rec)
      return prompt ? [{ prompt, seen, passed }] : []
    }),
  ...[...answers].reverse().flatMap((rec) => {
    const { prompt, day } = fieldsOf('answer', rec)
    return prompt && day ? [{ prompt, seen: day }] : []
  }),
]
