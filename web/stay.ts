/**
 * Asks the browser, once, not to clear what is kept here. The right moment is when something of worth has just been
 * kept: earlier the question means nothing to a person, and browsers that decide by themselves say no.
 */
const key = 'tend.asked'

export async function askToStay(): Promise<void> {
  if (localStorage.getItem(key) || !navigator.storage?.persist) return
  localStorage.setItem(key, 'yes')
  if (!(await navigator.storage.persisted())) await navigator.storage.persist()
}
