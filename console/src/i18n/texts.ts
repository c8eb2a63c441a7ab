/** What a translation must have: every text of the other language, and functions that take the same. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends (...given: infer G) => string
    ? (...given: G) => string
    : T[K] extends string
      ? string
      : Translated<T[K]>
}
