import { describe, test } from 'vitest'
import { promises } from './vault.contract.ts'
import { createMemoryVault } from './vault.ts'

describe('A vault in memory', () => {
  for (const { it, holds } of promises) test(it, () => holds(async () => createMemoryVault()))
})
