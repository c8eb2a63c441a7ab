import { useWords } from '../i18n/words.ts'

/** Why a code happens and what to do, where this console knows more than the reference. */
export function Explained({ told, code }: { told: { cause: string; fix: string } | undefined; code: number }) {
  const { errors: words } = useWords()
  return (
    <div className="mt-1">
      {told ? (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3">
          <dt className="text-muted">{words.cause}</dt>
          <dd>{told.cause}</dd>
          <dt className="text-muted">{words.fix}</dt>
          <dd>{told.fix}</dd>
        </dl>
      ) : (
        <p className="text-muted">{words.unknown}</p>
      )}
      <a href={`/docs/errors/${code}`} className="text-accent underline">
        {words.reference}
      </a>
    </div>
  )
}
