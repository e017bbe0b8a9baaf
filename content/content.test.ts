/** The linter of the words. It is `npm test`; content/README.md says what it asks for and why. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as content from '../core/content.ts'
import { jsonFiles, load, nameOf, plain, problems, readingGrade, readJson, root, sentences } from './lint.ts'

/** Where each kind lives, its schema, and the name of the help for editors. */
const kinds = [
  { name: 'practice', files: jsonFiles('en/practices'), schema: content.Practice },
  { name: 'prompt', files: jsonFiles('en/prompts'), schema: content.Deck },
  { name: 'check', files: jsonFiles('en/checks'), schema: content.Check },
  { name: 'session', files: jsonFiles('en/sessions'), schema: content.Session },
  { name: 'word', files: jsonFiles('en/words'), schema: content.WordList },
  { name: 'knowledge', files: jsonFiles('en/knowledge'), schema: content.Shelf },
  { name: 'help', files: ['en/help.json'], schema: content.HelpPage },
  {
    name: 'helpline',
    files: jsonFiles('helplines').filter((f) => /[A-Z]{2}\.json$/.test(f)),
    schema: content.Helplines,
  },
] as const

const [practiceKind, deckKind, checkKind, sessionKind, , shelfKind] = kinds
const practices = load(practiceKind.files, content.Practice)
const decks = load(deckKind.files, content.Deck)
const checks = load(checkKind.files, content.Check)
const sessions = load(sessionKind.files, content.Session)
const shelves = load(shelfKind.files, content.Shelf)
const prompts = decks.flatMap(({ path, data }) =>
  data.prompts.map((prompt) => ({ path, deck: data, prompt })),
)

/** A list of findings is empty, or the test shows all of it at once. */
const none = (findings: string[]): void => expect(findings.join('\n')).toBe('')

describe('every file', () => {
  test('no file lies outside the folders of the kinds', () => {
    const known = new Set<string>(kinds.flatMap((kind) => kind.files))
    none(
      jsonFiles('en').flatMap((f) =>
        known.has(f) ? [] : [`${f}: no kind lives here. Move it or take it out.`],
      ),
    )
  })

  test.each(kinds)('fits its schema: $name', ({ files, schema }) => {
    expect(files.length).toBeGreaterThan(0)
    none(files.flatMap((path) => problems(path, schema)))
  })

  test.each(kinds.filter((kind) => kind.name !== 'helpline'))(
    'is called by its id, once: $name',
    ({ files }) => {
      const seen = new Map<string, string>()
      none(
        files.flatMap((path) => {
          const id = String((readJson(path) as { id?: string }).id)
          const twin = seen.get(id)
          seen.set(id, path)
          return [
            ...(id === nameOf(path) ? [] : [`${path}: its id is "${id}". Call the file ${id}.json.`]),
            ...(twin ? [`${path}: "${id}" is also the id of ${twin}. Change one.`] : []),
          ]
        }),
      )
    },
  )

  test('ids inside a file are unique', () => {
    const inside: { path: string; ids: string[] }[] = [
      ...decks.map(({ path, data }) => ({ path, ids: data.prompts.map((p) => p.id) })),
      ...checks.map(({ path, data }) => ({ path, ids: data.questions.map((q) => q.id) })),
      ...checks.flatMap(({ path, data }) =>
        data.questions.map((q) => ({ path, ids: q.options.map((o) => o.id) })),
      ),
      ...sessions.map(({ path, data }) => ({ path, ids: data.steps.map((s) => s.id) })),
      ...shelves.map(({ path, data }) => ({ path, ids: data.cards.map((c) => c.id) })),
    ]
    none(
      inside.flatMap(({ path, ids }) =>
        ids
          .filter((id, i) => ids.indexOf(id) !== i)
          .map((id) => `${path}: "${id}" is there twice. Change one.`),
      ),
    )
  })

  test('question ids are unique over all decks', () => {
    const ids = prompts.map(({ prompt }) => prompt.id)
    none(
      prompts.flatMap(({ path, prompt }, i) =>
        ids.indexOf(prompt.id) === i ? [] : [`${path}: ${prompt.id} is taken.`],
      ),
    )
  })

  test('every practice that is pointed to exists', () => {
    const known = new Set(practices.map(({ data }) => data.id))
    const pointers = [
      ...checks.flatMap(({ path, data }) =>
        data.questions.map((q) => ({ path, from: q.id, to: q.practice })),
      ),
      ...sessions.flatMap(({ path, data }) => data.steps.map((s) => ({ path, from: s.id, to: s.practice }))),
      ...shelves.flatMap(({ path, data }) => data.cards.map((c) => ({ path, from: c.id, to: c.practice }))),
    ]
    none(
      pointers.flatMap(({ path, from, to }) =>
        to === undefined || known.has(to)
          ? []
          : [`${path}: ${from} points to "${to}", which is no practice.`],
      ),
    )
  })
})

