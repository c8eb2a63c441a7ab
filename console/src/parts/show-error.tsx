import { useWords } from '../i18n/words.ts'
import { told } from './told.ts'

/** Why something that was asked could not be done; nothing where it could. */
export function ShowError({ error }: { error: Error | null }) {
  const { common } = useWords()
  return error ? (
    <p role="alert" className="rounded-md bg-bad-soft px-2 py-1 text-bad">
      {told(error, common)}
    </p>
  ) : null
}
