import { useWords } from '../i18n/words.ts'

const kinds: Readonly<Record<string, { mark: string; tone: string }>> = {
  delivered: { mark: '✓', tone: 'bg-good-soft text-good' },
  received: { mark: '●', tone: 'bg-good-soft text-good' },
  read: { mark: '✓', tone: 'bg-good-soft text-good' },
  failed: { mark: '✕', tone: 'bg-bad-soft text-bad' },
  undelivered: { mark: '✕', tone: 'bg-bad-soft text-bad' },
  canceled: { mark: '–', tone: 'bg-warn-soft text-warn' },
}
const underWay = { mark: '…', tone: 'bg-raised text-muted' }

/** The status of a message, told by a mark and a word, never by colour alone. */
export function Status({ status, code }: { status: string; code?: number | null }) {
  const { common } = useWords()
  const { mark, tone } = kinds[status] ?? underWay
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap rounded px-1.5 text-xs ${tone}`}>
      <span aria-hidden="true">{mark}</span>
      {common.statuses[status] ?? status}
      {code ? <span className="font-mono">{code}</span> : null}
    </span>
  )
}
