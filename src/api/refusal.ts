import type { IncomingMessage } from 'node:http'
import type { ErrorEra } from '../domain/error-era.ts'
import { Problem, type Refusal } from '../domain/problem.ts'
import { challenge } from './auth.ts'
import { ClientGone } from './body.ts'
import { failureIn } from './failure.ts'
import type { Answer } from './headers.ts'
import type { ApiContext } from './resource.ts'
import { endingOf, pathForLog } from './target.ts'
import { classic } from './wire/classic.ts'
import { original } from './wire/original.ts'
import type { RepresentationName, Style } from './wire/style.ts'

/** How an answer is to be written, whatever it says. */
export interface Manner {
  readonly style: Style
  readonly representation: RepresentationName
  /** The server's until the account is known, which may have chosen its own. */
  era: ErrorEra
}

/** Null when there is nobody left to answer. */
export function answerTo(
  error: unknown,
  manner: Manner,
  request: IncomingMessage,
  log: ApiContext['log'],
): Answer | null {
  if (isProblem(error)) return refusal(error, manner)
  if (error instanceof ClientGone) return null
  log.error({ err: error, method: request.method, path: pathForLog(request) }, 'a request failed')
  return refusal(new Problem('internal'), manner)
}

const isProblem = (error: unknown): error is Problem => error instanceof Problem

export function refusal(problem: Problem, manner: Manner, headers?: Answer['headers']): Answer {
  return refusalOf(inStyle(problem, manner), manner, headers)
}

/** Writes what a client is told. */
export function refusalOf(told: Refusal, { style, representation }: Manner, headers?: Answer['headers']): Answer {
  const { contentType, one } = failureIn[representation]
  return {
    status: told.status,
    contentType,
    body: one(told, { style, suffix: '', origin: '' }, told.status),
    headers: told.status === 401 ? challenge : (headers ?? {}),
    refusal: told,
  }
}

/** The first version words some refusals in its own way, and gives no details. */
function inStyle(problem: Problem, { style: { refusals }, era }: Manner): Refusal {
  const told = problem.toldIn(era)
  if (!refusals) return told
  const { code, status, message } = told
  return { code, status, message: refusals[problem.problem] ?? message, detail: undefined }
}

/** How to answer where there is no path: by its suffix, else as the version that it begins with would. */
export function mannerOf(path: string, era: ErrorEra): Manner {
  const version = [classic, original].find(({ root }) => path === root || path.startsWith(`${root}/`))
  const style = version ?? classic
  const suffix = endingOf(path, style)
  const representation = style.representations[suffix === '' && !version ? '.json' : suffix] ?? 'json'
  return { style, representation, era }
}
