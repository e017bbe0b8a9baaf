import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecord } from './parse.ts'
import { kinds, type Rec } from './record.ts'
import {
  byDay,
  chapters,
  entryOf,
  found,
  isEarlier,
  kindsOf,
  leavesSomething,
  lengthOf,
  mayRead,
  monthOf,
  rewritten,
  type Seen,
  storyDay,
  storyKinds,
  writable,
  writerOf,
} from './story.ts'

const clock = `${'0'.repeat(16)}aaaaaaaaaaaaaaaa`
const noon = Date.parse('2026-11-22T12:00:00Z')
const noors = (kind: string, f: Rec['f'], more: Partial<Rec> = {}): Rec => ({
  id: '1'.padStart(32, '0'),
  space: 'n'.repeat(32),
  kind,
  v: 1,
  at: noon,
  by: 0,
  h: clock,
  f,
  ...more,
})
const read = (kind: string, f: Rec['f'], more: Partial<Rec> = {}) => entryOf(noors(kind, f, more))
const texts = (kind: string, f: Rec['f']) => read(kind, f)?.paragraphs.map(({ text }) => text)

describe('what belongs', () => {
  test('a thing that was done is called what it was called that day', () => {
    expect(
      read('done', { title: 'A walk without phones', note: 'It rained.', felt: 'closer' }),
    ).toMatchObject({
      title: { own: 'A walk without phones' },
      facts: ['felt.closer'],
      compact: false,
      paragraphs: [{ field: 'note', text: 'It rained.' }],
    })
    expect(read('done', {})).toMatchObject({ title: { key: 'done' }, compact: true })
  })

  test('an answer is told with its question, and nothing is told without an answer', () => {
    expect(read('answer', { question: 'What made you laugh?', text: 'Sam’s hat.' })).toMatchObject({
      title: { own: 'What made you laugh?' },
      paragraphs: [{ text: 'Sam’s hat.' }],
    })
    expect(read('answer', { question: 'What made you laugh?' })).toBeUndefined()
    expect(read('answer', { question: 'What made you laugh?', text: '  ' })).toBeUndefined()
  })

  test('a tick with a note belongs, a tick alone does not', () => {
    expect(texts('mark', { habit: 'h', note: 'Sam looked up.' })).toEqual(['Sam looked up.'])
    expect(read('mark', { habit: 'h', day: '2026-11-22' })).toBeUndefined()
    expect(read('step', { list: 'next-24-hours', step: 'listen', note: 'Ten minutes.' })?.title).toEqual({
      list: 'next-24-hours',
      step: 'listen',
    })
    expect(read('step', { list: 'next-24-hours', step: 'listen' })).toBeUndefined()
  })

  test('thanks read as the sentence that was said, or as its parts while there is none', () => {
    expect(
      texts('appreciation', {
        act: 'the tea',
        effect: 'I felt seen',
        words: 'You made tea and I felt seen.',
      }),
    ).toEqual(['You made tea and I felt seen.'])
    expect(texts('appreciation', { act: 'the tea', effect: 'I felt seen' })).toEqual([
      'the tea',
      'I felt seen',
    ])
    expect(texts('gratitude', { way: 'three', items: ['soup', 'light', 'Sam'] })).toEqual([
      'soup',
      'light',
      'Sam',
    ])
  })

  test('a check is told when something was chosen from it, and not for having been taken', () => {
    expect(read('check', { check: 'a03', tend: 'q2' })).toMatchObject({ title: { check: 'a03' } })
    expect(read('check', { check: 'a01' })).toBeUndefined()
  })

  test('a check-in is told in a line, unless something was written', () => {
    expect(read('checkin', { closeness: 6, feelings: ['calm'], stressor: 'work' })).toMatchObject({
      compact: true,
      feelings: ['calm'],
      facts: ['close.close', 'stressor.work'],
    })
    expect(read('checkin', { closeness: 1, note: 'A long day.' })).toMatchObject({
      compact: false,
      facts: ['close.far'],
    })
  })

  test('a habit begins, and may have had its time', () => {
    expect(read('habit', { when: 'the kettle is on', then: 'I ask one thing' })?.title).toEqual({
      key: 'habit',
    })
    expect(read('habit', { when: 'the kettle is on', ended: true })?.title).toEqual({ key: 'habit.ended' })
  })

  test('a landmark is never told in a line', () => {
    expect(read('landmark', { title: 'How we began' })).toMatchObject({
      title: { own: 'How we began' },
      compact: false,
    })
  })

  test('what was offered, skipped or only set up is no story', () => {
    for (const kind of ['person', 'bond', 'offer', 'prompt', 'question', 'word', 'of-a-later-version'])
      expect(read(kind, { text: 'x', title: 'x' })).toBeUndefined()
  })

  test('what was taken back is gone from it', () => {
    expect(read('landmark', {}, { x: clock })).toBeUndefined()
  })

  test('every kind is under exactly one chapter, and is one we know', () => {
    const all = Object.values(chapters).flat()
    expect(new Set(all).size).toBe(all.length)
    expect(all.every((kind) => kind in kinds)).toBe(true)
    expect(kindsOf('all')).toEqual(storyKinds)
    expect(kindsOf('thanks')).toEqual(['appreciation', 'gratitude'])
  })
})

