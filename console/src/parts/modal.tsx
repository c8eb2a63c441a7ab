import { type ReactNode, useEffect, useRef } from 'react'

/** A dialog that is open as long as it is there; `closed` is called when somebody closes it. */
export function Modal({ label, closed, children }: { label: string; closed(): void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      closedby="any"
      onClose={closed}
      className="mx-auto mt-[10vh] mb-auto max-h-[80vh] w-[min(36rem,calc(100vw-2rem))] rounded-md border border-line bg-surface text-ink backdrop:bg-black/40"
    >
      {children}
    </dialog>
  )
}
