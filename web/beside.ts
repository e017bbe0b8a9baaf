/**
 * Small things kept beside the store: what must be there before it is open, or saved before a tab dies. localStorage,
 * because it is synchronous. It may be full or forbidden; then these things are lost with the page, and nothing else is.
 */

export function readBeside(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** `undefined` removes it. */
export function keepBeside(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // Said above.
  }
}

/** Removes everything whose key begins so. */
export function dropBeside(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
  } catch {
    // What cannot be read was never kept.
  }
}
