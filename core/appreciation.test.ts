import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Hint, hintOf, type Parts, partOf, shapeOf } from './appreciation.ts'

/** A whole sentence in, the hint out. What Noor says to Sam, and what Sam says to Noor. */
const sentences: readonly (readonly [string, Hint | undefined])[] = [
  // Very short.
  ['Thanks', 'short'],
  ['Thank you!', 'short'],
  ['Thanks, love.', 'short'],
  ['Thank you so much', 'short'],
  ['Thanks for dinner', 'short'],
  // Big words and nothing to see.
  ["You're the best", 'praise'],
  ['You’re the best!', 'praise'],
  ['You are amazing.', 'praise'],
  ['You are such an amazing friend', 'praise'],
  ['Best husband ever', 'praise'],
  ["You're my hero", 'praise'],
  ['You rock', 'praise'],
  ['Thank you, you are an angel', 'praise'],
  // Everything is nothing in particular.
  ['Thanks for everything', 'everything'],
  ['Thank you for everything you do', 'everything'],
  ['Thank you for all you do.', 'everything'],
  ['Thanks for being you', 'everything'],
  ['Thank you for just being there', 'everything'],
  ['I am grateful for all the things you do', 'everything'],
  // Always and never.
  ['You always listen to me when I come home.', 'always'],
  ['You never forget to ask how my day was.', 'always'],
  ["You're always so patient with my mother.", 'always'],
  ['You rang me from the train, as always.', 'always'],
  // Looks alone.
  ['You are so beautiful', 'looks'],
  ['You look gorgeous in that dress', 'looks'],
  ['I love your eyes', 'looks'],
  ['You looked really handsome tonight', 'looks'],
  // A complaint in a coat of thanks.
  ['You did the dishes for once.', 'complaint'],
  ['You finally called your sister.', 'complaint'],
  ['Thank you for cleaning up for a change', 'complaint'],
  ['You were on time, unlike last time.', 'complaint'],
  ['Thanks for listening without complaining', 'complaint'],
  ['You cooked, even though you usually forget.', 'complaint'],
  ['It was nice that you helped. I wish you did it more often.', 'complaint'],
  ['You could help a bit more, but thanks for today.', 'complaint'],
  ['You said it without me having to ask.', 'complaint'],
  ['Thank you for the walk, but you could have asked me first.', 'complaint'],
  // Nothing to hint at: these land as they are.
  [
    'When you made tea before my call, I saw that you are thoughtful. For me that meant a calm start.',
    undefined,
  ],
  ['You rang my mother when I was too tired to. Thank you.', undefined],
  ['Thank you for sitting with me until I finally fell asleep.', undefined],
  ['You held my hand in the waiting room, and for once I was not afraid.', undefined],
  ['You waited with me, and at last the train came.', undefined],
  ['You put on a song I had never heard.', undefined],
  ['I have never felt so calm before an exam as after your message.', undefined],
  ['You had everything ready when I came home.', undefined],
  ['Thank you for being there at the airport at five in the morning.', undefined],
  ['You are the best at folding maps, and you folded mine this morning.', undefined],
  ['You took the night shift with the baby so that I could sleep.', undefined],
  ['You smiled at me across the table when your uncle started again.', undefined],
  ['You took out the bins before I saw that they were full.', undefined],
  ['You asked how the talk went before I had my coat off.', undefined],
  ['You looked after my plants while I was away.', undefined],
  ['Thanks for driving us home in the snow.', undefined],
  ['You said sorry first on Tuesday, and that was brave.', undefined],
  ['You told me about your father, and I felt trusted.', undefined],
  ['You left the light on for me.', undefined],
  ['I love you, and I loved how you danced with Dana at the wedding.', undefined],
  ['You cut my hair in the kitchen and did not laugh.', undefined],
  ['We finally found a flat because you rang every number on the list.', undefined],
  ['You forgave me the broken bowl with a joke.', undefined],
  ['You made a great soup when I was ill.', undefined],
  ['You made a great soup', undefined],
  ['You fit the wardrobe into the car.', undefined],
  ['You cooked something hot after my night shift.', undefined],
  ['You sewed my dress the night before the party.', undefined],
  ['You are pretty patient with the printer.', undefined],
  ['You were tired, but you came to the station anyway.', undefined],
  ['You had a fever but still rang on my birthday.', undefined],
  ['I wish you could have seen my face when the parcel came.', undefined],
  ['We went to the lake for a change of air, and you drove.', undefined],
  ['You told me about time and stars until I slept.', undefined],
  ['Next time I am scared I will think of how you waited.', undefined],
  ['You did not laugh when I cried at the film.', undefined],
  ['You took the bins out without being asked.', undefined],
  ['You brought me the good pillow', undefined],
  ['Danke, dass du mich gestern vom Bahnhof abgeholt hast.', undefined],
  ['', undefined],
  ['   ', undefined],
]

