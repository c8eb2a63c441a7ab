import { useWords } from '../i18n/words.ts'
import { Copy } from './copy.tsx'
import { type Counterparts, ways } from './counterparts.ts'

interface Shown {
  /** How the one deed of a panel is done without the page. */
  lines?: Counterparts
  /** Or each of them, by the words of its button. */
  deeds?: Readonly<Record<string, Counterparts | null>>
}

/** How the same is done without the page: each line to copy. */
export function SameBy({ lines, deeds = {} }: Shown) {
  const { common } = useWords()
  const all = Object.entries({ ...(lines && { '': lines }), ...deeds }).flatMap(([title, one]) =>
    one ? [[title, one] as const] : [],
  )
  const told = { curl: 'curl', CLI: 'CLI', test: common.test, address: common.address }
  const shown = ways.filter((way) => all.some(([, one]) => one[way] !== undefined))
  return (
    <details data-same-by className="min-w-0 text-xs text-muted open:basis-full">
      <summary className="cursor-pointer">
        {common.sameBy} {shown.map((way) => told[way]).join(', ')}
      </summary>
      {all.map(([title, one]) => (
        <div key={title} className="mt-1">
          {title !== '' && <p className="break-words">{title}</p>}
          <ul className="space-y-1">
            {ways.map((way) => {
              const line = one[way]
              return (
                line !== undefined && (
                  <li key={way} data-way={way} className="flex items-start gap-2">
                    <code className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere] rounded bg-raised px-2 py-1 font-mono text-ink">
                      {line}
                    </code>
                    <Copy text={line} />
                  </li>
                )
              )
            })}
          </ul>
        </div>
      ))}
    </details>
  )
}
