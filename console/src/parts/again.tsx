import { useWords } from '../i18n/words.ts'
import { type AskedApplication, attemptCurl, missingOf } from './attempt-curl.ts'
import { attemptTest } from './attempt-test.ts'
import { Copy } from './copy.tsx'

/** A request to an application as something to copy: to the letter for curl, and as a test in which the same happens. */
export function CopyAttempt({ attempt }: { attempt: AskedApplication }) {
  const { again: words } = useWords()
  const curl = attemptCurl(attempt)
  const test = attemptTest(attempt)
  const missing = missingOf(attempt)
  return (
    <>
      {curl !== null && <Copy text={curl} label={words.curl} />}
      {test !== null && <Copy text={test} label={words.test} />}
      {missing !== null && <span className="text-xs text-muted">{words.missing[missing]}</span>}
    </>
  )
}
