/**
 * Kit, who always fails: with the server's address and even the true names of spaces, which only its host could know, Kit
 * speaks the protocol with keys of Kit's own. Every answer is the same refusal, and nobody notices anything.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { decodeFromServer, encodeFromDevice, helloProof } from '../wire/codec.ts'
import type { FromDevice, FromServer } from '../wire/message.ts'
import { openCouple, seeInStory } from './couple.ts'
import { closeBrowser } from './phone.ts'
import { copyOfHouse, startServer } from './server.ts'
import { thank } from './steps.ts'

afterAll(closeBrowser)

const pair = generateKeyPairSync('ed25519')
const key = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')

/** A socket of Kit's: what the server says, one frame after the other, until it hangs up. */
function call(address: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/v1/line`)
  socket.binaryType = 'arraybuffer'
  const heard: FromServer[] = []
  let wake = () => {}
  socket.addEventListener('message', ({ data }) => {
    const decoded = decodeFromServer(new Uint8Array(data as ArrayBuffer))
    if (decoded.ok) heard.push(decoded.frame)
    wake()
  })
  const over = new Promise<undefined>((resolve) => socket.addEventListener('close', () => resolve(undefined)))
  return {
    say: (frame: FromDevice) => socket.send(encodeFromDevice(frame).slice()),
    close: () => socket.close(),
    next: async (): Promise<FromServer | undefined> => {
      if (heard.length === 0) await Promise.race([over, new Promise<void>((resolve) => (wake = resolve))])
      return heard.shift()
    },
  }
}

/** What is answered to some frames, one after the other, as Kit makes them out of the challenge. */
async function answersTo(address: string, make: (nonce: Uint8Array) => readonly FromDevice[]) {
  const kit = call(address)
  const challenge = await kit.next()
  if (challenge?.say !== 'challenge') throw new Error('no challenge')
  const answers: (FromServer | undefined)[] = []
  for (const frame of make(challenge.nonce)) {
    kit.say(frame)
    answers.push(await kit.next())
  }
  kit.close()
  return answers
}

const hello = (space: string, nonce: Uint8Array): FromDevice => {
  const signature = new Uint8Array(sign(null, helloProof({ nonce, space, key, version: 1 }), pair.privateKey))
  return { say: 'hello', version: 1, space, key, signature }
}

test('Kit is refused everywhere alike, and Noor and Sam go on', { timeout: 120_000 }, async () => {
  const house = copyOfHouse()
  const server = await startServer({ from: house.folder })
  const { noor, sam, close } = await openCouple({ address: server.address })
  await thank(noor.page, 'locked the door', { shared: true })
  await seeInStory(sam, 'locked the door')

  const [file = ''] = globSync(join(server.data, '*.sqlite'))
  const database = new DatabaseSync(file, { readOnly: true })
  const [row] = database.prepare('select id from space').all() as { id: Uint8Array }[]
  database.close()
  const space = Buffer.from(row?.id ?? []).toString('hex')
  expect(space).toMatch(/^[0-9a-f]{32}$/)

  // With a key that is not in its log, a space that is there looks like one that never was, whatever is asked of it.
  const asks: readonly FromDevice[] = [
    { say: 'subscribe', after: 0 },
    { say: 'ask-control', after: 0 },
    { say: 'forget' },
    { say: 'put-control', head: '00'.repeat(32), entries: [new Uint8Array(200)] },
  ]
  for (const ask of asks) {
    const there = await answersTo(server.address, (nonce) => [hello(space, nonce), ask])
    const nowhere = await answersTo(server.address, (nonce) => [hello('ab'.repeat(16), nonce), ask])
    expect(there).toEqual(nowhere)
    expect(there[0]).toMatchObject({ say: 'welcome', entries: 0, sequence: 0, counter: 0 })
    expect(there[1]).toMatchObject({ say: 'error' })
  }
  // A signature for another challenge, one under another's key, and a word before any hello.
  const wrong = [
    () => hello(space, randomBytes(32)),
    (nonce: Uint8Array): FromDevice => ({ ...hello(space, nonce), key: '11'.repeat(32) }) as FromDevice,
    ...asks.map((ask) => () => ask),
  ]
  for (const make of wrong)
    expect((await answersTo(server.address, (nonce) => [make(nonce)]))[0]).toMatchObject({ say: 'error' })

  // A meeting that Kit can only guess holds nothing for Kit.
  const kit = call(server.address)
  await kit.next()
  kit.say({ say: 'ask-mail', meeting: randomBytes(16).toString('hex'), from: 0 })
  expect(
    await Promise.race([kit.next(), new Promise((resolve) => setTimeout(resolve, 500, 'silence'))]),
  ).toBe('silence')
  kit.close()

  await thank(sam.page, 'heard nothing of it', { shared: true })
  await seeInStory(noor, 'heard nothing of it')
  await close()
  await server.stop()
  house.remove()
})
