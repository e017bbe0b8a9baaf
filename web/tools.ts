/** Where each tool of the app lives. Addresses say nothing (SR-23). */
import type { Practice } from '../core/content.ts'

export const toolPath: Record<NonNullable<Practice['tool']>, string> = {
  checkin: '/a/checkin',
  question: '/a/question',
  appreciation: '/a/thanks',
  gratitude: '/a/good',
  habit: '/a/habit',
  bids: '/a/bids',
  highlow: '/a/day',
  next: '/a/next',
}
