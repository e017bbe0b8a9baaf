/** A person as a letter on the colour of their flower. */
import type { flowers } from '../../core/record.ts'
import type { Here } from '../tend.ts'

export type Face = {
  readonly name?: string | undefined
  readonly flower?: (typeof flowers)[number] | undefined
}

/** Everybody who lives on this phone, and those of the open bond who live elsewhere. */
export const facesOf = ({ people, others }: Pick<Here, 'people' | 'others'>): readonly Face[] => [
  ...people,
  ...others.filter(({ space }) => space === undefined),
]

export function Avatar({ name, flower }: Face) {
  return (
    <span class={`avatar ${flower ?? 'marigold'}`} aria-hidden="true">
      {[...(name?.trim() || '·')][0]?.toUpperCase()}
    </span>
  )
}

export function Avatars({ faces }: { faces: readonly Face[] }) {
  return (
    <span class="avatars">
      {faces.slice(0, 3).map((face, i) => (
        <Avatar key={i} {...face} />
      ))}
    </span>
  )
}
