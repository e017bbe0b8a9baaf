/**
 * Today: one small thing first, with the reason why; then at most what the day can carry; then it says that it is
 * enough. Until the store is open it shows its last picture, so the first frame is true and nothing moves after it.
 */
import './today.css'
import '../parts/garden/garden.css'
import { useSignal } from '@preact/signals'
import { addDays, weekOf } from '../../core/day.ts'
import { type Fields, fieldsOf, flowers } from '../../core/record.ts'
import { slotIn } from '../../core/sharing.ts'
import { greetingOf, type Item, isEnough, itemsOf, momentKinds } from '../../core/today.ts'
import type { Store } from '../../store/store.ts'
import { dayAs, weekdayText } from '../days.ts'
import { useLive } from '../live.ts'
import { offerOfToday } from '../offer.ts'
import { Avatars } from '../parts/avatar.tsx'
import { Choices } from '../parts/choose.tsx'
import { Drawing } from '../parts/garden/drawing.tsx'
import { drawSprout } from '../parts/garden/sprout.ts'
import { Heading } from '../parts/heading.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Meadow } from '../parts/meadow.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { announce } from '../parts/status.tsx'
import { Ways } from '../parts/top.tsx'
import { otherName } from '../parts/writer.ts'
import { readSnapshot, type Snapshot, writeSnapshot } from '../snapshot.ts'
import { type Here, type Person, sideOf, type Tend, useTend } from '../tend.ts'
import shell from '../words/en/shell.json'
import en from '../words/en/today.json'
import { words } from '../words.ts'

const t = words('today', en)
const s = words('shell', shell)

export default function Today() {
  const tend = useTend()
  const live = useView(tend)
  const own = tend.here.value?.own
  // Right after a change of bond the view is still that of the one before.
  const last = live && (own === undefined || live.own === own) ? live : readSnapshot(own)
  // Yesterday's picture still knows who is here, but not what today holds.
  const view = last?.day === tend.today.value ? last : undefined
  // The hour may be moved by a test; it is read where it is shown.
  const now = new Date()
  const beside = [...(last?.away ?? []), ...(last?.people ?? [])]
  const flower = beside.find((person) => person.flower !== last?.flower)?.flower ?? otherFlower(last?.flower)
  return (
    <div class="todaypage">
      <header class="hero">
        <Meadow
          hour={now.getHours()}
          month={now.getMonth() + 1}
          couple={[last?.flower ?? 'marigold', flower]}
        />
        <div class="top">
          <a class="avatars" href="/a/you">
            <Avatars faces={last ? [...last.people, ...last.away] : [{}]} />
            <span class="away">{t('openYou')}</span>
          </a>
          <Ways />
        </div>
        <div class="date">
          <p>{dayLine(tend.today.value)}</p>
          {last?.bond !== undefined && <BondNow name={last.bond} tend={tend} />}
        </div>
        <Heading>{greeting(now.getHours(), last?.name)}</Heading>
      </header>
      <div class="today">{view && <Sheets view={view} tend={tend} />}</div>
    </div>
  )
}

/** Which bond is open, and the way to another. Only where there is more than one. */
function BondNow({ name, tend }: { name: string; tend: Tend }) {
  const choosing = useSignal(false)
  const close = () => {
    choosing.value = false
  }
  const here = tend.here.value
  return (
    <>
      <button
        type="button"
        class="bondnow"
        onClick={() => {
          choosing.value = true
        }}
      >
        <span class="away">{t('bondNow')} </span>
        {name || s('someone')}
        <Icon name="chevron" size={18} />
      </button>
      <Sheet open={choosing.value} onClose={close} label={t('bonds')}>
        <h2>{t('bonds')}</h2>
        {here && (
          <Choices
            legend={t('bonds')}
            options={here.bonds.map(({ rec, name: of }) => ({ id: rec.id, text: of || s('someone') }))}
            value={here.bond?.rec.id}
            onChoose={(id) => {
              close()
              void tend.turnTo(id)
            }}
          />
        )}
        <p class="hint">{t('bondsText')}</p>
        <button type="button" class="quiet" onClick={close}>
          {s('close')}
        </button>
      </Sheet>
    </>
  )
}

