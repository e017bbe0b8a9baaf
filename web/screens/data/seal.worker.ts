/** Wires the worker that seals and opens copies. What it does is told in `seal.ts`. */
import { serveSealing } from './seal.ts'

serveSealing(self, {
  randomBytes: (sizeBytes) => crypto.getRandomValues(new Uint8Array(sizeBytes)),
})
