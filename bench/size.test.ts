/**
 * The bytes we promise, read from `dist/` and from nothing else: no clock, no browser, no noise. So this runs with every
 * `npm test`. A number here is the weight on the slowest phone anybody opens Tend on.
 */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import {
  files,
  firstFonts,
  gzBytes,
  kept,
  lazyRoutes,
  read,
  sizeBytes,
  sum,
  todayScripts,
  todayStyles,
} from './built.ts'
import { openLedger } from './ledger.ts'

const kB = 1000
const house = join(import.meta.dirname, '..')
const ledger = openLedger('size', { tolerance: 1.05, clock: false })
afterAll(() => ledger.close())

const only = (pattern: RegExp): string => {
  const found = files().filter((path) => pattern.test(path))
  expect(found, `one file like ${pattern}`).toHaveLength(1)
  return String(found[0])
}
const isLinesAt = /^assets\/guest-[^/]*\.js$/
/** What carries and seals, fetched by those who share. */
const isLines = (path: string) => isLinesAt.test(path)
const isSqlite = (path: string) => /^assets\/(?:sqlite3|worker)-/.test(path)

describe('What comes with the page', () => {
  test('the scripts of Today are light', () => {
    const scripts = todayScripts()
    const value = sum(scripts, gzBytes)
    expect(
      ledger.enter([
        { name: 'Today, scripts gz', value, unit: 'B', most: 60 * kB, kept: true },
        ...[...scripts].map((path) => ({
          name: `  ${basename(path)}`,
          value: gzBytes(path),
          unit: 'B' as const,
        })),
      ]),
    ).toEqual([])
  })

  test('so are its styles, the shell and the fonts', () => {
    expect(
      ledger.enter([
        {
          name: 'Today, styles gz',
          value: sum(todayStyles(), gzBytes),
          unit: 'B',
          most: 12 * kB,
          kept: true,
        },
        { name: 'shell gz', value: gzBytes('index.html'), unit: 'B', most: 8 * kB, kept: true },
        {
          name: 'fonts before reading',
          value: sum(firstFonts(), sizeBytes),
          unit: 'B',
          most: 45 * kB,
          kept: true,
        },
      ]),
    ).toEqual([])
    expect(todayStyles().length, 'styles were found').toBeGreaterThan(0)
    expect(firstFonts().length, 'fonts were found').toBeGreaterThan(0)
  })

  test('only the words of Today come with it', () => {
    const text = [...todayScripts()].map(read).join('\n')
    const catalogues = globSync('web/words/en/*.json', { cwd: house }).sort()
    const withToday = catalogues.filter((file) => text.includes(telltale(file)))
    const bytesOf = (some: readonly string[]) => some.reduce((total, file) => total + gzOfFile(file), 0)
    expect(
      ledger.enter([
        { name: 'words with Today gz', value: bytesOf(withToday), unit: 'B', most: 10 * kB, kept: true },
        ...withToday.map((file) => ({
          name: `  ${basename(file)}`,
          value: gzOfFile(file),
          unit: 'B' as const,
        })),
        { name: 'all words of English gz', value: bytesOf(catalogues), unit: 'B', kept: true },
      ]),
    ).toEqual([])
    expect(withToday.map((file) => basename(file))).toContain('today.json')
  })
})

