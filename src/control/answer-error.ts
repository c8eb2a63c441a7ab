import type { FastifyReply } from 'fastify'
import { Problem } from '../domain/problem.ts'
import { ControlProblem } from './control-problem.ts'

/** Answers what was refused with why, and what failed with nothing of its inside. */
export function answerError(error: unknown, reply: FastifyReply) {
  const { status } = error instanceof Problem ? error.toldIn('current') : { status: undefined }
  const { statusCode = status ?? 500 } = error as { statusCode?: number }
  const message =
    statusCode === 415
      ? 'send JSON, with Content-Type: application/json'
      : error instanceof ControlProblem || (error instanceof Error && statusCode < 500)
        ? error.message
        : 'something went wrong here; the log tells more'
  if (statusCode === 500) reply.log.error({ err: error }, 'control request failed')
  if (statusCode === 401) reply.header('WWW-Authenticate', 'Bearer')
  if (error instanceof ControlProblem && error.retryAfter !== null) reply.header('Retry-After', error.retryAfter)
  return reply.code(statusCode).send({ error: message })
}
