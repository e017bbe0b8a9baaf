/**
 * Wycheproof: thousands of examples by people who look for what libraries do wrong. Lent beside the project and not
 * part of it: Apache-2.0, hundreds of kilobytes, and newer ones come every month.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type checkByFile, wycheproof } from './vectors.contract.ts'

const folder = join(import.meta.dirname, '../../shared/vectors/wycheproof')
const absent = !existsSync(folder)

/** A file that came empty would agree with everything. */
const leastByFile = {
  xchacha20_poly1305_test: 315,
  hkdf_sha256_test: 86,
  hmac_sha256_test: 174,
  ed25519_test: 151,
  x25519_test: 518,
} satisfies Record<keyof typeof checkByFile, number>

describe.skipIf(absent)(`Wycheproof${absent ? ` (skipped: no ${folder})` : ''}`, () => {
  for (const file of Object.keys(leastByFile) as (keyof typeof leastByFile)[])
    test(`agrees with us in every case of ${file}`, async () => {
      const content = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'))
      const { count, disagree } = await wycheproof(file, content)
      expect(disagree).toEqual([])
      expect(count).toBeGreaterThanOrEqual(leastByFile[file])
    })
})
