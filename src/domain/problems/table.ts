/**
 * Refusals that a client can meet, by name: public code, HTTP status, words, and for a 401 its detail. The words are one literal,
 * however long: the compiler reads from it which values they need.
 */
export type ProblemTable = Readonly<
  Record<string, readonly [code: number, status: number, words: string, detail?: string]>
>
