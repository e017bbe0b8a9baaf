/** Every screen and its address. Today comes with the app; the others are fetched when first opened. */
import type { ComponentType } from 'preact'
import type { Params } from './router.ts'
import Today from './screens/today.tsx'

type Screen = ComponentType<{ params: Params }>
type Load = { readonly screen: Screen } | { readonly fetch: () => Promise<{ default: Screen }> }

export const tabs = [
  { name: 'today', path: '/a/today' },
  { name: 'practise', path: '/a/practise' },
  { name: 'story', path: '/a/story' },
  { name: 'garden', path: '/a/garden' },
] as const

export const routes: readonly (readonly [pattern: string, load: Load])[] = [
  ['/a/today', { screen: Today as Screen }],
  ['/a/begin', { fetch: () => import('./screens/begin.tsx') }],
  ['/a/practise', { fetch: () => import('./screens/practise.tsx') }],
  ['/a/practise/:id', { fetch: () => import('./screens/practice.tsx') }],
  ['/a/story', { fetch: () => import('./screens/story.tsx') }],
  ['/a/story/:id', { fetch: () => import('./screens/entry.tsx') }],
  ['/a/garden', { fetch: () => import('./screens/garden.tsx') }],
  ['/a/checkin', { fetch: () => import('./screens/checkin.tsx') }],
  ['/a/question', { fetch: () => import('./screens/question.tsx') }],
  ['/a/thanks', { fetch: () => import('./screens/thanks.tsx') }],
  ['/a/good', { fetch: () => import('./screens/good.tsx') }],
  ['/a/habit', { fetch: () => import('./screens/habit.tsx') }],
  ['/a/bids', { fetch: () => import('./screens/bids.tsx') }],
  ['/a/day', { fetch: () => import('./screens/day.tsx') }],
  ['/a/next', { fetch: () => import('./screens/next.tsx') }],
  ['/a/check/:id', { fetch: () => import('./screens/check.tsx') }],
  ['/a/learn', { fetch: () => import('./screens/learn.tsx') }],
  ['/a/learn/:shelf', { fetch: () => import('./screens/learn.tsx') }],
  ['/a/you', { fetch: () => import('./screens/you.tsx') }],
  ['/a/you/data', { fetch: () => import('./screens/data.tsx') }],
  ['/a/you/people', { fetch: () => import('./screens/people.tsx') }],
  ['/a/you/bond', { fetch: () => import('./screens/bond.tsx') }],
  ['/a/you/sharing', { fetch: () => import('./screens/sharing.tsx') }],
  ['/a/you/invite', { fetch: () => import('./screens/invite.tsx') }],
  ['/a/join', { fetch: () => import('./screens/join.tsx') }],
  ['/a/pass', { fetch: () => import('./screens/pass.tsx') }],
  ['/a/info', { fetch: () => import('./screens/info.tsx') }],
  ['/a/lost', { fetch: () => import('./screens/lost.tsx') }],
]
