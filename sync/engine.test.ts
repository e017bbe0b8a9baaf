/** Lines as Noor and Sam live with them, over a server that keeps to the protocol. */
import { describe, expect, test } from 'vitest'
import { decodeFromDevice } from '../wire/codec.ts'
import type { FromDevice } from '../wire/message.ts'
import {
  begin,
  couple,
  createPhone,
  createWorld,
  dayMs,
  fair,
  hourMs,
  letIn,
  type Phone,
  rewrite,
  takeBack,
  type World,
  write,
} from './world.fixture.ts'

const minuteMs = 60_000
const notesOf = async (phone: Phone) =>
  (await phone.all()).map(({ f, x }) => (x === undefined ? f.note : 'taken back'))
const said = (note: string) => ({ kind: 'done', f: { note } })
const leave = (first: 'nothing' | 'send' = 'nothing') =>
  ({ on: 'wished', wish: { wish: 'leave', first, said: false } }) as const

/** What a phone says from now on. */
function listen(world: World, phone: Phone): FromDevice[] {
  const heard: FromDevice[] = []
  world.overheard = ({ of, bytes }) => {
    const decoded = decodeFromDevice(bytes)
    if (of === phone.name && decoded.ok) heard.push(decoded.frame)
  }
  return heard
}
const saysOf = (frames: readonly FromDevice[]) => frames.map(({ say }) => say)

/** Noor, Sam and Kit. Noor has asked Kit in, and Sam has not said anything yet. */
async function three(seed = 5) {
  const { world, noor, sam } = await couple({ seed })
  const kit = createPhone(world, { name: 'Kit' })
  await letIn(world, { by: noor, phone: kit, as: 'new' })
  await world.time.pass(minuteMs)
  const open = sam.line?.state().roster?.open?.add ?? ''
  return { world, noor, sam, kit, open }
}

describe('Noor and Sam', () => {
  test('read what the other writes, changes and takes back', async () => {
    const { world, noor, sam } = await couple()
    const id = await write(noor, said('You listened.'))
    await world.time.pass(1_000)
    expect(await notesOf(sam)).toEqual(['You listened.'])
    await rewrite(noor, id, { note: 'You listened well.' })
    await world.time.pass(1_000)
    expect(await notesOf(sam)).toEqual(['You listened well.'])
    await takeBack(noor, id)
    await world.time.pass(1_000)
    expect(await notesOf(sam)).toEqual(['taken back'])
    expect(world.server.copyOf(noor.space).boxes.length).toBe(1)
  })

  test('find everything after a week apart', async () => {
    const { world, noor, sam } = await couple()
    sam.switchOff()
    noor.setOnline(false)
    for (let day = 0; day < 7; day++) {
      await write(noor, said(`Day ${day}`))
      await write(sam, said(`My day ${day}`))
    }
    await world.time.pass(hourMs)
    expect((await noor.line?.standing())?.unsent).toBe(7)
    expect((await noor.line?.standing())?.trouble).toBe('offline')
    sam.switchOn()
    noor.setOnline(true)
    await world.time.pass(minuteMs)
    expect((await notesOf(sam)).length).toBe(14)
    expect(await sam.all()).toEqual(await noor.all())
    expect(await noor.line?.standing()).toMatchObject({ unsent: 0, aside: 0, closed: false, people: [0, 1] })
    expect((await noor.line?.standing())?.trouble).toBeUndefined()
  })

  test('keep and hand on what a newer app wrote', async () => {
    const { world, noor, sam } = await couple()
    const id = await write(noor, { kind: 'moonbeam', f: { aura: 'blue', depth: { of: [1, 2] } } })
    await write(noor, { kind: 'landmark', f: { text: 'The lake', aura: 'blue' } })
    await world.time.pass(1_000)
    expect(await sam.all()).toEqual(await noor.all())
    expect((await sam.store.get(id))?.f).toEqual({ aura: 'blue', depth: { of: [1, 2] } })
  })

  test('are in step however wrong their clocks are', async () => {
    const { world, noor, sam } = await couple()
    noor.clockOffMs = 3_652 * dayMs
    sam.clockOffMs = -3_652 * dayMs
    const id = await write(noor, { kind: 'landmark', f: { text: 'The lake' } })
    await world.time.pass(5_000)
    await rewrite(sam, id, { text: 'The pond' })
    await world.time.pass(5_000)
    expect((await noor.store.get(id))?.f).toEqual({ text: 'The pond' })
  })
})

