/** Every address of the app, read from the table of screens, so that a new screen is in the stories from its first day. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '..')

export const patterns = [
  ...readFileSync(join(root, 'web/screens.ts'), 'utf8').matchAll(/^\s*\['(\/a\/[^']+)'/gm),
].map(([, pattern = '']) => pattern)

const named = (folder: string) =>
  globSync(join(root, 'content/en', folder, '**/*.json')).map((file) => basename(file, '.json'))

export const practices = named('practices')
export const checks = named('checks')
export const shelves = named('knowledge')

/** One or more real addresses for each pattern. An entry of the story has to be there first; this one is not. */
const examples: Readonly<Record<string, readonly string[]>> = {
  '/a/practise/:id': ['/a/practise/six-second-greeting', '/a/practise/turn-toward-small-bids'],
  '/a/story/:id': [`/a/story/${'0'.repeat(32)}`],
  '/a/check/:id': checks.map((id) => `/a/check/${id}`),
  '/a/learn/:shelf': shelves.map((id) => `/a/learn/${id}`),
}

export const addresses: readonly string[] = patterns.flatMap((pattern) => examples[pattern] ?? [pattern])
if (patterns.length < 20 || addresses.some((path) => path.includes(':')))
  throw new Error('web/screens.ts has an address that no story knows how to open')
