/**
 * The hour and the garden: the sky at once, the plants when the worker has drawn them. It is decoration; nothing is
 * said by it that is not said in words.
 */
import { signal } from '@preact/signals'
import type { flowers } from '../../core/record.ts'
import { scriptUrl } from '../trusted.ts'
import { Drawing } from './garden/drawing.tsx'
import type { GardenAnswer, GardenQuestion } from './garden/garden.worker.ts'
import workerUrl from './garden/garden.worker.ts?worker&url'
import type { Drawing as Picture } from './garden/ink.ts'
import { seasonOfMonth } from './garden/season.ts'
import { Sky, skyOfHour } from './garden/sky.tsx'

type Flower = (typeof flowers)[number]
type Question = GardenQuestion extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never

const drawn = signal<ReadonlyMap<string, Picture>>(new Map())
const asked = new Set<string>()
let worker: Worker | undefined

/** A picture, or undefined until it is drawn. The same question is drawn once. */
export function picture(question: Question): Picture | undefined {
  const key = JSON.stringify(question)
  if (!asked.has(key)) {
    asked.add(key)
    // After the first paint: plants may wait, words may not.
    requestAnimationFrame(() => setTimeout(() => ask(key, question)))
  }
  return drawn.value.get(key)
}

function ask(key: string, question: Question) {
  worker ??= new Worker(scriptUrl(workerUrl), { type: 'module' })
  const id = asked.size
  const answer = ({ data }: MessageEvent<GardenAnswer>) => {
    if (data.id !== id) return
    worker?.removeEventListener('message', answer)
    drawn.value = new Map(drawn.value).set(key, data.drawing)
  }
  worker.addEventListener('message', answer)
  worker.postMessage({ ...question, id })
}

export function Meadow(from: {
  readonly hour: number
  readonly month: number
  readonly couple: readonly [Flower, Flower]
}) {
  const scene = picture({
    kind: 'scene',
    input: { width: 390, height: 392, seed: 7, flowers: from.couple, season: seasonOfMonth(from.month) },
  })
  return (
    <div class="meadow" data-sky={skyOfHour(from.hour)}>
      <Sky hour={from.hour} class="sky" />
      {scene && <Drawing drawing={scene} class="plants" fit="scene" />}
    </div>
  )
}
