/**
 * One spelling for many, so that a search finds what was meant: accents, case, and the ways British and American
 * English differ. Both the words that are searched and the words that are typed go through it, so a fold that is no
 * word at all does no harm.
 *
 * Letters are folded rather than endings, because people are found out letter by letter: "apologiz" must already be
 * the beginning of "apologise".
 */
export function foldWord(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’']/g, '')
    .replaceAll('z', 's')
    .replaceAll('our', 'or')
    .replaceAll('ll', 'l')
    .replace(/^practic/, 'practis')
}
