/**
 * How much happens here, for whoever runs the server, in the form Prometheus reads. Sums only: no address, no key, no
 * space, nothing about one person. It has a port of its own that only this machine can reach, because behind a proxy
 * every request seems to come from this machine.
 */
import { createServer, type Server } from 'node:http'
import type { House } from './house.ts'

export function serveMetrics(house: House, port: number): Server {
  const server = createServer((request, response) => {
    const isAsked = request.method === 'GET' && request.url === '/v1/metrics'
    response.writeHead(isAsked ? 200 : 404, {
      'Content-Type': 'text/plain; version=0.0.4',
      'Cache-Control': 'no-store',
    })
    response.end(isAsked ? metricsOf(house) : '')
  })
  return server.listen(port, '127.0.0.1')
}

export function metricsOf({ counts, spaces }: House): string {
  const { memoryUsage } = process
  const { user, system } = process.cpuUsage()
  const rows: [name: string, value: number][] = [
    ['tend_connections', counts.connections],
    ['tend_connections_total', counts.connectionsEver],
    ['tend_spaces_open', spaces.open.size],
    ['tend_pushes_total', counts.pushes],
    ['tend_packets_total', counts.packets],
    ['tend_groups_total', counts.groups],
    ['tend_group_seconds_total', counts.groupMs / 1_000],
    ['tend_mails_total', counts.mails],
    ['tend_troubles_total', counts.troubles],
    ['tend_memory_bytes', memoryUsage.rss()],
    ['tend_processor_seconds_total', (user + system) / 1e6],
    ...Object.entries(counts.refusals).map(([why, count]): [string, number] => [
      `tend_refusals_total{why="${why}"}`,
      count,
    ]),
  ]
  return `${rows.map(([name, value]) => `${name} ${value}`).join('\n')}\n`
}
