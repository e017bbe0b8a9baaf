/**
 * The lines' sockets: the one place that knows WebSocket. It opens a line for each, and closes both together.
 *
 * What surprises: nobody is buffered for without end. A peer that does not take what it asked for is not listened to
 * until it has, and what it did not ask for is left to `reader.ts`. Nothing is compressed: what is sealed does not get
 * smaller, and each compressor would take more memory than all else about a connection.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { limits } from '../wire/message.ts'
import { closeLine, drained, hear, openLine, settled } from './answer.ts'
import { sentence } from './app.ts'
import type { House } from './house.ts'
import { endWith, type Line } from './line.ts'

export type Sockets = {
  /** For `upgrade` of an HTTP server. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Answers what is in flight, then says goodbye to everybody. */
  readonly close: () => Promise<void>
}

export type Whereabouts = {
  /** Behind a proxy, which tells us who is asking. Without one, anybody could claim to be anybody. */
  readonly isBehindProxy: boolean
  /** Other sites that may open a line here, as browsers write them: `https://tend.example.org`. */
  readonly origins: readonly string[]
}

const path = '/v1/line'
/** More than this waits in memory for a peer, and it is slow. One page is as large. */
const slowBytes = limits.pageBytesMax
/** Everybody is looked after once in each round of eight turns, so that ten thousand are not in the same moment. */
const turns = 8
const turnMs = 5_000
const goodbyeMs = 2_000
/** RFC 6455, 7.4.1. */
const goingAway = 1001

type Connection = {
  readonly ws: WebSocket
  readonly socket: Duplex
  readonly turn: number
  /** How often it was looked after since it was last heard of. */
  missed: number
  hasSpoken: boolean
  isHeld: boolean
  isCorked: boolean
  line: Line | undefined
}

export function createSockets(house: House, whereabouts: Whereabouts): Sockets {
  const connections = new Set<Connection>()
  let isClosing = false
  let turn = 0
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.frameBytesMax,
    perMessageDeflate: false,
    skipUTF8Validation: true,
  })

  const open = (ws: WebSocket, socket: Duplex, address: string) => {
    const connection = connect({ ws, socket, house, address, turn: house.counts.connectionsEver % turns })
    connections.add(connection)
    house.counts.connections++
    house.counts.connectionsEver++
    ws.once('close', () => {
      connections.delete(connection)
      house.counts.connections--
      if (connection.line) closeLine(connection.line)
    })
  }

  const care = setInterval(() => {
    turn = (turn + 1) % turns
    for (const connection of connections) if (connection.turn === turn) lookAfter(connection)
  }, turnMs)
  care.unref()

  return {
    upgrade(request, socket, head) {
      // Until the WebSocket takes it over nobody else listens, and an error nobody hears ends the process.
      socket.on('error', ignored)
      const address = house.rates.nameOf(addressOf(request, whereabouts))
      const refused = isClosing ? closing : refusalOf(request, { whereabouts, house, address })
      if (refused) return refuseUpgrade(socket, refused)
      server.handleUpgrade(request, socket, head, (ws) => {
        socket.off('error', ignored)
        open(ws, socket, address)
      })
    },

    async close() {
      isClosing = true
      clearInterval(care)
      for (const { line } of connections) if (line) await settled(line)
      await house.group.settled()
      await Promise.all([...connections].map(sayGoodbye))
    },
  }
}

