/** What Noor and Sam write reads the same in a Markdown file, whatever marks are in it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plain } from './markdown.ts'

test.each([
  ['# Not a heading', '\\# Not a heading'],
  ['Nor this\n===\nnor this\n---', 'Nor this\n\\===\nnor this\n\\---'],
  ['~~~\nnothing is swallowed', '\\~\\~\\~\nnothing is swallowed'],
  ['```', '\\`\\`\\`'],
  ['    four spaces', ' four spaces'],
  ['  - tea\n+ milk\n1. first\n22) last', ' \\- tea\n\\+ milk\n1\\. first\n22\\) last'],
  ['![a picture](https://x.example)', '\\!\\[a picture\\](https://x.example)'],
  ['<b>&lt;', '\\<b\\>\\&lt;'],
  ['C:\\old', 'C:\\\\old'],
])('%j', (text, shown) => {
  expect(plain(text)).toBe(shown)
})

test('ordinary sentences are left as they are', () => {
  for (const text of ['We walked - slowly - home.', 'On 3. October we met (1.5 hours).', 'Noor + Sam = tea'])
    expect(plain(text)).toBe(text)
})

test('no line of any text begins with what makes a block', () => {
  const marks = fc.constantFrom(
    '#',
    '-',
    '=',
    '+',
    '~',
    '`',
    '>',
    '1.',
    '2)',
    ' ',
    '\t',
    '\n',
    'tea',
    '|',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(marks, { maxLength: 12 }), (pieces) => {
      for (const line of plain(pieces.join('')).split('\n'))
        expect(line).not.toMatch(/^\s*(?:[#\-=+~`>|]|\d+[.)])|^(?: {4}|\t)/)
    }),
  )
})