describe('days and months', () => {
  test('the day is the one that was meant; without one, the day on the wall', () => {
    expect(storyDay(noors('landmark', { day: '2019-05-04' }), 60)).toBe('2019-05-04')
    expect(storyDay(noors('habit', {}, { at: Date.parse('2026-11-22T23:30:00Z') }), 60)).toBe('2026-11-23')
    expect(storyDay(noors('landmark', { day: 'yesterday' }), 0)).toBe('2026-11-22')
    expect(monthOf('2026-11-22')).toBe('2026-11')
  })

  test('grouping keeps every entry once and in order', () => {
    const days = fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22')
    fc.assert(
      fc.property(fc.array(days), (list) => {
        const seen = list.map((day) => ({ day, rec: noors('landmark', { day }) }) as unknown as Seen)
        const groups = byDay(seen)
        expect(groups.flatMap((group) => group.seen)).toEqual(seen)
        expect(groups.every((group, i) => group.day !== groups[i + 1]?.day)).toBe(true)
      }),
    )
  })
})

describe('sealed answers', () => {
  const noor = { person: 'n'.repeat(32), shared: 'b'.repeat(32), slot: 0 }
  const shared = { space: noor.shared }
  const sams = noors('answer', { round: 'r1', text: 'The lake.' }, { ...shared, by: 1 })
  test('Noor reads what Sam answered once she has answered herself', () => {
    expect(mayRead(sams, noor, [noors('answer', { round: 'r1', text: 'The hills.' }, shared)])).toBe(true)
  })
  test('Noor cannot read it before, nor by answering in another round, nor after taking hers back', () => {
    expect(mayRead(sams, noor, [])).toBe(false)
    expect(mayRead(sams, noor, [sams])).toBe(false)
    expect(mayRead(sams, noor, [noors('answer', { round: 'r2' }, shared)])).toBe(false)
    expect(mayRead(sams, noor, [noors('answer', {}, { ...shared, x: clock })])).toBe(false)
  })
  test('an answer to another question does not open this one, though both rounds are called the same', () => {
    const of = (prompt: string, by: number) =>
      noors('answer', { round: '0', text: 'The hills.', prompt }, { ...shared, by })
    expect(mayRead(of('q1', 1), noor, [of('q1', 0)])).toBe(true)
    expect(mayRead(of('q1', 1), noor, [of('q2', 0)])).toBe(false)
    expect(mayRead(of('q1', 1), noor, [{ ...of('q1', 0), space: 'e'.repeat(32) }])).toBe(false)
  })
  test('an answer that was promised is read only by who can tell that the promise was kept', () => {
    const promised = (by: number, hash: string) => {
      const seen = [{ person: 1 - by, hash }]
      const f = { round: '0', prompt: 'q1', text: `Of ${by}`, salt: '5a'.repeat(32), seen }
      return noors('answer', f, { ...shared, by, id: String(by).padStart(32, '0') })
    }
    const commit = ({ answer }: { answer: string }) => `hash of ${answer}`
    const answers = [promised(0, 'hash of Of 1'), promised(1, 'hash of Of 0')]
    expect(mayRead(answers[1] as Rec, noor, answers, commit)).toBe(true)
    expect(mayRead(answers[1] as Rec, noor, answers)).toBe(false)
    const other = [promised(0, 'hash of something else'), promised(1, 'hash of Of 0')]
    expect(mayRead(other[1] as Rec, noor, other, commit)).toBe(false)
    expect(mayRead(other[0] as Rec, noor, other, commit)).toBe(true)
    expect(writable(answers[0] as Rec)).toEqual([])
  })
  test('Sam can read his own, and anything outside a round is open', () => {
    expect(mayRead(sams, { ...noor, slot: 1 }, [])).toBe(true)
    expect(mayRead(noors('answer', { text: 'Hello' }, { ...shared, by: 1 }), noor, [])).toBe(true)
    expect(mayRead(noors('landmark', { round: 'r1' }, { ...shared, by: 1 }), noor, [])).toBe(true)
  })
  test('whose it is shows in the space and the number', () => {
    expect(writerOf(sams, noor)).toBe('other')
    expect(writerOf({ ...sams, by: 0 }, noor)).toBe('me')
    expect(writerOf({ ...sams, space: noor.person }, noor)).toBe('private')
    expect(writerOf(noors('done', {}), { person: noor.person })).toBe('private')
  })
  test('what was shared at an earlier time keeps its writers, and nobody takes another’s place', () => {
    const alone = { person: noor.person, before: [{ space: noor.shared, slot: 0 }] }
    expect(writerOf(sams, alone)).toBe('other')
    expect(writerOf({ ...sams, by: 0 }, alone)).toBe('me')
    expect(writerOf({ ...sams, by: 0 }, { person: noor.person })).toBe('other')
    expect([
      isEarlier(sams, alone),
      isEarlier(sams, noor),
      isEarlier({ ...sams, space: noor.person }, alone),
    ]).toEqual([true, false, false])
  })
})

