/**
 * Builds the app from `web/` and runs every test, in four projects: `unit` beside the code, `e2e` in a real
 * Chromium, `budget` for the sizes we promise, `bench` for the rest of what we measure.
 */
import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { offline } from './web/offline.build.ts'
import { shelf } from './web/shelf.build.ts'
import { sqliteAlone } from './web/sqlite.build.ts'

const here = import.meta.dirname
const { version } = JSON.parse(readFileSync(`${here}/package.json`, 'utf8')) as { version: string }

// The oldest browsers we promise. Stated for CSS too, or `light-dark()` is rewritten into twice its size.
const floor = ['chrome123', 'firefox128', 'safari18']

export default defineConfig({
  root: `${here}/web`,
  // TSX is compiled by Vite itself; a plugin would only add hot reloading that keeps state.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) },
  plugins: [shelf(), offline()],
  // Else Vitest would lay its notes into web/, among the sources of the build.
  cacheDir: `${here}/node_modules/.vite`,
  worker: { format: 'es', plugins: () => [sqliteAlone()] },
  // SQLite finds its wasm beside itself, so the development server must leave it where it is.
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    target: floor,
    cssTarget: floor,
    // The polyfill is for browsers below the floor.
    modulePreload: { polyfill: false },
    // A data: address would be refused by our own headers, which allow images from this origin only.
    assetsInlineLimit: 0,
    // The smallest forms of SQLite take three seconds to find; that is known and wanted.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  test: {
    projects: [
      {
        extends: true,
        root: here,
        test: {
          name: 'unit',
          include: ['house.test.ts', '{core,crypto,wire,content,store,sync,server,web}/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        root: here,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: 'e2e/setup.ts',
          // One browser and one server at a time: two would measure each other.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { extends: true, root: here, test: { name: 'budget', include: ['bench/size.test.ts'] } },
      {
        extends: true,
        root: here,
        test: {
          name: 'bench',
          include: ['bench/**/*.test.ts'],
          exclude: ['bench/size.test.ts'],
          globalSetup: 'e2e/setup.ts',
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
