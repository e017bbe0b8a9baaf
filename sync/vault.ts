/**
 * The door to what a device must never lose and never show: keys, logs of spaces, counters, wishes. `indexeddb.ts` keeps
 * it in the browser, `createMemoryVault` until the page is closed; `vault.contract.ts` is what both must do.
 *
 * Why not the store beside it: a store holds text, and keys that nobody can read (`CryptoKey`) can lie in IndexedDB alone.
 * Writing is all or nothing and is on the disk when the promise is kept. That is what every order of steps in this
 * room leans on.
 */

/** Whatever can be cloned: bytes, plain data, keys. */
export type Row = unknown

export type Vault = {
  readonly get: (key: string) => Promise<Row | undefined>
  /** Keys that begin so, in order. */
  readonly keys: (prefix: string) => Promise<readonly string[]>
  /** The rows whose keys begin so, in order of key. */
  readonly all: (prefix: string) => Promise<ReadonlyMap<string, Row>>
  /** All of these rows, or none. A row that is `undefined` is taken away. */
  readonly set: (rows: Readonly<Record<string, Row | undefined>>) => Promise<void>
  readonly remove: (prefix: string) => Promise<void>
  /** Removes everything. The vault is closed afterwards. */
  readonly wipe: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A real vault in a Map: for tests, and where a browser keeps nothing. Values are cloned on their way in and out. */
export function createMemoryVault(): Vault {
  const rows = new Map<string, Row>()
  let isOver = false

  /** Answers later, as a disk does, and not at all once it is closed. */
  const answer = async <Value>(work: () => Value): Promise<Value> => {
    if (isOver) throw new Error('closed')
    return work()
  }
  const keys = (prefix: string) => [...rows.keys()].filter((key) => key.startsWith(prefix)).sort()
  const end = () => {
    isOver = true
    rows.clear()
  }

  return {
    get: (key) => answer(() => copyOf(rows.get(key))),
    keys: (prefix) => answer(() => keys(prefix)),
    all: (prefix) => answer(() => new Map(keys(prefix).map((key) => [key, copyOf(rows.get(key))]))),
    set: (changed) =>
      answer(() => {
        // Cloned before anything is written: what cannot be cloned must not leave half of it behind.
        const cloned = Object.entries(changed).map(([key, row]) => [key, copyOf(row)] as const)
        for (const [key, row] of cloned) {
          if (row === undefined) rows.delete(key)
          else rows.set(key, row)
        }
      }),
    remove: (prefix) =>
      answer(() => {
        for (const key of keys(prefix)) rows.delete(key)
      }),
    wipe: () => answer(end),
    close: async () => end(),
  }
}

/** Most rows are bytes, and bytes are copied a hundred times faster as what they are. */
const copyOf = (row: Row): Row => (row instanceof Uint8Array ? row.slice() : structuredClone(row))
