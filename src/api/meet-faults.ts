import type { IncomingMessage } from 'node:http'
import type { Effects, Facts } from '../domain/fault.ts'
import type { Faults } from '../domain/faults.ts'
import { Problem, problemOf, type Refusal, wordingsOf } from '../domain/problem.ts'
import { ClientGone } from './body.ts'
import { emptyForm, type Form } from './form.ts'
import type { Answer } from './headers.ts'
import { type Manner, refusalOf } from './refusal.ts'

// Imported, the module would load Node's own fetch with it.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** A request that was let in, before its deed. */
export interface Meeting {
  request: IncomingMessage
  method: string
  path: string
  account: string
  query: Form
  form(): Promise<Form>
  manner: Manner
}

/** Does what is set to go wrong with a request, and lets it be done otherwise. Rejects with `ClientGone` where nobody is answered. */
export async function meetFaults(asked: Meeting, faults: Faults, run: () => Promise<Answer>): Promise<Answer> {
  const facts = await factsOf(asked)
  const { delay, effect } = await faults.meet('api', facts)
  await faults.pause(delay)
  if (effect?.do === 'answer') return refusalOf(toldBy(effect, facts, asked.manner), asked.manner)
  if (effect?.do !== 'drop') return run()
  // A refusal of what was asked is lost as any answer is.
  if (effect.when === 'after') await run().catch(unlessProblem)
  asked.request.socket.destroy()
  throw new ClientGone('the connection was closed on purpose')
}

function unlessProblem(error: unknown): void {
  if (!(error instanceof Problem)) throw error
}

async function factsOf({ method, path, account, query, form }: Meeting): Promise<Facts['api']> {
  // A form that cannot be read is refused by whoever wants it.
  const said = method === 'POST' || method === 'PUT' ? await form().catch(() => emptyForm) : query
  const saidAs = (wanted: string) => said.find(([name]) => name === wanted)?.[1]
  return { method, path, account, from: saidAs('From'), to: saidAs('To') }
}

/** In the words that a client of this era would be told, where the code is one of ours. */
function toldBy(effect: Extract<Effects['api'], { do: 'answer' }>, facts: Facts['api'], manner: Manner): Refusal {
  const code = effect.code ?? usualCode + (effect.status ?? 0)
  const problem = problemOf(code)
  const wordings = problem && wordingsOf(problem)
  const wording = wordings && [wordings[manner.era], ...Object.values(wordings)].find(([told]) => told === code)
  if (!problem || !wording) {
    const { status = 400, message = STATUS_CODES[status] ?? 'Error' } = effect
    return { code, status, message, detail: undefined }
  }
  const [, usualStatus, words, detail] = wording
  const { refusals } = manner.style
  const { status = usualStatus, message = refusals?.[problem] ?? withValues(words, facts) } = effect
  return { code, status, message, detail: refusals ? undefined : detail }
}

/** A status has this code when it has no other: 20429, 20503. */
const usualCode = 20_000

/** What is not known of the request is called by its name. */
function withValues(words: string, { to = 'To', from = 'From', path = 'path' }: Facts['api']): string {
  const values: Readonly<Record<string, string>> = { To: to, From: from, path }
  return words.replaceAll(/\{(\w+)~?\}/g, (_, name: string) => values[name] ?? name)
}
