/**
 * An appreciation in three parts (what they did, what it shows about them, what it did for you), how much of a
 * sentence they make, and when to hint that it could land better.
 *
 * Hints are about the words, never about the person who writes, and one at a time is enough. What counts as generic is
 * told by English patterns; in another language nothing matches, and nothing is hinted but a very short text.
 */

export type Parts = {
  /** Goes on after "You …": "made tea before my call". */
  readonly act?: string | undefined
  /** Goes on after "you are …": "thoughtful". */
  readonly quality?: string | undefined
  /** Goes on after "for me that meant …": "a calm start". */
  readonly effect?: string | undefined
  /** The whole sentence, once somebody has changed it by hand. Then it alone counts. */
  readonly words?: string | undefined
}

/** Which parts there are to make a sentence of. The sentence itself is in `web/words`. */
export type Shape =
  | 'none'
  | 'act'
  | 'act.quality'
  | 'act.effect'
  | 'quality'
  | 'quality.effect'
  | 'effect'
  | 'whole'

/** Why a sentence might not land. */
export type Hint = 'complaint' | 'everything' | 'praise' | 'looks' | 'always' | 'short'

export function shapeOf({ act, quality, effect }: Parts): Shape {
  const there = [act?.trim() && 'act', quality?.trim() && 'quality', effect?.trim() && 'effect'].filter(
    Boolean,
  )
  return there.length === 3 ? 'whole' : there.length === 0 ? 'none' : (there.join('.') as Shape)
}

/** A part as it goes on in the middle of a sentence: "You made tea." becomes "made tea". */
export function partOf(part: keyof Parts, text = ''): string {
  const bare = text.trim().replace(/[\s.,;]+$/u, '')
  const stem = stems[part]
  const rest = stem ? bare.replace(stem, '') : bare
  const [first = ''] = rest.split(/\s/)
  // A capital from the keyboard goes; "I", "MRI" and "Sam's" (a name before a noun) are left to whoever wrote them.
  const isWord = /^\p{Lu}\p{Ll}+$/u.test(first) && part !== 'effect'
  return isWord || (part === 'effect' && openers.test(first))
    ? rest.charAt(0).toLowerCase() + rest.slice(1)
    : rest
}

