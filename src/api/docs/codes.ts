import { errorMessage, messageErrorCodes } from '../../domain/error-message.ts'
import { problemNames, wordingsOf } from '../../domain/problem.ts'

/** How a refusal is put in one era. */
export interface Told {
  readonly code: number
  readonly status: number
  /** With the names of values in braces. */
  readonly words: string
}

/** A refusal in both eras. */
export interface ToldTwice {
  readonly classic: Told
  readonly current: Told
}

/** A code with all that is known of it. */
export interface ExplainedCode {
  readonly code: number
  /** What is refused with it, in one era or in both. */
  readonly refusals: readonly ToldTwice[]
  /** Why a message that was accepted fails with it. */
  readonly ofMessage: string | null
}

/** Every refusal, each once, in the order of the classic codes. */
export function allRefusals(): ToldTwice[] {
  const told = problemNames.map((name) => {
    const { classic, current } = wordingsOf(name)
    return { classic: toldAs(classic), current: toldAs(current) }
  })
  const once = new Map(told.map((one) => [JSON.stringify(one), one]))
  return [...once.values()].sort((a, b) => a.classic.code - b.classic.code)
}

const toldAs = ([code, status, words]: readonly [number, number, string, string?]): Told => ({
  code,
  status,
  words: words.replace(/\{(\w+)~\}/g, '{$1…XXXX}'),
})

/** Every code that an answer or a message can show, in order. */
export function explainedCodes(refusals: readonly ToldTwice[]): ExplainedCode[] {
  const ofMessages = new Set(messageErrorCodes())
  const codes = new Set([...refusals.flatMap(({ classic, current }) => [classic.code, current.code]), ...ofMessages])
  return [...codes]
    .sort((a, b) => a - b)
    .map((code) => ({
      code,
      refusals: refusals.filter(({ classic, current }) => classic.code === code || current.code === code),
      ofMessage: ofMessages.has(code) ? errorMessage(code) : null,
    }))
}

export const isToldAlike = ({ classic, current }: ToldTwice): boolean =>
  classic.code === current.code && classic.words === current.words
