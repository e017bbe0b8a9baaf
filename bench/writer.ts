/**
 * Sentences two people might write about a day, made of everyday words. They mean little, but they have what a search
 * cares about: a few words that are everywhere, many that are somewhere, and a long tail of names met once or twice.
 */
import type { Chance } from './chance.ts'

export type Writer = ReturnType<typeof createWriter>

/** In one entry of ten, of thirty, and of a hundred. */
export const wordsToFind = { common: 'evening', middling: 'soup', rare: 'accordion' } as const

export function createWriter(chance: Chance) {
  const { one, oneOfMany, from, below } = chance
  const names = Array.from({ length: 2_400 }, () => nameOf(chance))

  const name = () => oneOfMany(names)
  const like = () => (below(0.2) ? `${oneOfMany(moods)} ` : '')
  const thing = () => `${one(['the', 'the', 'our', 'a', 'my', 'your'])} ${like()}${oneOfMany(things)}`
  const place = () =>
    below(0.25) ? `in ${name()}` : `${one(['at', 'by', 'behind', 'near'])} the ${oneOfMany(places)}`
  const when = () => oneOfMany(times)
  const who = () => (below(0.12) ? name() : one(people))
  const small = () => `${oneOfMany(deeds)} ${thing()}`
  const clause = () => `${who()} ${oneOfMany(pasts)} ${thing()}`
  const phrase = () => `${thing()} ${place()}, ${when()}`

  const shapes = [
    () => `${clause()} ${when()}, and ${clause()}.`,
    () => `${when()} we ${oneOfMany(pasts)} ${thing()} ${place()}.`,
    () => `It was ${oneOfMany(moods)} ${when()}, though ${clause()}.`,
    () => `${who()} said that ${thing()} felt ${oneOfMany(moods)}, and I had not seen it that way.`,
    () => `I ${oneOfMany(pasts)} ${thing()} because ${clause()} ${when()}.`,
    () => `Nothing much, only ${thing()} ${place()}, and it was ${oneOfMany(moods)}.`,
    () => `Next time I would like to ${small()} before ${clause()}.`,
    () => `We laughed about ${thing()} until ${clause()}.`,
    () => `I was ${oneOfMany(moods)} and could not say so ${when()}.`,
  ]
  const sentence = () => capital(one(shapes)())
  const sentences = (least: number, most: number) =>
    Array.from({ length: from(least, most) }, sentence).join(' ')
  const title = () =>
    capital(`${one(['the day of', 'how we came to', 'once more', 'a word about'])} ${thing()}`)

  return { name: () => capital(name()), thing, small, clause, phrase, sentences, title }
}

function nameOf({ one, from }: Chance): string {
  const middle = Array.from({ length: from(0, 2) }, () =>
    one(['la', 'ri', 'no', 'me', 'tu', 'sa', 'ken', 'vo']),
  )
  return (
    one(['Ma', 'To', 'Bre', 'Li', 'Ha', 'Os', 'Fen', 'Ju', 'Wal', 'Ki', 'Do', 'Sta']) +
    middle.join('') +
    one(['rin', 'low', 'den', 'ssa', 'mer', 'bury', 'l', 'na', 'th', 'wick', 'ro', 'gen'])
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

// The most frequent first: `oneOfMany` draws them so.

const people = [
  'you',
  'I',
  'we',
  'Sam',
  'your mother',
  'my brother',
  'the children',
  'our neighbour',
  'my sister',
]

const times = (
  'this evening|in the morning|after dinner|before sleep|on the way home|at noon|while it rained|all day long|' +
  'for once|late at night|between two calls|on the train|after the long week|when the light went|over breakfast|' +
  'before anyone was up|in the middle of it|on the phone|after work|during the walk|in the first snow'
).split('|')

const moods = (
  'tired|calm|warm|close|glad|quiet|heavy|light|worried|strange|lovely|tender|slow|hopeful|lonely|proud|silly|safe|' +
  'far away|restless|thankful|unsure|gentle|cross|soft|brave|small|bright|clumsy|ordinary|bittersweet|relieved'
).split('|')

const deeds = (
  'make|fetch|mend|carry|ask about|listen to|look at|wait for|sit with|clean|cook|bring back|put away|think of|' +
  'write about|laugh at|share|plan|finish|leave|water|paint|sing|warm up|find|thank you for'
).split('|')

const pasts = (
  'made|found|brought|forgot|carried|missed|fixed|asked about|talked about|waited for|noticed|cooked|shared|kept|lost|' +
  'remembered|listened to|cleaned|looked for|thought of|laughed at|planned|finished|left|read|painted|mended|watered|' +
  'borrowed|hid|sang|baked|wrote down|let go of|came back to|argued about|dreamed of|promised'
).split('|')

const places = (
  'table|kitchen|window|door|garden|lake|station|market|bakery|bridge|stairs|river|office|hospital|school|bus stop|' +
  'library|cinema|harbour|forest|orchard|chapel|playground|balcony|attic|allotment|ferry|lighthouse|quarry|vineyard|' +
  'greenhouse|planetarium'
).split('|')

const things = (
  'tea|walk|dinner|morning|message|cup|bread|letter|song|phone|plan|blanket|bicycle|soup|coat|key|list|shower|bed|' +
  'photograph|garden|rain|dog|train|chair|lamp|movie|book|birthday|headache|bill|joke|question|silence|appointment|' +
  'umbrella|sofa|laundry|pancake|candle|argument|holiday|tent|map|guitar|cat|jumper|tomato|goat|snow|boat|kettle|' +
  'apple tree|jigsaw|ticket|puppet|teapot|notebook|scarf|ladder|drawer|clock|suitcase|picture frame|mirror|spoon|' +
  'lullaby|puddle|firework|recipe|stove|wheelbarrow|telescope|postcard|balloon|violin|hammock|compass|lantern|beehive|' +
  'crossword|harmonica|thermometer|sledge|marmalade|typewriter|hedgehog|kaleidoscope|sundial|accordion|gramophone|weathervane'
).split('|')
