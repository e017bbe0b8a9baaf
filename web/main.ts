/** Wires the page: the store behind its worker, the person who is here, the screens. Nothing is decided here. */
import { h, render } from 'preact'
import { connectStore } from '../store/client.ts'
import { App } from './app.tsx'
import { connector } from './connect.ts'
import { coverUnseen } from './cover.ts'
import { isErasing } from './erase.ts'
import { listenForInvitation } from './invited.ts'
import { listenForLeaving } from './parts/leave.ts'
import { watchForTrouble } from './parts/trouble.tsx'
import { listen } from './router.ts'
import { readSnapshot } from './snapshot.ts'
import { askToStay } from './stay.ts'
import { createTend, type Tend } from './tend.ts'
import { followTheme } from './theme.ts'
import { scriptUrl } from './trusted.ts'
import { watchForUpdates } from './update.ts'
import workerUrl from './worker.ts?worker&url'

listenForInvitation()
const worker = new Worker(scriptUrl(workerUrl), { type: 'module' })
const store = connectStore(worker, () => {
  if (!isErasing()) location.replace('/a/begin')
})
const tend: Tend = createTend(store, { onKept: askToStay, connect: connector(store, () => tend) })

listen()
listenForLeaving()
watchForTrouble()
followTheme(tend)
coverUnseen(tend)
const root = document.getElementById('app')
if (root) render(h(App, { tend }), root)
if (!readSnapshot()) void import('./screens/begin.tsx')
// What is needed offline comes after what is needed now.
void tend.open().finally(watchForUpdates)
