/** What lies on Noor's phone opens on Noor's phone, in its own place, and nowhere else. */
import { randomBytes as nodeRandomBytes } from 'node:crypto'
import { utf8ToBytes } from '@noble/ciphers/utils.js'
import { describe, expect, test } from 'vitest'
import { createWrappingKey, unwrap, wrap } from './wrap.ts'

const randomBytes = (sizeBytes: number) => new Uint8Array(nodeRandomBytes(sizeBytes))
const [noors, kits] = [await createWrappingKey(), await createWrappingKey()]
const place = utf8ToBytes('epoch 3')
const plain = new Uint8Array(32).fill(7)
const wrapped = await wrap({ key: noors, place, plain, randomBytes })
const tampered = { ok: false, why: 'tampered' }

describe('A wrapped secret', () => {
  test('comes back as it was', async () =>
    expect(await unwrap({ key: noors, place, wrapped })).toEqual({ ok: true, plain }))

  test('does not come back on Kit’s phone, nor in another place', async () => {
    expect(await unwrap({ key: kits, place, wrapped })).toEqual(tampered)
    expect(await unwrap({ key: noors, place: utf8ToBytes('epoch 4'), wrapped })).toEqual(tampered)
  })

  test('shows the flip of any bit and every cut', async () => {
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const changed = wrapped.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      const why = bit > 0 && bit < 8 ? 'too-new' : 'tampered'
      expect(await unwrap({ key: noors, place, wrapped: changed })).toEqual({ ok: false, why })
    }
    for (let length = 0; length < wrapped.length; length++)
      expect(await unwrap({ key: noors, place, wrapped: wrapped.subarray(0, length) })).toEqual(tampered)
  })

  test('is another every time', async () =>
    expect(await wrap({ key: noors, place, plain, randomBytes })).not.toEqual(wrapped))
})

test('The key that wraps can be kept, and read by nobody', async () => {
  expect(noors.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('raw', noors)).rejects.toThrow()
  expect(await unwrap({ key: structuredClone(noors), place, wrapped })).toEqual({ ok: true, plain })
})
