import type { ReactNode } from 'react'
import { Copy } from './copy.tsx'

/** What an empty page says: what would be here, and the next step to copy. */
export function Teaching({ title, children, lines }: { title: string; children: ReactNode; lines: readonly string[] }) {
  return (
    <section className="mx-auto max-w-2xl py-8 md:px-8">
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-1 text-muted">{children}</p>
      {lines.map((line) => (
        <div
          key={line}
          data-teaches
          className="mt-3 flex items-start gap-2 rounded-md border border-line bg-surface p-3"
        >
          <pre className="min-w-0 flex-1 overflow-x-auto whitespace-pre-wrap font-mono [overflow-wrap:anywhere] text-xs">
            {line}
          </pre>
          <Copy text={line} />
        </div>
      ))}
    </section>
  )
}
