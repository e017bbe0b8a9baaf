/**
 * Sealing and opening, off the page: a passphrase takes seconds to become a key, and the page shall stay alive
 * meanwhile. A worker does one thing that it is asked for and is then put away, with all it remembers of a passphrase.
 *
 * The text of a new copy is asked for piece by piece, so that nobody has to hold all of it. `sealing.ts` is the page's end.
 */
import {
  type BackupFault,
  type Cost,
  lookAtCopy,
  type OpenedBackup,
  openCopy,
  type RandomBytes,
  sealCopy,
  suggestPassphrase,
} from '../../../sync/backup.ts'

export type Ask =
  | { readonly ask: 'seal'; readonly passphrase: string }
  /** What was asked for with `more`; without a text there is no more. */
  | { readonly ask: 'piece'; readonly text?: string | undefined }
  | { readonly ask: 'look'; readonly file: Blob }
  | { readonly ask: 'open'; readonly file: Blob; readonly passphrase: string }
  | { readonly ask: 'suggest' }

export type Tell =
  /** How far the key is, in hundredths. */
  | { readonly tell: 'key'; readonly percent: number }
  | { readonly tell: 'more' }
  | { readonly tell: 'sealed'; readonly file: Blob }
  | { readonly tell: 'looked'; readonly why?: BackupFault | 'unreadable' | undefined }
  | {
      readonly tell: 'opened'
      readonly opened: OpenedBackup | { readonly ok: false; readonly why: 'unreadable' }
    }
  | { readonly tell: 'suggested'; readonly passphrase: string }
  /** The phone could not: there is too little memory for the key, or for the file. */
  | { readonly tell: 'failed' }

/** The worker's end of a line to one page. */
export type Port = {
  readonly postMessage: (tell: Tell) => void
  readonly addEventListener: (type: 'message', heard: (event: MessageEvent<Ask>) => void) => void
}

export function serveSealing(port: Port, about: { readonly randomBytes: RandomBytes; readonly cost?: Cost }) {
  const pieces = createPieces(() => port.postMessage({ tell: 'more' }))
  const progress = hundredths((percent) => port.postMessage({ tell: 'key', percent }))
  const work = async (asked: Exclude<Ask, { ask: 'piece' }>): Promise<Tell> => {
    switch (asked.ask) {
      case 'seal':
        return {
          tell: 'sealed',
          file: await blobOf(sealCopy({ ...asked, ...about, text: pieces.text, progress })),
        }
      case 'look': {
        const file = await bytesOf(asked.file)
        return { tell: 'looked', why: file ? await lookAtCopy(file) : 'unreadable' }
      }
      case 'open': {
        const file = await bytesOf(asked.file)
        const { passphrase } = asked
        const unreadable = { ok: false, why: 'unreadable' } as const
        return { tell: 'opened', opened: file ? await openCopy({ file, passphrase, progress }) : unreadable }
      }
      case 'suggest':
        return { tell: 'suggested', passphrase: await suggestPassphrase(about.randomBytes) }
    }
  }
  port.addEventListener('message', ({ data }) => {
    if (data.ask === 'piece') return pieces.take(data.text)
    work(data).then(
      (tell) => port.postMessage(tell),
      // The rim of the worker. What went wrong cannot be told apart here, and it may name what is in the file.
      () => port.postMessage({ tell: 'failed' }),
    )
  })
}

/** Text that is asked for when it is wanted, and not before. */
function createPieces(ask: () => void) {
  let taken: (text: string | undefined) => void = () => {}
  const next = () =>
    new Promise<string | undefined>((resolve) => {
      taken = resolve
      ask()
    })
  async function* text() {
    for (let piece = await next(); piece !== undefined; piece = await next()) yield piece
  }
  return { text: text(), take: (piece: string | undefined) => taken(piece) }
}

/** A browser may lay the parts of a blob on the disk. What we have sealed so far, we need not hold ourselves. */
async function blobOf(pieces: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Blob[] = []
  for await (const piece of pieces) parts.push(new Blob([piece as Uint8Array<ArrayBuffer>]))
  return new Blob(parts, { type: 'application/octet-stream' })
}

/** Undefined when the phone will not let us: a file that lies in a cloud and cannot be fetched, or was moved away. */
const bytesOf = (file: Blob): Promise<Uint8Array | undefined> =>
  file.arrayBuffer().then(
    (bytes) => new Uint8Array(bytes),
    () => undefined,
  )

function hundredths(told: (percent: number) => void) {
  let last = -1
  return (share: number) => {
    const percent = Math.floor(share * 100)
    if (percent !== last) told(percent)
    last = percent
  }
}
