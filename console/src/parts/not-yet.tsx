import type { ReactNode } from 'react'
import { useWords } from '../i18n/words.ts'
import { Trouble } from './trouble.tsx'

interface Awaited {
  of: { error: Error | null; refetch(): Promise<unknown> }
  title?: string
  /** Where one goes on from here. */
  back?: ReactNode
}

/** What stands in place of a page as long as it has nothing to show: its heading, and that it is loaded or why it cannot be. */
export function NotYet({ of: { error, refetch }, title, back }: Awaited) {
  const { common } = useWords()
  return (
    <div className="mx-auto max-w-5xl space-y-4 p-4">
      {back}
      {title !== undefined && <h1 className="text-lg font-semibold">{title}</h1>}
      {error ? <Trouble error={error} retry={() => void refetch()} /> : <p className="text-muted">{common.loading}</p>}
    </div>
  )
}
