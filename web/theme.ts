/** Light or dark: what the device says, unless the person chose one of the two. */
import { effect } from '@preact/signals'
import { keepBeside, readBeside } from './beside.ts'
import type { Tend } from './tend.ts'

const key = 'tend.theme'

export function followTheme(tend: Tend): void {
  const root = document.documentElement
  // Kept beside the store as well, so that the first frame already has the right colours.
  const before = readBeside(key)
  if (before) root.dataset['theme'] = before
  effect(() => {
    if (!tend.ready.value) return
    const theme = tend.here.value?.me.theme
    if (theme) root.dataset['theme'] = theme
    else delete root.dataset['theme']
    keepBeside(key, theme)
  })
}