function connect(about: {
  readonly ws: WebSocket
  readonly socket: Duplex
  readonly house: House
  readonly address: string
  readonly turn: number
}): Connection {
  const { ws, socket, house, address, turn } = about
  const connection: Connection = {
    ws,
    socket,
    turn,
    missed: 0,
    hasSpoken: false,
    isHeld: false,
    isCorked: false,
    line: undefined,
  }
  const line = openLine(house, {
    address,
    nonce: new Uint8Array(randomBytes(limits.nonceBytes)),
    send: (frame) => send(connection, frame),
    isSlow: () => socket.writableLength > slowBytes,
    hold: () => {
      connection.isHeld = true
      ws.pause()
    },
    resume: () => {
      connection.isHeld = false
      if (socket.writableLength <= slowBytes) ws.resume()
    },
    close: () => ws.close(),
  })
  connection.line = line
  ws.on('message', (data: Buffer, isBinary) => {
    connection.missed = 0
    connection.hasSpoken = true
    if (!isBinary) endWith(line, 'malformed')
    // A Buffer's `slice` is no copy, and whoever reads a frame relies on one.
    else hear(line, new Uint8Array(data.buffer, data.byteOffset, data.length))
  })
  ws.on('pong', () => {
    if (connection.hasSpoken) connection.missed = 0
  })
  // What was too large, or no frame at all. The connection closes by itself.
  ws.on('error', ignored)
  socket.on('drain', () => {
    connection.missed = 0
    if (!connection.isHeld) ws.resume()
    drained(line)
  })
  return connection
}

/** Everything that is sent in one go leaves in one piece, because each piece costs a call into the system. */
function send(connection: Connection, frame: Uint8Array): void {
  const { ws, socket } = connection
  if (ws.readyState !== ws.OPEN) return
  if (!connection.isCorked) {
    connection.isCorked = true
    socket.cork()
    process.nextTick(uncork, connection)
  }
  ws.send(frame)
  if (socket.writableLength > slowBytes) ws.pause()
}

function uncork(connection: Connection): void {
  connection.isCorked = false
  connection.socket.uncork()
}

/** Phones vanish without a word. Who was not heard of since the last look, though asked, is gone, or wants nothing. */
function lookAfter(connection: Connection): void {
  const { ws, socket } = connection
  // On a slow line a question comes behind half a megabyte, and so does its answer.
  const mostMissed = socket.writableLength > 0 ? 5 : 1
  if (connection.missed >= mostMissed) {
    ws.terminate()
    return
  }
  connection.missed++
  ws.ping()
}

async function sayGoodbye({ ws }: Connection): Promise<void> {
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => ws.terminate(), goodbyeMs)
    ws.once('close', () => {
      clearTimeout(late)
      resolve()
    })
    ws.resume()
    ws.close(goingAway)
  })
}

type RefusedUpgrade = {
  readonly status: number
  readonly reason: string
  readonly words: string
  readonly waitS?: number
}
const closing: RefusedUpgrade = {
  status: 503,
  reason: 'Service Unavailable',
  words: 'This server is about to stop.',
  waitS: 5,
}

function refusalOf(
  request: IncomingMessage,
  about: { readonly whereabouts: Whereabouts; readonly house: House; readonly address: string },
): RefusedUpgrade | undefined {
  const { whereabouts, house, address } = about
  if (request.url?.split('?')[0] !== path)
    return { status: 404, reason: 'Not Found', words: 'There is nothing at this address.' }
  if (!isWelcome(request, whereabouts))
    return { status: 403, reason: 'Forbidden', words: 'Another site cannot open a line here.' }
  const waitMs = house.rates.take('connectionsOfAddress', address)
  if (waitMs > 0)
    return {
      status: 429,
      reason: 'Too Many Requests',
      words: 'Too many connections at once. Please wait a moment.',
      waitS: Math.ceil(waitMs / 1_000),
    }
  return undefined
}

/** A page of another site has no business here. What is no browser says no origin, and is held back by its keys alone. */
function isWelcome({ headers }: IncomingMessage, { origins }: Whereabouts): boolean {
  const { origin, host } = headers
  if (origin === undefined || origins.includes(origin)) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}

/** The last one a proxy names is the one it saw itself; what stands before it is hearsay. */
function addressOf({ headers, socket }: IncomingMessage, { isBehindProxy }: Whereabouts): string {
  const seen = socket.remoteAddress ?? ''
  if (!isBehindProxy) return seen
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  return named.at(-1)?.trim() || seen
}

function refuseUpgrade(socket: Duplex, { status, reason, words, waitS }: RefusedUpgrade): void {
  const { headers } = sentence(status, words, {
    Connection: 'close',
    'Content-Length': String(words.length + 1),
    ...(waitS && { 'Retry-After': String(waitS) }),
  })
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('\r\n')}\r\n\r\n${words}\n`)
}

function ignored(): void {}
