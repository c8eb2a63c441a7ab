import { useWords } from '../i18n/words.ts'
import { ClockPanel } from './lab/clock-panel.tsx'
import { FaultsPanel } from './lab/faults-panel.tsx'

/** Time and failure, as a test sets them. */
export function Lab() {
  const { lab: words } = useWords()
  return (
    <div className="mx-auto max-w-4xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      <p className="text-muted">{words.hint}</p>
      <ClockPanel />
      <FaultsPanel />
    </div>
  )
}
