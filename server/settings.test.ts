/** What is said to whoever runs a server and has chosen wrongly, and what is chosen where they say nothing. */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('without a word there is a server for whoever is near', () => {
  expect(readSettings({})).toEqual({
    ok: true,
    settings: {
      port: 4173,
      host: undefined,
      folder: resolve('data'),
      whereabouts: { isBehindProxy: false, origins: [] },
      backups: { folder: resolve('data/backup'), nights: 7 },
      metricsPort: undefined,
      areRatesOff: false,
    },
  })
})

test('everything can be chosen', () => {
  const chosen = readSettings({
    PORT: '0',
    TEND_HOST: '127.0.0.1',
    TEND_DATA: '/srv/tend',
    TEND_PROXY: '1',
    TEND_ORIGINS: 'https://tend.example.org, http://localhost:8080',
    TEND_BACKUPS: '0',
    TEND_METRICS: '9464',
    TEND_RATES: 'off',
  })
  expect(chosen).toMatchObject({
    settings: {
      port: 0,
      host: '127.0.0.1',
      folder: resolve('/srv/tend'),
      whereabouts: { isBehindProxy: true, origins: ['https://tend.example.org', 'http://localhost:8080'] },
      backups: { nights: 0 },
      metricsPort: 9_464,
      areRatesOff: true,
    },
  })
})

describe('A wrong choice is a sentence that names it', () => {
  test.each([
    ['PORT', ['x', '-1', '65536', '1.5', ' ']],
    ['TEND_BACKUPS', ['all', '31', '-1']],
    ['TEND_METRICS', ['yes', '70000']],
    [
      'TEND_ORIGINS',
      ['tend.example.org', 'https://tend.example.org/', 'https://a.example https://b.example/x'],
    ],
  ])('%s', (name, values) => {
    for (const value of values) {
      const read = readSettings({ [name]: value })
      expect(read).toMatchObject({ ok: false, sentence: expect.stringContaining(name) })
    }
  })
})
