/** The tools of the app: where each lives, and what it leaves behind when it was used. */
import type { Practice } from '../core/content.ts'
import type { Kind } from '../core/record.ts'

type Tool = NonNullable<Practice['tool']>

/** Addresses say nothing (SR-23). */
export const toolPath: Record<Tool, string> = {
  checkin: '/a/checkin',
  question: '/a/question',
  appreciation: '/a/thanks',
  gratitude: '/a/good',
  habit: '/a/habit',
  bids: '/a/bids',
  highlow: '/a/day',
  next: '/a/next',
}

/** Somebody who kept one of these has done what the tool is for, wherever they came from. */
export const toolKinds: Record<Tool, readonly Kind[]> = {
  checkin: ['checkin'],
  question: ['answer'],
  appreciation: ['appreciation'],
  gratitude: ['gratitude'],
  habit: ['habit', 'mark'],
  bids: ['bid'],
  highlow: ['highlow'],
  next: ['step'],
}
