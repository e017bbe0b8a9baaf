/**
 * Errands about the log: what is read of it, what is written into it, and the marks of the line. Each is done in the order
 * in which a device may be switched off between any two steps: entries are written down, then their keys.
 */
import { helloProof } from '../wire/codec.ts'
import { hashOf, type Roster } from '../wire/control.ts'
import { type FromDevice, limits } from '../wire/message.ts'
import { type Desk, knownOf, learnEpochs, shareIn } from './desk.ts'
import { type Body, believe, isProven, leaving, newEpoch, writeEntry } from './membership.ts'
import type { Effect, LineEvent } from './state.ts'

type Of<Do extends Effect['do']> = Extract<Effect, { do: Do }>
type Came<On extends LineEvent['on']> = Extract<LineEvent, { on: On }>

const version = 1

export async function hello({ craft, keyring }: Desk, nonce: Uint8Array): Promise<FromDevice> {
  const { space, key, keys } = keyring
  const signature = await craft.sign(keys.signing, helloProof({ nonce, space, key, version }))
  return { say: 'hello', version, space, key, signature }
}

/** What the server has lost, a frame at a time. */
export function putBack({ craft, keyring }: Desk, after: number): FromDevice {
  const entries = keyring.entries()
  const before = entries[after - 1]
  const head = before ? hashOf(before, craft.sha256) : '00'.repeat(limits.hashBytes)
  return { say: 'put-control', head, entries: entries.slice(after, after + limits.entriesPerFrameMax) }
}

export async function keepMarks(
  { store, keyring }: Desk,
  { wishes, ...marks }: Of<'keep'>['marks'],
): Promise<void> {
  if (wishes) await keyring.wish(wishes)
  if (Object.keys(marks).length > 0) await keyring.mark(marks)
  if (marks.finished) await store.unshare(keyring.marks().carries)
}

export async function readEntries(desk: Desk, asked: Of<'believe'>): Promise<Came<'believed'>> {
  const { craft, store, keyring, roster } = desk
  // Another call may have brought some of them meanwhile.
  const fresh = asked.entries.slice((roster?.entries ?? 0) - (asked.roster?.entries ?? 0))
  const read = await believe({ craft, space: keyring.space, roster, entries: fresh })
  const believed = fresh.slice(0, read.believed)
  if (believed.length > 0) await keyring.addEntries(believed)
  desk.roster = read.roster
  await learnEpochs(desk, believed)
  if (read.roster?.epoch?.hash !== roster?.epoch?.hash) await keyring.moveTo({ epochMs: asked.nowMs })
  await shareIn(desk)
  const unsent = (await store.unsentCount(keyring.marks().carries)) > 0
  return { on: 'believed', ...knownOf(desk), unsent, ...(!read.ok && { why: read.why }) }
}

export async function makeEntry(desk: Desk, { call, duty, roster }: Of<'make'>): Promise<Came<'made'>> {
  const { craft, keyring } = desk
  const body = await bodyOf(desk, { duty, roster })
  const entry = body && (await writeEntry({ craft, keys: keyring.keys, roster, body }))
  return { on: 'made', call, duty, head: roster.head, entry }
}

/** What an entry says, or nothing where it could never be written. */
async function bodyOf(
  { craft, keyring, randomBytes }: Desk,
  { duty, roster }: { readonly duty: Of<'make'>['duty']; readonly roster: Roster },
): Promise<Body | undefined> {
  const { heads } = keyring.place()
  const lastOf = (device: { readonly key: string; readonly tag: string }) =>
    device.key === keyring.key ? keyring.counter().used : (heads[device.tag]?.counter ?? 0)
  switch (duty.wish) {
    case 'epoch':
      return newEpoch({ craft, roster, slotSecret: keyring.slotSecret(), randomBytes })
    case 'leave':
      return leaving({ roster, person: keyring.marks().person, lastOf })
    case 'approve':
    case 'decline':
      return { type: duty.wish, add: duty.add }
    case 'revoke': {
      const ended = roster.devices.find(({ key }) => key === duty.key)
      return ended && { type: 'revoke', key: ended.key, last: lastOf(ended) }
    }
    case 'admit': {
      const { before: _before, ...add } = duty.joining
      return (await isProven(craft, duty.joining)) ? { type: 'add', ...add } : undefined
    }
  }
}
