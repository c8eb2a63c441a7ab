import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { firstLanguage, type Language, rememberLanguage, SpokenContext, wordsIn } from './words.ts'

/** Gives what is inside the language that was chosen; the page says which it is, so that glyphs and line breaks follow. */
export function Speaking({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const spoken = useMemo(
    () => ({
      language,
      words: wordsIn(language),
      choose(chosen: Language) {
        rememberLanguage(chosen)
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return <SpokenContext value={spoken}>{children}</SpokenContext>
}
