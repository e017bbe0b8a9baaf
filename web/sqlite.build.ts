/**
 * Leaves out the two workers that SQLite brings along for file systems we do not use. Without this they would be built
 * and shipped, 74 KB of compressed code that nothing ever loads.
 */
import type { Plugin } from 'vite'

export const sqliteAlone = (): Plugin => ({
  name: 'tend-sqlite-alone',
  enforce: 'pre',
  transform: {
    filter: { id: /@sqlite\.org\/sqlite-wasm/ },
    handler: (code) =>
      code.replace(
        /new URL\("sqlite3-(worker1\.mjs|opfs-async-proxy\.js)", import\.meta\.url\)/g,
        'undefined',
      ),
  },
})
