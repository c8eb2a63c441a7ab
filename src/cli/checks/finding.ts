/** What a check found: in order, worth knowing, or in the way; and what to try about it. */
export interface Finding {
  check: string
  level: 'ok' | 'warning' | 'problem'
  words: string
  attempt?: string
}

/** The environment as a check is given it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Findings of one check, each under its name. */
export const findingsOf = (check: string) => ({
  ok: (words: string): Finding => ({ check, level: 'ok', words }),
  warning: (words: string, attempt: string): Finding => ({ check, level: 'warning', words, attempt }),
  problem: (words: string, attempt: string): Finding => ({ check, level: 'problem', words, attempt }),
})