describe('writing anew', () => {
  const anew = (rec: Rec, ...texts: readonly string[]) =>
    rewritten(
      rec,
      writable(rec).map((part, i) => ({ part, text: texts[i] ?? part.text })),
    )
  test('one thing of three is changed, and the others stay', () => {
    const rec = noors('gratitude', { items: ['soup', 'light', 'Sam'] })
    expect(anew(rec, 'soup', ' the light ')).toEqual({ items: ['soup', 'the light', 'Sam'] })
    expect(anew(rec, 'soup', '  ')).toEqual({ items: ['soup', 'Sam'] })
    expect(anew(rec, '', '', '')).toEqual({ items: [] })
  })
  test('a thing done without a note can be given one, and a landmark another name', () => {
    expect(writable(noors('done', { title: 'A walk' }))).toEqual([{ field: 'note', text: '' }])
    expect(writable(noors('landmark', { title: 'How we began' })).map(({ field }) => field)).toEqual([
      'title',
      'text',
    ])
  })
  test('a habit and a check cannot be written anew here', () => {
    expect(writable(noors('habit', { when: 'the kettle is on' }))).toEqual([])
    expect(writable(noors('check', { check: 'a01' }))).toEqual([])
    expect(writable(noors('offer', {}))).toEqual([])
  })
  test('an entry cannot be emptied of everything it had to tell', () => {
    expect(leavesSomething(noors('answer', { question: 'Why?', text: 'So.' }), { text: undefined })).toBe(
      false,
    )
    expect(leavesSomething(noors('gratitude', { items: ['soup'] }), { items: [] })).toBe(false)
    expect(leavesSomething(noors('done', { title: 'A walk', note: 'x' }), { note: undefined })).toBe(true)
    expect(leavesSomething(noors('checkin', { closeness: 4, note: 'x' }), { note: undefined })).toBe(true)
  })
  test('every field that can be written anew fits its schema at full length', () => {
    for (const kind of storyKinds)
      for (const one of writable(noors(kind, { items: ['x'], text: 'x', note: 'x', words: undefined }))) {
        const long = 'x'.repeat(lengthOf(one))
        const f = JSON.parse(JSON.stringify(rewritten(noors(kind, {}), [{ part: one, text: long }])))
        expect(parseRecord({ ...noors(kind, f), space: 'a'.repeat(32) }).ok).toBe(true)
      }
  })
  test('a thank-you written anew leaves nothing of the parts it was made of', () => {
    const parts = { act: 'held the ladder', quality: 'patient', effect: 'I felt safe' }
    const rec = noors('appreciation', { ...parts, words: 'You held the ladder.' })
    const unsaid = { act: undefined, quality: undefined, effect: undefined }
    expect(anew(rec, 'Thank you.')).toEqual({ ...unsaid, words: 'Thank you.' })
    // Without a sentence the parts are what is written.
    expect(anew(noors('appreciation', parts), 'stayed')).toEqual({ ...parts, act: 'stayed' })
  })
  test('an emptied note is unsaid', () => {
    expect(anew(noors('done', { note: 'x' }), ' ')).toEqual({ note: undefined })
  })
})

describe('showing what was looked for', () => {
  const hits = (text: string, search: string) =>
    found(text, search)
      .filter(({ hit }) => hit)
      .map((piece) => piece.text)

  test('whole words light up from their beginnings, whatever their case and accents', () => {
    expect(hits('We walked by the Café, walking slowly', 'walk cafe')).toEqual(['walked', 'Café', 'walking'])
    expect(hits('We walked', 'alk')).toEqual([])
    expect(hits('明日の天気予報', '天気')).toEqual(['明日の天気予報'])
  })
  test('no word, nothing lit', () =>
    expect(found('We walked', ' …')).toEqual([{ text: 'We walked', hit: false }]))
  test('no letter is lost or added', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'É', 'ß', '天', 'ก', ' ', '.', '😀', '\u0301', '\n') }),
        fc.constantFrom('a', 'ss', '天', '', '. é'),
        (text, search) => {
          expect(
            found(text, search)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(text)
        },
      ),
      { numRuns: 40 },
    )
  })
})
