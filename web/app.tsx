/**
 * The shell: which screen is open, the tabs below, and what is shown when something breaks. Screens are fetched when
 * first opened; until one is there the last one stays, so nothing flashes.
 */
import { signal, useComputed, useSignalEffect } from '@preact/signals'
import { Component, type ComponentChildren, type ComponentType } from 'preact'
import { Icon, type IconName } from './parts/icon.tsx'
import { leaveQuickly } from './parts/leave.ts'
import { Status } from './parts/status.tsx'
import { isInTrouble, TroubleScreen, TroubleSheet } from './parts/trouble.tsx'
import { go, match, type Params, path, shown } from './router.ts'
import { routes, tabs } from './screens.ts'
import { readSnapshot } from './snapshot.ts'
import { type Tend, TendContext } from './tend.ts'
import en from './words/en/shell.json'
import { words } from './words.ts'

const t = words('shell', en)

type Open = {
  readonly Screen: ComponentType<{ params: Params }>
  readonly params: Params
  readonly path: string
}
const open = signal<Open | undefined>(undefined)
/** Fetched when somebody with a lock is here. */
const lockScreen = signal<ComponentType | undefined>(undefined)

export function App({ tend }: { tend: Tend }) {
  const nobody = useComputed(() => tend.ready.value && tend.here.value === undefined)
  useSignalEffect(() => {
    if (tend.here.value?.me.lock) void fetchLock()
    if (tend.ready.value && tend.fresh() && !isOutside(path.value)) go('/a/begin', 'replace')
    else if (nobody.value && !tend.fresh() && !isBetween(path.value)) go('/a/pass', 'replace')
    else if (path.value === '/' || path.value === '/a') go('/a/today', 'replace')
    else void show(path.value)
  })
  const now = open.value
  // Before the store is open only Today can be shown, from its last picture; and help, which needs nobody.
  const early = now && (now.path === '/a/info' || (now.path === '/a/today' && readSnapshot() !== undefined))
  if (!tend.ready.value && isInTrouble() && now?.path !== '/a/info') return <TroubleScreen />
  if (!now || (!tend.ready.value && !early)) return <Opening />
  const locked = isLocked(tend, now.path)
  const Screen = locked ? lockScreen.value : now.Screen
  if (!Screen || (nobody.value && !isBetween(now.path))) return <Opening />
  const tab = locked ? undefined : tabs.find((one) => now.path === one.path)
  const key = `${now.path}${locked ? ' locked' : ''}`
  return (
    <TendContext.Provider value={tend}>
      <nav aria-label={t('leave')}>
        <a
          class="away"
          href="/tables.html"
          onClick={(event) => {
            event.preventDefault()
            leaveQuickly()
          }}
        >
          {t('leaveLong')}
        </a>
      </nav>
      <LastResort key={key}>
        <div class={tab ? 'app tabbed' : 'app'}>
          <main>
            <Screen key={key} params={now.params} />
          </main>
          {tab && <Tabs current={tab.path} />}
        </div>
      </LastResort>
      <Status />
      <TroubleSheet />
    </TendContext.Provider>
  )
}

/** Screens that need nobody to be here: help, the first questions, bringing in a file, and an invitation. */
const outside = ['/a/info', '/a/begin', '/a/you/data', '/a/join']
const isOutside = (address: string) => outside.includes(address)

/** Screens between two people on one phone, while nobody has said who is here. */
const isBetween = (address: string) =>
  isOutside(address) || address === '/a/pass' || address === '/a/you/people'

/** Screens that open without the code: help, which must (SR-38), and handing the phone over. */
const throughLock = ['/a/info', '/a/pass']

function isLocked(tend: Tend, address: string): boolean {
  if (throughLock.includes(address)) return false
  const lent = tend.lent.value
  const isElsewhere = lent !== undefined && lent !== address
  return tend.locked.value || (isElsewhere && tend.here.value?.me.lock !== undefined)
}

async function fetchLock() {
  lockScreen.value ??= (await import('./parts/locked.tsx')).Locked
}

async function show(address: string) {
  const found = match(routes, address) ?? match(routes, '/a/lost')
  if (!found) return
  const load = found.value
  const Screen = 'screen' in load ? load.screen : (await load.fetch()).default
  if (path.value !== address) return
  open.value = { Screen, params: found.params, path: address }
  shown()
}

function Tabs({ current }: { current: string }) {
  return (
    <nav class="tabs" aria-label={t('main')}>
      <ul>
        {tabs.map(({ name, path: to }) => (
          <li key={to}>
            <a href={to} data-replace aria-current={to === current ? 'page' : undefined}>
              <span class="ti">
                <Icon name={name as IconName} />
              </span>
              {t(name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The same first paint that the page came with, so that nothing moves while the store opens. */
function Opening() {
  return (
    <div class="opening">
      <svg width="56" height="56" viewBox="0 0 30 30" aria-hidden="true">
        <path d="M15 27V12" fill="none" stroke="var(--stem-a)" stroke-width="1.6" stroke-linecap="round" />
        <path d="M15 19C9.5 18.5 5.5 14.5 4.5 6.5 11 8 14.7 12 15 19Z" fill="var(--leaf-a2)" />
        <path
          d="M15 21C15 15 17.5 10.5 22 9.5 26.5 9 27.5 13.5 25 16.8 22.7 19.8 18.5 21 15 21Z"
          fill="var(--leaf-a)"
        />
      </svg>
      <p class="serif">Tend</p>
    </div>
  )
}

/** What only a bug can cause ends here, with a sentence and a way on. */
class LastResort extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false }
  static override getDerivedStateFromError = () => ({ broken: true })
  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <main class="screen whole">
        <h1>{t('broken')}</h1>
        <p class="lead">{t('brokenText')}</p>
        <div class="foot">
          <button type="button" class="button" onClick={() => location.assign('/a/today')}>
            {t('again')}
          </button>
        </div>
      </main>
    )
  }
}
