/**
 * Practise: the door to every tool, and all the small things to do. Nothing is asked for here; one may look, search
 * and narrow, and what was chosen stays while one goes into a practice and comes back.
 */
import './practise.css'
import { type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { byPillar, companyOf, countOf, isFor, narrow, type Reader, type Wanted } from '../../core/browse.ts'
import { type Pillar, pillars } from '../../core/content.ts'
import type { Fact } from '../../core/library.ts'
import { useFacts } from '../facts.ts'
import { createFinder, type Find, type Findable } from '../finder.ts'
import { Avatars, facesOf } from '../parts/avatar.tsx'
import { FindField } from '../parts/find.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Ways } from '../parts/top.tsx'
import { useHere } from '../tend.ts'
import { useVisit } from '../visit.ts'
import en from '../words/en/practise.json'
import shell from '../words/en/shell.json'
import { words } from '../words.ts'
import { Narrow } from './practise/choose.tsx'
import { type Tool, tools } from './practise/tools.ts'

const t = words('practise', en)
const s = words('shell', shell)

type Looking = { readonly text: string; readonly wanted: Wanted; readonly open: readonly Pillar[] }
const blank: Looking = { text: '', wanted: {}, open: [] }
/** More would be a list again and not an answer. */
const foundMax = 30

const find: Signal<Find | undefined> = signal(undefined)

export default function Practise() {
  const here = useHere()
  const { me, bond, own } = here
  const looking = useVisit(`${own}.practise`, blank)
  const facts = useFacts()
  const { text, wanted } = looking.value
  const reader: Reader = { form: bond?.form ?? 'partner', noTouch: me.noTouch, noEyes: me.noEyes }
  const offered = facts.value?.filter((fact) => isFor(fact, reader))
  const ready = () => {
    if (!find.value && facts.value)
      void createFinder(findable(facts.value)).then((made) => {
        find.value = made
      })
  }
  // Back on this screen with something typed, the search is needed at once.
  useEffect(() => {
    if (text) ready()
  }, [facts.value])
  const set = (part: Partial<Looking>) => {
    looking.value = { ...looking.value, ...part }
  }
  const found = offered && foundIn(offered, looking.value)
  return (
    <div class="screen practise">
      <div class="top">
        <a class="avatars" href="/a/you">
          <Avatars faces={facesOf(here)} />
          <span class="away">{s('settings')}</span>
        </a>
        <Ways />
      </div>
      <Heading>{t('title')}</Heading>
      <FindField
        label={t('search')}
        example={t('searchExample')}
        value={text}
        onReady={ready}
        onInput={(typed) => set({ text: typed })}
      />
      <Narrow wanted={wanted} onChange={(next) => set({ wanted: next })} />
      <p class="away" role="status">
        {found ? t('found', { n: found.facts.length }) : ''}
      </p>
      {offered && isAll(looking.value) && <Everything facts={offered} looking={looking} reader={reader} />}
      {found && (
        <Results found={found} among={wanted.pillars} onClear={() => set({ text: '', wanted: {} })} />
      )}
    </div>
  )
}

function Everything(from: { facts: readonly Fact[]; looking: Signal<Looking>; reader: Reader }) {
  const { facts, looking, reader } = from
  const toggle = (pillar: Pillar, isOpen: boolean) => {
    const others = looking.value.open.filter((one) => one !== pillar)
    looking.value = { ...looking.value, open: isOpen ? [...others, pillar] : others }
  }
  const respect =
    reader.noTouch && reader.noEyes
      ? 'both'
      : reader.noTouch
        ? 'noTouch'
        : reader.noEyes
          ? 'noEyes'
          : undefined
  return (
    <>
      <section class="stack tight">
        <h2>{t('tools')}</h2>
        <Tools tools={tools} />
      </section>
      <section class="stack tight">
        <h2>{t('things')}</h2>
        <p class="hint">{respect ? t(`respect.${respect}`) : t('free')}</p>
        <div class="groups">
          {byPillar(facts).map((group) => (
            <details
              key={group.pillar}
              class="fold"
              open={looking.value.open.includes(group.pillar)}
              onToggle={(event) => toggle(group.pillar, event.currentTarget.open)}
            >
              <summary>
                <h3>{t(`pillar.${group.pillar}`)}</h3>
                <span class="end">
                  <Icon name="chevron" size={20} />
                </span>
              </summary>
              <Rows facts={group.facts} />
            </details>
          ))}
        </div>
      </section>
    </>
  )
}

const isAll = ({ text, wanted }: Looking) => text.trim() === '' && countOf(wanted) === 0

type Result = { readonly facts: readonly Fact[]; readonly tools: readonly Tool[]; readonly ranked: boolean }

/** Undefined while nothing is looked for, and while the search is on its way: rather nothing than something untrue. */
function foundIn(offered: readonly Fact[], { text, wanted }: Looking): Result | undefined {
  const narrowed = narrow(offered, wanted)
  if (text.trim() === '')
    return countOf(wanted) === 0 ? undefined : { facts: narrowed, tools: [], ranked: false }
  const ids = find.value?.(text)
  if (!ids) return undefined
  return {
    facts: ids.flatMap((id) => narrowed.find((fact) => fact.id === id) ?? []).slice(0, foundMax),
    tools: countOf(wanted) === 0 ? tools.filter((tool) => ids.includes(`tool:${tool.name}`)) : [],
    ranked: true,
  }
}

/** What was searched for is told best first; what was narrowed keeps its groups. */
function Results({
  found,
  among,
  onClear,
}: {
  found: Result
  among: readonly Pillar[] | undefined
  onClear: () => void
}) {
  const isNothing = found.facts.length === 0 && found.tools.length === 0
  const title = isNothing
    ? t('nothing')
    : found.facts.length > 0
      ? t('found', { n: found.facts.length })
      : t('tools')
  return (
    <section class="stack tight">
      <div class="line">
        <h2>{title}</h2>
        <button type="button" class="link" onClick={onClear}>
          {t('clear')}
        </button>
      </div>
      {isNothing && (
        <>
          <p class="lead">{t('nothingText')}</p>
          <a class="link" href="/a/learn">
            {t('nothingLearn')}
          </a>
        </>
      )}
      {found.tools.length > 0 && <Tools tools={found.tools} />}
      {found.ranked
        ? found.facts.length > 0 && <Rows facts={found.facts} />
        : byPillar(found.facts, among?.length ? among : pillars).map((group) => (
            <section key={group.pillar} class="stack tight group">
              <h3>{t(`pillar.${group.pillar}`)}</h3>
              <Rows facts={group.facts} />
            </section>
          ))}
    </section>
  )
}

const Tools = ({ tools: shown }: { tools: readonly Tool[] }) => (
  <ul class="tools">
    {shown.map(({ name, icon, tone, to }) => (
      <li key={name}>
        <a class="row" href={to}>
          <span class={`glyph ${tone}`}>
            <Icon name={icon} size={20} />
          </span>
          <b>{t(`tool.${name}`)}</b>
        </a>
      </li>
    ))}
  </ul>
)

const Rows = ({ facts }: { facts: readonly Fact[] }) => (
  <ul class="rows">
    {facts.map((fact) => (
      <li key={fact.id}>
        <a class="row" href={`/a/practise/${fact.id}`}>
          <span>
            <b>{fact.title}</b>
            <small class="clip">{fact.lead}</small>
            <small class="meta">
              {s('minutes', { n: fact.minutes })}, {t(companyOf(fact))}
            </small>
          </span>
        </a>
      </li>
    ))}
  </ul>
)

const findable = (facts: readonly Fact[]): readonly Findable[] => [
  ...facts.map(({ id, title, lead, pillars: about }) => ({
    id,
    title,
    text: lead,
    also: about.map((pillar) => `${t(`pillar.${pillar}`)} ${t(`also.${pillar}`)}`).join(' '),
  })),
  ...tools.map(({ name }) => ({
    id: `tool:${name}`,
    title: t(`tool.${name}`),
    text: '',
    also: t(`toolAlso.${name}`),
  })),
]