describe('practices', () => {
  test('lie in the folder of their main pillar', () => {
    none(
      practices.flatMap(({ path, data }) => {
        const folder = path.split('/').at(-2)
        return folder?.toUpperCase() === data.pillars[0]
          ? []
          : [
              `${path}: its main pillar is ${data.pillars[0]}. Move it to that folder, or put the pillar first.`,
            ]
      }),
    )
  })

  test("have names that may stand in a browser's history", () => {
    const telling = /help|safe|abuse|fear|afraid|violen|crisis|suicid|therap|fight|affair|divorce/
    none(
      practices.flatMap(({ path, data }) =>
        telling.test(data.id) ? [`${path}: the id stands in the address. Choose one that says less.`] : [],
      ),
    )
  })

  test.each(content.pillars)('%s has five, and three for someone alone', (pillar) => {
    const here = practices.filter(({ data }) => data.pillars[0] === pillar)
    const alone = here.filter(({ data }) => data.who.includes('solo') || data.who.includes('async'))
    expect(here.length, 'practices').toBeGreaterThanOrEqual(5)
    expect(alone.length, 'practices for someone alone').toBeGreaterThanOrEqual(3)
  })

  test('there are at least sixty', () => expect(practices.length).toBeGreaterThanOrEqual(60))

  test('what may hurt comes with care', () => {
    none(
      practices.flatMap(({ path, data }) =>
        data.contra.length > 0 && !data.care
          ? [`${path}: contra is not empty. Add care, one kind sentence.`]
          : [],
      ),
    )
  })

  test('there is another way wherever the main one asks something of a body or a place', () => {
    none(
      practices.flatMap(({ path, data: { needs, ways, who } }) => {
        const missing = [
          needs.includes('touch') && !ways.noTouch && 'noTouch',
          needs.includes('eyes') && !ways.noEyes && 'noEyes',
          needs.includes('voice') && !ways.written && 'written',
          who.includes('together') && !ways.distance && 'distance',
        ].filter((way) => way !== false)
        return missing.map((way) => `${path}: add ways.${way}.`)
      }),
    )
  })
})

describe('questions', () => {
  const forms = ['partner', 'friend', 'family'] as const
  const depths = ['light', 'middle', 'deep'] as const

  test('there are a hundred and twenty, in three depths for each of three forms', () => {
    expect(prompts.length).toBeGreaterThanOrEqual(120)
    const have = new Set(decks.map(({ data }) => `${data.form} ${data.depth}`))
    const want = forms.flatMap((form) => depths.map((depth) => `${form} ${depth}`))
    none(want.filter((pair) => !have.has(pair)).map((pair) => `No deck for ${pair}. Write one.`))
  })

  test('none repeats another', () => {
    const seen = new Map<string, string>()
    none(
      prompts.flatMap(({ path, prompt }) => {
        const key = plain(prompt.text)
        const twin = seen.get(key)
        seen.set(key, `${path} ${prompt.id}`)
        return twin ? [`${path}: ${prompt.id} asks the same as ${twin}: "${prompt.text}"`] : []
      }),
    )
  })

  const closed =
    /^(?:is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may|might|must|isnt|arent|wasnt|dont|doesnt|didnt|havent|wont|wouldnt|cant|couldnt|ever)\b/

  test('none can be answered by yes or no', () => {
    none(
      prompts.flatMap(({ path, prompt }) =>
        [prompt.text, prompt.literal ?? '']
          .filter((text) => closed.test(plain(text)))
          .map(
            (text) =>
              `${path}: ${prompt.id} can be answered by yes: "${text}" Open it with what, when, how, which.`,
          ),
      ),
    )
  })

  test('the linter knows a closed question', () => {
    expect(closed.test(plain('Do you feel heard?'))).toBe(true)
    expect(closed.test(plain("Isn't it good?"))).toBe(true)
    expect(closed.test(plain('When did you feel heard?'))).toBe(false)
  })
})

