/** Ends what was begun for a part of the screen when that part is gone. */
import { useEffect, useRef } from 'preact/hooks'

export function useUntilGone(): AbortSignal {
  const ending = useRef<AbortController>(undefined)
  ending.current ??= new AbortController()
  useEffect(() => () => ending.current?.abort(), [])
  return ending.current.signal
}
