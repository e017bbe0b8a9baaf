/**
 * Small things kept beside the store: what must be there before it is open, or saved before a tab dies. localStorage,
 * because it is synchronous. It may be full or forbidden; then these things are lost with the page, and nothing else is.
 */

/** What the browser had no room for. It is here as long as the page is. */
const unkept = new Map<string, string>()

export function readBeside(key: string): string | undefined {
  try {
    return unkept.get(key) ?? localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** `undefined` removes it. */
export function keepBeside(key: string, text: string | undefined): void {
  unkept.delete(key)
  try {
    if (text === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    if (text !== undefined) unkept.set(key, text)
  }
}

/** Every key that begins so. */
export function keysBeside(prefix: string): readonly string[] {
  return [...new Set([...unkept.keys(), ...keysKept()])].filter((key) => key.startsWith(prefix))
}

/** Removes everything whose key begins so. */
export function dropBeside(prefix: string): void {
  for (const key of keysBeside(prefix)) keepBeside(key, undefined)
}

function keysKept(): readonly string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    // What cannot be read was never kept.
    return []
  }
}
