/** The tools of the app, as one door to all of them. */
import type { IconName } from '../../parts/icon.tsx'
import { toolPath } from '../../tools.ts'

export const tools = [
  { name: 'checkin', icon: 'wave', tone: '', to: toolPath.checkin },
  { name: 'question', icon: 'question', tone: 'b', to: toolPath.question },
  { name: 'appreciation', icon: 'heart', tone: 'a', to: toolPath.appreciation },
  { name: 'gratitude', icon: 'sun', tone: 'a', to: toolPath.gratitude },
  { name: 'highlow', icon: 'moon', tone: 'b', to: toolPath.highlow },
  { name: 'bids', icon: 'spark', tone: 'a', to: toolPath.bids },
  { name: 'habit', icon: 'repeat', tone: '', to: toolPath.habit },
  { name: 'next', icon: 'list', tone: '', to: toolPath.next },
  { name: 'check', icon: 'table', tone: 'b', to: '/a/check/a03' },
  { name: 'learn', icon: 'book', tone: '', to: '/a/learn' },
] as const satisfies readonly { name: string; icon: IconName; tone: 'a' | 'b' | ''; to: string }[]

export type Tool = (typeof tools)[number]
