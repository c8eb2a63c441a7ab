import { accountProblems } from './problems/account.ts'
import { addressProblems } from './problems/address.ts'
import { messageProblems } from './problems/message.ts'
import { numberProblems } from './problems/number.ts'
import { requestProblems } from './problems/request.ts'

/** Every refusal that a client can meet. */
const problems = {
  ...requestProblems,
  ...accountProblems,
  ...numberProblems,
  ...addressProblems,
  ...messageProblems,
}

type Problems = typeof problems
export type ProblemName = keyof Problems

/** The names of all problems. */
export const problemNames = Object.keys(problems) as readonly ProblemName[]

type Placeholder<Words> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never
type Values<Name extends ProblemName> = [Placeholder<Problems[Name][2]>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<Problems[Name][2]>, string | number>>]

/** What a client did wrong, or met: made from its name and the values that its words mention. */
export class Problem<Name extends ProblemName = ProblemName> extends Error {
  override name = 'Problem'
  readonly problem: ProblemName
  readonly code: number
  readonly status: number
  /** A second sentence that some answers carry. */
  readonly detail: string | undefined

  constructor(problem: Name, ...[values]: Values<Name>) {
    const [code, status, words, detail]: readonly [number, number, string, string?] = problems[problem]
    super(values ? fillIn(words, values) : words)
    this.problem = problem
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** The page that explains a code. */
export const moreInfo = (code: number): string => `https://www.twilio.com/docs/errors/${code}`

function fillIn(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}
