/**
 * What this device remembers of its lines, so that nobody has to ask for them before the first screen is there: which
 * shared spaces have one that is open, and who is in it. A fact of the device, which never travels and is in no file.
 *
 * Where it is missing, nothing of lines is loaded at all.
 */
import type { SpaceId } from '../core/record.ts'
import type { Store } from '../store/store.ts'
import type { Standing } from '../sync/line.ts'

export type Wired = {
  readonly space: SpaceId
  readonly owner: SpaceId
  readonly person: number
  readonly people: readonly number[]
}

const key = 'lines'

/** Undefined where nothing was ever paired on this device. */
export async function readWired(store: Store): Promise<readonly Wired[] | undefined> {
  const text = await store.fact(key)
  return text ? (JSON.parse(text) as readonly Wired[]) : undefined
}

/** Says whether it is another than before. */
export async function writeWired(store: Store, lines: readonly Standing[]): Promise<boolean> {
  const open = lines.filter((line) => !line.closed && !line.left && line.people.includes(line.person))
  const wired = open.map(({ space, owner, person, people }) => ({ space, owner, person, people }))
  const text = JSON.stringify(wired)
  const before = (await store.fact(key)) ?? ''
  // Where there was never a line, nothing is written: a fact would have them asked for at every start.
  if (before === text || (before === '' && lines.length === 0)) return false
  await store.setFact(key, text)
  return true
}

/** Something is about to be paired. */
export async function markWired(store: Store): Promise<void> {
  if (!(await store.fact(key))) await store.setFact(key, '[]')
}
