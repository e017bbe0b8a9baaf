import { exchangeContract } from './exchange.contract.ts'
import { createMemoryStore } from './memory.ts'
import { storeContract } from './store.contract.ts'

storeContract('a store in memory', async () => createMemoryStore())
exchangeContract('what a store in memory tells others', async () => createMemoryStore(), { runs: 60 })