describe('A line', () => {
  test('makes no epoch while nobody else is there and there is nothing to say', async () => {
    const world = createWorld({ seed: 4 })
    const noor = createPhone(world, { name: 'Noor' })
    await begin(world, noor)
    await world.time.pass(minuteMs)
    expect(world.server.copyOf(noor.space).entries.length).toBe(1)
    await write(noor, said('To myself'))
    await world.time.pass(minuteMs)
    expect(world.server.copyOf(noor.space).boxes.length).toBe(1)
  })

  test('makes a new epoch when the last one is more than thirty days old, with the next thing it says', async () => {
    const { world, noor, sam } = await couple()
    const epochOf = (phone: Phone) => phone.line?.state().roster?.epoch?.number
    for (const phone of [noor, sam]) phone.switchOff()
    await world.time.pass(31 * dayMs)
    for (const phone of [noor, sam]) phone.switchOn()
    await world.time.pass(minuteMs)
    expect([epochOf(noor), epochOf(sam)]).toEqual([1, 1])
    await write(sam, said('After a month'))
    await world.time.pass(minuteMs)
    expect([epochOf(noor), epochOf(sam)]).toEqual([2, 2])
    expect(await notesOf(noor)).toEqual(['After a month'])
    await write(sam, said('A minute later'))
    await world.time.pass(minuteMs)
    expect(epochOf(noor)).toBe(2)
  })

  test('tries again after half a second at most, then ever later, and after a minute at most', async () => {
    const { world, noor } = await couple()
    const heard = listen(world, noor)
    noor.setOnline(false)
    const triesAtMs: number[] = []
    noor.line?.watch(() => {
      if (noor.line?.state().call?.at === 'dialled') triesAtMs.push(world.time.nowMs())
    })
    await world.time.pass(30 * minuteMs)
    const gapsMs = triesAtMs.slice(1).map((atMs, at) => atMs - (triesAtMs[at] ?? 0))
    expect(Math.max(...gapsMs.slice(0, 2))).toBeLessThan(2_500)
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(minuteMs + 500)
    expect(Math.max(...gapsMs)).toBeGreaterThan(20_000)
    expect(triesAtMs.length).toBeLessThan(100)
    expect(heard).toEqual([])
  })

  test('calls at once when somebody looks, and not because something was written', async () => {
    const { world, noor, sam } = await couple()
    noor.isOnline = false
    world.server.hangUpOnAll()
    await world.time.pass(10 * minuteMs)
    noor.isOnline = true
    const heard = listen(world, noor)
    await write(noor, said('In a tunnel'))
    await world.time.pass(200)
    expect(heard).toEqual([])
    noor.tell({ on: 'wake' })
    await world.time.pass(500)
    expect(saysOf(heard)).toEqual(['hello', 'subscribe', 'push'])
    expect(await notesOf(sam)).toEqual(['In a tunnel'])
  })

  test('notices when nobody is at the other end any more', async () => {
    const { world, noor, sam } = await couple()
    world.lies = ({ to, frame }) => (to === noor ? [] : [frame])
    await write(noor, said('Are you there?'))
    await world.time.pass(29_000)
    expect(noor.line?.state().calls).toBe(1)
    world.lies = undefined
    await world.time.pass(10_000)
    expect(noor.line?.state().calls).toBe(2)
    expect(await notesOf(sam)).toEqual(['Are you there?'])
    expect((await noor.line?.standing())?.unsent).toBe(0)
  })

  test('asks, when somebody looks after a long time, whether the other end is still there', async () => {
    const { world, noor } = await couple()
    await world.time.pass(8 * hourMs)
    const heard = listen(world, noor)
    noor.tell({ on: 'wake' })
    await world.time.pass(1_000)
    expect(saysOf(heard)).toEqual(['ask-control'])
  })

  test('waits as long as it is told to, and then says it again', async () => {
    const { world, noor, sam } = await couple()
    world.weather = { ...fair, refuses: 1 }
    await write(noor, said('Too fast'))
    await world.time.pass(1_000)
    world.weather = fair
    await world.time.pass(20 * minuteMs)
    expect(await notesOf(sam)).toEqual(['Too fast'])
  })

  test('sends many things in as few pushes as they fit into, and large ones alone', async () => {
    const { world, noor, sam } = await couple()
    noor.setOnline(false)
    for (let at = 0; at < 70; at++) await write(noor, said(`${at}`))
    for (let at = 0; at < 3; at++)
      await write(noor, { kind: 'moonbeam', f: { aura: `${at}`.repeat(150_000) } })
    const heard = listen(world, noor)
    noor.setOnline(true)
    await world.time.pass(minuteMs)
    const pushes = heard.flatMap((frame) => (frame.say === 'push' ? [frame.packets.length] : []))
    expect(pushes).toEqual([64, 7, 1, 1])
    expect(await sam.all()).toEqual(await noor.all())
  })

  test('tells what is larger than any packet to nobody, and everything else nevertheless', async () => {
    const { world, noor, sam } = await couple()
    await write(noor, { kind: 'moonbeam', f: { aura: '☾'.repeat(100_000) } })
    await write(noor, said('And this?'))
    await world.time.pass(minuteMs)
    expect(await notesOf(sam)).toEqual(['And this?'])
    expect((await noor.line?.standing())?.unsent).toBe(1)
    expect((await sam.line?.standing())?.trouble).toBeUndefined()
  })
})

