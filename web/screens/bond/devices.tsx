/** My own devices in this bond, and ending one that is lost or given away. Nobody else's are ever listed. */
import { useSignal } from '@preact/signals'
import type { Standing } from '../../../sync/line.ts'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import en from '../../words/en/bond.json'
import { words } from '../../words.ts'
import type { WithLine } from '../bond.tsx'

const t = words('bond', en)

type Device = Standing['devices'][number]

export function Devices({ between, line }: WithLine) {
  const ending = useSignal<Device | undefined>(undefined)
  const close = () => {
    ending.value = undefined
  }
  const end = async () => {
    const device = ending.value
    close()
    if (!device) return
    await between.lines.revoke(line.space, device.key)
    announce(t('device.ended'))
  }
  return (
    <section class="stack tight">
      <h2>{t('devices')}</h2>
      <ul class="rows">
        {line.devices.map((device) => (
          <li key={device.key} class="row">
            <span class="glyph">
              <Icon name={device.root ? 'file' : 'phone'} size={22} />
            </span>
            <span>
              <b>{t(device.root ? 'device.root' : device.here ? 'device.here' : 'device.other')}</b>
              {/* Two of the same sort are told apart by how their keys begin. */}
              {!device.root && !device.here && <small>{device.key.slice(0, 4)}</small>}
            </span>
            {!device.root && !device.here && (
              <span class="end">
                <button
                  type="button"
                  class="quiet danger"
                  onClick={() => {
                    ending.value = device
                  }}
                >
                  {t('device.end')}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Sheet open={ending.value !== undefined} onClose={close} label={t('device.endAsk')}>
        <h2>{t('device.endAsk')}</h2>
        <p class="lead">{t('device.endText')}</p>
        <button type="button" class="button ink" onClick={close}>
          {t('device.keep')}
        </button>
        <button type="button" class="quiet danger" onClick={end}>
          {t('device.endYes')}
        </button>
      </Sheet>
    </section>
  )
}
