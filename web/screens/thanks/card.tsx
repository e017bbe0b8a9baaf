/** A finished thanks: ways to give it, the card it is printed on, and the earlier ones. */
import { fieldsOf } from '../../../core/record.ts'
import { dayText } from '../../days.ts'
import { useRecords } from '../../live.ts'
import { Heading } from '../../parts/heading.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { Top } from '../../parts/top.tsx'
import { useWriter } from '../../parts/writer.ts'
import { back } from '../../router.ts'
import { useHere, useTend } from '../../tend.ts'
import shell from '../../words/en/shell.json'
import en from '../../words/en/thanks.json'
import { words } from '../../words.ts'

const t = words('thanks', en)
const s = words('shell', shell)

/** What the printer gets: the words and nothing else. On the screen it is not there. */
export const Card = ({ text }: { text: string }) => (
  <p class="printed" aria-hidden="true">
    {text}
  </p>
)

export function WaysOn({ text, onAloud }: { text: string; onAloud: () => void }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => announce(t('copied')),
      // Some browsers ask, and may be told no.
      () => announce(t('copyFailed')),
    )
  return (
    <ul class="chips">
      <li>
        <button type="button" class="chip" onClick={onAloud}>
          <Icon name="wave" size={18} />
          {t('aloud')}
        </button>
      </li>
      <li>
        <button type="button" class="chip" onClick={copy}>
          <Icon name="file" size={18} />
          {t('copy')}
        </button>
      </li>
      <li>
        <button type="button" class="chip" onClick={() => print()}>
          <Icon name="heart" size={18} />
          {t('print')}
        </button>
      </li>
    </ul>
  )
}

export function Kept(from: {
  readonly text: string
  readonly rec: string | undefined
  readonly onAloud: (text: string) => void
  readonly onAnother: () => void
}) {
  const { text } = from
  const { bond } = useHere()
  return (
    <div class="screen whole thanks">
      <Card text={text} />
      <Top to="/a/today" x />
      <div class="middle">
        <p class="kicker">
          <span>
            <Icon name="tick" size={17} />
            {t('keptTitle')}
          </span>
        </p>
        <Heading class="said">{text}</Heading>
        <WaysOn text={text} onAloud={() => from.onAloud(text)} />
        <p class="hint">{t('neverSent', { name: bond?.name ?? s('someone') })}</p>
      </div>
      <div class="foot stuck">
        <button type="button" class="button" onClick={() => back()}>
          {s('done')}
        </button>
        <div class="line">
          <button type="button" class="quiet" onClick={from.onAnother}>
            {t('another')}
          </button>
          {from.rec && (
            <a class="quiet" href={`/a/story/${from.rec}`}>
              {t('change')}
            </a>
          )}
        </div>
      </div>
    </div>
  )
}

export function Earlier({ onOpen }: { onOpen: (text: string, rec: string) => void }) {
  const tend = useTend()
  const writer = useWriter()
  const kept = useRecords(['appreciation'], { limit: 20 })
  if (kept.value === undefined) return null
  return (
    <section class="stack tight">
      <h2>{t('earlier')}</h2>
      {kept.value.length === 0 ? (
        <p class="lead">{t('noEarlier')}</p>
      ) : (
        <ul class="rows">
          {kept.value.map((rec) => {
            const { day, words: said = '' } = fieldsOf('appreciation', rec)
            return (
              <li key={rec.id}>
                <button type="button" class="row" onClick={() => onOpen(said, rec.id)}>
                  <span>
                    <small>
                      {!writer.isMine(rec) && `${t('from', { name: writer.other })} · `}
                      {day && dayText(day, tend.today.value)}
                    </small>
                    <span class="said short">{said}</span>
                  </span>
                  <span class="end">
                    <Icon name="chevron" size={20} />
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
