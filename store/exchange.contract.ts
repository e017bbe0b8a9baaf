/**
 * What every store must do with what is told to others and by others. Noor's phone is device 0 of the shared space, Sam
 * has a phone and a tablet there, and Kit is a third person in it who tries what is not Kit's to do.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { edit, takeBack } from '../core/merge.ts'
import type { Rec } from '../core/record.ts'
import {
  clock,
  evening,
  everything,
  listening,
  noor,
  noorsOwn,
  note,
  sam,
  samsOwn,
  samsPhone,
  shared,
} from './couple.contract.ts'
import { exchangeLaws } from './exchange.laws.contract.ts'
import type { Received } from './exchange.ts'
import type { Store } from './store.ts'

const kit = 2
/** The devices of the shared space, by their numbers in its log. */
const devices = { noor: 0, sam: 1, samsTablet: 2, kit: 3 } as const
const asNoor = { person: noor, device: devices.noor }
const asSam = { person: sam, device: devices.sam }

const later = (ms: number, device?: string) => clock(evening + ms, device)
const sams = (text: string, more: Partial<Rec> = {}) =>
  note(text, { by: sam, h: later(0, samsPhone), ...more })
/** What anybody in a space may write. */
const landmark = (title: string, more: Partial<Rec> = {}) =>
  note('', { kind: 'landmark', f: { title }, ...more })

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const told = (rec: unknown, from: Partial<Received> = asSam): Received => ({
  ...asSam,
  ...from,
  change: bytesOf(rec),
})
const said = (change: Uint8Array) => JSON.parse(new TextDecoder().decode(change)) as Rec

