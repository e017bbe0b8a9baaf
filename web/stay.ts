/**
 * Asks the browser, once, not to clear what is kept here. The right moment is when something of worth has just been
 * kept: earlier the question means nothing to a person, and browsers that decide by themselves say no.
 */
import { keepBeside, readBeside } from './beside.ts'

const key = 'tend.asked'

export async function askToStay(): Promise<void> {
  if (readBeside(key) || !navigator.storage?.persist) return
  keepBeside(key, 'yes')
  if (!(await navigator.storage.persisted())) await navigator.storage.persist()
}
