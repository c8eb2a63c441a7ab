import { Refused } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { told } from './told.ts'

/** What could not be loaded, why, and a way to try again, unless the question itself is wrong. */
export function Trouble({ error, retry }: { error: Error; retry: () => void }) {
  const { common } = useWords()
  return (
    <div role="alert" className="rounded-md border border-bad bg-bad-soft p-3 text-bad">
      <p className="font-medium">{common.failed}</p>
      <p className="mt-1 break-words">{told(error, common)}</p>
      {!(error instanceof Refused && error.status === 400) && (
        <button type="button" onClick={retry} className="mt-2 rounded border border-current px-2 py-0.5">
          {common.retry}
        </button>
      )}
    </div>
  )
}
