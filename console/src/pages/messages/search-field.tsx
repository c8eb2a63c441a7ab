import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { ask } from '../../control.ts'
import { useWords } from '../../i18n/words.ts'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { look } from '../../parts/styles.ts'

/** What is looked for, in the one grammar that pages, commands and programs share; its keys are told below it. */
export function SearchField({ q, search, children }: { q: string; search(q: string): void; children?: ReactNode }) {
  const { messages: words } = useWords()
  const [text, setText] = useState(q)
  const help = useId()
  const keys = useQuery({ queryKey: ['search-keys'], queryFn: ({ signal }) => ask('GET /search/keys', {}, signal) })
  return (
    <form
      role="search"
      className="space-y-1"
      onSubmit={(event) => {
        event.preventDefault()
        search(text.trim())
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <input
          key={q}
          type="search"
          aria-label={words.search}
          aria-describedby={help}
          placeholder={words.searchHint}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            // An input method keeps its Enter for itself.
            if (event.key === 'Enter' && event.nativeEvent.isComposing) event.preventDefault()
          }}
          className={`${look.field} min-w-0 flex-1 font-mono max-sm:basis-64`}
        />
        <button type="submit" className={look.button}>
          {words.search}
        </button>
        {children}
      </div>
      <details id={help} className="text-xs text-muted">
        <summary className="cursor-pointer">{words.keys}</summary>
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
          {keys.data?.lists['messages']?.keys.map(({ key, words: about }) => (
            <div key={key} className="contents">
              <dt className="font-mono">{key}:</dt>
              <dd>{words.about[key] ?? about}</dd>
            </div>
          ))}
        </dl>
        <SameBy lines={{ curl: controlCurl('GET /search/keys'), CLI: cliLine('search keys', ['messages']) }} />
      </details>
    </form>
  )
}