function Sheets({ view, tend }: { view: Snapshot; tend: Tend }) {
  const done = view.items.filter((one) => one.done).length
  const enough = isEnough({ small: view.small?.done ?? false, items: done })
  return (
    <>
      {tend.keeping.value === 'memory' && <p class="note">{t('privateWindow')}</p>}
      {view.capacity === 'recovery' && <p class="lead">{t('recovery.text')}</p>}
      <SmallThing view={view} tend={tend} enough={enough} />
      {view.items.length > 0 && <Items view={view} />}
      <Capacity view={view} tend={tend} />
      {view.people.length > 1 && (
        <p class="line weekline">
          <span>{view.name ? t('isHere', { name: view.name }) : t('isHereNameless')}</span>
          <a class="link" href="/a/pass">
            {t('handOver')}
          </a>
        </p>
      )}
      <Week view={view} />
    </>
  )
}

function SmallThing({ view, tend, enough }: { view: Snapshot; tend: Tend; enough: boolean }) {
  const more = useSignal(false)
  const { small } = view
  if (!small) return <Resting title={t('rest.title')} text={t('rest.text')} />
  if (small.done)
    return (
      <section class="small">
        <h2>{t('enough')}</h2>
        <p class="lead">{t('enoughText')}</p>
        <a class="link" href={`/a/practise/${small.id}`}>
          {small.title}
        </a>
      </section>
    )
  const become = async (became: 'not-today' | 'less') => {
    more.value = false
    if (became === 'less') announce(t('lessSaid'))
    const offer = await offerOfToday(tend)
    if (offer) await tend.change('offer', offer.rec, { became })
  }
  return (
    <section class="small">
      <p class="kicker">
        <span>
          <Icon name="clock" size={17} />
          {s('minutes', { n: small.minutes })}
        </span>
        <span>
          <Icon name={small.alone ? 'person' : 'people'} size={17} />
          {t(small.alone ? 'alone' : 'together')}
        </span>
      </p>
      <h2>{small.title}</h2>
      <p class="lead">{enough ? t('enoughItems') : small.lead}</p>
      <p class="hint">{because(small.reasons)}</p>
      <a class="button" href={`/a/practise/${small.id}`}>
        {t('begin')}
      </a>
      <div class="under">
        <button type="button" class="quiet" onClick={() => become('not-today')}>
          {t('another')}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={t('more')}
          onClick={() => {
            more.value = true
          }}
        >
          <Icon name="dots" size={20} />
        </button>
      </div>
      <Sheet
        open={more.value}
        onClose={() => {
          more.value = false
        }}
        label={t('more')}
      >
        <h2>{small.title}</h2>
        <p class="lead">{because(small.reasons)}</p>
        <button type="button" class="button soft" onClick={() => become('less')}>
          {t('less')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            more.value = false
          }}
        >
          {s('close')}
        </button>
      </Sheet>
    </section>
  )
}

const Resting = ({ title, text }: { title: string; text: string }) => (
  <section class="small">
    <h2>{title}</h2>
    <p class="lead">{text}</p>
  </section>
)

const look: Record<Item, { icon: IconName; tone: 'a' | 'b' | ''; to: string }> = {
  checkin: { icon: 'wave', tone: '', to: '/a/checkin' },
  question: { icon: 'question', tone: 'b', to: '/a/question' },
  appreciation: { icon: 'heart', tone: 'a', to: '/a/thanks' },
  gratitude: { icon: 'sun', tone: 'a', to: '/a/good' },
  highlow: { icon: 'moon', tone: 'b', to: '/a/day' },
  bids: { icon: 'spark', tone: 'a', to: '/a/bids' },
  habit: { icon: 'repeat', tone: '', to: '/a/habit' },
  message: { icon: 'pen', tone: 'b', to: '/a/practise/a-line-in-the-middle-of-the-day' },
  warm: { icon: 'sun', tone: '', to: '/a/practise/six-second-greeting' },
}

