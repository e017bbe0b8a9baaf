/** What both ends agreed to holds together: labels cannot be mistaken, and the limits leave room for one another. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { labels, limits, refusals } from './message.ts'

const sources = globSync('wire/*.ts', { exclude: ['**/*.test.ts', '**/*.fixture.ts'] }).map((file) =>
  readFileSync(file, 'utf8'),
)
const uses = (words: string) => sources.join('\n').split(words).length - 1

describe('A label', () => {
  test.each(Object.entries(labels))('%s has one purpose, and stands in one place', (name, label) => {
    expect(label).toBe(`tend/v1/${name}`)
    expect(uses(`'${label}'`)).toBe(1)
    expect(uses(`labels.${name})`) + uses(`labels.${name},`)).toBe(1)
  })

  test('begins no other', () => {
    const all = Object.values(labels)
    for (const one of all) expect(all.filter((other) => other.startsWith(one))).toEqual([one])
  })
})

test('The longest entry is an epoch with a grant for every device, and it has room', () => {
  const grants = limits.devicesMax * (limits.tagBytes + limits.grantBytes)
  expect(66 + 4 + 32 + 2 + grants + limits.signatureBytes).toBeLessThan(limits.entryBytesMax)
})

test('The fullest frame of each kind is not too large', () => {
  const control = 1 + 4 + 1 + 1 + limits.entriesPerFrameMax * (2 + limits.entryBytesMax)
  const push = 1 + 4 + 1 + limits.packetsPerPushMax * 4 + limits.pushBytesMax
  const boxesMost = Math.floor(limits.pageBytesMax / (limits.packetHeaderBytes + limits.parcelBytesMin))
  const page = 1 + 1 + 2 + boxesMost * 10 + limits.pageBytesMax
  const mail = 1 + 16 + 1 + 4 + 2 + limits.mailBytesMax
  for (const sizeBytes of [control, push, page, mail])
    expect(sizeBytes).toBeLessThanOrEqual(limits.frameBytesMax)
  expect(boxesMost).toBeLessThan(2 ** 16)
  expect(limits.mailBytesMax).toBeLessThan(2 ** 16)
  expect(limits.entryBytesMax).toBeLessThan(2 ** 16)
})

test('Devices of a space fit into the bits of a number', () =>
  expect(2 ** limits.devicesEverMax).toBeLessThan(Number.MAX_SAFE_INTEGER))

test('A space of two has room for all the devices of both', () =>
  expect(2 * limits.devicesEverOfOneMax).toBe(limits.devicesEverMax))

test('A refusal keeps its code for ever', () =>
  expect(refusals).toEqual([
    'malformed',
    'refused',
    'stale',
    'slow-down',
    'full',
    'taken',
    'gone',
    'trouble',
    'too-new',
  ]))
