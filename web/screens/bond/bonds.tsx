/** All bonds of a person, each with a place of its own: opening another one, beginning one more, letting one go. */
import { useSignal } from '@preact/signals'
import { dropDrafts } from '../../draft.ts'
import { AddBond } from '../../parts/addbond.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { announce } from '../../parts/status.tsx'
import { go } from '../../router.ts'
import { type Here, useTend } from '../../tend.ts'
import en from '../../words/en/bond.json'
import shell from '../../words/en/shell.json'
import you from '../../words/en/you.json'
import { words } from '../../words.ts'

const t = words('bond', en)
const s = words('shell', shell)
const y = words('you', you)

export function Bonds({ here, shares }: { here: Here; shares: boolean }) {
  const tend = useTend()
  const { bonds, bond: open } = here
  const adding = useSignal(false)
  const close = () => {
    adding.value = false
  }
  return (
    <section class="stack tight">
      <h2>{t('bonds')}</h2>
      <p class="hint">{t('bondsText')}</p>
      {bonds.length > 1 && (
        <ul class="rows">
          {bonds.map((bond) => (
            <li key={bond.rec.id}>
              <button
                type="button"
                class="row"
                aria-current={bond === open ? 'true' : undefined}
                onClick={() => bond !== open && tend.turnTo(bond.rec.id)}
              >
                <span class="glyph a">
                  <Icon name="heart" size={22} />
                </span>
                <span>
                  <b>{bond.name || s('someone')}</b>
                  <small>{bond === open ? t('now') : y(`form.${bond.form ?? 'partner'}`)}</small>
                </span>
                <span class="end">
                  <Icon name={bond === open ? 'tick' : 'chevron'} size={20} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="stack tight">
        <button
          type="button"
          class="quiet"
          onClick={() => {
            adding.value = true
          }}
        >
          <Icon name="plus" size={20} />
          {t('add')}
        </button>
        {open && open.own !== here.me.space && !shares && <Remove here={here} />}
      </div>
      <Sheet open={adding.value} onClose={close} label={t('addTitle')}>
        <h2>{t('addTitle')}</h2>
        <AddBond
          button={t('addDo')}
          onAdded={() => {
            close()
            go('/a/today')
          }}
        />
      </Sheet>
    </section>
  )
}

function Remove({ here }: { here: Here }) {
  const tend = useTend()
  const asking = useSignal(false)
  const { bond } = here
  const close = () => {
    asking.value = false
  }
  const remove = async () => {
    if (!bond) return
    close()
    dropDrafts(bond.own)
    await tend.removeBond(bond)
    announce(t('removed'))
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
        {t('remove')}
      </button>
      <Sheet open={asking.value} onClose={close} label={t('removeAsk')}>
        <h2>{t('removeAsk')}</h2>
        <p class="lead">{t('removeText', { name: bond?.name || s('someone') })}</p>
        <button type="button" class="button ink" onClick={close}>
          {t('removeNo')}
        </button>
        <button type="button" class="quiet danger" onClick={remove}>
          {t('removeYes')}
        </button>
      </Sheet>
    </>
  )
}
