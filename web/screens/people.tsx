/**
 * Who lives on this phone, and how somebody joins: an explanation first, then the phone changes hands. From that moment
 * nobody is "here", so nothing of the one who asked can be reached, whatever is pressed. Whoever says "Not now" leaves
 * no trace and no reason.
 */
import './people.css'
import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { FlowerFace } from '../parts/flowers.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Top, Ways } from '../parts/top.tsx'
import { go, restart } from '../router.ts'
import { writeSnapshot } from '../snapshot.ts'
import { type Here, type Neighbour, useTend } from '../tend.ts'
import en from '../words/en/people.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Agree } from './people/agree.tsx'
import { Join } from './people/join.tsx'
import { Leave } from './people/leave.tsx'

const t = words('people', en)
const s = words('shell', shell)

/** A joining on its way: who asked, and the others who have still to say that it is all right. */
type Way = { readonly host: Neighbour; readonly toAsk: readonly Neighbour[] }

export default function People() {
  const tend = useTend()
  const here = tend.here.value
  const explaining = useSignal(false)
  const way = useSignal<Way | undefined>(undefined)
  // A page that was opened anew in the middle has forgotten who asked. Then it begins again with who is here.
  useEffect(() => {
    if (!tend.here.value && !way.value) go('/a/pass', 'replace')
  }, [here])

  const begin = async () => {
    if (!here) return
    const host = here.people.find((person) => person.space === here.me.space)
    if (!host) return
    way.value = { host, toAsk: here.people.filter((person) => person.together) }
    writeSnapshot(undefined)
    await tend.switchTo(undefined)
    restart('/a/you/people')
  }
  if (way.value) return <OnTheWay way={way as Signal<Way>} />
  if (!here) return null
  if (explaining.value)
    return (
      <Explain
        here={here}
        onPass={begin}
        onNo={() => {
          explaining.value = false
        }}
      />
    )
  return (
    <List
      here={here}
      onAdd={() => {
        explaining.value = true
        scrollTo({ top: 0 })
      }}
    />
  )
}

function List({ here, onAdd }: { here: Here; onAdd: () => void }) {
  const { me, people } = here
  return (
    <div class="screen whole">
      <Top to="/a/you" />
      <Heading>{t('title')}</Heading>
      <p class="lead">{t(people.length === 1 ? 'alone' : 'some')}</p>
      <ul class="rows">
        {people.map((person) => (
          <li key={person.space} class="row">
            <FlowerFace flower={person.flower} />
            <span>
              <b>{person.name ?? t('unnamed')}</b>
              <small>{t(person.space === me.space ? 'you' : person.together ? 'with' : 'apart')}</small>
            </span>
          </li>
        ))}
      </ul>
      <div class="stack tight">
        <a class="quiet" href="/a/you">
          <Icon name="pen" size={20} />
          {t('rename')}
        </a>
        <Leave here={here} />
      </div>
      <div class="foot">
        <button type="button" class="button" onClick={onAdd}>
          {t('add')}
        </button>
      </div>
    </div>
  )
}

function Explain({ here, onPass, onNo }: { here: Here; onPass: () => void; onNo: () => void }) {
  const others = here.people.some((person) => person.together)
  return (
    <div class="screen whole">
      <div class="top">
        <button type="button" class="icon-button" aria-label={s('back')} onClick={onNo}>
          <Icon name="back" />
        </button>
        <Ways />
      </div>
      <Heading>{t(others ? 'explainMore' : 'explain')}</Heading>
      <ul class="points">
        {(['own', 'shared', 'private', 'limit'] as const).map((point) => (
          <li key={point}>{t(`explain.${point}`)}</li>
        ))}
      </ul>
      {others && <p class="note">{t('explain.agree')}</p>}
      <div class="foot stuck">
        <button type="button" class="button" onClick={onPass}>
          {t('pass')}
        </button>
        <button type="button" class="quiet" onClick={onNo}>
          {s('notNow')}
        </button>
      </div>
    </div>
  )
}

/** The phone goes round: to each who is asked, then to the one who joins. */
function OnTheWay({ way }: { way: Signal<Way> }) {
  const arrived = useSignal(false)
  const { host, toAsk } = way.value
  const [asked, ...later] = toAsk
  const stop = () => go('/a/pass', 'replace')
  if (!arrived.value)
    return (
      <Passing
        to={asked && (asked.name ?? t('unnamed'))}
        onReady={() => {
          arrived.value = true
        }}
      />
    )
  if (asked)
    return (
      <Agree
        key={asked.space}
        who={asked}
        onYes={() => {
          way.value = { host, toAsk: later }
          arrived.value = false
        }}
        onNo={stop}
      />
    )
  return <Join host={host} onNo={stop} />
}

/** The veil between two people: nothing of anybody, until the other has the phone. */
function Passing({ to, onReady }: { to: string | undefined; onReady: () => void }) {
  return (
    <div class="screen whole veil">
      <Top />
      <span class="swapglyph">
        <Icon name="swap" size={32} />
      </span>
      <Heading>{to ? t('passTo', { name: to }) : t('passToUnnamed')}</Heading>
      <p class="lead">{t('passText')}</p>
      <div class="foot">
        <button type="button" class="button ink" onClick={onReady}>
          {t('ready')}
        </button>
      </div>
    </div>
  )
}