/** How somebody may begin who writes the label's words again. */
const stems: Partial<Record<keyof Parts, RegExp>> = {
  act: /^(?:when |that )?you(?:'ve|’ve)? (?=\p{L})/iu,
  quality: /^(?:that )?you(?:'|’)?(?:re| are) (?=\p{L})/iu,
  effect: /^(?:for me )?(?:that|it|this) meant (?:that )?(?=\p{L})/iu,
}
const openers = /^(?:That|The|A|An|My|Less|More|Not|Feeling|Being|Having|Knowing|Time|Peace|Calm|It)$/

export function hintOf(parts: Parts): Hint | undefined {
  const words = plain(parts.words)
  const [quality, effect] = [plain(parts.quality), plain(parts.effect)]
  const act = words || you(parts.act)
  const said = words
    ? [words]
    : [act, quality && `you are ${quality}`, effect].filter((clause) => clause !== '')
  if (said.length === 0) return undefined
  const any = (pattern: RegExp) => said.some((clause) => pattern.test(clause))
  if (complaints.some(any)) return 'complaint'
  if (everythings.some(any)) return 'everything'
  // Big words do no harm when something that can be seen stands beside them.
  if (any(praise) && said.every((clause) => countWords(bare(clause.replace(praise, ' '))) <= 2))
    return 'praise'
  if (said.every((clause) => looks.test(clause) && countWords(clause) <= looksWordsMax)) return 'looks'
  if (any(always)) return 'always'
  return isShort(act, words !== '') ? 'short' : undefined
}

/** "For once", "finally": a thanks for the end of something bad. About oneself or a train it is no complaint. */
const complaints = [
  /^(?!.*\b(?:i|we|me|us|my|our|nobody|nothing)\b.*for once)(?!.*for once (?:i|we|my|our|nobody|nothing)\b).*\bfor once\b/,
  /\byou(?:'ve| have)? (?:finally|at (?:long )?last)\b/,
  /^you (?!.*\b(?:i|we|until|when)\b).* at (?:long )?last$/,
  /\bfor a change\b(?! of)|(?:^|it's |it was )about time\b|\btook you long enough\b/,
  /\bunlike (?:your usual self|last time|usual|before)\b/,
  /\beven (?:though|if) you (?:usually|normally|always|never)\b/,
  /\bi wish you (?:did|would|were|had)\b|\b(?:why can't you|if only you)\b|\bnext time you (?:could|should)\b/,
  /\byou (?:could|should|might) (?:do|be|help|try) [^.]*more\b|\b(?:did|do|does) (?:it|this|that|so) more often\b/,
  /\bwithout (?:complaining|sulking|moaning|making a fuss|me (?:having to )?(?:nag|ask)\w*)\b/,
  /\binstead of (?:complaining|sulking|moaning|forgetting|ignoring)\b/,
  /\bbut (?:next time|you (?:could|should|might|never|always|usually|didn't|forgot|still (?:have|need|don't)))\b/,
]
const everythings = [
  /\bfor (?:literally |absolutely )?everything\b(?! (?:ready|the|to|in|we|i|with|at|on) )/,
  /\b(?:everything|all(?: the things)?|all that|so much) (?:that )?you do\b(?! (?:to|in|at|with|before|after|when)\b)/,
  /\bfor (?:just |simply |always )?being (?:you|yourself|there|here|around|in my life|who you are|the way you are)\b(?! (?:when|while|at|on|in|with|for|until|after|before)\b)/,
  /\bfor (?:all of it|it all)$/,
]
const praise =
  /(?:^|\byou(?:'re| are) )(?:(?:simply|just|truly|really|so|such|an?|the|my|absolutely) )*(?:best|greatest|amazing|awesome|perfect|wonderful|incredible|fantastic|brilliant|great|lovely|superstar|angel|hero|star|treasure|dream)\b(?: (?:partner|husband|wife|friend|mum|mom|dad|mother|father|person|human|one|sister|brother|in the world|ever|of all))*|\byou rock$|\bone in a million\b/
/** Looks, and nothing that somebody did. */
const looks =
  /\byou(?:'re| are| look(?:ed|s)?)(?: \w+){0,3} (?:pretty|beautiful|gorgeous|handsome|hot|sexy|cute|stunning|good|great|nice|attractive|slim)(?:$| in | tonight| today)|^(?:i (?:\w+ )?love )?your (?:\w+ )?(?:eyes|hair|smile|body|legs|face|looks|outfit|dress)\b/
const looksWordsMax = 9
const always =
  /\byou(?:'ve| have|'re| are)? (?:always|never|constantly|every single time)\b|\byou .*\b(?:as always|every single time)\b/

/** Fewer than three words after "You …", or a thank you with hardly anything in it. */
function isShort(text: string, whole: boolean): boolean {
  if (text === '') return false
  const isThanks = whole || /^thank/.test(text)
  return isThanks ? countWords(bare(text)) < 2 : countWords(text.replace(/^you /, '')) < 3
}

/** Without the words that any thanks may hold. */
const bare = (text: string): string =>
  text.replaceAll(
    /\b(?:thanks?|you(?:'re| are)?|so|very|much|for|the|a|an|and|my|love|darling|dear|is|are|i|me|to|that|it|really|just|again)\b/g,
    ' ',
  )

/** A hint looks at the beginning of a long text only: it runs with each key. */
const readMax = 600

const plain = (text = ''): string =>
  text
    .slice(0, readMax)
    .trim()
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.!?…]+$/u, '')
    .replace(/\s+/gu, ' ')

const you = (act?: string): string => {
  const text = plain(partOf('act', act))
  return text && !/^(?:thanks|thank you|you're|for)\b/.test(text) ? `you ${text}` : text
}

const countWords = (text: string): number =>
  (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length
