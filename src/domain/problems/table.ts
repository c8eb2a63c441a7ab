import type { ErrorEra } from '../error-era.ts'

/**
 * How a refusal is put: public code, HTTP status, words, and for a 401 its detail. The words are one literal, however long: the
 * compiler reads from it which values they need. `{To}` stands for a value, `{To~}` for one whose last four characters are hidden.
 */
export type Wording = readonly [code: number, status: number, words: string, detail?: string]

/** Refusals that a client can meet, by name: one wording, or one for each era where they differ. */
export type ProblemTable = Readonly<Record<string, Wording | Readonly<Record<ErrorEra, Wording>>>>
