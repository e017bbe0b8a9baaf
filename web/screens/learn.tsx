/**
 * Good to know: six shelves of short cards, searched together. Every card leads to something to try that is for this
 * person; what somebody searched and opened is remembered for the visit, so that trying it and coming back is easy.
 */
import './learn.css'
import { type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { nearest, type Reader } from '../../core/browse.ts'
import type { Shelf } from '../../core/content.ts'
import { useFacts } from '../facts.ts'
import { createFinder, type Find } from '../finder.ts'
import { FindField } from '../parts/find.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { go, type Params } from '../router.ts'
import { knowledge } from '../shelf.ts'
import { useHere } from '../tend.ts'
import { useVisit } from '../visit.ts'
import en from '../words/en/learn.json'
import { words } from '../words.ts'

const t = words('learn', en)

type Card = Shelf['cards'][number]

const look: Record<Shelf['id'], { icon: IconName; tone: 'a' | 'b' | '' }> = {
  glossary: { icon: 'book', tone: '' },
  myths: { icon: 'practise', tone: 'b' },
  mistakes: { icon: 'repeat', tone: 'a' },
  questions: { icon: 'question', tone: 'b' },
  barriers: { icon: 'wave', tone: '' },
  rituals: { icon: 'sun', tone: 'a' },
}
const order = Object.keys(look) as readonly Shelf['id'][]
const foundMax = 20

const shelves: Signal<readonly Shelf[] | undefined> = signal(undefined)
const find: Signal<Find | undefined> = signal(undefined)

export default function Learn({ params }: { params: Params }) {
  const id = params['shelf']
  useEffect(() => {
    if (shelves.value) return
    void knowledge().then((all) => {
      shelves.value = order.flatMap((one) => all.find((shelf) => shelf.id === one) ?? [])
    })
  }, [])
  const shelf = shelves.value?.find((one) => one.id === id)
  useEffect(() => {
    if (id !== undefined && shelves.value && !shelf) go('/a/lost', 'replace')
  }, [id, shelves.value])
  if (id === undefined) return <Shelves />
  return (
    <div class="screen whole learn">
      <Top to="/a/learn" />
      {shelf && (
        <>
          <Heading>{shelf.title}</Heading>
          <p class="lead">{shelf.lead}</p>
          <Cards cards={shelf.cards.map((card) => ({ shelf, card }))} />
        </>
      )}
    </div>
  )
}

function Shelves() {
  const { own } = useHere()
  const text = useVisit(`${own}.learn`, '')
  const ready = () => {
    if (!find.value && shelves.value)
      void createFinder(findable(shelves.value)).then((made) => {
        find.value = made
      })
  }
  useEffect(() => {
    if (text.value) ready()
  }, [shelves.value])
  const isSearching = text.value.trim() !== ''
  const ids = isSearching ? find.value?.(text.value) : undefined
  const found = ids?.flatMap((id) => placed(id) ?? []).slice(0, foundMax)
  return (
    <div class="screen whole learn">
      <Top to="/a/practise" />
      <Heading>{t('title')}</Heading>
      <p class="lead">{t('lead')}</p>
      <FindField
        label={t('search')}
        example={t('searchExample')}
        value={text.value}
        onReady={ready}
        onInput={(typed) => {
          text.value = typed
        }}
      />
      <p class="away" role="status">
        {found ? t('found', { n: found.length }) : ''}
      </p>
      {!isSearching && shelves.value && (
        <ul class="rows">
          {shelves.value.map((shelf) => (
            <ShelfRow key={shelf.id} shelf={shelf} />
          ))}
        </ul>
      )}
      {found && found.length > 0 && (
        <section class="stack tight">
          <h2>{t('found', { n: found.length })}</h2>
          <Cards cards={found} mixed />
        </section>
      )}
      {found?.length === 0 && (
        <section class="stack tight">
          <h2>{t('nothing')}</h2>
          <p class="lead">{t('nothingText')}</p>
          <button
            type="button"
            class="link"
            onClick={() => {
              text.value = ''
            }}
          >
            {t('clear')}
          </button>
        </section>
      )}
    </div>
  )
}

const ShelfRow = ({ shelf }: { shelf: Shelf }) => (
  <li>
    <a class="row" href={`/a/learn/${shelf.id}`}>
      <span class={`glyph ${look[shelf.id].tone}`}>
        <Icon name={look[shelf.id].icon} size={22} />
      </span>
      <span>
        <b>{shelf.title}</b>
        <small>{t('cards', { n: shelf.cards.length })}</small>
      </span>
      <span class="end">
        <Icon name="chevron" size={20} />
      </span>
    </a>
  </li>
)

type Placed = { readonly shelf: Shelf; readonly card: Card }

/** `mixed`: cards of several shelves, so each says where it stands. */
function Cards({ cards, mixed }: { cards: readonly Placed[]; mixed?: boolean }) {
  const { me, bond, own } = useHere()
  const open = useVisit<readonly string[]>(`${own}.learn.open`, [])
  const facts = useFacts()
  const reader: Reader = { form: bond?.form ?? 'partner', noTouch: me.noTouch, noEyes: me.noEyes }
  const toggle = (id: string, isOpen: boolean) => {
    const others = open.value.filter((one) => one !== id)
    open.value = isOpen ? [...others, id] : others
  }
  return (
    <div class="cards">
      {cards.map(({ shelf, card }) => {
        const id = idOf(shelf, card)
        const fact = facts.value && nearest(facts.value, card.practice, reader)
        return (
          <details
            key={id}
            class="fold"
            open={open.value.includes(id)}
            onToggle={(event) => toggle(id, event.currentTarget.open)}
          >
            <summary>
              <span>
                {mixed && <small class="hint">{shelf.title}</small>}
                {shelf.id === 'myths' && !mixed && (
                  <small class={open.value.includes(id) ? 'hint' : 'away'}>{t('peopleSay')} </small>
                )}
                {shelf.id === 'myths' ? `“${card.title}”` : card.title}
              </span>
              <span class="end">
                <Icon name="chevron" size={20} />
              </span>
            </summary>
            <CardText shelf={shelf} card={card} />
            {fact && (
              <a class="link" href={`/a/practise/${fact.id}`}>
                {t('try', { title: fact.title })}
              </a>
            )}
          </details>
        )
      })}
    </div>
  )
}

function CardText({ shelf, card }: Placed) {
  const isMyth = shelf.id === 'myths'
  return (
    <div class="stack tight">
      {isMyth && <b>{t('holdsUp')}</b>}
      {card.text.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {card.instead && (
        <p class="instead">
          <b>{t('instead')}.</b> {card.instead}
        </p>
      )}
    </div>
  )
}

const idOf = (shelf: Shelf, card: Card) => `${shelf.id}.${card.id}`

function placed(id: string): Placed | undefined {
  for (const shelf of shelves.value ?? [])
    for (const card of shelf.cards) if (idOf(shelf, card) === id) return { shelf, card }
  return undefined
}

const findable = (all: readonly Shelf[]) =>
  all.flatMap((shelf) =>
    shelf.cards.map((card) => ({
      id: idOf(shelf, card),
      title: card.title,
      text: [...card.text, card.instead ?? ''].join(' '),
      also: [...(card.also ?? []), shelf.title].join(' '),
    })),
  )
