/**
 * Answers of a check become words. Nothing is added up: what comes out is which sentences are there, which one might be
 * tended, and what may be said about an answer. There is no number in it, so none can be shown, compared or stored.
 */
import * as v from 'valibot'
import { Barrier, type Check, Style } from './content.ts'
import type { Fields } from './record.ts'

/** The id of the chosen option by the id of the question. A question that was skipped is not in it. */
export type Answers = Readonly<Record<string, string>>
export type Question = Check['questions'][number]
export type Option = Question['options'][number]

export type Answered = { readonly question: Question; readonly option: Option }

/** What was answered, in the order of the questions. An answer the check does not know is as good as none. */
export function answeredOf(check: Check, answers: Answers): readonly Answered[] {
  return check.questions.flatMap((question) => {
    const option = question.options.find((one) => one.id === answers[question.id])
    return option ? [{ question, option }] : []
  })
}

export type Groups = {
  /** What is there: read first. */
  readonly there: readonly Answered[]
  /** What could be tended, the furthest away first. */
  readonly open: readonly Answered[]
}

/** For a check whose options go from "there" to "not there", as those with something to tend do. */
export function groupsOf(check: Check, answers: Answers): Groups {
  const answered = answeredOf(check, answers)
  const placeOf = ({ question, option }: Answered) => question.options.indexOf(option)
  return {
    there: answered.filter((one) => placeOf(one) === 0),
    open: answered.filter((one) => placeOf(one) > 0).sort((one, other) => placeOf(other) - placeOf(one)),
  }
}

/** Whether a check is one in which a sentence is chosen to tend. */
export const isTended = (check: Check): boolean =>
  check.questions.some((question) => question.practice !== undefined)

const closeness = v.picklist(['very-close', 'mostly-close', 'now-and-then', 'distant'])

/** What the quick questions change in my side of the bond. A question that was skipped changes nothing. */
export function bondOf(
  check: Check,
  answers: Answers,
): Pick<Fields<'bond'>, 'closeness' | 'barrier' | 'style'> {
  if (check.id !== 'a01') return {}
  return {
    ...(v.is(closeness, answers['closeness']) && { closeness: answers['closeness'] }),
    ...(v.is(Barrier, answers['barrier']) && { barrier: answers['barrier'] }),
    ...(v.is(Style, answers['style']) && { style: answers['style'] }),
  }
}

/** A question as a plain sentence, without the note in brackets at its end that says how to answer it. */
export const sentenceOf = (question: Question, form: Fields<'bond'>['form']): string =>
  textOf(question, form).replace(/\s*[(（][^()（）]*[)）]\s*$/, '')

/** The question as it is asked of a partner, or of anybody else. */
export const textOf = (question: Question, form: Fields<'bond'>['form']): string =>
  (form !== undefined && form !== 'partner' && question.textForOthers) || question.text
