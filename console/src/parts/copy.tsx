import { useEffect, useState } from 'react'
import { useWords } from '../i18n/words.ts'

/** Copies a text, and says that it did. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const { common } = useWords()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  // Browsers let nobody copy on pages that came over plain http from another machine.
  if (!('clipboard' in navigator)) return null
  return (
    <button
      type="button"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      className="rounded border border-line px-2 py-0.5 text-xs hover:bg-raised"
    >
      <span aria-live="polite">{copied ? common.copied : (label ?? common.copy)}</span>
    </button>
  )
}
