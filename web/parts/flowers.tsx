/** A person's flower: drawn, and chosen. Its shape says as much as its colour, so nobody needs to see the colour. */
import './garden/garden.css'
import './flowers.css'
import { useId, useMemo } from 'preact/hooks'
import { flowers } from '../../core/record.ts'
import en from '../words/en/you.json'
import { words } from '../words.ts'
import { Drawing } from './garden/drawing.tsx'
import { drawFlower, type Flower } from './garden/flower.ts'

const t = words('you', en)

export const flowerName = (flower: Flower): string => t(`flower.${flower}`)

/** The flower on its own ground. Decorative: the name stands beside it. */
export function FlowerFace({ flower = 'marigold', size }: { flower?: Flower | undefined; size?: 'big' }) {
  const drawing = useMemo(() => drawFlower(flower), [flower])
  return (
    <span class={`flowerface ${flower} ${size ?? ''}`}>
      <Drawing drawing={drawing} />
    </span>
  )
}

export function FlowerPicker(from: {
  readonly legend: string
  readonly value: Flower | undefined
  /** Those of the others here. Two people with one flower could not be told apart. */
  readonly taken: readonly Flower[]
  readonly onChoose: (flower: Flower) => void
}) {
  const name = useId()
  return (
    <fieldset>
      <legend class="label">{from.legend}</legend>
      <div class="flowers">
        {flowers.map((flower) => {
          const taken = from.taken.includes(flower) && flower !== from.value
          return (
            <label key={flower} class={taken ? 'flower taken' : 'flower'}>
              <input
                type="radio"
                name={name}
                checked={from.value === flower}
                disabled={taken}
                aria-label={taken ? t('flowerTaken', { flower: flowerName(flower) }) : undefined}
                onChange={() => from.onChoose(flower)}
              />
              <FlowerFace flower={flower} />
              <span>{flowerName(flower)}</span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

/** The first flower nobody here has yet. */
export const freeFlower = (taken: readonly Flower[]): Flower =>
  flowers.find((flower) => !taken.includes(flower)) ?? 'marigold'
