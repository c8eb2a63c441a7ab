import type { ErrorEra } from './error-era.ts'
import { accountProblems } from './problems/account.ts'
import { addressProblems } from './problems/address.ts'
import { callProblems } from './problems/call.ts'
import { messageProblems } from './problems/message.ts'
import { numberProblems } from './problems/number.ts'
import { requestProblems } from './problems/request.ts'
import { serviceProblems } from './problems/service.ts'
import type { ProblemTable, Wording } from './problems/table.ts'

/** Every refusal that a client can meet. */
const problems = {
  ...requestProblems,
  ...accountProblems,
  ...numberProblems,
  ...addressProblems,
  ...messageProblems,
  ...callProblems,
  ...serviceProblems,
}

type Problems = typeof problems
export type ProblemName = keyof Problems

/** The names of all problems. */
export const problemNames = Object.keys(problems) as readonly ProblemName[]

type WordsOf<Entry> = Entry extends Wording
  ? Entry[2]
  : Entry extends Record<ErrorEra, Wording>
    ? Entry[ErrorEra][2]
    : never
type Placeholder<Words> = Words extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Hidden}~` ? Hidden : Name) | Placeholder<Rest>
  : never
type ValueName<Name extends ProblemName> = Placeholder<WordsOf<Problems[Name]>>
type Values<Name extends ProblemName> = [ValueName<Name>] extends [never]
  ? []
  : [values: Readonly<Record<ValueName<Name>, string | number>>]

type GivenValues = Readonly<Record<string, string | number>>
const noValues: GivenValues = {}

/** What a client is told of a problem. */
export interface Refusal {
  readonly code: number
  readonly status: number
  readonly message: string
  /** A second sentence that some answers carry. */
  readonly detail: string | undefined
}

/**
 * What a client did wrong, or met: made from its name and the values that its words mention. As an error it speaks in the classic
 * words; in which era a client is told is decided where it is answered.
 */
export class Problem<Name extends ProblemName = ProblemName> extends Error implements Refusal {
  override name = 'Problem'
  readonly problem: ProblemName
  readonly code: number
  readonly status: number
  readonly detail: string | undefined
  readonly #values: GivenValues

  constructor(problem: Name, ...[values = noValues]: Values<Name>) {
    const { code, status, message, detail } = tell(problem, values, 'classic')
    super(message)
    this.problem = problem
    this.code = code
    this.status = status
    this.detail = detail
    this.#values = values
  }

  /** As a client of this era is told. */
  toldIn(era: ErrorEra): Refusal {
    return tell(this.problem, this.#values, era)
  }
}

/** The page that explains a code. */
export const moreInfo = (code: number): string => `https://www.twilio.com/docs/errors/${code}`

function tell(problem: ProblemName, values: GivenValues, era: ErrorEra): Refusal {
  const entry: ProblemTable[string] = problems[problem]
  const [code, status, words, detail] = isWording(entry) ? entry : entry[era]
  return { code, status, message: fillIn(words, values), detail }
}

/** How a problem is put in each era, with the names of values in braces. */
export function wordingsOf(problem: ProblemName): Readonly<Record<ErrorEra, Wording>> {
  const entry: ProblemTable[string] = problems[problem]
  return isWording(entry) ? { classic: entry, current: entry } : entry
}

/** The first problem that is told by this code, in either era. */
export const problemOf = (code: number): ProblemName | undefined =>
  problemNames.find((name) => Object.values(wordingsOf(name)).some(([told]) => told === code))

const isWording = (entry: ProblemTable[string]): entry is Wording => Array.isArray(entry)

function fillIn(words: string, values: GivenValues): string {
  return words.replace(/\{(\w+)(~?)\}/g, (_, name: string, hidden: string) => {
    const value = String(values[name])
    return hidden === '' ? value : `${value.slice(0, -4)}XXXX`
  })
}