describe('A sentence', () => {
  test.each(sentences)('"%s" gets the hint %s', (words, hint) => expect(hintOf({ words })).toBe(hint))

  test('no table is too small: there are at least 40, and a third of them need no hint', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(40)
    expect(sentences.filter(([, hint]) => hint === undefined).length).toBeGreaterThan(sentences.length / 3)
  })
})

describe('The three fields', () => {
  const table: readonly (readonly [Parts, Hint | undefined])[] = [
    [{ act: 'cooked' }, 'short'],
    [{ act: 'made tea' }, 'short'],
    [{ act: 'made me tea' }, undefined],
    [{ act: 'finally did the dishes' }, 'complaint'],
    [{ act: 'Finally did the dishes' }, 'complaint'],
    [{ act: 'did the dishes at last' }, 'complaint'],
    [{ act: 'sat with me until I slept at last' }, undefined],
    [{ act: 'always listen to me' }, 'always'],
    [{ act: 'never forget my birthday' }, 'always'],
    [{ act: 'told me what you had never told anyone' }, undefined],
    [{ quality: 'the best' }, 'praise'],
    [{ act: 'rang me from the train', quality: 'the best' }, undefined],
    [{ act: 'look so good', quality: 'gorgeous' }, 'looks'],
    [{ quality: 'pretty' }, 'looks'],
    [{ act: 'stayed up with the baby', quality: 'beautiful' }, undefined],
    [{ act: 'are always there', effect: 'I feel safe' }, 'always'],
    [{ act: 'drove me to the station', effect: 'I could finally breathe' }, undefined],
    [{ act: 'drove me to the station', effect: 'for once nobody was late' }, undefined],
    [{ act: 'drove me to the station', effect: 'I wish you did that more often' }, 'complaint'],
    [{ act: 'thanks for everything' }, 'everything'],
    [{ effect: 'I felt less alone' }, undefined],
    [{}, undefined],
  ]
  test.each(table)('%o gets the hint %s', (parts, hint) => expect(hintOf(parts)).toBe(hint))

  test('what was changed by hand counts alone', () =>
    expect(
      hintOf({ act: 'finally did the dishes', words: 'You did the dishes after the long shift.' }),
    ).toBeUndefined())

  test('whatever is written, hinting never fails', () =>
    fc.assert(
      fc.property(fc.record({ act: fc.string(), quality: fc.string(), effect: fc.string() }), (parts) => {
        expect([undefined, 'complaint', 'everything', 'praise', 'looks', 'always', 'short']).toContain(
          hintOf(parts),
        )
      }),
    ))
})

describe('A part in the middle of the sentence', () => {
  test.each([
    ['act', 'Made me tea.', 'made me tea'],
    ['act', 'You made me tea', 'made me tea'],
    ['act', 'when you made me tea', 'made me tea'],
    ['act', "You've made me tea", 'made me tea'],
    ['act', 'youth-clubbed with Dana', 'youth-clubbed with Dana'],
    ['quality', 'You are patient', 'patient'],
    ['quality', 'Patient', 'patient'],
    ['effect', 'I could sleep.', 'I could sleep'],
    ['effect', 'It meant that I could sleep', 'I could sleep'],
    ['effect', 'Less worry', 'less worry'],
    ['effect', 'Dana was safe', 'Dana was safe'],
    ['effect', ' ', ''],
  ] as const)('%s "%s" becomes "%s"', (part, text, out) => expect(partOf(part, text)).toBe(out))

  test('there is a sentence as soon as there is one part', () => {
    expect(shapeOf({})).toBe('none')
    expect(shapeOf({ act: ' ' })).toBe('none')
    expect(shapeOf({ act: 'a' })).toBe('act')
    expect(shapeOf({ act: 'a', effect: 'b' })).toBe('act.effect')
    expect(shapeOf({ quality: 'a', effect: 'b' })).toBe('quality.effect')
    expect(shapeOf({ act: 'a', quality: 'b', effect: 'c' })).toBe('whole')
  })
})
