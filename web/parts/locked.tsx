/**
 * The lock screen. It says nothing about what lies behind it: no name, no count, nothing that looks different when it
 * is empty or full (SR-20). Help and leaving stay where they always are.
 */
import { useTend } from '../tend.ts'
import en from '../words/en/lock.json'
import { words } from '../words.ts'
import { AskCode } from './code.tsx'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import { Ways } from './top.tsx'

const t = words('lock', en)

export function Locked() {
  const tend = useTend()
  const me = tend.here.value?.me
  if (!me?.lock) return null
  const { space, lock } = me
  return (
    <div class="screen whole">
      <div class="top">
        <Ways />
      </div>
      <span class="glyph lockglyph">
        <Icon name="lock" />
      </span>
      <Heading>{t('title')}</Heading>
      <p class="lead">{t('lead')}</p>
      <AskCode
        space={space}
        lock={lock}
        label={t('code')}
        button={t('open')}
        onOpened={() => {
          tend.opened.value = space
          tend.lent.value = undefined
        }}
      />
      {tend.residents.value.length > 1 && (
        <a class="quiet" href="/a/pass" data-replace>
          {t('somebodyElse')}
        </a>
      )}
      <div class="foot">
        <Forgotten />
      </div>
    </div>
  )
}

/**
 * What can be done, in words only. There is deliberately no button that removes what is behind a lock: whoever holds
 * the phone could press it, and what somebody wrote may be their evidence.
 */
const Forgotten = () => (
  <details class="fold forgotten">
    <summary>
      {t('forgotten')}
      <span class="end">
        <Icon name="chevron" size={20} />
      </span>
    </summary>
    <p>{t('forgottenText')}</p>
    <p>{t('forgottenErase')}</p>
  </details>
)
