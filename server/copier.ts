/** The thread in which a backup is written, so that nobody waits for it. */
import { workerData } from 'node:worker_threads'
import { copyDatabase } from './sqlite.ts'

copyDatabase(workerData)
