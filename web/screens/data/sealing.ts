/**
 * The page's end of sealing: it asks a worker for one thing, waits, and puts the worker away. Nothing of it is loaded
 * before somebody wants a sealed copy or brings one in.
 */
import { scriptUrl } from '../../trusted.ts'
import type { Ask, Tell } from './seal.ts'
import workerUrl from './seal.worker.ts?worker&url'

/** What the page needs of a worker. */
export type Bench = Pick<Worker, 'postMessage' | 'terminate'> & {
  readonly addEventListener: (type: 'message' | 'error', heard: (event: MessageEvent<Tell>) => void) => void
}

const openBench = (): Bench => new Worker(scriptUrl(workerUrl), { type: 'module' })

type Failed = { readonly ok: false; readonly why: 'failed' | 'stopped' }
type Opened = Extract<Tell, { tell: 'opened' }>['opened']

/** What is heard on the way. `signal` puts an end to it, as when somebody closes the screen. */
export type Waiting = {
  readonly onKey: (percent: number) => void
  readonly signal: AbortSignal
  readonly bench?: Bench
}

/** The text is taken as it is made. Where making it fails, so does this. */
export async function seal(
  about: Waiting & { readonly text: AsyncIterator<string, void>; readonly passphrase: string },
): Promise<{ readonly ok: true; readonly file: Blob } | Failed> {
  const { text, passphrase, ...waiting } = about
  const told = await ask(
    { ask: 'seal', passphrase },
    waiting,
    async () => (await text.next()).value ?? undefined,
  )
  if (told.tell === 'sealed') return { ok: true, file: told.file }
  return failed(told)
}

/** A file of another kind has nothing to open; what is wrong with one of ours may be known before its passphrase is. */
export async function look(
  file: Blob,
  waiting: Waiting,
): Promise<Extract<Tell, { tell: 'looked' }>['why'] | Failed['why']> {
  const told = await ask({ ask: 'look', file }, waiting)
  return told.tell === 'looked' ? told.why : failed(told).why
}

export async function open(
  about: Waiting & { readonly file: Blob; readonly passphrase: string },
): Promise<Opened | Failed> {
  const { file, passphrase, ...waiting } = about
  const told = await ask({ ask: 'open', file, passphrase }, waiting)
  return told.tell === 'opened' ? told.opened : failed(told)
}

export async function suggest(waiting: Waiting): Promise<string | undefined> {
  const told = await ask({ ask: 'suggest' }, waiting)
  return told.tell === 'suggested' ? told.passphrase : undefined
}

type Last = Exclude<Tell, { tell: 'key' | 'more' }> | { readonly tell: 'stopped' }

const failed = ({ tell }: Last): Failed => ({ ok: false, why: tell === 'stopped' ? 'stopped' : 'failed' })

/** Asks for one thing. `more` is what the worker is given when it wants another piece. */
function ask(
  first: Ask,
  { onKey, signal, bench = openBench() }: Waiting,
  more: () => Promise<string | undefined> = async () => undefined,
): Promise<Last> {
  return new Promise<Last>((resolve, reject) => {
    if (signal.aborted) return resolve({ tell: 'stopped' })
    signal.addEventListener('abort', () => resolve({ tell: 'stopped' }))
    // A worker that could not be fetched or begun: without a network, or without the memory.
    bench.addEventListener('error', () => resolve({ tell: 'failed' }))
    bench.addEventListener('message', ({ data }) => {
      if (data.tell === 'key') onKey(data.percent)
      else if (data.tell === 'more')
        more().then((text) => bench.postMessage({ ask: 'piece', text } satisfies Ask), reject)
      else resolve(data)
    })
    bench.postMessage(first)
  }).finally(() => bench.terminate())
}
