/**
 * The last step of a build: the service worker with the list of what was built, and the small forms of each
 * text file, which the server then only has to pick. Runs in Node, never in a browser.
 *
 * It hangs on `writeBundle`, which a failed build never reaches; `closeBundle` runs then too, and an error
 * from here would hide the real one.
 */
import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'

export function offline(): Plugin {
  let site = ''
  return {
    name: 'tend-offline',
    apply: 'build',
    configResolved(config) {
      site = resolve(config.root, config.build.outDir)
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await buildWorker(site)
        for (const path of filesOf(site)) compress(join(site, path))
      },
    },
  }
}

async function buildWorker(site: string) {
  const kept = filesOf(site).filter(isKept)
  const core = kept.filter((path) => !isForTwo(path))
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    define: {
      VERSION: JSON.stringify(versionOf(site, kept)),
      CORE: JSON.stringify(core.map((path) => coreEntry(site, path))),
      FOR_TWO: JSON.stringify(kept.filter(isForTwo).map((path) => `/${path}`)),
    },
    build: {
      outDir: site,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'offline.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  })
}

/** Not needed offline: icons, which the system fetches when Tend is installed, and licences, which people fetch. */
const isKept = (path: string) => !['.png', '.txt', '.map'].includes(extname(path)) && path !== 'sw.js'

/** Only for those who share between phones: lines, keys, and what draws and reads an invitation. */
const isForTwo = (path: string) => /^assets\/(?:guest|curves|qr|decode|words-list)-[^/]*\.js$/.test(path)

function versionOf(site: string, kept: readonly string[]) {
  const hash = createHash('sha256')
  for (const path of kept)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(site, path)))
  return hash.digest('hex').slice(0, 12)
}

/** A hashed name can only ever hold one content. A stable one may already hold the next version's. */
function coreEntry(site: string, path: string) {
  if (path.startsWith('assets/')) return [`/${path}`]
  const hash = createHash('sha256')
    .update(readFileSync(join(site, path)))
    .digest('base64')
  return [`/${path}`, `sha256-${hash}`]
}

const texts = ['.css', '.html', '.js', '.json', '.svg', '.wasm', '.webmanifest']

function compress(file: string) {
  if (!texts.includes(extname(file))) return
  const bytes = readFileSync(file)
  const smaller = {
    '.br': brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    '.gz': gzipSync(bytes, { level: 9 }),
  }
  for (const [ending, form] of Object.entries(smaller))
    if (form.length < bytes.length) writeFileSync(file + ending, form)
}

/** Sorted and with forward slashes, so that the same build gives the same version on every machine. */
function filesOf(site: string) {
  return globSync('**/*', { cwd: site })
    .filter((path) => statSync(join(site, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
}
