import type { Instant } from './clock.ts'
import type { Stretch } from './page.ts'
import type { Search } from './search/search.ts'

/** A request to the REST API that was refused: kept in development, so that whoever tests sees what an application did wrong. */
export interface RefusedRequest {
  /** What the `Twilio-Request-Id` header of the answer said. */
  id: string
  /** The account that the credentials or the path named, whether or not it is known; null where neither named one. */
  accountSid: string | null
  at: Instant
  method: string
  path: string
  status: number
  code: number | null
  message: string
  /** Whether there is nothing at that path, rather than something that refused. */
  notImplemented: boolean
}

export interface RefusedRequestFilter {
  accountSid?: string
  /** Only those for which there is nothing at the path. */
  notImplemented?: true
}

export interface RefusedRequestQueries {
  /** Of any account, newest first: those before the id when one is given. */
  latest(
    filter: RefusedRequestFilter,
    limit: number,
    before?: string,
    search?: Search<RefusedRequest>,
  ): Promise<Stretch<RefusedRequest>>
}
