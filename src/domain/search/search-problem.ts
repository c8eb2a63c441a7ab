/** A query that cannot be understood: at which character, counted from 1, and what may be written there. */
export class SearchProblem extends Error {
  override name = 'SearchProblem'
  readonly at: number

  constructor(query: string, index: number, words: string) {
    const at = Array.from(query.slice(0, index)).length + 1
    super(`at character ${at}: ${words}`)
    this.at = at
  }
}
