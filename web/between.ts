/**
 * What goes on between this phone and others, for the person who is here: what each line tells is kept true in their
 * bonds, they are introduced to those they share with, and answers that are due open. Screens ask through `lines`.
 *
 * What surprises: all of it may run at any time and as often as it likes. It looks at what is there and writes only what
 * is missing, so two pages, two devices, or a page that dies in the middle do no harm.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type Line, reconciled } from '../core/reconcile.ts'
import { fieldsOf } from '../core/record.ts'
import type { Side } from '../core/sharing.ts'
import type { Lines, Pairing, Standing } from '../sync/line.ts'
import { circleKinds } from './circle.ts'
import { connectLines, type Guest } from './lines.ts'
import { keepStranded, openDue } from './promise.ts'
import { takeBackShared } from './takeback.ts'
import { type Bond, type Person, sideOf, type Tend } from './tend.ts'
import { markWired, writeWired } from './wired.ts'

export type Between = {
  readonly lines: Lines
  /** The lines of the person who is here. */
  readonly standing: ReadonlySignal<readonly Standing[]>
  /** Where the person who is here and somebody else are with joining hands. Nobody sees another's. */
  readonly pairing: ReadonlySignal<Pairing | undefined>
  /** The line of a bond that is open, or the last one that was. */
  readonly lineOf: (bond: Bond | undefined) => Standing | undefined
  /** Makes ready for lines on this device: from now on they are asked for at every start. */
  readonly begin: () => Promise<void>
  readonly leave: (line: Standing, how: { readonly takeBack: boolean }) => Promise<void>
}

export async function openBetween(tend: Tend, guest: Guest): Promise<Between> {
  const lines = connectLines(guest)
  const all: Signal<readonly Standing[]> = signal([])
  const last: Signal<Pairing | undefined> = signal(undefined)
  const mine = computed(() => tend.here.value?.me.space)
  const standing = computed(() => all.value.filter((line) => line.owner === mine.value))
  const pairing = computed(() => (last.value?.owner === mine.value ? last.value : undefined))
  lines.watch((news) => {
    if (news.tell === 'standing') all.value = news.lines
    else last.value = news.pairing
  })
  all.value = await lines.standing()
  last.value = await lines.pairing()

  const settle = inTurn(() => settled(tend, { all: all.value, mine: standing.value }))
  effect(() => {
    // Read here, so that it runs again whenever one of them is another.
    void [all.value, tend.here.value]
    void settle()
  })
  tend.store.watch((touched) => {
    if (touched.kinds.some((kind) => answers.has(kind))) void settle()
  })
  const wake = () => {
    if (document.visibilityState !== 'hidden') void lines.wake()
  }
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)

  return {
    lines,
    standing,
    pairing,
    lineOf: (bond) => lineOf(standing.value, bond),
    begin: () => markWired(tend.store),
    leave: async (line, { takeBack }) => {
      settle.pause()
      try {
        if (takeBack) await takeBackShared(tend, [line.space])
        // Unless something is to be taken back, what has not gone out by now never does.
        await lines.leave(line.space, { first: takeBack ? 'send' : 'nothing' })
      } finally {
        settle.goOn()
      }
    },
  }
}

const answers: ReadonlySet<string> = new Set(circleKinds)

/** The open one first; a bond may have had lines before. */
function lineOf(lines: readonly Standing[], bond: Bond | undefined): Standing | undefined {
  const about = lines.filter((line) => line.about === bond?.rec.id)
  return (
    about.find((line) => line.space === bond?.shared) ??
    about.find((line) => !line.closed && !line.left) ??
    about.at(-1)
  )
}

/** Brings the records of the person who is here into line with the lines. */
async function settled(
  tend: Tend,
  lines: { readonly all: readonly Standing[]; readonly mine: readonly Standing[] },
): Promise<void> {
  if (await writeWired(tend.store, lines.all)) await tend.look()
  const here = tend.here.value
  if (!here) return
  const changes = reconciled(here.bonds.map(bonded), lines.mine.map(toLine))
  for (const { bond, fields } of changes) {
    const rec = here.bonds.find((one) => one.rec.id === bond)?.rec
    if (rec) await tend.change('bond', rec, fields)
  }
  if (changes.length > 0) await tend.look()
  for (const bond of tend.here.value?.bonds ?? []) {
    await keepStranded(tend, sideOf({ me: here.me, bond }))
    const line = lines.mine.find((one) => one.space === bond.shared && one.people.includes(one.person))
    if (!line || line.closed || line.left) continue
    const side = sideOf({ me: here.me, bond })
    await introduce(tend, { me: here.me, side, to: [...line.people].sort((one, other) => one - other) })
    await openDue(tend, side, line.people)
  }
}

const bonded = ({ rec, shared, slot, before }: Bond) => ({ id: rec.id, shared, slot, before })
const toLine = ({ space, about, person, people, closed, left }: Standing): Line => ({
  space,
  about,
  person,
  people,
  closed,
  left,
})

/** Who I am, for everybody who is there now. What they call me follows what I call myself. */
async function introduce(
  tend: Tend,
  from: { readonly me: Person; readonly side: Side; readonly to: readonly number[] },
): Promise<void> {
  const { side, to } = from
  const { name, flower } = from.me
  if (side.shared === undefined) return
  const members = await tend.store.list({ spaces: [side.shared], kinds: ['member'], limit: 100 })
  const known = members.find((rec) => rec.by === side.slot)
  if (!known) {
    const fields = { name, flower, since: tend.today.value, to: [...to] }
    await tend.keep('member', fields, { shared: true, of: 'member', in: side })
    return
  }
  const said = fieldsOf('member', known)
  const isToAll = to.every((person) => said.to?.includes(person))
  if (said.name !== name || said.flower !== flower || !isToAll)
    await tend.change('member', known, { name, flower, to: [...to] })
}

/** One at a time, and once more if it was asked for meanwhile. */
function inTurn(work: () => Promise<void>) {
  let running = false
  let again = false
  let paused = false
  const run = async () => {
    again = true
    if (running || paused) return
    running = true
    try {
      while (again && !paused) {
        again = false
        await work()
      }
    } finally {
      running = false
    }
  }
  return Object.assign(run, {
    pause: () => {
      paused = true
    },
    goOn: () => {
      paused = false
      void run()
    },
  })
}