const Banned = v.strictObject({
  note: v.string(),
  reasons: v.array(
    v.strictObject({
      id: v.string(),
      why: v.string(),
      notIn: v.optional(v.array(v.string())),
      exactCase: v.optional(v.literal(true)),
      patterns: v.array(v.strictObject({ find: v.string(), example: v.string() })),
    }),
  ),
})
const { reasons } = v.parse(Banned, readJson('banned.json'))
const patterns = reasons.flatMap((reason) =>
  reason.patterns.map(({ find, example }) => ({
    reason,
    example,
    find: new RegExp(find, reason.exactCase ? 'u' : 'iu'),
  })),
)

describe('words that do not belong here', () => {
  test('are at least two hundred patterns, none of them twice', () => {
    expect(patterns.length).toBeGreaterThanOrEqual(200)
    const sources = patterns.map(({ find }) => find.source)
    expect(sources.filter((source, i) => sources.indexOf(source) !== i)).toEqual([])
  })

  test('each pattern trips on its own example', () => {
    none(
      patterns.flatMap((p) =>
        p.find.test(p.example) ? [] : [`${p.reason.id}: ${p.find} misses "${p.example}"`],
      ),
    )
  })

  test('honest sentences trip none', () => {
    const honest = readFileSync(join(root, 'honest.txt'), 'utf8').trim().split('\n')
    none(
      honest.flatMap((text) =>
        patterns.filter((p) => p.find.test(text)).map((p) => `${p.find} trips on "${text}"`),
      ),
    )
  })

  test('are in none of our sentences', () => {
    none(
      kinds
        .filter((kind) => kind.name !== 'helpline')
        .flatMap((kind) => kind.files)
        .flatMap((path) => {
          // A myth and a mistake are quoted in their titles, to be answered below.
          const quotes = /knowledge\/(?:myths|mistakes)\.json$/.test(path)
          return sentences(readJson(path))
            .filter(({ keys }) => !(quotes && keys[0] === 'cards' && keys.at(-1) === 'title'))
            .flatMap(({ keys, text }) =>
              patterns
                .filter(
                  ({ reason, find }) => !reason.notIn?.some((key) => keys.includes(key)) && find.test(text),
                )
                .map(
                  ({ reason, find }) =>
                    `${path}: ${keys.join('.')}: "${find.exec(text)?.[0]}" in "${text}"\n    ${reason.why}`,
                ),
            )
        }),
    )
  })
})

describe('the help page', () => {
  const help = v.parse(content.HelpPage, readJson('en/help.json'))

  test('can be read by someone who is frightened: grade eight at most', () => {
    for (const section of help.sections) {
      const grade = readingGrade([...section.text, ...(section.points ?? [])].join(' '))
      expect(grade, section.id).toBeLessThanOrEqual(8)
    }
  })

  test('the grade knows hard from easy', () => {
    expect(readingGrade('You can call at any time. They will listen.')).toBeLessThan(4)
    const hard =
      'Individuals experiencing interpersonal difficulties may subsequently consider professional consultation.'
    expect(readingGrade(hard)).toBeGreaterThan(12)
  })

  test('has what must be there', () => {
    const ids = help.sections.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining(['now', 'afraid', 'device', 'yourself', 'own', 'child', 'not-app', 'after']),
    )
  })
})

describe('help for editors', () => {
  test.each(kinds)('the schema file of $name is what core/content.ts says', ({ name, schema }) => {
    const path = join(root, `${name}.schema.json`)
    const wanted = `${JSON.stringify(toJsonSchema(schema), null, 2)}\n`
    if (process.env['UPDATE_SCHEMAS']) writeFileSync(path, wanted)
    const found = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const message = 'Run: UPDATE_SCHEMAS=1 npx vitest run content/content.test.ts'
    expect(found === wanted, `${name}.schema.json is out of date. ${message}`).toBe(true)
  })
})
