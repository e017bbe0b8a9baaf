/** What was chosen in a check, question by question. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Check } from '../../../core/content.ts'
import { fieldsOf, type Rec } from '../../../core/record.ts'
import { check as fetchCheck } from '../../shelf.ts'

export function Answers({ rec }: { rec: Rec }) {
  const { check: id = '', answers = {} } = fieldsOf('check', rec)
  const known = useSignal<Check | undefined>(undefined)
  useEffect(() => {
    void fetchCheck(id).then((loaded) => {
      known.value = loaded
    })
  }, [id])
  const chosen = (known.value?.questions ?? []).flatMap((question) => {
    const option = question.options.find((one) => one.id === answers[question.id])
    return option ? [{ id: question.id, question: question.text, answer: option.text }] : []
  })
  return (
    <dl class="answers">
      {chosen.map(({ id: of, question, answer }) => (
        <div key={of}>
          <dt>{question}</dt>
          <dd>{answer}</dd>
        </div>
      ))}
    </dl>
  )
}
