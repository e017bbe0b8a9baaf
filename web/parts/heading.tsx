/** The heading of a screen. After a change of screen it takes the focus, so that a screen reader says where one is. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { arrived } from '../router.ts'

export function Heading({ children, class: className }: { children: ComponentChildren; class?: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => arrived(heading.current), [])
  return (
    <h1 ref={heading} class={className}>
      {children}
    </h1>
  )
}
