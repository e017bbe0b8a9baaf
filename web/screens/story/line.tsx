/** One entry as it reads in the story: the words are the hero, what kind of thing it is stands small above them. */
import type { ComponentChildren } from 'preact'
import { type Entry, found, type Seen } from '../../../core/story.ts'
import { Icon } from '../../parts/icon.tsx'
import { chosenWord, factText, labelText, titleText, Whose } from '../../parts/told.tsx'
import en from '../../words/en/story.json'
import { words } from '../../words.ts'

const t = words('story', en)

/** The story shows the beginning of a long text; the entry shows it whole. */
const paragraphsMax = 3

export function Line({ seen: { rec, entry }, text }: { seen: Seen; text: string }) {
  const title = titleText(entry.title)
  const isNamed = !('key' in entry.title)
  const kind = `kind.${entry.kind}`
  const more = entry.compact ? chosen(entry) : ''
  return (
    <li class={`told ${entry.kind}${entry.compact ? ' compact' : ''}`}>
      {isNamed && !entry.compact && kind in en && (
        <p class="kind">
          <Icon name={entry.icon} size={16} />
          {t(kind as keyof typeof en)}
        </p>
      )}
      <h4 class={isNamed ? 'named' : 'kind'}>
        {(!isNamed || entry.compact) && <Icon name={entry.icon} size={16} />}
        <a href={`/a/story/${rec.id}`}>
          <Lit text={title} search={text} />
        </a>
      </h4>
      {more && <p class="more">{more}</p>}
      {entry.paragraphs.length > 0 && (
        <div class="words">
          {entry.paragraphs.slice(0, paragraphsMax).map(({ field, item, label, text: said }) => (
            <p key={`${field} ${item}`}>
              {label && <small>{labelText(label)}</small>}
              <Lit text={said} search={text} />
            </p>
          ))}
        </div>
      )}
      <Whose rec={rec} />
    </li>
  )
}

/** What was chosen rather than written, in a line. */
const chosen = ({ feelings, facts }: Entry): string =>
  [
    ...feelings.map((id) => chosenWord('feelings', id)),
    ...facts.slice(0, 1).flatMap((fact) => factText(fact) ?? []),
  ].join(' · ')

/** With the words that were looked for lit. */
function Lit({ text, search }: { text: string; search: string }): ComponentChildren {
  if (search === '') return text
  return found(text, search).map((piece, i) => (piece.hit ? <mark key={i}>{piece.text}</mark> : piece.text))
}
