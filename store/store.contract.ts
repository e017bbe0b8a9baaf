/** What every store must do. `couple.contract.ts` says who Noor, Sam and Kit are. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays, weekOf } from '../core/day.ts'
import { edit, takeBack } from '../core/merge.ts'
import type { Rec } from '../core/record.ts'
import {
  clock,
  dayMs,
  evening,
  everything,
  hourMs,
  kitsOwn,
  listening,
  noorsOwn,
  noorsPhone,
  note,
  ours,
  pages,
  samsOwn,
  samsPhone,
  shared,
  textsOf,
} from './couple.contract.ts'
import { searchContract } from './search.contract.ts'
import type { Store, Touched } from './store.ts'

export function storeContract(name: string, open: () => Promise<Store>, { runs } = { runs: 60 }): void {
  describe(name, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    describe('keeping', () => {
      test('what Noor wrote is there, whole', async () => {
        const rec = note('We walked to the lake')
        await store.apply([rec])
        expect(await store.get(rec.id)).toEqual(rec)
        expect(await store.list(ours)).toEqual([rec])
        expect(await store.get('ff'.repeat(16))).toBeUndefined()
      })

      test('many are found by their ids at once, wherever they lie', async () => {
        const recs = [note('Hers', { space: noorsOwn }), takeBack(note('Gone'), clock(evening + 1))]
        await store.apply([...recs, note('Another')])
        const ids = [...recs, ...recs].map((rec) => rec.id)
        const found = await store.getAll([...ids, 'ff'.repeat(16)])
        expect(found).toHaveLength(2)
        expect(found).toEqual(expect.arrayContaining(recs))
        expect(await store.getAll([])).toEqual([])
      })

      test('a record cannot be moved to another space, and nothing given with it is kept', async () => {
        const rec = note('Mine', { space: noorsOwn })
        const moved = { ...rec, space: shared, h: clock(evening + 1) }
        await store.apply([rec])
        await expect(store.apply([note('Beside it'), moved])).rejects.toThrow(/^refused$/)
        const fresh = note('New')
        await expect(store.apply([fresh, { ...fresh, space: samsOwn }])).rejects.toThrow(/^refused$/)
        expect(await everything(store)).toEqual([rec])
      })

      test('said twice is kept once', async () => {
        const rec = note('Tea in bed')
        await store.apply([rec])
        await store.apply([rec, rec])
        expect(await store.list(ours)).toEqual([rec])
        expect(await store.countByWeek(ours)).toMatchObject([{ count: 1 }])
      })

      test('edits of two phones are joined field by field', async () => {
        const rec = note('A swim', { f: { note: 'A swim', title: 'Lake' } })
        await store.apply([edit(rec, { note: 'A long swim' }, clock(evening + 1))])
        await store.apply([edit(rec, { title: 'The lake' }, clock(evening + 2, samsPhone))])
        expect((await store.get(rec.id))?.f).toEqual({ note: 'A long swim', title: 'The lake' })
      })

      test('a kind and fields that this version does not know come back byte for byte', async () => {
        const f = {
          a: [1, 2.5, -0.1, { deep: [null, true, ''] }],
          z: { b: 1, a: 2 },
          'ключ "quoted" \\': '\u0000\ud800 🫖 \u202e',
        }
        const rec = note('', { kind: 'moonbeam', v: 99, f, c: { z: clock(evening - 5, samsPhone) } })
        await store.apply([rec])
        expect(JSON.stringify(await store.get(rec.id))).toBe(JSON.stringify(rec))
        expect(await store.list({ ...ours, kinds: ['moonbeam'] })).toHaveLength(1)
      })

      test('a moment before 1970 and one of a wild clock are kept as they came', async () => {
        const wild = [-1, -9e12, 0, 9e15, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
        await store.apply(wild.map((at) => note(`wild ${at}`, { at })))
        const kept = await store.list(ours)
        expect(kept.map((rec) => rec.at)).toEqual(wild.toSorted((one, other) => other - one))
        expect(await store.search({ ...ours, text: 'wild' })).toEqual(kept)
      })

      test('nobody changes a kept record from outside', async () => {
        const rec = note('Mine', { f: { note: 'Mine', list: [1] } })
        await store.apply([rec])
        ;(rec.f.list as number[]).push(2)
        expect((await store.get(rec.id))?.f.list).toEqual([1])
      })

      test.each([
        ['no id', { id: '' }],
        ['a moment that is not a whole number', { at: 1.5 }],
        ['a clock that is none', { h: 'yesterday' }],
        ['fields that are no fields', { f: [] as unknown as Rec['f'] }],
        ['a value that JSON cannot say', { f: { big: 1n } }],
      ])('with %s among them, none are kept', async (_, wrong) => {
        const good = note('Good')
        await expect(store.apply([good, note('Bad', wrong)])).rejects.toThrow(/^refused$/)
        expect(await store.list(ours)).toEqual([])
        await store.apply([good])
        expect(await store.list(ours)).toEqual([good])
      })

      test('the order in which edits arrive changes nothing', async () => {
        const recs = [note('one'), note('two', { space: noorsOwn }), note('three', { at: evening - dayMs })]
        const anEdit = fc.record({
          rec: fc.constantFrom(...recs),
          text: fc.constantFrom('rain', 'snow', 'sun', ''),
          field: fc.constantFrom('note', 'title', 'text'),
          ms: fc.integer({ min: 0, max: 4 }),
          device: fc.constantFrom(noorsPhone, samsPhone),
          how: fc.constantFrom('edit', 'edit', 'edit', 'take back', 'earlier'),
        })
        const versions = fc.array(anEdit, { minLength: 1, maxLength: 12 }).map((edits) =>
          edits.map(({ rec, text, field, ms, device, how }) => {
            const at = clock(evening + ms, device)
            if (how === 'take back') return takeBack(rec, at)
            return { ...rec, h: at, f: { [field]: text }, at: how === 'earlier' ? rec.at - ms : rec.at }
          }),
        )
        const shuffled = versions.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length }),
            fc.integer({ min: 1, max: 5 }),
          ),
        )
        await fc.assert(
          fc.asyncProperty(shuffled, async ([all, again, size]) => {
            const [one, other] = [await open(), await open()]
            await one.apply(all)
            for (let i = 0; i < again.length; i += size) await other.apply(again.slice(i, i + size))
            await other.apply(all)
            expect(await everything(other)).toEqual(await everything(one))
            await Promise.all([one.close(), other.close()])
          }),
          { numRuns: runs },
        )
      })
    })

    describe('taking back', () => {
      test('it is gone from lists, search and counts, and its place is remembered', async () => {
        const rec = note('I am sorry for Tuesday')
        const other = note('Soup')
        await store.apply([rec, other])
        await store.apply([takeBack(rec, clock(evening + 9))])
        expect(await store.list(ours)).toEqual([other])
        expect(await store.search({ ...ours, text: 'sorry' })).toEqual([])
        expect(await store.countByWeek(ours)).toMatchObject([{ count: 1 }])
        expect(await store.get(rec.id)).toMatchObject({ id: rec.id, f: {}, x: clock(evening + 9) })
        expect(await store.page({ limit: 10 })).toHaveLength(2)
      })

      test('a late copy or a later edit cannot bring it back', async () => {
        const rec = note('Never mind')
        await store.apply([takeBack(rec, clock(evening + 9))])
        await store.apply([rec, edit(rec, { note: 'Never mind!' }, clock(evening + dayMs, samsPhone))])
        expect(await store.list(ours)).toEqual([])
        expect(await store.search({ ...ours, text: 'never' })).toEqual([])
      })

      test('words that were written over are not found any more, the new ones are', async () => {
        const rec = note('Grumpy')
        await store.apply([rec])
        await store.apply([edit(rec, { note: 'Tired' }, clock(evening + 1))])
        expect(await store.search({ ...ours, text: 'grumpy' })).toEqual([])
        expect(await store.search({ ...ours, text: 'tired' })).toHaveLength(1)
      })
    })

    describe('listing', () => {
      test('newest first; those of one moment by id, and no page shows one twice or none', async () => {
        const moments = [
          evening,
          evening,
          evening,
          evening,
          evening - 1,
          evening - 1,
          evening - dayMs,
          evening + 1,
        ]
        const all = moments.map((at, i) => note(`no ${i}`, { at, space: i % 2 ? shared : noorsOwn }))
        await store.apply(all)
        const order = all.toSorted((one, other) => other.at - one.at || (other.id < one.id ? -1 : 1))
        expect(await store.list(ours)).toEqual(order)
        for (const query of [ours, { ...ours, kinds: ['done', 'answer'] }, { ...ours, from: '2026-01-01' }]) {
          for (const limit of [1, 2, 3, 5])
            expect(await pages((after) => store.list({ ...query, ...after, limit }))).toEqual(order)
        }
        for (const limit of [1, 2, 3, 5])
          expect(await pages((after) => store.search({ ...ours, ...after, limit, text: 'no' }))).toEqual(
            order,
          )
      })

      test('of some kinds, and of no others', async () => {
        const [walk, thanks, mark] = [
          note('a'),
          note('b', { kind: 'appreciation' }),
          note('c', { kind: 'mark' }),
        ]
        await store.apply([walk, thanks, mark])
        expect(await store.list({ ...ours, kinds: ['appreciation', 'mark', 'mark'] })).toHaveLength(2)
        expect(await store.list({ ...ours, kinds: ['mark'], from: '2026-11-25' })).toEqual([mark])
        expect(await store.search({ ...ours, kinds: ['mark'], text: 'a' })).toEqual([])
        expect(await store.list({ ...ours, kinds: [] })).toEqual([])
        expect(await store.list({ ...ours, kinds: ['nothing'] })).toEqual([])
      })

      test('from a day until a day, both included: the day on the wall, not the one in Greenwich', async () => {
        const days = [-3, -2, -1, 0, 1].map((days) => addDays('2026-11-25', days))
        // Written late in Auckland: in Greenwich it is the day before.
        await store.apply(
          days.map((day, i) =>
            note(day, { at: evening + (i - 3) * dayMs - 8 * hourMs, f: { note: day, day } }),
          ),
        )
        const noDay = note('no day of its own', { at: Date.UTC(2026, 10, 24, 23, 59) })
        await store.apply([noDay])
        expect(textsOf(await store.list({ ...ours, from: '2026-11-24', until: '2026-11-25' }))).toEqual([
          '2026-11-25',
          'no day of its own',
          '2026-11-24',
        ])
        expect(await store.list({ ...ours, from: '2026-11-26' })).toHaveLength(1)
        expect(await store.list({ ...ours, until: '2026-11-22' })).toHaveLength(1)
        expect(await store.list({ ...ours, from: '2026-11-26', until: '2026-11-22' })).toEqual([])
        expect(await store.search({ ...ours, text: 'own', from: '2026-11-25' })).toEqual([])
        expect(await store.search({ ...ours, text: 'own', from: '2026-11-24', until: '2026-11-24' })).toEqual(
          [noDay],
        )
      })

      test('fifty unless said, one at least and five hundred at most', async () => {
        await store.apply(Array.from({ length: 600 }, (_, i) => note(`n${i}`, { at: evening + i })))
        expect(await store.list(ours)).toHaveLength(50)
        expect(await store.list({ ...ours, limit: 0 })).toHaveLength(1)
        expect(await store.list({ ...ours, limit: 9999 })).toHaveLength(500)
      })
    })

    describe('spaces', () => {
      test('what lies in one is never seen from another', async () => {
        const [hers, his, theirs] = [
          note('Hers', { space: noorsOwn }),
          note('His', { space: samsOwn }),
          note('Theirs'),
        ]
        await store.apply([hers, his, theirs])
        expect(textsOf(await store.list({ spaces: [noorsOwn] }))).toEqual(['Hers'])
        expect(await store.list({ spaces: [noorsOwn, shared] })).toHaveLength(2)
        expect(await store.search({ spaces: [noorsOwn], text: 'his' })).toEqual([])
        expect(await store.search({ spaces: [samsOwn], text: 'his' })).toEqual([his])
      })

      test('Kit, who lives on the same phone, sees nothing of it in any way', async () => {
        await store.apply([note('Secret'), note('Secret', { space: noorsOwn, kind: 'bid' })])
        for (const spaces of [[kitsOwn], []]) {
          expect(await store.list({ spaces })).toEqual([])
          expect(await store.list({ spaces, kinds: ['done', 'bid'] })).toEqual([])
          expect(await store.list({ spaces, from: '2000-01-01' })).toEqual([])
          expect(await store.search({ spaces, text: 'secret' })).toEqual([])
          expect(await store.countByWeek({ spaces })).toEqual([])
          expect(await store.page({ spaces, limit: 10 })).toEqual([])
        }
      })

      test('forgotten, a space is as if it had never been; the others are whole', async () => {
        const stays = note('Stays', { h: clock(evening + 1) })
        await store.apply([
          stays,
          note('Goes', { space: noorsOwn, h: clock(evening + 7) }),
          takeBack(note('', { space: noorsOwn }), clock(evening + 8)),
        ])
        const heard = await listening(store, () => store.forget([noorsOwn, kitsOwn]))
        expect(heard).toEqual([{ spaces: [noorsOwn], kinds: ['done'] }])
        expect(await everything(store)).toEqual([stays])
        expect(await store.search({ ...ours, text: 'goes' })).toEqual([])
        expect(await store.search({ ...ours, text: 'stays' })).toEqual([stays])
        expect(await store.lastClocks(noorsPhone)).toEqual(new Map([[shared, clock(evening + 1)]]))
        await store.apply([note('Anew', { space: noorsOwn })])
        expect(await store.list({ spaces: [noorsOwn] })).toHaveLength(1)
      })

      test('forgetting a space that is not here disturbs nobody', async () => {
        await store.apply([note('Stays')])
        expect(await listening(store, () => store.forget([kitsOwn]))).toEqual([])
        expect(await store.list(ours)).toHaveLength(1)
      })
    })

    searchContract(() => store)

    describe('counting', () => {
      test('by week, kind and space, oldest week first, weeks with nothing left out', async () => {
        const on = (day: string, more: Partial<Rec> = {}) => note('x', { f: { note: 'x', day }, ...more })
        await store.apply([
          on('2026-11-23'),
          on('2026-11-29'),
          on('2026-11-22'),
          on('2026-11-09'),
          on('2026-11-25', { kind: 'bid', space: noorsOwn }),
          on('2026-11-25', { space: samsOwn }),
        ])
        expect(await store.countByWeek(ours)).toEqual([
          { week: '2026-11-09', kind: 'done', space: shared, count: 1 },
          { week: '2026-11-16', kind: 'done', space: shared, count: 1 },
          { week: '2026-11-23', kind: 'bid', space: noorsOwn, count: 1 },
          { week: '2026-11-23', kind: 'done', space: shared, count: 2 },
        ])
        expect(await store.countByWeek({ ...ours, from: '2026-11-18', kinds: ['done'] })).toMatchObject([
          { week: '2026-11-16' },
          { week: weekOf('2026-11-25') },
        ])
        expect(await store.countByWeek({ ...ours, from: '2026-12-01' })).toEqual([])
      })
    })

    describe('paging through everything', () => {
      test('covers each record exactly once, taken back or not', async () => {
        const all = Array.from({ length: 25 }, (_, i) =>
          note(`n${i}`, { at: evening - i, space: i % 3 ? shared : samsOwn }),
        )
        await store.apply([...all, takeBack(all[3] as Rec, clock(evening + 1))])
        const seen = await everything(store, 7)
        expect(seen.map((rec) => rec.id)).toEqual(all.map((rec) => rec.id).sort())
        const some = await everything(store, 4, [samsOwn])
        expect(some.map((rec) => rec.id)).toEqual(
          all
            .filter((rec) => rec.space === samsOwn)
            .map((rec) => rec.id)
            .sort(),
        )
      })
    })

    describe('clocks', () => {
      const last = async (device: string, space = shared) => (await store.lastClocks(device)).get(space)

      test('the greatest clock of a device, from any field, also of what was taken back', async () => {
        expect((await store.lastClocks(noorsPhone)).size).toBe(0)
        const rec = note('a', { h: clock(evening + 5, samsPhone), c: { note: clock(evening + 3) } })
        await store.apply([{ ...rec, f: { note: 'a', title: 'b' } }])
        expect(await last(noorsPhone)).toBe(clock(evening + 3))
        expect(await last(samsPhone)).toBe(clock(evening + 5, samsPhone))
        await store.apply([takeBack(rec, clock(evening + 8))])
        expect(await last(noorsPhone)).toBe(clock(evening + 8))
        await store.apply([note('old', { h: clock(evening - 5) })])
        expect(await last(noorsPhone)).toBe(clock(evening + 8))
        expect(await last('cccccccccccccccc')).toBeUndefined()
      })

      test('one space knows nothing of the clocks of another', async () => {
        await store.apply([note('ours', { h: clock(evening) })])
        await store.apply([note('hers', { h: clock(evening + 9), space: noorsOwn })])
        expect(await last(noorsPhone)).toBe(clock(evening))
        expect(await last(noorsPhone, noorsOwn)).toBe(clock(evening + 9))
        expect(await last(noorsPhone, samsOwn)).toBeUndefined()
      })
    })

    describe('facts', () => {
      test('are said, said anew, and never told to those who ask for records', async () => {
        expect(await store.fact('device')).toBeUndefined()
        await store.setFact('device', noorsPhone)
        await store.setFact('device', samsPhone)
        await store.setFact('', '🫖'.repeat(1000))
        expect(await store.fact('device')).toBe(samsPhone)
        expect(await store.fact('')).toBe('🫖'.repeat(1000))
        expect(await everything(store)).toEqual([])
      })

      test('not more than 64 KiB', async () => {
        await store.setFact('long', 'x'.repeat(65_536))
        await expect(store.setFact('long', '🫖'.repeat(16_385))).rejects.toThrow(/^refused$/)
        expect(await store.fact('long')).toHaveLength(65_536)
      })
    })

    describe('watching', () => {
      test('whoever watches hears what was touched, and nothing when nothing changed', async () => {
        const rec = note('a')
        const heard = await listening(store, async () => {
          await store.apply([rec, note('b', { kind: 'bid', space: noorsOwn })])
          await store.apply([rec])
          await store.apply([])
          await store.setFact('device', noorsPhone)
          await store.list(ours)
        })
        expect(heard).toHaveLength(1)
        expect(heard[0]?.spaces.toSorted()).toEqual([noorsOwn, shared])
        expect(heard[0]?.kinds.toSorted()).toEqual(['bid', 'done'])
      })

      test('whoever stopped hears nothing', async () => {
        const heard: Touched[] = []
        const stop = store.watch((touched) => heard.push(touched))
        stop()
        await store.apply([note('a')])
        expect(heard).toEqual([])
      })
    })

    describe('the end', () => {
      test('wiped, it answers nothing any more', async () => {
        await store.apply([note('a')])
        await store.wipe()
        await expect(store.list(ours)).rejects.toThrow(/^wiped$/)
        await expect(store.apply([note('b')])).rejects.toThrow(/^wiped$/)
      })

      test('closed, it answers nothing any more, and may be closed again', async () => {
        await store.close()
        await expect(store.get('a')).rejects.toThrow(/^closed$/)
        await store.close()
      })
    })
  })
}
