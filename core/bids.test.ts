import { describe, expect, test } from 'vitest'
import { bidKinds, repairsFor, withRepair } from './bids.ts'

describe('Sentences for a reach that Noor missed', () => {
  test.each(bidKinds)('%s: two or three, all of its own kind', (kind) => {
    const keys = repairsFor(kind)
    expect(keys.length).toBeGreaterThanOrEqual(2)
    expect(keys.length).toBeLessThanOrEqual(3)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.every((key) => key.startsWith(`repair.${kind}.`))).toBe(true)
  })

  test('nobody is questioned about a joke', () =>
    expect(repairsFor('funny')).not.toContain('repair.funny.ask'))
})

describe('A sentence that was picked', () => {
  const offered = ['I heard you late.', 'Tell me again?']
  test('fills an empty page', () => expect(withRepair('', 'Tell me again?', offered)).toBe('Tell me again?'))
  test('takes the place of another suggestion', () =>
    expect(withRepair('I heard you late.', 'Tell me again?', offered)).toBe('Tell me again?'))
  test('cannot take the place of what Noor wrote', () =>
    expect(withRepair('Sorry, I was miles away.', 'Tell me again?', offered)).toBe(
      'Sorry, I was miles away.\nTell me again?',
    ))
  test('is not said twice', () => {
    const once = withRepair('Sorry, I was miles away.', 'Tell me again?', offered)
    expect(withRepair(once, 'Tell me again?', offered)).toBe(once)
  })
})
