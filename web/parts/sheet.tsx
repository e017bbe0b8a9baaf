/** A sheet from below: the native dialog, so that focus, Escape and the back gesture work by themselves. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Exit } from './top.tsx'

export function Sheet(from: {
  readonly open: boolean
  readonly onClose: () => void
  readonly label: string
  readonly children: ComponentChildren
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    if (from.open && !element.open) element.showModal()
    if (!from.open && element.open) element.close()
  }, [from.open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog; the click is for the backdrop.
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={from.label}
      onClose={from.onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close()
      }}
    >
      {from.open && (
        <div class="stack">
          {from.children}
          {/* Last, so that a sheet that opens never puts the focus on it. */}
          <Exit />
        </div>
      )}
    </dialog>
  )
}
