/** Draws gardens off the page, so that the first paint never waits for a leaf. One question in, one drawing out. */
import type { Bed } from './bed.ts'
import { drawBed } from './bed.ts'
import type { Drawing } from './ink.ts'
import type { Scene } from './scene.ts'
import { drawScene } from './scene.ts'

export type GardenQuestion =
  | { readonly id: number; readonly kind: 'scene'; readonly input: Scene }
  | { readonly id: number; readonly kind: 'bed'; readonly input: Bed }
export type GardenAnswer = { readonly id: number; readonly drawing: Drawing }

self.addEventListener('message', ({ data }: MessageEvent<GardenQuestion>) => {
  const drawing = data.kind === 'scene' ? drawScene(data.input) : drawBed(data.input)
  const answer: GardenAnswer = { id: data.id, drawing }
  self.postMessage(answer)
})