function Items({ view }: { view: Snapshot }) {
  return (
    <section class="stack tight">
      <h2 class="away">{t(view.capacity === 'hectic' ? 'thread' : 'also')}</h2>
      {view.capacity === 'hectic' && <p class="lead">{t('hectic.text')}</p>}
      <ul class="rows">
        {view.items.map(({ item, done }) => (
          <li key={item}>
            <a class="row" href={look[item].to}>
              <span class={`glyph ${look[item].tone}`}>
                <Icon name={look[item].icon} size={22} />
              </span>
              <span>
                <b>{t(item)}</b>
                <small>{item === 'question' && waits(view) ? waits(view) : hintOf(item, done)}</small>
              </span>
              <span class="end">
                <Icon name={done ? 'tick' : 'chevron'} size={20} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

const hintOf = (item: Item, done: boolean) => (done ? t('itemDone') : t(`${item}.hint`))
const waits = ({ waits: name }: Snapshot) =>
  name === undefined ? '' : name ? t('question.waits', { name }) : t('question.waitsUnnamed')

function Capacity({ view, tend }: { view: Snapshot; tend: Tend }) {
  const open = useSignal(false)
  const choose = async (capacity: Snapshot['capacity']) => {
    open.value = false
    const here = tend.here.value
    if (here) await tend.change('person', here.me.rec, { capacity })
  }
  return (
    <>
      <p class="line weekline">
        <span>{t(`capacity.${view.capacity}`)}</span>
        <button
          type="button"
          class="link"
          onClick={() => {
            open.value = true
          }}
        >
          {t('change')}
          <span class="away"> {t('capacity')}</span>
        </button>
      </p>
      <Sheet
        open={open.value}
        onClose={() => {
          open.value = false
        }}
        label={t('capacity')}
      >
        <h2>{t('capacity')}</h2>
        <Choices
          legend={t('capacity')}
          options={(['normal', 'hectic', 'recovery'] as const).map((id) => ({
            id,
            text: t(`capacity.${id}`),
            hint: t(`capacity.${id}.hint`),
          }))}
          value={view.capacity}
          onChoose={choose}
        />
      </Sheet>
    </>
  )
}

function Week({ view }: { view: Snapshot }) {
  const monday = weekOf(view.day)
  const days = view.week.map((leaves, i) => ({ ...leaves, day: addDays(monday, i) }))
  const said = days.flatMap(({ day, mine, ours }) => {
    if (!mine && !ours) return []
    return t(mine && ours ? 'day.both' : mine ? 'day.mine' : 'day.ours', { day: weekdayText(day) })
  })
  return (
    <section class="stack tight">
      <p class="line weekline">
        <b>{t('week')}</b>
        <span>{t('moments', { n: view.moments })}</span>
      </p>
      <p class="away">{t('weekLabel', { days: said.join('; ') || t('weekEmpty') })}</p>
      <ol class="week" aria-hidden="true">
        {days.map(({ day, mine, ours }) => (
          <li key={day} class={day === view.day ? 'on' : undefined}>
            <Drawing drawing={drawSprout({ mine, ours })} />
            {dayAs(day, { weekday: 'narrow' })}
          </li>
        ))}
      </ol>
    </section>
  )
}

const kindOfItem: Partial<Record<Item, string>> = { habit: 'mark' }
/** What Today shows, worked out from the store; undefined until it has been. */
function useView(tend: Tend): Snapshot | undefined {
  const here = tend.here.value
  const day = tend.today.value
  const about = {
    spaces: tend.spaces.value,
    kinds: [...momentKinds, 'offer', 'habit', 'person', 'bond', 'commitment'],
    day,
    me: here?.me.rec.h,
    bond: here?.bond?.rec.h,
    bonds: here?.bonds.length,
    others: here?.others,
  }
  const view = useLive(async (store) => {
    if (!here) return undefined
    const [mine] = about.spaces
    const monday = weekOf(day)
    const [records, habits, offer, waits] = await Promise.all([
      store.list({
        spaces: about.spaces,
        kinds: momentKinds,
        from: monday,
        until: addDays(monday, 6),
        limit: 500,
      }),
      store.list({ spaces: [here.own], kinds: ['habit'], limit: 20 }),
      offerOfToday(tend),
      isAnswerWaiting(store, here),
    ])
    const active = habits
      .map((rec) => fieldsOf('habit', rec))
      .filter((habit) => !habit.paused && !habit.ended)
    const capacity = here.me.capacity ?? 'normal'
    const dayOf = (f: Readonly<Record<string, unknown>>) => (f as { day?: string }).day
    const side = sideOf(here)
    const today = records.filter((rec) => dayOf(rec.f) === day && rec.by === slotIn(side, rec.space))
    const items = itemsOf({ day, hour: new Date().getHours(), capacity, habits: active.length })
    const snapshot: Snapshot = {
      own: here.own,
      day,
      name: here.me.name ?? '',
      flower: here.me.flower ?? 'marigold',
      people: here.people.map(face),
      away: here.others.filter(({ space }) => space === undefined).map(face),
      bond: here.bonds.length > 1 ? (here.bond?.name ?? '') : undefined,
      capacity,
      small: offer && {
        id: offer.fact.id,
        title: offer.fact.title,
        lead: offer.fact.lead,
        minutes: offer.fact.minutes,
        alone: offer.fact.who.some((who) => who === 'solo' || who === 'async'),
        reasons: offer.reasons,
        done: offer.done,
      },
      items: items.map((item) => ({ item, done: today.some((rec) => isItem(item, rec.kind, rec.f)) })),
      week: Array.from({ length: 7 }, (_, i) => {
        const those = records.filter((rec) => dayOf(rec.f) === addDays(monday, i))
        return {
          mine: those.some((rec) => rec.space === mine),
          ours: those.some((rec) => rec.space !== mine),
        }
      }),
      moments: records.length,
      ...(waits && { waits: otherName(here) ?? '' }),
    }
    // Somebody else may be here by now, or a lock; then the phone must not remember this.
    const now = tend.here.value
    if (now?.own === here.own) writeSnapshot(now.me.lock ? undefined : snapshot)
    return snapshot
  }, about)
  return view.value
}

/** Only where there is somebody whose answer could wait; alone, the code for it is not even fetched. */
const isAnswerWaiting = async (store: Store, here: Here): Promise<boolean> =>
  here.others.length > 0 && (await import('../circle.ts')).isAnswerWaiting(store, here)

const face = ({ name, flower }: Pick<Person, 'name' | 'flower'>) => ({
  name: name ?? '',
  flower: flower ?? 'marigold',
})

function isItem(item: Item, kind: string, fields: Fields<'done'>): boolean {
  if (item === 'message' || item === 'warm')
    return kind === 'done' && look[item].to.endsWith(`/${fields.practice}`)
  return kind === (kindOfItem[item] ?? (item === 'bids' ? 'bid' : item))
}

function because(reasons: readonly string[]): string {
  const [one, two] = reasons.map((reason) =>
    t((reason.startsWith('tend:') ? 'tend' : reason) as keyof typeof en),
  )
  return one === undefined ? '' : two === undefined ? t('because', { one }) : t('because2', { one, two })
}

function greeting(hour: number, name: string | undefined) {
  const part = greetingOf(hour)
  return name ? (
    <>
      {t(`greet.${part}`)} <span class={isLong(name) ? 'name long' : 'name'}>{name}</span>
    </>
  ) : (
    t(`greetAlone.${part}`)
  )
}

/** A name with a long word in it is set smaller: broken in the middle it would be another name. */
const isLong = (name: string) => name.split(/[\s-]+/).some((word) => word.length > 9)

/** The bond is two plants, also when only one of them has the app. */
const otherFlower = (mine = 'marigold') =>
  flowers.find((flower) => flower !== mine && flower === 'heather') ?? 'marigold'

const dayLine = (day: string) => dayAs(day, { weekday: 'long', day: 'numeric', month: 'long' })
