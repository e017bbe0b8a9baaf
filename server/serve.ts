/**
 * A whole server, from its boxes to its port, and its end. `main.ts` starts one for people, tests start many.
 *
 * What it says is for whoever runs it: that it started, stopped, or is in trouble. Never an address, a key, a space or
 * anything that was sent. Of an error it tells the kind and the place in our code, not the message, which may quote.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { badRequest, createApp } from './app.ts'
import type { Boxes } from './boxes.ts'
import { startChores } from './chores.ts'
import { createHouse } from './house.ts'
import { serveMetrics } from './metrics.ts'
import { createRates } from './rates.ts'
import type { Settings } from './settings.ts'
import { createSockets } from './socket.ts'

export type Serving =
  | { readonly ok: true; readonly port: number; readonly stop: () => Promise<void> }
  | { readonly ok: false; readonly why: 'port-taken' }

export async function serve(about: {
  readonly boxes: Boxes
  /** The folder of the built app. */
  readonly site: string
  readonly settings: Settings
  readonly say: (line: string) => void
  readonly nowMs?: () => number
}): Promise<Serving> {
  const { boxes, site, settings, say, nowMs = Date.now } = about
  const house = createHouse({
    boxes,
    nowMs,
    rates: createRates({ nowMs, isOff: settings.areRatesOff }),
    trouble: (error) => say(toldOf(error)),
  })
  const sockets = createSockets(house, settings.whereabouts)
  const app = createApp({ site })
  const server = createServer(getRequestListener(app.fetch, { errorHandler: badRequest }))
  server.on('upgrade', sockets.upgrade)
  if (!(await listens(server, settings))) return { ok: false, why: 'port-taken' }

  const metrics = settings.metricsPort === undefined ? undefined : serveMetrics(house, settings.metricsPort)
  metrics?.on('error', (error) => say(toldOf(error)))
  const chores = startChores({ house, nowMs, backups: settings.backups, say })
  return {
    ok: true,
    port: (server.address() as AddressInfo).port,
    async stop() {
      metrics?.close()
      server.close()
      await sockets.close()
      server.closeAllConnections()
      await chores.stop()
      await boxes.tidy()
      await boxes.close()
    },
  }
}

async function listens(server: Server, { port, host }: Settings): Promise<boolean> {
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, host, () => resolve(true))
  })
}

function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something broke.'
  const code = 'errcode' in error ? ` (SQLite ${error.errcode})` : ''
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [`Something broke: ${error.name}${code}`, ...places.slice(0, 6)].join('\n')
}
