/** A day as somebody told it: the high, the low, or the story, and how it felt. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { WordList } from '../../../core/content.ts'
import type { Told } from '../../../core/diary.ts'
import { fieldsOf, type Rec, type SpaceId } from '../../../core/record.ts'
import { dayText } from '../../days.ts'
import { dropDrafts } from '../../draft.ts'
import { Avatar } from '../../parts/avatar.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { dropPage } from '../../parts/unfinished.tsx'
import { wordList } from '../../shelf.ts'
import { useHere, useTend } from '../../tend.ts'
import en from '../../words/en/day.json'
import shell from '../../words/en/shell.json'
import { words } from '../../words.ts'

const t = words('day', en)
const s = words('shell', shell)

export type ToldRec = Told & { readonly rec: Rec; readonly h: string }

/** `own` is the space of the person who is here: what lies there is theirs alone. */
export function toldOf(rec: Rec, about: { isMine: (rec: Rec) => boolean; own: SpaceId }): ToldRec {
  return {
    ...fieldsOf('highlow', rec),
    rec,
    h: rec.h,
    mine: about.isMine(rec),
    shared: rec.space !== about.own,
  }
}

export function TheDay(from: {
  readonly told: ToldRec
  /** Stands beside another's, so that it says whose it is. */
  readonly many: boolean
  /** Two people look at it together: each has a name, and nothing can be changed. */
  readonly atTheTable?: boolean
}) {
  const { told, many, atTheTable } = from
  const { me, bond, others } = useHere()
  const [their] = others
  const name = bond?.name ?? s('someone')
  const feelings = useFeelings(told.feelings ?? [])
  return (
    <article class="card told">
      {(many || told.shared) && (
        <p class="who">
          <Avatar
            name={told.mine ? me.name : name}
            flower={told.mine ? me.flower : (their?.flower ?? 'heather')}
          />
          {told.mine ? (atTheTable && me.name) || t('you') : name}
          {!atTheTable && (
            <span class="hint">
              <Icon name={told.shared ? 'people' : 'lock'} size={16} />
              {told.shared ? t('sharedWith', { name }) : t('onlyYou')}
            </span>
          )}
        </p>
      )}
      {(told.high || told.low) && (
        <dl>
          {told.high && (
            <div>
              <dt>
                <Icon name="sun" size={22} />
                <span class="away">{t('high')}</span>
              </dt>
              <dd>{told.high}</dd>
            </div>
          )}
          {told.low && (
            <div class="lowpart">
              <dt>
                <Icon name="moon" size={22} />
                <span class="away">{t('low')}</span>
              </dt>
              <dd>{told.low}</dd>
            </div>
          )}
        </dl>
      )}
      {told.story && <p class="tale">{told.story}</p>}
      {feelings && <p class="hint">{feelings}</p>}
      {told.mine && !atTheTable && <TakeBack told={told} />}
    </article>
  )
}

/** The words for feelings, from their ids; somebody's own word is its own id. */
function useFeelings(ids: readonly string[]): string {
  const list = useSignal<WordList | undefined>(undefined)
  useEffect(() => {
    if (ids.length > 0)
      void wordList('feelings').then((found) => {
        list.value = found
      })
  }, [ids.length])
  const known = list.value?.groups.flatMap((group) => group.words)
  return known ? ids.map((id) => known.find((word) => word.id === id)?.text ?? id).join(', ') : ''
}

function TakeBack({ told }: { told: ToldRec }) {
  const tend = useTend()
  const { own } = useHere()
  const open = useSignal(false)
  const close = () => {
    open.value = false
  }
  const take = async () => {
    close()
    await tend.erase(told.rec)
    // What was being written anew goes as well, on whichever screen it was.
    dropPage(own, told.rec)
    dropDrafts(`${own}.entry.${told.rec.id}`)
    announce(t('gone'))
  }
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={t('takeBack', { day: dayText(told.day ?? tend.today.value, tend.today.value) })}
        onClick={() => {
          open.value = true
        }}
      >
        <Icon name="trash" size={20} />
      </button>
      <Sheet open={open.value} onClose={close} label={t('takeBackTitle')}>
        <h2>{t('takeBackTitle')}</h2>
        <p class="lead">{t('takeBackText')}</p>
        <button type="button" class="button" onClick={take}>
          {t('takeBackYes')}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {s('notNow')}
        </button>
      </Sheet>
    </>
  )
}
