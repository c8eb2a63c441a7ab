import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/words.ts'

export function Missing() {
  const { shell } = useWords()
  return (
    <section className="mx-auto max-w-md p-8 text-center">
      <h1 className="text-lg font-semibold">{shell.missing}</h1>
      <p className="mt-2 text-balance text-muted">{shell.missingHint}</p>
      <Link to="/" className="mt-4 inline-block text-accent underline">
        {shell.home}
      </Link>
    </section>
  )
}
