import { useWords } from '../i18n/words.ts'
import { Copy } from './copy.tsx'

/** How the same is done without the page: each line to copy. */
export function SameBy({ lines }: { lines: Readonly<Record<string, string>> }) {
  const { common } = useWords()
  const told = (way: string) => (way === 'test' ? common.test : way)
  return (
    <details className="text-xs text-muted">
      <summary className="cursor-pointer">
        {common.sameBy} {Object.keys(lines).map(told).join(', ')}
      </summary>
      <ul className="mt-1 space-y-1">
        {Object.entries(lines).map(([way, line]) => (
          <li key={way} className="flex items-start gap-2">
            <code className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere] rounded bg-raised px-2 py-1 font-mono text-ink">
              {line}
            </code>
            <Copy text={line} />
          </li>
        ))}
      </ul>
    </details>
  )
}
