/**
 * One server on the real build for all stories, as it is now: a build that somebody starts meanwhile must not change
 * the house under a story's feet. Stories that have to change it take a copy of their own.
 */
import type { TestProject } from 'vitest/node'
import { copyOfHouse, startServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    address: string
  }
}

export default async function setup(project: TestProject) {
  const house = copyOfHouse()
  const server = await startServer({ from: house.folder })
  project.provide('address', server.address)
  return async () => {
    await server.stop()
    house.remove()
  }
}