describe('After a mishap', () => {
  test('a phone that was restored from an old copy counts on from where the server is, and nothing is swallowed', async () => {
    const { world, noor, sam } = await couple()
    const copy = await noor.vault.all('')
    for (const note of ['one', 'two', 'three']) await write(noor, said(note))
    await world.time.pass(minuteMs)
    noor.switchOff()
    await noor.vault.set(Object.fromEntries(copy))
    await write(noor, said('four'))
    noor.switchOn()
    await world.time.pass(minuteMs)
    expect((await notesOf(sam)).toSorted()).toEqual(['four', 'one', 'three', 'two'])
    expect(noor.line?.state().used).toBe(4)
  })

  test('a server that has lost something is given it again', async () => {
    const { world, noor, sam } = await couple()
    const copy = world.server.copyOf(noor.space)
    for (const note of ['one', 'two']) await write(noor, said(note))
    await write(sam, said('three'))
    await world.time.pass(minuteMs)
    world.server.setBack(noor.space, copy)
    await world.time.pass(10 * minuteMs)
    expect(world.server.copyOf(noor.space).boxes.length).toBe(3)
    const tablet = createPhone(world, { name: 'Noor’s tablet' })
    await letIn(world, { by: noor, phone: tablet, as: 'own' })
    await world.time.pass(10 * minuteMs)
    expect(await tablet.all()).toEqual(await sam.all())
    expect((await tablet.line?.standing())?.trouble).toBeUndefined()
  })

  test('a server that has lost the whole space is given its log, and everything in it', async () => {
    const { world, noor, sam } = await couple()
    await write(noor, said('one'))
    await world.time.pass(minuteMs)
    world.server.spaces.delete(noor.space)
    world.server.hangUpOnAll()
    await world.time.pass(10 * minuteMs)
    expect(world.server.copyOf(noor.space)).toMatchObject({ entries: { length: 3 }, boxes: { length: 1 } })
    await write(sam, said('two'))
    await world.time.pass(minuteMs)
    expect(await noor.all()).toEqual(await sam.all())
  })
})

