/**
 * Starts the server: reads the environment, wires, listens. Nothing is decided here.
 * The person who runs it may never have seen Tend, so every way to fail ends in a sentence that says what to do.
 */
import { join } from 'node:path'
import { serve } from './serve.ts'
import { readSettings } from './settings.ts'
import { openSqliteBoxes } from './sqlite.ts'

const read = readSettings(process.env)
if (!read.ok) stop(read.sentence)
const { settings } = read
const { folder, port } = settings

const opened = openSqliteBoxes(folder)
if (!opened.ok)
  stop(
    opened.why === 'newer'
      ? `A newer Tend has written ${folder}. Update this one, or choose another folder: TEND_DATA=... npm start`
      : `Tend cannot write to ${folder}. Choose another folder: TEND_DATA=/a/folder npm start`,
  )

const site = join(import.meta.dirname, '../dist')
const serving = await serve({ boxes: opened.boxes, site, settings, say: console.log })
if (!serving.ok) stop(`Port ${port} is not free. Choose another: PORT=${port + 1} npm start`)
console.log(`Tend is ready: http://localhost:${serving.port}/`)
console.log('Open it in a window as narrow as a phone and answer three questions. Ctrl+C stops it.')

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    await serving.stop()
    console.log('Tend has stopped.')
  })

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
