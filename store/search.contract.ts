/** What a search must find, and must not, in any store and any script. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dayMs, evening, noorsPhone, note, ours, pages, textsOf } from './couple.contract.ts'
import type { Store } from './store.ts'

export function searchContract(opened: () => Store): void {
  describe('searching', () => {
    const finds = async (text: string) => textsOf(await opened().search({ ...ours, text }))

    test('whole words and their beginnings, every one of them, in any field a person writes', async () => {
      await opened().apply([
        note('', { kind: 'gratitude', f: { items: ['Warm bread', 'a quiet morning'], title: 'bread' } }),
        note('Bread and butter'),
      ])
      expect(await finds('bread')).toHaveLength(2)
      expect(await finds('bre')).toHaveLength(2)
      expect(await finds('butt bread')).toEqual(['Bread and butter'])
      expect(await finds('quiet bread')).toHaveLength(1)
      expect(await finds('read')).toEqual([])
      expect(await finds('bread jam')).toEqual([])
    })

    test('not what a machine wrote: ids, days, choices', async () => {
      const f = {
        note: 'x',
        practice: 'soft-startup',
        day: '2026-11-25',
        felt: 'closer',
        lock: { salt: 'pepper' },
      }
      await opened().apply([note('', { f })])
      for (const text of ['soft', '2026', 'closer', 'pepper', noorsPhone])
        expect(await finds(text)).toEqual([])
      expect(await finds('x')).toHaveLength(1)
    })

    test.each([
      ['Café crème', 'cafe CREME'],
      ['Straße', 'strasse'],
      ['İstanbul ılık', 'istanbul ilik'],
      ['Ὀδυσσεύς', 'οδυσσευσ'],
      ['Ёлка', 'елка'],
      ['Tiếng Việt', 'tieng viet'],
      ['שָׁלוֹם בַּיִת', 'שלום בית'],
      ['مُحَبَّة كبيرة', 'محبة'],
      ['今日は良い天気です', '天気'],
      ['今日は良い天気です', '気'],
      ['ฉันรักเธอ', 'รัก'],
      ['사랑해요', '사랑'],
      ['हमारी कहानी', 'कहानी'],
      ['ﬁne ①', 'fine 1'],
      ['it’s “fine”', "it's fine"],
    ])('%s is found by %s', async (text, asked) => {
      await opened().apply([note(text)])
      expect(await finds(asked)).toEqual([text])
    })

    test('not by letters that stand apart in it', async () => {
      await opened().apply([note('今日は良い天気です')])
      expect(await finds('日天')).toEqual([])
    })

    test('without a letter in it nothing is asked, and nothing found', async () => {
      await opened().apply([note('Hello')])
      for (const text of ['', ' ', '"', '*', '""*', "';--", 'NEAR(', '🫖'])
        expect(await finds(text)).toEqual([])
      expect(await finds('hello "AND" OR*')).toEqual([])
      expect(await finds('-hello* "')).toEqual(['Hello'])
    })

    test('newest first, however many there are', async () => {
      const all = Array.from({ length: 300 }, (_, i) =>
        note(`love ${i}`, { at: evening + ((i * 7919) % 300) }),
      )
      await opened().apply(all)
      const found = await opened().search({ ...ours, text: 'l', limit: 40 })
      expect(found.map((rec) => rec.at)).toEqual(Array.from({ length: 40 }, (_, i) => evening + 299 - i))
    })

    test('behind thousands of newer ones, what was said long ago, once and page by page', async () => {
      const all = Array.from({ length: 2400 }, (_, i) =>
        note(`day ${i} ${i % 200 === 7 ? 'accordion' : ''} ${i < 300 ? 'early' : ''}`, {
          at: evening - i * dayMs,
          kind: i % 2 ? 'done' : 'answer',
        }),
      )
      await opened().apply(all.toReversed())
      const saying = (word: string) => all.filter((rec) => String(rec.f.note).includes(word))
      for (const [text, word] of [
        ['accordion', 'accordion'],
        ['d acc', 'accordion'],
        ['acc 24 day', ' 24'],
        ['e', 'early'],
        ['early 299', ' 299'],
        ['a d', 'accordion'],
      ] as const) {
        const wanted = text.startsWith('acc 24') ? [] : saying(word)
        for (const limit of [3, 50, 500])
          expect(
            await pages((after) => opened().search({ ...ours, ...after, text, limit })),
            `${text} by ${limit}`,
          ).toEqual(wanted)
      }
      const done = saying('accordion').filter((rec) => rec.kind === 'done')
      expect(await opened().search({ ...ours, text: 'accordion', kinds: ['done'], limit: 500 })).toEqual(done)
    })

    test('of one day in their order, in whichever they came', async () => {
      const all = Array.from({ length: 40 }, (_, i) => note(`love ${i}`, { at: evening + ((i * 17) % 40) }))
      await opened().apply(all)
      for (const limit of [1, 7, 39])
        expect(await pages((after) => opened().search({ ...ours, ...after, text: 'lo', limit }))).toEqual(
          all.toSorted((one, other) => other.at - one.at),
        )
    })

    test('of more in one moment than there are places for, no page shows one twice', async () => {
      await opened().apply(Array.from({ length: 1100 }, (_, i) => note(`crowd ${i}`)))
      const found = await pages((after) => opened().search({ ...ours, ...after, text: 'crowd', limit: 500 }))
      expect(found.length).toBeGreaterThan(1000)
      expect(new Set(found.map((rec) => rec.id)).size).toBe(found.length)
      expect(await pages((after) => opened().list({ ...ours, ...after, limit: 500 }))).toHaveLength(1100)
    })

    const naughty = new URL('../../shared/vectors/blns.json', import.meta.url)
    test.skipIf(!existsSync(naughty))(
      existsSync(naughty)
        ? 'the naughty strings are kept whole and break no search'
        : 'the naughty strings: skipped, ../shared/vectors/blns.json is not here',
      async () => {
        const strings = JSON.parse(readFileSync(naughty, 'utf8')) as string[]
        await opened().apply(strings.map((text, i) => note(text, { at: evening + i })))
        const kept = await pages((after) => opened().list({ ...ours, ...after, limit: 100 }))
        expect(textsOf(kept)).toEqual(strings.toReversed())
        for (const text of strings) {
          const found = await opened().search({ ...ours, text, limit: 500 })
          if (found.length > 0) expect(textsOf(found)).toContain(text)
        }
      },
    )
  })
}
