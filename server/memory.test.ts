/** The keeper in memory is held to the same contract as the one on disk. */
import { boxesContract } from './boxes.contract.ts'
import { createMemoryBoxes } from './memory.ts'

boxesContract('memory', createMemoryBoxes)
