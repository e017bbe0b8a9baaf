/**
 * Somebody's words in a Markdown file stay words: they must not turn into headings, lists, links or pictures when the
 * file is shown, nor into a fence that swallows what others wrote after them (CommonMark 0.31, 2.4: a backslash before
 * a mark takes its meaning). An address that is written out is left alone: it shows where it leads.
 */
export const plain = (text: string): string =>
  text
    .replace(/[\\`*_~[\]<>#|!&]/g, (mark) => `\\${mark}`)
    // At the beginning of a line these make lists, rules, and headings of the line before.
    .replace(/^([ \t]*)([-+=])/gm, '$1\\$2')
    .replace(/^([ \t]*\d{1,9})([.)])/gm, '$1\\$2')
    // Four spaces make a block of code.
    .replace(/^[ \t]+/gm, ' ')
