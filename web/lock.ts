/**
 * A person's lock: made and checked on this device. The code itself is never kept, only what PBKDF2 makes of it with a
 * salt of its own, so that a copy of the record does not tell the code. Wrong tries are counted in memory and beside
 * the store, as a number and a time and nothing else; no try ever deletes or tells anything.
 */
import { plainCode, type Tries, waitLeft } from '../core/lock.ts'
import { bytesHex, type Fields, type SpaceId } from '../core/record.ts'

export type Lock = NonNullable<Fields<'person'>['lock']>

/** OWASP's floor for PBKDF2 with SHA-256 (password storage cheat sheet, 2023): about half a second on a phone. */
const rounds = 600_000
const saltBytes = 16

export async function makeLock(code: string): Promise<Lock> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
  return { salt: bytesHex(salt), hash: bytesHex(await derive(code, { salt, rounds })), rounds }
}

export async function checkLock(lock: Lock, code: string): Promise<boolean> {
  return isSame(await derive(code, { salt: hexBytes(lock.salt), rounds: lock.rounds }), hexBytes(lock.hash))
}

export type Opened =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'wrong' | 'wait'; readonly waitMs: number }

/** One try. It is counted before the code is looked at, so that closing the page in between gains nothing. */
export async function tryLock(
  tries: TryCounter,
  from: { readonly space: SpaceId; readonly lock: Lock; readonly code: string },
): Promise<Opened> {
  const waitMs = tries.waitMs(from.space)
  if (waitMs > 0) return { ok: false, why: 'wait', waitMs }
  tries.count(from.space)
  if (!(await checkLock(from.lock, from.code)))
    return { ok: false, why: 'wrong', waitMs: tries.waitMs(from.space) }
  tries.forget(from.space)
  return { ok: true }
}

export type TryCounter = ReturnType<typeof createTryCounter>
type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const prefix = 'tend.tries.'
const none: Tries = { wrong: 0, atMs: 0 }

/** Counts wrong tries of each person, here and on a shelf that outlives the page. The higher count is believed. */
export function createTryCounter(shelf: () => Shelf, now: () => number) {
  const triesBySpace = new Map<SpaceId, Tries>()
  const triesOf = (space: SpaceId): Tries => {
    const [here, kept] = [triesBySpace.get(space) ?? none, stored(shelf, space)]
    return here.wrong >= kept.wrong ? here : kept
  }
  return {
    waitMs: (space: SpaceId): number => waitLeft(triesOf(space), now()),
    count: (space: SpaceId): void => {
      const tries = { wrong: triesOf(space).wrong + 1, atMs: now() }
      triesBySpace.set(space, tries)
      try {
        shelf().setItem(prefix + space, JSON.stringify(tries))
      } catch {
        // Storage may be full or forbidden. Then a new page starts counting anew.
      }
    },
    forget: (space: SpaceId): void => {
      triesBySpace.delete(space)
      try {
        shelf().removeItem(prefix + space)
      } catch {
        // Nothing was counted there either, and the right code must open.
      }
    },
  }
}

function stored(shelf: () => Shelf, space: SpaceId): Tries {
  try {
    const { wrong, atMs } = JSON.parse(shelf().getItem(prefix + space) ?? '{}') as Partial<Tries>
    return Number.isFinite(wrong) && Number.isFinite(atMs)
      ? { ...none, wrong: wrong ?? 0, atMs: atMs ?? 0 }
      : none
  } catch {
    return none
  }
}

async function derive(
  code: string,
  { salt, rounds }: { readonly salt: Uint8Array<ArrayBuffer>; readonly rounds: number },
): Promise<Uint8Array> {
  const secret = new TextEncoder().encode(plainCode(code))
  const key = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256))
}

/** Looks at every byte, whatever it finds, so that the time it takes tells nothing. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < one.length; i++) difference |= (one[i] ?? 0) ^ (other[i] ?? 0)
  return difference === 0
}

const hexBytes = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