describe('What comes later', () => {
  test('every screen brings little', () => {
    const routes = lazyRoutes()
    const addresses = [
      ...readFileSync(join(house, 'web/screens.ts'), 'utf8').matchAll(/\['(\/a\/[^']*)', \{ fetch/g),
    ]
    expect([...routes.keys()].sort(), 'all screens were found').toEqual(addresses.map(([, at]) => at).sort())
    const figures = [...routes].map(([at, scripts]) => ({
      name: at,
      value: sum(scripts, gzBytes),
      unit: 'B' as const,
      most: 30 * kB,
    }))
    expect(ledger.enter(figures.toSorted((one, other) => other.value - one.value))).toEqual([])
  })

  test('no other script is heavy', () => {
    const today = todayScripts()
    const scripts = files().filter(
      (path) => /^assets\/.*\.js$/.test(path) && !isSqlite(path) && !today.has(path),
    )
    const heavy = scripts.filter((path) => gzBytes(path) > 30 * kB && !isLines(path))
    expect(heavy).toEqual([])
  })

  test('the workers weigh what they did', () => {
    const wasm = only(/^assets\/sqlite3-[^/]*\.wasm$/)
    const store = only(/^assets\/worker-[^/]*\.js$/)
    const garden = only(/^assets\/garden\.worker-[^/]*\.js$/)
    expect(
      ledger.enter([
        { name: 'SQLite gz', value: gzBytes(wasm), unit: 'B', kept: true },
        { name: 'store worker gz', value: gzBytes(store), unit: 'B', kept: true },
        {
          name: 'lines between phones gz',
          value: gzBytes(only(isLinesAt)),
          unit: 'B',
          goal: 25 * kB,
          kept: true,
        },
        { name: 'garden worker gz', value: gzBytes(garden), unit: 'B', kept: true },
        { name: 'service worker gz', value: gzBytes('sw.js'), unit: 'B', kept: true },
      ]),
    ).toEqual([])
  })

  test('what is kept for offline', () => {
    const all = kept()
    const core = all.filter((path) => !isSqlite(path))
    expect(all.length, 'the list was found').toBeGreaterThan(50)
    const weights = Object.entries(Object.groupBy(core, shelfOf)).map(([name, paths = []]) => ({
      name: `  ${name}`,
      value: sum(paths, gzBytes),
      unit: 'B' as const,
    }))
    expect(
      ledger.enter([
        {
          name: 'core cache without SQLite gz',
          value: sum(core, gzBytes),
          unit: 'B',
          goal: 250 * kB,
          kept: true,
        },
        ...weights.toSorted((one, other) => other.value - one.value),
        { name: 'as it lies on the phone, with SQLite', value: sum(all, sizeBytes), unit: 'B', kept: true },
      ]),
    ).toEqual([])
  })
})

/** What a file of the cache is for. The build names a file of content after its source. */
function shelfOf(path: string): string {
  const name = basename(path).replace(/-[\w-]{8}\.\w+$/, '')
  if (path.endsWith('.woff2')) return 'fonts'
  if (path.endsWith('.css')) return 'styles'
  if (todayScripts().has(path)) return 'scripts of Today'
  if (name === '_shelf_helplines') return 'helplines'
  if (name.startsWith('_shelf_')) return 'practices'
  const [source] = globSync(`content/en/{prompts,checks,sessions,words,knowledge}/${name}.json`, {
    cwd: house,
  })
  if (source) return String(source.split(/[\\/]/)[2])
  return path.endsWith('.js') ? 'screens and their parts' : 'page, icon, manifest'
}

/**
 * An address in a file is not yet a request, but where none stands none can be made. Pages and styles name none at all.
 * Scripts name those that `content` cites as sources, which are words to read; the names of XML, which are never
 * fetched; and what SQLite says about itself.
 */
test('no file names another origin, but as a source to read', () => {
  const cited = new Set(
    hostsIn(globSync('content/**/*.json', { cwd: house }).map((f) => readFileSync(join(house, f), 'utf8'))),
  )
  const text = files().filter((path) => /\.(?:js|css|html|svg|webmanifest)$/.test(path))
  const strange = text.flatMap((path) => {
    const may = (host: string) =>
      (host === 'www.w3.org' && /\.(?:js|svg)$/.test(path)) ||
      (path.endsWith('.js') && cited.has(host)) ||
      (isSqlite(path) && sqliteSays.includes(host))
    return hostsIn([read(path)])
      .filter((host) => !may(host))
      .map((host) => `${path}: ${host}`)
  })
  expect(strange).toEqual([])
})

const sqliteSays = ['sqlite.org', 'emscripten.org', 'github.com', 'developer.chrome.com']
const hostsIn = (texts: readonly string[]): readonly string[] => [
  ...new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(?:https?|wss?):\/\/([\w.-]+)/g)].map(([, host]) => String(host)),
    ),
  ),
]

const gzOfFile = (file: string) => {
  const catalogue = JSON.stringify(JSON.parse(readFileSync(join(house, file), 'utf8')))
  return gzipSync(catalogue, { level: 9 }).length
}

/** The longest plain message of a catalogue: where it stands, the catalogue is. */
function telltale(file: string): string {
  const messages = Object.values(
    JSON.parse(readFileSync(join(house, file), 'utf8')) as Record<string, string>,
  )
  return (
    messages
      .filter((one) => /^[\w ,.?]+$/.test(one))
      .toSorted((one, other) => other.length - one.length)[0] ?? file
  )
}
