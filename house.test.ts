/**
 * The law of the house: which room may import which. Every arrow points down, none points back.
 * If this test stops you, the code is in the wrong room. Move the code; do not widen the table.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const mayImport: Record<string, readonly string[]> = {
  core: [],
  crypto: [],
  wire: [],
  store: ['core'],
  server: ['wire'],
  sync: ['crypto', 'wire', 'store'],
  web: ['core', 'store', 'sync'],
}
const pure = ['core', 'crypto', 'wire']
const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b/
const longest = 500

for (const [room, allowed] of Object.entries(mayImport)) {
  for (const file of globSync(`${room}/**/*.{ts,tsx}`)) {
    const source = readFileSync(file, 'utf8')
    const relative = [...source.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)]
    const rooms = relative.map(([, path]) => join(dirname(file), path!).split('/')[0]!)

    test(`${file} imports downward`, () =>
      expect(rooms.filter((to) => to !== room && !allowed.includes(to))).toEqual([]))
    test(`${file} is one thing, told at readable length`, () => {
      expect(basename(file)).not.toBe('index.ts')
      expect(source.split('\n').length).toBeLessThanOrEqual(longest)
    })
    if (pure.includes(room) && !file.endsWith('.test.ts'))
      test(`${file} asks nobody the time`, () => expect(source).not.toMatch(impure))
  }
}

/**
 * Every package has one room, so that replacing it touches one room. Tests, build steps and what runs in Node only
 * (`-node.ts`) are guests anywhere: none of them is ever in the app.
 */
const homeByPackage: Record<string, string> = {
  '@hono/node-server': 'server',
  hono: 'server',
  ws: 'server',
  'node:': 'server',
  '@hpke/core': 'crypto',
  '@noble/ciphers': 'crypto',
  '@noble/curves': 'crypto',
  '@noble/hashes': 'crypto',
  '@scure/bip39': 'crypto',
  '@sqlite.org/sqlite-wasm': 'store',
  '@preact/signals': 'web',
  preact: 'web',
  minisearch: 'web',
  qr: 'web',
}
/** The schema library is the one guest allowed everywhere. */
const guest = 'valibot'

describe('Third-party packages stay at home', () => {
  for (const file of codeOf(Object.keys(mayImport))) {
    const strangers = packagesOf(file).filter(
      (name) => homeByPackage[name] !== roomOf(file) && name !== guest,
    )
    if (packagesOf(file).length > 0) test(file, () => expect(strangers).toEqual([]))
  }
})

describe('SQL lives in three files', () => {
  const homes = /^(?:store\/sqlite[^/]*|store\/migrations|server\/sqlite[^/]*)\.ts$/
  const sql = ['select [^{}\'";]+ from ', 'insert (?:or \\w+ )?into ', 'create (?:\\w+ )?(?:table|index) ']
    .concat(['delete from ', 'update \\w+ set ', 'drop table ', 'pragma \\w'])
    .map((phrase) => phrase.replaceAll(' ', '\\s+'))
    .join('|')
  // In one case throughout: sentences for people may begin with "Delete from".
  const anySql = new RegExp(`\\b(?:${sql}|${sql.replace(/(?<!\\)[a-z]/g, (letter) => letter.toUpperCase())})`)

  for (const file of codeOf(Object.keys(mayImport)))
    if (!homes.test(file)) test(file, () => expect(withoutComments(file)).not.toMatch(anySql))
})

describe('No text becomes markup', () => {
  const raw =
    /dangerouslySetInnerHTML|\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe)\b|document\.write/
  for (const file of globSync('web/**/*.{ts,tsx}'))
    test(file, () => expect(readFileSync(file, 'utf8')).not.toMatch(raw))
})

describe('What only wires stays short', () => {
  const mostLines = { 'web/main.ts': 40, 'server/main.ts': 40, 'web/worker.ts': 20 }
  for (const [file, most] of Object.entries(mostLines))
    test.runIf(existsSync(file))(`${file} has at most ${most} lines`, () =>
      expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(most),
    )
})

test('content holds words, and no code but what checks them', () => {
  const code = globSync('content/**/*.{ts,tsx,js,mjs}')
  const checks = /^content\/(?:[^/]+\.test\.ts|lint\.ts|[^/]+\.d\.ts)$/
  expect(code.filter((file) => !checks.test(file))).toEqual([])
})

test('no file or folder has a name that says nothing', () => {
  const empty = ['utils', 'helpers', 'common', 'shared', 'misc', 'lib', 'manager', 'service'].concat([
    'types',
    'constants',
    'new',
    'legacy',
  ])
  const notOurs = ['node_modules', '.git', 'dist', 'data']
  const names = globSync('**/*', { exclude: (name) => notOurs.includes(name) })
  expect(
    names.filter((path) =>
      basename(path)
        .split('.')
        .some((word) => empty.includes(word)),
    ),
  ).toEqual([])
})

function codeOf(rooms: readonly string[]) {
  return globSync(`{${rooms}}/**/*.{ts,tsx}`).filter(
    (file) => !/(?:\.(?:test|contract|build)|-node)\.tsx?$/.test(file) && !file.startsWith('web/words/'),
  )
}

function roomOf(file: string) {
  return file.split('/')[0]
}

/** `hono/etag` is hono, `@noble/hashes/sha2.js` is @noble/hashes, and all of Node is one package. */
function packagesOf(file: string) {
  const imports = withoutComments(file).matchAll(/(?:from|import)\s*\(?\s*['"]([^.'"\s][^'"\s]*)['"]/g)
  const names = [...imports].map(([, path]) => /^node:|^(?:@[^/]+\/)?[^/]+/.exec(path!)![0])
  return [...new Set(names)].filter((name) => !name.startsWith('shelf:'))
}

function withoutComments(file: string) {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
}
