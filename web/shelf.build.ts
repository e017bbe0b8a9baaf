/**
 * Puts the practices on two shelves at build time, and all telephone numbers on one: one thin one with the facts of all, which the plan needs whole, and
 * one for each pillar with the full words, fetched when somebody opens a practice.
 *
 * `import 'shelf:facts'` and `import 'shelf:pres'`. The files are parsed by their schema here, so a broken one breaks
 * the build and not the evening of a couple.
 */
import { globSync, readFileSync } from 'node:fs'
import { parse } from 'valibot'
import type { Plugin } from 'vite'
import { Helplines, Practice } from '../core/content.ts'
import { factOf } from '../core/library.ts'

const content = `${import.meta.dirname}/../content`

export function shelf(): Plugin {
  return {
    name: 'tend-shelf',
    resolveId: (id) => (id.startsWith('shelf:') ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0shelf:')) return undefined
      const name = id.slice('\0shelf:'.length)
      if (name === 'helplines') return asModule(helplinesOfAll())
      if (name === 'facts') return asModule(practicesIn('*').map(factOf))
      return asModule(practicesIn(name))
    },
  }
}

/** As text for JSON.parse: engines read that several times faster than an object literal. */
const asModule = (value: unknown) => `export default JSON.parse(${JSON.stringify(JSON.stringify(value))})`

const practicesIn = (pillar: string): Practice[] =>
  globSync(`${content}/en/practices/${pillar}/*.json`)
    .sort()
    .map((file) => parse(Practice, JSON.parse(readFileSync(file, 'utf8'))))

const helplinesOfAll = (): Helplines[] =>
  globSync(`${content}/helplines/[A-Z][A-Z].json`)
    .sort()
    .map((file) => parse(Helplines, JSON.parse(readFileSync(file, 'utf8'))))