describe('A second phone of one’s own', () => {
  test('reads everything from the beginning, and no epoch is made for it', async () => {
    const { world, noor, sam } = await couple()
    await write(noor, said('Long ago'))
    await world.time.pass(minuteMs)
    const tablet = createPhone(world, { name: 'Noor’s tablet' })
    await letIn(world, { by: noor, phone: tablet, as: 'own' })
    await world.time.pass(minuteMs)
    await write(tablet, said('From the tablet'))
    await world.time.pass(minuteMs)
    expect((await notesOf(sam)).toSorted()).toEqual(['From the tablet', 'Long ago'])
    expect(await tablet.all()).toEqual(await sam.all())
    expect(sam.line?.state().roster?.epoch?.number).toBe(1)
    expect((await tablet.line?.standing())?.devices.length).toBe(2)
    expect((await sam.line?.standing())?.devices.length).toBe(1)
  })

  test('that is lost is ended by the other: it reads nothing new, and what it said counts', async () => {
    const { world, noor, sam } = await couple()
    const tablet = createPhone(world, { name: 'Noor’s tablet' })
    await letIn(world, { by: noor, phone: tablet, as: 'own' })
    await world.time.pass(minuteMs)
    await write(tablet, said('Before it was lost'))
    await world.time.pass(minuteMs)
    noor.tell({ on: 'wished', wish: { wish: 'revoke', key: tablet.key } })
    await world.time.pass(minuteMs)
    await write(sam, said('Only for us'))
    await world.time.pass(minuteMs)
    expect(tablet.line?.state().finished).toBe('ended')
    expect(await tablet.line?.standing()).toMatchObject({ closed: true, left: false, trouble: 'refused' })
    expect(await notesOf(tablet)).toEqual(['Before it was lost'])
    expect((await notesOf(noor)).toSorted()).toEqual(['Before it was lost', 'Only for us'])
    expect(noor.line?.state().wishes).toEqual([])
  })

  test('cannot be ended by Sam, and a person’s last phone by nobody', async () => {
    const { world, noor, sam } = await couple()
    for (const phone of [noor, sam]) {
      sam.tell({ on: 'wished', wish: { wish: 'revoke', key: phone.key } })
      await world.time.pass(minuteMs)
    }
    expect(world.server.copyOf(noor.space).entries.length).toBe(3)
    expect(sam.line?.state().wishes).toEqual([])
  })
})

describe('A third person', () => {
  test('comes in when everybody has said yes, and cannot read what was before', async () => {
    const { world, noor, sam, kit, open } = await three()
    await write(noor, said('Between us'))
    await world.time.pass(minuteMs)
    expect(await sam.line?.standing()).toMatchObject({ open: { by: 0, mine: true }, people: [0, 1] })
    expect(await noor.line?.standing()).toMatchObject({ open: { by: 0, mine: false } })
    expect(kit.line?.state().roster).toBeUndefined()
    sam.tell({ on: 'wished', wish: { wish: 'approve', add: open } })
    await world.time.pass(2 * minuteMs)
    await write(kit, said('Hello'))
    await write(noor, said('Welcome'))
    await world.time.pass(minuteMs)
    expect((await notesOf(kit)).toSorted()).toEqual(['Hello', 'Welcome'])
    expect(await kit.line?.standing()).toMatchObject({ aside: 0, people: [0, 1, 2], person: 2 })
    expect((await kit.line?.standing())?.trouble).toBeUndefined()
    expect((await notesOf(sam)).toSorted()).toEqual(['Between us', 'Hello', 'Welcome'])
  })

  test('does not come in when one says no', async () => {
    const { world, noor, sam, kit, open } = await three()
    sam.tell({ on: 'wished', wish: { wish: 'decline', add: open } })
    await world.time.pass(2 * minuteMs)
    expect(await noor.line?.standing()).toMatchObject({ people: [0, 1] })
    expect((await noor.line?.standing())?.open).toBeUndefined()
    expect(kit.line?.state().roster).toBeUndefined()
    expect((await kit.line?.standing())?.trouble).toBe('offline')
  })

  test('whose proof was made for a log that has moved on is not let in', async () => {
    const { world, noor, sam } = await couple()
    const [kit, tablet] = ['Kit', 'Sam’s tablet'].map((name) => createPhone(world, { name })) as [
      Phone,
      Phone,
    ]
    noor.setOnline(false)
    await letIn(world, { by: noor, phone: kit, as: 'new' })
    await letIn(world, { by: sam, phone: tablet, as: 'own' })
    await world.time.pass(minuteMs)
    noor.setOnline(true)
    await world.time.pass(minuteMs)
    expect(noor.line?.state().wishes).toEqual([])
    expect(noor.line?.state().roster?.open).toBeUndefined()
    expect(noor.line?.state().roster?.devices.length).toBe(3)
  })
})

