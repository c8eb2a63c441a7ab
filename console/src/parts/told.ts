import type { Words } from '../i18n/words.ts'

/** What an error says to people: browsers have words of their own, and one language, for a server that is away. */
export const told = (error: Error, { away }: Words['common']): string =>
  error instanceof TypeError && /fetch|network|load failed/i.test(error.message) ? away : error.message
