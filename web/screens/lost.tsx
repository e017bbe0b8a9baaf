/** An address that leads nowhere. */
import { Heading } from '../parts/heading.tsx'
import { Top } from '../parts/top.tsx'
import en from '../words/en/shell.json'
import { words } from '../words.ts'

const t = words('shell', en)

export default function Lost() {
  return (
    <div class="screen whole">
      <Top to="/a/today" />
      <Heading>{t('lost')}</Heading>
      <p class="lead">{t('lostText')}</p>
      <div class="foot">
        <a class="button" href="/a/today" data-replace>
          {t('toToday')}
        </a>
      </div>
    </div>
  )
}
