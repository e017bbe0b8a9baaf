/** Leaving this phone: one person's own decision. A copy is offered first, then one plain question. */
import { useSignal } from '@preact/signals'
import { farewell } from '../../farewell.ts'
import { download, exportFile, spacesOf } from '../../file.ts'
import { Switch } from '../../parts/choose.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { go } from '../../router.ts'
import { takeBackShared } from '../../takeback.ts'
import { type Here, useTend } from '../../tend.ts'
import en from '../../words/en/people.json'
import { words } from '../../words.ts'

const t = words('people', en)

export function Leave({ here }: { here: Here }) {
  const asking = useSignal(false)
  const close = () => {
    asking.value = false
  }
  return (
    <>
      <button
        type="button"
        class="quiet danger"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="trash" size={20} />
        {t('leave')}
      </button>
      <Sheet open={asking.value} onClose={close} label={t('leaveAsk')}>
        <h2>{t('leaveAsk')}</h2>
        {here.people.length === 1 ? <Last onNo={close} /> : <Ask here={here} onNo={close} />}
      </Sheet>
    </>
  )
}

/** With nobody left behind there is one way to leave nothing: the one on the screen of what is kept. */
function Last({ onNo }: { onNo: () => void }) {
  return (
    <>
      <p class="lead">{t('lastText')}</p>
      <button type="button" class="button ink" onClick={onNo}>
        {t('leaveNo')}
      </button>
      <a class="quiet danger" href="/a/you/data">
        {t('lastGo')}
      </a>
    </>
  )
}

function Ask({ here, onNo }: { here: Here; onNo: () => void }) {
  const tend = useTend()
  const back = useSignal(false)
  const going = useSignal(false)
  const shares = spacesOf(here).shared.length > 0
  const save = async () => download(await exportFile(tend, () => {}), `tend-${tend.today.value}.json`)
  const leave = async () => {
    if (going.value) return
    going.value = true
    if (back.value) await takeBackShared(tend)
    await farewell(tend, { takenBack: back.value })
    go('/a/pass', 'replace')
  }
  return (
    <>
      <p class="lead">{t('leaveText')}</p>
      <button type="button" class="button soft" onClick={save}>
        <Icon name="file" size={20} />
        {t('leaveExport')}
      </button>
      {shares && (
        <>
          <p class="lead">{t('leaveShared')}</p>
          <div class="rows">
            <Switch
              text={t('takeBack')}
              on={back.value}
              onChange={(on) => {
                back.value = on
              }}
            />
          </div>
        </>
      )}
      <button type="button" class="button ink" onClick={onNo}>
        {t('leaveNo')}
      </button>
      <button type="button" class="quiet danger" aria-disabled={going.value} onClick={leave}>
        {t(going.value ? 'leaving' : 'leaveYes')}
      </button>
    </>
  )
}
