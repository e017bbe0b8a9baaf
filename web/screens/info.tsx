/**
 * The page for when something is wrong. Two taps from everywhere, offline, without unlocking anything, and it leaves no
 * trace: the country is asked afresh each time unless it was chosen in the settings, and nothing at all is written.
 * [Note: No alarm about the other]
 */
import './info.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Helplines, HelpPage } from '../../core/content.ts'
import { type Day, daysBetween } from '../../core/day.ts'
import { dateText } from '../days.ts'
import { Heading } from '../parts/heading.tsx'
import { Top } from '../parts/top.tsx'
import { helplines, helpPage } from '../shelf.ts'
import { useTend } from '../tend.ts'
import en from '../words/en/info.json'
import { language, words } from '../words.ts'

const t = words('info', en)

/** A line that nobody has checked for so long is not shown: a wrong number can kill. */
const staleDays = 365

export default function Info() {
  const tend = useTend()
  const page = useSignal<HelpPage | undefined>(undefined)
  const countries = useSignal<readonly Helplines[]>([])
  const country = useSignal(tend.here.value?.me.country ?? '')
  useEffect(() => {
    void Promise.all([helpPage(), helplines()]).then(([loaded, all]) => {
      countries.value = all
      page.value = loaded
    })
  }, [])
  if (!page.value) return <div class="screen whole" />
  return (
    <div class="screen whole help">
      <Top to="/a/today" />
      <Heading>{page.value.title}</Heading>
      <p class="lead">{page.value.lead}</p>
      <section class="stack">
        <h2>{t('numbers')}</h2>
        <label class="field">
          <span class="label">{t('country')}</span>
          <span class="hint">{t('countryHint')}</span>
          <select
            class="input"
            value={country.value}
            onChange={(event) => {
              country.value = event.currentTarget.value
            }}
          >
            <option value="">{t('other')}</option>
            {byName(countries.value).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Numbers of={countries.value.find((one) => one.country === country.value)} today={tend.today.value} />
      </section>
      {page.value.sections.map((section) => (
        <section key={section.id} class="stack tight">
          <h2>{section.title}</h2>
          {section.text.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {section.points && (
            <ul class="points">
              {section.points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          )}
        </section>
      ))}
      <div class="foot">
        <a class="quiet" href="/a/today">
          {t('back')}
        </a>
      </div>
    </div>
  )
}

function Numbers({ of, today }: { of: Helplines | undefined; today: Day }) {
  const shown = of?.lines.filter((line) => daysBetween(line.checkedOn, today) < staleDays) ?? []
  const stale = (of?.lines.length ?? 0) > shown.length
  return (
    <>
      <div class="numbers" aria-live="polite">
        <section class="number now">
          <h3>{t('emergency')}</h3>
          {of ? (
            of.emergency.map(({ number, note }) => (
              <p key={number}>
                <a class="call" href={`tel:${number}`}>
                  {number}
                </a>
                {note && <span class="hint"> {note}</span>}
              </p>
            ))
          ) : (
            <p>{t('emergencyOther')}</p>
          )}
        </section>
        {shown.map((line) => (
          <Line key={line.id} line={line} />
        ))}
        {stale && <p class="note">{t('stale')}</p>}
        {of && of.lines.length === 0 && <p class="note">{t('noLine')}</p>}
      </div>
      <p class="hint">
        {t('log')} {t('onPhone')}
      </p>
    </>
  )
}

function Line({ line }: { line: Helplines['lines'][number] }) {
  return (
    <section class="number">
      <h3>{t(line.kind)}</h3>
      <p>
        {line.name}
        {line.audience && `, ${line.audience}`}
      </p>
      {line.contacts.map((contact) => (
        <p key={contact.type + contact.value}>
          <a class="call" href={addressOf(contact)}>
            {t(contact.type === 'tel' ? 'call' : contact.type === 'sms' ? 'text' : 'whatsapp', {
              number: contact.value,
            })}
          </a>
          <span class="hint">
            {' '}
            {[contact.hours, contact.languages, contact.note, contact.notOnBill && t('notOnBill')]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
      ))}
      <p class="hint">
        {t('checked', {
          day: dateText(line.checkedOn),
          source: line.sources.map((source) => source.name).join('; '),
        })}
      </p>
    </section>
  )
}

/** WhatsApp has no address of its own that stays on the device, so the number is given to the phone. */
const addressOf = ({ type, value }: { type: string; value: string }): string =>
  `${type === 'sms' ? 'sms' : 'tel'}:${value.replace(/[^\d+#*]/g, '').replaceAll('#', '%23')}`

function byName(countries: readonly Helplines[]): readonly (readonly [code: string, name: string])[] {
  const names = new Intl.DisplayNames(language.value.tag, { type: 'region' })
  return countries
    .map(({ country }) => [country, names.of(country) ?? country] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, language.value.tag))
}