describe('Noor leaves', () => {
  test('at once here, and as the first thing that is said when there is a network; what was not sent is not', async () => {
    const { world, noor, sam } = await couple()
    await write(noor, said('Before'))
    await world.time.pass(minuteMs)
    noor.setOnline(false)
    await write(noor, said('Never sent'))
    noor.tell(leave())
    await world.time.pass(minuteMs)
    expect(await noor.line?.standing()).toMatchObject({ left: true, closed: true })
    const heard = listen(world, noor)
    noor.setOnline(true)
    await world.time.pass(minuteMs)
    expect(saysOf(heard)).toEqual(['hello', 'put-control'])
    expect(noor.line?.state().finished).toBe('left')
    expect(await sam.line?.standing()).toMatchObject({ closed: true, left: false, people: [1] })
    expect(await notesOf(sam)).toEqual(['Before'])
    noor.tell({ on: 'wake' })
    await write(noor, said('To myself'))
    await world.time.pass(hourMs)
    expect(heard.length).toBe(2)
  })

  test('after everything of hers was taken back: that goes out first, and then she has left', async () => {
    const { world, noor, sam } = await couple()
    const ids = [await write(noor, said('one')), await write(noor, said('two'))]
    await world.time.pass(minuteMs)
    sam.switchOff()
    noor.setOnline(false)
    for (const id of ids) await takeBack(noor, id)
    noor.tell(leave('send'))
    const heard = listen(world, noor)
    noor.setOnline(true)
    await world.time.pass(minuteMs)
    expect(saysOf(heard)).toEqual(['hello', 'push', 'put-control'])
    sam.switchOn()
    await world.time.pass(minuteMs)
    // A space that is closed is still read to its end.
    expect(await notesOf(sam)).toEqual(['taken back', 'taken back'])
    expect(sam.line?.state().finished).toBe('closed')
  })

  test('although she is quiet', async () => {
    const { world, noor, sam } = await couple()
    noor.tell({ on: 'hushed', quiet: true })
    await world.time.pass(minuteMs)
    noor.tell(leave())
    await world.time.pass(minuteMs)
    expect(noor.line?.state().finished).toBe('left')
    expect((await sam.line?.standing())?.closed).toBe(true)
  })

  test('also when nobody answers any more', async () => {
    const { world, noor } = await couple()
    world.lies = ({ to, frame }) => (to === noor && frame.say === 'put' ? [] : [frame])
    noor.tell(leave())
    await world.time.pass(minuteMs)
    noor.switchOff()
    noor.switchOn()
    await world.time.pass(5 * minuteMs)
    expect(noor.line?.state().finished).toBe('left')
  })

  test('with all her phones, and what each of them has told by then still counts', async () => {
    const { world, noor, sam } = await couple()
    const tablet = createPhone(world, { name: 'Noor’s tablet' })
    await letIn(world, { by: noor, phone: tablet, as: 'own' })
    await world.time.pass(minuteMs)
    sam.switchOff()
    noor.switchOff()
    await write(tablet, said('From the tablet'))
    await world.time.pass(minuteMs)
    noor.switchOn()
    await world.time.pass(1)
    noor.tell(leave())
    await world.time.pass(minuteMs)
    expect([noor.line?.state().finished, tablet.line?.state().finished]).toEqual(['left', 'left'])
    sam.switchOn()
    await world.time.pass(minuteMs)
    expect(await notesOf(sam)).toEqual(['From the tablet'])
  })

  test('and the three others go on under a key that she has not', async () => {
    const { world, noor, sam, kit, open } = await three()
    sam.tell({ on: 'wished', wish: { wish: 'approve', add: open } })
    await world.time.pass(2 * minuteMs)
    noor.tell(leave())
    await world.time.pass(minuteMs)
    await write(sam, said('Now we are two'))
    await world.time.pass(minuteMs)
    expect(await notesOf(kit)).toEqual(['Now we are two'])
    expect(await kit.line?.standing()).toMatchObject({ people: [1, 2], closed: false })
    expect(await notesOf(noor)).toEqual([])
  })
})

describe('Noor is quiet', () => {
  test('and nothing goes in or out until she is not', async () => {
    const { world, noor, sam } = await couple()
    noor.tell({ on: 'hushed', quiet: true })
    await world.time.pass(minuteMs)
    const heard = listen(world, noor)
    await write(noor, said('Later'))
    await write(sam, said('Where are you?'))
    noor.tell({ on: 'wake' })
    noor.switchOff()
    noor.switchOn()
    await world.time.pass(hourMs)
    expect(heard).toEqual([])
    expect(await notesOf(noor)).toEqual(['Later'])
    expect(await noor.line?.standing()).toMatchObject({ quiet: true, unsent: 1, closed: false })
    noor.tell({ on: 'hushed', quiet: false })
    await world.time.pass(minuteMs)
    expect(await noor.all()).toEqual(await sam.all())
  })
})
