/**
 * What every npm command calls, so that a fresh clone works with one command and only Node 20 and npm.
 *
 * It brings what is missing (dependencies, the build, a browser for the tests) and then does the thing asked for.
 * It runs on whatever Node the machine has, before anything is installed, so it is plain JavaScript and imports
 * nothing but Node. Everything else then runs on the Node pinned in package.json.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

process.chdir(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
const [verb, ...more] = process.argv.slice(2)

const verbs = {
  start: async () => {
    ensureDependencies()
    ensureBuild()
    // A small nursery: an idle connection then costs half, and the server is no slower.
    await become('--max-semi-space-size=8', 'server/main.ts')
  },
  dev: async () => {
    ensureDependencies()
    await become(tool.vite, ...more)
  },
  check: () => report([...types(), ...lint(), law()]),
  unit: () => report([tests('unit', 'unit', more)]),
  e2e: () => report(withBuild(() => [withBrowser(() => tests('end to end', 'e2e', more))])),
  bench: () =>
    report(
      withBuild(() => [tests('sizes', 'budget', more), withBrowser(() => tests('bench', 'bench', more))]),
    ),
  test: () =>
    report([
      ...types(),
      ...lint(),
      tests('unit tests, contracts, the law and the content linter', 'unit'),
      ...withBuild(() => [
        tests('sizes', 'budget'),
        withBrowser(() => tests('end-to-end stories in Chromium', 'e2e')),
      ]),
    ]),
}

const node = join('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
const tool = {
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  playwright: 'node_modules/playwright-core/cli.js',
}

// What a build is made of, besides itself.
const sources = ['web', 'core', 'store', 'sync', 'crypto', 'wire', 'content', 'vite.config.ts']
const settings = ['package-lock.json', 'tsconfig.json']

if (!Object.hasOwn(verbs, verb ?? ''))
  stop(`npm start and npm test are the two commands. This one is unknown: ${verb}`)
await verbs[verb]()

// What is brought first

/** Installs exactly what the lock file says, whenever it says something else than the last time. */
function ensureDependencies() {
  const stamp = join('node_modules', '.tend-installed')
  const wanted = hashOf([readFileSync('package-lock.json')])
  if (existsSync(node) && read(stamp) === wanted) return
  heading('Installing what Tend needs')
  // The Node and npm that started us, not the pinned ones, which are about to be replaced.
  const { npm_execpath: npm, npm_node_execpath: outerNode } = process.env
  const install = ['ci', '--loglevel=error']
  const done = npm?.endsWith('.js')
    ? run(outerNode ?? process.execPath, [npm, ...install])
    : run(windows ? 'npm.cmd' : 'npm', install, { shell: windows })
  if (!done || !existsSync(node))
    stop('The packages could not be installed. With a network connection, run the same command again.')
  writeFileSync(stamp, wanted)
}

function ensureBuild() {
  if (!built()) stop('The app could not be built; the reason is above.')
}

/** Builds when a byte of what goes into the app has changed since the last build that succeeded. */
function built() {
  const stamp = join('dist', '.built')
  const wanted = hashOf(
    [...sources, ...settings].flatMap(filesIn).flatMap((file) => [file, readFileSync(file)]),
  )
  if (read(stamp) === wanted) return true
  heading('Building the app')
  if (!run(node, [tool.vite, 'build', '--logLevel', 'warn'])) return false
  writeFileSync(stamp, wanted)
  return true
}

/** The path of a Chromium that starts. Tests find it in the variable CHROMIUM. */
function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']
  const { PATH = '', PROGRAMFILES = 'C:\\Program Files', LOCALAPPDATA = '' } = process.env
  const usual = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ...[PROGRAMFILES, LOCALAPPDATA].map((folder) =>
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ),
  ]
  const found = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...found, ...usual].find(starts)
}

/** On some systems the name is there and only tells people to install something. Windows has no quiet way to ask. */
function starts(path) {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    return false
  }
  return windows || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  heading('Fetching a browser for the tests')
  if (isDebian() && process.getuid?.() === 0) {
    const install = ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium']]
    if (!run(...install) && run('apt-get', ['update'])) run(...install)
  } else {
    run(node, [tool.playwright, 'install', 'chromium'])
  }
  return findBrowser() ?? playwrightBrowser()
}

function isDebian() {
  return /^ID=debian$/m.test(read('/etc/os-release') ?? '')
}

function playwrightBrowser() {
  const ask = "import { chromium } from 'playwright-core'; console.log(chromium.executablePath())"
  const path = spawnSync(node, ['--input-type=module', '-e', ask], { encoding: 'utf8' }).stdout?.trim()
  return path && starts(path) ? path : undefined
}

// The parts of a check. Each gives { passed, failed } and the next one runs whatever the last one said.

function types() {
  ensureDependencies()
  const projects = ['.', 'store', 'sync', 'web', 'web/tsconfig.workers.json', 'server', 'tsconfig.tests.json']
  return projects.map((project) => once(`types: ${project}`, tool.tsc, '-p', project, '--pretty'))
}

function lint() {
  return [once('lint and format', tool.biome, 'ci', '.')]
}

function law() {
  return tests('the law of the house', 'unit', ['house.test.ts'])
}

function once(title, ...command) {
  heading(title)
  return run(node, command) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Runs one project of vite.config.ts and counts its tests by Vitest's own report. */
function tests(title, project, filters = []) {
  ensureDependencies()
  heading(title)
  const folder = mkdtempSync(join(tmpdir(), 'tend-tests-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const done = run(node, [
    tool.vitest,
    'run',
    '--project',
    project,
    '--passWithNoTests',
    ...reporters,
    ...filters,
  ])
  const counted = count(read(report))
  rmSync(folder, { recursive: true })
  // A run can fail without a failed test: an error outside of one, or no report at all.
  return done || counted.failed > 0 ? counted : { ...counted, failed: 1 }
}

function count(report) {
  if (!report) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report)
  // A file that does not even load has no tests to fail.
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  )
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
}

function withBuild(parts) {
  ensureDependencies()
  if (built()) return parts()
  console.error('The app could not be built, so nothing that needs it was run.')
  return [{ passed: 0, failed: 1 }]
}

function withBrowser(part) {
  const browser = ensureBrowser()
  if (browser) {
    process.env.CHROMIUM = browser
    return part()
  }
  console.error(
    'No browser for the tests. Install Chromium or Chrome, or name one: CHROMIUM=/path/to/it npm test',
  )
  return { passed: 0, failed: 1 }
}

function report(parts) {
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
  process.exitCode = sum('failed') > 0 ? 1 : 0
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
}

// Small things

function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0
}

/** Hands over to a long-running command: signals go to it, and its end is ours. */
function become(...command) {
  const child = spawn(node, command, { stdio: 'inherit' })
  // Ctrl+C reaches the child by itself; we only must not leave before it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // Who stops npm stops its shell, which tells nobody. Without this the server would live on and hold the port.
  const parent = process.ppid
  const watch = setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500)
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearInterval(watch)
      process.exitCode = code ?? 1
      resolve()
    })
  })
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function hashOf(pieces) {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece).update('\0')
  return hash.digest('hex')
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function heading(text) {
  console.log(`\n— ${text} —`)
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