export function exchangeContract(
  name: string,
  open: () => Promise<Store>,
  { runs }: { readonly runs: number },
): void {
  describe(name, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const waiting = async (space = shared) => (await store.unsent(space, 1000)).map(({ id }) => id)
    /** Everything that waits is told. */
    const tellAll = async () => store.sent(shared, await store.unsent(shared, 1000))
    const heard = async (...received: readonly Received[]) => store.receive(shared, received)

    describe('beginning to share', () => {
      test('nothing waits before, and then everything of Noor’s, the oldest first', async () => {
        const [walk, tea, soup] = [
          note('Walk'),
          note('Tea', { at: evening - 9 }),
          note('Soup', { at: evening + 9 }),
        ]
        await store.apply([walk, soup, tea, sams('His'), note('Hers', { space: noorsOwn })])
        expect(await waiting()).toEqual([])
        expect(await store.unsentCount(shared)).toBe(0)
        await store.share(shared, asNoor)
        expect(await waiting()).toEqual([tea.id, walk.id, soup.id])
        expect(await store.unsentCount(shared)).toBe(3)
        expect(await waiting(noorsOwn)).toEqual([])
      })

      test('so does what anybody may write, unless somebody else has told it already', async () => {
        const [theirs, imported] = [landmark('The lake', { by: sam }), landmark('The hills', { by: sam })]
        await heard(told(theirs))
        await store.apply([imported])
        await store.share(shared, asNoor)
        expect(await waiting()).toEqual([imported.id])
      })

      test('said again, nothing happens; under another number, all of it waits again', async () => {
        const rec = note('Walk')
        await store.apply([rec])
        await store.share(shared, asNoor)
        await tellAll()
        await store.share(shared, asNoor)
        expect(await waiting()).toEqual([])
        await store.share(shared, { ...asNoor, device: 7 })
        expect(await store.unsent(shared, 9)).toMatchObject([{ id: rec.id, before: false }])
      })

      test('no longer sharing, nothing waits, whatever is kept; sharing once more, only what was not told', async () => {
        const [before, unsent, meanwhile] = [note('Before'), note('Unsent'), note('Meanwhile')]
        await store.share(shared, asNoor)
        await store.apply([before])
        await tellAll()
        await store.apply([unsent])
        await store.unshare(shared)
        await store.apply([meanwhile])
        expect(await waiting()).toEqual([])
        await store.share(shared, asNoor)
        expect((await waiting()).toSorted()).toEqual([unsent.id, meanwhile.id].toSorted())
      })

      test.each([
        ['a device beyond the last', { person: 0, device: 48 }],
        ['half a device', { person: 0, device: 1.5 }],
        ['a person of no number', { person: -1, device: 0 }],
        ['a person beyond the last', { person: 256, device: 0 }],
      ])('%s is refused', async (_, as) => {
        await expect(store.share(shared, as)).rejects.toThrow(/^refused$/)
        await expect(store.receive(shared, [told(sams('His'), as)])).rejects.toThrow(/^refused$/)
        expect(await everything(store)).toEqual([])
      })
    })

    describe('what waits', () => {
      beforeEach(() => store.share(shared, asNoor))

      test('what is kept from then on, and is Noor’s to write', async () => {
        const [hers, place] = [note('Tea'), landmark('Ours', { by: sam })]
        await store.apply([hers, sams('Not hers'), note('Private', { space: noorsOwn }), place])
        expect(await waiting()).toEqual([hers.id, place.id])
      })

      test('as the whole record, in JSON', async () => {
        const id = `019a2b3c4d5e00${'0f'.repeat(9)}`
        const rec = note('', { id, f: { note: 'Café 🫖', title: 'x' }, c: { title: later(-5) } })
        await store.apply([rec])
        const [unsent] = await store.unsent(shared, 1)
        expect(unsent).toMatchObject({ id, before: false })
        expect(new TextDecoder().decode(unsent?.change)).toBe(
          `{"id":"${id}","space":"${shared}","kind":"done","v":1,"at":${evening},"by":0,"h":"${rec.h}",` +
            `"f":{"note":"Café 🫖","title":"x"},"c":{"title":"${later(-5)}"}}`,
        )
      })

      test('what was taken back, without a word of it', async () => {
        const rec = note('Never mind')
        await store.apply([rec])
        await store.apply([takeBack(rec, later(5))])
        const [unsent] = await store.unsent(shared, 9)
        expect(said(unsent?.change as Uint8Array)).toEqual(takeBack(rec, later(5)))
      })

      test('not what says nothing new', async () => {
        const rec = note('Tea')
        await store.apply([rec])
        await tellAll()
        await store.apply([rec, rec])
        expect(await waiting()).toEqual([])
      })

      test('the longest first, and no more than was asked for', async () => {
        const recs = ['a', 'b', 'c'].map((text) => note(text))
        for (const rec of recs) await store.apply([rec])
        expect((await store.unsent(shared, 2)).map(({ id }) => id)).toEqual(
          recs.slice(0, 2).map(({ id }) => id),
        )
        await store.apply([edit(recs[0] as Rec, { note: 'a, and more' }, later(1))])
        expect(await waiting()).toEqual([recs[1], recs[2], recs[0]].map((rec) => rec?.id))
      })
    })

    describe('what was told', () => {
      beforeEach(() => store.share(shared, asNoor))

      test('waits no longer; changed again, its place is known to be there', async () => {
        const rec = note('Tea')
        await store.apply([rec])
        await tellAll()
        expect(await store.unsentCount(shared)).toBe(0)
        await store.apply([edit(rec, { note: 'Tea in bed' }, later(1))])
        expect(await store.unsent(shared, 9)).toMatchObject([{ id: rec.id, before: true }])
      })

      test('still waits when it changed on its way', async () => {
        const rec = note('Tea')
        await store.apply([rec])
        const onTheWay = await store.unsent(shared, 9)
        await store.apply([edit(rec, { note: 'Tea in bed' }, later(1))])
        await store.sent(shared, onTheWay)
        const [again] = await store.unsent(shared, 9)
        expect(again).toMatchObject({ id: rec.id, before: true })
        expect(said(again?.change as Uint8Array).f).toEqual({ note: 'Tea in bed' })
        // The same word once more says nothing about what waits now.
        await store.sent(shared, onTheWay)
        expect(await waiting()).toEqual([rec.id])
      })

      test('still waits when a field with an older clock than another’s was changed on its way', async () => {
        const rec = note('Tea', {
          h: later(9000, samsPhone),
          f: { note: 'Tea', title: 'x' },
          c: { note: later(0) },
        })
        await store.apply([rec])
        const onTheWay = await store.unsent(shared, 9)
        await store.apply([edit(rec, { note: 'Soup' }, later(1))])
        await store.sent(shared, onTheWay)
        expect(await waiting()).toEqual([rec.id])
      })

      test('is nobody’s business in another space, and means nothing for what is not here', async () => {
        const rec = note('Hers', { space: noorsOwn })
        await store.apply([rec, note('Tea')])
        await store.sent(shared, [
          { id: rec.id, state: '1' },
          { id: 'ff'.repeat(16), state: '1' },
        ])
        expect(await store.met(shared)).toEqual(new Map())
        expect(await store.unsentCount(shared)).toBe(1)
      })

      test('waits again when it was lost, and so does what waits already', async () => {
        const [tea, soup, place] = [
          note('Tea'),
          note('Soup', { at: evening + 1 }),
          landmark('Lake', { by: sam }),
        ]
        await heard(told(place), told(sams('His')))
        await store.apply([edit(place, { title: 'The lake' }, later(1)), tea])
        await tellAll()
        await store.apply([soup])
        await store.resend(shared)
        const again = await store.unsent(shared, 9)
        expect(again.map(({ id }) => id).toSorted()).toEqual([tea.id, soup.id, place.id].toSorted())
        expect(again.every(({ before }) => !before)).toBe(true)
        expect((await store.met(shared)).get(devices.noor) ?? 0).toBe(0)
        await store.sent(shared, again)
        expect(await store.unsentCount(shared)).toBe(0)
        expect((await store.met(shared)).get(devices.noor)).toBe(3)
      })

      test('where nobody shares, nothing is lost, told or waiting', async () => {
        const rec = note('Hers', { space: noorsOwn })
        await store.apply([rec])
        await store.resend(noorsOwn)
        await store.sent(noorsOwn, [{ id: rec.id, state: 'undefined' }])
        await store.unshare(samsOwn)
        expect(await waiting(noorsOwn)).toEqual([])
        expect(await store.met(noorsOwn)).toEqual(new Map())
      })
    })

    describe('what others told', () => {
      test('is kept, is heard of, and does not wait', async () => {
        await store.share(shared, asNoor)
        const rec = sams('Soup')
        const touched = await listening(store, async () => {
          expect(await heard(told(rec))).toEqual(['kept'])
          expect(await heard(told(rec))).toEqual(['kept'])
        })
        expect(touched).toEqual([{ spaces: [shared], kinds: ['done'] }])
        expect(await store.get(rec.id)).toEqual(rec)
        expect(await waiting()).toEqual([])
        expect(await heard()).toEqual([])
      })

      test('an edit of anybody’s is joined, one of Kit’s in what is Sam’s alone is not', async () => {
        const [place, his] = [landmark('Lake'), sams('Soup')]
        await store.apply([place, his])
        const asKit = { person: kit, device: devices.kit }
        const outcomes = await heard(
          told(edit(place, { text: 'A wet tent' }, later(1, samsPhone)), asKit),
          told(edit(his, { note: 'Kit was here' }, later(1)), asKit),
          told(takeBack(his, later(2)), asKit),
        )
        expect(outcomes).toEqual(['kept', 'not-theirs', 'not-theirs'])
        expect((await store.get(place.id))?.f).toEqual({ title: 'Lake', text: 'A wet tent' })
        expect(await store.get(his.id)).toEqual(his)
      })

      const good = () => sams('Good')
      test.each<[string, string, () => Uint8Array]>([
        ['no JSON', 'malformed', () => new TextEncoder().encode('{')],
        ['no text', 'malformed', () => Uint8Array.of(0xff, 0xfe, 0x7b)],
        ['a mark before it', 'malformed', () => Uint8Array.of(0xef, 0xbb, 0xbf, ...bytesOf(good()))],
        ['nothing', 'malformed', () => new Uint8Array()],
        ['a list of records', 'malformed', () => bytesOf([good()])],
        ['a clock that is none', 'malformed', () => bytesOf(sams('x', { h: 'yesterday' }))],
        ['a field of the wrong type', 'malformed', () => bytesOf(sams('', { f: { note: 7 } }))],
        ['an id of another’s hand', 'malformed', () => bytesOf({ ...note('x'), by: sam })],
        ['fields in what was taken back', 'malformed', () => bytesOf(sams('x', { x: later(1) }))],
        [
          'a word too many',
          'too-large',
          () => bytesOf(sams('', { kind: 'moonbeam', f: { a: 'x'.repeat(262_144) } })),
        ],
        ['far too much', 'too-large', () => new Uint8Array(4 * 262_144)],
        ['another space', 'foreign', () => bytesOf(sams('x', { space: samsOwn }))],
        ['Noor’s own hand', 'not-theirs', () => bytesOf(note('x'))],
      ])('%s is %s, and hinders nothing beside it', async (_, why, change) => {
        const [one, other] = [sams('One'), sams('Other')]
        const outcomes = await heard(told(one), { ...asSam, change: change() }, told(other))
        expect(outcomes).toEqual(['kept', why, 'kept'])
        expect((await everything(store)).map(({ id }) => id)).toEqual([one.id, other.id].toSorted())
      })

      test('an id that stands for something else here is foreign, wherever that lies', async () => {
        const [his, hidden] = [
          sams('Soup'),
          note('Private', { space: noorsOwn, kind: 'landmark', f: { title: 'x' } }),
        ]
        await store.apply([his, hidden])
        const outcomes = await heard(
          told({ ...his, kind: 'appreciation', f: { words: 'x' } }),
          told({ ...hidden, space: shared }),
        )
        expect(outcomes).toEqual(['foreign', 'foreign'])
        expect(await store.get(his.id)).toEqual(his)
        expect(await store.get(hidden.id)).toEqual(hidden)
      })

      test('of two things by one id the first is kept', async () => {
        const first = sams('First')
        const second = { ...first, kind: 'appreciation', f: { words: 'Second' } }
        expect(await heard(told(first), told(second), told(first))).toEqual(['kept', 'foreign', 'kept'])
        expect(await everything(store)).toEqual([first])
      })

      test('no moment is too early or too late', async () => {
        const wild = [-8.64e15, -1, 0, 8.64e15].map((at) => sams(`wild ${at}`, { at }))
        const future = sams('from the year 10889', { h: 'f'.repeat(32) })
        const outcomes = await heard(...[...wild, future].map((rec) => told(rec)))
        expect(new Set(outcomes)).toEqual(new Set(['kept']))
        expect(await everything(store)).toHaveLength(5)
      })

      test('what it does not know is kept whole, and told on by whoever may', async () => {
        const rec = note('', { kind: 'moonbeam', v: 9, f: { a: [1, { b: null }], z: 'x' } })
        expect(await heard(told(rec, { person: noor, device: 5 }))).toEqual(['kept'])
        await store.share(shared, asNoor)
        const [unsent] = await store.unsent(shared, 9)
        expect(said(unsent?.change as Uint8Array)).toEqual(rec)
      })
    })

    describe('taken back by somebody else', () => {
      const rec = landmark('The lake')
      const back = takeBack(rec, later(5, samsPhone))
      beforeEach(() => store.share(shared, asNoor))

      test('what this device has told waits, to be emptied here too', async () => {
        await store.apply([rec])
        await tellAll()
        await heard(told(back))
        const [unsent] = await store.unsent(shared, 9)
        expect(unsent).toMatchObject({ id: rec.id, before: true })
        expect(said(unsent?.change as Uint8Array)).toEqual(back)
        await tellAll()
        await heard(told(back))
        await heard(told(takeBack(rec, later(4, samsPhone))))
        expect(await waiting()).toEqual([])
      })

      test('what is on its way is sent after', async () => {
        await store.apply([rec])
        const onTheWay = await store.unsent(shared, 9)
        await heard(told(back))
        await store.sent(shared, onTheWay)
        expect(await store.unsent(shared, 9)).toMatchObject([{ id: rec.id, before: true }])
      })

      test('what this device has never told does not wait', async () => {
        const his = sams('Soup')
        await heard(told(his))
        await heard(told(takeBack(his, later(5, samsPhone)), { device: devices.samsTablet }))
        expect(await waiting()).toEqual([])
        expect((await store.get(his.id))?.f).toEqual({})
      })
    })

    describe('what was met', () => {
      test('is how many records each device has told, each once', async () => {
        await store.share(shared, asNoor)
        const [one, two, place] = [sams('One'), sams('Two'), landmark('Lake')]
        await heard(told(one), told(two), told(one), told(edit(one, { note: '1' }, later(1, samsPhone))))
        await heard(told(two, { device: devices.samsTablet }), told(place), told({ id: 'nothing' }))
        await store.apply([place, note('Tea'), note('Unsent')])
        await store.sent(shared, (await store.unsent(shared, 2)).toSpliced(1, 0))
        expect(await store.met(shared)).toEqual(
          new Map([
            [devices.noor, 2],
            [devices.sam, 3],
            [devices.samsTablet, 1],
          ]),
        )
        expect(await store.met(noorsOwn)).toEqual(new Map())
      })

      test('the last device of all is met like the first', async () => {
        await heard(
          told(sams('One'), { device: 47 }),
          told(sams('Two'), { device: 47 }),
          told(sams('Three'), { device: 0 }),
        )
        expect(await store.met(shared)).toEqual(
          new Map([
            [0, 1],
            [47, 2],
          ]),
        )
      })
    })

    describe('what is put aside', () => {
      const packet = (sequence: number, more = {}) => ({
        sequence,
        device: devices.sam,
        slot: '0f'.repeat(12),
        why: 'no-key',
        bytes: Uint8Array.of(sequence, 0, 255),
        ...more,
      })

      test('lies there in order of its sequence, page by page, each once', async () => {
        await store.putAside(shared, [packet(9), packet(2), packet(5)])
        await store.putAside(shared, [packet(5, { why: 'tampered' }), { ...packet(7), device: undefined }])
        await store.putAside(noorsOwn, [packet(1)])
        const [first, second] = await store.aside(shared, { limit: 2 })
        expect([first, second]).toEqual([packet(2), packet(5, { why: 'tampered' })])
        const rest = await store.aside(shared, { limit: 9, after: 5 })
        expect(rest.map(({ sequence, device }) => [sequence, device])).toEqual([
          [7, undefined],
          [9, devices.sam],
        ])
        expect(await store.asideCount(shared)).toBe(4)
        await store.clearAside(shared, [2, 9, 1000])
        expect(await store.asideCount(shared)).toBe(2)
        expect(await store.asideCount(noorsOwn)).toBe(1)
      })
    })

    test('forgotten, a space has nothing waiting, met or aside, and tells nothing from then on', async () => {
      await store.share(shared, asNoor)
      await store.apply([note('Tea')])
      await heard(told(sams('His')))
      await store.putAside(shared, [{ sequence: 1, slot: '', why: 'no-key', bytes: Uint8Array.of(1) }])
      await store.share(noorsOwn, { person: 0, device: 0 })
      await store.apply([note('Hers', { space: noorsOwn })])
      await store.forget([shared])
      expect(await waiting()).toEqual([])
      expect(await store.met(shared)).toEqual(new Map())
      expect(await store.asideCount(shared)).toBe(0)
      await store.apply([note('Anew')])
      expect(await waiting()).toEqual([])
      expect(await waiting(noorsOwn)).toHaveLength(1)
    })

    test('wiped, it exchanges nothing any more', async () => {
      await store.share(shared, asNoor)
      await store.wipe()
      await expect(store.unsent(shared, 1)).rejects.toThrow(/^wiped$/)
      await expect(heard()).rejects.toThrow(/^wiped$/)
    })

    exchangeLaws(open, { runs })
  })
}
