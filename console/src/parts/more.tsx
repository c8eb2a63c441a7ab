import { useWords } from '../i18n/words.ts'

/** Goes on with what is older, where there is any. */
export function More({ found }: { found: { hasNextPage: boolean; fetchNextPage(): unknown } }) {
  const { common } = useWords()
  return found.hasNextPage ? (
    <button type="button" data-row onClick={() => void found.fetchNextPage()} className="text-accent underline">
      {common.more}
    </button>
  ) : null
}
