/**
 * You and this phone: rows that open where they stand, each saying how things are now. What is changed here takes
 * effect at once; there is nothing to save and nothing to undo.
 */
import './you.css'
import type { ComponentChildren } from 'preact'
import { FlowerFace, flowerName } from '../parts/flowers.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { useHere } from '../tend.ts'
import en from '../words/en/you.json'
import { words } from '../words.ts'
import { About, Never } from './you/about.tsx'
import { BondSettings } from './you/bond.tsx'
import { LockSettings } from './you/lock.tsx'
import { Look, Name, Speaks } from './you/self.tsx'

const t = words('you', en)

export default function You() {
  const { me, bond } = useHere()
  return (
    <div class="screen whole you">
      <Top to="/a/today" />
      <Heading>{t('title')}</Heading>
      <Faces />
      <section class="stack tight">
        <h2>{t('yours')}</h2>
        <ul class="rows">
          <Fold
            icon="person"
            title={t('you')}
            now={[me.name, me.flower && flowerName(me.flower)].filter(Boolean).join(' · ')}
          >
            <Name />
          </Fold>
          <Fold
            icon="heart"
            tone="a"
            title={bond?.name ? t('bond', { name: bond.name }) : t('bondUnnamed')}
            now={bond?.form && t(`form.${bond.form}`)}
          >
            <BondSettings />
          </Fold>
          <Fold icon="question" tone="b" title={t('speaks')} now={speaksNow()}>
            <Speaks />
          </Fold>
          <Fold icon="moon" title={t('theme')} now={t(`theme.${me.theme ?? 'device'}`)}>
            <Look />
          </Fold>
          <Fold icon="lock" title={t('lock')} now={t(me.lock ? 'lock.on' : 'lock.off')}>
            <LockSettings />
          </Fold>
        </ul>
      </section>
      <Between />
      <ThisPhone />
      <section class="stack tight">
        <h2>{t('tend')}</h2>
        <ul class="rows">
          <Fold icon="eye" title={t('never')} now={t('neverHint')}>
            <Never />
          </Fold>
          <Fold icon="book" title={t('about')} now={t('aboutHint')}>
            <About />
          </Fold>
        </ul>
      </section>
    </div>
  )
}

/** Who lives here. With more than one, it is also the way to hand the phone over. */
function Faces() {
  const { me, people } = useHere()
  const others = people.filter((person) => person.space !== me.space)
  const faces = [me, ...others].map(({ space, flower }) => (
    <FlowerFace key={space} flower={flower} size="big" />
  ))
  const here = me.name ? t('here', { name: me.name }) : t('hereUnnamed')
  if (others.length === 0)
    return (
      <div class="faces">
        <span class="heads">{faces}</span>
        {me.name && <p class="serif">{me.name}</p>}
      </div>
    )
  return (
    <a class="faces" href="/a/pass">
      <span class="heads">{faces}</span>
      <span>
        <span class="serif">{here}</span>
        <span class="link">
          {t('handOver')}
          <Icon name="swap" size={18} />
        </span>
      </span>
    </a>
  )
}

/** Who is in the bond that is open, and what of mine goes to them. */
function Between() {
  const { bond } = useHere()
  const title = bond?.name ? t('bondScreen', { name: bond.name }) : t('bondScreenUnnamed')
  return (
    <section class="stack tight">
      <h2>{t('together')}</h2>
      <ul class="rows">
        <li>
          <a class="row" href="/a/you/bond">
            <RowText icon="people" tone="b" title={title} now={t('bondHint')} />
          </a>
        </li>
        <li>
          <a class="row" href="/a/you/sharing">
            <RowText icon="eye" title={t('sharing')} now={t('sharingHint')} />
          </a>
        </li>
      </ul>
    </section>
  )
}

function ThisPhone() {
  const { people } = useHere()
  const rows: readonly (readonly [to: string, icon: IconName, title: string, now: string])[] = [
    ['/a/you/people', 'people', t('people'), t('peopleCount', { n: people.length })],
    ['/a/you/data', 'file', t('data'), t('dataHint')],
    ['/a/info', 'help', t('info'), t('infoHint')],
  ]
  return (
    <section class="stack tight">
      <h2>{t('phone')}</h2>
      <ul class="rows">
        {rows.map(([to, icon, title, now]) => (
          <li key={to}>
            <a class="row" href={to}>
              <RowText icon={icon} title={title} now={now} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

type RowLook = {
  readonly icon: IconName
  readonly tone?: 'a' | 'b'
  readonly title: string
  readonly now: string | undefined
}

/** A row that opens in place; opening one closes the others. */
function Fold({ children, ...look }: RowLook & { readonly children: ComponentChildren }) {
  return (
    <li>
      <details class="rowfold" name="you">
        <summary class="row">
          <RowText {...look} />
        </summary>
        <div class="stack inner">{children}</div>
      </details>
    </li>
  )
}

const RowText = ({ icon, tone, title, now }: RowLook) => (
  <>
    <span class={`glyph ${tone ?? ''}`}>
      <Icon name={icon} size={22} />
    </span>
    <span>
      <b>{title}</b>
      {now && <small>{now}</small>}
    </span>
    <span class="end">
      <Icon name="chevron" size={20} />
    </span>
  </>
)

function speaksNow(): string {
  const { me } = useHere()
  const said = [
    me.literal && t('literal'),
    me.noTouch && t('noTouch'),
    me.noEyes && t('noEyes'),
    me.minutes && t('minutesShort', { n: me.minutes }),
  ].filter(Boolean)
  return said.length > 0 ? said.join(' · ') : t('speaksPlain')
}
