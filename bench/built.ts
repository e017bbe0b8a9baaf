/** The built app as files that fetch one another: what comes with the page, and what a screen brings when it is opened. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const site = join(import.meta.dirname, '../dist')

export const read = (path: string): string => readFileSync(join(site, path), 'utf8')
export const sizeBytes = (path: string): number => statSync(join(site, path)).size
/** As a server would send it at best. Fonts and pictures are small already. */
export const gzBytes = (path: string): number =>
  /\.(?:woff2|png)$/.test(path)
    ? sizeBytes(path)
    : gzipSync(readFileSync(join(site, path)), { level: 9 }).length
export const sum = (paths: Iterable<string>, size: (path: string) => number): number =>
  [...paths].reduce((total, path) => total + size(path), 0)

/** Every file of the site, without the small forms that the build lays beside. */
export const files = (): readonly string[] =>
  globSync('**/*', { cwd: site })
    .filter((path) => statSync(join(site, path)).isFile() && !/\.(?:br|gz)$|^\.built$/.test(path))
    .map((path) => path.replaceAll('\\', '/'))
    .sort()

/** A script and everything it imports before it can run. */
export function closure(starts: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const look = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const [, one, other] of read(path).matchAll(statically)) look(`assets/${one ?? other}`)
  }
  for (const start of starts) look(start)
  return seen
}

// Not `import("./x.js")`, which is fetched later.
const statically = /\bfrom\s*["'`]\.\/([^"'`]+\.js)["'`]|\bimport\s*["'`]\.\/([^"'`]+\.js)["'`]/g

const html = () => read('index.html')
const linked = (pattern: RegExp): readonly string[] =>
  [...html().matchAll(pattern)].map(([, path]) => String(path).replace(/^\//, ''))

/**
 * What is fetched before Today can be used: the entry, what it imports, the facts its one small thing is chosen from, and
 * the check somebody took lately, because the choice goes by it. Of the checks it is the heaviest that counts.
 */
export function todayScripts(): ReadonlySet<string> {
  const facts = files().filter((path) => /^assets\/_shelf_facts-/.test(path))
  if (facts.length !== 1) throw new Error('the shelf of facts is not where it was')
  const entry = linked(/<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+\.js)"/g)
  const [check = ''] = checkScripts().toSorted((one, other) => gzBytes(other) - gzBytes(one))
  return closure([...entry, ...facts, check])
}

/** The build names a file of content after its source. */
export function checkScripts(): readonly string[] {
  const names = globSync('content/en/checks/*.json', { cwd: join(import.meta.dirname, '..') })
  return names.map((name) => {
    const [found] = files().filter((path) =>
      new RegExp(`^assets/${basename(name, '.json')}-[^/]*\\.js$`).test(path),
    )
    if (!found) throw new Error(`the check ${name} is not where it was`)
    return found
  })
}

export const todayStyles = (): readonly string[] => linked(/<link rel="stylesheet"[^>]* href="([^"]+\.css)"/g)
export const firstFonts = (): readonly string[] => linked(/<link rel="preload" href="([^"]+\.woff2)"/g)

/** The screens that are fetched when first opened, by address, and the scripts each brings along. */
export function lazyRoutes(): ReadonlyMap<string, ReadonlySet<string>> {
  const [entry = ''] = linked(/<script[^>]* src="([^"]+\.js)"/g)
  const there = todayScripts()
  const found = read(entry).matchAll(
    /["'`](\/a\/[^"'`]*)["'`],\{fetch:\(\)=>\w+\(\(\)=>import\(["'`]\.\/([^"'`]+)["'`]\)/g,
  )
  const routes = [...found].map(([, address, script]) => {
    const brought = [...closure([`assets/${script}`])].filter((path) => !there.has(path))
    return [String(address), new Set(brought)] as const
  })
  return new Map(routes)
}

/** What the service worker keeps, so that no network is needed. */
export const kept = (): readonly string[] =>
  [...read('sw.js').matchAll(/\[["'`]\/([^"'`]+)["'`](?:,["'`][^"'`]*["'`])?\]/g)]
    .map(([, path]) => String(path))
    .filter((path) => existsSync(join(site, path)))
