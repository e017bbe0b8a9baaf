/** A copy to bring in, plain or sealed. Nothing is written before all of it was read, checked and said yes to. */
import { useSignal } from '@preact/signals'
import { dateText } from '../../days.ts'
import { bringIn, type ReadFile, readFile, readText } from '../../file.ts'
import { AskCode } from '../../parts/code.tsx'
import { Icon } from '../../parts/icon.tsx'
import { announce } from '../../parts/status.tsx'
import { restart } from '../../router.ts'
import { writeSnapshot } from '../../snapshot.ts'
import type { Tend } from '../../tend.ts'
import en from '../../words/en/data.json'
import lockWords from '../../words/en/lock.json'
import { words } from '../../words.ts'
import { lookAt, OpenCopy, type Unopened } from './opencopy.tsx'

const t = words('data', en)
const l = words('lock', lockWords)

type Read = Extract<ReadFile, { ok: true }>
type Fault = Extract<ReadFile, { ok: false }>['why'] | Unopened | 'full'

type Step =
  | { readonly is: 'choosing'; readonly fault?: Fault }
  | { readonly is: 'reading' }
  | { readonly is: 'sealed'; readonly file: File }
  | { readonly is: 'read'; readonly read: Read }
  | { readonly is: 'bringing'; readonly read: Read; readonly brought: number }

export function BringCopy({ tend, fresh }: { tend: Tend; fresh: boolean }) {
  const step = useSignal<Step>({ is: 'choosing' })
  const into = async () => ({ residents: await tend.sides(), store: tend.store })
  const take = (result: ReadFile) => {
    step.value = result.ok ? { is: 'read', read: result } : { is: 'choosing', fault: result.why }
  }
  const choose = async (file: File | undefined) => {
    if (!file) return
    step.value = { is: 'reading' }
    const result = await readFile(file, await into())
    if (result.ok || result.why !== 'sealed') return take(result)
    const fault = await lookAt(file)
    step.value = fault ? { is: 'choosing', fault } : { is: 'sealed', file }
  }
  const opened = async (text: string) => {
    step.value = { is: 'reading' }
    take(await readText(text, await into()))
  }
  const bring = async (read: Read) => {
    step.value = { is: 'bringing', read, brought: 0 }
    try {
      await bringIn(tend, read.records, (brought) => {
        step.value = { is: 'bringing', read, brought }
      })
      await tend.settle(read.head.space)
    } catch {
      step.value = { is: 'choosing', fault: 'full' }
      return
    }
    writeSnapshot(undefined)
    announce(t('brought'))
    restart('/a/today')
  }
  const now = step.value
  return (
    <section class="card">
      {!fresh && <h2>{t('import')}</h2>}
      <p class="lead">{t('importText')}</p>
      <ChooseFile onChosen={choose} />
      <div role="status" class="stack tight">
        <Says tend={tend} fresh={fresh} step={now} />
      </div>
      {now.is === 'sealed' && (
        <OpenCopy
          key={now.file}
          file={now.file}
          onOpened={opened}
          onFault={(fault) => {
            step.value = { is: 'choosing', fault }
          }}
        />
      )}
      {now.is === 'read' && <Bring tend={tend} read={now.read} onBring={bring} />}
    </section>
  )
}

/** Takes any file. What a phone believes of an ending it does not know would leave a sealed copy grey in its list. */
const ChooseFile = ({ onChosen }: { onChosen: (file: File | undefined) => void }) => (
  <label class="button soft">
    <Icon name="file" size={20} />
    {t('choose')}
    <input
      class="away"
      type="file"
      onChange={({ currentTarget }) => {
        onChosen(currentTarget.files?.[0])
        // Else the same file, chosen once more, would be no change.
        currentTarget.value = ''
      }}
    />
  </label>
)

function Says({ tend, fresh, step }: { tend: Tend; fresh: boolean; step: Step }) {
  switch (step.is) {
    case 'choosing':
      return step.fault && <p class="note error">{t(`fault.${step.fault}`)}</p>
    case 'reading':
      return <p class="hint">{t('reading')}</p>
    case 'sealed':
      return <p>{t('isSealed')}</p>
    case 'read': {
      const { head, records } = step.read
      return (
        <p>
          {t('found', { n: records.length, day: dateText(head.day) })} {!fresh && belongs(tend, head.space)}
        </p>
      )
    }
    case 'bringing': {
      const { length } = step.read.records
      return (
        <>
          <progress max={Math.max(1, length)} value={step.brought} aria-label={t('bring')} />
          <p class="hint">{t('bringing', { n: step.brought, all: length })}</p>
        </>
      )
    }
  }
}

/** Somebody who lives here behind a lock brings in their own file, and nobody else brings it in for them. */
function Bring(from: { tend: Tend; read: Read; onBring: (read: Read) => void }) {
  const { tend, read, onBring } = from
  const { space } = read.head
  const lock = tend.lockBefore(space)
  return lock ? (
    <AskCode space={space} lock={lock} label={l('code')} button={t('bring')} onOpened={() => onBring(read)} />
  ) : (
    <button type="button" class="button" onClick={() => onBring(read)}>
      {t('bring')}
    </button>
  )
}

/** Whose file it is, for the person who is here. */
const belongs = (tend: Tend, space: string): string =>
  space === tend.here.value?.me.space ? t('sameOne') : tend.people().includes(space) ? '' : t('someoneNew')
