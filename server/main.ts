/**
 * Starts the server: reads the environment, wires, listens. Nothing is decided here.
 * The person who runs it may never have seen Tend, so every way to fail ends in a sentence that says what to do.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { badRequest, createApp } from './app.ts'
import { openSqliteBoxes } from './sqlite.ts'

const port = Number(process.env.PORT ?? 4173)
const folder = resolve(process.env.TEND_DATA ?? 'data')

if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
  stop(`PORT must be a number up to 65535, not "${process.env.PORT}". For example: PORT=4174 npm start`)

const opened = openSqliteBoxes(folder)
if (!opened.ok)
  stop(
    opened.why === 'newer'
      ? `A newer Tend has written ${folder}. Update this one, or choose another folder: TEND_DATA=... npm start`
      : `Tend cannot write to ${folder}. Choose another folder: TEND_DATA=/a/folder npm start`,
  )

const app = createApp({ site: join(import.meta.dirname, '../dist') })
const server = createServer(getRequestListener(app.fetch, { errorHandler: badRequest }))
server.on('error', () => stop(`Port ${port} is not free. Choose another: PORT=${port + 1} npm start`))
server.listen(port, () => {
  console.log(`Tend is ready: http://localhost:${(server.address() as AddressInfo).port}/`)
  console.log('Open it in a window as narrow as a phone and answer three questions. Ctrl+C stops it.')
})

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => server.close(() => opened.boxes.close()).closeAllConnections())

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
