/** What is kept and where: a copy to take, a copy to bring in, and erasing it all. Also for somebody who is new here. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { dateText } from '../days.ts'
import { eraseEverything } from '../erase.ts'
import { bringIn, download, exportFile, type ReadFile, readFile } from '../file.ts'
import { AskCode } from '../parts/code.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { announce } from '../parts/status.tsx'
import { Top } from '../parts/top.tsx'
import { restart } from '../router.ts'
import { writeSnapshot } from '../snapshot.ts'
import { type Tend, useTend } from '../tend.ts'
import en from '../words/en/data.json'
import lockWords from '../words/en/lock.json'
import people from '../words/en/people.json'
import { words } from '../words.ts'

const t = words('data', en)
const l = words('lock', lockWords)
const p = words('people', people)

export default function Data() {
  const tend = useTend()
  const erased = useSignal(false)
  if (erased.value) return <Erased />
  const me = tend.here.value?.me
  const fresh = me === undefined
  // What lies behind another's lock may be their evidence, and is not for whoever holds the phone to remove.
  const hasLines = tend.here.value?.others.some(({ space }) => space === undefined) ?? false
  const isGuarded = tend.residents.value.some(({ space, lock }) => lock && space !== me?.space)
  return (
    <div class="screen whole">
      <Top to={fresh ? '/a/begin' : '/a/you'} />
      <Heading>{t(fresh ? 'import' : 'title')}</Heading>
      {!fresh && (
        <>
          <p class="lead">{t(hasLines ? 'leadLines' : 'lead')}</p>
          <Keeping tend={tend} />
          <Export tend={tend} />
        </>
      )}
      <Import tend={tend} fresh={fresh} />
      {!fresh && isGuarded && (
        <a class="quiet danger" href="/a/you/people">
          <Icon name="trash" size={20} />
          {p('leave')}
        </a>
      )}
      {!fresh && !isGuarded && (
        <Erase
          tend={tend}
          hasLines={hasLines}
          onErased={() => {
            erased.value = true
          }}
        />
      )}
    </div>
  )
}

function Keeping({ tend }: { tend: Tend }) {
  const persisted = useSignal<boolean | undefined>(undefined)
  useEffect(() => {
    void navigator.storage?.persisted?.().then((is) => {
      persisted.value = is
    })
  }, [])
  const ask = async () => {
    persisted.value = await navigator.storage.persist()
    announce(t(persisted.value ? 'askedYes' : 'askedNo'))
  }
  if (tend.keeping.value === 'memory') return <p class="note error">{t('keep.memory')}</p>
  return (
    <section class="card">
      <h2>{t('keep.device')}</h2>
      <p class="lead">{t(persisted.value ? 'keep.persisted' : 'keep.may')}</p>
      {persisted.value === false && (
        <button type="button" class="link" onClick={ask}>
          {t('askKeep')}
        </button>
      )}
    </section>
  )
}

function Export({ tend }: { tend: Tend }) {
  const count = useSignal<number | undefined>(undefined)
  const save = async () => {
    count.value = 0
    const file = await exportFile(tend, (records) => {
      count.value = records
    })
    download(file, `tend-${tend.today.value}.json`)
    count.value = undefined
    announce(t('exported'))
  }
  const saveForReading = async () => {
    count.value = 0
    const { readableFile } = await import('../readable.ts')
    download(
      await readableFile(tend, (records) => {
        count.value = records
      }),
      `tend-${tend.today.value}.md`,
    )
    count.value = undefined
    announce(t('exported'))
  }
  return (
    <section class="card">
      <h2>{t('export')}</h2>
      <p class="lead">{t('exportText')}</p>
      <button type="button" class="button soft" disabled={count.value !== undefined} onClick={save}>
        <Icon name="file" size={20} />
        {t('exportJson')}
      </button>
      <button type="button" class="button soft" disabled={count.value !== undefined} onClick={saveForReading}>
        <Icon name="book" size={20} />
        {t('exportText2')}
      </button>
      <p class="hint" role="status">
        {count.value !== undefined && t('preparing', { n: count.value })}
      </p>
    </section>
  )
}

type Read = Extract<ReadFile, { ok: true }>

function Import({ tend, fresh }: { tend: Tend; fresh: boolean }) {
  const fault = useSignal<string | undefined>(undefined)
  const read = useSignal<Read | undefined>(undefined)
  const reading = useSignal(false)
  const brought = useSignal<number | undefined>(undefined)

  const choose = async (file: File | undefined) => {
    if (!file) return
    fault.value = read.value = undefined
    reading.value = true
    const result = await readFile(file, { residents: await tend.sides(), store: tend.store })
    reading.value = false
    if (result.ok) read.value = result
    else fault.value = t(`fault.${result.why}`)
  }
  const bring = async ({ head, records }: Read) => {
    brought.value = 0
    try {
      await bringIn(tend, records, (count) => {
        brought.value = count
      })
      await tend.settle(head.space)
    } catch {
      brought.value = undefined
      fault.value = t('fault.full')
      return
    }
    writeSnapshot(undefined)
    announce(t('brought'))
    restart('/a/today')
  }
  return (
    <section class="card">
      {!fresh && <h2>{t('import')}</h2>}
      <p class="lead">{t('importText')}</p>
      <label class="button soft">
        <Icon name="file" size={20} />
        {t('choose')}
        <input
          class="away"
          type="file"
          accept=".json,application/json"
          onChange={(event) => choose(event.currentTarget.files?.[0])}
        />
      </label>
      <div role="status" class="stack tight">
        {reading.value && <p class="hint">{t('reading')}</p>}
        {fault.value && <p class="note error">{fault.value}</p>}
        {read.value && brought.value === undefined && (
          <p>
            {t('found', { n: read.value.records.length, day: dateText(read.value.head.day) })}{' '}
            {!fresh && belongs(tend, read.value.head.space)}
          </p>
        )}
        {read.value && brought.value !== undefined && (
          <>
            <progress
              max={Math.max(1, read.value.records.length)}
              value={brought.value}
              aria-label={t('bring')}
            />
            <p class="hint">{t('bringing', { n: brought.value, all: read.value.records.length })}</p>
          </>
        )}
      </div>
      {read.value && brought.value === undefined && <Bring tend={tend} read={read.value} onBring={bring} />}
    </section>
  )
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

function Erase(from: { tend: Tend; hasLines: boolean; onErased: () => void }) {
  const { tend, hasLines, onErased } = from
  const asking = useSignal(false)
  const going = useSignal(false)
  const erase = async () => {
    going.value = true
    try {
      await eraseEverything(tend.store)
      onErased()
    } finally {
      going.value = false
    }
  }
  return (
    <section class="card">
      <h2>{t('erase')}</h2>
      <p class="lead">{t('eraseText')}</p>
      <button
        type="button"
        class="quiet danger"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="trash" size={20} />
        {t('erase')}
      </button>
      <Sheet
        open={asking.value}
        onClose={() => {
          asking.value = false
        }}
        label={t('eraseAsk')}
      >
        <h2>{t('eraseAsk')}</h2>
        <p class="lead">{t('eraseText')}</p>
        {hasLines && <p class="lead">{t('eraseLines')}</p>}
        <p class="hint">{t('eraseLegal')}</p>
        <button
          type="button"
          class="button ink"
          onClick={() => {
            asking.value = false
          }}
        >
          {t('eraseNo')}
        </button>
        <button type="button" class="quiet danger" disabled={going.value} onClick={erase}>
          {t(going.value ? 'erasing' : 'eraseYes')}
        </button>
      </Sheet>
    </section>
  )
}

function Erased() {
  return (
    <div class="screen whole">
      <Heading>{t('erased')}</Heading>
      <p class="lead">{t('erasedText')}</p>
      <div class="foot">
        <button type="button" class="button" onClick={() => location.assign('/a/begin')}>
          {t('startAgain')}
        </button>
      </div>
    </div>
  )
}
