/**
 * The real server, started as anybody would start it. A story that needs a server of its own, to stop it or to let it
 * grow a version older, gets a copy in a folder that is removed afterwards.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export type Server = {
  readonly address: string
  /** The folder in which it keeps what it is handed. */
  readonly data: string
  readonly stop: () => Promise<void>
}

/** `from` holds a server and the app that was built for it. */
export async function startServer({ from = root, port = 0 } = {}): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'tend-e2e-'))
  const server = spawn(process.execPath, ['server/main.ts'], {
    cwd: from,
    // All phones of all stories come from one address.
    env: { ...process.env, PORT: String(port), TEND_DATA: data, TEND_RATES: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /http:\/\/localhost:\d+/.exec(said)
      if (found) resolve(found[0])
    })
    server.on('exit', () => reject(new Error(`the server did not start: ${said}`)))
  })
  const stop = async () => {
    server.kill()
    await gone
    rmSync(data, { recursive: true, force: true })
  }
  return { address, data, stop }
}

/** A copy of the server and the built app, which may be changed without anybody else noticing. */
export function copyOfHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'tend-house-'))
  for (const room of ['server', 'wire', 'dist', 'package.json'])
    cpSync(join(root, room), join(folder, room), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const site = join(folder, 'dist')

  /** What the next build would be: another shell, and a service worker that knows it by its hash. By half, it does not. */
  const renew = (mark: string, { half = false } = {}) => {
    const shell = join(site, 'index.html')
    const worker = join(site, 'sw.js')
    const before = readFileSync(shell, 'utf8')
    const after = before.replace('</head>', `<meta name="version" content="${mark}"></head>`)
    const code = readFileSync(worker, 'utf8')
    const [, version = ''] = /tend-([0-9a-f]{12})/.exec(code) ?? /["'`]([0-9a-f]{12})["'`]/.exec(code) ?? []
    const renewed = code
      .replaceAll(integrityOf(before), integrityOf(half ? `${after} ` : after))
      .replaceAll(version, integrityHex(after))
    if (version === '' || renewed.includes(integrityOf(before)))
      throw new Error('sw.js is no longer made as this story believes')
    for (const file of [shell, worker])
      for (const ending of ['.br', '.gz']) rmSync(file + ending, { force: true })
    writeFileSync(shell, after)
    writeFileSync(worker, renewed)
  }
  return { folder, renew, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const integrityOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`
const integrityHex = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
