/** A person as a letter on the colour of their flower. */
import type { flowers } from '../../core/record.ts'

export type Face = {
  readonly name?: string | undefined
  readonly flower?: (typeof flowers)[number] | undefined
}

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
