/**
 * Today's one small thing: found again if it was offered before, otherwise worked out and kept, so that it stays the
 * same all day and on every screen. What may be offered is `core/plan.ts`'s to say; this only gathers what it needs.
 */

import type { Pillar } from '../core/content.ts'
import { addDays, type Day } from '../core/day.ts'
import type { Fact } from '../core/library.ts'
import { isEligible, type Reason, type Situation, suggest } from '../core/plan.ts'
import { type Fields, fieldsOf, type Rec } from '../core/record.ts'
import { slotIn } from '../core/sharing.ts'
import type { Query } from '../store/store.ts'
import { check, practiceFacts } from './shelf.ts'
import { type Here, sideOf, type Tend } from './tend.ts'
import { toolKinds } from './tools.ts'

export type Offer = {
  readonly rec: Rec
  readonly fact: Fact
  readonly reasons: readonly Reason[]
  readonly done: boolean
}

/** How often one may ask for another one in a day. After that the day may rest. */
const othersMax = 4

export async function offerOfToday(tend: Tend): Promise<Offer | undefined> {
  const here = tend.here.value
  if (!here) return undefined
  const day = tend.today.value
  const facts = await practiceFacts()
  const asked = { spaces: [here.own], kinds: ['offer'], from: day, until: day }
  const offers = (await tend.store.list(asked)).map((rec) => ({ rec, ...fieldsOf('offer', rec) }))
  // Read only when the plan is asked: once the small thing is done, Today looks again without it.
  let gathered: Situation | undefined
  const situation = async () => {
    gathered ??= await situationOf(tend, here, day)
    return gathered
  }
  for (const { rec, practice, reasons, became } of offers) {
    const fact = facts.find((known) => known.id === practice)
    if (!fact) continue
    const done = became === 'done' || (became === undefined && (await toolUsed(tend, here, fact)))
    if (done || (became === undefined && stillFits(fact, await situation())))
      return { rec, fact, reasons: (reasons ?? []) as Reason[], done }
  }
  if (offers.length > othersMax) return undefined
  const found = suggest(facts, await situation())
  if (!found) return undefined
  const fields: Fields<'offer'> = { day, practice: found.fact.id, reasons: [...found.reasons] }
  const rec = await tend.keep('offer', fields, { of: `${day}.${offers.length}` })
  return { rec, fact: found.fact, reasons: found.reasons, done: false }
}

/** What somebody wrote themselves, for themselves or to share. What the other shared changes nothing here. */
async function ownOf(tend: Tend, here: Here, query: Omit<Query, 'spaces'>): Promise<readonly Rec[]> {
  const side = sideOf(here)
  const records = await tend.store.list({ spaces: tend.spaces.value, ...query })
  return records.filter((rec) => slotIn(side, rec.space) === rec.by)
}

/** Whether the tool that helps with it was used today. */
async function toolUsed(tend: Tend, here: Here, { tool }: Fact): Promise<boolean> {
  if (!tool) return false
  const day = tend.today.value
  return (await ownOf(tend, here, { kinds: toolKinds[tool], from: day, until: day })).length > 0
}

/** Settings, or the day, may have changed since it was offered. That it was offered today is no reason against it. */
function stillFits(fact: Fact, situation: Situation): boolean {
  const history = situation.history.filter(
    (past) => past.practice !== fact.id || past.day !== situation.day || past.became !== undefined,
  )
  return isEligible(fact, { ...situation, history })
}

/** What the plan is told of somebody: only what they wrote themselves. [Note: No alarm about the other] */
export async function situationOf(tend: Tend, here: Here, day: Day): Promise<Situation> {
  const mine = [here.own]
  const { store } = tend
  const since = addDays(day, -90)
  const [offers, dones, checkins, [tended]] = await Promise.all([
    store.list({ spaces: mine, kinds: ['offer'], from: since, limit: 300 }),
    ownOf(tend, here, { kinds: ['done'], from: since, limit: 500 }),
    ownOf(tend, here, { kinds: ['checkin'], from: addDays(day, -7) }),
    store.list({ spaces: mine, kinds: ['check'], from: addDays(day, -14), limit: 1 }),
  ])
  const lately = checkins.map((rec) => fieldsOf('checkin', rec))
  // Told twice, for oneself and to share, a day is still one day.
  const days = lately.filter(({ day: of }, i) => lately.findIndex((one) => one.day === of) === i)
  const past = [
    // That it was done is told by what was done; counted here too, five things would look like ten.
    ...offers
      .map((rec) => fieldsOf('offer', rec))
      .map((offer) => (offer.became === 'done' ? { ...offer, became: undefined } : offer)),
    ...dones.map((rec) => ({ ...fieldsOf('done', rec), became: 'done' })),
  ]
  const { me, bond } = here
  return {
    day,
    form: bond?.form ?? 'partner',
    capacity: me.capacity ?? 'normal',
    minutes: me.minutes,
    barrier: bond?.barrier,
    style: bond?.style,
    closeness: bond?.closeness,
    tend: await tendedPillar(tended),
    apart: bond?.apart,
    noTouch: me.noTouch,
    noEyes: me.noEyes,
    signs: {
      justFought: lately.some((one) => one.stressor === 'us' && (one.day ?? '') >= addDays(day, -1)),
      lowTrust: bond?.barrier === 'trust',
      closeness: days.flatMap((one) => one.closeness ?? []),
    },
    history: past.flatMap((one) =>
      one.practice && one.day ? [{ practice: one.practice, day: one.day, became: one.became }] : [],
    ),
  }
}

/** The pillar of the point somebody chose to tend in their last check. */
async function tendedPillar(rec: Rec | undefined): Promise<Pillar | undefined> {
  if (!rec) return undefined
  const { check: id, tend } = fieldsOf('check', rec)
  if (!id || !tend) return undefined
  return (await check(id))?.questions.find((question) => question.id === tend)?.pillars?.[0]
}
